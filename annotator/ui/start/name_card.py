"""The one question of a first start: what is your name?"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.model.names import name_key
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.labels import Role, TextLabel

MOST = 60
"""Longest name in characters; longer ones would not fit a list or a hand-in's file name."""


class NameCard(Card):
    """Asks for a name. ``taken`` names may not be given twice on one machine."""

    name_given = Signal(str)
    cancelled = Signal()

    def __init__(
        self,
        appearance: Appearance,
        *,
        taken: tuple[str, ...] = (),
        can_cancel: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, parent=parent)
        self._taken = {name_key(name) or name for name in taken}
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        question = TextLabel(appearance, "What is your name?", Role.HEADING)
        self.field = QLineEdit()
        self.field.setMaxLength(MOST)
        self.field.setPlaceholderText("First name and last name")
        self.field.setAccessibleName("Your name")
        self.field.setMinimumHeight(42)
        question.setBuddy(self.field)
        self._hint = TextLabel(
            appearance, "Your teacher sees this name on what you hand in.", Role.SMALL, wrap=True
        )
        self.start = Button(appearance, "Start", kind=ButtonKind.PRIMARY)
        self.start.setEnabled(False)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.field, 1)
        row.addWidget(self.start)
        if can_cancel:
            cancel = Button(appearance, "Not now")
            cancel.clicked.connect(self.cancelled)
            row.addWidget(cancel)
        column.addWidget(question)
        column.addLayout(row)
        column.addWidget(self._hint)
        self.field.textChanged.connect(self._check)
        self.field.returnPressed.connect(self.start.click)
        self.start.clicked.connect(lambda: self.name_given.emit(self._name()))

    def ask(self) -> None:
        """Put the keyboard into the field."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _name(self) -> str:
        return " ".join(self.field.text().split())

    def _check(self) -> None:
        name = self._name()
        is_taken = (name_key(name) or name) in self._taken
        self.start.setEnabled(bool(name) and not is_taken)
        self._hint.set_ink("missed" if is_taken else "soft_ink")
        self._hint.setText(
            f"{name} already works on this computer. Choose that name from the list, "
            "or add something that tells you apart."
            if is_taken
            else "Your teacher sees this name on what you hand in."
        )
