"""The hand-worked cases, the rule tried by brute force, and each promise of the rule."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.key import POINT
from annotator.model.outcome import ItemState, MarkState, RowKind
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
    cases,
    key,
    marked,
    thorough,
)
from tests.scoring.oracle import judge
from tests.scoring.promises import MENDINGS, before_floor, follows_from_the_rule, keeps, word

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
    follows_from_the_rule(case, case.compare())


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


@pytest.mark.parametrize("mending", MENDINGS, ids=lambda mending: mending.__name__)
@thorough
@given(case=cases())
def test_mending_never_lowers_the_points(mending, case):
    keeps(mending, case, case.compare())


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
