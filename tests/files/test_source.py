"""Where in a file a value stands, and JSON that is measured before it is built."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.files import limits
from annotator.files.fields import Fields, clean_text, format_time, is_id, parse_time
from annotator.files.json_text import readable_json
from annotator.files.source import parse_json, parse_toml
from annotator.model.errors import BadInput
from tests.files.make import times

_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=25,
)


@given(_values)
def test_readable_json_says_the_same(value: Any) -> None:
    assert json.loads(readable_json(value)) == value


@given(_values)
def test_every_value_is_found_on_its_line(value: Any) -> None:
    text = json.dumps(value, indent=1, ensure_ascii=False)
    source = parse_json(text, "x")
    lines = text.split("\n")
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), value)]
    while waiting:
        path, here = waiting.pop()
        line = lines[source.line_of(path) - 1]
        begins = json.dumps(here, indent=1, ensure_ascii=False).split("\n")[0]
        assert begins in line
        if isinstance(here, dict):
            waiting += [((*path, name), inner) for name, inner in here.items()]
        elif isinstance(here, list):
            waiting += [((*path, number), inner) for number, inner in enumerate(here)]


def test_a_value_that_is_missing_points_at_its_parent() -> None:
    source = parse_json('{\n "a": {\n  "b": 1\n }\n}', "x")
    assert source.line_of(("a", "zzz")) == 2
    assert source.line_of(("a", "b")) == 3


def test_toml_lines() -> None:
    text = "a = 1\n\n[t]\na = 2\n[[l]]\na = 3\n[[l]]\nb = 1\na = 4\n[[l.e]]\na = 5\n"
    line_of = parse_toml(text, "x").line_of
    assert line_of(("a",)) == 1
    assert line_of(("t", "a")) == 4
    assert line_of(("t", "a", 3)) == 4
    assert line_of(("l", 0, "a")) == 6
    assert line_of(("l", 1, "a")) == 9
    assert line_of(("l", 1, "e", 0, "a")) == 11
    assert line_of(("zzz",)) == 1


def test_depth_and_count_are_measured_first() -> None:
    deep = limits.JSON_DEPTH
    assert parse_json("[" * deep + "]" * deep, "x").value
    with pytest.raises(BadInput, match="too deep"):
        parse_json("[" * (deep + 1) + "]" * (deep + 1), "x")
    assert parse_json(json.dumps("[" * 500 + '\\"{'), "x").value
    with pytest.raises(BadInput, match="more than this program reads"):
        parse_json("[" + "1," * limits.JSON_VALUES + "1]", "x")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": NaN}', "not a number that JSON has"),
        ('{"a": -Infinity}', "not a number that JSON has"),
        ('{"a": 1e400}', "too large"),
        ('{"a": 1, "b": 2, "a": 3}', "“a” stands there twice"),
        ('{\n"a": 1,\n}', "line 3: this is not sound JSON"),
        ("", "not sound JSON"),
    ],
)
def test_unsound_json_is_refused(text: str, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        parse_json(text, "x")


@given(times)
def test_times_keep_their_instant(moment: Any) -> None:
    assert parse_time(format_time(moment)) == moment
    assert format_time(moment).endswith("Z")


def test_times_need_a_zone_and_ids_their_form() -> None:
    with pytest.raises(ValueError, match="no zone"):
        parse_time("2026-03-14T09:30:00")
    assert is_id("0f3a1e5c-1111-4222-8333-444455556666")
    for other in ("", "x", "0F3A1E5C-1111-4222-8333-444455556666", "{0f3a1e5c}", "0" * 32):
        assert not is_id(other)


def test_free_text_is_cleaned() -> None:
    assert clean_text("a\r\nb\rc\x00\x1b\x9f\ud800d\te\n") == "a\nb\nc\ufffdd\te\n"


@given(st.text(st.characters(), max_size=50))
def test_clean_text_can_always_be_written(text: str) -> None:
    clean = clean_text(text)
    assert clean.encode("utf-8") is not None
    assert clean_text(clean) == clean


def test_numbers_are_not_flags_and_flags_are_not_numbers() -> None:
    fields = Fields(parse_json('{"a": true, "b": 1, "c": 1.0, "d": "1"}', "x"))
    with pytest.raises(BadInput, match="whole number, not true or false"):
        fields.integer("a", 0, 2)
    with pytest.raises(BadInput, match="true or false, not a number"):
        fields.flag("b")
    with pytest.raises(BadInput, match="whole number, not a number with a point"):
        fields.integer("c", 0, 2)
    with pytest.raises(BadInput, match="whole number, not text"):
        fields.integer("d", 0, 2)
