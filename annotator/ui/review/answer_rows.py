"""How an answer or an item looks in the lists at the left: its label, its words, how many."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from annotator.model.labels import LabelGuide
from annotator.services.marking.wording import label_of
from annotator.ui.article.marks import Sign
from annotator.ui.outcomes.row_delegates import paint_ground
from annotator.ui.outcomes.signs import paint_sign
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.badge import BADGE_SIZE, paint_badge
from annotator.ui.widgets.fonts import article_font, small_font, ui_font
from annotator.ui.widgets.labels import elided_lines

#: A row's model gives an :class:`AnswerRow` for it.
ROW_ROLE = Qt.ItemDataRole.UserRole + 1

_Index = QModelIndex | QPersistentModelIndex
_ONE_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_LINES = 2


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """``count`` stands at the right, ``below`` under the words, with a tick where it is done."""

    label: str
    words: str
    count: str
    below: str
    is_done: bool = False


class AnswerDelegate(QStyledItemDelegate):
    """Badge, words on up to two lines, how many; below them its kind, or what was decided."""

    def __init__(self, appearance: Appearance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._guide: LabelGuide | None = None
        self._quote, self._strong = article_font(15.5), ui_font(strong=True)
        self._small = small_font()

    def set_guide(self, guide: LabelGuide) -> None:
        """The labels that answers carry."""
        self._guide = guide

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        height = _LINES * QFontMetrics(self._quote).lineSpacing()
        return QSize(200, height + QFontMetrics(self._small).height() + 18)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: AnswerRow = index.data(ROW_ROLE)
        theme, rect = self._appearance.theme, QRect(option.rect)
        painter.save()
        paint_ground(painter, self._appearance, option)
        inner = rect.adjusted(14, 8, -12, -9)
        quote = QFontMetrics(self._quote)
        line = QRect(inner.left(), inner.top(), inner.width(), quote.height())
        if self._guide is not None:
            label = label_of(self._guide, row.label)
            badge = QRect(QPoint(line.left(), line.center().y() - 9), BADGE_SIZE)
            paint_badge(painter, badge, label.letter, label.pattern, theme.label(label.colour))
        painter.setFont(self._strong)
        painter.setPen(theme.soft_ink if row.is_done else theme.ink)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignRight | _ONE_LINE), row.count)
        room = QFontMetrics(self._strong).horizontalAdvance(row.count) + 8
        left = line.left() + BADGE_SIZE.width() + 8
        painter.setFont(self._quote)
        lines = elided_lines(row.words, self._quote, line.right() - room - left, _LINES)
        for number, words in enumerate(lines):
            painter.drawText(
                left, line.top() + number * quote.lineSpacing() + quote.ascent(), words
            )
        top = inner.top() + max(1, len(lines)) * quote.lineSpacing() + 1
        below = QRect(left, top, inner.right() - left, QFontMetrics(self._small).height())
        painter.setFont(self._small)
        painter.setPen(theme.soft_ink)
        if row.is_done:
            centre = QPoint(line.left() + BADGE_SIZE.width() // 2, below.center().y() + 1)
            paint_sign(painter, theme, Sign.FOUND, centre, 13)
        painter.drawText(below, int(_ONE_LINE), row.below)
        painter.restore()
