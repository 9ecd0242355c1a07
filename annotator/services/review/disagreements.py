"""The verb "answer": what students disagree with, and what the teacher says to it.

Every answer is a step of the :class:`~annotator.services.review.reviewing.Review`, on its way to
the disk at once and taken back like any other. What is decided with it (the mark counts, the
points are given, the key stands) bears the time of the answer, so that another answer can take its
place.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from enum import StrEnum

from annotator.model.errors import AnnotatorError, BadInput
from annotator.model.key import AnswerKey, KeyItem
from annotator.model.moments import utc_now
from annotator.model.outcome import Comparison, ItemOutcome, MarkOutcome
from annotator.model.received import InboxRow
from annotator.model.review import (
    Answer,
    Decision,
    DecisionKind,
    Disagreement,
    ReviewChange,
    Verdict,
)
from annotator.model.text import Span
from annotator.services.review.accepted_answers import with_answer
from annotator.services.review.decisions import answer_of
from annotator.services.review.key_versions import KeyVersion
from annotator.services.review.rescoring import Rescore
from annotator.services.review.reviewing import Promotion, Review

#: Characters of an answer; as many as a note has.
MOST_WORDS = 2_000


class Aside(StrEnum):
    """What a teacher should know before answering: the desk has moved on since it was said."""

    ITEM_GONE = "item-gone"
    ITEM_CHANGED = "item-changed"
    MARK_GONE = "mark-gone"
    COUNTS_NOW = "counts-now"
    OLD_RETURN = "old-return"
    NEWER_TRY = "newer-try"
    OFF_LIST = "off-list"
    TAKEN_BACK = "taken-back"


class Effect(StrEnum):
    """What "you are right" changes: the mark counts, the item's points are given, or nothing."""

    COUNTS = "counts"
    POINTS = "points"
    WORDS = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreementRow:
    """One disagreement with what it is about, as the key and the decisions have it now.

    ``item`` and ``mark`` are outcomes after all decisions; None where it names none or it is gone.
    ``item_then`` is the item as the key had it when the work was given back, where the key has
    another or none now. ``answer`` is what the student's mark answers and the key doesn't have;
    for an item that was passed over it is that it need not be found.
    ``fault`` says why the paper can't be compared; it can be answered in words all the same.
    """

    said: Disagreement
    row: InboxRow
    item: ItemOutcome | None = None
    mark: MarkOutcome | None = None
    item_then: KeyItem | None = None
    answer: Answer | None = None
    effect: Effect = Effect.WORDS
    asides: tuple[Aside, ...] = ()
    fault: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still unanswered."""
        return self.said.answered is None

    @property
    def is_unreturned(self) -> bool:
        """Whether it is answered, and the student has not been told."""
        return is_unreturned(self.said, self.row.returned)

    @property
    def span(self) -> Span | None:
        """Where in the article it is: the mark, the item, or where the item was."""
        if self.mark is not None:
            return self.mark.span
        if self.item is not None:
            return self.item.span
        return self.item_then.span if self.item_then is not None else None

    @property
    def quote(self) -> str:
        """The words that it is about; empty where nothing is known of them any more."""
        if self.mark is not None:
            return self.mark.quote
        if self.item is not None:
            return self.item.quote
        return self.item_then.quote if self.item_then is not None else ""


def is_unreturned(said: Disagreement, returned: datetime.datetime | None) -> bool:
    """Whether a disagreement was answered after its paper was given back last (UTC)."""
    if said.answered is None:
        return False
    return returned is None or said.answered > returned


class Answering:
    """What students of a review's papers disagree with, and the ways to answer."""

    def __init__(self, review: Review) -> None:
        self._review = review

    # -- what there is -------------------------------------------------------------------------

    def matters(self) -> tuple[DisagreementRow, ...]:
        """All of them, what was said first at the front."""
        said = self._review.disagreements()
        if not said:
            return ()
        versions = self._review.papers.keys.versions(self._review.lesson)
        return tuple(self._matter(each, versions) for each in said)

    def matter(self, said_id: str) -> DisagreementRow:
        """One of them by its id; BadInput where it is not there."""
        for said in self._review.disagreements():
            if said.id == said_id:
                return self._matter(said, self._review.papers.keys.versions(self._review.lesson))
        raise BadInput(
            "This disagreement is not on the desk any more.", kept="Nothing was changed."
        )

    def _matter(self, said: Disagreement, versions: tuple[KeyVersion, ...]) -> DisagreementRow:
        review = self._review
        row = review.papers.row(said.submission_sha256)
        asides = list(self._where_it_stands(said, row))
        then = self._item_then(said, row, versions)
        try:
            reviewed = review.papers.reviewed(row.sha256)
        except AnnotatorError as error:
            return DisagreementRow(
                said=said, row=row, item_then=then, asides=tuple(asides), fault=error.happened
            )
        now, base = reviewed.comparison, reviewed.base
        item, mark = _item(now, said.item_id), _mark(now, said.mark_id)
        # An item that was accepted for this student alone is in the comparison, not in the key.
        key_item = self._item_now(said, row)
        if said.item_id and item is None and key_item is None:
            asides.insert(0, Aside.ITEM_GONE)
        elif then is not None and key_item is not None and _differs(then, key_item):
            asides.insert(0, Aside.ITEM_CHANGED)
        else:
            then = None
        if said.mark_id and mark is None:
            asides.insert(0, Aside.MARK_GONE)
        given = _mark(base, said.mark_id)
        answer = answer_of(given, review.lesson.article) if given is not None else None
        if given is not None and answer is None and given.item_id and given.points > 0:
            asides.insert(0, Aside.COUNTS_NOW)
        effect = _effect(said, base, answer)
        if effect is Effect.POINTS and key_item is not None:
            answer = Answer(label=key_item.label, item_id=key_item.id, missed=True)
        return DisagreementRow(
            said=said,
            row=row,
            item=item,
            mark=mark,
            item_then=then,
            answer=answer,
            effect=effect,
            asides=tuple(asides),
        )

    def _where_it_stands(self, said: Disagreement, row: InboxRow) -> list[Aside]:
        asides = []
        if 0 < said.revision < row.revision:
            asides.append(Aside.OLD_RETURN)
        if all(each.sha256 != row.sha256 for each in self._review.papers.rows):
            asides.append(Aside.NEWER_TRY)
        if not row.class_id:
            asides.append(Aside.OFF_LIST)
        if said.withdrawn is not None:
            asides.append(Aside.TAKEN_BACK)
        return asides

    def _key_now(self, row: InboxRow) -> AnswerKey | None:
        given = self._review.papers.assignment(row.sha256)
        return self._review.papers.key(given.id if given else "")

    def _item_now(self, said: Disagreement, row: InboxRow) -> KeyItem | None:
        return _key_item(self._key_now(row), said.item_id)

    def _item_then(
        self, said: Disagreement, row: InboxRow, versions: tuple[KeyVersion, ...]
    ) -> KeyItem | None:
        """The item in the key with which the paper was counted when the student read it."""
        if not said.item_id or not versions:
            return None
        # By this computer's clock alone: the student's may be wrong.
        when = min(said.received, row.returned) if row.returned else said.received
        number = max(
            (each.number for each in versions if each.at is None or each.at <= when),
            default=versions[0].number,
        )
        given = self._review.papers.assignment(row.sha256)
        if given is not None and given.key_version is not None:
            number = min(number, given.key_version)
        return _key_item(self._review.papers.keys.key(self._review.lesson, number), said.item_id)

    # -- answering -----------------------------------------------------------------------------

    def right(self, said_id: str, words: str = "") -> ReviewChange:
        """ "You are right": it counts for this student, as far as there is something to count.

        The student reads ``words`` (at most MOST_WORDS characters), which may be empty.
        """
        matter = self.matter(said_id)
        said = matter.said
        words = words.strip()[:MOST_WORDS]
        planned = ReviewChange("")
        if matter.effect is Effect.COUNTS:
            places = [(said.submission_sha256, said.mark_id)]
            planned = self._review.planned(DecisionKind.ACCEPT, places, why=words)
        elif matter.effect is Effect.POINTS and matter.item is not None:
            planned = self._review.planned(
                DecisionKind.OVERRIDE,
                [(said.submission_sha256, "")],
                item_id=said.item_id,
                points=matter.item.weight,
                why=words,
            )
        return self._answer(said, Verdict.RIGHT, words, planned)

    def stands(self, said_id: str, words: str) -> ReviewChange:
        """ "It stands, because …": what the key says holds for this mark.

        BadInput without words: a student is not sent away without a reason.
        """
        words = words.strip()[:MOST_WORDS]
        if not words:
            raise BadInput("A reason is missing.", todo="Say in a few words why it stands.")
        matter = self.matter(said_id)
        said = matter.said
        planned = ReviewChange("")
        if matter.effect is Effect.COUNTS and self._may_keep(said):
            places = [(said.submission_sha256, said.mark_id)]
            planned = self._review.planned(DecisionKind.KEEP, places, why=words)
        return self._answer(said, Verdict.STANDS, words, planned)

    def reword(self, said_id: str, words: str) -> ReviewChange:
        """Other words to an answer that there is; the verdict stays. BadInput where none is."""
        said = self.matter(said_id).said
        if said.verdict is Verdict.STANDS:
            return self.stands(said_id, words)
        if said.verdict is Verdict.RIGHT:
            return self.right(said_id, words)
        if said.verdict is None:
            raise BadInput("Nobody has answered this yet.", kept="Nothing was changed.")
        reworded = replace(said, answer=words.strip()[:MOST_WORDS], answered=utc_now())
        return self._review.do(ReviewChange("words", asked=(said,), answered=(reworded,)))

    def reopen(self, said_id: str) -> ReviewChange:
        """Take an answer away, with what was decided by it for this student."""
        said = self.matter(said_id).said
        open_again = replace(said, verdict=None, answer="", answered=None)
        return self._review.do(
            ReviewChange("open again", self._made_with(said), (), (said,), (open_again,))
        )

    def rescore(self, said_id: str) -> Rescore | None:
        """What "right for everyone" would change; None where there is nothing to put into the key.

        Nothing is written. InvalidModel where the item is not in the key any more.
        """
        matter = self.matter(said_id)
        key = self._key_now(matter.row)
        if matter.answer is None or key is None:
            return None
        return self._review.papers.preview(
            with_answer(key, matter.answer, self._review.lesson.article)
        )

    def alike(self, said_id: str) -> tuple[DisagreementRow, ...]:
        """The disagreement with this id, and all open ones about the very same answer."""
        matter = self.matter(said_id)
        others = (
            each
            for each in self.matters()
            if each.is_open and each.said.id != said_id and each.answer == matter.answer
        )
        return (matter, *(others if matter.answer is not None else ()))

    def right_for_everyone(
        self, said_id: str, words: str = "", *, why: str = "", required: bool = False
    ) -> Promotion:
        """ "You are right" by a key that has the answer from now on; on disk when this returns.

        All that are :meth:`alike` are answered with it. ``why`` stands in the log. BadInput where
        there is no answer to put into the key.
        """
        alike = self.alike(said_id)
        answer = alike[0].answer
        if answer is None:
            raise BadInput(
                "There is nothing here that the key could accept.", kept="The key is as it was."
            )
        now, words = utc_now(), words.strip()[:MOST_WORDS]
        asked = tuple(each.said for each in alike)
        answered = tuple(
            replace(each, verdict=Verdict.EVERYONE, answer=words, answered=now) for each in asked
        )
        before = tuple(decision for each in asked for decision in self._made_with(each))
        also = ReviewChange("right for everyone", before, (), asked, answered)
        return self._review.accept_for_everyone(answer, why=why, required=required, also=also)

    def _answer(
        self, said: Disagreement, verdict: Verdict, words: str, planned: ReviewChange
    ) -> ReviewChange:
        now = utc_now()
        answered = replace(said, verdict=verdict, answer=words, answered=now)
        before = {each.id: each for each in (*self._made_with(said), *planned.before)}
        after = tuple(replace(each, decided=now) for each in planned.after)
        verb = "you are right" if verdict is Verdict.RIGHT else "it stands"
        return self._review.do(
            ReviewChange(verb, tuple(before.values()), after, (said,), (answered,))
        )

    def _made_with(self, said: Disagreement) -> tuple[Decision, ...]:
        """What was decided by the answer that there is now."""
        if said.answered is None:
            return ()
        return tuple(
            each
            for each in self._review.papers.decisions(said.submission_sha256)
            if each.decided == said.answered
            and (each.mark_id == said.mark_id if said.mark_id else each.item_id == said.item_id)
        )

    def _may_keep(self, said: Disagreement) -> bool:
        """Whether nothing but this answer, or an acceptance, was decided on the mark so far.

        A mark that was let through, or has points of its own, keeps them: the answer is about
        the key.
        """
        mine = {each.id for each in self._made_with(said)}
        return all(
            each.kind in (DecisionKind.ACCEPT, DecisionKind.KEEP, DecisionKind.COMMENT)
            or each.id in mine
            for each in self._review.papers.decisions(said.submission_sha256)
            if each.mark_id == said.mark_id
        )


def _effect(said: Disagreement, base: Comparison, answer: Answer | None) -> Effect:
    if answer is not None:
        return Effect.COUNTS
    missed = _item(base, said.item_id)
    if said.mark_id or missed is None or not missed.required or missed.found:
        return Effect.WORDS
    return Effect.POINTS


def _key_item(key: AnswerKey | None, item_id: str) -> KeyItem | None:
    items = key.items if key is not None else ()
    return next((each for each in items if item_id and each.id == item_id), None)


def _item(told: Comparison, item_id: str) -> ItemOutcome | None:
    return next((each for each in told.items if item_id and each.item_id == item_id), None)


def _mark(told: Comparison, mark_id: str) -> MarkOutcome | None:
    return next((each for each in told.marks if mark_id and each.mark_id == mark_id), None)


def _differs(then: KeyItem, now: KeyItem) -> bool:
    """Whether an item asks for something else than it did; its why may have been mended."""
    return (then.labels, then.accepted, then.required, then.weight) != (
        now.labels,
        now.accepted,
        now.required,
        now.weight,
    )
