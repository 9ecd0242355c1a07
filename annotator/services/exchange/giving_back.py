"""All returns of a lesson at once: what counts of each student, reviewed, ready to be carried."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from annotator.files.sealing import KeyRing
from annotator.model.errors import AnnotatorError
from annotator.model.lesson import Lesson
from annotator.model.moments import utc_now
from annotator.model.received import Arrival, ReturnedBy
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.returning import MadeReturn, Returning
from annotator.services.marking.attempts import StudentWork, work_of
from annotator.services.review.holdings import Holdings
from annotator.services.review.return_change import (
    ReturnChanges,
    changes_since,
    returned_outcomes,
)
from annotator.services.review.reviewing import Review
from annotator.store.arrivals import Arrivals
from annotator.store.classes import Assignments
from annotator.store.database import Database
from annotator.store.given_back import GivenBackPapers


@dataclass(frozen=True, slots=True)
class GivenBack:
    """Returns that were made, and those that could not be: whose, and why."""

    files: tuple[MadeReturn, ...]
    faults: tuple[tuple[str, str], ...]


class GivingBack:
    """What "Give back" and ``annotator return`` ask for."""

    def __init__(self, data: DataFile, keys: KeyRing, *, teacher: str = "") -> None:
        self._data = data
        self._returning = Returning(data, keys, teacher=teacher)
        self._teacher = teacher

    def make(
        self,
        lesson: Lesson,
        only: Collection[str] | None = None,
        *,
        differences_alone: bool = False,
    ) -> GivenBack:
        """A return for the hand-in that counts of every student, after all decisions on it.

        ``only`` are hashes of the hand-ins that are wanted; all where it is None. An earlier try
        goes out once more where something that its student said to it has been answered since, and
        alone where ``only`` names it. With ``differences_alone`` what a student holds already is
        left out. A return keeps its number while it says the same: then it is the one that was
        given back before, on another way.
        """
        reviews = _Reviews(lesson, self._data, self._teacher)
        files: list[MadeReturn] = []
        faults: list[tuple[str, str]] = []
        for work in work_of(Arrivals(self._data.db).of_lesson(lesson.id)):
            review = reviews.of(work)
            for paper in _to_return(work, review.holdings, only):
                try:
                    made = self._make(lesson, review, work, paper)
                except AnnotatorError as error:
                    faults.append((work.student_name, error.happened))
                    continue
                if not (made.is_known and differences_alone):
                    files.append(made)
        return GivenBack(tuple(files), tuple(faults))

    def _make(
        self, lesson: Lesson, review: Review, work: StudentWork, paper: Arrival
    ) -> MadeReturn:
        papers, holdings, sha256 = review.papers, review.holdings, paper.sha256
        reviewed, given = papers.reviewed(sha256), holdings.given(sha256)
        is_known = given is not None and not holdings.is_changed(sha256)
        before = given.revision if given is not None else 0
        made = self._returning.make(
            lesson,
            work,
            reviewed.comparison,
            reviewed.decisions,
            answers=holdings.answers(sha256),
            key=papers.key(work.assignment_id),
            paper=paper,
            revision=before if is_known else before + 1,
        )
        return replace(made, is_known=is_known, content=holdings.content(sha256))

    def changes(self, lesson: Lesson, given: GivenBack) -> ReturnChanges:
        """What these returns change for students who had one before; ask before :meth:`note`."""
        again = (each for each in given.files if each.revision > 1)
        return changes_since(
            returned_outcomes(self._data, lesson.id),
            ((each.whose, each.sha256, each.outcome) for each in again),
        )

    def note(self, given: GivenBack, way: ReturnedBy | None = None) -> None:
        """Note that these went out on a way; call it when their files are written."""
        now = utc_now()
        new = [each for each in given.files if not each.is_known]
        known = [each.sha256 for each in given.files if each.is_known]
        outcomes = {each.sha256: each.outcome for each in new}
        contents = {each.sha256: each.content for each in new if each.content is not None}

        def write(db: Database) -> None:
            papers = GivenBackPapers(db)
            papers.note(outcomes, now, outcomes, contents=contents, way=way)
            if way is not None:
                papers.note_way(known, now, way)

        self._data.call(write)


class _Reviews:
    """One review for the assignments of the lists, one for all that belongs to none of them."""

    def __init__(self, lesson: Lesson, data: DataFile, who: str) -> None:
        given = [each for each in Assignments(data.db).all() if each.lesson_id == lesson.id]
        self._known = {each.id for each in given}
        self._given = Review(lesson, given, data, who=who) if given else None
        self._rest = Review(lesson, (), data, who=who)

    def of(self, work: StudentWork) -> Review:
        given = self._given
        if given is not None and work.assignment_id in self._known:
            return given if work.counts.sha256 in given.papers else self._rest
        return self._rest


def _to_return(
    work: StudentWork, holdings: Holdings, only: Collection[str] | None
) -> tuple[Arrival, ...]:
    """What counts of a student, and earlier tries with an answer that was not returned yet."""
    counts = work.counts.sha256
    earlier = [each for each in work.all if each.sha256 != counts and holdings.unsent(each.sha256)]
    if only is not None and counts not in only:
        return tuple(each for each in earlier if each.sha256 in only)
    return (work.counts, *earlier)
