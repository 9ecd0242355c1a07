"""Asks whoever signs in with a card whether marks made under the same name alone are theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from annotator.model.attempt import Student
from annotator.services.data.writer import Writer
from annotator.services.exchange.own_drafts import Unclaimed, claim, refuse, unclaimed
from annotator.store.database import Database
from annotator.ui.article.vocabulary import plural
from annotator.ui.widgets.messages import Tone
from annotator.ui.widgets.sheets import ConfirmSheet

if TYPE_CHECKING:
    from annotator.ui.app.shell import Shell


class Claims(QObject):
    """A short look into the data, and one question; nothing moves unless the student says so."""

    def __init__(
        self, shell: Shell, opener: Callable[[], Database], writer: Writer, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._shell, self._opener, self._writer = shell, opener, writer

    def ask(self, student: Student, then: Callable[[], object]) -> ConfirmSheet | None:
        """Ask about what was made under this name alone, if there is any; then go on."""
        self._writer.flush()
        with self._opener() as database:
            found = unclaimed(database, student)
        if not found:
            then()
            return None
        drafts = [each for mine in found for each in mine.drafts]
        marks = plural(sum(each.marks for each in drafts), "mark")
        sheet = ConfirmSheet(
            self._shell.appearance,
            "Is this yours?",
            f"On this computer there are {marks} in {plural(len(drafts), 'lesson')} under the name "
            f"{found[0].student.name}, made without a class card and not handed in. If they are "
            "yours, they come to your card, and then they open with your card alone. If somebody "
            "else has your name, say no.",
            yes="Yes, they are mine",
            no="No, not mine",
            parent=self._shell.window,
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.confirmed.connect(lambda: self._take(found, student, then))
        sheet.no_button.clicked.connect(lambda: self._refuse(found, student))
        # Escape goes on, too, and the question comes again with the next sign-in.
        sheet.rejected.connect(lambda: self._shell.error_reporter(lambda: _do(then)))
        sheet.open()
        return sheet

    def _take(
        self, found: Sequence[Unclaimed], student: Student, then: Callable[[], object]
    ) -> None:
        moved = left = 0

        def act() -> None:
            nonlocal moved, left
            for mine in found:
                came, stayed = claim(self._writer, mine, student)
                moved, left = moved + came, left + stayed
            then()

        if self._shell.error_reporter(act):
            stayed = (
                f"{plural(left, 'lesson')} stayed under the name alone, because your card has "
                "begun the same already."
            )
            self._shell.window.banner.say(
                f"Your marks in {plural(moved, 'lesson')} belong to your class card now.",
                kept=stayed if left else "",
                tone=Tone.GOOD,
            )

    def _refuse(self, found: Sequence[Unclaimed], student: Student) -> None:
        def act() -> None:
            for other in found:
                refuse(self._writer, other, student)

        self._shell.error_reporter(act)


def _do(then: Callable[[], object]) -> None:
    then()
