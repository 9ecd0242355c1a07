"""Rows of a list that hold sentences: a strong first part, softer lines under it, all wrapped."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.badge import BADGE_SIZE
from annotator.ui.widgets.fonts import small_font, ui_font
from annotator.ui.widgets.painting import rounded_box

_PAD = 9
_GAP = 10
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft

_Index = QModelIndex | QPersistentModelIndex


class SentenceRows(QStyledItemDelegate):
    """The first line of an item's text in ink, the rest small and soft; a picture before both."""

    def __init__(self, appearance: Appearance, view: QListView) -> None:
        super().__init__(view)
        self._appearance, self._view = appearance, view
        self._top, self._rest = ui_font(), small_font()
        view.setMouseTracking(True)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        view.viewport().installEventFilter(_WrappingText(view))
        appearance.changed.connect(view.viewport().update)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        width = self._view.viewport().width()
        height = 2 * _PAD
        for text, font in self._parts(index):
            height += self._height(text, font, self._room(index, width))
        return QSize(width, max(height, BADGE_SIZE.height() + 2 * _PAD))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, rect = self._appearance.theme, option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            rounded_box(painter, rect.adjusted(1, 1, -1, -2), 8, theme.accent_tint, theme.accent)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            rounded_box(painter, rect.adjusted(1, 1, -1, -2), 8, theme.hover)
        if index.row() + 1 < index.model().rowCount():
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.line)
        left, y = rect.left() + _PAD, rect.top() + _PAD
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(icon, QIcon):
            painter.drawPixmap(left, y, icon.pixmap(BADGE_SIZE))
            left += BADGE_SIZE.width() + _GAP
        room = self._room(index, rect.width())
        for number, (text, font) in enumerate(self._parts(index)):
            height = self._height(text, font, room)
            painter.setFont(font)
            painter.setPen(theme.soft_ink if number else theme.ink)
            painter.drawText(QRect(left, y, room, height), _WRAP, text)
            y += height
        painter.restore()

    def _parts(self, index: _Index) -> list[tuple[str, QFont]]:
        top, _, rest = str(index.data(Qt.ItemDataRole.DisplayRole) or "").partition("\n")
        return [(top, self._top), (rest, self._rest)] if rest else [(top, self._top)]

    @staticmethod
    def _room(index: _Index, width: int) -> int:
        has_icon = isinstance(index.data(Qt.ItemDataRole.DecorationRole), QIcon)
        return max(40, width - 2 * _PAD - (BADGE_SIZE.width() + _GAP if has_icon else 0))

    @staticmethod
    def _height(text: str, font: QFont, room: int) -> int:
        return QFontMetrics(font).boundingRect(QRect(0, 0, room, 10_000), _WRAP, text).height()


class _WrappingText(QObject):
    """Has the rows measured again when a list gets wider or narrower.

    A list that runs downwards keeps its heights when only its width changes, for instance when a
    scroll bar comes: sentences that wrap differently would run into each other.
    """

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent) and event.size().width() != event.oldSize().width():
            self._view.scheduleDelayedItemsLayout()
        return False
