"""The list of parts: walked with the arrows, changed with keys and buttons in each row.

It changes nothing itself; what a person wants goes out as signals, with rows in them.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QToolTip, QWidget

from annotator.model.article import BlockKind
from annotator.ui.importing.part_delegate import PartButton, PartDelegate, indent_of
from annotator.ui.importing.parts_model import PartRow, PartsModel
from annotator.ui.importing.split_field import SplitField
from annotator.ui.importing.texts import KIND_KEYS
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.painting import plain_tip

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ALT, _PLAIN = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier


class PartsView(QListView):
    """Rows of a :class:`PartsModel`, one or several next to each other chosen."""

    kind_chosen = Signal(object)
    """A key said what the chosen parts are, a BlockKind."""
    kinds_requested = Signal(QPoint)
    """All kinds, to choose from at this point of the screen."""
    leave_out_requested = Signal()
    put_back_requested = Signal()
    merge_requested = Signal()
    move_requested = Signal(int)
    """Change places with the part before (-1) or after (1)."""
    split_requested = Signal(int, int)
    """Split the part with this number before this code point."""
    splitting_changed = Signal(bool)
    """A place is being chosen at which to split, or no longer."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.rows = PartsModel()
        self.setModel(self.rows)
        self.delegate = PartDelegate(appearance, self.rows, self)
        self.setItemDelegate(self.delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there: a bar that comes and goes would break all lines again.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSpacing(0)
        self.setAccessibleName("The article, part by part")
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().setSingleStep(24)
        self.split_field: SplitField | None = None
        self._shown = QTimer(self, singleShot=True)
        self._shown.timeout.connect(self._scroll_to_current)
        appearance.changed.connect(self.viewport().update)
        self.rows.dataChanged.connect(self._measure_again)

    # -- what is chosen ---------------------------------------------------------------------------

    @property
    def current(self) -> PartRow | None:
        """The row that the keyboard is in."""
        index = self.currentIndex()
        return self.rows.rows[index.row()] if index.isValid() else None

    def chosen(self) -> list[PartRow]:
        """The rows that are chosen, from the top; the current one where none is."""
        numbers = sorted(index.row() for index in self.selectedIndexes())
        if not numbers and self.currentIndex().isValid():
            numbers = [self.currentIndex().row()]
        return [self.rows.rows[number] for number in numbers]

    def choose(self, number: int) -> None:
        """Go to a part, or to the run that it is folded into."""
        row = self.rows.row_of(number)
        if row >= 0:
            self.choose_row(row)

    def choose_row(self, row: int) -> None:
        """Go to a row, or to the last one there is."""
        row = min(row, self.rows.rowCount() - 1)
        if row >= 0:
            index = self.rows.index(row)
            self.selectionModel().setCurrentIndex(
                index, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
            if self.isVisible():
                self.scrollTo(index)

    def showEvent(self, event: QShowEvent) -> None:
        # Not before, and not now: all rows would be measured for a width that they don't have.
        super().showEvent(event)
        self._shown.start(0)

    def _scroll_to_current(self) -> None:
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    # -- splitting --------------------------------------------------------------------------------

    def begin_split(self, at: QPoint | None = None) -> None:
        """Let a person choose a place in the current part; ``at`` is one in the viewport."""
        row = self.current
        if row is None or row.is_out or self.delegate.is_fixed or self.split_field is not None:
            return
        index = self.currentIndex()
        self.scrollTo(index)
        rect = self.visualRect(index)
        places = self.delegate.places(row, rect)
        field = SplitField(self._appearance, row.part, self.viewport())
        indent = indent_of(row)
        whole = QRect(places.text.topLeft(), QPoint(places.text.right(), rect.bottom() - 3))
        field.setGeometry(whole.adjusted(indent, 0, -indent, 0))
        field.split_requested.connect(lambda position: self._split(row.first, position))
        field.closed.connect(self.end_split)
        self.split_field = field
        field.show()
        if at is not None:
            field.put_cursor(field.mapFrom(self.viewport(), at))
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.splitting_changed.emit(True)

    def end_split(self) -> None:
        """Go on without splitting."""
        if self.split_field is None:
            return
        field, self.split_field = self.split_field, None
        had_keyboard = field.hasFocus()
        field.hide()
        field.deleteLater()
        if had_keyboard:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.splitting_changed.emit(False)

    def _split(self, number: int, position: int) -> None:
        self.end_split()
        self.split_requested.emit(number, position)

    # -- keys -------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        mods = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        row = self.current
        if row is not None and mods == _ALT and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_requested.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif row is not None and mods == _PLAIN and self._press(key, event.text(), row):
            event.accept()
        elif event.text().strip():
            # Qt would jump to the row that begins with this letter.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _press(self, key: Qt.Key, text: str, row: PartRow) -> bool:
        if text in KIND_KEYS:
            self.kind_chosen.emit(KIND_KEYS[text])
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.leave_out_requested.emit()
        elif key in _ENTER and row.is_run:
            self.rows.toggle_run(self.currentIndex().row())
        elif key in _ENTER and row.is_out:
            self.put_back_requested.emit()
        elif key == Qt.Key.Key_Space:
            self._ask_kind(self.currentIndex().row())
        elif key == Qt.Key.Key_M:
            self.merge_requested.emit()
        elif key == Qt.Key.Key_S:
            self.begin_split()
        else:
            return False
        return True

    def _ask_kind(self, row: int) -> None:
        places = self.delegate.places(self.rows.rows[row], self.visualRect(self.rows.index(row)))
        at = next((r for each, r in places.buttons if each is PartButton.KIND), places.text)
        self.kinds_requested.emit(self.viewport().mapToGlobal(at.bottomLeft()))

    # -- mouse ------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.end_split()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        position = event.position().toPoint()
        index = self.indexAt(position)
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid():
            return
        row = self.rows.rows[index.row()]
        button = self.delegate.places(row, self.visualRect(index)).button_at(position)
        if button is None or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return
        if button is PartButton.KIND:
            self._ask_kind(index.row())
        elif button is PartButton.LEAVE_OUT:
            self.leave_out_requested.emit()
        elif button is PartButton.PUT_BACK:
            self.put_back_requested.emit()
        else:
            self.rows.toggle_run(index.row())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        position = event.position().toPoint()
        index = self.indexAt(position)
        if index.isValid():
            places = self.delegate.places(self.rows.rows[index.row()], self.visualRect(index))
            if places.text.contains(position):
                self.begin_split(position)
                return
        super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index, position = self.indexAt(event.position().toPoint()), event.position().toPoint()
        is_button = False
        if index.isValid():
            row = self.rows.rows[index.row()]
            places = self.delegate.places(row, self.visualRect(index))
            is_button = places.button_at(position) is not None
        shape = Qt.CursorShape.PointingHandCursor if is_button else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._show_tip(event)
            return True
        return super().viewportEvent(event)

    def _show_tip(self, event: QHelpEvent) -> None:
        index = self.indexAt(event.pos())
        if not index.isValid():
            return
        row = self.rows.rows[index.row()]
        button = self.delegate.places(row, self.visualRect(index)).button_at(event.pos())
        tips = {
            PartButton.KIND: plain_tip("What this part is", "Space"),
            PartButton.LEAVE_OUT: plain_tip("No part of the article", "Del"),
            PartButton.PUT_BACK: plain_tip("Part of the article", "Enter"),
        }
        if button in tips:
            QToolTip.showText(event.globalPos(), tips[button], self)
        else:
            QToolTip.hideText()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.oldSize().width() != event.size().width():
            self.end_split()
            # Qt does so only now and then, and a while later.
            self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.choose_row(0)
        self.viewport().update()

    def _measure_again(self) -> None:
        self.end_split()
        self.scheduleDelayedItemsLayout()


def kind_of_all(rows: list[PartRow]) -> BlockKind | None:
    """The kind that all these parts have; None where they differ or there are none."""
    kinds = {row.part.kind for row in rows if not row.is_out}
    return kinds.pop() if len(kinds) == 1 else None
