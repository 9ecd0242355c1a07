"""The hand-worked cases, the rule tried by brute force, and each promise of the rule."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given

from annotator.model.key import POINT
from annotator.model.outcome import ItemState, MarkState
from annotator.scoring.pairing import WordMark, pair_up
from annotator.scoring.place import AcceptedPlace
from annotator.scoring.standing import WordItem, WordKey
from tests.scoring.build import HALF, Accepted, Case, Item, thorough
from tests.scoring.chance import a_case, randoms
from tests.scoring.oracle import judge
from tests.scoring.promises import MENDINGS, PROMISES, before_floor, keeps, word

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


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
@thorough
@given(random=randoms())
def test_a_promise_of_the_rule(promise, random):
    promise(random)


@pytest.mark.parametrize("mending", MENDINGS, ids=lambda mending: mending.__name__)
def test_each_way_of_mending_is_tried(mending):
    given = [a_case(Random(seed)) for seed in range(20)]
    assert sum(keeps(mending, case, case.compare()) for case in given) > 5
