"""From services to the start page: states, what waits, and how long ago, in words."""

from __future__ import annotations

import datetime

import pytest

from annotator.model.work import Attempt, AttemptState, Student
from annotator.services.lessons import ShelfCard
from annotator.store.drafts import LessonProgress
from annotator.ui.start.build import ago, start_data
from annotator.ui.start.model import LessonState

ZONE = datetime.timezone(datetime.timedelta(hours=2))
NOW = datetime.datetime(2026, 3, 14, 13, 5, tzinfo=ZONE)
CARDS = tuple(
    ShelfCard(lesson_id=f"l{n}", title=f"Lesson {n}", number=n, skill="skill", words=200)
    for n in range(1, 5)
)
AMARA = Student(id="a", name="Amara O.")


def progress(lesson: str, state: AttemptState, marks: int, minutes: int) -> LessonProgress:
    then = NOW - datetime.timedelta(minutes=minutes)
    return LessonProgress(
        lesson_id=lesson,
        assignment_id="",
        article_sha256="0" * 64,
        attempt=Attempt(id=f"{lesson}-{state}", started=then, state=state),
        marks=marks,
        saved=then,
    )


def test_states_progress_and_what_waits() -> None:
    data = start_data(
        [AMARA],
        AMARA,
        CARDS,
        [
            progress("l1", AttemptState.DRAFT, 6, 2),
            progress("l2", AttemptState.RETURNED, 11, 60),
            progress("l3", AttemptState.HANDED_IN, 9, 90),
            progress("l4", AttemptState.DRAFT, 0, 95),
            progress("gone", AttemptState.DRAFT, 3, 100),
        ],
        NOW,
    )
    assert [card.state for card in data.lessons] == [
        LessonState.STARTED,
        LessonState.RETURNED,
        LessonState.HANDED_IN,
        LessonState.NEW,
    ]
    assert [card.progress for card in data.lessons] == [0.5, 1.0, 1.0, 0.0]
    # What came back stands first; a lesson that is no longer there is not offered.
    assert [(item.slug, item.returned) for item in data.waiting] == [("l2", True), ("l1", False)]
    assert data.waiting[1].hint == "6 marks · saved 2 minutes ago"
    assert data.summary == (
        "One lesson is begun and not handed in yet. One lesson is back from your teacher."
    )
    assert data.hour == 13
    assert data.student is not None
    assert data.student.name == "Amara O."


def test_a_first_visit() -> None:
    data = start_data([], None, CARDS, [], NOW)
    assert data.student is None
    assert data.summary == "Choose a lesson to begin with."
    assert data.waiting == ()


def test_a_lesson_with_a_fault_says_so() -> None:
    card = ShelfCard(lesson_id="x", title="x", fault="line 3 is wrong")
    data = start_data([AMARA], AMARA, [card], [], NOW)
    assert data.lessons[0].note == "can’t be opened"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "just now"),
        (1, "1 minute ago"),
        (59, "59 minutes ago"),
        (125, "2 hours ago"),
        (60 * 14, "yesterday"),
        (60 * 24 * 4, "on 10 March"),
    ],
)
def test_how_long_ago(minutes: int, words: str) -> None:
    then = (NOW - datetime.timedelta(minutes=minutes)).astimezone(datetime.UTC)
    assert ago(then, NOW) == words
