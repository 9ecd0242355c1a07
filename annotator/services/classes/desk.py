"""The verbs of the teacher's desk: classes, what they were given, and how that stands.

What one query can say comes at once (:meth:`TeacherDesk.overview`); what needs every paper compared
comes a piece at a time from :class:`~annotator.services.review.figures.Figures`, so that no
window waits.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.model.annotation import new_id
from annotator.model.errors import BadInput
from annotator.model.lesson import Lesson
from annotator.model.received import Given, InboxRow
from annotator.model.work import EXTRA_COSTS, Assignment, Away, OwnTerms, SchoolClass, Student
from annotator.services.classes.rosters import Rosters
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.filing import Filing, FilingChoice
from annotator.services.lessons.shelf import LessonShelf, ShelfCard
from annotator.services.marking.attempts import work_of
from annotator.services.review.figures import Figures
from annotator.services.review.holdings import is_unreturned
from annotator.services.review.inbox import assignment_of
from annotator.services.review.reviewing import Review
from annotator.store.arrivals import Arrivals
from annotator.store.classes import Assignments, Classes
from annotator.store.database import Database
from annotator.store.desk import Desk, Disagreements
from annotator.store.given_out import GivenOut
from annotator.store.keys import Keys
from annotator.store.own_terms import TermsOfStudents
from annotator.store.preferences import Preferences
from annotator.store.samples import remove_sample

_NAME = "teacher-name"
_CLASS = "desk-class"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentLine:
    """How an assignment stands, from lists alone. ``students`` is how many the class has.

    ``came_in`` counts students with work in, ``unplaced`` papers from outside the list,
    ``returned`` those who got it back, ``disagree`` those with a disagreement that is unanswered,
    ``answers`` counts answers not yet returned.
    ``given`` says when and how the class got its lesson file; None while it has not. So many
    of the students, from whom nothing came, are ``excused`` or ``absent``; ``extended`` have a due
    time of their own.
    """

    assignment: Assignment
    title: str
    skill: str = ""
    students: int = 0
    came_in: int = 0
    unplaced: int = 0
    returned: int = 0
    disagree: int = 0
    answers: int = 0
    has_key: bool = True
    fault: str = ""
    given: Given | None = None
    excused: int = 0
    absent: int = 0
    extended: int = 0

    @property
    def expected(self) -> int:
        """From how many students something is expected, or came in."""
        return self.students - self.excused - self.absent


@dataclass(frozen=True, slots=True)
class ClassOverview:
    """A class with its assignments, the latest first."""

    school_class: SchoolClass
    lines: tuple[AssignmentLine, ...] = ()


class TeacherDesk:
    """What the desk's page asks for. ``data`` belongs to the thread that calls."""

    def __init__(self, data: DataFile, shelf: LessonShelf) -> None:
        self._data = data
        self._shelf = shelf
        self._lessons: dict[str, Lesson] = {}

    # -- who the teacher is --------------------------------------------------------------------

    @property
    def teacher_name(self) -> str:
        """How the teacher signs decisions and is named to students; may be empty."""
        return str(Preferences(self._data.db).get(_NAME, ""))

    def set_teacher_name(self, name: str) -> None:
        """Sign like this from now on."""
        kept = " ".join(name.split())[:100]
        self._data.call(lambda db: Preferences(db).set(_NAME, kept))

    # -- classes -------------------------------------------------------------------------------

    def classes(self) -> tuple[SchoolClass, ...]:
        """All classes with their students, oldest first."""
        return Classes(self._data.db).classes()

    def school_class(self, class_id: str) -> SchoolClass:
        """One class; BadInput where it is not known."""
        for each in self.classes():
            if each.id == class_id:
                return each
        raise BadInput("This class is not on your desk any more.", todo="Choose another class.")

    def last_class(self) -> str:
        """The class that was looked at last, else the first; empty where there is none."""
        ids = [each.id for each in self.classes()]
        wanted = str(Preferences(self._data.db).get(_CLASS, ""))
        return wanted if wanted in ids else (ids[0] if ids else "")

    def choose_class(self, class_id: str) -> None:
        """Remember the class that is looked at."""
        self._data.submit(lambda db: Preferences(db).set(_CLASS, class_id))

    def add_class(self, name: str, names: Sequence[str] = ()) -> SchoolClass:
        """A new class with students; on disk when this returns. InvalidModel for an empty name."""

        def write(db: Database) -> SchoolClass:
            made = Classes(db).add_class(name)
            students = tuple(Classes(db).add_student(made.id, each) for each in names)
            return replace(made, students=students)

        return self._data.call(write)

    @property
    def rosters(self) -> Rosters:
        """Class lists: taken over, taken back."""
        return Rosters(self._data)

    def remove_sample(self, class_id: str) -> None:
        """Take a made-up class out with all that was made up for it; BrokenRule for a real one."""
        self._data.call(lambda db: remove_sample(db, class_id))

    def rename_class(self, class_id: str, name: str) -> None:
        """Give a class another name; InvalidModel for an empty one."""
        self._data.call(lambda db: Classes(db).rename_class(class_id, name))

    # -- assignments -----------------------------------------------------------------------------

    def cards(self) -> tuple[ShelfCard, ...]:
        """The shelf, where a lesson also has a key once a version of it was published here."""
        keyed = Keys(self._data.db).lessons()
        return tuple(
            replace(card, has_key=card.has_key or card.lesson_id in keyed)
            for card in self._shelf.cards()
        )

    def lessons(self) -> tuple[ShelfCard, ...]:
        """Every lesson that could be assigned."""
        return tuple(card for card in self.cards() if not card.fault)

    def lesson(self, lesson_id: str) -> Lesson:
        """A lesson with its key, read once; BadInput where it can't be read."""
        if lesson_id not in self._lessons:
            self._lessons[lesson_id] = self._shelf.load(lesson_id)
        return self._lessons[lesson_id]

    def forget_lessons(self) -> None:
        """Read lessons again when they are next asked for."""
        self._lessons.clear()

    def assign(
        self,
        lesson_id: str,
        class_ids: Iterable[str],
        *,
        due: datetime.datetime | None = None,
        stop_after_paragraph: int | None = None,
        extra_cost: int | None = None,
        graded: bool = True,
        more_attempts: bool = False,
    ) -> tuple[Assignment, ...]:
        """Give a lesson to classes, one assignment each; on disk when this returns.

        ``due`` has a zone and is kept as UTC. ``extra_cost`` is micro-points, where none is given
        half a point for graded work and nothing for practice. BadInput without a class or for a
        lesson that can't be read.
        """
        chosen = list(dict.fromkeys(class_ids))
        if not chosen:
            raise BadInput("No class is chosen.", todo="Choose at least one class.")
        title = self.lesson(lesson_id).title
        # Unless chosen, an extra costs something in graded work only.
        cost = extra_cost if extra_cost is not None else (EXTRA_COSTS[0] if graded else 0)
        wanted = [
            Assignment(
                id=new_id(),
                lesson_id=lesson_id,
                class_id=class_id,
                title=title,
                due=due,
                stop_after_paragraph=stop_after_paragraph,
                extra_cost=cost,
                graded=graded,
                more_attempts=more_attempts,
            )
            for class_id in chosen
        ]
        return self._data.call(lambda db: tuple(Assignments(db).keep(each) for each in wanted))

    def change(self, assignment: Assignment) -> Assignment:
        """Keep what was changed about an assignment: due time, stop, cost, attempts.

        Where the lesson file says something of it, the one that was given out is then outdated.
        """

        def write(db: Database) -> Assignment:
            before = Assignments(db).load(assignment.id)
            if _in_the_file(before) != _in_the_file(assignment):
                GivenOut(db).outdate(assignment.id)
            return Assignments(db).keep(assignment)

        return self._data.call(write)

    def remove(self, assignment_id: str) -> None:
        """Take an assignment back; BrokenRule where work has come in for it."""
        self._data.call(lambda db: Assignments(db).remove(assignment_id))

    def take_back(self, assignment_ids: Iterable[str]) -> None:
        """Undo an assigning, all of it or nothing; BadInput once a file of it was given out."""
        ids = list(assignment_ids)
        if GivenOut(self._data.db).all().keys() & set(ids):
            raise BadInput(
                "The lesson file was given out already.",
                kept="The assignment stays.",
                todo="“Take it back…” in its menu takes it off the list all the same.",
            )

        def write(db: Database) -> None:
            for each in ids:
                Assignments(db).remove(each)

        self._data.call(write)

    def assignments(self, lesson_id: str = "") -> tuple[Assignment, ...]:
        """Every assignment (of one lesson), the latest first."""
        return tuple(
            each
            for each in Assignments(self._data.db).all()
            if not lesson_id or each.lesson_id == lesson_id
        )

    def assignment(self, assignment_id: str) -> Assignment | None:
        """One assignment; None where it was taken back."""
        return next((each for each in self.assignments() if each.id == assignment_id), None)

    def overviews(self) -> tuple[ClassOverview, ...]:
        """All classes with how their assignments stand; a few queries, whatever came in."""
        cards = {card.lesson_id: card for card in self.cards()}
        given = Assignments(self._data.db).all()
        rows = {row.sha256: row for row in Desk(self._data.db).inbox()}
        place = {sha256: a for sha256, row in rows.items() if (a := assignment_of(row, given))}
        counted = self._counted(rows.values(), place)
        cross: dict[str, set[str]] = {}
        answers: Counter[str] = Counter()
        for disagreement in Disagreements(self._data.db).of_lesson():
            sha256 = disagreement.submission_sha256
            if sha256 not in place:
                continue
            row, its = rows[sha256], place[sha256].id
            if disagreement.answered is None:
                cross.setdefault(its, set()).add(row.student_id or row.sha256)
            answers[its] += is_unreturned(disagreement, row.returned)
        keyed = {card.lesson_id for card in cards.values() if card.has_key}
        # A lesson that left the shelf keeps its key.
        keyed |= Keys(self._data.db).lessons()
        given_out = GivenOut(self._data.db).all()
        terms = TermsOfStudents(self._data.db).all()

        def line(each: Assignment, students: Sequence[Student]) -> AssignmentLine:
            every, card = counted.get(each.id, []), cards.get(each.lesson_id)
            # Of a class without a list all is in; else work from outside the list waits.
            papers = [s for s in every if rows[s].student_id or not students]
            came = {rows[sha256].student_id for sha256 in papers}
            own = [(who, terms[each.id, who.id]) for who in students if (each.id, who.id) in terms]
            return AssignmentLine(
                assignment=each,
                title=each.title or (card.title if card else ""),
                skill=card.skill if card else "",
                students=len(students),
                came_in=len(papers),
                unplaced=len(every) - len(papers),
                returned=sum(1 for sha256 in papers if rows[sha256].returned is not None),
                disagree=len(cross.get(each.id, ())),
                answers=answers[each.id],
                has_key=each.lesson_id in keyed,
                fault="" if card else "This lesson is not on the shelf any more.",
                given=given_out.get(each.id),
                excused=sum(t.away is Away.EXCUSED and who.id not in came for who, t in own),
                absent=sum(t.away is Away.ABSENT and who.id not in came for who, t in own),
                extended=sum(t.due is not None for _who, t in own),
            )

        return tuple(
            ClassOverview(
                school_class,
                tuple(
                    line(each, school_class.students)
                    for each in given
                    if each.class_id == school_class.id
                ),
            )
            for school_class in self.classes()
        )

    def _counted(
        self, rows: Iterable[InboxRow], place: Mapping[str, Assignment]
    ) -> dict[str, list[str]]:
        """The hashes of what counts, by assignment."""
        counted: dict[str, list[str]] = {}
        for lesson_id in {row.lesson_id for row in rows}:
            mine = [
                replace(each, assignment_id=place[each.sha256].id)
                for each in Arrivals(self._data.db).of_lesson(lesson_id)
                if each.sha256 in place
            ]
            for work in work_of(mine):
                counted.setdefault(work.assignment_id, []).append(work.counts.sha256)
        return counted

    def terms(self, assignment_id: str) -> dict[str, OwnTerms]:
        """What holds for single students of an assignment, by student."""
        terms = TermsOfStudents(self._data.db).all()
        return {student: each for (given, student), each in terms.items() if given == assignment_id}

    def set_terms(self, assignment_id: str, terms: Mapping[str, OwnTerms | None]) -> None:
        """Let this hold for students, by id; None is what holds for everybody. On disk."""

        def write(db: Database) -> None:
            for student_id, each in terms.items():
                TermsOfStudents(db).set(assignment_id, student_id, each)

        self._data.call(write)

    @property
    def filing(self) -> Filing:
        """Hand-ins that count nowhere yet."""
        return Filing(self._data)

    def count_with(self, sha256s: Sequence[str], choice: FilingChoice) -> None:
        """Count these with a class, which is given their lesson first where it was not yet: for
        practice where everybody can read its key. On disk when this returns."""
        assignment_id = choice.assignment_id
        if not assignment_id:
            graded = not self.lesson(choice.lesson_id).is_open
            assignment_id = self.assign(choice.lesson_id, [choice.class_id], graded=graded)[0].id
        self.filing.count_with(sha256s, assignment_id)

    def unknown_hands(self) -> int:
        """How many hand-ins came under names that are on no list; 0 while there is no list."""
        if not any(each.students for each in self.classes() if not each.is_sample):
            return 0
        return len(Arrivals(self._data.db).waiting())

    # -- review and figures ----------------------------------------------------------------------

    def review(self, assignments: Sequence[Assignment]) -> Review:
        """The papers of one or several assignments of one lesson."""
        lessons = {each.lesson_id for each in assignments}
        if len(lessons) != 1:
            raise BadInput("Papers can be looked at together for one lesson at a time.")
        lesson = self.lesson(lessons.pop())
        return Review(lesson, assignments, self._data, who=self.teacher_name)

    def figures(self, class_id: str) -> Figures:
        """A look through all papers of a class, oldest assignment first."""
        given = Assignments(self._data.db).of_class(class_id)
        return Figures(list(reversed(given)), lambda each: self.review([each]))


def _in_the_file(assignment: Assignment) -> tuple[object, ...]:
    """What a lesson file tells students of an assignment; what an extra costs is not in it."""
    return (
        assignment.title,
        assignment.due,
        assignment.stop_after_paragraph,
        assignment.graded,
        assignment.more_attempts,
    )
