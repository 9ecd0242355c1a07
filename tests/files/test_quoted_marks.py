"""Marks written with quotes: where they land, and what is refused with its line and reason."""

from __future__ import annotations

import json
from typing import Any

import pytest

from annotator import assets
from annotator.files.label_guide import load_label_guide
from annotator.files.lesson_folder import load_lesson
from annotator.files.quoted_marks import read_quoted_marks
from annotator.model.annotation import Certainty, EndKind, RelationKind
from annotator.model.errors import BadInput

GUIDE = load_label_guide(assets.resources_dir() / "label_guide.toml")
LESSON = load_lesson(assets.lessons_dir() / "05-pier-crack", GUIDE, with_key=False)


def marks_file() -> dict[str, Any]:
    return {
        "marks": [
            {
                "name": "not-grown",
                "label": "denial",
                "quote": "it had not grown by as much as a millimetre",
                "certainty": "think-so",
                "note": "she says no",
                "attributes": {"quotation": "direct"},
            },
            {"name": "sorrel", "label": "source", "quote": "Gwen Sorrel, the harbour master"},
            {"name": "crack", "label": "claim", "quote": "crack was noticed in April last year"},
            {"label": "source", "quote": "She", "occurrence": 1},
        ],
        "relations": [
            {"kind": "denies", "from": "not-grown", "to": ["crack", "@implied: that it grew"]},
            {"kind": "said_by", "from": "crack", "chain": [["@narrator"], ["sorrel"]]},
        ],
    }


def read(raw: dict[str, Any]) -> Any:
    return read_quoted_marks(json.dumps(raw, indent=1), LESSON)


def test_quotes_become_places_and_names_become_ties():
    marks, relations = read(marks_file())
    text = LESSON.article.text
    assert all(mark.span.of(text) == mark.quote for mark in marks)
    denial, sorrel, crack, she = marks
    assert denial.certainty is Certainty.THINK_SO
    assert denial.note == "she says no"
    assert denial.attributes.to_dict() == {"quotation": "direct"}
    assert crack.certainty is None
    assert text[she.span.start - 2 : she.span.end + 1] == ". She added"[:6]
    denies, said_by = relations
    assert (denies.kind, denies.source_id) == (RelationKind.DENIES, denial.id)
    assert [end.id for end in denies.chain[0]] == [crack.id, ""]
    assert denies.chain[0][1].text == "that it grew"
    assert [[end.kind for end in place] for place in said_by.chain] == [
        [EndKind.NARRATOR],
        [EndKind.MARK],
    ]
    assert said_by.chain[1][0].id == sorrel.id


def test_another_reading_is_other_marks():
    first, second = read(marks_file())[0], read(marks_file())[0]
    assert [mark.span for mark in first] == [mark.span for mark in second]
    assert not {mark.id for mark in first} & {mark.id for mark in second}


def test_a_quote_stands_on_whole_words_and_straight_marks_do():
    text = LESSON.article.text
    marks, _ = read({"marks": [{"label": "opinion", "quote": '"asleep at its post"'}]})
    assert marks[0].quote == "“asleep at its post”"
    # “he” stands inside “the” and “when” long before it stands alone, which it never does here.
    assert "he" in text
    with pytest.raises(BadInput, match="“he” is not in the article"):
        read({"marks": [{"label": "source", "quote": "he"}]})


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (lambda d: d["marks"][0].update(quote="it grew"), 6, "“it grew” is not in the article"),
        (lambda d: d["marks"][2].update(quote="crack"), 21, "times; say which with “occurrence”"),
        (lambda d: d["marks"][3].update(occurrence=99), 26, "not in the article 99 times"),
        (lambda d: d["marks"][0].update(quote=" "), 6, "is not in the article"),
        (lambda d: d["marks"][1].update(name="crack"), 19, "“crack” stands there twice"),
        (lambda d: d["marks"][1].update(label="rumour"), 15, "no label “rumour”"),
        (lambda d: d["marks"][0].update(certainty="very"), 7, "it is one of sure, think-so, guess"),
        (lambda d: d["marks"][0].update(attributes={"colour": "red"}), 9, "no attribute “colour”"),
        (lambda d: d["marks"][0].update(attributes=[]), 9, "holds named fields"),
        (lambda d: d["marks"][0].update(colour="red"), 12, "no field “colour”"),
        (
            lambda d: d["marks"].append(dict(d["marks"][1], name="b")),
            31,
            "is marked as source already",
        ),
        (lambda d: d["relations"][0].update(to=["rust"]), 30, "“rust”"),
        (lambda d: d["relations"][1].update({"from": "rust"}), 40, "“rust”"),
    ],
)
def test_what_is_refused_is_named_with_its_line(change, line, says):
    raw = marks_file()
    change(raw)
    with pytest.raises(BadInput) as refused:
        read(raw)
    assert says in str(refused.value)
    assert f"marks.json, line {line}:" in str(refused.value)
