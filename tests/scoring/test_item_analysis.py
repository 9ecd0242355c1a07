from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.model.class_report import ItemRest
from annotator.scoring.item_analysis import correlation, in_words, item_rest

FILE = Path(__file__).parents[1] / "cases" / "item_analysis.json"
CASES = {case["id"]: case for case in json.loads(FILE.read_text("utf-8"))["cases"]}


def test_published_point_biserial():
    case = CASES["point-biserial"]
    assert correlation(case["a"], case["b"]) == pytest.approx(case["expect_r"], abs=1e-12)
    assert correlation(case["b"], case["a"]) == pytest.approx(case["expect_r"], abs=1e-12)


@pytest.mark.parametrize("id", ["kr20-ecu", "upper-lower-worksheet"])
def test_item_rest_on_published_answers_is_the_plain_correlation(id):
    scipy_stats = pytest.importorskip("scipy.stats")
    rows = list(CASES[id]["rows"].values())
    for item in range(len(rows[0])):
        column = [row[item] for row in rows]
        rest = [sum(row) - row[item] for row in rows]
        if len(set(column)) == 1:
            assert item_rest(rows, item) is None
        else:
            expected = scipy_stats.pointbiserialr(column, rest).statistic
            assert item_rest(rows, item) == pytest.approx(expected, abs=1e-12)


def test_published_totals_and_difficulties():
    case = CASES["kr20-ecu"]
    rows = list(case["rows"].values())
    assert [sum(row) for row in rows] == case["expect_totals"]
    shares = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    assert shares == pytest.approx(case["expect"]["p"])


def test_the_sign_agrees_with_the_published_worksheet():
    """Where its upper group did worse than its lower one, we say reversed; and only there."""
    case = CASES["upper-lower-worksheet"]
    rows = [case["rows"][name] for name in case["upper"] + case["lower"]]
    for question in case["use_questions"]:
        printed = case["printed"]["D"][question - 1]
        words, number = in_words(rows, question - 1)
        assert number is None
        assert (words is ItemRest.REVERSED) == (printed < 0), question


def test_never_a_number_below_thirty_papers():
    rows = [[n % 2, n % 2, n % 2] for n in range(29)]
    assert in_words(rows, 0) == (ItemRest.AS_EXPECTED, None)
    words, number = in_words([*rows, [1, 1, 1]], 0)
    assert words is ItemRest.AS_EXPECTED
    assert number == pytest.approx(1)


def test_what_is_said():
    reversed_rows = [[n % 2, 1 - n % 2, 1 - n % 2] for n in range(12)]
    assert in_words(reversed_rows, 0)[0] is ItemRest.REVERSED
    assert in_words([[1, n % 2] for n in range(12)], 0)[0] is ItemRest.UNCLEAR
    assert in_words([[n % 2, n // 2 % 2] for n in range(12)], 0)[0] is ItemRest.UNCLEAR
    assert in_words(reversed_rows[:9], 0)[0] is ItemRest.TOO_FEW


def test_sides_of_different_length():
    with pytest.raises(ValueError, match="as many"):
        correlation([1, 2], [1])
