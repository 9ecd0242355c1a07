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
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from annotator.model.annotation import Relation, new_id
from annotator.model.attempt import Attempt, AttemptState, Submission
from annotator.model.errors import AnnotatorError, BadInput
from annotator.model.lesson import Lesson
from annotator.model.moments import utc_now
from annotator.model.outcome import Comparison

if TYPE_CHECKING:
    from annotator.files.card_keys import CardKeys
    from annotator.files.return_file import Answered, Remark
    from annotator.services.exchange.replies import Replies
    from annotator.services.marking.studying import OpenWork, Studying

_log = logging.getLogger(__name__)

#: In practice an extra mark costs nothing (LABELS.md, "The grading rule").
PRACTICE_EXTRA_COST = 0
#: A reason for a disagreement holds this many characters.
MAX_REASON = 2_000
#: Of more tries than this only the latest are told.
_TRIES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """How one try came out: required items with an accepted label, of how many."""

    number: int
    named: int
    required: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """A student's "I disagree because …" about an item or a mark. ``said`` is UTC.

    ``revision`` is that of the return which was read then; 0 in practice. ``withdrawn`` (UTC) says
    when it was taken back after it had been given on.
    """

    id: str
    reason: str
    item_id: str = ""
    mark_id: str = ""
    revision: int = 0
    said: datetime.datetime
    withdrawn: datetime.datetime | None = None


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
        """Whether nobody graded it: the program itself compared it with an open key."""
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

    def results(self, work: OpenWork, *, card: CardKeys | None = None) -> Results | None:
        """What may be shown of an attempt now; None where nothing may.

        BadInput where what came back can't be opened (a sealed one without its ``card``) or
        belongs to another text.
        """
        if work.attempt.state is AttemptState.DRAFT:
            return None
        came_back = self._studying.returned(work, card=card)
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
                objections=self.objections(work.attempt),
                answers=content.answers,
                revision=content.revision,
                before=self._before(work, content.revision, card),
                may_try_again=work.lesson.task.more_attempts or self._is_practice(work.lesson),
            )
        if not self._is_practice(work.lesson):
            return None
        return self._compare(work)

    def _before(self, work: OpenWork, revision: int, card: CardKeys | None) -> Comparison | None:
        """The outcome of the return before ``revision``, if that is here and can be opened."""
        if revision < 2:
            return None
        try:
            file = self._studying.returned(work, card=card, before=revision)
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
        from annotator.services.review.compare import LessonComparer

        lesson = work.lesson
        edition = lesson if lesson.key is not None else self._load(lesson.id)
        if edition.key is None or edition.article.sha256 != lesson.article.sha256:
            return None
        comparer = LessonComparer(edition, extra_cost=PRACTICE_EXTRA_COST)
        submission = self._studying.submission(work.attempt, lesson)
        comparison = comparer.compare(submission)
        tries = [_try(work.attempt, comparison)]
        for before in self._earlier(work):
            tries.append(_try(before.attempt, comparer.compare(before)))
        return Results(
            lesson=lesson,
            submission=submission,
            comparison=comparison,
            key_ties=edition.key.relations,
            tries=tuple(sorted(tries, key=lambda each: each.number)),
            objections=self.objections(work.attempt),
        )

    def _tries_given_back(self, work: OpenWork, card: CardKeys | None) -> tuple[Try, ...]:
        """The tries of an assignment that came back and can be opened with this card."""
        from annotator.services.marking.studying import OpenWork as Work

        tries = []
        for attempt in [work.attempt, *(each.attempt for each in self._earlier(work))]:
            one = Work(work.student, work.lesson, attempt, work.marking)
            try:
                file = self._studying.returned(one, card=card)
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

    @property
    def replies(self) -> Replies:
        """The same disagreements as a file for the teacher."""
        from annotator.services.exchange.replies import Replies

        return Replies(self._studying, self)

    # -- "I disagree because …" -----------------------------------------------------------------

    def objections(self, attempt: Attempt) -> tuple[Objection, ...]:
        """What the student disagrees with in this attempt, without what was taken back."""
        return tuple(each for each in self.said(attempt) if each.withdrawn is None)

    def sent(self, attempt: Attempt) -> frozenset[str]:
        """What of it was given on to the teacher, as :class:`Replies` notes it."""
        noted = self._studying.setting(sent_key(attempt), [])
        return frozenset(map(str, noted)) if isinstance(noted, list) else frozenset()

    def said(self, attempt: Attempt) -> tuple[Objection, ...]:
        """All that the teacher has to know of: disagreements, and those that were taken back.

        What can't be understood is left out.
        """
        kept = self._studying.setting(_key(attempt), [])
        found = []
        for each in kept if isinstance(kept, list) else []:
            try:
                found.append(_objection(each))
            except (KeyError, TypeError, ValueError):
                continue
        return tuple(found)

    def object(
        self,
        attempt: Attempt,
        reason: str,
        *,
        item_id: str = "",
        mark_id: str = "",
        revision: int = 0,
    ) -> tuple[Objection, ...]:
        """Keep a reason (at most MAX_REASON characters) with the attempt; all there are then.

        One for each item or mark: another reason takes the place of the first, an empty one takes
        it away. What was given on before it was taken away is kept as taken back, so that the
        teacher can be told. ``revision`` is that of the return which the student reads.
        """
        reason = reason.strip()[:MAX_REASON]
        # The one before this may still be on its way to the disk.
        self._studying.settle()
        before = self.said(attempt)
        left = [each for each in before if not is_about(each, item_id, mark_id)]
        if not reason:
            left += _taken_back(before, self.sent(attempt), item_id, mark_id)
        if reason:
            left.append(
                Objection(
                    id=new_id(),
                    reason=reason,
                    item_id=item_id,
                    mark_id=mark_id,
                    revision=revision,
                    said=utc_now(),
                )
            )
        self._studying.set_setting(_key(attempt), [_to_json(each) for each in left])
        return tuple(each for each in left if each.withdrawn is None)


def _try(attempt: Attempt, comparison: Comparison) -> Try:
    return Try(number=attempt.number, named=comparison.named, required=comparison.required)


def is_about(said: Objection | Answered, item_id: str, mark_id: str) -> bool:
    """Whether something was said about this mark; where it names no mark, about this item.

    A mark may answer another item in the next return; it is the same mark all the same.
    """
    if said.mark_id:
        return said.mark_id == mark_id
    return bool(said.item_id) and said.item_id == item_id


def _taken_back(
    said: tuple[Objection, ...], sent: frozenset[str], item_id: str, mark_id: str
) -> list[Objection]:
    """What was said about this and the teacher may have, as taken back now."""
    now = utc_now()
    return [
        replace(each, withdrawn=each.withdrawn or now)
        for each in said
        if is_about(each, item_id, mark_id) and (each.withdrawn is not None or each.id in sent)
    ]


def sent_key(attempt: Attempt) -> str:
    """The name under which is kept what of an attempt's disagreements was given on."""
    return f"disagree-sent-{attempt.id}"


def _key(attempt: Attempt) -> str:
    return f"disagree-{attempt.id}"


def _to_json(each: Objection) -> dict[str, Any]:
    return {
        "id": each.id,
        "reason": each.reason,
        "item": each.item_id,
        "mark": each.mark_id,
        "revision": each.revision,
        "said": each.said.isoformat(),
        "withdrawn": each.withdrawn.isoformat() if each.withdrawn is not None else "",
    }


def _objection(kept: dict[str, Any]) -> Objection:
    back = str(kept.get("withdrawn", ""))
    return Objection(
        id=str(kept["id"]),
        reason=str(kept["reason"])[:MAX_REASON],
        item_id=str(kept["item"]),
        mark_id=str(kept["mark"]),
        revision=int(kept.get("revision", 0)),
        said=datetime.datetime.fromisoformat(str(kept["said"])),
        withdrawn=datetime.datetime.fromisoformat(back) if back else None,
    )
