"""Another try in the window: which one it is, what became of the last, and the way back to it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from annotator.ui.marking.header import TryButton
from annotator.ui.marking.page import StudentPage
from annotator.ui.returned.page import ReturnedPage
from annotator.ui.start.cards import LessonCard, WaitingCard
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.labels import ElidedLabel
from tests.ui.app.test_shell import LESSON, Opened, give_name, mark_first_words
from tests.ui.app.test_shell import opened as opened

LEFT = Qt.MouseButton.LeftButton


def returned_page(opened: Opened) -> ReturnedPage:
    assert isinstance(opened.window.page, ReturnedPage)
    return opened.window.page


def student_page(opened: Opened) -> StudentPage:
    assert isinstance(opened.window.page, StudentPage)
    return opened.window.page


def try_button(opened: Opened) -> TryButton:
    return student_page(opened).findChildren(TryButton)[0]


def second_try(opened: Opened, qtbot: QtBot) -> str:
    """Hand in two marks, begin the next try; how the first came out."""
    give_name(opened, qtbot)
    opened.shell.open_lesson(LESSON)
    mark_first_words(opened, 2)
    opened.shell.attempt_controller.hand_in()
    found = returned_page(opened).found.text()
    qtbot.mouseClick(returned_page(opened).again, LEFT)
    return found


def test_the_page_says_which_try_it_is_and_that_the_last_is_kept(
    opened: Opened, qtbot: QtBot
) -> None:
    found = second_try(opened, qtbot)
    page = student_page(opened)
    assert page.banner.isVisible()
    assert "This is try 2." in page.banner.text()
    assert f"Try 1 is kept as you handed it in: {found}." in page.banner.text()
    assert try_button(opened).back.text() == f"See try 1 again: {found}"


def test_a_first_try_is_not_numbered(opened: Opened, qtbot: QtBot) -> None:
    give_name(opened, qtbot)
    opened.shell.open_lesson(LESSON)
    page = student_page(opened)
    assert not page.findChildren(TryButton)
    assert not page.banner.isVisible()


def test_from_the_start_page_to_the_last_reasons_and_on_with_the_try(
    opened: Opened, qtbot: QtBot
) -> None:
    found = second_try(opened, qtbot)
    marks = student_page(opened).session.marking
    student_page(opened).session.add(
        [student_page(opened).session.lesson.article.words.word(30)], "claim"
    )
    assert len(marks) == 3
    student_page(opened).back_requested.emit()
    (waiting,) = opened.start.findChildren(WaitingCard)
    said = [each.text() for each in waiting.findChildren(ElidedLabel)]
    assert f"Try 2 · last time: {found}" in said
    first = opened.start.findChildren(LessonCard)[0]
    assert first.data.tried == f"try 2, last time {found}"
    before = next(b for b in waiting.findChildren(Button) if b.label == "See the reasons")
    qtbot.mouseClick(before, LEFT)
    page = returned_page(opened)
    assert page.results.submission.attempt.number == 1
    assert page.found.text() == found
    assert page.again.label == "Go on with try 2"
    qtbot.mouseClick(page.again, LEFT)
    # The draft itself, with the mark that was made in it.
    assert len(student_page(opened).session.marking) == 3


def test_from_the_page_to_the_last_reasons_and_back(opened: Opened, qtbot: QtBot) -> None:
    second_try(opened, qtbot)
    assert try_button(opened).label == "Try 2"
    try_button(opened).back.trigger()
    assert returned_page(opened).results.submission.attempt.number == 1
    qtbot.mouseClick(returned_page(opened).again, LEFT)
    assert len(student_page(opened).session.marking) == 2


def test_the_tries_stand_beside_each_other_afterwards(opened: Opened, qtbot: QtBot) -> None:
    second_try(opened, qtbot)
    opened.shell.attempt_controller.hand_in()
    page = returned_page(opened)
    assert [each.number for each in page.results.tries] == [1, 2]
    assert page.again.label == "Try again"
    one, two = page.results.tries
    page.back_requested.emit()
    first = opened.start.findChildren(LessonCard)[0]
    assert first.data.tried == f"{two.named} of {two.required} found, {one.named} before"
