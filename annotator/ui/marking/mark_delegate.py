"""How a mark looks in a list: its badge, all of its words, and what is said of it below them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from annotator.model.labels import LabelGuide
from annotator.ui.marking.marks_model import DETAILS_ROLE, MARK_ROLE
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.badge import BADGE_SIZE, paint_badge
from annotator.ui.widgets.card_list import RowDelegate
from annotator.ui.widgets.fonts import article_font, small_font
from annotator.ui.widgets.labels import elided_lines
from annotator.ui.widgets.painting import focus_ring, rounded_box

_GAP = 5
_PAD = 6
_SIDE = 10
_QUOTE_SIZE = 15.5
#: A mark of half an article is cut after so many lines; no sensible one is.
_MOST_LINES = 30
#: So many texts are remembered as they were broken into lines.
_KEPT = 500

Index = QModelIndex | QPersistentModelIndex


class MarkDelegate(RowDelegate):
    """Paints one row of a list of marks as a card."""

    def __init__(
        self, appearance: Appearance, guide: LabelGuide, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._guide = guide
        self.quote_font = article_font(_QUOTE_SIZE)
        self.small_font = small_font()
        self._broken: dict[tuple[str, int, bool], list[str]] = {}

    # -- what a kind of row changes -------------------------------------------------------------

    def notes(self, index: Index) -> list[str]:
        """The lines of text below the words."""
        if index.row() == self.open_row:
            return []
        details: str = index.data(DETAILS_ROLE)
        return [details] if details else []

    def sides(self) -> tuple[int, int]:
        """Room left and right of the words (logical pixels)."""
        return _SIDE + BADGE_SIZE.width() + 10, _SIDE

    def paint_sides(self, painter: QPainter, box: QRect, index: Index) -> None:
        """What stands left and right of the words."""
        self.paint_badge(painter, box.topLeft() + QPoint(_SIDE, _PAD + 1), index)

    # -- measuring and painting -----------------------------------------------------------------

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, self.height(index, option.rect.width()))

    def height(self, index: Index, width: int) -> int:
        quote, notes = self._lines(index, self._text_width(width))
        high = len(quote) * QFontMetrics(self.quote_font).lineSpacing()
        high += len(notes) * QFontMetrics(self.small_font).lineSpacing()
        return high + 2 * _PAD + _GAP

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._appearance.theme
        state, rect = option.state, option.rect
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        box = rect.adjusted(1, 0, -2, -_GAP)
        ground = theme.accent_tint if chosen and index.row() != self.open_row else theme.card
        line = theme.accent if chosen else theme.line
        painter.save()
        rounded_box(painter, box, 10, ground, line, 2.0 if chosen else 1.0)
        if state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, box, 10, theme.accent)
        self.paint_sides(painter, box, index)
        left, _ = self.sides()
        x, y = box.left() + left, box.top() + _PAD
        quote, notes = self._lines(index, self._text_width(rect.width()))
        for lines, font, ink in (
            (quote, self.quote_font, theme.ink),
            (notes, self.small_font, theme.soft_ink),
        ):
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(ink)
            for text in lines:
                painter.drawText(x, y + metrics.ascent(), text)
                y += metrics.lineSpacing()
        painter.restore()

    def paint_badge(self, painter: QPainter, place: QPoint, index: Index) -> None:
        """The badge of the row's mark with its upper left corner here."""
        label = self._guide.label(index.data(MARK_ROLE).label)
        colours = self._appearance.theme.label(label.colour)
        paint_badge(painter, QRect(place, BADGE_SIZE), label.letter, label.pattern, colours)

    def _text_width(self, width: int) -> int:
        return max(40, width - sum(self.sides()) - 3)

    def _lines(self, index: Index, width: int) -> tuple[list[str], list[str]]:
        quote = self._break(index.data(MARK_ROLE).quote, width, self.quote_font, is_quote=True)
        notes = [
            line
            for note in self.notes(index)
            for line in self._break(note, width, self.small_font, is_quote=False)
        ]
        return quote, notes

    def _break(self, text: str, width: int, font: QFont, *, is_quote: bool) -> list[str]:
        key = (text, width, is_quote)
        known = self._broken.get(key)
        if known is None:
            if len(self._broken) >= _KEPT:
                self._broken.clear()
            known = self._broken[key] = elided_lines(text, font, width, _MOST_LINES)
        return known


def paint_tick(painter: QPainter, appearance: Appearance, place: QPoint, *, done: bool) -> None:
    """A green tick, or a broken ring for what is open, 20 logical pixels wide."""
    theme = appearance.theme
    box = QRect(place, QSize(20, 20))
    if done:
        rounded_box(painter, box, 10, theme.found_tint, None)
        tick = appearance.pixmap("check", theme.found, 14, painter.device().devicePixelRatioF())
        painter.drawPixmap(box.left() + 3, box.top() + 3, tick)
    else:
        rounded_box(painter, box.adjusted(1, 1, -1, -1), 9, None, theme.soft_ink, 1, dashed=True)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_arrow(painter: QPainter, appearance: Appearance, place: QPoint) -> None:
    """A filled circle with an arrow: this one is in hand."""
    theme = appearance.theme
    box = QRect(place, QSize(20, 20))
    rounded_box(painter, box, 10, theme.accent, None)
    ratio = painter.device().devicePixelRatioF()
    arrow = appearance.pixmap("next", theme.on_accent, 12, ratio)
    painter.drawPixmap(box.left() + 4, box.top() + 4, arrow)
