"""What a student may read of an attempt: the reasons of practice at once, of an assignment when
the teacher has given it back.

Lessons of the program are open: their keys can be read by anyone. All the same a key is loaded here
only for an attempt that was handed in, so that nothing on the way there can show it. What a teacher
gave out has its key on the teacher's machine alone; here is only what came back.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass

from annotator.files.card_keys import CardKeys
from annotator.files.return_file import ReturnFile, read_return
from annotator.model.annotation import Relation
from annotator.model.attempt import Attempt, AttemptState, Submission, Try
from annotator.model.errors import AnnotatorError, BadInput
from annotator.model.lesson import Lesson
from annotator.model.outcome import Comparison
from annotator.model.review import Answered, Objection, Remark
from annotator.services.marking.objections import Objections
from annotator.services.marking.studying import OpenWork, Studying
from annotator.services.review.compare import LessonComparer

_log = logging.getLogger(__name__)

#: In practice an extra mark costs nothing (LABELS.md, "The grading rule").
PRACTICE_EXTRA_COST = 0
#: Of more tries than this only the latest are told.
_TRIES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All that a returned page shows of one attempt.

    ``lesson`` is as the student works with it, without a key; ``key_ties`` are the key's relations,
    whose ends are item ids. ``returned`` and ``teacher`` are empty in practice. ``tries`` has every
    try whose outcome can be known here, this one included, by number. ``answers`` are the
    teacher's, ``revision`` counts returns from 1 (0 in practice), and ``before`` is the outcome as
    the return before this one had it, where that one can be read here.
    """

    lesson: Lesson
    submission: Submission
    comparison: Comparison
    key_ties: tuple[Relation, ...] = ()
    remarks: tuple[Remark, ...] = ()
    teacher: str = ""
    returned: datetime.datetime | None = None
    tries: tuple[Try, ...] = ()
    objections: tuple[Objection, ...] = ()
    answers: tuple[Answered, ...] = ()
    revision: int = 0
    before: Comparison | None = None
    may_try_again: bool = True

    @property
    def is_practice(self) -> bool:
        """Whether it was not graded: the program itself compared it with an open key."""
        return self.returned is None


class Practice:
    """Makes results of what was handed in. ``load`` gives a lesson of the shelf with its key."""

    def __init__(
        self,
        studying: Studying,
        load: Callable[[str], Lesson],
        is_open: Callable[[str], bool],
    ) -> None:
        self._studying = studying
        self._load = load
        self._is_open = is_open
        self.objections = Objections(studying)
        """What the student has to say to the results."""

    def results(self, work: OpenWork, *, card: CardKeys | None = None) -> Results | None:
        """What may be shown of an attempt now; None where nothing may.

        BadInput where what came back can't be opened (a sealed one without its ``card``) or
        belongs to another text.
        """
        if work.attempt.state is AttemptState.DRAFT:
            return None
        came_back = self._returned(work.attempt, card)
        if came_back is not None:
            content = came_back.content.check(work.lesson.article)
            submission = self._studying.submission(work.attempt, work.lesson)
            if content.attempt_id != work.attempt.id:
                raise BadInput(
                    "What came back belongs to another try than this one.",
                    kept="Your work is kept as it is.",
                    todo="Ask your teacher to give it back again.",
                )
            return Results(
                lesson=work.lesson,
                submission=submission,
                comparison=content.comparison,
                key_ties=content.key_ties,
                remarks=content.remarks,
                teacher=content.teacher,
                returned=content.returned,
                tries=self._tries_given_back(work, card),
                objections=self.objections.of(work.attempt),
                answers=content.answers,
                revision=content.revision,
                before=self._before(work, content.revision, card),
                may_try_again=work.lesson.task.more_attempts or self._is_practice(work.lesson),
            )
        if not self._is_practice(work.lesson):
            return None
        return self._compare(work)

    def waits_to_be_asked(self, work: OpenWork) -> bool:
        """Whether the reasons of an attempt are shown only to a student who asks for them.

        So in practice where nothing was marked: the reasons would lay the whole key open.
        """
        return (
            not len(work.marking)
            and work.attempt.state is not AttemptState.DRAFT
            and self._is_practice(work.lesson)
            and self._studying.returned_file(work.attempt) is None
        )

    def _returned(
        self, attempt: Attempt, card: CardKeys | None, *, before: int | None = None
    ) -> ReturnFile | None:
        """What came back for an attempt, with ``before`` that of a lower revision; None where
        nothing did. BadInput without its card."""
        file = self._studying.returned_file(attempt, before=before)
        return read_return(file, card=self._studying.key_for(file, card)) if file else None

    def _before(self, work: OpenWork, revision: int, card: CardKeys | None) -> Comparison | None:
        """The outcome of the return before ``revision``, if that is here and can be opened."""
        if revision < 2:
            return None
        try:
            file = self._returned(work.attempt, card, before=revision)
        except AnnotatorError:
            # It only tells what has changed; what came back last is there.
            _log.warning("the return of before can't be read", exc_info=True)
            return None
        return file.content.comparison if file is not None else None

    def _is_practice(self, lesson: Lesson) -> bool:
        if lesson.task.assignment_id or lesson.task.graded or not lesson.is_open:
            return False
        return lesson.key is not None or self._is_open(lesson.id)

    def _compare(self, work: OpenWork) -> Results | None:
        lesson = work.lesson
        edition = lesson if lesson.key is not None else self._load(lesson.id)
        if edition.key is None or edition.article.sha256 != lesson.article.sha256:
            return None
        comparer = LessonComparer(edition, extra_cost=PRACTICE_EXTRA_COST)
        submission = self._studying.submission(work.attempt, lesson)
        comparison = comparer.compare(submission)
        this = _try(work.attempt, comparison)
        # So that a list of lessons need not compare again.
        self._studying.keep_try(work.attempt, this)
        tries = [this]
        for before in self._earlier(work):
            tries.append(_try(before.attempt, comparer.compare(before)))
        return Results(
            lesson=lesson,
            submission=submission,
            comparison=comparison,
            key_ties=edition.key.relations,
            tries=tuple(sorted(tries, key=lambda each: each.number)),
            objections=self.objections.of(work.attempt),
        )

    def _tries_given_back(self, work: OpenWork, card: CardKeys | None) -> tuple[Try, ...]:
        """The tries of an assignment that came back and can be opened with this card."""
        tries = []
        for attempt in [work.attempt, *(each.attempt for each in self._earlier(work))]:
            try:
                file = self._returned(attempt, card)
            except BadInput:
                continue
            if file is not None:
                tries.append(_try(attempt, file.content.comparison))
        return tuple(sorted(tries, key=lambda each: each.number))

    def _earlier(self, work: OpenWork) -> list[Submission]:
        try:
            return self._studying.earlier(work.attempt, work.lesson, most=_TRIES - 1)
        except AnnotatorError:
            # A damaged older try: this one's reasons can be read all the same.
            _log.warning("earlier tries can't be told", exc_info=True)
            return []


def _try(attempt: Attempt, comparison: Comparison) -> Try:
    return Try(number=attempt.number, named=comparison.named, required=comparison.required)
