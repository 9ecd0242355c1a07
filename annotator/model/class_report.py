"""What many comparisons of one lesson say together.

Students stand here by id only, so that names can be shown, hidden or replaced. Counts of people are
counts of papers: one student's paper counts once, whatever is in it twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from annotator.model.annotation import RelationKind
from annotator.model.outcome import Comparison, ConfusionCell
from annotator.model.text import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One student's comparison; ``seconds_spent`` is 0 where it is not known."""

    student_id: str
    comparison: Comparison
    seconds_spent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherAnswer:
    """An answer that the key doesn't have, and who gave it.

    At an item's place: another label (``span`` is None), or the item's label on other words. Away
    from every item: a label on some words, with ``item_id`` empty. ``span`` is snapped to words.
    ``quote`` are the words that were marked; of another label on various words the commonest.
    """

    label: str
    student_ids: tuple[str, ...]
    item_id: str = ""
    trap_id: str = ""
    key_label: str = ""
    span: Span | None = None
    quote: str = ""

    @property
    def count(self) -> int:
        """How many papers have it."""
        return len(self.student_ids)


class ItemRest(StrEnum):
    """Whether those who did well on the other items also got this one; for words, not numbers.

    ``REVERSED``: students who did well tended to miss it, so the key is worth a look.
    """

    AS_EXPECTED = "as-expected"
    UNCLEAR = "unclear"
    REVERSED = "reversed"
    TOO_FEW = "too-few"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemReport:
    """One key item over all papers. ``hit_by``: found, with an accepted label.

    ``called`` are other labels at its place, the commonest first; ``moved`` are its own label on
    other words. ``correlation`` (item–rest) is None below thirty papers, and where everybody did
    alike.
    """

    item_id: str
    name: str
    label: str
    span: Span
    quote: str
    required: bool
    papers: int
    hit_by: tuple[str, ...]
    missed_by: tuple[str, ...]
    called: tuple[OtherAnswer, ...] = ()
    moved: tuple[OtherAnswer, ...] = ()
    rest: ItemRest = ItemRest.TOO_FEW
    correlation: float | None = None

    @property
    def hit_rate(self) -> float:
        """Share of the papers that have it right, from 0 to 1; 0 without papers."""
        return len(self.hit_by) / self.papers if self.papers else 0.0

    @property
    def commonest_other(self) -> OtherAnswer | None:
        """What was given most often in its place, among labels and words."""
        return max((*self.called, *self.moved), key=lambda other: other.count, default=None)


@dataclass(frozen=True, slots=True)
class LabelHeat:
    """How many students marked each word of the article with a label, by word number from 0."""

    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far students agree on a label, in words.

    ``specific``: when one student gives a word this label, how often another does too (0 to 1);
    None where fewer than two papers used it. ``alpha``: Krippendorff's, nominal; None
    where it is not defined. Alpha can be 0 where nearly all agree, so it never stands alone.
    """

    label: str
    specific: float | None
    alpha: float | None


class HelpReason(StrEnum):
    """Why a student may need help."""

    FOUND_LITTLE = "found-little"
    ONE_LABEL = "one-label"
    PAINTED = "painted"
    CUT_SMALL = "cut-small"
    TIES_BLANK = "ties-blank"
    SHORT_TIME = "short-time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """One reason with its figures.

    ``count`` of ``of``: items found, marks of the one label, words painted, marks made (of the
    items there are), ties made, seconds spent (of the least that reading takes).
    """

    reason: HelpReason
    count: int
    of: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class NeedsHelp:
    """A student with all reasons, the weightiest first."""

    student_id: str
    reasons: tuple[Help, ...]


@dataclass(frozen=True, slots=True)
class TieAnswer:
    """What ``count`` students tied wrongly, or left out of a chain where ``is_left_out``.

    ``words`` are those of the item or mark at that end, or "@narrator", "@nobody", "@implied".
    """

    words: str
    count: int
    is_left_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TieReport:
    """One tie of the key over all papers; the commonest of ``answers`` first.

    ``span`` and ``quote`` are those of the item that it starts from. ``right`` and ``left_open``
    count papers; what is neither is right in part, or wrong.
    """

    kind: RelationKind
    item_id: str
    span: Span
    quote: str
    papers: int
    right: int
    left_open: int
    answers: tuple[TieAnswer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailReport:
    """One attribute over all papers and items. ``confused`` are (what the key says, what was said,
    how often), the commonest first; nothing said is ""."""

    name: str
    right: int
    asked: int
    confused: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Discussion:
    """A question for tomorrow, and the item it is about."""

    item_id: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassReport:
    """What a teacher wants of many papers, in the order in which it is wanted.

    ``items`` stand in reading order; ``most_missed`` are ids of required items that
    not everybody has right, the worst first.
    ``others`` are marks away from every item, identical ones together, the commonest first.
    """

    papers: int
    items: tuple[ItemReport, ...] = ()
    most_missed: tuple[str, ...] = ()
    confusion: tuple[ConfusionCell, ...] = ()
    sure_but_wrong: tuple[OtherAnswer, ...] = ()
    needs_help: tuple[NeedsHelp, ...] = ()
    check_the_key: tuple[OtherAnswer, ...] = ()
    discussions: tuple[Discussion, ...] = ()
    heat: tuple[LabelHeat, ...] = ()
    others: tuple[OtherAnswer, ...] = ()
    agreement: tuple[Agreement, ...] = ()
    ties: tuple[TieReport, ...] = ()
    details: tuple[DetailReport, ...] = ()

    def item(self, item_id: str) -> ItemReport:
        """The report of one item; KeyError where there is none."""
        for report in self.items:
            if report.item_id == item_id:
                return report
        raise KeyError(item_id)
