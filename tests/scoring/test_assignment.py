from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from annotator.scoring.assignment import assign, heaviest
from tests.scoring.build import thorough

CASES = json.loads((Path(__file__).parents[1] / "cases" / "assignment.json").read_text("utf-8"))


@st.composite
def matrices(draw, low=-9, high=9, most=7):
    height = draw(st.integers(1, most))
    width = draw(st.integers(1, most))
    row = st.lists(st.integers(low, high), min_size=width, max_size=width)
    return draw(st.lists(row, min_size=height, max_size=height))


@pytest.mark.parametrize("case", CASES["cases"])
def test_published_cases(case):
    cost = case["cost"]
    pairs = assign(cost)
    chosen = [cost[row][column] for row, column in pairs]
    if "expect" in case:
        assert chosen == case["expect"]
    else:
        assert sum(chosen) == case["expect_total"]


@pytest.mark.parametrize("case", CASES["cases"])
def test_published_cases_upside_down_and_sideways(case):
    expected = case.get("expect_total", sum(case.get("expect", [])))
    negated = [[-cost for cost in row] for row in case["cost"]]
    top = 1 + max(max(row) for row in case["cost"])
    gains = [[top - cost for cost in row] for row in case["cost"]]
    pairs = heaviest(gains)
    assert sum(case["cost"][r][c] for r, c in pairs) == expected
    assert (
        sum(-negated[r][c] for r, c in assign([[-x for x in row] for row in negated])) == expected
    )
    flipped = [list(column) for column in zip(*case["cost"], strict=True)]
    assert sum(flipped[r][c] for r, c in assign(flipped)) == expected


@thorough
@given(matrices())
def test_as_good_as_scipy(costs):
    rows, columns = linear_sum_assignment(costs)
    pairs = assign(costs)
    assert sum(costs[r][c] for r, c in pairs) == sum(
        costs[r][c] for r, c in zip(rows, columns, strict=True)
    )
    assert len({r for r, _ in pairs}) == len({c for _, c in pairs}) == len(pairs) == len(rows)


@thorough
@given(matrices(low=-(10**30), high=10**30, most=4))
def test_integers_of_any_size_stay_exact(costs):
    flip = len(costs) > len(costs[0])
    square = [list(line) for line in zip(*costs, strict=True)] if flip else costs
    best = min(
        sum(square[r][c] for r, c in enumerate(columns))
        for columns in permutations(range(len(square[0])), len(square))
    )
    assert sum(costs[r][c] for r, c in assign(costs)) == best


@thorough
@given(matrices(low=-3, high=9, most=6))
def test_nobody_has_to_be_paired(gains):
    forbidden = [[None if gain == -3 else gain for gain in row] for row in gains]
    pairs = heaviest(forbidden)
    assert all((forbidden[r][c] or 0) > 0 for r, c in pairs)
    useful = [[max(gain, 0) for gain in row] for row in gains]
    rows, columns = linear_sum_assignment(useful, maximize=True)
    assert sum(gains[r][c] for r, c in pairs) == sum(
        useful[r][c] for r, c in zip(rows, columns, strict=True)
    )


def test_forbidden_pairs_are_avoided_at_any_price():
    assert assign([[1, None], [None, 1000]]) == [(0, 0), (1, 1)]
    assert assign([[1, 2], [None, 1000]]) == [(0, 0), (1, 1)]
    with pytest.raises(ValueError, match="nothing left"):
        assign([[1, None], [1, None]])


def test_nothing_to_assign():
    assert assign([]) == heaviest([]) == heaviest([[]]) == []
