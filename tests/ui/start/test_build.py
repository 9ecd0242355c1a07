"""From services to the start page: states, what waits, and how long ago, in words."""

from __future__ import annotations

import dataclasses
import datetime

from annotator.model.attempt import LessonProgress, Try
from annotator.model.moments import clock_text, local
from annotator.model.work import Attempt, AttemptState, Student
from annotator.services.lessons.shelf import ShelfCard
from annotator.ui.start.build import start_data
from annotator.ui.start.model import LessonState
from annotator.ui.widgets.progress import StepState, step_text

ZONE = datetime.timezone(datetime.timedelta(hours=2))
NOW = datetime.datetime(2026, 3, 14, 13, 5, tzinfo=ZONE)
CARDS = tuple(
    ShelfCard(lesson_id=f"l{n}", title=f"Lesson {n}", number=n, skill="skill", words=200)
    for n in range(1, 5)
)
AMARA = Student(id="a", name="Amara O.")


def progress(
    lesson: str, state: AttemptState, marks: int, minutes: int, *, number: int = 1
) -> LessonProgress:
    then = NOW - datetime.timedelta(minutes=minutes)
    return LessonProgress(
        lesson_id=lesson,
        assignment_id="",
        article_sha256="0" * 64,
        attempt=Attempt(
            id=f"{lesson}-{number}",
            number=number,
            supersedes=f"{lesson}-{number - 1}" if number > 1 else "",
            started=then,
            state=state,
        ),
        marks=marks,
        saved=then,
    )


def given(lesson: str, of: str, hours: int | None) -> ShelfCard:
    due = NOW + datetime.timedelta(hours=hours) if hours else None
    return ShelfCard(lesson_id=lesson, given_of=of, title=of, shipped=False, due=due)


def test_what_the_teacher_gave_out_stands_apart_and_has_no_twin() -> None:
    cards = [*CARDS, given("a", "l2", None), given("b", "l3", 48), given("c", "l4", 24)]
    mine = dataclasses.replace(progress("l4", AttemptState.HANDED_IN, 5, 3), assignment_id="c")
    work = [progress("l3", AttemptState.DRAFT, 6, 2), mine]
    data = start_data([AMARA], AMARA, cards, work, NOW)
    assert [card.slug for card in data.assigned] == ["b", "a", "c"]
    assert data.assigned[0].due
    # Lesson 2 waits above, 4 is handed in; what was begun in lesson 3 stays within reach.
    assert [card.slug for card in data.lessons] == ["l1", "l3"]
    back = dataclasses.replace(progress("l4", AttemptState.RETURNED, 5, 3), assignment_id="c")
    data = start_data([AMARA], AMARA, cards, [back], NOW)
    assert [card.slug for card in data.assigned] == ["b", "a", "c"]
    assert [card.slug for card in data.lessons] == ["l1", "l4"]


def test_a_hand_in_that_has_not_left_says_so() -> None:
    mine = dataclasses.replace(progress("l4", AttemptState.HANDED_IN, 5, 3), assignment_id="c")
    cards = [given("c", "l4", 24)]
    done, now = StepState.DONE, StepState.NOW
    for sent, note, last in (("", "handed in, not sent yet", now), ("l4-1", "", done)):
        data = start_data([AMARA], AMARA, cards, [mine], NOW, is_sent=sent.__eq__)
        (card,) = data.assigned
        steps = (done, done, last)
        assert (card.note, card.steps, card.state) == (note, steps, LessonState.HANDED_IN)


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
    assert [step_text(card.steps) for card in data.lessons] == [
        "1 of 3 steps done",
        "all steps done",
        "all steps done",
        "",
    ]
    # What came back stands first; a lesson that is no longer there is not offered.
    assert [(item.slug, item.returned) for item in data.waiting] == [("l2", True), ("l1", False)]
    assert data.waiting[1].hint == "6 marks · saved 2 minutes ago"
    assert data.summary == (
        "One lesson is begun and not handed in yet. One lesson is back from your teacher."
    )
    assert data.hour == local(NOW).hour
    assert data.student is not None
    assert data.student.name == "Amara O."


def test_when_a_lesson_is_due_is_said_in_local_time_until_it_is_handed_in() -> None:
    due = datetime.datetime(2026, 3, 20, 12, 0, tzinfo=datetime.UTC)
    past = datetime.datetime(2026, 3, 13, 12, 0, tzinfo=datetime.UTC)
    cards = [
        dataclasses.replace(card, due=when)
        for card, when in zip(CARDS, (due, due, due, past), strict=True)
    ]
    work = [
        progress("l1", AttemptState.DRAFT, 6, 2),
        progress("l2", AttemptState.HANDED_IN, 6, 3),
    ]
    data = start_data([AMARA], AMARA, cards, work, NOW)
    assert [card.due for card in data.lessons] == [
        f"due Friday {clock_text(due)}",
        "",
        f"due Friday {clock_text(due)}",
        f"was due yesterday {clock_text(due)}, you can still hand in",
    ]
    assert data.waiting[0].hint == f"6 marks · saved 2 minutes ago · due Friday {clock_text(due)}"


def test_what_a_teacher_gave_out_stands_first_until_it_is_handed_in() -> None:
    soon, later = (NOW + datetime.timedelta(days=days) for days in (1, 5))
    given = [
        dataclasses.replace(CARDS[0], lesson_id=name, given_of="l1", shipped=False, due=due)
        for name, due in (("later", later), ("done", soon), ("soon", soon), ("no-date", None))
    ]
    opened = dataclasses.replace(CARDS[0], lesson_id="opened", shipped=False)
    work = [
        progress("done", AttemptState.HANDED_IN, 6, 3),
        progress("soon", AttemptState.DRAFT, 1, 2),
    ]
    data = start_data([AMARA], AMARA, [*CARDS, *given, opened], work, NOW)
    assert [card.slug for card in data.assigned] == ["soon", "later", "no-date", "done"]
    assert [card.slug for card in data.lessons] == ["l2", "l3", "l4", "opened"]


def test_articles_of_ones_own_stand_apart_and_are_ones_own_only() -> None:
    own = [
        ShelfCard(lesson_id=f"own-{name}", title=name, shipped=False) for name in ("mine", "hers")
    ]
    work = [progress("own-mine", AttemptState.DRAFT, 0, 2)]
    data = start_data([AMARA], AMARA, [*CARDS, *own], work, NOW)
    assert [card.slug for card in data.own] == ["own-mine"]
    assert not {"own-mine", "own-hers"} & {card.slug for card in (*data.lessons, *data.assigned)}
    assert start_data([AMARA], AMARA, [*CARDS, *own], [], NOW).own == ()


def test_who_works_here_is_told_by_a_day_or_a_time_and_no_title() -> None:
    ben = Student(id="b", name="Ben Li", card_issue=1)
    cy, dee = Student(id="c", name="Cy"), Student(id="d", name="Dee")
    hours = {"a": 1, "b": 30, "d": 24 * 40}
    last = {who: NOW - datetime.timedelta(hours=ago) for who, ago in hours.items()}
    data = start_data([AMARA, ben, cy, dee], None, CARDS, [], NOW, last_saved=last)
    time = clock_text(last["a"])
    assert [who.last for who in data.people] == [f"today {time}", "yesterday", "", "on 2 February"]
    assert [who.has_card for who in data.people] == [False, True, False, False]
    assert [who.number for who in data.people] == [0, 1, 2, 3]


def test_a_first_visit() -> None:
    data = start_data([], None, CARDS, [], NOW)
    assert data.student is None
    assert data.summary == "Choose a lesson to begin with."
    assert data.waiting == ()


def test_a_lesson_with_a_fault_says_so() -> None:
    card = ShelfCard(lesson_id="x", title="x", fault="line 3 is wrong")
    data = start_data([AMARA], AMARA, [card], [], NOW)
    assert data.lessons[0].note == "can’t be opened"


OPEN = tuple(dataclasses.replace(card, has_key=True) for card in CARDS)
CAME_OUT = {
    "l1-1": Try(number=1, named=21, required=26),
    "l2-1": Try(number=1, named=8, required=13),
    "l2-2": Try(number=2, named=11, required=13),
}


def test_another_try_says_so_and_leads_back_to_the_last_one() -> None:
    entries = [
        progress("l1", AttemptState.DRAFT, 23, 2, number=2),
        progress("l3", AttemptState.DRAFT, 4, 3, number=2),
    ]
    data = start_data([AMARA], AMARA, OPEN, entries, NOW, outcome=CAME_OUT.get)
    first, second = data.waiting
    assert first.detail == "Try 2 · last time: 21 of 26 found"
    assert (first.action, first.before) == ("Go on marking", "See the reasons")
    # Its reasons were never read here: nothing is made up.
    assert second.detail == "Try 2"
    assert [card.tried for card in data.lessons[:3]] == [
        "try 2, last time 21 of 26 found",
        "",
        "try 2",
    ]
    assert data.summary == (
        "Two lessons are open for another try; what you handed in before is kept."
    )


def test_an_empty_hand_in_offers_no_reasons_and_fills_no_bar() -> None:
    cards = [dataclasses.replace(card, shipped=True, has_key=True) for card in CARDS]
    full = start_data([AMARA], AMARA, cards, [progress("l2", AttemptState.HANDED_IN, 3, 5)], NOW)
    assert [(item.slug, item.action) for item in full.waiting] == [("l2", "Read the reasons")]
    empty = start_data([AMARA], AMARA, cards, [progress("l2", AttemptState.HANDED_IN, 0, 5)], NOW)
    assert empty.waiting == ()
    card = next(card for card in empty.lessons if card.slug == "l2")
    assert (card.state, card.found) == (LessonState.HANDED_IN, None)
    assert step_text(card.steps) == "0 of 3 steps done"
    assert card.note == "handed in, nothing marked"
    # What comes back from the teacher is read all the same.
    back = start_data([AMARA], AMARA, cards, [progress("l2", AttemptState.RETURNED, 0, 5)], NOW)
    assert [item.action for item in back.waiting] == ["Read the reasons"]


def test_what_a_teacher_gave_out_has_no_reasons_before_it_comes_back() -> None:
    given = dataclasses.replace(OPEN[0], shipped=False, has_key=False)
    entries = [progress("l1", AttemptState.DRAFT, 23, 2, number=2)]
    assert start_data([AMARA], AMARA, [given], entries, NOW).waiting[0].before == (
        "See your last try"
    )


def test_tries_that_are_handed_in_stand_beside_each_other() -> None:
    entries = [progress("l2", AttemptState.HANDED_IN, 23, 2, number=2)]
    data = start_data([AMARA], AMARA, OPEN, entries, NOW, outcome=CAME_OUT.get)
    assert data.lessons[1].tried == "11 of 13 found, 8 before"
    assert data.lessons[1].found == 11 / 13
    assert data.waiting[0].hint == "handed in · 11 of 13 found"
    assert data.waiting[0].before == ""


def test_a_first_try_offers_no_way_back() -> None:
    entries = [progress("l4", AttemptState.DRAFT, 23, 2)]
    data = start_data([AMARA], AMARA, OPEN, entries, NOW, outcome=CAME_OUT.get)
    assert data.waiting[0].before == ""
    assert data.lessons[3].tried == ""
