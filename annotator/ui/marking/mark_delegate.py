"""How a mark looks in the list: badge, two lines of its words, one line of what is said of it.

Where room is short, one line of its words.

Every row has the same height, so that the list costs what is visible, however many marks there are.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.model.labels import LabelGuide
from annotator.ui.marking.marks_model import DETAILS_ROLE, MARK_ROLE
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.badge import BADGE_SIZE, paint_badge
from annotator.ui.widgets.fonts import article_font, small_font
from annotator.ui.widgets.painting import rounded_box

_GAP = 4
_PAD = 10
_QUOTE_SIZE = 15.5


class MarkDelegate(QStyledItemDelegate):
    """Paints one row of the list of marks as a card."""

    def __init__(
        self, appearance: Appearance, guide: LabelGuide, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._guide = guide
        self._quote_font = article_font(_QUOTE_SIZE)
        self._small_font = small_font()
        self._lines = 2

    def set_lines(self, lines: int) -> None:
        """How many lines a mark's words get at most; the list lays its rows out again."""
        self._lines = lines

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        height = self._lines * QFontMetrics(self._quote_font).height()
        height += QFontMetrics(self._small_font).height()
        pad = _PAD if self._lines > 1 else _PAD - 3
        return QSize(200, height + 2 * pad + 2 * _GAP)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme = self._appearance.theme
        mark = index.data(MARK_ROLE)
        label = self._guide.label(mark.label)
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        box = option.rect.adjusted(2, _GAP // 2, -2, -_GAP // 2)
        rounded_box(
            painter,
            box,
            10,
            theme.accent_tint if selected else theme.card,
            theme.accent if selected else theme.line,
            2.0 if selected else 1.0,
        )
        pad = _PAD if self._lines > 1 else _PAD - 3
        badge = QRect(box.topLeft(), BADGE_SIZE).translated(_PAD, pad + 1)
        paint_badge(painter, badge, label.letter, label.pattern, theme.label(label.colour))
        words = box.adjusted(_PAD + BADGE_SIZE.width() + 10, pad - 2, -_PAD, -pad + 2)
        painter.setPen(theme.ink)
        used = _paint_lines(painter, words, mark.quote, self._quote_font, self._lines)
        details = index.data(DETAILS_ROLE)
        if details:
            painter.setPen(theme.soft_ink)
            painter.setFont(self._small_font)
            metrics = QFontMetrics(self._small_font)
            line = QRect(words.left(), words.top() + used + 1, words.width(), metrics.height())
            text = metrics.elidedText(details, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)
        painter.restore()


def _paint_lines(painter: QPainter, rect: QRect, text: str, font: QFont, most: int) -> int:
    """``text`` on at most ``most`` lines, the last one cut with "…"; returns the height used."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    metrics = QFontMetrics(font)
    layout.beginLayout()
    y = 0
    for number in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(rect.width())
        more = line.textStart() + line.textLength() < len(text)
        if number == most - 1 and more:
            rest = text[line.textStart() :][:400]
            painter.setFont(font)
            painter.drawText(
                QPointF(rect.left(), rect.top() + y + metrics.ascent()),
                metrics.elidedText(rest, Qt.TextElideMode.ElideRight, rect.width()),
            )
        else:
            line.draw(painter, QPointF(rect.left(), rect.top() + y))
        y += metrics.height()
    layout.endLayout()
    return y
