"""Each promise of the grading rule: mending never lowers the points."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from annotator.model.outcome import Comparison, ItemState, MarkState, RowKind
from tests.scoring.build import Case, Item, Mark
from tests.scoring.oracle import Fact, fit, judge, kind

WORDS = {
    MarkState.PIECE: "piece",
    MarkState.AGAIN: "again",
    MarkState.EXTRA: "extra",
    MarkState.TRAP: "trap",
    MarkState.OPTIONAL_FOUND: "optional",
}

Marks = list[Mark]
Mending = Callable[[Case, Comparison], Iterator[Marks]]


def word(state: MarkState) -> str:
    """What the rule's text calls a state."""
    return WORDS.get(state, "paired")


def before_floor(told: Comparison) -> int:
    """The sum of the rows, be it below zero."""
    return sum(row.points for row in told.rows if row.kind is not RowKind.NOT_BELOW_ZERO)


def number(outcome_id: str) -> int:
    """7 of "item 7" or "mark 7"."""
    return int(outcome_id.split()[1])


def follows_from_the_rule(case: Case, told: Comparison) -> None:
    """Total, pairs, states and facts are those that the oracle finds."""
    verdict = judge(case)
    assert before_floor(told) == verdict.total
    assert told.points == max(0, verdict.total)
    pairing = {number(m.mark_id): number(m.item_id) for m in told.marks if m.is_paired}
    assert pairing in verdict.pairings
    facts = [told.item(f"item {n}") for n in range(len(case.items))]
    assert (
        tuple(Fact(i.found, bool(i.label_right), i.state is ItemState.MERGED) for i in facts)
        in verdict.facts
    )
    for mark in told.marks:
        if not mark.is_paired:
            assert word(mark.state) == kind(case, case.marks[number(mark.mark_id)])


def adding_an_exact_missed_item(case: Case, told: Comparison) -> Iterator[Marks]:
    for mark in _missed(case, told):
        yield [*case.marks, mark]


def deleting_an_unpaired_mark(case: Case, told: Comparison) -> Iterator[Marks]:
    for place in _unpaired(told):
        yield _changed(case, place)


def replacing_an_unpaired_mark_by_the_exact_item(case: Case, told: Comparison) -> Iterator[Marks]:
    for place in _unpaired(told):
        for mark in _missed(case, told):
            yield _changed(case, place, mark)


def giving_a_paired_mark_a_label_that_its_item_accepts(
    case: Case, told: Comparison
) -> Iterator[Marks]:
    for place, wanted in _paired(case, told):
        start, end, _ = case.marks[place]
        for label in wanted.labels:
            yield _changed(case, place, (start, end, label))


def moving_an_edge_nearer(case: Case, told: Comparison) -> Iterator[Marks]:
    """Nearer to the accepted span that it fits best: a word, half the way, all the way."""
    for place, wanted in _paired(case, told):
        start, end, label = case.marks[place]
        pair = fit(case, wanted, case.marks[place])
        assert pair is not None
        assert pair.span is not None
        first, last = wanted.accepted[pair.span].words
        nearer = [(edge, end) for edge in _steps(start, first)]
        nearer += [(start, edge) for edge in _steps(end, last)]
        for a, b in nearer:
            if a < b:
                yield _changed(case, place, (a, b, label))


MENDINGS: tuple[Mending, ...] = (
    adding_an_exact_missed_item,
    deleting_an_unpaired_mark,
    replacing_an_unpaired_mark_by_the_exact_item,
    giving_a_paired_mark_a_label_that_its_item_accepts,
    moving_an_edge_nearer,
)


def keeps(mending: Mending, case: Case, told: Comparison) -> int:
    """Asserts a promise, before the floor at zero; the number of mendings that were tried."""
    tried = 0
    for marks in mending(case, told):
        # A student can't have the same mark twice, so that kind of mending doesn't arise.
        if len(set(marks)) == len(marks):
            tried += 1
            assert before_floor(case.compare(marks)) >= before_floor(told), marks
    return tried


def _exact(wanted: Item) -> Mark:
    return (*wanted.accepted[0].words, wanted.labels[0])


def _unpaired(told: Comparison) -> list[int]:
    return [number(mark.mark_id) for mark in told.marks if not mark.is_paired]


def _paired(case: Case, told: Comparison) -> Iterator[tuple[int, Item]]:
    """Marks that are paired with an item that they fit; a later mention has nothing to mend."""
    for mark in told.marks:
        if mark.is_paired:
            place, wanted = number(mark.mark_id), case.items[number(mark.item_id)]
            if fit(case, wanted, case.marks[place]) is not None:
                yield place, wanted


def _missed(case: Case, told: Comparison) -> Marks:
    return [_exact(case.items[number(each.item_id)]) for each in told.items if not each.found]


def _changed(case: Case, place: int, *instead: Mark) -> Marks:
    return [*case.marks[:place], *instead, *case.marks[place + 1 :]]


def _steps(edge: int, goal: int) -> set[int]:
    way = 1 if goal > edge else -1
    return {edge + way, (edge + goal) // 2, goal} if goal != edge else set()
