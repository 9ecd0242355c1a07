"""Agreement against published values, and against the krippendorff package as an oracle."""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.scoring.agreement import (
    alpha_from_counts,
    nominal_alpha,
    positive_specific_agreement,
)
from tests.scoring.build import thorough

FOLDER = Path(__file__).parents[1] / "cases"
ALPHA = json.loads((FOLDER / "krippendorff_alpha.json").read_text("utf-8"))["cases"]
SPECIFIC = json.loads((FOLDER / "positive_specific_agreement.json").read_text("utf-8"))["cases"]

tables = st.integers(2, 6).flatmap(
    lambda people: st.lists(
        st.lists(st.booleans(), min_size=people, max_size=people), min_size=1, max_size=12
    )
)


def units(coders):
    return [
        Counter(value for value in values if value is not None)
        for values in zip(*coders, strict=True)
    ]


@pytest.mark.parametrize("case", ALPHA, ids=lambda case: case["id"])
def test_published_alpha(case):
    found = nominal_alpha(units(case["coders_x_units"]))
    assert found == pytest.approx(case["expect"]["nominal"], abs=case.get("tolerance", 1e-6))


def test_alpha_of_marked_words_is_the_same_alpha():
    case = next(each for each in ALPHA if each["id"] == "krippendorff1995-A-digitized")
    coders = case["coders_x_units"]
    counts = [sum(values) for values in zip(*coders, strict=True)]
    assert alpha_from_counts(counts, 2) == pytest.approx(
        case["expect"]["nominal"], abs=case["tolerance"]
    )


@thorough
@given(tables)
def test_alpha_from_counts_is_alpha_from_values(words):
    people = len(words[0])
    counts = [sum(word) for word in words]
    expected = nominal_alpha(Counter(word) for word in words)
    found = alpha_from_counts(counts, people)
    if expected is None:
        assert found is None
    else:
        assert found == pytest.approx(expected)


@thorough
@given(tables)
def test_alpha_is_what_the_oracle_says(words):
    krippendorff = pytest.importorskip("krippendorff")
    found = alpha_from_counts([sum(word) for word in words], len(words[0]))
    if found is not None:
        table = [[int(word[coder]) for word in words] for coder in range(len(words[0]))]
        assert found == pytest.approx(
            krippendorff.alpha(reliability_data=table, level_of_measurement="nominal")
        )


@pytest.mark.parametrize("case", SPECIFIC, ids=lambda case: case["id"])
def test_published_specific_agreement(case):
    assert positive_specific_agreement(case["counts"], case["m"]) == pytest.approx(case["expect"])
    both, one, two = case["a_both"], case["b_only1"], case["c_only2"]
    assert 2 * both / (2 * both + one + two) == pytest.approx(case["expect"])


@thorough
@given(tables)
def test_specific_agreement_is_the_mean_over_pairs_of_people(words):
    """Each pair weighed by the words that the two marked, one counting them for the other."""
    people = len(words[0])
    both = either = 0
    for one, two in combinations(range(people), 2):
        both += 2 * sum(word[one] and word[two] for word in words)
        either += sum(word[one] + word[two] for word in words)
    found = positive_specific_agreement([sum(word) for word in words], people)
    assert found == (pytest.approx(both / either) if either else None)


def test_where_nothing_can_be_said():
    assert positive_specific_agreement([1, 0, 1], 1) is None
    assert positive_specific_agreement([0, 0], 3) is None
    assert alpha_from_counts([0, 0], 3) is None
    assert alpha_from_counts([3, 3], 3) is None
    assert alpha_from_counts([1], 1) is None
    assert nominal_alpha([{"a": 1}]) is None
    assert nominal_alpha([]) is None
