"""The page that asks for the passphrase before the desk opens."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.model.errors import AnnotatorError
from annotator.services.data.desk_lock import WHILE_LOCKED, DeskLock, Guard
from annotator.ui.desk.asking_sheet import error_text, in_thread, secret_field
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.check import Check
from annotator.ui.widgets.header import PageHeader
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.page_stack import Page
from annotator.ui.widgets.worker import Worker

_WINDOW_ALONE = (
    "This passphrase keeps people at this computer from your desk. Your keys lie on the disk "
    "without a lock: set it again at the desk, and it locks them."
)
_IF_LOST = (
    "Is it lost? Type the eight words of your recovery sheet in its place. Without both, no one "
    "can open the desk, not even us."
)


class PassphraseGate(Page):
    """Takes the passphrase or the words of the recovery sheet. Trying them takes a second, in a
    thread."""

    opened = Signal(bool)
    """Whether it was the recovery sheet that opened it."""

    help_topic = "teacher"

    def __init__(
        self, appearance: Appearance, lock: DeskLock, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._lock = lock
        self._worker = Worker(self)
        locks_keys = lock.guard is Guard.KEYS
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        header = PageHeader(appearance, "Annotator", back_name="Back to the student’s side")
        header.back_requested.connect(self.back_requested)
        column.addWidget(header)
        column.addStretch(1)
        card = Card(appearance)
        card.setMaximumWidth(640)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(24, 20, 24, 20)
        inside.setSpacing(10)
        title = "The teacher’s desk is locked" if locks_keys else "The teacher’s desk is closed"
        inside.addWidget(TextLabel(appearance, title, Role.HEADING, wrap=True))
        self.field = secret_field("Passphrase")
        self.button = Button(appearance, "Open the desk", kind=ButtonKind.PRIMARY)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        inside.addLayout(row)
        self.shown = Check(appearance, "Show what I type")
        inside.addWidget(self.shown)
        self.hint = TextLabel(appearance, "", Role.SMALL, wrap=True)
        inside.addWidget(self.hint)
        if locks_keys:
            for text in (_IF_LOST, WHILE_LOCKED):
                inside.addWidget(TextLabel(appearance, text, Role.SMALL, wrap=True))
            self.hint.hide()
        else:
            self.hint.setText(_WINDOW_ALONE)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 8)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addStretch(2)
        self.button.clicked.connect(self._try)
        self.field.returnPressed.connect(self.button.click)
        self.shown.toggled.connect(self._show_typed)
        self.setFocusProxy(self.field)

    def _show_typed(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.field.setEchoMode(mode)

    def _try(self) -> None:
        typed, lock = self.field.text(), self._lock
        if not typed or self._worker.is_busy:
            return
        self._set_ready(False)
        self._show("soft_ink", "Unlocking the desk…")

        self._worker.run(in_thread(lock, lambda mine: mine.open(typed)), self._opened, self._failed)

    def _opened(self, with_sheet: bool) -> None:
        self.field.clear()
        self._set_ready(True)
        self.opened.emit(with_sheet)

    def _failed(self, error: AnnotatorError) -> None:
        self._set_ready(True)
        self._show("missed", error_text(error))
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_ready(self, ready: bool) -> None:
        self.field.setEnabled(ready)
        self.button.setEnabled(ready)

    def _show(self, ink: str, text: str) -> None:
        self.hint.set_ink(ink)
        self.hint.setText(text)
        self.hint.show()
        announce(self.hint, text, urgent=True)

    def page_closed(self) -> None:
        """What is being tried is waited for, as its connection must not outlive the file's."""
        self._worker.close()
