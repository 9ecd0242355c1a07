"""Lessons as folders: what they say is what is loaded; every fault names file, line and reason."""

from __future__ import annotations

import datetime
import random
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.files.key_draft import key_from_draft
from annotator.files.key_file import write_key
from annotator.files.label_guide import load_label_guide
from annotator.files.lesson_article import parse_lesson_article, write_lesson_article
from annotator.files.lesson_folder import lesson_cards, load_article, load_lesson
from annotator.model.annotation import RelationKind
from annotator.model.article import BlockKind
from annotator.model.errors import BadInput
from annotator.model.labels import LabelGuide, Pattern
from tests.files.make import GUIDE

ARTICLE = """+++
title = "Mayor “Knew” of Leak"
byline = "By Jonah Pell"
date = 2026-03-14
language = "en"
+++

# Mayor “Knew” of Leak

[standfirst] A small story

[byline] By Jonah Pell

The lake lost a fifth
of its water, a clerk   said.

\\[Corrected] It was a fifth.

[caption] The lake on Monday

[credit] Photo: R. Okonjo
"""
SETTINGS = """format = 1
number = 3
slug = "03-leak"
title = "Mayor “Knew” of Leak"
skill = "denials"
grade = "7"
minutes = 40
summary = "A lake leaks."
stop_after_paragraph = 1
labels = ["claim", "denial", "source", "opinion"]
attributes = ["checkable"]
relations = ["denies"]
certainty = true
instructions = \"\"\"Read. Then mark.\"\"\"
new = "Denials deny something."

[teacher]
goal = "See it."
standards = ["RI.7.1"]
debrief = ["One?", "Two?"]
"""
DRAFT = """{"items": [
 {"name": "lost", "label": "claim", "required": true, "weight": 1,
  "spans": [{"quote": "lake lost a fifth of its water", "core": "a fifth", "occurrence": 1}],
  "also_labels": [], "why": "Measure it.", "likely": {"opinion": "Nobody judges."},
  "attributes": {"checkable": "now"}}],
 "traps": [{"quote": "By Jonah Pell", "occurrence": 1, "why": "Who wrote it."}],
 "relations": []}"""


@pytest.fixture(scope="module")
def guide() -> LabelGuide:
    return load_label_guide(GUIDE)


def test_a_draft_names_a_source_in_other_ways(folder: Path) -> None:
    named = DRAFT.replace(
        '"also_labels": []',
        '"names": ["the lake"], "mentions": [{"quote": "It", "occurrence": 1}], "also_labels": []',
    )
    item = key_from_draft(named, load_article(folder), "03-leak").items[0]
    assert item.other_names == ("the lake",)
    assert [each.quote for each in item.mentions] == ["It"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "03-leak"
    place.mkdir()
    (place / "lesson.toml").write_text(SETTINGS, encoding="utf-8")
    (place / "article.md").write_text(ARTICLE, encoding="utf-8")
    article = load_article(place)
    key = key_from_draft(DRAFT, article, "03-leak")
    (place / "key.json").write_bytes(write_key(key, article))
    return place


def test_the_article_is_its_blocks(folder: Path) -> None:
    article = load_article(folder)
    assert [(block.kind.value, block.span.of(article.text)) for block in article.blocks] == [
        ("headline", "Mayor “Knew” of Leak"),
        ("standfirst", "A small story"),
        ("byline", "By Jonah Pell"),
        ("paragraph", "The lake lost a fifth of its water, a clerk   said."),
        ("paragraph", "[Corrected] It was a fifth."),
        ("caption", "The lake on Monday"),
        ("credit", "Photo: R. Okonjo"),
    ]
    assert article.metadata.date == datetime.date(2026, 3, 14)
    assert article.metadata.byline == "By Jonah Pell"


def test_the_lesson_is_what_its_files_say(folder: Path, guide: LabelGuide) -> None:
    lesson = load_lesson(folder, guide)
    assert (lesson.id, lesson.number, lesson.skill, lesson.minutes) == ("03-leak", 3, "denials", 40)
    assert lesson.uses.relations == (RelationKind.DENIES,)
    assert lesson.uses.attributes == ("checkable",)
    assert lesson.uses.certainty
    assert lesson.uses.edges_count
    assert lesson.stop_after_paragraph == 1
    assert lesson.teacher.debrief == ("One?", "Two?")
    assert lesson.key is not None
    assert lesson.key.items[0].quote == "lake lost a fifth of its water"
    assert load_lesson(folder, guide, with_key=False).key is None


def test_a_lesson_may_bring_a_label_guide_of_its_own(folder: Path, guide: LabelGuide) -> None:
    own = GUIDE.read_text("utf-8").replace("could be checked", "could be looked up")
    (folder / "guide.toml").write_text(own, encoding="utf-8")
    assert load_lesson(folder, guide, with_key=False).guide.label("claim").short == (
        "could be looked up"
    )
    (folder / "guide.toml").write_text("format = 1\nlabel = 3\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"guide\.toml"):
        load_lesson(folder, guide)


def test_windows_line_ends_change_nothing(folder: Path) -> None:
    before = load_article(folder)
    (folder / "article.md").write_bytes(ARTICLE.replace("\n", "\r\n").encode("utf-8"))
    assert load_article(folder) == before


def test_cards_list_lessons_and_faults(folder: Path) -> None:
    other = folder.parent / "04-broken"
    other.mkdir()
    (other / "lesson.toml").write_text('format = 1\nslug = "04-broken"\n', encoding="utf-8")
    (folder.parent / "no-lesson").mkdir()
    first, second = lesson_cards(folder.parent)
    assert (first.slug, first.title, first.words) == ("03-leak", "Mayor “Knew” of Leak", 27)
    assert first.has_key
    assert first.fault == ""
    assert second.slug == "04-broken"
    assert "title" in second.fault
    with pytest.raises(BadInput, match="can’t be listed"):
        lesson_cards(folder.parent / "nowhere")


def test_cards_read_no_key(folder: Path) -> None:
    (folder / "key.json").write_text("{", encoding="utf-8")
    assert lesson_cards(folder.parent)[0].fault == ""


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("minutes = 40", 'minutes = "40"', 7, "should be a whole number, not text"),
        ("minutes = 40", "minutes = true", 7, "should be a whole number"),
        ("minutes = 40", "minutes = -1", 7, "should be from 0"),
        ("minutes = 40", "minuts = 40", 7, "there is no field “minuts” here"),
        ("minutes = 40", "minutes = = 40", 7, "not sound TOML"),
        ('"opinion"]', '"opinon"]', 10, "the label guide has no label “opinon”"),
        ('"opinion"]', '"claim"]', 10, "names a label twice"),
        ('["checkable"]', '["chekable"]', 11, "there is no attribute “chekable”"),
        ('["denies"]', '["denys"]', 12, "cannot be “denys”; it is one of denies"),
        ("certainty = true", "certainty = 1", 13, "should be true or false"),
        ('goal = "See it."', "goal = 7", 18, "“goal” should be text"),
        ('standards = ["RI.7.1"]', "standards = [1]", 19, "“standards” should be text"),
        ('goal = "See it."', 'gaol = "See it."', 18, "there is no field “gaol”"),
        ('slug = "03-leak"', 'slug = "../leak"', 3, "small letters, digits"),
        ('title = "Mayor “Knew” of Leak"', 'title = " "', 4, "needs a title"),
        ("format = 1", "format = 2", 1, "newer version of Annotator"),
    ],
)
def test_faults_in_lesson_toml(
    folder: Path, guide: LabelGuide, old: str, new: str, line: int, reason: str
) -> None:
    text = SETTINGS.replace(old, new)
    assert text != SETTINGS
    (folder / "lesson.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load_lesson(folder, guide)
    assert caught.value.happened.startswith(f"03-leak/lesson.toml, line {line}: ")
    assert reason in caught.value.happened


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("+++\ntitle", "title", 1, "should begin with a line “+++”"),
        ('"en"\n+++', '"en"', 1, "that closes the first part is missing"),
        ("date = 2026-03-14", 'date = "2026-03-14"', 4, "“date” should be a date"),
        ("date = 2026-03-14", "date = 2026-03-14T10:00:00", 4, "“date” should be a date"),
        ("date = 2026-03-14", "date = 2026-13-14", 4, "not sound TOML"),
        ("language =", "langauge =", 5, "there is no field “langauge” here"),
        ("[standfirst]", "[standfrist]", 10, "does not begin with a kind of block"),
        ("\\[Corrected]", "[Corrected]", 17, "a paragraph that begins with a bracket"),
        ("[credit] Photo: R. Okonjo", "[credit]", 21, "there are no words in this credit"),
    ],
)
def test_faults_in_article_md(
    folder: Path, guide: LabelGuide, old: str, new: str, line: int, reason: str
) -> None:
    text = ARTICLE.replace(old, new)
    assert text != ARTICLE
    (folder / "article.md").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load_lesson(folder, guide)
    assert caught.value.happened.startswith(f"03-leak/article.md, line {line}: ")
    assert reason in caught.value.happened


def test_no_paragraph_is_a_fault() -> None:
    with pytest.raises(BadInput, match="no paragraph"):
        parse_lesson_article('+++\ntitle = "x"\n+++\n\n# x\n')


def test_a_stop_past_the_end_is_a_fault(folder: Path, guide: LabelGuide) -> None:
    text = SETTINGS.replace("stop_after_paragraph = 1", "stop_after_paragraph = 9")
    (folder / "lesson.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match="stops after paragraph 9, but the article has 2"):
        load_lesson(folder, guide)


def test_an_edited_article_does_not_take_its_old_key(folder: Path, guide: LabelGuide) -> None:
    (folder / "article.md").write_text(ARTICLE.replace("fifth", "third"), encoding="utf-8")
    with pytest.raises(BadInput, match=r"03-leak/key.json, line \d+: this key belongs to another"):
        load_lesson(folder, guide)


def test_missing_files_are_named(folder: Path, guide: LabelGuide) -> None:
    (folder / "article.md").unlink()
    with pytest.raises(BadInput, match=r"03-leak/article\.md” could not be read: it is not there"):
        load_lesson(folder, guide)


def test_bytes_that_are_no_text_are_named(folder: Path, guide: LabelGuide) -> None:
    (folder / "lesson.toml").write_bytes(SETTINGS.encode("utf-8") + b"\n# \xff\n")
    with pytest.raises(BadInput, match=r"lesson.toml, line \d+: this is not UTF-8"):
        load_lesson(folder, guide)


def test_mutations_never_raise_anything_but_bad_input(folder: Path, guide: LabelGuide) -> None:
    chance = random.Random(3)
    pieces = ["[", "]", '"', "=", "\n", "+++", "{", "[[x]]", "9" * 30, "\\", "é", "\x00", "# "]
    for name, whole in (("lesson.toml", SETTINGS), ("article.md", ARTICLE)):
        for _ in range(300):
            at = chance.randrange(len(whole))
            cut = chance.choice([0, 1, 5, 40])
            text = whole[:at] + chance.choice(["", *pieces]) + whole[at + cut :]
            (folder / name).write_bytes(text.encode("utf-8"))
            try:
                load_lesson(folder, guide, with_key=False)
            except BadInput as error:
                assert "03-leak" in error.happened  # noqa: PT017 - a mutation may be harmless
        (folder / name).write_text(whole, encoding="utf-8")


def test_deep_toml_is_refused(folder: Path, guide: LabelGuide) -> None:
    for deep in ("x = " + "[" * 5_000, "x = " + "[\n" * 5_000, "x = " + "{a=" * 5_000):
        (folder / "lesson.toml").write_text(deep, encoding="utf-8")
        with pytest.raises(BadInput):
            load_lesson(folder, guide)


def test_the_label_guide_has_four_labels_that_differ(guide: LabelGuide) -> None:
    assert [(label.id, label.letter, label.pattern) for label in guide.labels] == [
        ("claim", "C", Pattern.SOLID),
        ("denial", "D", Pattern.DASH),
        ("source", "S", Pattern.DOT),
        ("opinion", "O", Pattern.WAVE),
    ]
    for label in guide.labels:
        assert len(label.examples) >= 2
        assert len(label.usual_mistakes) >= 3
        assert label.short
        assert label.definition
        assert label.inside
        assert label.contrast
    assert len(guide.edge_rules) >= 5


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('pattern = "dash"', 'pattern = "dots"', "cannot be “dots”"),
        ('letter = "D"', 'letter = "C"', "its own id and letter"),
        ('quote = "clerk"', 'quote = "judge"', "is not in the sentence"),
        ("format = 1", "format = 99", "newer version"),
        ('plural = "Denials"', "", "the field “plural” is missing"),
    ],
)
def test_faults_in_a_label_guide(tmp_path: Path, old: str, new: str, reason: str) -> None:
    text = "format = 1\n" + "".join(
        f'[[label]]\nid = "{name.lower()}"\nname = "{name}"\nplural = "{name}s"\n'
        f'letter = "{name[0]}"\npattern = "{pattern}"\n'
        '[[label.example]]\nsentence = "A clerk spoke."\nquote = "clerk"\nwhy = "x"\n'
        for name, pattern in (("Claim", "solid"), ("Denial", "dash"))
    )
    place = tmp_path / "guide.toml"
    place.write_text(text, encoding="utf-8")
    assert len(load_label_guide(place).labels) == 2
    place.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BadInput, match=r"guide\.toml, line") as caught:
        load_label_guide(place)
    assert reason in caught.value.happened


def test_kinds_of_blocks_are_all_readable() -> None:
    for kind in BlockKind:
        article = parse_lesson_article(f'+++\ntitle = "x"\n+++\n\n[{kind}] words\n\nMore.\n')
        assert article.blocks[0].kind is kind


def test_a_licence_note_stays_with_the_article() -> None:
    text = '+++\ntitle = "x"\nlicence = "By leave of the “Post”"\n+++\n\n# x\n\nMore.\n'
    article = parse_lesson_article(text)
    assert article.metadata.licence == "By leave of the “Post”"
    assert parse_lesson_article(write_lesson_article(article)) == article
    bare = replace(article, metadata=replace(article.metadata, licence=""))
    assert "licence" not in write_lesson_article(bare)
