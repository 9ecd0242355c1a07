"""What the desk does for one student alone: asks what is to hold, keeps it, takes it back."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from annotator.model.work import OwnTerms
from annotator.services.classes.desk import TeacherDesk
from annotator.services.review.own_terms import terms_text
from annotator.ui.desk.page import DeskPage
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.error_reporter import ErrorReporter
from annotator.ui.widgets.messages import Tone

if TYPE_CHECKING:
    from annotator.ui.desk.terms_sheet import TermsSheet


class OneStudent(QObject):
    """``refresh`` shows the desk again."""

    def __init__(
        self,
        appearance: Appearance,
        page: DeskPage,
        desk: TeacherDesk,
        now: Callable[[], datetime.datetime],
        refresh: Callable[[], None],
        error_reporter: ErrorReporter,
    ) -> None:
        super().__init__(page)
        self._appearance, self._page, self._desk, self._now = appearance, page, desk, now
        self._refresh, self._error_reporter = refresh, error_reporter
        self._before: tuple[str, Mapping[str, OwnTerms | None]] | None = None
        page.terms_requested.connect(self.ask)
        page.banner.action_requested.connect(self.take_back)
        page.banner.message_shown.connect(self._forget)

    def ask(self, assignment_id: str) -> TermsSheet | None:
        """Open the sheet that asks for a student and what holds."""
        from annotator.ui.desk.terms_sheet import TermsSheet

        given = self._desk.assignment(assignment_id)
        if given is None:
            return None
        mine = self._desk.school_class(given.class_id)
        known = self._desk.terms(assignment_id)
        sheet = TermsSheet(
            self._appearance, given, mine.students, known, now=self._now(), parent=self._page
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        names = {who.id: who.name for who in mine.students}

        def keep(student_id: str, terms: OwnTerms | None) -> None:
            before = {student_id: known.get(student_id)}
            self._set(assignment_id, student_id, names[student_id], terms, before)

        sheet.terms_given.connect(keep)
        sheet.open()
        return sheet

    def _set(
        self,
        assignment_id: str,
        student_id: str,
        name: str,
        terms: OwnTerms | None,
        before: Mapping[str, OwnTerms | None],
    ) -> None:
        def act() -> None:
            self._desk.set_terms(assignment_id, {student_id: terms})
            self._refresh()
            holds = terms_text(terms) or "the same as for everybody"
            self._page.banner.show_message(
                f"For {name} holds: {holds}.", tone=Tone.GOOD, action="Take it back"
            )
            self._before = (assignment_id, before)

        self._error_reporter(act)

    def take_back(self) -> None:
        """Let hold again what held before, if the banner tells of it."""
        if self._before is None:
            return
        assignment_id, before = self._before

        def act() -> None:
            self._desk.set_terms(assignment_id, before)
            self._refresh()
            self._page.banner.show_message("What held before holds again.", tone=Tone.GOOD)

        self._error_reporter(act)

    def _forget(self) -> None:
        """Something else stands in the banner now, and its button may mean something else."""
        self._before = None
