"""The hand-worked cases, the rule tried by brute force, and each promise of the rule."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.key import POINT
from annotator.model.outcome import Comparison, ItemState, MarkState, RowKind
from annotator.scoring.grading import compare, percent, prepare, quick_points
from annotator.scoring.pairing import WordMark, pair_up
from annotator.scoring.place import AcceptedPlace
from annotator.scoring.standing import WordItem, WordKey
from tests.scoring.build import (
    ARTICLE,
    HALF,
    Accepted,
    Case,
    Item,
    Mark,
    cases,
    key,
    marked,
    thorough,
)
from tests.scoring.oracle import Fact, fit, judge, kind

HERE = Path(__file__).parents[1] / "cases"
CASES = json.loads((HERE / "grading_rule.json").read_text("utf-8"))
CASES_2 = json.loads((HERE / "grading_rule_v2.json").read_text("utf-8"))


def read(case: dict) -> Case:
    items = []
    for each in case["key"]:
        core, extent = (tuple(each[part]) if part in each else None for part in ("core", "extent"))
        spans = [Accepted((each["start"], each["end"]), core, extent)]
        spans += [Accepted(tuple(other)) for other in each.get("other_spans", ())]
        items.append(Item(tuple(spans), (each["label"],), not each["optional"]))
    marks = tuple((m["start"], m["end"], m["label"]) for m in case["student"])
    return Case(tuple(items), marks, tuple(tuple(trap) for trap in case.get("traps", ())))


PAIRED = "paired"
WORDS = {
    MarkState.PIECE: "piece",
    MarkState.AGAIN: "again",
    MarkState.EXTRA: "extra",
    MarkState.TRAP: "trap",
    MarkState.OPTIONAL_FOUND: "optional",
}


def before_floor(told: Comparison) -> int:
    return sum(row.points for row in told.rows if row.kind is not RowKind.NOT_BELOW_ZERO)


def outcome_word(told) -> str:
    if told.state is not ItemState.FOUND:
        return "optional" if told.state is ItemState.OPTIONAL else "missed"
    if not told.required:
        return "optional found"
    off = [] if told.label_right else ["label"]
    # The cases speak of an edge where it costs something.
    full = told.weight if told.label_right else told.weight // 2
    off += [] if told.points == full else ["boundary"]
    return "+".join(off) or "correct"


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["id"])
def test_hand_worked_case(case):
    for shuffled in (read(case), Case(read(case).items[::-1], read(case).marks[::-1])):
        told = shuffled.compare()
        assert before_floor(told) == round(case["points"] * POINT)
        assert told.possible == case["possible"] * POINT
        assert told.score == case["score"]
        words = [outcome_word(each) for each in told.items]
        if "outcomes" in case:
            assert sorted(words) == sorted(case["outcomes"])
        else:
            assert sorted(words) == sorted(case["outcomes_multiset"])
        states = [mark.state for mark in told.marks]
        assert states.count(MarkState.EXTRA) == case.get("extras", 0)
        assert states.count(MarkState.PIECE) == case.get("pieces", 0)


@pytest.mark.parametrize("case", CASES_2["cases"], ids=lambda case: case["id"])
def test_hand_worked_case_of_version_2(case):
    given = read(case)
    told = given.compare()
    assert before_floor(told) == round(case["points"] * POINT)
    assert told.possible == case["possible"] * POINT
    assert [word(told.mark(f"mark {n}").state) for n in range(len(given.marks))] == case["marks"]
    assert (told.found, told.named) == (case["found"], case["named"])
    assert judge(given).total == round(case["points"] * POINT)


def word(state: MarkState) -> str:
    return WORDS.get(state, PAIRED)


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["id"])
def test_hand_worked_case_in_words_alone(case):
    items = [
        WordItem(
            str(each["id"]),
            (each["label"],),
            ((0, AcceptedPlace.of((each["start"], each["end"]))),),
            not each["optional"],
            POINT,
        )
        for each in case["key"]
    ]
    marks = [
        WordMark(str(n), each["start"], each["end"], each["label"])
        for n, each in enumerate(case["student"])
    ]
    assert pair_up(WordKey(items), marks, HALF).value == round(case["points"] * POINT)


@thorough
@given(cases(most_items=5, most_marks=5))
def test_all_that_is_told_follows_from_the_words_of_the_rule(case):
    told, verdict = case.compare(), judge(case)
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


@thorough
@given(cases())
def test_rows_add_up(case):
    told = case.compare()
    assert told.points == sum(row.points for row in told.rows) >= 0
    assert told.points <= told.possible
    assert sum(m.points for m in told.marks) == told.points - sum(
        row.points for row in told.rows if row.kind is RowKind.NOT_BELOW_ZERO
    )
    assert told.score == percent(told.points, told.possible)
    assert (
        quick_points(
            prepare(key(case.items, case.traps), ARTICLE, uses=case.uses),
            marked(case.marks),
            ARTICLE,
            extra_cost=case.cost,
        )
        == told.points
    )


@thorough
@given(cases(), st.randoms(use_true_random=False))
def test_order_never_matters(case, random):
    """Neither that of marks nor of items, traps, or ids: the same marks get the same outcomes."""
    told = case.compare()
    order = random.sample(range(len(case.marks)), len(case.marks))
    item_order = random.sample(range(len(case.items)), len(case.items))
    again = compare(
        key(
            [case.items[n] for n in item_order],
            case.traps[::-1],
            [f"item {n}" for n in item_order],
        ),
        marked([case.marks[n] for n in order], [f"mark {n}" for n in order]),
        ARTICLE,
        extra_cost=case.cost,
        uses=case.uses,
    )
    for mark, other in zip(told.marks, again.marks, strict=True):
        assert (mark.mark_id, mark.state, mark.points, mark.item_id) == (
            other.mark_id,
            other.state,
            other.points,
            other.item_id,
        )
    assert told.items == again.items
    assert told.rows == again.rows
    assert (told.labels, told.confusion) == (again.labels, again.confusion)
    renamed = compare(
        key(case.items, case.traps),
        marked(case.marks, [f"x {n}" for n in order]),
        ARTICLE,
        extra_cost=case.cost,
        uses=case.uses,
    )
    assert [(m.span, m.label, m.state, m.item_id) for m in renamed.marks] == [
        (m.span, m.label, m.state, m.item_id) for m in told.marks
    ]


def number(outcome_id: str) -> int:
    return int(outcome_id.split()[1])


def exact(wanted: Item) -> Mark:
    return (*wanted.accepted[0].words, wanted.labels[0])


def unpaired(told: Comparison) -> list[int]:
    return [number(mark.mark_id) for mark in told.marks if not mark.is_paired]


def missed(told: Comparison, case: Case) -> list[Mark]:
    return [exact(case.items[number(each.item_id)]) for each in told.items if not each.found]


def changed(case: Case, place: int, *instead: Mark) -> list[Mark]:
    return [*case.marks[:place], *instead, *case.marks[place + 1 :]]


def holds(case: Case, told: Comparison, mended: list[Mark]) -> None:
    """A student can't have the same mark twice, so that kind of mending doesn't arise."""
    if len(set(mended)) == len(mended):
        assert before_floor(case.compare(mended)) >= before_floor(told)


@thorough
@given(cases())
def test_adding_an_exact_missed_item_never_lowers(case):
    told = case.compare()
    for mark in missed(told, case):
        holds(case, told, [*case.marks, mark])


@thorough
@given(cases())
def test_deleting_an_unpaired_mark_never_lowers(case):
    told = case.compare()
    for place in unpaired(told):
        holds(case, told, changed(case, place))


@thorough
@given(cases())
def test_replacing_an_unpaired_mark_by_the_exact_item_never_lowers(case):
    told = case.compare()
    for place in unpaired(told):
        for mark in missed(told, case):
            holds(case, told, changed(case, place, mark))


@thorough
@given(cases())
def test_the_label_of_its_item_never_lowers(case):
    """Its own label, or any other that the item accepts."""
    told = case.compare()
    for mark in told.marks:
        if mark.is_paired:
            place = number(mark.mark_id)
            start, end, _ = case.marks[place]
            if fit(case, case.items[number(mark.item_id)], case.marks[place]) is None:
                continue  # a later mention: its label is accepted as it is
            for label in case.items[number(mark.item_id)].labels:
                if mark.state is MarkState.OTHER_LABEL or label == mark.key_label:
                    holds(case, told, changed(case, place, (start, end, label)))


@thorough
@given(cases())
def test_an_edge_nearer_to_its_item_never_lowers(case):
    """Nearer to the accepted span that it fits best: a word, half the way, all the way."""
    told = case.compare()
    for mark in told.marks:
        if not mark.is_paired:
            continue
        place = number(mark.mark_id)
        start, end, label = case.marks[place]
        wanted = case.items[number(mark.item_id)]
        pair = fit(case, wanted, case.marks[place])
        if pair is None or pair.span is None:
            continue  # a later mention: it fits nothing that it could come nearer to
        first, last = wanted.accepted[pair.span].words
        nearer = [(edge, end) for edge in steps(start, first)]
        nearer += [(start, edge) for edge in steps(end, last)]
        for a, b in nearer:
            if a < b:
                holds(case, told, changed(case, place, (a, b, label)))


def steps(edge: int, goal: int) -> set[int]:
    way = 1 if goal > edge else -1
    return {edge + way, (edge + goal) // 2, goal} if goal != edge else set()


@thorough
@given(cases(), st.data())
def test_waiving_never_lowers(case, data):
    told = case.compare()
    waived = {m.mark_id for m in told.marks if not m.is_paired and data.draw(st.booleans())}
    again = compare(
        key(case.items, case.traps),
        marked(case.marks),
        ARTICLE,
        extra_cost=case.cost,
        uses=case.uses,
        waived=waived,
    )
    assert again.points >= told.points
    assert sum(row.points for row in again.rows) == again.points
