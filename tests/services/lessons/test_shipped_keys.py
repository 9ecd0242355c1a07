"""The keys that come with the program, played against."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.files.label_guide import load_label_guide
from annotator.files.lesson_folder import load_lesson
from annotator.model.key import AnswerKey
from annotator.model.lesson import Lesson
from annotator.services.lessons.key_attack import WORDS_EARN, WORDS_FIND, silly_hand_ins
from annotator.services.lessons.key_checkup import weak_places
from tests.blind import against_key, read_marks
from tests.files.make import GUIDE, LESSONS

LABEL_GUIDE = load_label_guide(GUIDE)
SHIPPED = [load_lesson(path.parent, LABEL_GUIDE) for path in sorted(LESSONS.glob("*/key.json"))]
ROUNDS = Path(__file__).parents[2] / "data"
#: Required items before the keys were mended; none of them may be lost by mending.
REQUIRED = {1: 17, 2: 23, 3: 26, 4: 25, 5: 32, 6: 27, 7: 29, 8: 26}

each_lesson = pytest.mark.parametrize("lesson", SHIPPED, ids=lambda lesson: lesson.id)


def key_of(lesson: Lesson) -> AnswerKey:
    assert lesson.key is not None
    return lesson.key


@each_lesson
def test_nothing_weak_is_left(lesson: Lesson) -> None:
    assert [weak.words for weak in weak_places(lesson, key_of(lesson), SHIPPED)] == []


@each_lesson
def test_mending_asks_for_no_less(lesson: Lesson) -> None:
    required = [item for item in key_of(lesson).items if item.required]
    assert len(required) >= REQUIRED[lesson.number]


@each_lesson
def test_single_words_earn_next_to_nothing(lesson: Lesson) -> None:
    words = silly_hand_ins(lesson, key_of(lesson))[0]
    assert words.marks
    assert words.points <= WORDS_EARN
    assert words.found <= WORDS_FIND


@each_lesson
def test_painting_earns_at_most_half_of_an_honest_hand_in(lesson: Lesson) -> None:
    files = sorted(ROUNDS.glob(f"blind_round_*/*/{lesson.id}.json"))
    honest = [against_key(lesson, read_marks(file, lesson)) for file in files]
    least = min(told.points / told.possible for told in honest)
    for painted in silly_hand_ins(lesson, key_of(lesson))[1:]:
        assert painted.points <= least / 2, painted.name
