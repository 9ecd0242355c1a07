"""How rows look: a paper in the list of papers, an item in the list of items."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.model.labels import LabelGuide
from annotator.services.marking.wording import label_of
from annotator.services.review.points import points_text
from annotator.ui.outcomes.outcome_rows import EntryKind, OutcomeRow
from annotator.ui.outcomes.outcome_rows_model import ENTRY_ROLE
from annotator.ui.outcomes.signs import SIGN_SIZE, paint_sign
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.badge import BADGE_SIZE, paint_badge
from annotator.ui.widgets.fonts import article_font, small_font, ui_font

#: What a row of a list of papers says, besides what Qt asks of every row.
NAME_ROLE = Qt.ItemDataRole.UserRole + 1
DETAILS_ROLE = Qt.ItemDataRole.UserRole + 2
SCORE_ROLE = Qt.ItemDataRole.UserRole + 3
FLAG_ROLE = Qt.ItemDataRole.UserRole + 4
SHA_ROLE = Qt.ItemDataRole.UserRole + 5

_Index = QModelIndex | QPersistentModelIndex
_PAD = 14
_ONE_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_RIGHT = Qt.AlignmentFlag.AlignRight | _ONE_LINE


def _is_selected(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & QStyle.StateFlag.State_Selected)


def _rect(option: QStyleOptionViewItem) -> QRect:
    return QRect(option.rect)


def paint_ground(painter: QPainter, appearance: Appearance, option: QStyleOptionViewItem) -> None:
    """The row's ground, its line below, a bar at the left where it is chosen."""
    theme, rect = appearance.theme, _rect(option)
    hot = option.state & QStyle.StateFlag.State_MouseOver
    if _is_selected(option):
        painter.fillRect(rect, theme.accent_tint)
        painter.fillRect(rect.left(), rect.top(), 4, rect.height(), theme.accent)
    elif hot:
        painter.fillRect(rect, theme.hover)
    painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.line)


def _elided(painter: QPainter, rect: QRect, text: str, font: QFont, flags: int = 0) -> None:
    painter.setFont(font)
    words = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, flags or int(_ONE_LINE), words)


class PaperDelegate(QStyledItemDelegate):
    """Name and score on the first line; on the second what was found, or what to look at."""

    def __init__(self, appearance: Appearance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._name, self._strong = ui_font(), ui_font(strong=True)
        self._small, self._small_strong = small_font(), small_font(strong=True)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        height = QFontMetrics(self._strong).height() + QFontMetrics(self._small).height()
        return QSize(180, height + 18)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        theme, rect = self._appearance.theme, _rect(option)
        paint_ground(painter, self._appearance, option)
        inner = rect.adjusted(_PAD, 8, -_PAD + 2, -9)
        first = QRect(inner.topLeft(), QSize(inner.width(), QFontMetrics(self._strong).height()))
        score = index.data(SCORE_ROLE) or ""
        strong = _is_selected(option) or index.data(SHA_ROLE) == ""
        painter.setPen(theme.ink)
        painter.setFont(self._strong)
        painter.drawText(first, int(_RIGHT), score)
        room = QFontMetrics(self._strong).horizontalAdvance(score) + 8 if score else 0
        name_font = self._strong if strong else self._name
        _elided(painter, first.adjusted(0, 0, -room, 0), index.data(NAME_ROLE), name_font)
        second = QRect(
            inner.left(), first.bottom() + 2, inner.width(), QFontMetrics(self._small).height()
        )
        flag = index.data(FLAG_ROLE)
        painter.setPen(theme.other if flag else theme.soft_ink)
        words = flag or index.data(DETAILS_ROLE) or ""
        _elided(painter, second, words, self._small_strong if flag else self._small)
        painter.restore()


class EntryDelegate(QStyledItemDelegate):
    """Sign, label, words, a note, points at the right; headings and sums without the rest."""

    def __init__(self, appearance: Appearance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._guide: LabelGuide | None = None
        self._quote, self._plain = article_font(15.5), ui_font()
        self._strong, self._small = ui_font(strong=True), small_font()

    def set_guide(self, guide: LabelGuide) -> None:
        """The labels that rows carry."""
        self._guide = guide

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(200, max(36, QFontMetrics(self._quote).height() + 14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        entry: OutcomeRow = index.data(ENTRY_ROLE)
        theme, rect = self._appearance.theme, _rect(option)
        painter.save()
        inner = rect.adjusted(10, 0, -10, -1)
        if entry.kind is EntryKind.HEADING:
            painter.setPen(theme.soft_ink)
            _elided(painter, inner, entry.words, small_font(strong=True))
            painter.restore()
            return
        paint_ground(painter, self._appearance, option)
        if entry.kind is EntryKind.SUM:
            self._paint_sum(painter, inner, entry)
            painter.restore()
            return
        points = "" if entry.points is None else points_text(entry.points)
        painter.setFont(self._plain)
        painter.setPen(theme.ink)
        painter.drawText(inner, int(_RIGHT), points)
        inner.setRight(inner.right() - max(44, QFontMetrics(self._plain).horizontalAdvance(points)))
        x = inner.left()
        middle = inner.center().y()
        if entry.sign is not None:
            centre = QPoint(x + SIGN_SIZE // 2, middle)
            paint_sign(painter, theme, entry.sign, centre, SIGN_SIZE)
        x += SIGN_SIZE + 8
        if entry.label and self._guide is not None:
            label = label_of(self._guide, entry.label)
            badge = QRect(QPoint(x, middle - BADGE_SIZE.height() // 2 + 1), BADGE_SIZE)
            paint_badge(painter, badge, label.letter, label.pattern, theme.label(label.colour))
            x += BADGE_SIZE.width() + 8
        self._paint_text(painter, QRect(x, inner.top(), inner.right() - x, inner.height()), entry)
        painter.restore()

    def _paint_text(self, painter: QPainter, rect: QRect, entry: OutcomeRow) -> None:
        theme = self._appearance.theme
        note_width = 0
        most = 120
        if entry.kind is EntryKind.ANSWER:
            # A name is worth more than the words, which stand in the article, too.
            name = QFontMetrics(self._plain).horizontalAdvance(entry.words) + 8
            most = rect.width() - min(name, rect.width() * 3 // 4)
        if entry.note:
            note_width = min(QFontMetrics(self._small).horizontalAdvance(entry.note) + 10, most)
        painter.setPen(theme.ink)
        plain = entry.kind in (EntryKind.TIE, EntryKind.ANSWER)
        font = self._plain if plain else self._quote
        words = rect.adjusted(0, 0, -note_width, 0)
        _elided(painter, words, entry.words, font)
        if entry.note:
            used = min(QFontMetrics(font).horizontalAdvance(entry.words), words.width())
            painter.setPen(theme.soft_ink)
            left = rect.left() + used + 8
            note = QRect(left, rect.top() + 1, note_width, rect.height())
            _elided(painter, note, entry.note, self._small)

    def _paint_sum(self, painter: QPainter, rect: QRect, entry: OutcomeRow) -> None:
        theme = self._appearance.theme
        strong = bool(entry.note)
        font = self._strong if strong else self._plain
        painter.setPen(theme.ink if strong else theme.soft_ink)
        painter.setFont(font)
        points = points_text(entry.points or 0)
        if strong:
            points = f"{points} {entry.note}"
        painter.drawText(rect, int(_RIGHT), points)
        painter.drawText(rect, int(_ONE_LINE), entry.words[:1].upper() + entry.words[1:])
