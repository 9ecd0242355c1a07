"""CONTRIBUTING names files and functions that there are, and the floors in their order."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
PAGE = (CHECKOUT / "CONTRIBUTING.md").read_text("utf-8")
_PATH = re.compile(r"`((?:annotator|resources|tests|lessons|\.github)/[\w./-]+|\w+\.(?:py|toml))`")
_STEP = re.compile(r"^\| `(annotator/[\w/]+\.py)` `([\w.]+)` \|", re.MULTILINE)


def test_every_file_that_is_named_exists() -> None:
    named = set(_PATH.findall(PAGE))
    assert len(named) > 40
    # A bare name is a file at the top, in a folder of files, or next to a test.
    places = (CHECKOUT, CHECKOUT / "annotator" / "files")
    # What a lesson's author writes, in a folder of their own.
    gone = {
        name
        for name in named - {"lesson.toml"}
        if not any((place / name).exists() for place in places)
    }
    assert not gone


@pytest.mark.parametrize(("path", "name"), _STEP.findall(PAGE))
def test_every_step_of_a_journey_is_where_it_is_said_to_be(path: str, name: str) -> None:
    scope: ast.AST = ast.parse((CHECKOUT / path).read_text("utf-8"))
    for part in name.split("."):
        inside = [
            node
            for node in ast.iter_child_nodes(scope)
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == part
        ]
        assert inside, f"{path} has no {name}"
        scope = inside[0]


def test_three_journeys_are_told() -> None:
    journeys = PAGE.split("\n## Three journeys\n")[1].split("\n## ")[0]
    assert len(_STEP.findall(PAGE)) == len(_STEP.findall(journeys)) > 30
    assert journeys.count("\n### ") == 3


def test_the_floors_stand_in_the_order_of_the_contract() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    order = [floor.strip() for layer in layers for floor in layer.split("|")]
    part = PAGE.split("\n## The floors\n")[1].split("\n## ")[0]
    told = re.findall(r"^\| `(annotator/\w+)(?:\.py)?` \|", part, re.MULTILINE)
    assert [path.replace("/", ".") for path in told] == order


def test_it_speaks_of_the_project_alone() -> None:
    assert not re.search(r"/(?:work|root|tmp|home)/", PAGE)
    assert "TODO" not in PAGE
