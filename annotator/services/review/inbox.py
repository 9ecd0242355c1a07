"""What a list says of one hand-in, and under which name: values and small rules, nothing stored."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.model.article import Article
from annotator.model.outcome import Edges
from annotator.model.received import InboxRow
from annotator.model.work import Assignment, OwnTerms, Submission
from annotator.scoring.class_help import least_seconds
from annotator.services.marking.attempts import claims_to_be_in_time, is_late
from annotator.services.review.decisions import Reviewed
from annotator.services.review.late_claims import claim_text
from annotator.services.review.own_terms import terms_text
from annotator.services.review.states import PaperState, paper_state, state_words
from annotator.services.review.ties import ties_right

#: So many papers from the lowest to the highest points.
SPREAD = 4


class Flag(StrEnum):
    """What deserves a second look; none of them is an accusation."""

    LATE = "late"
    CLAIMS_IN_TIME = "claims-in-time"
    PAINTED = "painted"
    CUT_SMALL = "cut-small"
    SHORT_TIME = "short-time"
    CHAIN_BLANK = "chain-blank"
    OTHER_TEXT = "other-text"
    UNKNOWN = "unknown"
    PAPER = "paper"
    NAME_NOT_CHECKED = "name not checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxLine:
    """The figures of one paper after the decisions. ``points`` are micro-points.

    Of ``required`` items ``named`` were marked with an accepted label: "21 of 26 found" is that.
    ``placed`` were marked under any label, ``tidy`` with tidy edges. ``open`` counts differences
    that wait for a decision, ``marks`` all that were made. ``ties_right`` of ``ties`` that the key
    asks for are wholly right, ``details_right`` of ``details`` attributes. ``painted`` is the label
    that covers most of the text. ``claim`` has the two times of a hand-in that arrived late and
    says that it was in time, as long as the teacher has not said whether it counts as late. Where
    ``fault`` is a sentence, the figures say nothing. ``changed_since``: it was returned,
    and its student holds something else than what counts now. ``terms`` says what holds for this
    student alone.
    """

    named: int = 0
    placed: int = 0
    tidy: int = 0
    required: int = 0
    marks: int = 0
    points: int = 0
    possible: int = 0
    score: int | None = None
    ties_right: int = 0
    ties: int = 0
    details_right: int = 0
    details: int = 0
    open: int = 0
    state: PaperState = PaperState.TO_DECIDE
    flags: tuple[Flag, ...] = ()
    painted: str = ""
    claim: str = ""
    fault: str = ""
    changed_since: bool = False
    terms: str = ""

    @property
    def state_words(self) -> str:
        """How far the teacher is with it, in words."""
        if self.fault:
            return "can’t be read"
        return state_words(self.state, self.open, changed_since=self.changed_since)


def inbox_line(
    row: InboxRow,
    reviewed: Reviewed,
    submission: Submission,
    article: Article,
    assignment: Assignment | None,
    *,
    due: datetime.datetime | None = None,
    terms: OwnTerms | None = None,
    counts_as_late: bool | None = None,
    has_cards: bool = False,
) -> InboxLine:
    """The line of a paper that could be compared.

    ``due`` (UTC) is when it was due, by ``terms`` where this student has own ones.
    ``counts_as_late`` is what the teacher has said of a claim to have been in time; None where she
    has not. ``has_cards``: students there have class cards, so that one without stands out.
    """
    comparison = reviewed.comparison
    wanted = [item for item in comparison.items if item.required]
    painted = next((each.label for each in comparison.coverage if each.painted), "")
    lines_right, lines = ties_right(comparison.relations)
    return InboxLine(
        named=comparison.named,
        placed=comparison.found,
        tidy=sum(1 for item in wanted if item.found and item.edges is Edges.TIDY),
        required=comparison.required,
        marks=len(comparison.marks),
        points=comparison.points,
        possible=comparison.possible,
        score=comparison.score,
        ties_right=lines_right,
        ties=lines,
        details_right=comparison.details_right,
        details=comparison.details,
        open=len(reviewed.open),
        state=paper_state(row, reviewed),
        flags=(
            *_lateness(row, due, counts_as_late),
            *_flags(row, reviewed, submission, article, assignment, painted),
            *([Flag.NAME_NOT_CHECKED] if has_cards and not row.is_name_checked else []),
        ),
        painted=painted,
        claim=claim_text(row) if waits_for_answer(row, due, counts_as_late) else "",
        terms=terms_text(terms),
    )


def name_text(row: InboxRow) -> str:
    """What vouches for the name on a paper, in words."""
    if row.from_paper:
        return "entered from paper"
    texts = {"checked": "class card", "replaced": "an old class card: name not checked"}
    return texts.get(row.card, "name not checked")


def waits_for_answer(
    row: InboxRow, due: datetime.datetime | None, counts_as_late: bool | None
) -> bool:
    """Whether the teacher has to say if this hand-in was in time."""
    return counts_as_late is None and claims_to_be_in_time(row, due)


def _lateness(
    row: InboxRow, due: datetime.datetime | None, counts_as_late: bool | None
) -> Iterable[Flag]:
    if waits_for_answer(row, due, counts_as_late):
        yield Flag.CLAIMS_IN_TIME
    elif is_late(row, due) or (counts_as_late and claims_to_be_in_time(row, due)):
        yield Flag.LATE


def _flags(
    row: InboxRow,
    reviewed: Reviewed,
    submission: Submission,
    article: Article,
    assignment: Assignment | None,
    painted: str,
) -> Iterable[Flag]:
    if painted:
        yield Flag.PAINTED
    if reviewed.comparison.cut_small:
        yield Flag.CUT_SMALL
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
    """Which of ``assignments``, all of its lesson, a hand-in is for: the one that it names.

    One that names none is for what its class had been given last when it came in, or where it came
    before that, for what the class was given first: no later assignment takes it away.
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
    fitting.sort(key=lambda a: (a.created is not None, a.created))
    before = [a for a in fitting if a.created is None or a.created <= row.received]
    return before[-1] if before else next(iter(fitting), None)


#: Flags about the marks themselves; being late or on no list says nothing of them.
_ABOUT_MARKS = frozenset(
    {Flag.PAINTED, Flag.CUT_SMALL, Flag.SHORT_TIME, Flag.CHAIN_BLANK, Flag.OTHER_TEXT}
)


def sample(papers: Sequence[tuple[str, InboxLine]], seed: str) -> tuple[str, ...]:
    """Hashes of papers: one from each quarter of the range of points, then those with a flag.

    The same ``seed`` and papers give the same sample, in whatever order they come. Papers that
    can't be read are left out.
    """

    def draw(sha256: str) -> str:
        return hashlib.sha256(f"{seed}/{sha256}".encode()).hexdigest()

    sound = sorted(
        ((line.points, draw(sha256), sha256) for sha256, line in papers if not line.fault),
    )
    groups = [
        sound[len(sound) * n // SPREAD : len(sound) * (n + 1) // SPREAD] for n in range(SPREAD)
    ]
    spread = [min(group, key=lambda each: each[1])[2] for group in groups if group]
    flagged = {sha256 for sha256, line in papers if _ABOUT_MARKS & set(line.flags)}
    rest = [sha256 for _, _, sha256 in sound if sha256 in flagged and sha256 not in spread]
    return (*spread, *rest)


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
