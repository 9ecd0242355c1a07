"""What holds for one student alone of an assignment: more time, excused, absent."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.model.moments import due_text, same_hour_tomorrow
from annotator.model.work import Assignment, Away, OwnTerms, Student
from annotator.services.review.own_terms import terms_text
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.choices import ChoiceRow
from annotator.ui.widgets.labels import ElidedLabel, Role
from annotator.ui.widgets.picker import PeoplePicker
from annotator.ui.widgets.sheets import Sheet, fit_height
from annotator.ui.widgets.when_field import WhenField


class Term(Enum):
    """What can hold for a student."""

    EVERYBODY = "as for everybody"
    LATER = "more time"
    EXCUSED = "excused"
    ABSENT = "absent"


class TermsSheet(Sheet):
    """Asks for a student and what holds; ``known`` is what holds for students already, by id."""

    terms_given = Signal(str, object)
    """A student's id, and :class:`OwnTerms`, or None for what holds for everybody."""

    def __init__(
        self,
        appearance: Appearance,
        given: Assignment,
        students: Sequence[Student],
        known: Mapping[str, OwnTerms],
        *,
        now: datetime.datetime,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, "For one student", parent)
        self.setMinimumWidth(520)
        self.setMaximumWidth(640)
        self._known = known
        self.add_text(f"“{given.title}”, {due_text(given.due, now)}.")
        self.add_text(
            "It holds here: on your desk, in the review, the class report and the gradebook. "
            "The student’s own program still shows the time of the class.",
            ink="soft_ink",
            role=Role.SMALL,
        )
        self.student = PeoplePicker("Student", [(each.id, each.name) for each in students])
        self.body.addWidget(self.student)
        answers = [(each, each.value) for each in Term]
        self.term = ChoiceRow(appearance, "What holds", answers, optional=False)
        self.body.addWidget(self.term)
        self.due = WhenField(appearance, same_hour_tomorrow(now))
        self.due.setAccessibleName("Due for this student, local time")
        self.body.addWidget(self.due)
        self._list_known(appearance, students)
        self.add_button("Not now").clicked.connect(self.reject)
        self.yes_button = self.add_button("Keep", ButtonKind.PRIMARY)
        self.yes_button.clicked.connect(self._keep)
        self.student.currentIndexChanged.connect(self._show_student)
        self.term.chosen.connect(lambda _term: self._fit())
        self.term.set_value(Term.LATER)
        self._fit()

    def _list_known(self, appearance: Appearance, students: Sequence[Student]) -> None:
        """Who has terms of their own by now, each to be taken back."""
        for who in students:
            if (terms := self._known.get(who.id)) is None:
                continue
            line = QHBoxLayout()
            line.addWidget(ElidedLabel(appearance, f"{who.name}: {terms_text(terms)}"), 1)
            back = Button(appearance, "Take back", kind=ButtonKind.QUIET)
            back.setAccessibleName(f"Take back: {who.name}, {terms_text(terms)}")
            back.clicked.connect(lambda _on=False, id=who.id: self._give(id, None))
            line.addWidget(back)
            self.body.addLayout(line)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit_height(self)

    def _show_student(self) -> None:
        """Show what holds for the student who was chosen."""
        terms = self._known.get(self.student.chosen)
        if terms is not None and terms.due is not None:
            self.due.set_moment(terms.due)
        if terms is not None:
            away = {Away.EXCUSED: Term.EXCUSED, Away.ABSENT: Term.ABSENT}
            self.term.set_value(away[terms.away] if terms.away is not None else Term.LATER)
        self._fit()

    def _fit(self) -> None:
        self.due.setVisible(self.term.value is Term.LATER)
        self.yes_button.setEnabled(bool(self.student.chosen))
        fit_height(self)

    def _keep(self) -> None:
        terms = {
            Term.EVERYBODY: None,
            Term.EXCUSED: OwnTerms(away=Away.EXCUSED),
            Term.ABSENT: OwnTerms(away=Away.ABSENT),
        }
        chosen = self.term.value
        assert isinstance(chosen, Term)
        own = OwnTerms(due=self.due.moment) if chosen is Term.LATER else terms[chosen]
        self._give(self.student.chosen, own)

    def _give(self, student_id: str, terms: OwnTerms | None) -> None:
        self.accept()
        self.terms_given.emit(student_id, terms)
