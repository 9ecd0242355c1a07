"""What to practise next, after real lessons with real keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from annotator import assets
from annotator.model.key import KeyItem
from annotator.model.labels import DENIAL
from annotator.services.data.data_file import DataFile
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.marking.studying import Studying
from annotator.services.review.next_practice import LESSONS, next_practice
from annotator.services.review.practice import Practice, Results
from annotator.store.database import Database
from annotator.store.schema import DatabaseKind

SHELF = LessonShelf(assets.lessons_dir(), assets.resources_dir() / "label_guide.toml")
TITLES = {card.lesson_id: card.title for card in SHELF.cards()}


@pytest.fixture
def results(tmp_path: Path) -> Callable[..., Results]:
    """What comes of a lesson in which everything was marked but what is ``left_out``."""

    def make(slug: str, left_out: Callable[[int, KeyItem], bool]) -> Results:
        path = tmp_path / "student.db"
        data = DataFile.open(lambda: Database.open(path, kind=DatabaseKind.STUDENT))
        studying = Studying(data)
        keyed = SHELF.load(slug)
        work = studying.open_work(studying.add_person("Ann"), SHELF.load(slug, with_key=False))
        assert keyed.key is not None
        for number, item in enumerate(i for i in keyed.key.items if i.required):
            if not left_out(number, item):
                work.marking.add([item.span], item.label)
        studying.hand_in(work)
        again = studying.open_work(work.student, work.lesson)
        found = Practice(studying, SHELF.load, SHELF.has).results(again)
        assert data.close() is None
        assert found is not None
        return found

    return make


def test_the_lessons_that_are_named_are_there() -> None:
    assert {slug for slugs in LESSONS.values() for slug in slugs} <= set(TITLES)


def test_the_label_that_was_missed_most_is_named_with_another_lesson_for_it(
    results: Callable[..., Results],
) -> None:
    found = results("03-reservoir-leak", lambda _number, item: item.label == DENIAL)
    count = sum(item.required and item.label == DENIAL for item in found.comparison.items)
    # Without lines, which are as wrong as their denials are missing.
    found = replace(found, comparison=replace(found.comparison, relations=()))
    assert next_practice(found, TITLES) == (
        f"Next time, look for denials: all {count} here were passed over or called something "
        f"else. “{TITLES['08-tech-chief']}” is a good lesson for that."
    )
    assert next_practice(found, {}).endswith("called something else.")


def test_lines_are_named_where_they_went_wrong_more_often(
    results: Callable[..., Results],
) -> None:
    sentence = next_practice(results("03-reservoir-leak", lambda *_: False), TITLES)
    assert sentence.startswith("Next time, ask who says so, and who denies it: none of the ")
    assert f"“{TITLES['04-lantern-tour']}”" in sentence


def test_where_everything_was_found_nothing_is_asked_for(
    results: Callable[..., Results],
) -> None:
    found = results("03-reservoir-leak", lambda *_: False)
    assert (
        next_practice(replace(found, comparison=replace(found.comparison, relations=())), TITLES)
        == ""
    )
