"""The verbs of class lists: take one over, take that back; say who is who, and take that back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.model.names import name_key
from annotator.model.work import KnownName, SchoolClass, Student, StudentDetails
from annotator.services.classes.class_lists import ListedStudent
from annotator.services.classes.list_plan import (
    KnownClass,
    ListPlan,
    SameOrNew,
    merged,
    name_after,
    plan,
)
from annotator.services.data.data_file import DataFile
from annotator.store.arrivals import Arrivals
from annotator.store.classes import Classes
from annotator.store.database import Database
from annotator.store.desk import Desk
from annotator.store.student_details import Details, KnownNames


@dataclass(frozen=True, slots=True)
class TakenOver:
    """A list that was taken over, with what has to be known to take it back."""

    class_id: str
    before: SchoolClass | None
    made: tuple[str, ...]
    details: Mapping[str, StudentDetails]
    known_names: tuple[KnownName, ...]


class Rosters:
    """What the sheet with a class list asks for."""

    def __init__(self, data: DataFile) -> None:
        self._data = data

    def known(self, class_id: str) -> KnownClass:
        """The class as it is now; empty for one that is not made yet."""
        return _known(self._data.db, class_id)

    def plan(
        self,
        class_id: str,
        listed: Sequence[ListedStudent],
        *,
        answers: Mapping[int, SameOrNew] | None = None,
        take_out: bool = True,
    ) -> ListPlan:
        """What the list would change; see :func:`~.list_plan.plan`."""
        return plan(self.known(class_id), listed, answers=answers, take_out=take_out)

    def about(self, student: Student) -> str:
        """What a student has here, for a person to tell two apart by: card, work, number, mail."""
        db = self._data.db
        works = sum(row.student_id == student.id for row in Desk(db).inbox())
        details = Details(db).all().get(student.id, StudentDetails())
        parts = ["class card" if student.card_issue else "no class card"]
        parts.append(
            f"{works} hand-in{'' if works == 1 else 's'}" if works else "nothing handed in"
        )
        parts += [f"ID {details.school_id}"] if details.school_id else []
        parts += [details.mail] if details.mail else []
        return " · ".join(parts)

    def take_over(self, class_id: str, name: str, wanted: ListPlan) -> TakenOver:
        """Change the class as planned, or make it where ``class_id`` is empty: all or nothing.

        On disk when this returns. InvalidModel for an empty name.
        """
        return self._data.call(lambda db: _take_over(db, class_id, name, wanted))

    def take_back(self, taken: TakenOver) -> None:
        """Put the class back as it was; on disk when this returns.

        Students who were made leave it. Who has handed something in meanwhile, or has a card, is
        kept like anybody who leaves a class.
        """
        self._data.call(lambda db: _take_back(db, taken))

    def known_names(self) -> tuple[tuple[KnownName, Student], ...]:
        """Names that the teacher said are a student's, with that student."""
        return _known_names(self._data.db)

    def forget_name(self, known: KnownName) -> None:
        """Take such an answer back. What it placed waits for the teacher again."""
        self._data.call(lambda db: _forget_name(db, known))


def _known(db: Database, class_id: str) -> KnownClass:
    mine = next((each for each in Classes(db).classes() if each.id == class_id), None)
    return KnownClass(
        students=mine.students if mine else (),
        details=Details(db).all(),
        known_names={each.key: each.student_id for each in KnownNames(db).all(class_id)}
        if mine
        else {},
    )


def _take_over(db: Database, class_id: str, name: str, wanted: ListPlan) -> TakenOver:
    classes, details = Classes(db), Details(db)
    before = next((each for each in classes.classes() if each.id == class_id), None)
    known_before, names_before = details.all(), KnownNames(db).all(class_id) if before else ()
    if before is None:
        class_id = classes.add_class(name).id
    elif name != before.name:
        classes.rename_class(class_id, name)
    for match in wanted.kept:
        if (called := name_after(match)) != match.student.name:
            classes.keep_student(replace(match.student, name=called))
        _keep(details, known_before, match.student.id, match.listed)
    for each in wanted.same:
        other = each.listed.name
        if each.answer is SameOrNew.SAME_NEW_NAME:
            other = each.student.name
            classes.keep_student(replace(each.student, name=each.listed.name))
        key = name_key(other)
        KnownNames(db).keep(KnownName(class_id, key, each.student.id, other))
        _keep(details, known_before, each.student.id, each.listed)
    classes.take_out(student.id for student in wanted.gone)
    made = []
    new = [*wanted.new, *(q.listed for q in wanted.asked if q.answer is SameOrNew.NEW)]
    for listed in sorted(new, key=lambda one: one.row):
        student = classes.add_student(class_id, listed.name)
        made.append(student.id)
        _keep(details, known_before, student.id, listed)
    return TakenOver(class_id, before, tuple(made), known_before, names_before)


def _keep(
    details: Details,
    before: Mapping[str, StudentDetails],
    student_id: str,
    listed: ListedStudent,
) -> None:
    old = before.get(student_id, StudentDetails())
    if (now := merged(old, listed)) != old:
        details.keep(student_id, now)


def _take_back(db: Database, taken: TakenOver) -> None:
    classes, details, names = Classes(db), Details(db), KnownNames(db)
    classes.remove_unused(taken.made)
    if taken.before is None:
        classes.remove_if_empty(taken.class_id)
        return
    classes.rename_class(taken.class_id, taken.before.name)
    for student in taken.before.students:
        now = classes.student(student.id)
        # A card that was issued meanwhile stays.
        classes.keep_student(replace(student, card_issue=now.card_issue if now else 0))
        details.keep(student.id, taken.details.get(student.id, StudentDetails()))
    for each in names.all(taken.class_id):
        names.forget(each.class_id, each.key)
    for each in taken.known_names:
        names.keep(each)


def _known_names(db: Database) -> tuple[tuple[KnownName, Student], ...]:
    students = {who.id: who for each in Classes(db).classes() for who in each.students}
    return tuple(
        (each, students[each.student_id])
        for each in KnownNames(db).all()
        if each.student_id in students
    )


def _forget_name(db: Database, known: KnownName) -> None:
    KnownNames(db).forget(known.class_id, known.key)
    arrivals = Arrivals(db)
    for hand in arrivals.hands_of(known.student_id):
        is_it = all(name_key(name) == known.key for name in arrivals.names_of(hand))
        if hand.startswith("name:") and is_it:
            arrivals.place(hand, "")
