"""The places of a chain as a list, with what can be done to each: up, down, together, out."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.model.annotation import RelationEnd, RelationKind
from annotator.services.marking.marking import Marking
from annotator.ui.article.vocabulary import end_text
from annotator.ui.marking.chain_draft import ChainDraft
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, icon_button
from annotator.ui.widgets.columns import ListBox

_ROW = 36


def row_text(marking: Marking, draft: ChainDraft, row: int) -> str:
    """ "1  “The Herald” says so", "2  who had it from “a clerk”", "together with “a cook”"."""
    place, number = draft.rows[row]
    words = end_text(marking, draft.end(row))
    if draft.kind is not RelationKind.SAID_BY:
        return words
    if number:
        return f"     together with {words}"
    if place:
        return f"{place + 1}   who had it from {words}"
    return f"1   {words} says so"


class ChainPlaces(QWidget):
    """Shows a draft and changes it. Alt+Up and Alt+Down move a place, Delete takes an end out."""

    changed = Signal()

    def __init__(
        self,
        appearance: Appearance,
        marking: Marking,
        draft: ChainDraft,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._marking = marking
        self._draft = draft
        ordered = draft.kind is RelationKind.SAID_BY
        self.list = _List()
        self.list.setAccessibleName(
            "Who says so, in order" if ordered else "Other names of the same source"
        )
        self.up = icon_button(appearance, "up", "Move up (Alt+Up)")
        self.down = icon_button(appearance, "down", "Move down (Alt+Down)")
        self.together = Button(appearance, "Together", tip="Together with the one above")
        self.out = icon_button(appearance, "delete", "Take out (Delete)")
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in (self.up, self.down, self.together):
            row.addWidget(button)
            if not ordered:
                # Never shown here: without a parent yet, it would flash up as a window.
                button.hide()
        row.addStretch(1)
        row.addWidget(self.out)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(ListBox(appearance, self.list), 1)
        column.addLayout(row)
        self.up.clicked.connect(lambda: self.move_current(-1))
        self.down.clicked.connect(lambda: self.move_current(1))
        self.together.clicked.connect(self._join_or_part)
        self.out.clicked.connect(self.remove_current)
        self.list.moved.connect(self.move_current)
        self.list.removed.connect(self.remove_current)
        self.list.currentRowChanged.connect(self._enable)
        self.refresh()

    @property
    def row(self) -> int:
        """The row that is pointed at; -1 where there is none."""
        return self.list.currentRow()

    def refresh(self, row: int | None = None) -> None:
        """Show the draft as it is now, pointing at ``row`` (the last one where it is None)."""
        blocked = self.list.blockSignals(True)
        self.list.clear()
        for number in range(len(self._draft.rows)):
            words = row_text(self._marking, self._draft, number)
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, " ".join(words.split()))
            item.setSizeHint(QSize(80, _ROW))
            self.list.addItem(item)
        last = self.list.count() - 1
        self.list.setCurrentRow(last if row is None else min(row, last))
        self.list.blockSignals(blocked)
        self._enable()

    def add(self, end: RelationEnd, *, together: bool = False) -> bool:
        """Put an end last, or together with the row that is pointed at."""
        row = self.row if together and self.row >= 0 else None
        if not self._draft.add(end, together_with=row):
            return False
        self._announce(self._draft.row_of(end))
        return True

    def move_current(self, by: int) -> None:
        """Move the place that is pointed at up (-1) or down (1)."""
        if self._draft.can_move(self.row, by):
            self._announce(self._draft.move(self.row, by))

    def remove_current(self) -> None:
        """Take out the end that is pointed at."""
        row = self.row
        if row >= 0:
            self._draft.remove(row)
            self._announce(row)

    def _join_or_part(self) -> None:
        act = self._draft.part if self._draft.is_joint(self.row) else self._draft.join
        if self.row >= 0:
            self._announce(act(self.row))

    def _announce(self, row: int) -> None:
        self.refresh(row)
        if self.row >= 0:
            announce(self, " ".join(row_text(self._marking, self._draft, self.row).split()))
        self.changed.emit()

    def _enable(self) -> None:
        draft, row = self._draft, self.row
        self.up.setEnabled(draft.can_move(row, -1))
        self.down.setEnabled(draft.can_move(row, 1))
        joint = draft.is_joint(row)
        self.together.set_words("On its own" if joint else "Together")
        self.together.set_tip(
            "Give it a place of its own" if joint else "Together with the one above"
        )
        self.together.setEnabled(joint or draft.can_join(row))
        self.out.setEnabled(row >= 0)


class _List(QListWidget):
    moved = Signal(int)
    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and event.key() == Qt.Key.Key_Up:
            self.moved.emit(-1)
        elif alt and event.key() == Qt.Key.Key_Down:
            self.moved.emit(1)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)
