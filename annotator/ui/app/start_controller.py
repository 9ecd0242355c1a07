"""The start page with what it shows, and who says there that they work now."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator.model.attempt import Student
from annotator.model.moments import utc_now
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.marking.studying import Studying
from annotator.ui.article.preferences import PreferencesInUse
from annotator.ui.start.build import start_data
from annotator.ui.start.page import StartPage
from annotator.ui.transfer.on_demand import TransferOnDemand
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.error_reporter import ErrorReporter


class StartController(QObject):
    """Deals with names; what else is chosen on the page is connected by the shell."""

    student_taken = Signal(object)
    """The Student who works from now on."""

    def __init__(
        self,
        appearance: Appearance,
        studying: Studying,
        shelf: LessonShelf,
        preferences: PreferencesInUse,
        transfer: TransferOnDemand,
        error_reporter: ErrorReporter,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._studying, self._shelf, self._preferences = studying, shelf, preferences
        self._transfer, self._error_reporter = transfer, error_reporter
        self.page = StartPage(appearance)
        self.page.set_transfer_shown(transfer.is_offered)
        self.page.student_chosen.connect(self._choose)
        self.page.student_added.connect(self._add)

    def refresh(self, student: Student | None) -> None:
        """Show how things stand for the student who works; the window says what can't be read."""
        self._error_reporter(lambda: self._refresh(student))

    def _refresh(self, student: Student | None) -> None:
        now, studying = utc_now(), self._studying
        progress = studying.progress(student.id) if student else ()
        people, cards = studying.people(), self._shelf.cards()
        is_warm = self._preferences.is_warm()
        data = start_data(
            people,
            student,
            cards,
            progress,
            now,
            is_warm=is_warm,
            outcome=studying.kept_try,
            last_saved=studying.last_saved() if student is None else {},
            warm_up_done=self._preferences.warm_up_done(),
            is_sent=lambda attempt: bool(student and studying.is_sent(student, attempt)),
        )
        self.page.show_data(data)

    def _choose(self, student_id: str) -> None:
        who = next((who for who in self._studying.people() if who.id == student_id), None)
        if who is None:
            return
        if who.card_issue and (transfer := self._transfer.get()) is not None:
            transfer.cards.enter(who, lambda: self._error_reporter(lambda: self._let_in(who)))
        else:
            self._error_reporter(lambda: self._let_in(who))

    def _add(self, name: str) -> None:
        self._error_reporter(lambda: self._let_in(self._studying.add_person(name)))

    def _let_in(self, who: Student) -> None:
        self._studying.choose(who.id)
        self.student_taken.emit(who)
