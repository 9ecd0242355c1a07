"""Asking for the desk's passphrase, and setting one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.model.errors import AnnotatorError
from annotator.services.data.passphrase import IF_LOST, WHAT_IT_DOES, DeskPassphrase
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.header import PageHeader
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.page_stack import Page
from annotator.ui.widgets.sheets import Sheet


def _secret_field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setMinimumHeight(42)
    field.setMaxLength(1000)
    field.setAccessibleName(name)
    return field


class PassphraseGate(Page):
    """A page that asks for the passphrase before the desk opens."""

    opened = Signal()

    help_topic = "teacher"

    def __init__(
        self, appearance: Appearance, passphrase: DeskPassphrase, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._passphrase = passphrase
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        header = PageHeader(appearance, "Annotator", back_name="Back to the student’s side")
        header.back_requested.connect(self.back_requested)
        column.addWidget(header)
        column.addStretch(1)
        card = Card(appearance)
        card.setMaximumWidth(560)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(24, 20, 24, 20)
        inside.setSpacing(10)
        inside.addWidget(
            TextLabel(appearance, "The teacher’s desk is closed", Role.HEADING, wrap=True)
        )
        self.field = _secret_field("Passphrase")
        self.field.setPlaceholderText("Passphrase")
        self.button = Button(appearance, "Open the desk", kind=ButtonKind.PRIMARY)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        inside.addLayout(row)
        self.hint = TextLabel(appearance, WHAT_IT_DOES, Role.SMALL, wrap=True)
        inside.addWidget(self.hint)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 8)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addStretch(2)
        self.button.clicked.connect(self._try)
        self.field.returnPressed.connect(self.button.click)
        self.setFocusProxy(self.field)

    def _try(self) -> None:
        words = self.field.text()
        self.field.clear()
        if self._passphrase.check(words):
            self.opened.emit()
            return
        self.hint.set_ink("missed")
        self.hint.setText("These are not the words. Capital letters count. " + IF_LOST)
        announce(self.hint, self.hint.text(), urgent=True)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)


class PassphraseSheet(Sheet):
    """Sets, changes or takes away the passphrase."""

    def __init__(
        self, appearance: Appearance, passphrase: DeskPassphrase, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, "A passphrase for the desk", parent)
        self._passphrase = passphrase
        self.setMinimumWidth(460)
        self.setMaximumWidth(620)
        self.add_text(WHAT_IT_DOES)
        self.add_text(IF_LOST, ink="soft_ink")
        self.old = _secret_field("The passphrase of now")
        self.old.setPlaceholderText("The passphrase of now")
        self.new = _secret_field("New passphrase")
        self.new.setPlaceholderText("New passphrase, eight characters or more")
        self.again = _secret_field("New passphrase once more")
        self.again.setPlaceholderText("Once more")
        self.old.setVisible(passphrase.is_set)
        for field in (self.old, self.new, self.again):
            self.body.addWidget(field)
        self.hint = self.add_text("", ink="missed")
        self.hint.hide()
        self.add_button("Not now").clicked.connect(self.reject)
        self.remove_button = self.add_button("Ask no more")
        self.remove_button.setVisible(passphrase.is_set)
        self.remove_button.clicked.connect(self._remove)
        self.set_button = self.add_button("Set the passphrase", ButtonKind.PRIMARY)
        self.set_button.clicked.connect(self._set)

    def _may(self) -> bool:
        if self._passphrase.is_set and not self._passphrase.check(self.old.text()):
            self._say("The passphrase of now is not right.")
            return False
        return True

    def _set(self) -> None:
        if not self._may():
            return
        if self.new.text() != self.again.text():
            self._say("The two are not the same. Type the new passphrase twice.")
            return
        try:
            self._passphrase.set(self.new.text())
        except AnnotatorError as error:
            self._say(str(error))
            return
        self.accept()

    def _remove(self) -> None:
        if self._may():
            self._passphrase.remove()
            self.accept()

    def _say(self, words: str) -> None:
        self.hint.setText(words)
        self.hint.show()
        announce(self.hint, words, urgent=True)
