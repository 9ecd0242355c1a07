"""A box to choose one of many people from: typing letters of a name finds it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget


def searchable(box: QComboBox, hint: str) -> None:
    """Let a box be typed into: what holds these letters is offered, wherever they stand.

    Words that are none of its lines choose nothing new: the line from before comes back.
    """
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    completer = box.completer()
    assert completer is not None
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    field = box.lineEdit()
    assert field is not None
    field.setPlaceholderText(hint)
    field.setAccessibleName(box.accessibleName())

    def settle() -> None:
        found = box.findText(field.text(), Qt.MatchFlag.MatchFixedString)
        if found >= 0:
            box.setCurrentIndex(found)
        field.setText(box.itemText(box.currentIndex()))

    field.editingFinished.connect(settle)


class PeoplePicker(QComboBox):
    """People by name; ``name`` is for screen readers. No one is chosen at first."""

    def __init__(
        self, name: str, people: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        for id, words in people:
            self.addItem(words, id)
        searchable(self, "Type a name, or choose")
        self.setCurrentIndex(-1)
        self.setMinimumHeight(40)

    @property
    def chosen(self) -> str:
        """The id of who is chosen; empty for no one."""
        return str(self.currentData() or "")
