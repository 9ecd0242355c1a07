"""The desk's passphrase: which sheet opens, what follows it, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from annotator.services.data.desk_lock import WHAT_IT_LEAVES_OPEN, DeskLock, Guard, NewLock
from annotator.ui.desk.page import DeskPage
from annotator.ui.desk.passphrase_sheets import ChangePassphraseSheet, PassphraseSheet
from annotator.ui.desk.recovery_words_sheet import RecoveryWordsSheet
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.messages import Tone

_LATER = (
    "An older copy in the data folder could not be changed now; the program tries again each time "
    "you unlock the desk."
)


class PassphraseSteps(QObject):
    """Works over the desk's page. ``teacher`` tells the name that stands on the sheet."""

    def __init__(
        self,
        appearance: Appearance,
        page: DeskPage,
        lock: DeskLock,
        teacher: Callable[[], str],
    ) -> None:
        super().__init__(page)
        self._appearance, self._page = appearance, page
        self._lock, self._teacher = lock, teacher

    def ask(self) -> PassphraseSheet | ChangePassphraseSheet:
        """Open the sheet that sets the passphrase, or the one that changes it."""
        sheet: PassphraseSheet | ChangePassphraseSheet
        if self._lock.guard is Guard.KEYS:
            sheet = ChangePassphraseSheet(self._appearance, self._lock, self._page)
            sheet.changed.connect(self._show_changed)
            sheet.taken_away.connect(self._show_taken_away)
        else:
            sheet = PassphraseSheet(self._appearance, self._lock, self._page)
        sheet.begun.connect(self.ask_to_try)
        sheet.open()
        return sheet

    def ask_to_try(self, new: NewLock) -> RecoveryWordsSheet:
        """Open the sheet with the words of a new recovery sheet."""
        sheet = RecoveryWordsSheet(
            self._appearance, self._lock, new, teacher=self._teacher(), parent=self._page
        )
        is_first = bool(new.passphrase)
        sheet.locked.connect(self._show_locked if is_first else self._show_new_sheet)
        sheet.open()
        return sheet

    def show_opened(self, with_sheet: bool) -> None:
        """Say what the teacher should know who has just unlocked the desk."""
        if with_sheet:
            self._page.banner.show_message(
                "The desk was opened with the recovery sheet.",
                todo="If the passphrase is lost, choose “Passphrase…” and set another; type the "
                "words of the sheet in place of the old one.",
            )
        elif self._lock.guard is Guard.WINDOW:
            self._page.banner.show_message(
                "Your passphrase guards this window alone. It can lock your keys on the disk now.",
                todo="Choose “Passphrase…” and set it again. A recovery sheet is made with it.",
            )

    def _show_locked(self, is_tidy: bool) -> None:
        later = "" if is_tidy else " " + _LATER
        self._page.banner.show_message(
            "Your keys are locked with the passphrase. The recovery sheet was tried, and opens "
            "them, too.",
            kept=WHAT_IT_LEAVES_OPEN,
            todo=f"Keep the sheet away from this computer, and delete its file.{later}",
            tone=Tone.GOOD,
        )

    def _show_new_sheet(self, _is_tidy: bool) -> None:
        self._page.banner.show_message(
            "The new recovery sheet was tried, and opens the desk.",
            kept="The passphrase is as it was. The sheet from before opens nothing any more.",
            todo="Tear the old one up.",
            tone=Tone.GOOD,
        )

    def _show_changed(self) -> None:
        self._page.banner.show_message(
            "The passphrase is changed.",
            kept="The recovery sheet stays good.",
            tone=Tone.GOOD,
        )

    def _show_taken_away(self) -> None:
        self._page.banner.show_message(
            "The passphrase is taken away.",
            kept="Your keys lie on this disk without a lock now, and the recovery sheet opens "
            "nothing any more.",
        )
