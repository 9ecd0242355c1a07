"""Signing in with a class card, and whether marks made under the same name alone are theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt

from annotator.model.attempt import Student
from annotator.services.classes.cards import CardKeys, SignedIn, keep_student, same_card
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.own_drafts import Unclaimed, claim, refuse, unclaimed
from annotator.ui.article.vocabulary import plural
from annotator.ui.transfer.card_sheet import CardSheet
from annotator.ui.transfer.host import TransferHost
from annotator.ui.widgets.messages import Tone
from annotator.ui.widgets.sheets import ConfirmSheet


class SigningIn(QObject):
    """A card's keys are kept in memory, as long as its student works."""

    def __init__(self, host: TransferHost, data: DataFile, parent: QObject) -> None:
        super().__init__(parent)
        self._host, self._data = host, data
        self._claims = Claims(host, data, self)
        self._signed_in: SignedIn | None = None

    def card_of(self, student: Student | None) -> CardKeys | None:
        """The keys of the card with which this student signed in; None without one."""
        signed = self._signed_in
        is_theirs = signed is not None and student is not None and signed.student.id == student.id
        return signed.keys if signed is not None and is_theirs else None

    def follow(self, student: Student | None) -> None:
        """This student works from now on: another one's card counts no more."""
        if self.card_of(student) is None:
            self._signed_in = None

    def enter(self, student: Student, then: Callable[[], object]) -> None:
        """Go on with a student's work; one who works with a card is asked for it first."""
        if not student.card_issue or self.card_of(student) is not None:
            then()
            return

        def check(typed: SignedIn) -> None:
            same_card(student, typed)

        self.ask(
            f"{student.name} works with a class card. Type its words to open the work.",
            name=student.name,
            check=check,
            then=then,
        )

    def sign_in(self, then: Callable[[], object] | None = None, why: str = "") -> CardSheet:
        """Ask for any class card, and let its student work."""
        return self.ask(
            why or "With your class card your work opens on every computer of your class.",
            then=then or self._host.go_on,
        )

    def ask(
        self,
        why: str,
        *,
        then: Callable[[], object],
        name: str = "",
        check: Callable[[SignedIn], None] = lambda _signed_in: None,
        without: Callable[[], None] | None = None,
    ) -> CardSheet:
        """Open the sheet for a card. ``check`` raises an AnnotatorError for one that won't do;
        ``then`` follows once its student works, ``without`` where no card is wanted."""
        sheet = CardSheet(
            self._host.window.appearance,
            why=why,
            name=name,
            check=check,
            may_go_without=without is not None,
            parent=self._host.window,
        )
        sheet.signed_in.connect(lambda signed: self._become(signed, then))
        if without is not None:
            sheet.went_on.connect(without)
        sheet.open()
        return sheet

    def _become(self, signed: SignedIn, then: Callable[[], object]) -> None:
        def act() -> None:
            # The work that is open now is written before another student begins.
            self._host.leave_work()
            student = keep_student(self._data, signed)
            self._signed_in = signed
            self._host.studying.choose(student.id)
            self._host.take_student(student)
            self._claims.ask(student, then)

        self._host.error_reporter(act)


class Claims(QObject):
    """A short look into the data, and one question; nothing moves unless the student says so."""

    def __init__(self, host: TransferHost, data: DataFile, parent: QObject) -> None:
        super().__init__(parent)
        self._host, self._data = host, data

    def ask(self, student: Student, then: Callable[[], object]) -> ConfirmSheet | None:
        """Ask about what was made under this name alone, if there is any; then go on."""
        found = unclaimed(self._data, student)
        if not found:
            then()
            return None
        drafts = [each for mine in found for each in mine.drafts]
        marks = plural(sum(each.marks for each in drafts), "mark")
        sheet = ConfirmSheet(
            self._host.window.appearance,
            "Is this yours?",
            f"On this computer there are {marks} in {plural(len(drafts), 'lesson')} under the name "
            f"{found[0].student.name}, made without a class card and not handed in. If they are "
            "yours, they come to your card, and then they open with your card alone. If somebody "
            "else has your name, say no.",
            yes="Yes, they are mine",
            no="No, not mine",
            parent=self._host.window,
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.confirmed.connect(lambda: self._take(found, student, then))
        sheet.no_button.clicked.connect(lambda: self._refuse(found, student))
        # Escape goes on, too, and the question comes again with the next sign-in.
        sheet.rejected.connect(lambda: self._host.error_reporter(lambda: _do(then)))
        sheet.open()
        return sheet

    def _take(
        self, found: Sequence[Unclaimed], student: Student, then: Callable[[], object]
    ) -> None:
        moved = left = 0

        def act() -> None:
            nonlocal moved, left
            for mine in found:
                came, stayed = claim(self._data, mine, student)
                moved, left = moved + came, left + stayed
            then()

        if self._host.error_reporter(act):
            stayed = (
                f"{plural(left, 'lesson')} stayed under the name alone, because your card has "
                "begun the same already."
            )
            self._host.window.banner.show_message(
                f"Your marks in {plural(moved, 'lesson')} belong to your class card now.",
                kept=stayed if left else "",
                tone=Tone.GOOD,
            )

    def _refuse(self, found: Sequence[Unclaimed], student: Student) -> None:
        def act() -> None:
            for other in found:
                refuse(self._data, other, student)

        self._host.error_reporter(act)


def _do(then: Callable[[], object]) -> None:
    then()
