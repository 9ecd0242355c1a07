"""What a comparison of one student's marks with an answer key says.

All points are integer micro-points (:data:`annotator.model.key.POINT` is one point); all counts of
words are whole words. Everything here is a value: no rule is decided in this module. Fields that a
comparison made by an older rule lacks have defaults that say nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from annotator.model.annotation import Certainty, RelationKind
from annotator.model.lesson import is_cut_small
from annotator.model.text import Span

#: The grading rule that new comparisons are made by. Version 1 knew no "again", and paired optional
#: items like required ones.
RULE = 2

#: Where a key item was not marked, and where a mark answers no key item (confusion tables).
MISSED = "missed"
EXTRA = "extra"


class MarkState(StrEnum):
    """What became of a student's mark.

    The first four are paired with a key item. ``AGAIN``: the same thing said twice.
    """

    MATCHED = "matched"
    ANOTHER_ANSWER = "another-accepted-answer"
    EDGES_OFF = "edges-off"
    OTHER_LABEL = "right-place-different-label"
    PIECE = "piece"
    AGAIN = "again"
    EXTRA = "extra"
    TRAP = "trap"
    OPTIONAL_FOUND = "optional-found"


_PAIRED = frozenset(
    {MarkState.MATCHED, MarkState.ANOTHER_ANSWER, MarkState.EDGES_OFF, MarkState.OTHER_LABEL}
)


class ItemState(StrEnum):
    """What became of a key item.

    ``MERGED``: what fits it is paired with other items. ``OPTIONAL``: it need not be found, and was
    not.
    """

    FOUND = "found"
    MISSED = "missed"
    MERGED = "merged"
    OPTIONAL = "optional"


class Edges(StrEnum):
    """How the edges of a mark lie: too many words (trim), too few (extend), one of each (both)."""

    TIDY = "tidy"
    TRIM = "trim"
    EXTEND = "extend"
    BOTH = "both"


class RowKind(StrEnum):
    """What a row of the sum is about."""

    ITEM = "item"
    OPTIONAL = "optional"
    PIECE = "piece"
    AGAIN = "again"
    EXTRA = "extra"
    TRAP = "trap"
    NOT_BELOW_ZERO = "not-below-zero"


class RelationState(StrEnum):
    """What became of a tie, the key's or the student's.

    ``WRONG_END``: tied from the right place, but to no right end. ``OPTIONAL``: hangs on an
    optional item and was not made. ``EXTRA``: a student's tie that the key doesn't have; costs
    nothing.
    """

    FOUND = "found"
    PARTLY = "partly"
    WRONG_END = "wrong-end"
    MISSED = "missed"
    OPTIONAL_FOUND = "optional-found"
    OPTIONAL = "optional"
    EXTRA = "extra"


class TieMistake(StrEnum):
    """What is likely to have gone wrong with a tie that is not wholly right.

    ``MISSING``: a teller is not named, the rest is right. ``TOO_MANY``: ends or places that don't
    belong there, next to all that do. ``ORDER``: the right people in another order. ``TO_SOURCE``,
    ``TO_DENIAL``: a denial tied to a mark of that kind. ``OTHER``: to something else.
    """

    MISSING = "missing"
    TOO_MANY = "too-many"
    ORDER = "order"
    TO_SOURCE = "to-source"
    TO_DENIAL = "to-denial"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkOutcome:
    """One mark of the student, and what it is worth.

    ``points`` is what its row says: earned, zero, or below zero where it costs. ``item_id`` is the
    item it is paired with; of a mark that is optional, the optional item that it fits or the source
    that it names elsewhere. ``belongs_to`` are the required items that tell of it all the same,
    though it is paired with none; ``piece_of`` and ``trap_id`` say where an unpaired one lies.
    ``key_label`` is the label of its item, ``sentence`` why the student's label is wrong there
    (empty where the key doesn't say), ``why`` the why of the item or trap. ``spare_words`` counts
    the words beyond the edges of the accepted span, ``lacking_words`` those it stops short of.
    """

    mark_id: str
    label: str
    span: Span
    quote: str
    state: MarkState
    points: int = 0
    item_id: str = ""
    belongs_to: tuple[str, ...] = ()
    piece_of: str = ""
    trap_id: str = ""
    key_label: str = ""
    edges: Edges | None = None
    spare_words: int = 0
    lacking_words: int = 0
    why: str = ""
    sentence: str = ""
    certainty: Certainty | None = None
    waived: bool = False

    @property
    def is_paired(self) -> bool:
        """Whether it is paired with a key item, under whatever label."""
        return self.state in _PAIRED

    @property
    def is_lone(self) -> bool:
        """Whether it has to be told by itself: no item tells of it, or it costs something."""
        if self.state in (MarkState.EXTRA, MarkState.TRAP):
            return True
        return not self.item_id and not self.belongs_to


@dataclass(frozen=True, slots=True)
class Detail:
    """One attribute of a found item: what the key says, and the student ("" for nothing).

    ``name`` is that of :class:`annotator.model.annotation.Attributes`; a yes or no is "true" or
    "false".
    """

    name: str
    expected: str
    given: str = ""

    @property
    def is_right(self) -> bool:
        """Whether the two say the same."""
        return self.given == self.expected


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemOutcome:
    """One key item, told as three separate facts: found, label, edges.

    It is told at the best of the marks that belong to it, ``mark_id``; ``verdict`` is what that
    mark made of it (None by rule 1: then the mark's own state), ``other_marks`` are the rest.
    ``points`` are those of the pair, whose mark is ``paired_id``. ``label_right`` and ``edges`` are
    None where nothing was found. ``mark_label`` is what the student called it; ``merged_into`` the
    mark that fits this item and is paired with another. ``is_elsewhere``: a source found by a later
    mention. ``answer`` is the number of the accepted span that fitted best (0 is the one that is
    shown).
    """

    item_id: str
    name: str
    label: str
    labels: tuple[str, ...]
    span: Span
    quote: str
    required: bool
    weight: int
    state: ItemState
    verdict: MarkState | None = None
    points: int = 0
    mark_id: str = ""
    paired_id: str = ""
    other_marks: tuple[str, ...] = ()
    mark_label: str = ""
    label_right: bool | None = None
    edges: Edges | None = None
    spare_words: int = 0
    lacking_words: int = 0
    answer: int = 0
    is_elsewhere: bool = False
    merged_into: str = ""
    details: tuple[Detail, ...] = ()
    why: str = ""
    sentence: str = ""
    question: str = ""

    @property
    def found(self) -> bool:
        """The first of the three facts."""
        return self.state is ItemState.FOUND


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the sum. The points of all rows add up to the total, exactly."""

    kind: RowKind
    points: int
    item_id: str = ""
    mark_id: str = ""


@dataclass(frozen=True, slots=True)
class LabelCounts:
    """True positives, false positives and false negatives of one label."""

    label: str
    tp: int = 0
    fp: int = 0
    fn: int = 0

    @property
    def precision(self) -> float | None:
        """Share of the student's marks of this label that are right; None without marks."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else None

    @property
    def recall(self) -> float | None:
        """Share of the key's items of this label that were found; None without items."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; None where the label occurs nowhere."""
        total = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / total if total else None


@dataclass(frozen=True, slots=True)
class ConfusionCell:
    """How often the key's label was given as the student's.

    ``key_label`` may be :data:`EXTRA`, ``mark_label`` may be :data:`MISSED`.
    """

    key_label: str
    mark_label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationOutcome:
    """One tie of the key, of the student, or of both where they were put side by side.

    ``right_places`` of ``places``: of a chain, the places in the right order out of the longer
    chain's; of a denial, the right ends out of all that were drawn. ``relation_id`` is the
    student's that counts, ``other_relation_ids`` what else was drawn for the same item. ``had``
    says of each place of the key's chain whether the student has it; ``own_right`` of each of the
    student's places (of a denial: of each end, in the order of ``drawn``) whether it is right.
    ``mistake`` says what is likely to have gone wrong, with the ends that were ``given`` and those
    ``expected`` in their place: ids of marks and of items, "@narrator", "@nobody" or "@implied".
    """

    kind: RelationKind
    state: RelationState
    key_relation_id: str = ""
    relation_id: str = ""
    other_relation_ids: tuple[str, ...] = ()
    item_id: str = ""
    required: bool = True
    points: int = 0
    possible: int = 0
    right_places: int = 0
    places: int = 0
    had: tuple[bool, ...] = ()
    drawn: tuple[str, ...] = ()
    own_right: tuple[bool, ...] = ()
    mistake: TieMistake | None = None
    given: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()
    why: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """By which it is known: the student's lines, the one that counts first, then the key's."""
        known = (self.relation_id, *self.other_relation_ids, self.key_relation_id)
        return tuple(each for each in known if each)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the article one label covers, in words."""

    label: str
    words: int
    of: int

    @property
    def share(self) -> float:
        """From 0 to 1; 0 for an article without words."""
        return self.words / self.of if self.of else 0.0

    @property
    def painted(self) -> bool:
        """True above 60%: one label on most of the text. Fails nobody by itself."""
        return self.words * 10 > self.of * 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A submission against a key. Marks and items stand in reading order.

    ``points`` is the sum of ``rows``; ``score`` is None where nothing is required. ``found`` counts
    required items that were marked under any label, ``named`` those of them with an accepted label.
    Relations have a total of their own; ``details_right`` of ``details`` attributes give no points.
    ``rule`` is the version of the grading rule that made it; ``edges_count`` is False where the
    lesson says that edges don't count yet.
    """

    article_sha256: str
    key_version: int
    extra_cost: int
    marks: tuple[MarkOutcome, ...]
    items: tuple[ItemOutcome, ...]
    rows: tuple[Row, ...]
    points: int
    possible: int
    score: int | None
    required: int
    found: int
    named: int
    labels: tuple[LabelCounts, ...] = ()
    confusion: tuple[ConfusionCell, ...] = ()
    relations: tuple[RelationOutcome, ...] = ()
    relation_points: int = 0
    relation_possible: int = 0
    details_right: int = 0
    details: int = 0
    coverage: tuple[Coverage, ...] = ()
    edges_count: bool = True
    rule: int = 1

    def mark(self, mark_id: str) -> MarkOutcome:
        """The outcome of one mark; KeyError where there is none."""
        for outcome in self.marks:
            if outcome.mark_id == mark_id:
                return outcome
        raise KeyError(mark_id)

    def item(self, item_id: str) -> ItemOutcome:
        """The outcome of one key item; KeyError where there is none."""
        for outcome in self.items:
            if outcome.item_id == item_id:
                return outcome
        raise KeyError(item_id)

    @property
    def cut_small(self) -> bool:
        """More than two marks for each required item: "found" says little then.

        Like :attr:`Coverage.painted` it fails nobody by itself.
        """
        return is_cut_small(len(self.marks), self.required)

    @property
    def to_look_at(self) -> tuple[ItemOutcome, ...]:
        """Required items that were passed over or called something else."""
        return tuple(item for item in self.items if item.required and not item.label_right)
