"""Blind marks are held against a shipped key, and what differs is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.files.label_guide import load_label_guide
from annotator.files.lesson_folder import load_lesson
from tests.blind import (
    TOP,
    Tally,
    against_key,
    agreement,
    differences,
    find_quote,
    main,
    read_marks,
    tally,
)

FOLDER = TOP / "lessons" / "01-new-crossing"
GUIDE = load_label_guide(TOP / "resources" / "label_guide.toml")
LESSON = load_lesson(FOLDER, GUIDE)
LESSONS = sorted(settings.parent for settings in (TOP / "lessons").glob("*/lesson.toml"))
KEY = LESSON.key
assert KEY is not None
REQUIRED = [item for item in KEY.items if item.required]


def write(folder: Path, name: str, marks: list[dict[str, object]]) -> Path:
    path = folder / name / f"{FOLDER.name}.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(marks), "utf-8")
    return path


def entry(item, label=""):
    return {"label": label or item.label, "quote": item.quote, "note": "seen"}


def test_an_occurrence_counts_whole_words_and_any_quotation_marks():
    text = LESSON.article.text
    assert find_quote(LESSON.article, "the scariest part of our day.”", 1) is not None
    # “he” stands inside “The” and “where” long before it stands alone.
    alone = find_quote(LESSON.article, "he", 1)
    assert alone is not None
    assert text[alone.start - 1 : alone.end + 1] == " he "
    assert find_quote(LESSON.article, "he", 99) is None
    assert find_quote(LESSON.article, '“We used to"', 1) is None
    straight = find_quote(LESSON.article, '"the scariest part', 1)
    assert straight is not None
    assert text[straight.start] == "“"
    assert find_quote(LESSON.article, "", 1) is None


def test_found_label_edges_and_extras_are_counted_apart(tmp_path):
    opinion = next(item for item in REQUIRED if item.label == "opinion")
    source = next(item for item in REQUIRED if item.label == "source")
    claim = next(item for item in REQUIRED if item.label == "claim")
    marks = [
        entry(opinion, "claim"),
        entry(source),
        entry(claim),
        {"label": "opinion", "quote": "Photo: K. Imrie / Courier", "note": "a trap"},
        {"label": "claim", "quote": "words that are nowhere", "occurrence": 1},
        entry(source),
    ]
    reading = read_marks(write(tmp_path, "one", marks), LESSON)
    assert reading.lost == ("words that are nowhere",)
    assert len(reading.marks) == 4
    told = against_key(LESSON, reading)
    assert tally(told) == Tally(len(REQUIRED), found=3, named=2, tidy=3, extra=1)
    lines = "\n".join(differences(LESSON, told, reading))
    assert "opinion as claim" in lines
    assert "NOT THERE" in lines
    assert "(a trap)" in lines
    assert lines.count("MISSED") == len(REQUIRED) - 3


def test_agreement_is_of_words_under_the_same_label(tmp_path):
    one, two = [item for item in REQUIRED if item.label == "claim"][:2]
    article = LESSON.article
    first = read_marks(write(tmp_path, "one", [entry(one), entry(two)]), LESSON)
    second = read_marks(write(tmp_path, "two", [entry(one), entry(two, "opinion")]), LESSON)
    a, b = len(article.words.numbers(one.span)), len(article.words.numbers(two.span))
    # Hripcsak and Rothschild: 2a / (2a + b + c), with a words in common, b and c on one side only.
    assert agreement(article, [first, second]) == pytest.approx(2 * a / (2 * a + b + b))
    assert agreement(article, [first, second], "source") is None


def test_a_round_is_printed_and_an_empty_one_is_not_called_well(tmp_path, capsys):
    write(tmp_path, "one", [entry(item) for item in REQUIRED])
    assert main([str(tmp_path), "01"]) == 0
    every = len(REQUIRED)
    assert f"ALL: found {every}/{every} (100%), label {every}/{every}" in capsys.readouterr().out
    assert main([str(tmp_path), "02"]) == 1


def test_a_file_of_quoted_marks_has_ties_and_attributes(tmp_path):
    folder = TOP / "lessons" / "05-pier-crack"
    lesson = load_lesson(folder, GUIDE)
    marks = [
        {
            "name": "stood",
            "label": "claim",
            "quote": "I had been standing on that plank ten minutes earlier",
            "attributes": {"attribution": "stated", "quotation": "indirect"},
            "note": "his own words",
        },
        {"name": "osk", "label": "source", "quote": "Pavel Osk, an angler"},
        {"name": "sick", "label": "opinion", "quote": "I still feel sick when I think of it"},
    ]
    ties = [{"kind": "said_by", "from": "stood", "chain": [["osk"]]}]
    path = tmp_path / "one" / f"{folder.name}.json"
    path.parent.mkdir()
    path.write_text(json.dumps({"marks": marks, "relations": ties}), "utf-8")
    reading = read_marks(path, lesson)
    told = against_key(lesson, reading)
    counts = tally(told)
    assert (counts.found, counts.named, counts.tied) == (3, 3, 1)
    assert lesson.key is not None
    assert counts.ties == sum(
        lesson.key.item(tie.source_id).required
        for tie in lesson.key.relations
        if tie.kind != "same_as"
    )
    # Of two attributes of the claim one is right; the others say nothing where the key does.
    assert (counts.detailed, counts.details) == (1, 4)
    lines = "\n".join(differences(lesson, told, reading))
    assert "direct, theirs: indirect" in lines
    assert "tie missed" in lines


#: The second and the fourth round read all lessons, the third the two whose words had changed. What
#: each of them read is known by its hash: texts are mended, readings stay what they are.
LAST_ROUNDS = tuple(Path(__file__).parent / "data" / f"blind_round_{n}" for n in (2, 3, 4))


@pytest.mark.parametrize("folder", LESSONS, ids=lambda folder: folder.name)
def test_the_last_rounds_still_meet_the_goal(folder: Path) -> None:
    """A later edit of a text or key that parts it from its readers asks for a new round."""
    lesson = load_lesson(folder, GUIDE)
    assert lesson.key is not None
    kept = sorted(file for each in LAST_ROUNDS for file in each.glob(f"*/{folder.name}.json"))
    assert len(kept) >= 2
    for file in kept:
        reading = read_marks(file, lesson)
        told = tally(against_key(lesson, reading))
        texts = json.loads((file.parents[1] / "texts.json").read_text("utf-8"))
        if texts[folder.name] == lesson.article.sha256:
            assert not reading.lost
        assert told.found * 10 >= told.required * 9
        assert told.named * 10 >= told.found * 9


def test_the_fourth_round_read_what_is_shipped_and_agrees_on_ties_and_attributes() -> None:
    """The goals of a round that has ties and attributes: 95, 95, 90 and 85 in a hundred."""
    kept = LAST_ROUNDS[-1]
    texts = json.loads((kept / "texts.json").read_text("utf-8"))
    lessons = [load_lesson(folder, GUIDE) for folder in LESSONS]
    assert texts == {
        folder.name: lesson.article.sha256 for folder, lesson in zip(LESSONS, lessons, strict=True)
    }
    for reader in ("g", "h"):
        whole = sum(
            (
                tally(
                    against_key(lesson, read_marks(kept / reader / f"{folder.name}.json", lesson))
                )
                for folder, lesson in zip(LESSONS, lessons, strict=True)
            ),
            Tally(),
        )
        assert whole.found >= 0.95 * whole.required
        assert whole.named >= 0.95 * whole.found
        assert whole.tied >= 0.90 * whole.ties
        assert whole.detailed >= 0.85 * whole.details
