"""Ties between marks: connectors that run between the lines and next to the column, not over words.

Where they lie is worked out first, then painted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from annotator.ui.article.mark_layer import MarkLayer
from annotator.ui.article.page_layout import PageLayout
from annotator.ui.widgets.fonts import SANS
from annotator.ui.widgets.theme import Theme

#: Above the top of a line of words, where nothing but the lines of marks is.
_ABOVE = 4
#: From the column to the first connector next to it, and from one to the next.
_BESIDE, _STEP = 9, 7
_ROUND = 5
_HEAD = 7


class Link(NamedTuple):
    """A tie from one mark to another; ``kind`` is the word that is shown on it."""

    from_id: str
    to_id: str
    kind: str


class Ties:
    """The ties of a page, known by the marks at their ends."""

    def __init__(self, page: PageLayout, marks: MarkLayer) -> None:
        self._page = page
        self._marks = marks
        self._links: dict[str, list[Link]] = {}

    def clear(self) -> None:
        """Forget all ties."""
        self._links = {}

    def change(
        self, gone: Iterable[tuple[str, str, str]], new: Iterable[tuple[str, str, str]]
    ) -> None:
        """Take some ties away and show others, each as (from id, to id, word)."""
        for link in (Link(a, b, str(kind)) for a, b, kind in gone):
            for end in {link.from_id, link.to_id}:
                rest = [one for one in self._links.get(end, ()) if one != link]
                if rest:
                    self._links[end] = rest
                else:
                    self._links.pop(end, None)
        for link in (Link(a, b, str(kind)) for a, b, kind in new):
            for end in {link.from_id, link.to_id}:
                self._links.setdefault(end, []).append(link)
        self._page.repaint()

    def touch(self, mark_id: str | None) -> bool:
        """Whether a mark has ties."""
        return mark_id in self._links

    def paint(self, painter: QPainter, ends: Iterable[str | None]) -> None:
        """Paint the ties of some marks, if marks are shown."""
        if not self._links or not self._marks.shown:
            return
        links = {link for end in ends if end is not None for link in self._links.get(end, ())}
        page = self._page
        size = page.settings.pixels
        ties = place_ties(self._placed(links), page.column, page.in_sight.right(), size)
        paint_ties(painter, ties, page.theme, size)

    def _placed(self, links: set[Link]) -> list[tuple[Link, QRect, QRect]]:
        placed = []
        for link in links:
            ends = [self._marks.index.get(end) for end in (link.from_id, link.to_id)]
            first = [self._page.geometry.pieces(mark.span)[:1] for mark in ends if mark is not None]
            rects = [geometry.rect(piece) for found in first for geometry, piece in found]
            if len(rects) == 2:
                placed.append((link, rects[0], rects[1]))
        return placed


class PlacedTie(NamedTuple):
    """A tie as it is drawn: its line, where its arrow points, its word and the box of the word."""

    path: QPainterPath
    tip: QPointF
    words: str
    tag: QRectF


def tie_font(size: float) -> QFont:
    """The face of the words on ties, for type of this many pixels."""
    font = QFont(SANS)
    font.setPixelSize(max(11, round(size * 0.68)))
    font.setWeight(QFont.Weight.DemiBold)
    return font


def place_ties(
    links: Sequence[tuple[Link, QRect, QRect]], column: QRect, right: int, size: float
) -> list[PlacedTie]:
    """Where ties between marks lie, all in coordinates of the page.

    Of each mark the first line is given. Connectors run down the margin right of ``column``, the
    words stand there below one another, none further right than ``right``.
    """
    metrics = QFontMetricsF(tie_font(size))
    placed: list[PlacedTie] = []
    begun: dict[str, int] = {}
    ended: dict[str, int] = {}
    free = float("-inf")
    in_order = sorted(links, key=_reading_order)
    for number, (link, start, end) in enumerate(in_order):
        first = _spread(start, begun, link.from_id)
        last = _spread(end, ended, link.to_id)
        beside = column.right() + _BESIDE + _STEP * number
        path = _path(first, last, beside)
        words = link.kind.replace("_", " ")
        wide, high = metrics.horizontalAdvance(words) + 12, metrics.height() + 2
        middle = (first.y() + last.y()) / 2 - _ABOVE
        top = max(middle - high / 2, free)
        free = top + high + 3
        left = min(max(beside - wide / 2, column.right() + 3.0), right - wide - 2)
        placed.append(PlacedTie(path, last, words, QRectF(left, top, wide, high)))
    return placed


def paint_ties(painter: QPainter, ties: Sequence[PlacedTie], theme: Theme, size: float) -> None:
    """Connectors with arrows, then their words on top."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for tie in ties:
        painter.setPen(QPen(theme.paper, 4))
        painter.drawPath(tie.path)
    for tie in ties:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.accent, 2))
        painter.drawPath(tie.path)
        head = QPainterPath(tie.tip)
        head.lineTo(tie.tip + QPointF(-_HEAD / 2 - 1, -_HEAD))
        head.lineTo(tie.tip + QPointF(_HEAD / 2 + 1, -_HEAD))
        head.closeSubpath()
        painter.fillPath(head, theme.accent)
    painter.setFont(tie_font(size))
    for tie in ties:
        if tie.words:
            painter.setPen(QPen(theme.accent, 1))
            painter.setBrush(theme.paper)
            painter.drawRoundedRect(tie.tag, tie.tag.height() / 2, tie.tag.height() / 2)
            painter.drawText(tie.tag, Qt.AlignmentFlag.AlignCenter, tie.words)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _reading_order(placed: tuple[Link, QRect, QRect]) -> tuple[object, ...]:
    # By where the ends are and not by their ids, which are drawn by lot: a lesson that is marked
    # in the same way looks the same.
    link, start, end = placed
    first, last = (start.top(), start.left()), (end.top(), end.left())
    return min(start.top(), end.top()), first, last, link.kind, link


def _spread(rect: QRect, used: dict[str, int], mark_id: str) -> QPointF:
    """A point at the top of a mark; ties that share an end stand next to each other there."""
    number = used[mark_id] = used.get(mark_id, -1) + 1
    x = rect.left() + min(rect.width() / 2, 24.0) + number * (_HEAD + 5)
    return QPointF(min(x, float(rect.right())), rect.top() + 2)


def _path(start: QPointF, end: QPointF, beside: float) -> QPainterPath:
    """Up from the one, along above its line to the margin, down (or up) it, back to the other."""
    if abs(start.y() - end.y()) < 1:
        return _along_one_line(start, end, beside)
    corners = [
        start,
        QPointF(start.x(), start.y() - 2 - _ABOVE),
        QPointF(beside, start.y() - 2 - _ABOVE),
        QPointF(beside, end.y() - 4 - _ABOVE),
        QPointF(end.x(), end.y() - 4 - _ABOVE),
        QPointF(end.x(), end.y() - _HEAD + 1),
    ]
    path = QPainterPath(corners[0])
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        into, out = _towards(corner, before), _towards(corner, after)
        path.lineTo(into)
        path.quadTo(corner, out)
    path.lineTo(corners[-1])
    return path


def _along_one_line(start: QPointF, end: QPointF, beside: float) -> QPainterPath:
    """From one to the other above their line, and on to the margin, where the word stands."""
    y = start.y() - 4 - _ABOVE
    path = QPainterPath(start)
    path.lineTo(start.x(), y)
    path.lineTo(end.x(), y)
    path.lineTo(end.x(), end.y() - _HEAD + 1)
    path.moveTo(max(start.x(), end.x()), y)
    path.lineTo(beside, y)
    return path


def _towards(corner: QPointF, other: QPointF) -> QPointF:
    """A point near a corner on the way to the next one: at most half way there."""
    way = other - corner
    length = (way.x() ** 2 + way.y() ** 2) ** 0.5
    return corner if length == 0 else corner + way * (min(_ROUND, length / 2) / length)
