"""A comparison as JSON: there and back, with nothing lost; as a report, with what is worked out."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from annotator.files.fields import Fields
from annotator.files.outcome_json import (
    comparison_from_return,
    comparison_to_report,
    comparison_to_return,
)
from annotator.files.source import parse_json
from annotator.model.errors import BadInput
from annotator.model.key import POINT
from annotator.model.outcome import Comparison
from tests.scoring.build import Case, item, thorough
from tests.scoring.chance import cases

PLAIN = Case((item(0, 4), item(6, 9)), ((0, 4, "claim"), (6, 9, "opinion"), (20, 30, "claim")))


def written(case: Case) -> dict[str, Any]:
    """What goes to the student. Ids of the scoring tests have spaces, those in files can't."""

    def joined(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {key: joined(each, key) for key, each in value.items()}
        if isinstance(value, list):
            return [joined(each, name) for each in value]
        is_text = not isinstance(value, str) or name in ("quote", "name", "why", "sentence")
        return value if is_text else value.replace(" ", "-")

    content: dict[str, Any] = joined(comparison_to_return(case.compare()))
    return content


def read(written: object) -> Comparison:
    """What a student's program reads of it."""
    return comparison_from_return(Fields(parse_json(json.dumps(written), "x", is_strict=False)))


@thorough
@given(cases())
def test_there_and_back_through_json(case: Case) -> None:
    content, compared = written(case), case.compare()
    back = read(content)
    assert comparison_to_return(back) == content
    assert (back.points, back.rows[0].kind if back.rows else None) == (
        compared.points,
        compared.rows[0].kind if compared.rows else None,
    )
    assert [each.span for each in back.marks] == [each.span for each in compared.marks]
    assert [each.span for each in back.items] == [each.span for each in compared.items]


@thorough
@given(cases())
def test_a_report_says_the_same_in_points(case: Case) -> None:
    compared = case.compare()
    report = json.loads(json.dumps(comparison_to_report(compared)))
    assert round(report["points"] * POINT) == compared.points
    assert [round(row["points"] * POINT) for row in report["rows"]] == [
        row.points for row in compared.rows
    ]
    assert [each["weight"] * POINT for each in report["items"]] == [
        each.weight for each in compared.items
    ]
    assert [each["state"] for each in report["marks"]] == [each.state for each in compared.marks]


def test_what_is_worked_out_stands_in_the_report_too() -> None:
    plain = comparison_to_report(PLAIN.compare())
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
    assert plain["extra_cost"] == 0.5


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("points", "7"),
        ("points", True),
        ("marks", None),
        ("marks", [3]),
        ("rows", {}),
        ("score", 1.5),
        ("items", [{"item_id": "x"}]),
        ("article_sha256", None),
    ],
)
def test_damage_is_refused(name: str, value: object) -> None:
    read(written(PLAIN))
    with pytest.raises(BadInput):
        read(written(PLAIN) | {name: value})


def test_damage_inside_is_refused() -> None:
    damage: list[tuple[tuple[str | int, ...], object]] = [
        (("marks", 0, "state"), "great"),
        (("items", 0, "span"), [3, 0]),
        (("items", 0, "span"), [0, 1, 2]),
        (("labels", 0, "tp"), -1),
    ]
    for path, value in damage:
        content = written(PLAIN)
        part: Any = content
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = value
        with pytest.raises(BadInput):
            read(content)


def test_names_of_a_later_version_are_left_out() -> None:
    assert read(written(PLAIN) | {"mood": "sunny"}) == read(written(PLAIN))
