"""The help pages as text: all there, held against the program, found by search."""

from __future__ import annotations

import re

import pytest

from annotator import assets
from annotator.files.label_guide import load_label_guide
from annotator.files.reading_level import flesch_kincaid_grade
from annotator.model.annotation import RelationKind
from annotator.model.lesson import LessonUses
from annotator.ui.help.pages import TOPICS, Topic, load_help, plain, search
from annotator.ui.marking.shortcuts import bindings
from annotator.ui.review.verdicts import DecisionChoice
from annotator.ui.widgets.keycap import key_text

RESOURCES = assets.resources_dir()
GUIDE = load_label_guide(RESOURCES / "label_guide.toml")


@pytest.fixture(scope="module")
def topics() -> tuple[Topic, ...]:
    return load_help(RESOURCES, GUIDE)


def test_every_file_is_a_topic_and_begins_with_its_title(topics: tuple[Topic, ...]) -> None:
    files = {path.stem for path in (RESOURCES / "help").glob("*.md")}
    assert files == {name for name, _ in TOPICS}
    for topic in topics:
        assert topic.sections()[0].title == topic.title
        assert len({section.title for section in topic.sections()}) == len(topic.sections())


def test_the_keyboard_page_has_every_key_of_the_page(topics: tuple[Topic, ...]) -> None:
    page = next(topic for topic in topics if topic.name == "keyboard").markdown
    uses = LessonUses(relations=tuple(RelationKind), certainty=True)
    lines = page.splitlines()
    for each in bindings(GUIDE, uses):
        keys = " or ".join(key_text(key) for key in each.keys)
        assert f"| **{keys}** | {each.words} |" in lines


def test_the_teachers_pages_name_every_decision(topics: tuple[Topic, ...]) -> None:
    keyboard = next(topic for topic in topics if topic.name == "keyboard").markdown
    review = next(topic for topic in topics if topic.name == "review").markdown
    for verdict in DecisionChoice:
        words, key, _ = verdict.value
        assert f"| **{key}** | {words}" in keyboard
        assert f"- **{words}**" in review


def test_the_labels_page_has_every_word_of_the_guide(topics: tuple[Topic, ...]) -> None:
    page = next(topic for topic in topics if topic.name == "labels").markdown
    for label in GUIDE.labels:
        assert label.definition in page
        assert all(mistake in page for mistake in label.usual_mistakes)
        assert all(f"**{each.quote}**" in page for each in label.examples)
    assert all(rule in page for rule in GUIDE.edge_rules)


def test_pictures_and_links_are_there(topics: tuple[Topic, ...]) -> None:
    names = {name for name, _ in TOPICS}
    pictures = 0
    for topic in topics:
        for is_picture, target in re.findall(r"(!?)\[[^]]*\]\(([^)]*)\)", topic.markdown):
            if is_picture:
                pictures += 1
                assert (RESOURCES / target).is_file()
            else:
                assert target.split("#")[0].removesuffix(".md") in names
    assert pictures >= 2


@pytest.mark.parametrize("name", [name for name, _ in TOPICS if name != "keyboard"])
def test_sentences_are_short_and_calm(topics: tuple[Topic, ...], name: str) -> None:
    topic = next(topic for topic in topics if topic.name == name)
    assert "!" not in topic.markdown.replace("![", "")
    texts = [plain(section.text) for section in topic.sections()]
    assert flesch_kincaid_grade([text for text in texts if text]) <= (
        7.0 if name == "student" else 9.0
    )


def test_search_takes_words_in_any_order_and_headings_first(topics: tuple[Topic, ...]) -> None:
    hits = search(topics, "HAND check")
    assert (hits[0].topic, hits[0].section) == ("student", "Check and hand in")
    assert search(topics, "check hand")[0] == hits[0]
    assert search(topics, "  ") == ()
    assert search(topics, "hippopotamus") == ()
    assert {hit.topic for hit in search(topics, "passphrase")} >= {"privacy", "files"}
