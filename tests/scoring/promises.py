"""Each promise of the grading rule about marks, as a function that holds for any chances.

The tests try them with Hypothesis, ``start.py soak scoring`` with plain chances and more of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from annotator.model.outcome import Comparison, ItemState, MarkState, RowKind
from annotator.scoring.grading import compare, percent, quick_points
from tests.scoring.build import ARTICLE, Case, Item, Mark, key, marked
from tests.scoring.chance import a_case, is_chosen
from tests.scoring.oracle import Fact, fit, judge, kind

WORDS = {
    MarkState.PIECE: "piece",
    MarkState.AGAIN: "again",
    MarkState.EXTRA: "extra",
    MarkState.TRAP: "trap",
    MarkState.OPTIONAL_FOUND: "optional",
}

Promise = Callable[[Random], None]
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


def all_that_is_told_follows_from_the_words_of_the_rule(random: Random) -> None:
    """Total, pairs, states and facts are those that the oracle finds."""
    case = a_case(random, most_items=5, most_marks=5)
    told, verdict = case.compare(), judge(case)
    assert before_floor(told) == verdict.total, case
    assert told.points == max(0, verdict.total), case
    pairing = {number(m.mark_id): number(m.item_id) for m in told.marks if m.is_paired}
    assert pairing in verdict.pairings, case
    facts = [told.item(f"item {n}") for n in range(len(case.items))]
    assert (
        tuple(Fact(i.found, bool(i.label_right), i.state is ItemState.MERGED) for i in facts)
        in verdict.facts
    ), case
    for mark in told.marks:
        if not mark.is_paired:
            assert word(mark.state) == kind(case, case.marks[number(mark.mark_id)]), case


def rows_add_up(random: Random) -> None:
    case = a_case(random)
    told = case.compare()
    assert told.points == sum(row.points for row in told.rows) >= 0, case
    assert told.points <= told.possible, case
    floor = sum(row.points for row in told.rows if row.kind is RowKind.NOT_BELOW_ZERO)
    assert sum(mark.points for mark in told.marks) == told.points - floor, case
    assert told.score == percent(told.points, told.possible), case
    quick = quick_points(case.prepared, marked(case.marks), ARTICLE, extra_cost=case.cost)
    assert quick == told.points, case


def order_never_matters(random: Random) -> None:
    """Neither that of marks nor of items, traps, or ids: the same marks get the same outcomes."""
    case = a_case(random)
    told = case.compare()
    order = random.sample(range(len(case.marks)), len(case.marks))
    item_order = random.sample(range(len(case.items)), len(case.items))
    shuffled = key(
        [case.items[n] for n in item_order], case.traps[::-1], [f"item {n}" for n in item_order]
    )
    given = marked([case.marks[n] for n in order], [f"mark {n}" for n in order])
    again = compare(shuffled, given, ARTICLE, extra_cost=case.cost, uses=case.uses)
    for mark, other in zip(told.marks, again.marks, strict=True):
        assert (mark.mark_id, mark.state, mark.points, mark.item_id) == (
            other.mark_id,
            other.state,
            other.points,
            other.item_id,
        ), case
    assert told.items == again.items, case
    assert told.rows == again.rows, case
    assert (told.labels, told.confusion) == (again.labels, again.confusion), case
    other_ids = marked(case.marks, [f"x {n}" for n in order])
    renamed = compare(case.prepared, other_ids, ARTICLE, extra_cost=case.cost)
    assert [(m.span, m.label, m.state, m.item_id) for m in renamed.marks] == [
        (m.span, m.label, m.state, m.item_id) for m in told.marks
    ], case


def waiving_never_lowers(random: Random) -> None:
    case = a_case(random)
    told = case.compare()
    waived = {m.mark_id for m in told.marks if not m.is_paired and is_chosen(random)}
    again = compare(case.prepared, marked(case.marks), ARTICLE, extra_cost=case.cost, waived=waived)
    assert again.points >= told.points, case
    assert sum(row.points for row in again.rows) == again.points, case


# -- mending ---------------------------------------------------------------------------------------


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
            assert before_floor(case.compare(marks)) >= before_floor(told), (
                mending.__name__,
                case,
                marks,
            )
    return tried


def mending_never_lowers_the_points(random: Random) -> None:
    case = a_case(random)
    told = case.compare()
    for mending in MENDINGS:
        keeps(mending, case, told)


PROMISES: tuple[Promise, ...] = (
    all_that_is_told_follows_from_the_words_of_the_rule,
    rows_add_up,
    order_never_matters,
    waiving_never_lowers,
    mending_never_lowers_the_points,
)


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
