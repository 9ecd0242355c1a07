"""All returns of a lesson at once: what counts of each student, reviewed, ready to be carried."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.files.sealing import KeyRing
from annotator.model.errors import AnnotatorError
from annotator.model.lesson import Lesson
from annotator.model.moments import utc_now
from annotator.model.received import Arrival, InboxRow
from annotator.model.review import Disagreement
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.returning import MadeReturn, Returning
from annotator.services.marking.attempts import StudentWork, work_of
from annotator.services.review.disagreements import is_unreturned
from annotator.services.review.return_change import ReturnChanges, changes_since
from annotator.services.review.reviewing import Review
from annotator.store.arrivals import Arrivals
from annotator.store.classes import Assignments
from annotator.store.desk import Desk, Disagreements


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

    def make(self, lesson: Lesson, only: Collection[str] | None = None) -> GivenBack:
        """A return for the hand-in that counts of every student, after all decisions on it.

        ``only`` are hashes of the hand-ins that are wanted; all where it is None. An earlier try
        goes out once more where something that its student said to it has been answered since.
        """
        reviews = _Reviews(lesson, self._data, self._teacher)
        rows = {row.sha256: row for row in Desk(self._data.db).inbox(lesson.id)}
        disagreements = _by_paper(Disagreements(self._data.db).of_lesson(lesson.id))
        files: list[MadeReturn] = []
        faults: list[tuple[str, str]] = []
        for work in work_of(Arrivals(self._data.db).of_lesson(lesson.id)):
            if only is not None and work.counts.sha256 not in only:
                continue
            for paper in _to_return(work, rows, disagreements):
                sha256 = paper.sha256
                try:
                    review = reviews.of(work)
                    reviewed = review.papers.reviewed(sha256)
                    made = self._returning.make(
                        lesson,
                        work,
                        reviewed.comparison,
                        reviewed.decisions,
                        answers=disagreements.get(sha256, ()),
                        key=review.papers.key(work.assignment_id),
                        paper=paper,
                        revision=rows[sha256].revision + 1,
                    )
                except AnnotatorError as error:
                    faults.append((work.student_name, error.happened))
                else:
                    files.append(made)
        return GivenBack(tuple(files), tuple(faults))

    def changes(self, lesson: Lesson, given: GivenBack) -> ReturnChanges:
        """What these returns change for students who had one before; ask before :meth:`note`."""
        again = (each for each in given.files if each.revision > 1)
        return changes_since(
            Desk(self._data.db).returned_outcomes(lesson.id),
            ((each.whose, each.sha256, each.outcome) for each in again),
        )

    def note(self, given: GivenBack) -> None:
        """Note that these went out; call it when their files are written."""
        outcomes = {each.sha256: each.outcome for each in given.files}
        self._data.call(lambda db: Desk(db).give_back(outcomes, utc_now(), outcomes))


class _Reviews:
    """One review for the assignments of the lists, one for all that belongs to none of them."""

    def __init__(self, lesson: Lesson, data: DataFile, who: str) -> None:
        given = [each for each in Assignments(data.db).all() if each.lesson_id == lesson.id]
        self._known = {each.id for each in given}
        self._given = Review(lesson, given, data, who=who) if given else None
        self._rest = Review(lesson, (), data, who=who)

    def of(self, work: StudentWork) -> Review:
        if self._given is not None and work.assignment_id in self._known:
            return self._given
        return self._rest


def _by_paper(disagreements: Iterable[Disagreement]) -> dict[str, list[Disagreement]]:
    papers: dict[str, list[Disagreement]] = {}
    for each in disagreements:
        papers.setdefault(each.submission_sha256, []).append(each)
    return papers


def _to_return(
    work: StudentWork,
    rows: Mapping[str, InboxRow],
    disagreements: Mapping[str, Sequence[Disagreement]],
) -> tuple[Arrival, ...]:
    """What counts of a student, and earlier tries with an answer that was not returned yet."""
    earlier = (
        each
        for each in work.all
        if each.sha256 != work.counts.sha256
        and any(
            is_unreturned(s, rows[each.sha256].returned) for s in disagreements.get(each.sha256, ())
        )
    )
    return (work.counts, *earlier)
