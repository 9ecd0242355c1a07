"""What a list says of one hand-in, and under which name: values and small rules, nothing stored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.model.article import Article
from annotator.model.outcome import Edges
from annotator.model.work import Assignment, Submission
from annotator.scoring.class_help import least_seconds
from annotator.services.marking.attempts import is_late
from annotator.services.review.decisions import Reviewed
from annotator.services.review.states import PaperState, paper_state, state_words
from annotator.store.desk import InboxRow


class Flag(StrEnum):
    """What deserves a second look; none of them is an accusation."""

    LATE = "late"
    PAINTED = "painted"
    SHORT_TIME = "short-time"
    CHAIN_BLANK = "chain-blank"
    OTHER_TEXT = "other-text"
    UNKNOWN = "unknown"
    PAPER = "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxLine:
    """The figures of one paper after the decisions. ``points`` are micro-points.

    Of ``required`` items ``named`` were marked with an accepted label: "21 of 26 found" is that.
    ``placed`` were marked under any label, ``tidy`` with tidy edges. ``open`` counts differences
    that wait for a decision. ``painted`` is the label that covers most of the text. Where ``fault``
    is a sentence, the figures say nothing.
    """

    named: int = 0
    placed: int = 0
    tidy: int = 0
    required: int = 0
    points: int = 0
    possible: int = 0
    score: int | None = None
    open: int = 0
    state: PaperState = PaperState.TO_DECIDE
    flags: tuple[Flag, ...] = ()
    painted: str = ""
    fault: str = ""

    @property
    def state_words(self) -> str:
        """How far the teacher is with it, in words."""
        return "can’t be read" if self.fault else state_words(self.state, self.open)


def inbox_line(
    row: InboxRow,
    reviewed: Reviewed,
    submission: Submission,
    article: Article,
    assignment: Assignment | None,
) -> InboxLine:
    """The line of a paper that could be compared."""
    told = reviewed.comparison
    wanted = [item for item in told.items if item.required]
    painted = next((each.label for each in told.coverage if each.painted), "")
    return InboxLine(
        named=told.named,
        placed=told.found,
        tidy=sum(1 for item in wanted if item.found and item.edges is Edges.TIDY),
        required=told.required,
        points=told.points,
        possible=told.possible,
        score=told.score,
        open=len(reviewed.open),
        state=paper_state(row, reviewed),
        flags=tuple(_flags(row, reviewed, submission, article, assignment, painted)),
        painted=painted,
    )


def _flags(
    row: InboxRow,
    reviewed: Reviewed,
    submission: Submission,
    article: Article,
    assignment: Assignment | None,
    painted: str,
) -> Iterable[Flag]:
    if assignment is not None and is_late(row, assignment.due):
        yield Flag.LATE
    if painted:
        yield Flag.PAINTED
    if 0 < submission.attempt.seconds_spent < least_seconds((), article):
        yield Flag.SHORT_TIME
    ties = reviewed.comparison.relations
    if any(t.key_relation_id and t.required for t in ties) and not submission.relations:
        yield Flag.CHAIN_BLANK
    # Work that is for no class needs to be on no list either.
    if assignment is not None and not row.student_id:
        yield Flag.UNKNOWN
    if row.from_paper:
        yield Flag.PAPER


def assignment_of(row: InboxRow, assignments: Sequence[Assignment]) -> Assignment | None:
    """Which of ``assignments`` a hand-in is for: the one that it names, else its class's latest.

    One that names what another class was given is for none of them until the teacher has filed it,
    and nothing that came in is ever for a made-up class.
    """
    if row.is_aside or row.names_sample:
        return None
    for each in assignments:
        if each.id == row.assignment_id:
            own = row.is_filed or row.class_id in ("", each.class_id)
            return each if own else None
    if row.assignment_id or not row.class_id:
        return None
    fitting = [a for a in assignments if (a.lesson_id, a.class_id) == (row.lesson_id, row.class_id)]
    return max(fitting, key=lambda a: (a.created is not None, a.created), default=None)


_PSEUDONYMS = (
    "Alder Aspen Beech Birch Cedar Cherry Cypress Elder Elm Fir Hazel Heather Holly Ivy Juniper "
    "Larch Laurel Lime Linden Maple Myrtle Oak Olive Pine Plum Poplar Quince Rowan Sorrel Spruce "
    "Sycamore Thorn Walnut Willow Yew"
).split()


class BlindNames:
    """Names of trees in place of students', and an order that says nothing either.

    One ``seed`` gives the same names and the same order each time, so that a review can go on
    tomorrow; another one gives others.
    """

    def __init__(self, seed: str, sha256s: Iterable[str]) -> None:
        def draw(sha256: str) -> str:
            return hashlib.sha256(f"{seed}/{sha256}".encode()).hexdigest()

        self._order = {each: n for n, each in enumerate(sorted(set(sha256s), key=draw))}

    def place(self, sha256: str) -> int:
        """Where the paper stands in the random order, from 0."""
        return self._order[sha256]

    def name(self, sha256: str) -> str:
        """The pseudonym; a number is added from the second time round."""
        turn, which = divmod(self._order[sha256], len(_PSEUDONYMS))
        return _PSEUDONYMS[which] + (f" {turn + 1}" if turn else "")
