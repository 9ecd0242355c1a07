"""Sheets that set a passphrase for the desk, change it, and take it away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.model.errors import AnnotatorError
from annotator.services.data.desk_lock import (
    IF_LOST,
    WHAT_IT_LEAVES_OPEN,
    WHAT_IT_LOCKS,
    DeskLock,
    Guard,
    NewLock,
    check_passphrase,
)
from annotator.ui.desk.asking_sheet import AskingSheet, in_thread
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.labels import Role

_NOT_LOCKED = (
    "Now your keys lie on this disk without a lock. Anyone who can open your data folder can read "
    "work that was sealed for you, print every class card, and sign in your name."
)
_WINDOW_ALONE = (
    "The passphrase that you have guards this window alone: your keys lie on the disk without a "
    "lock. Set it again, the same or another, and it locks them."
)


class _NewPassphrase(AskingSheet):
    """Has two fields for a new passphrase, which must be the same."""

    begun = Signal(object)
    """A :class:`NewLock`, whose recovery sheet is to be tried now."""

    def _add_new(self) -> None:
        self.new = self.add_secret("New passphrase, ten characters or more")
        self.again = self.add_secret("The same once more")
        self.add_hint()

    def _may(self) -> bool:
        """Whether it can be taken, as far as that is known without the old one."""
        if self.new.text() != self.again.text():
            self.show_hint("The two are not the same. Type the new passphrase twice.")
            return False
        try:
            check_passphrase(self.new.text())
        except AnnotatorError as error:
            self.show_hint(str(error))
            return False
        return True

    def _begin(self, new: NewLock) -> None:
        self.accept()
        self.begun.emit(new)


class PassphraseSheet(_NewPassphrase):
    """Asks for the first passphrase that locks the keys. Nothing is changed by it: that comes when
    the recovery sheet was tried."""

    def __init__(
        self, appearance: Appearance, lock: DeskLock, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, "A passphrase for the desk", parent, width=620)
        self._lock = lock
        has_old = lock.guard is Guard.WINDOW
        self.add_text(_WINDOW_ALONE if has_old else _NOT_LOCKED)
        self.add_text(WHAT_IT_LOCKS)
        self.add_text(WHAT_IT_LEAVES_OPEN, ink="soft_ink", role=Role.SMALL)
        self.add_text(IF_LOST, ink="soft_ink", role=Role.SMALL)
        self.old = self.add_secret("Present passphrase")
        self.old.setVisible(has_old)
        self._add_new()
        self.add_button("Not now").clicked.connect(self.reject)
        self.remove_button = self.add_button("Take the passphrase away")
        self.remove_button.setVisible(has_old)
        self.remove_button.clicked.connect(self._remove)
        self.yes_button = self.add_button("Make the recovery sheet…", ButtonKind.PRIMARY)
        self.yes_button.clicked.connect(self._take)
        self.again.returnPressed.connect(self.yes_button.click)
        first = self.old if has_old else self.new
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self) -> None:
        if self._may():
            old, new = self.old.text(), self.new.text()
            job = in_thread(self._lock, lambda lock: lock.begin(new, old))
            self.work("Making the recovery sheet…", job, self._begin)

    def _remove(self) -> None:
        old = self.old.text()
        job = in_thread(self._lock, lambda lock: lock.remove(old))
        self.work("Taking the passphrase away…", job, lambda _none: self.accept())


class ChangePassphraseSheet(_NewPassphrase):
    """Changes the passphrase that locks the keys, takes it away, or makes another recovery sheet.

    For all of it the passphrase is asked for, or the words of the sheet where it is lost.
    """

    changed = Signal()
    taken_away = Signal()

    def __init__(
        self, appearance: Appearance, lock: DeskLock, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, "The passphrase of the desk", parent, width=620)
        self._lock = lock
        self.add_text(WHAT_IT_LOCKS)
        self.add_text(WHAT_IT_LEAVES_OPEN, ink="soft_ink", role=Role.SMALL)
        self.old = self.add_secret("Present passphrase, or the eight words of the sheet")
        others = QHBoxLayout()
        others.setSpacing(10)
        self.sheet_button = self._other("Another recovery sheet…", self._another_sheet)
        self.remove_button = self._other("Take the passphrase away", self._remove)
        for button in (self.sheet_button, self.remove_button):
            others.addWidget(button)
        others.addStretch(1)
        self.body.addLayout(others)
        self.body.addSpacing(8)
        self.add_text("Or choose another passphrase. The recovery sheet stays good.")
        self._add_new()
        self.add_button("Not now").clicked.connect(self.reject)
        self.yes_button = self.add_button("Change the passphrase", ButtonKind.PRIMARY)
        self.yes_button.clicked.connect(self._change)
        self.again.returnPressed.connect(self.yes_button.click)
        self.old.setFocus(Qt.FocusReason.OtherFocusReason)

    def _other(self, text: str, act: Callable[[], None]) -> Button:
        button = Button(self._appearance, text)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def _change(self) -> None:
        if self._may():
            old, new = self.old.text(), self.new.text()
            job = in_thread(self._lock, lambda lock: lock.change(old, new))
            self.work("Changing the passphrase…", job, lambda _none: self._end(self.changed))

    def _remove(self) -> None:
        old = self.old.text()
        job = in_thread(self._lock, lambda lock: lock.remove(old))
        self.work("Taking the passphrase away…", job, lambda _none: self._end(self.taken_away))

    def _another_sheet(self) -> None:
        old = self.old.text()
        job = in_thread(self._lock, lambda lock: lock.begin_sheet(old))
        self.work("Making another recovery sheet…", job, self._begin)

    def _end(self, outcome: SignalInstance) -> None:
        self.accept()
        outcome.emit()
