from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from annotator.model.errors import BadInput
from annotator.scoring.report import comparison_from_dict, comparison_to_dict
from tests.scoring.build import Case, cases, item, thorough

PLAIN = Case((item(0, 4), item(6, 9)), ((0, 4, "claim"), (6, 9, "opinion"), (20, 30, "claim")))


@thorough
@given(cases())
def test_there_and_back_through_json(case):
    told = case.compare()
    assert comparison_from_dict(json.loads(json.dumps(comparison_to_dict(told)))) == told


def test_what_is_worked_out_stands_in_the_file_too():
    plain = comparison_to_dict(PLAIN.compare())
    claims = next(each for each in plain["labels"] if each["label"] == "claim")
    assert claims == {
        "label": "claim",
        "tp": 1,
        "fp": 1,
        "fn": 1,
        "precision": 0.5,
        "recall": 0.5,
        "f1": 0.5,
    }
    assert plain["coverage"][0]["painted"] is False
    assert plain["marks"][0]["span"] == {"start": 0, "end": 21}
    assert plain["marks"][0]["state"] == "matched"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("points", "7"),
        ("points", True),
        ("points", 7),
        ("marks", None),
        ("marks", [3]),
        ("rows", {}),
        ("score", 1.5),
        ("items", [{"item_id": "x"}]),
    ],
)
def test_damage_is_refused(name, value):
    plain = comparison_to_dict(PLAIN.compare())
    plain[name] = value
    with pytest.raises(BadInput, match="damaged"):
        comparison_from_dict(plain)


def test_damage_inside_is_refused():
    for path, value in ((("marks", 0, "state"), "great"), (("items", 0, "span", "end"), 0)):
        plain = comparison_to_dict(PLAIN.compare())
        part: Any = plain
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = value
        with pytest.raises(BadInput, match="damaged"):
            comparison_from_dict(plain)
    with pytest.raises(BadInput, match="damaged"):
        comparison_from_dict(["no dict"])


def test_names_of_a_later_version_are_left_out():
    plain = comparison_to_dict(PLAIN.compare())
    plain["mood"] = "sunny"
    assert comparison_from_dict(plain) == PLAIN.compare()
