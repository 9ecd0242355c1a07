"""Agreement against published values, and against the krippendorff package as an oracle."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.scoring.agreement import (
    alpha_from_counts,
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


@pytest.mark.parametrize("case", ALPHA, ids=lambda case: case["id"])
def test_published_alpha(case):
    coders = case["coders_x_units"]
    marked = max(value for values in coders for value in values)
    counts = [values.count(marked) for values in zip(*coders, strict=True)]
    assert alpha_from_counts(counts, len(coders)) == pytest.approx(
        case["expect"]["nominal"], abs=case.get("tolerance", 1e-6)
    )


@thorough
@given(tables)
def test_alpha_is_disagreement_of_pairs_over_that_of_chance(words):
    """The definition: pairs within a word against pairs of all values, whoever gave them."""
    people = len(words[0])
    within = sum(one != two for word in words for one, two in combinations(word, 2)) / (
        len(words) * people * (people - 1) / 2
    )
    values = [value for word in words for value in word]
    chance = [one != two for one, two in combinations(values, 2)]
    found = alpha_from_counts([sum(word) for word in words], people)
    if any(chance):
        assert found == pytest.approx(1 - within / (sum(chance) / len(chance)))
    else:
        assert found is None


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
    assert alpha_from_counts([], 3) is None
