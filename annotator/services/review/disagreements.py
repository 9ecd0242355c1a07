"""The verb "answer": what students disagree with, and what the teacher says to it.

Every answer is a step of the :class:`~annotator.services.review.reviewing.Review`, on its way to
the disk at once and taken back like any other. What is decided with it (the mark counts, the
points are given, the key stands) bears the time of the answer, so that another answer can take its
place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from annotator.model.errors import AnnotatorError, BadInput
from annotator.model.key import AnswerKey, KeyItem
from annotator.model.moments import utc_now
from annotator.model.outcome import Comparison, ItemOutcome, MarkOutcome, RelationOutcome
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
from annotator.services.review.holdings import is_unreturned
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
    TIE_GONE = "tie-gone"
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

    ``item``, ``mark`` and ``tie`` are outcomes after all decisions; None where it names none or it
    is gone. Of a tie, ``item`` is the one that it is drawn from.
    ``item_then`` is the item as the key had it when the work was given back, where the key has
    another or none now. ``answer`` is what the student's mark answers and the key doesn't have;
    for an item that was passed over it is that it need not be found.
    ``fault`` says why the paper can't be compared; it can be answered in words all the same.
    """

    disagreement: Disagreement
    paper: InboxRow
    item: ItemOutcome | None = None
    mark: MarkOutcome | None = None
    tie: RelationOutcome | None = None
    item_then: KeyItem | None = None
    answer: Answer | None = None
    effect: Effect = Effect.WORDS
    asides: tuple[Aside, ...] = ()
    fault: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still unanswered."""
        return self.disagreement.answered is None

    @property
    def is_unreturned(self) -> bool:
        """Whether it is answered, and the student has not been told."""
        return is_unreturned(self.disagreement, self.paper.returned)

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


class Answering:
    """What students of a review's papers disagree with, and the ways to answer."""

    def __init__(self, review: Review) -> None:
        self._review = review

    # -- what there is -------------------------------------------------------------------------

    def rows(self) -> tuple[DisagreementRow, ...]:
        """All of them, what was said first at the front."""
        disagreements = self._review.disagreements()
        if not disagreements:
            return ()
        versions = self._review.papers.keys.versions(self._review.lesson)
        return tuple(self._row(each, versions) for each in disagreements)

    def row(self, disagreement_id: str) -> DisagreementRow:
        """One of them by its id; BadInput where it is not there."""
        for each in self._review.disagreements():
            if each.id == disagreement_id:
                return self._row(each, self._review.papers.keys.versions(self._review.lesson))
        raise BadInput(
            "This disagreement is not on the desk any more.", kept="Nothing was changed."
        )

    def _row(self, disagreement: Disagreement, versions: tuple[KeyVersion, ...]) -> DisagreementRow:
        review = self._review
        paper = review.papers.row(disagreement.submission_sha256)
        asides = list(self._where_it_stands(disagreement, paper))
        then = self._item_then(disagreement, paper, versions)
        try:
            reviewed = review.papers.reviewed(paper.sha256)
        except AnnotatorError as error:
            return DisagreementRow(
                disagreement=disagreement,
                paper=paper,
                item_then=then,
                asides=tuple(asides),
                fault=error.happened,
            )
        now, base = reviewed.comparison, reviewed.base
        mark, tie = _mark(now, disagreement.mark_id), _tie(now, disagreement.tie_id)
        item = _item(now, tie.item_id if tie is not None else disagreement.item_id)
        # An item that was accepted for this student alone is in the comparison, not in the key.
        key_item = self._item_now(disagreement, paper)
        if disagreement.item_id and item is None and key_item is None:
            asides.insert(0, Aside.ITEM_GONE)
        elif then is not None and key_item is not None and _differs(then, key_item):
            asides.insert(0, Aside.ITEM_CHANGED)
        else:
            then = None
        if disagreement.mark_id and mark is None:
            asides.insert(0, Aside.MARK_GONE)
        if disagreement.tie_id and tie is None:
            asides.insert(0, Aside.TIE_GONE)
        given = _mark(base, disagreement.mark_id)
        answer = answer_of(given, review.lesson.article) if given is not None else None
        if given is not None and answer is None and given.item_id and given.points > 0:
            asides.insert(0, Aside.COUNTS_NOW)
        effect = _effect(disagreement, base, answer)
        if effect is Effect.POINTS and key_item is not None:
            answer = Answer(label=key_item.label, item_id=key_item.id, missed=True)
        return DisagreementRow(
            disagreement=disagreement,
            paper=paper,
            item=item,
            mark=mark,
            tie=tie,
            item_then=then,
            answer=answer,
            effect=effect,
            asides=tuple(asides),
        )

    def _where_it_stands(self, disagreement: Disagreement, paper: InboxRow) -> list[Aside]:
        asides = []
        if 0 < disagreement.revision < paper.revision:
            asides.append(Aside.OLD_RETURN)
        if all(each.sha256 != paper.sha256 for each in self._review.papers.rows):
            asides.append(Aside.NEWER_TRY)
        if not paper.class_id:
            asides.append(Aside.OFF_LIST)
        if disagreement.withdrawn is not None:
            asides.append(Aside.TAKEN_BACK)
        return asides

    def _key_now(self, paper: InboxRow) -> AnswerKey | None:
        given = self._review.papers.assignment(paper.sha256)
        return self._review.papers.key(given.id if given else "")

    def _item_now(self, disagreement: Disagreement, paper: InboxRow) -> KeyItem | None:
        return _key_item(self._key_now(paper), disagreement.item_id)

    def _item_then(
        self, disagreement: Disagreement, paper: InboxRow, versions: tuple[KeyVersion, ...]
    ) -> KeyItem | None:
        """The item in the key with which the paper was counted when the student read it."""
        if not disagreement.item_id or not versions:
            return None
        # By this computer's clock alone: the student's may be wrong.
        when = (
            min(disagreement.received, paper.returned) if paper.returned else disagreement.received
        )
        number = max(
            (each.number for each in versions if each.at is None or each.at <= when),
            default=versions[0].number,
        )
        given = self._review.papers.assignment(paper.sha256)
        if given is not None and given.key_version is not None:
            number = min(number, given.key_version)
        return _key_item(
            self._review.papers.keys.key(self._review.lesson, number), disagreement.item_id
        )

    # -- answering -----------------------------------------------------------------------------

    def right(self, disagreement_id: str, comment: str = "") -> ReviewChange:
        """ "You are right": it counts for this student, as far as there is something to count.

        The student reads ``comment`` (at most MOST_WORDS characters), which may be empty.
        """
        row = self.row(disagreement_id)
        disagreement = row.disagreement
        comment = comment.strip()[:MOST_WORDS]
        planned = ReviewChange("")
        if row.effect is Effect.COUNTS:
            places = [(disagreement.submission_sha256, disagreement.mark_id)]
            planned = self._review.planned(DecisionKind.ACCEPT, places, why=comment)
        elif row.effect is Effect.POINTS and row.item is not None:
            planned = self._review.planned(
                DecisionKind.OVERRIDE,
                [(disagreement.submission_sha256, "")],
                item_id=disagreement.item_id,
                points=row.item.weight,
                why=comment,
            )
        return self._answer(disagreement, Verdict.RIGHT, comment, planned)

    def stands(self, disagreement_id: str, comment: str) -> ReviewChange:
        """ "It stands, because …": what the key says holds for this mark.

        BadInput without words: a student is not sent away without a reason.
        """
        comment = comment.strip()[:MOST_WORDS]
        if not comment:
            raise BadInput("A reason is missing.", todo="Say in a few words why it stands.")
        row = self.row(disagreement_id)
        disagreement = row.disagreement
        planned = ReviewChange("")
        if row.effect is Effect.COUNTS and self._may_keep(disagreement):
            places = [(disagreement.submission_sha256, disagreement.mark_id)]
            planned = self._review.planned(DecisionKind.KEEP, places, why=comment)
        return self._answer(disagreement, Verdict.STANDS, comment, planned)

    def reword(self, disagreement_id: str, comment: str) -> ReviewChange:
        """Other words to an answer that there is; the verdict stays. BadInput where none is."""
        disagreement = self.row(disagreement_id).disagreement
        if disagreement.verdict is Verdict.STANDS:
            return self.stands(disagreement_id, comment)
        if disagreement.verdict is Verdict.RIGHT:
            return self.right(disagreement_id, comment)
        if disagreement.verdict is None:
            raise BadInput("Nobody has answered this yet.", kept="Nothing was changed.")
        reworded = replace(disagreement, answer=comment.strip()[:MOST_WORDS], answered=utc_now())
        return self._review.do(ReviewChange("words", asked=(disagreement,), answered=(reworded,)))

    def reopen(self, disagreement_id: str) -> ReviewChange:
        """Take an answer away, with what was decided by it for this student."""
        disagreement = self.row(disagreement_id).disagreement
        open_again = replace(disagreement, verdict=None, answer="", answered=None)
        return self._review.do(
            ReviewChange(
                "open again", self._made_with(disagreement), (), (disagreement,), (open_again,)
            )
        )

    def rescore(self, disagreement_id: str) -> Rescore | None:
        """What "right for everyone" would change; None where there is nothing to put into the key.

        Nothing is written. InvalidModel where the item is not in the key any more.
        """
        row = self.row(disagreement_id)
        key = self._key_now(row.paper)
        if row.answer is None or key is None:
            return None
        return self._review.papers.preview(
            with_answer(key, row.answer, self._review.lesson.article)
        )

    def alike(self, disagreement_id: str) -> tuple[DisagreementRow, ...]:
        """The disagreement with this id, and all open ones about the very same answer."""
        row = self.row(disagreement_id)
        others = (
            each
            for each in self.rows()
            if each.is_open
            and each.disagreement.id != disagreement_id
            and each.answer == row.answer
        )
        return (row, *(others if row.answer is not None else ()))

    def right_for_everyone(
        self, disagreement_id: str, comment: str = "", *, why: str = "", required: bool = False
    ) -> Promotion:
        """ "You are right" by a key that has the answer from now on; on disk when this returns.

        All that are :meth:`alike` are answered with it. ``why`` stands in the log. BadInput where
        there is no answer to put into the key.
        """
        alike = self.alike(disagreement_id)
        answer = alike[0].answer
        if answer is None:
            raise BadInput(
                "There is nothing here that the key could accept.", kept="The key is as it was."
            )
        now, comment = utc_now(), comment.strip()[:MOST_WORDS]
        asked = tuple(each.disagreement for each in alike)
        answered = tuple(
            replace(each, verdict=Verdict.EVERYONE, answer=comment, answered=now) for each in asked
        )
        before = tuple(decision for each in asked for decision in self._made_with(each))
        also = ReviewChange("right for everyone", before, (), asked, answered)
        return self._review.accept_for_everyone(answer, why=why, required=required, also=also)

    def _answer(
        self, disagreement: Disagreement, verdict: Verdict, comment: str, planned: ReviewChange
    ) -> ReviewChange:
        now = utc_now()
        answered = replace(disagreement, verdict=verdict, answer=comment, answered=now)
        before = {each.id: each for each in (*self._made_with(disagreement), *planned.before)}
        after = tuple(replace(each, decided=now) for each in planned.after)
        verb = "you are right" if verdict is Verdict.RIGHT else "it stands"
        return self._review.do(
            ReviewChange(verb, tuple(before.values()), after, (disagreement,), (answered,))
        )

    def _made_with(self, disagreement: Disagreement) -> tuple[Decision, ...]:
        """What was decided by the answer that there is now."""
        if disagreement.answered is None:
            return ()
        return tuple(
            each
            for each in self._review.papers.decisions(disagreement.submission_sha256)
            if each.decided == disagreement.answered
            and (
                each.mark_id == disagreement.mark_id
                if disagreement.mark_id
                else each.item_id == disagreement.item_id
            )
        )

    def _may_keep(self, disagreement: Disagreement) -> bool:
        """Whether nothing but this answer, or an acceptance, was decided on the mark so far.

        A mark that was let through, or has points of its own, keeps them: the answer is about
        the key.
        """
        mine = {each.id for each in self._made_with(disagreement)}
        return all(
            each.kind in (DecisionKind.ACCEPT, DecisionKind.KEEP, DecisionKind.COMMENT)
            or each.id in mine
            for each in self._review.papers.decisions(disagreement.submission_sha256)
            if each.mark_id == disagreement.mark_id
        )


def _effect(disagreement: Disagreement, base: Comparison, answer: Answer | None) -> Effect:
    if answer is not None:
        return Effect.COUNTS
    missed = _item(base, disagreement.item_id)
    if disagreement.mark_id or missed is None or not missed.required or missed.found:
        return Effect.WORDS
    return Effect.POINTS


def _key_item(key: AnswerKey | None, item_id: str) -> KeyItem | None:
    items = key.items if key is not None else ()
    return next((each for each in items if item_id and each.id == item_id), None)


def _item(comparison: Comparison, item_id: str) -> ItemOutcome | None:
    return next((each for each in comparison.items if item_id and each.item_id == item_id), None)


def _mark(comparison: Comparison, mark_id: str) -> MarkOutcome | None:
    return next((each for each in comparison.marks if mark_id and each.mark_id == mark_id), None)


def _tie(comparison: Comparison, tie_id: str) -> RelationOutcome | None:
    return next((each for each in comparison.relations if tie_id and tie_id in each.ids), None)


def _differs(then: KeyItem, now: KeyItem) -> bool:
    """Whether an item asks for something else than it did; its why may have been mended."""
    return (then.labels, then.accepted, then.required, then.weight) != (
        now.labels,
        now.accepted,
        now.required,
        now.weight,
    )
