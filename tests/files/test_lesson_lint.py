"""The lint finds what was broken on purpose, one thing at a time, and nothing in a sound lesson."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.files.key_draft import key_from_draft
from annotator.files.key_file import write_key
from annotator.files.label_guide import load_label_guide
from annotator.files.lesson_folder import load_article, load_lesson
from annotator.files.lesson_lint import Finding, Severity, check_lesson
from annotator.model.errors import BadInput
from tests.files.make import GUIDE

ARTICLE = """+++
title = "Bridge Paint Is Peeling"
byline = "By Ada Lund"
publisher = "The Wharf Post"
date = 2026-02-01
language = "en"
+++

# Bridge Paint Is Peeling

[byline] By Ada Lund

[dateline] 1 February 2026

Rust covers a third of the bridge, said engineer Tom Reed. “It looks shameful,” he said.

No rust has been found, said the mayor, Ivy Stone. The bridge was painted in 2019.

[credit] Photo: A. Lund
"""
SETTINGS = """format = 1
number = 3
slug = "03-bridge"
title = "Bridge Paint Is Peeling"
skill = "denials"
grade = "2"
minutes = 40
summary = "A bridge rusts."
labels = ["claim", "denial", "source", "opinion"]
relations = ["denies"]
instructions = "Read, then mark."
new = "Denials deny something."
words = 36

[teacher]
goal = "See it."
standards = ["RI.7.1"]
watch_for = ["One.", "Two."]
plan = "One period."
debrief = ["One?", "Two?", "Three?", "Four?"]
"""


def item(name: str, label: str, quote: str, required: bool = True, **more: Any) -> dict[str, Any]:
    wrong = "opinion" if label != "opinion" else "claim"
    return {
        "name": name,
        "label": label,
        "required": required,
        "spans": [{"quote": quote}],
        "why": "Because.",
        "likely": {wrong: "Why not."},
    } | more


def said_by(name: str) -> dict[str, Any]:
    return {"kind": "said_by", "from": "rust", "chain": [[name]]}


def draft() -> dict[str, Any]:
    return {
        "items": [
            item("rust", "claim", "Rust covers a third of the bridge"),
            item("shameful", "opinion", "looks shameful"),
            item("none", "denial", "No rust has been found"),
            item("reed", "source", "engineer Tom Reed"),
            item("stone", "source", "mayor, Ivy Stone"),
            item("he", "source", "he", False, spans=[{"quote": "he", "occurrence": 2}]),
            item("painted", "claim", "bridge was painted in 2019", False),
            item("headline", "claim", "Bridge Paint Is Peeling", False),
        ],
        "traps": [
            {"quote": "By Ada Lund", "why": "Who wrote it."},
            {"quote": "Photo: A. Lund", "why": "Who took it."},
        ],
        "relations": [{"kind": "denies", "from": "none", "to": ["rust"]}],
    }


Change = Callable[[dict[str, Any]], Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "03-bridge"
    place.mkdir()
    (place / "lesson.toml").write_text(SETTINGS, encoding="utf-8")
    (place / "article.md").write_text(ARTICLE, encoding="utf-8")
    keyed(place, draft())
    return place


def keyed(place: Path, made: dict[str, Any]) -> None:
    article = load_article(place)
    key = key_from_draft(json.dumps(made), article, "03-bridge")
    (place / "key.json").write_bytes(write_key(key, article))


def lint(place: Path) -> list[Finding]:
    return check_lesson(place, load_label_guide(GUIDE))


def by_name(made: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(i for i in made["items"] if i["name"] == name)
    return found


def test_a_sound_lesson_has_no_findings(folder: Path) -> None:
    assert lint(folder) == []


@pytest.mark.parametrize(
    ("change", "severity", "words"),
    [
        (lambda d: d["items"].pop(), "error", "2 optional items; 3 are wanted"),
        (lambda d: d["traps"].pop(), "error", "1 traps; 2 are wanted"),
        (
            lambda d: by_name(d, "rust").update(names=["Rust"]),
            "error",
            "“rust” is no source, but has other names",
        ),
        (
            lambda d: by_name(d, "reed").update(names=["Reed"]),
            "warning",
            "“Reed”, another name of “reed”, stands nowhere else",
        ),
        (
            lambda d: by_name(d, "reed").update(mentions=by_name(d, "reed")["spans"]),
            "warning",
            "a later mention of “reed”, lies in the item itself",
        ),
        (lambda d: d["traps"][0].update(why=" "), "error", "the trap “By Ada Lund” has no why"),
        (lambda d: by_name(d, "rust").update(why=""), "error", "“rust” has no why"),
        (
            lambda d: by_name(d, "shameful").update(spans=[{"quote": "ooks shameful"}]),
            "error",
            "does not begin and end with a word",
        ),
        (
            lambda d: by_name(d, "shameful").update(spans=[{"quote": "looks shameful,”"}]),
            "error",
            "does not begin and end with a word",
        ),
        (
            lambda d: by_name(d, "rust")["spans"][0].update(core="cover"),
            "error",
            "the core of",
        ),
        (
            lambda d: by_name(d, "rust")["spans"][0].update(
                extent="Rust covers a third of the bridge, sai"
            ),
            "error",
            "cuts a word",
        ),
        (
            lambda d: by_name(d, "painted").update(spans=[{"quote": "Ada Lund"}]),
            "error",
            "lies in a byline: never right",
        ),
        (
            lambda d: by_name(d, "painted").update(
                spans=[{"quote": "Ivy Stone. The bridge was painted in 2019.\nPhoto"}]
            ),
            "error",
            "runs over more than one block",
        ),
        (
            lambda d: d["items"].append(item("third", "claim", "third of the bridge, said")),
            "error",
            "overlap under one label",
        ),
        (
            lambda d: d["items"].append(item("again", "opinion", "looks shameful")),
            "error",
            "are the same mark",
        ),
        (
            lambda d: d["traps"].append({"quote": "looks shameful", "why": "x"}),
            "error",
            "lies on “shameful”",
        ),
        (
            lambda d: by_name(d, "rust").update(likely={"claim": "x"}),
            "error",
            "says why not “claim”, but accepts it",
        ),
        (lambda d: by_name(d, "rust").update(likely={"gossip": "x"}), "error", "no label here"),
        (lambda d: by_name(d, "rust").update(likely={}), "warning", "explains no likely mistake"),
        (
            lambda d: [i.update(likely={}) for i in d["items"]],
            "error",
            "only 0 of 5 required items explain",
        ),
        (
            lambda d: [i.update(required=i["label"] == "source") for i in d["items"]],
            "error",
            "3 of 3 required items are “source”",
        ),
        (lambda d: d["relations"].clear(), "error", "trains “denies”, and its key has none"),
        (lambda d: d["relations"].clear(), "error", "the denial “none” denies nothing"),
        (
            lambda d: d["relations"].append({"kind": "denies", "from": "rust", "to": ["none"]}),
            "error",
            "“rust” is no denial",
        ),
        (
            lambda d: d["relations"].append(
                {"kind": "said_by", "from": "rust", "chain": [["none"]]}
            ),
            "error",
            "“none” is no source",
        ),
        (
            lambda d: d["relations"].append(
                {"kind": "said_by", "from": "rust", "chain": [["reed"]]}
            ),
            "error",
            "“said_by”, which the lesson doesn’t use",
        ),
        (
            lambda d: by_name(d, "rust").update(attributes={"figure": True}),
            "warning",
            "“figure”, which this lesson doesn’t use",
        ),
        (lambda d: by_name(d, "rust").update(weight=0), "error", "required and weighs nothing"),
    ],
    ids=range(28),
)
def test_faults_in_the_key(folder: Path, change: Change, severity: str, words: str) -> None:
    made = draft()
    change(made)
    keyed(folder, made)
    found = [f for f in lint(folder) if words in f.message]
    assert found, [str(f) for f in lint(folder)]
    assert found[0].severity == severity
    assert found[0].file == "key.json"


@pytest.mark.parametrize(
    ("old", "new", "severity", "words"),
    [
        ('slug = "03-bridge"', 'slug = "04-bridge"', "error", "is not the folder’s name"),
        ('"Three?", "Four?"', '"Three?"', "error", "3 questions for the class"),
        ('"One.", "Two."', '"One."', "error", "fewer than 2 things to watch for"),
        ("minutes = 40", "minutes = 80", "error", "no place to stop"),
        ('standards = ["RI.7.1"]', "standards = []", "error", "names no standards"),
        ('"RI.7.1"', '"W.7.1"', "warning", "no RI or RH standard"),
        ("words = 36", "words = 60", "error", "36 words, not about 60"),
        ('grade = "2"', 'grade = "11"', "warning", "not 11"),
        ('grade = "2"', "", "error", "no grade for teachers"),
        (
            'title = "Bridge',
            'title = "A Bridge',
            "error",
            "the lesson’s title is not the article’s",
        ),
        ('instructions = "Read, then mark."', "", "error", "no instructions"),
        ('new = "Denials deny something."', "", "error", "nothing introduces what is new"),
        (
            "labels =",
            "edges_count = false\nlabels =",
            "error",
            "the instructions don’t say so",
        ),
        (
            "labels =",
            "edges_count = false\nlabels =",
            "warning",
            "does not reach the whole sentence",
        ),
    ],
    ids=range(14),
)
def test_faults_in_the_settings(
    folder: Path, old: str, new: str, severity: str, words: str
) -> None:
    text = SETTINGS.replace(old, new)
    assert text != SETTINGS
    (folder / "lesson.toml").write_text(text, encoding="utf-8")
    found = [f for f in lint(folder) if words in f.message]
    assert found, [str(f) for f in lint(folder)]
    assert found[0].severity == severity


def test_straight_quotes_and_a_wrong_headline_are_found(folder: Path) -> None:
    text = ARTICLE.replace("“It looks shameful,”", '"It looks shameful,"')
    text = text.replace("# Bridge Paint Is", "# Bridge Paint Was")
    (folder / "article.md").write_text(text, encoding="utf-8")
    made = draft()
    by_name(made, "headline").update(spans=[{"quote": "Bridge Paint Was Peeling"}])
    keyed(folder, made)
    found = lint(folder)
    messages = [f.message for f in found]
    # What the paper printed is a note, and stands last; it stops nothing.
    (straight,) = [f for f in found if "straight quotation mark" in f.message]
    assert straight.severity is Severity.NOTE
    assert found[-1] is straight
    assert "the headline is not the title of the article." in messages


def test_other_names_and_listed_places_of_a_source_are_kept(folder: Path) -> None:
    made = draft()
    by_name(made, "stone").update(names=["the mayor"], mentions=[{"quote": "he", "occurrence": 2}])
    keyed(folder, made)
    key = load_lesson(folder, load_label_guide(GUIDE)).key
    assert key is not None
    (stone,) = [each for each in key.items if each.name == "stone"]
    assert stone.other_names == ("the mayor",)
    assert [each.quote for each in stone.mentions] == ["he"]
    made["items"][0]["mentions"] = [{"quote": "not there"}]
    with pytest.raises(BadInput, match="“not there” is not in the article"):
        keyed(folder, made)


def test_a_finding_names_its_line(folder: Path) -> None:
    made = draft()
    by_name(made, "none").update(why="")
    keyed(folder, made)
    (finding,) = [f for f in lint(folder) if "“none” has no why" in f.message]
    lines = (folder / "key.json").read_text(encoding="utf-8").split("\n")
    following = "\n".join(lines[finding.line - 1 : finding.line + 4])
    assert '"an:name": "none"' in following
    assert str(finding).startswith(f"error: key.json, line {finding.line}: ")


def test_a_lesson_that_cannot_be_loaded_is_one_finding(folder: Path) -> None:
    (folder / "key.json").write_text("{", encoding="utf-8")
    (finding,) = lint(folder)
    assert finding.severity is Severity.ERROR
    assert str(finding).startswith("error: key.json, line 1: this is not sound JSON")
    (folder / "key.json").unlink()
    assert any("has no answer key" in f.message for f in lint(folder))
    shutil.rmtree(folder)
    assert "could not be read" in lint(folder)[0].message


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d["items"][0]["spans"][0].update(quote="not there"), "is not in the article"),
        (lambda d: d["items"][0]["spans"][0].update(occurrence=2), "1 times, not 2"),
        (lambda d: d["items"][0]["spans"][0].update(core="mayor"), "is not in the quote"),
        (lambda d: d["items"][0]["spans"][0].update(extent="No rust"), "does not hold the quote"),
        (lambda d: d["items"][1].update(name="rust"), "“rust” stands there twice"),
        (lambda d: d["items"][0].update(wy="x"), "no field “wy”"),
        (lambda d: d["items"][0].update(attributes={"figure": "yes"}), "true or false"),
        (lambda d: d["relations"][0].update(to=["nobody"]), "there is no item “nobody”"),
        (lambda d: d["relations"][0].update({"from": "x"}), "there is no item “x”"),
        (lambda d: d["relations"][0].update(to=["@implied:"]), "needs words"),
        (lambda d: d["relations"][0].update(kind="said"), "cannot be “said”"),
    ],
    ids=range(11),
)
def test_faults_in_a_draft_name_their_line(folder: Path, change: Change, words: str) -> None:
    made = draft()
    change(made)
    text = json.dumps(made, indent=1)
    with pytest.raises(BadInput, match=r"key-draft\.json, line \d+: ") as caught:
        key_from_draft(text, load_article(folder), "03-bridge")
    assert words in caught.value.happened


def test_a_draft_gives_the_same_ids_again_whatever_its_order(folder: Path) -> None:
    article = load_article(folder)
    made = draft()
    one = key_from_draft(json.dumps(made), article, "03-bridge")
    made["items"].reverse()
    made["traps"].reverse()
    two = key_from_draft(json.dumps(made), article, "03-bridge")
    assert one == two
    other = key_from_draft(json.dumps(made), article, "04-bridge")
    assert {i.id for i in other.items}.isdisjoint(i.id for i in one.items)


def test_ends_without_a_span_and_several_names(folder: Path) -> None:
    made = draft()
    made["relations"] = [
        {
            "kind": "said_by",
            "from": "rust",
            "chain": [["@narrator"], ["reed", "stone"], ["@nobody"]],
            "why": "w",
        },
        {"kind": "denies", "from": "none", "to": ["rust", "@implied: that it rusts"]},
        {"kind": "same_as", "from": "reed", "to": ["he", "stone"]},
    ]
    key = key_from_draft(json.dumps(made), load_article(folder), "03-bridge")
    by_kind = sorted((str(r.kind), [len(place) for place in r.chain]) for r in key.relations)
    assert by_kind == [("denies", [2]), ("said_by", [1, 2, 1]), ("same_as", [1]), ("same_as", [1])]
    assert len({r.id for r in key.relations}) == 4
