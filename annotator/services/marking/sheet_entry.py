"""The verb "enter a sheet": what a student marked on paper, typed in by the teacher.

A sheet is filed like a hand-in, so everything that comes after is the same for all. It says of
itself that it came from paper: no file was handed in, so there is no time for it.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from annotator.model.annotation import new_id
from annotator.model.errors import BadInput
from annotator.model.lesson import Lesson
from annotator.model.moments import utc_now
from annotator.model.names import sort_key
from annotator.model.received import PAPER
from annotator.model.work import Assignment, Attempt, AttemptState, Student, Submission
from annotator.services.data.data_file import DataFile
from annotator.services.marking.attempts import StudentWork, work_of
from annotator.services.marking.marking import Marking
from annotator.store.arrivals import Arrivals
from annotator.store.articles import Articles
from annotator.store.classes import Classes
from annotator.store.codec import submission_to_json
from annotator.store.database import Database
from annotator.store.reviews import Reviews
from annotator.store.sheet_drafts import SheetDrafts
from annotator.store.submissions import Submissions

#: What stands in the place of a file's name.
FROM_PAPER = "from paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetStudent:
    """A student of the class. ``tries``: how many are in; ``is_begun``: a sheet is partly typed."""

    student: Student
    tries: int = 0
    is_begun: bool = False


@dataclass(slots=True, kw_only=True)
class OpenSheet:
    """A sheet that is being typed in; ``marking`` keeps its draft on disk as it goes.

    ``tries`` counts what the student has handed in before it.
    """

    student: Student
    attempt: Attempt
    marking: Marking
    tries: int = 0


class SheetEntry:
    """What the page for entering sheets asks for. ``data`` belongs to the thread that calls.

    ``who`` is how the teacher signs.
    """

    def __init__(
        self,
        data: DataFile,
        lesson: Lesson,
        assignment: Assignment,
        *,
        who: str = "",
        now: Callable[[], datetime.datetime] = utc_now,
    ) -> None:
        self._data = data
        self.lesson = replace(lesson, key=None)
        self.assignment = assignment
        self._who = who
        self._now = now

    def students(self) -> tuple[SheetStudent, ...]:
        """The class: those with nothing in first, then the others; each by name."""
        begun = SheetDrafts(self._data.db).students(self.assignment.id)
        came = {each.student_id: len(each.all) for each in self._work()}
        found = [
            SheetStudent(student=who, tries=came.get(who.id, 0), is_begun=who.id in begun)
            for who in self._class()
        ]
        return tuple(sorted(found, key=lambda s: (s.tries > 0, sort_key(s.student.name))))

    def open(self, student_id: str) -> OpenSheet:
        """The sheet of one student: as far as it was typed in before, or empty.

        BadInput for a student who is not in the class, and for a draft on another text;
        RecordDamaged where the draft can't be read.
        """
        student = next((who for who in self._class() if who.id == student_id), None)
        if student is None:
            raise BadInput("This student is not in the class any more.", todo="Choose another one.")
        before = next((each for each in self._work() if each.student_id == student_id), None)
        draft = SheetDrafts(self._data.db).load(self.assignment.id, student_id)
        if draft is not None and draft.article_sha256 != self.lesson.article.sha256:
            raise BadInput(
                f"The sheet of {student.name} was begun on another version of the text.",
                kept="It was left as it is.",
                todo="Choose another student.",
            )
        attempt = Attempt(
            id=draft.attempt.id if draft else new_id(),
            number=1 + max((each.attempt_number for each in before.all), default=0)
            if before
            else 1,
            supersedes=before.counts.attempt_id if before else "",
            started=draft.attempt.started if draft else self._now(),
        )
        marking = Marking(
            self.lesson.article,
            draft.annotations if draft else (),
            draft.relations if draft else (),
            write=lambda _change: self._keep(sheet),
        )
        sheet = OpenSheet(
            student=student,
            attempt=attempt,
            marking=marking,
            tries=len(before.all) if before else 0,
        )
        return sheet

    def file(self, sheet: OpenSheet) -> str:
        """Take the sheet in as the student's hand-in; on disk when this returns. Its hash.

        It has no time of its own, so it is never late by itself. The draft goes with it.
        """
        handed_in = replace(sheet.attempt, state=AttemptState.HANDED_IN)
        submission = self._submission(sheet, handed_in).check(self.lesson.article.text)
        sha256 = hashlib.sha256(submission_to_json(submission).encode()).hexdigest()
        student, hand = sheet.student, PAPER + sheet.attempt.id

        def write(db: Database) -> None:
            Articles(db).add(self.lesson.article)
            Submissions(db).add_received(submission, sha256, FROM_PAPER, received=self._now())
            arrivals = Arrivals(db)
            arrivals.meet(hand, student.id, "teacher")
            arrivals.add(sha256, hand, supersedes=handed_in.supersedes)
            SheetDrafts(db).drop(self.assignment.id, student.id)
            Reviews(db).log(self._who, "entered a sheet", submission=sha256, student=student.id)

        self._data.call(write)
        return sha256

    def _keep(self, sheet: OpenSheet) -> None:
        draft = self._submission(sheet, sheet.attempt)
        self._data.submit(lambda db: SheetDrafts(db).keep(draft))

    def _submission(self, sheet: OpenSheet, attempt: Attempt) -> Submission:
        return Submission(
            student=sheet.student,
            lesson_id=self.lesson.id,
            article_sha256=self.lesson.article.sha256,
            attempt=attempt,
            annotations=sheet.marking.marks,
            relations=sheet.marking.relations,
            assignment_id=self.assignment.id,
        )

    def _class(self) -> tuple[Student, ...]:
        classes = Classes(self._data.db).classes()
        mine = (each for each in classes if each.id == self.assignment.class_id)
        return next((each.students for each in mine), ())

    def _work(self) -> tuple[StudentWork, ...]:
        given = self.assignment.id
        return work_of(
            # What names no assignment may be for this one, too.
            replace(each, assignment_id=given)
            for each in Arrivals(self._data.db).of_lesson(self.lesson.id)
            if each.assignment_id in (given, "")
        )
