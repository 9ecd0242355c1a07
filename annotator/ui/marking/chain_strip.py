"""The strip above the article: the tie in hand as a sentence that grows, painted on few lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from annotator.model.labels import LabelGuide
from annotator.ui.article.vocabulary import shortened
from annotator.ui.marking.chain_sentence import Piece, PieceKind, spoken
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.fonts import article_font, ui_font
from annotator.ui.widgets.painting import PAGE_MARGIN, rounded_box
from annotator.ui.widgets.theme import Theme

_HIGH, _LINE_GAP, _GAP = 30, 6, 6
_PAD, _NUMBER = 9, 18
_TEXT_SIZE = 17.0
#: The most characters of a piece, and the least that it is cut to where the sentence gets long.
_LONGEST, _SHORTEST, _MOST_LINES = 48, 12, 2


class _Placed(NamedTuple):
    piece: Piece
    text: str
    rect: QRect


class ChainSentence(QWidget):
    """Paints the pieces. Where they need more than two lines, the middle ones are cut first."""

    def __init__(
        self, appearance: Appearance, guide: LabelGuide, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance, self._guide = appearance, guide
        self._pieces: tuple[Piece, ...] = ()
        self._question, self._hint = "", ""
        self._placed: list[_Placed] = []
        self._text_font = article_font(_TEXT_SIZE)
        self._chip_font = ui_font(strong=True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.update)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What is shown."""
        return self._pieces

    def show_pieces(self, pieces: Sequence[Piece], question: str, hint: str) -> None:
        """Show another sentence; where it needs one line, question and hint stand on the other."""
        if (tuple(pieces), question, hint) == (self._pieces, self._question, self._hint):
            return
        self._pieces, self._question, self._hint = tuple(pieces), question, hint
        self.setAccessibleName(spoken(list(pieces)) or hint)
        self.setAccessibleDescription(f"{question} {hint}".strip() if pieces else "")
        self._place()

    def sizeHint(self) -> QSize:
        # Always room for two lines: no button may move while the sentence grows.
        least = _MOST_LINES * (_HIGH + _LINE_GAP) - _LINE_GAP
        return QSize(200, max(least, self._placed[-1].rect.bottom() + 1 if self._placed else 0))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._place()

    # -- placing ------------------------------------------------------------------------------

    def _place(self) -> None:
        longest = _LONGEST
        placed = self._lines(longest)
        while placed and _rows(placed) > _MOST_LINES and longest > _SHORTEST:
            longest -= 6
            placed = self._lines(longest)
        self._placed = placed
        self.updateGeometry()
        self.update()

    def _lines(self, longest: int) -> list[_Placed]:
        """Each piece with its text and its box, for pieces of so many characters at most."""
        width, x, y = max(1, self.width()), 0, 0
        placed: list[_Placed] = []
        chips = [n for n, piece in enumerate(self._pieces) if piece.kind is PieceKind.END]
        for number, piece in enumerate(self._pieces):
            # The first and the last teller and the mark keep their words longer.
            keeps = piece.kind is not PieceKind.END or number in (chips[:1] + chips[-1:])
            most = max(longest, 30) if keeps else longest
            text = piece.text if piece.kind is PieceKind.TEXT else shortened(piece.text, most)
            if piece.kind is PieceKind.MARK and not text.endswith("”"):
                text += "”"
            wide = min(self._width_of(piece, text), width)
            if x and x + wide > width:
                x, y = 0, y + _HIGH + _LINE_GAP
            placed.append(_Placed(piece, text, QRect(x, y, wide, _HIGH)))
            x += wide + _GAP
        return placed

    def _width_of(self, piece: Piece, text: str) -> int:
        if piece.kind is PieceKind.TEXT:
            return QFontMetrics(self._text_font).horizontalAdvance(text)
        number = _NUMBER + 6 if piece.number else 0
        pad = 2 if piece.kind is PieceKind.NO else _PAD
        return QFontMetrics(self._chip_font).horizontalAdvance(text) + 2 * pad + number + 1

    # -- painting -----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._appearance.theme
        for piece, text, rect in self._placed:
            if piece.kind is PieceKind.TEXT:
                painter.setFont(self._text_font)
                painter.setPen(theme.ink)
                painter.drawText(rect, _LEFT, text)
            else:
                self._paint_chip(painter, theme, piece, text, rect)
        if not self._placed or _rows(self._placed) == 1:
            self._paint_hint(painter, theme)
        painter.end()

    def _paint_hint(self, painter: QPainter, theme: Theme) -> None:
        top = _HIGH + _LINE_GAP if self._placed else 0
        line = QRect(0, top, self.width(), _HIGH)
        painter.setPen(theme.ink)
        painter.setFont(self._chip_font)
        painter.drawText(line, _LEFT, self._question)
        if self._question:
            line.setLeft(QFontMetrics(self._chip_font).horizontalAdvance(self._question) + 10)
        painter.setFont(ui_font())
        room = QFontMetrics(ui_font())
        shown = room.elidedText(self._hint, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, _LEFT, shown)

    def _paint_chip(
        self, painter: QPainter, theme: Theme, piece: Piece, text: str, rect: QRect
    ) -> None:
        fill, line, ink = self._colours(theme, piece)
        is_hole = piece.kind is PieceKind.HOLE
        if piece.kind is not PieceKind.NO:
            box = rect.adjusted(0, 1, 0, -1)
            rounded_box(painter, box, 6, fill, line, 2 if is_hole else 1, dashed=is_hole)
        x = rect.left() + (2 if piece.kind is PieceKind.NO else _PAD)
        if piece.number:
            circle = QRect(QPoint(x - 2, rect.center().y() - _NUMBER // 2), QSize(18, 18))
            ground = theme.card if is_hole else theme.accent
            rounded_box(painter, circle, 9, ground, theme.accent, 1)
            painter.setFont(ui_font(13, strong=True))
            painter.setPen(theme.ink if is_hole else theme.on_accent)
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, piece.number)
            x += _NUMBER + 4
        painter.setFont(self._chip_font)
        painter.setPen(ink)
        metrics = QFontMetrics(self._chip_font)
        room = rect.right() + 1 - x - (0 if piece.kind is PieceKind.NO else _PAD - 2)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(x, rect.top(), room, rect.height()), _LEFT, shown)

    def _colours(self, theme: Theme, piece: Piece) -> tuple[QColor, QColor, QColor]:
        """Fill, line and ink of a chip."""
        if piece.kind is PieceKind.HOLE:
            return theme.card, theme.accent, theme.accent_ink
        if piece.kind is PieceKind.NO:
            return theme.card, theme.line, theme.label("denial").ink
        if piece.label in self._guide:
            colours = theme.label(self._guide.label(piece.label).colour)
            return colours.tint, colours.line, colours.ink
        return theme.card, theme.strong_line, theme.ink


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ChainStrip(QWidget):
    """The sentence on its ground, between the header and the buttons."""

    def __init__(
        self, appearance: Appearance, guide: LabelGuide, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.sentence = ChainSentence(appearance, guide)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, 9, PAGE_MARGIN, 5)
        column.addWidget(self.sentence)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._appearance.theme.accent_tint)
        painter.end()


def _rows(placed: Sequence[_Placed]) -> int:
    return placed[-1].rect.top() // (_HIGH + _LINE_GAP) + 1
