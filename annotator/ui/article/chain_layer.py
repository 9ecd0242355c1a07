"""A tie as it is drawn: one light line in the margin, numbers on the corners of its sources.

Nothing is drawn through words. The line runs next to the column, a bead on it for each end at the
height of its words; what has no words has its bead at the height of the mark that is tied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from annotator.model.text import Span
from annotator.ui.article.mark_layer import MarkLayer
from annotator.ui.article.page_layout import Layer, PageLayout, Seen
from annotator.ui.widgets.fonts import SANS
from annotator.ui.widgets.painting import rounded_box

#: From the column to the line, from bead to bead in a row, from the column to the others' beads.
_BESIDE, _STEP, _OTHERS = 20, 22, 58
_BEAD = 9
_DOT = 3
#: The margin is this wide where the finished ties of other marks have room in it.
_ROOMY = 104


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """An end: its words (None where it has none), and what stands in its bead."""

    span: Span | None
    text: str


@dataclass(frozen=True, slots=True)
class DrawnChain:
    """The tie of one mark. ``pointed`` is where the keyboard stands, with what it would become."""

    mark: Span
    label: str
    ends: tuple[ChainEnd, ...] = ()
    is_denial: bool = False
    is_open: bool = False
    pointed: ChainEnd | None = None
    lit: frozenset[str] = field(default_factory=frozenset)
    """The labels that are tinted while this tie is made; empty for all."""


class ChainLayer(Layer):
    """Draws the tie in hand, and a small sign for every other finished one in sight."""

    def __init__(self, page: PageLayout, marks: MarkLayer) -> None:
        self._page = page
        self._marks = marks
        self._chain: DrawnChain | None = None
        #: The number of ends that a mark's finished tie has, by the mark's id; 0 for no sign.
        self.ends_of: Callable[[str], int] | None = None

    @property
    def chain(self) -> DrawnChain | None:
        """What is drawn large."""
        return self._chain

    def show_chain(self, chain: DrawnChain | None) -> None:
        """Draw this tie, or none."""
        if chain != self._chain:
            self._chain = chain
            self._marks.tinted = chain.lit if chain is not None else frozenset()
            self._page.repaint()

    # -- painting -----------------------------------------------------------------------------

    def under(self, painter: QPainter, seen: Seen) -> None:
        """The tint of the mark in hand, and the ring round what is pointed at, under its words."""
        chain, theme = self._chain, self._page.theme
        if chain is None:
            return
        if chain.lit:
            for geometry, piece in self._page.geometry.pieces(chain.mark):
                line = geometry.lines[piece.line]
                wide = piece.right - piece.left
                rect = QRect(piece.left, line.top, wide, line.under - line.top)
                painter.fillRect(rect, self._marks.painter().colours(chain.label).tint)
        if chain.pointed is None or chain.pointed.span is None:
            return
        for rect in self._rects(chain.pointed.span):
            rounded_box(painter, rect.adjusted(-3, -1, 3, 2), 5, theme.card, theme.accent, 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def top(self, painter: QPainter, seen: Seen) -> None:
        """The line in the margin, the numbers, and the small signs of the others."""
        if not self._marks.shown:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.ends_of is not None and self._margin() >= _ROOMY:
            self._paint_others(painter, seen)
        if self._chain is not None:
            self._paint_line(painter, self._chain)
            self._paint_numbers(painter, self._chain)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_line(self, painter: QPainter, chain: DrawnChain) -> None:
        if not chain.ends:
            return
        rows = self._rows(chain)
        if not rows:
            return
        theme = self._page.theme
        colour = self._colour(chain)
        pen = QPen(colour, 2)
        if chain.is_denial:
            pen.setDashPattern([3.0, 2.0])
        x = self._x(0, 1)
        painter.setPen(pen)
        painter.drawLine(QPointF(x, rows[0][0]), QPointF(x, rows[-1][0]))
        for y, beads in rows:
            places = [QPointF(self._x(n, len(beads)), y) for n in range(len(beads))]
            painter.setPen(QPen(colour, 2))
            painter.drawLine(places[0], places[-1])
            for place, text in zip(places, beads, strict=True):
                if text:
                    self._bead(painter, place, text, colour, theme.on_accent)
                else:
                    self._letter(painter, place, chain.label)
        if chain.is_denial:
            self._paint_arrow(painter, chain, x, colour)

    def _paint_arrow(self, painter: QPainter, chain: DrawnChain, x: float, colour: QColor) -> None:
        """A denial points at what it denies."""
        here, there = self._y(chain.mark), self._y(chain.ends[0].span)
        if here is None or there is None or abs(here - there) < 3 * _BEAD:
            return
        away = 1 if here > there else -1
        tip = there + away * (_BEAD + 1)
        head = QPainterPath(QPointF(x, tip))
        head.lineTo(x - 5, tip + away * 8)
        head.lineTo(x + 5, tip + away * 8)
        head.closeSubpath()
        painter.fillPath(head, colour)

    def _paint_numbers(self, painter: QPainter, chain: DrawnChain) -> None:
        theme, colour = self._page.theme, self._colour(chain)
        for end in chain.ends:
            corner = self._corner(end.span)
            if corner is not None:
                self._bead(painter, corner, end.text, colour, theme.on_accent, ring=theme.paper)
        pointed = chain.pointed
        if pointed is not None and pointed.text and (corner := self._corner(pointed.span)):
            self._bead(painter, corner, pointed.text, theme.card, theme.ink, ring=colour)

    def _paint_others(self, painter: QPainter, seen: Seen) -> None:
        assert self.ends_of is not None
        chosen = self._chain.mark if self._chain is not None else None
        taken: dict[int, int] = {}
        for number in seen.blocks:
            begins = self._page.article.blocks[number].span
            for mark in sorted(self._marks.index.in_block(number), key=lambda m: m.span):
                count = self.ends_of(mark.id) if mark.span.start >= begins.start else 0
                y = self._y(mark.span) if count and mark.span != chosen else None
                if y is None:
                    continue
                row = taken[round(y)] = taken.get(round(y), -1) + 1
                if row == 0:
                    self._small(painter, y, mark.label, count)

    def _small(self, painter: QPainter, y: float, label: str, count: int) -> None:
        side = -1 if self._is_mirrored() else 1
        x = self._edge() + side * _OTHERS
        line = self._marks.painter().colours(label).line
        painter.setPen(QPen(line, 1))
        shown = min(count, 4)
        last = x + side * (_BEAD + 5 + (shown - 1) * (2 * _DOT + 2))
        painter.drawLine(QPointF(x, y), QPointF(last, y))
        self._letter(painter, QPointF(x, y), label)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._page.theme.accent)
        for number in range(shown):
            at = x + side * (_BEAD + 5 + number * (2 * _DOT + 2))
            painter.drawEllipse(QPointF(at, y), _DOT, _DOT)

    def _bead(
        self,
        painter: QPainter,
        centre: QPointF,
        text: str,
        fill: QColor,
        ink: QColor,
        *,
        ring: QColor | None = None,
    ) -> None:
        wide = _BEAD if len(text) < 2 else _BEAD + 4 * len(text) - 4
        box = QRectF(centre.x() - wide, centre.y() - _BEAD, 2 * wide, 2 * _BEAD)
        painter.setPen(QPen(ring, 1.5) if ring is not None else QPen(Qt.PenStyle.NoPen))
        painter.setBrush(fill)
        painter.drawRoundedRect(box, _BEAD, _BEAD)
        painter.setFont(_font(12))
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _letter(self, painter: QPainter, centre: QPointF, label: str) -> None:
        colours = self._marks.painter().colours(label)
        box = QRectF(centre.x() - _BEAD, centre.y() - _BEAD, 2 * _BEAD, 2 * _BEAD)
        painter.setPen(QPen(colours.line, 1))
        painter.setBrush(colours.tint)
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(_font(12))
        painter.setPen(colours.ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._marks.painter().letter(label))

    # -- places -------------------------------------------------------------------------------

    def _rows(self, chain: DrawnChain) -> Sequence[tuple[float, Sequence[str]]]:
        """(height, beads) from top to bottom; the empty text is the letter of the mark itself."""
        own = self._y(chain.mark)
        if own is None:
            return ()
        rows: dict[float, list[str]] = {}
        for end in chain.ends:
            y = self._y(end.span) if end.span is not None else own
            if y is not None and end.text not in rows.setdefault(y, []):
                rows[y].append(end.text)
        rows.setdefault(own, []).append("")
        return sorted(rows.items())

    def _rects(self, span: Span) -> Iterable[QRect]:
        return [geometry.rect(piece) for geometry, piece in self._page.geometry.pieces(span)]

    def _first_line(self, span: Span | None) -> QRect | None:
        if span is None:
            return None
        for geometry, piece in self._page.geometry.pieces(span):
            line = geometry.lines[piece.line]
            return QRect(piece.left, line.top, piece.right - piece.left, line.under - line.top)
        return None

    def _y(self, span: Span | None) -> float | None:
        line = self._first_line(span)
        return float(line.center().y()) if line is not None else None

    def _corner(self, span: Span | None) -> QPointF | None:
        """Where the words begin, a little above them."""
        line = self._first_line(span)
        if line is None:
            return None
        corner: QPoint = line.topRight() if self._is_mirrored() else line.topLeft()
        return QPointF(corner) + QPointF(-3, -1)

    def _x(self, number: int, of: int) -> float:
        """The place of a bead in the margin; crowded ones stand closer."""
        step = min(float(_STEP), (self._margin() - _BESIDE - _BEAD) / max(1, of - 1))
        side = -1 if self._is_mirrored() else 1
        return self._edge() + side * (_BESIDE + number * step)

    def _edge(self) -> int:
        column = self._page.column
        return column.left() if self._is_mirrored() else column.right() + 1

    def _margin(self) -> int:
        column, port = self._page.column, self._page.port
        return column.left() if self._is_mirrored() else port.width() - column.right()

    def _is_mirrored(self) -> bool:
        """Stripes stand where lines begin; ties run on the other side."""
        number = self._page.geometry.block_at(self._page.scroll.y())
        return bool(self._page.article.blocks) and self._page.geometry.block(number).right_to_left

    def _colour(self, chain: DrawnChain) -> QColor:
        if chain.is_denial:
            return self._marks.painter().colours(chain.label).line
        return self._page.theme.accent


def _font(size: int) -> QFont:
    font = QFont(SANS)
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.DemiBold)
    return font
