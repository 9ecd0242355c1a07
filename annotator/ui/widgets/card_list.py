"""A list whose rows are as high as their words, and in which one row can open a card.

It is one of Qt's list views in all but where its rows lie, so that keys, selection and screen
readers know it as a list. What it costs depends on the rows in sight.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from annotator.ui.widgets.row_heights import RowHeights

_Index = QModelIndex | QPersistentModelIndex
_ORDINARY = 46
_STEP = 40


class RowDelegate(QStyledItemDelegate):
    """Paints a row, and knows how high it must be."""

    #: The row with the open card, or -1: there the card says what the row would.
    open_row = -1

    def height(self, index: _Index, width: int) -> int:
        """The height of a row (logical pixels) in a list so wide, without its open card."""
        raise NotImplementedError


class CardList(QListView):
    """Rows in reading order. The chosen one may hold a card below its own words."""

    escaped = Signal()
    """Esc in the list: the keyboard goes back to where the person came from."""

    def __init__(self, delegate: RowDelegate, parent: QWidget | None = None) -> None:
        self._rows = RowHeights(_ORDINARY)
        self._card: QWidget | None = None
        self._card_row = QPersistentModelIndex()
        self._settling = False
        super().__init__(parent)
        self._delegate = delegate
        self.setItemDelegate(delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().valueChanged.connect(self._settle)

    # -- the open card --------------------------------------------------------------------------

    def set_card(self, card: QWidget) -> None:
        """The widget that opens in a row; it lives in the list from now on."""
        self._card = card
        card.setParent(self.viewport())
        card.hide()
        card.installEventFilter(self)

    def open_card(self, index: _Index) -> None:
        """Open the card in this row, or in none; the other rows stay as high as they are."""
        before = self._card_row.row() if self._card_row.isValid() else -1
        if self._card is None or before == (index.row() if index.isValid() else -1):
            return
        self._card_row = QPersistentModelIndex(index)
        self._delegate.open_row = index.row()
        for row in {before, index.row()} - {-1}:
            self._rows.forget(row)
        # Parts of a card that has not been shown yet do not know their sizes.
        self._card.setVisible(index.isValid())
        self._settle()

    @property
    def card_row(self) -> int:
        """The row with the open card, or -1."""
        return self._card_row.row() if self._card_row.isValid() else -1

    def show_whole(self, index: QModelIndex) -> None:
        """Bring a row in sight with all of its card."""
        self.scrollTo(index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._card and event.type() == QEvent.Type.LayoutRequest:
            self._rows.forget(self.card_row)
            self._settle()
            self.scrollTo(self._card_row)
        return False

    # -- where rows lie -------------------------------------------------------------------------

    def visualRect(self, index: _Index) -> QRect:
        if not index.isValid() or index.row() >= len(self._rows):
            return QRect()
        top = self._rows.top(index.row()) - self.verticalOffset()
        return QRect(0, top, self.viewport().width(), self._rows.height(index.row()))

    def indexAt(self, point: QPoint) -> QModelIndex:
        row = self._rows.row_at(point.y() + self.verticalOffset())
        model = self.model()
        return model.index(row, 0) if _is_there(model) and row >= 0 else QModelIndex()

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        return 0

    def scrollTo(
        self,
        index: _Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """As little as needed; of a row that is higher than the list, its top."""
        if not index.isValid() or index.row() >= len(self._rows):
            return
        for _ in range(3):
            # Rows that come in sight are measured, and that may move this one.
            self._rows.measure(index.row(), self._measured)
            rect, bar, high = self.visualRect(index), self.verticalScrollBar(), self.viewport()
            value = bar.value()
            if rect.top() < 0 or rect.height() > high.height():
                value += rect.top()
            elif rect.bottom() >= high.height():
                value += rect.bottom() - high.height() + 1
            self.updateGeometries()
            if value == bar.value():
                break
            bar.setValue(value)

    def updateGeometries(self) -> None:
        bar, high = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, self._rows.total - high))
        bar.setPageStep(high)
        bar.setSingleStep(_STEP)

    def doItemsLayout(self) -> None:
        self._settle()

    def _settle(self) -> None:
        """Measure what is in sight; what was at the top stays there."""
        model = self.model()
        if self._settling or not _is_there(model):
            return
        self._settling = True
        # Rows may have come or gone before the open one.
        self._delegate.open_row = self.card_row
        if len(self._rows) != model.rowCount():
            self._rows.reset(model.rowCount())
        bar, high = self.verticalScrollBar(), self.viewport().height()
        row = max(0, self._rows.row_at(bar.value()))
        y = self._rows.top(row) - bar.value()
        while row < len(self._rows) and y < high:
            grown = self._rows.measure(row, self._measured)
            if y < 0 and grown and row != self.card_row:
                self.updateGeometries()
                bar.setValue(bar.value() + grown)
                y -= grown
            y += self._rows.height(row)
            row += 1
        self.updateGeometries()
        self._place_card()
        self._settling = False
        self.viewport().update()

    def _measured(self, row: int) -> int:
        index, width = self.model().index(row, 0), self.viewport().width()
        height = self._delegate.height(index, width)
        if row == self.card_row:
            height += self._card_height(width)
        return height

    def _card_height(self, width: int) -> int:
        if self._card is None:
            return 0
        if self._card.hasHeightForWidth():
            return self._card.heightForWidth(width)
        return self._card.sizeHint().height()

    def _place_card(self) -> None:
        if self._card is None:
            return
        if not self._card_row.isValid():
            self._card.hide()
            return
        rect = self.visualRect(self._card_row)
        head = self._delegate.height(self._card_row, rect.width())
        self._card.setGeometry(rect.adjusted(0, head, 0, 0))
        self._card.show()

    # -- what the model changes -----------------------------------------------------------------

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is not None:
            self._rows.reset(model.rowCount())
            model.layoutChanged.connect(self._start_again)
            model.rowsMoved.connect(self._start_again)

    def reset(self) -> None:
        super().reset()
        self._start_again()

    def _start_again(self) -> None:
        model = self.model()
        if _is_there(model):
            self._rows.reset(model.rowCount())
            self._settle()

    def rowsInserted(self, parent: _Index, start: int, end: int) -> None:
        self._rows.insert(start, end - start + 1)
        super().rowsInserted(parent, start, end)

    def rowsAboutToBeRemoved(self, parent: _Index, start: int, end: int) -> None:
        """A row that goes leaves nothing chosen; Qt would choose its neighbour, as if one had."""
        if start <= self.currentIndex().row() <= end:
            chosen = self.selectionModel()
            blocked = chosen.blockSignals(True)
            chosen.clear()
            chosen.blockSignals(blocked)
        super().rowsAboutToBeRemoved(parent, start, end)
        self._rows.remove(start, end - start + 1)

    def dataChanged(
        self, top_left: _Index, bottom_right: _Index, roles: list[int] | None = None
    ) -> None:
        for row in range(top_left.row(), bottom_right.row() + 1):
            self._rows.forget(row)
        super().dataChanged(top_left, bottom_right, roles or [])
        self.scheduleDelayedItemsLayout()

    # -- keys and choice --------------------------------------------------------------------------

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        last, row = len(self._rows) - 1, self.currentIndex().row()
        if last < 0:
            return QModelIndex()
        page = max(1, self.viewport().height() // _ORDINARY - 1)
        moves = QAbstractItemView.CursorAction
        steps = {moves.MoveUp: -1, moves.MovePrevious: -1, moves.MoveDown: 1, moves.MoveNext: 1}
        steps |= {moves.MovePageUp: -page, moves.MovePageDown: page}
        steps |= {moves.MoveHome: -last - 1, moves.MoveEnd: last + 1}
        goal = max(0, row) + steps.get(action, 0) if row >= 0 else 0
        return self.model().index(min(max(goal, 0), last), 0)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        index = self.currentIndex()
        chosen = QItemSelection(index, index) if index.isValid() else QItemSelection()
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index)
        return region

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        super().keyPressEvent(event)

    # -- painting ---------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        QAbstractItemView.resizeEvent(self, event)
        if event.size().width() != event.oldSize().width():
            model = self.model()
            self._rows.reset(model.rowCount() if _is_there(model) else 0)
        self._settle()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        clip = event.rect()
        row = max(0, self._rows.row_at(clip.top() + self.verticalOffset()))
        model, chosen = self.model(), self.selectionModel()
        while _is_there(model) and row < len(self._rows):
            index = model.index(row, 0)
            option = QStyleOptionViewItem()
            self.initViewItemOption(option)
            rect = self.visualRect(index)
            option.rect = rect
            if rect.top() > clip.bottom():
                break
            if chosen.isSelected(index):
                option.state |= QStyle.StateFlag.State_Selected
            if not self.hasFocus() or index != self.currentIndex():
                option.state &= ~QStyle.StateFlag.State_HasFocus
            self._delegate.paint(painter, option, index)
            row += 1
        painter.end()


def _is_there(model: QAbstractItemModel | None) -> bool:
    """There is no model before one is set, whatever Qt's stubs say."""
    return model is not None
