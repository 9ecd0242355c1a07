"""What a teacher decides about a comparison, and what a student has to say to it, as values."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from annotator.model.errors import InvalidModel
from annotator.model.text import Span

#: A reason for a disagreement holds this many characters.
MAX_REASON = 2_000


class DecisionKind(StrEnum):
    """The kinds of decision: this extra costs nothing, this answer counts, these points, a word.

    ``KEEP``: looked at, and what the key says stands.
    """

    WAIVE = "waive"
    KEEP = "keep"
    ACCEPT = "accept"
    OVERRIDE = "override"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision on one submission: about a mark, a key item, both, or (a comment) the whole.

    ``points`` is in micro-points and belongs to an override alone. ``who``, ``decided`` (UTC) and
    ``why`` say whose it is, when and for what reason.
    """

    id: str
    submission_sha256: str
    kind: DecisionKind
    item_id: str = ""
    mark_id: str = ""
    points: int | None = None
    comment: str = ""
    why: str = ""
    who: str = ""
    decided: datetime.datetime

    def __post_init__(self) -> None:
        if (self.kind is DecisionKind.OVERRIDE) != (self.points is not None):
            raise InvalidModel("An override, and nothing else, sets points.")
        if self.kind is DecisionKind.WAIVE and not self.mark_id:
            raise InvalidModel("Only a mark can be waived.")
        if self.kind is not DecisionKind.COMMENT and not (self.item_id or self.mark_id):
            raise InvalidModel("A decision is about a mark or a key item.")
        if self.kind is DecisionKind.COMMENT and not self.comment:
            raise InvalidModel("A comment needs words.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What makes the answers of two students alike: the place in the key, the label, the words.

    ``span`` (code points, snapped to words) is None where only the label differs from the key's.
    With an ``item_id``: another label at that item (no span) or its label on other words (a span).
    Without: a label on words that the key doesn't have, or that lie in the trap ``trap_id``.
    ``missed``: the item was passed over; where that is accepted, it need not be found any more.
    """

    label: str
    item_id: str = ""
    trap_id: str = ""
    span: Span | None = None
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """What a student disagrees with: a key item, a mark (which may answer that item), or a tie.

    ``tie_ids`` are all by which a tie is known (:attr:`RelationOutcome.ids`); a disagreement with
    it names the first.
    """

    item_id: str = ""
    mark_id: str = ""
    tie_ids: tuple[str, ...] = ()

    @property
    def tie_id(self) -> str:
        """The id under which something is said of the tie; empty where it is about no tie."""
        return self.tie_ids[0] if self.tie_ids else ""

    def __bool__(self) -> bool:
        return bool(self.item_id or self.mark_id or self.tie_ids)


class Verdict(StrEnum):
    """What a teacher answers: right (for this student), right for everyone, or it stands."""

    RIGHT = "right"
    EVERYONE = "everyone"
    STANDS = "stands"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A student's "I disagree because …" about a key item, a mark or a tie of a submission.

    ``revision`` is that of the return which the student had read, 0 where the file doesn't say.
    ``raised`` and ``received`` are UTC; ``answered`` and ``verdict`` are None until it is
    answered. ``answer`` are the teacher's words to it; they may be empty. ``withdrawn`` (UTC) says
    when the student took it back, None where that didn't happen.
    """

    id: str
    submission_sha256: str
    reason: str
    item_id: str = ""
    mark_id: str = ""
    tie_id: str = ""
    raised: datetime.datetime
    received: datetime.datetime
    revision: int = 0
    verdict: Verdict | None = None
    answer: str = ""
    answered: datetime.datetime | None = None
    withdrawn: datetime.datetime | None = None

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise InvalidModel("A disagreement needs a reason.")
        if (self.verdict is None) != (self.answered is None):
            raise InvalidModel("An answer to a disagreement needs a verdict and a time.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A teacher's decision as the student is told of it: what about, what for, in which words.

    ``points`` (micro-points) is set for an override alone. Who decided and when stays at the desk.
    """

    kind: DecisionKind
    item_id: str = ""
    mark_id: str = ""
    points: int | None = None
    comment: str = ""
    why: str = ""

    @classmethod
    def of(cls, decision: Decision) -> Self:
        """What of a decision goes out."""
        return cls(
            kind=decision.kind,
            item_id=decision.item_id,
            mark_id=decision.mark_id,
            points=decision.points,
            comment=decision.comment,
            why=decision.why,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a student disagreed with, and what the teacher says to it; ``words`` may be empty.

    ``id`` is the one that the student's program gave it; ``raised`` is UTC.
    """

    id: str
    reason: str
    item_id: str = ""
    mark_id: str = ""
    tie_id: str = ""
    raised: datetime.datetime
    verdict: Verdict
    words: str = ""

    @classmethod
    def of(cls, disagreement: Disagreement) -> Self | None:
        """What of a disagreement goes out; None while it is unanswered."""
        if disagreement.verdict is None:
            return None
        return cls(
            id=disagreement.id,
            reason=disagreement.reason,
            item_id=disagreement.item_id,
            mark_id=disagreement.mark_id,
            tie_id=disagreement.tie_id,
            raised=disagreement.raised,
            verdict=disagreement.verdict,
            words=disagreement.answer,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """A student's "I disagree because …" about an item, a mark or a tie. ``raised`` is UTC.

    ``revision`` is that of the return which was read then; 0 in practice. ``withdrawn`` (UTC) says
    when it was taken back after it had been given on.
    """

    id: str
    reason: str
    item_id: str = ""
    mark_id: str = ""
    tie_id: str = ""
    revision: int = 0
    raised: datetime.datetime
    withdrawn: datetime.datetime | None = None


def is_about(objection: Objection | Answered, subject: Subject) -> bool:
    """Whether something was said about this tie or mark; where it names neither, about this item.

    A mark may answer another item in the next return; it is the same mark all the same.
    """
    if objection.tie_id:
        return objection.tie_id in subject.tie_ids
    if objection.mark_id:
        return objection.mark_id == subject.mark_id
    return bool(objection.item_id) and objection.item_id == subject.item_id


@dataclass(frozen=True, slots=True)
class ReviewChange:
    """A step from some decisions to others; ``before`` and ``after`` share no unchanged one.

    ``verb`` is what the undo button says ("accept", "let through", "comment"…). ``asked`` and
    ``answered`` are the disagreements that it answers, as they were and as they are then.
    """

    verb: str
    before: tuple[Decision, ...] = ()
    after: tuple[Decision, ...] = ()
    asked: tuple[Disagreement, ...] = ()
    answered: tuple[Disagreement, ...] = ()

    def inverse(self) -> ReviewChange:
        """The step back: ids, times and everything else as they were."""
        return ReviewChange(self.verb, self.after, self.before, self.answered, self.asked)

    def __bool__(self) -> bool:
        return self.before != self.after or self.asked != self.answered
