"""All returns of a lesson at once: what counts of each student, reviewed, ready to be carried."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from annotator.files.sealing import KeyRing
from annotator.model.annotation import utc_now
from annotator.model.errors import AnnotatorError
from annotator.model.lesson import Lesson
from annotator.services.attempts import StudentWork, work_of
from annotator.services.returning import MadeReturn, Returning
from annotator.services.reviewing import Review
from annotator.services.writer import Writer
from annotator.store.arrivals import Arrivals
from annotator.store.classes import Assignments
from annotator.store.database import Database
from annotator.store.desk import Desk


@dataclass(frozen=True, slots=True)
class GivenBack:
    """Returns that were made, and those that could not be: whose, and why."""

    files: tuple[MadeReturn, ...]
    faults: tuple[tuple[str, str], ...]


class GivingBack:
    """What "Give back" and ``annotator return`` ask for."""

    def __init__(
        self, database: Database, writer: Writer, keys: KeyRing, *, teacher: str = ""
    ) -> None:
        self._db = database
        self._writer = writer
        self._returning = Returning(database, keys, teacher=teacher)
        self._teacher = teacher

    def make(self, lesson: Lesson, only: Collection[str] | None = None) -> GivenBack:
        """A return for the hand-in that counts of every student, after all decisions on it.

        ``only`` are hashes of the hand-ins that are wanted; all where it is None.
        """
        reviews = _Reviews(lesson, self._db, self._writer, self._teacher)
        revisions = {row.sha256: row.revision for row in Desk(self._db).inbox(lesson.id)}
        files: list[MadeReturn] = []
        faults: list[tuple[str, str]] = []
        for work in work_of(Arrivals(self._db).of_lesson(lesson.id)):
            sha256 = work.counts.sha256
            if only is not None and sha256 not in only:
                continue
            try:
                review = reviews.of(work)
                reviewed = review.reviewed(sha256)
                made = self._returning.make(
                    lesson,
                    work,
                    reviewed.comparison,
                    reviewed.decisions,
                    key=review.key(work.assignment_id),
                    revision=revisions.get(sha256, 0) + 1,
                )
            except AnnotatorError as error:
                faults.append((work.student_name, error.happened))
            else:
                files.append(made)
        return GivenBack(tuple(files), tuple(faults))

    def note(self, given: GivenBack) -> None:
        """Note that these went out; call it when their files are written."""
        sha256s = [each.sha256 for each in given.files]
        self._writer.call(lambda db: Desk(db).give_back(sha256s, utc_now()))


class _Reviews:
    """One review for the assignments of the lists, one for all that belongs to none of them."""

    def __init__(self, lesson: Lesson, database: Database, writer: Writer, who: str) -> None:
        given = [each for each in Assignments(database).all() if each.lesson_id == lesson.id]
        self._known = {each.id for each in given}
        self._given = Review(lesson, given, database, writer, who=who) if given else None
        self._rest = Review(lesson, (), database, writer, who=who)

    def of(self, work: StudentWork) -> Review:
        if self._given is not None and work.assignment_id in self._known:
            return self._given
        return self._rest
