"""A lesson is found again as it was left: the place, the chosen mark, what can be undone."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.text import Span
from annotator.services.marking.work_place import WorkPlace, keep_place, place_of
from annotator.ui.marking.page import StudentPage
from annotator.ui.marking.session import LessonStep
from tests.ui.app.test_shell import LESSON, Opened, give_name, mark_first_words
from tests.ui.app.test_shell import opened as opened


def page_of(opened: Opened) -> StudentPage:
    page = opened.window.page
    assert isinstance(page, StudentPage)
    return page


def come_back(opened: Opened) -> StudentPage:
    page_of(opened).back_requested.emit()
    QApplication.processEvents()
    opened.shell.open_lesson(LESSON)
    QApplication.processEvents()
    return page_of(opened)


def test_place_mark_and_steps_come_back(opened: Opened, qtbot: QtBot) -> None:
    give_name(opened, qtbot)
    opened.shell.open_lesson(LESSON)
    mark_first_words(opened, 3)
    page = page_of(opened)
    page.panel.show_step(LessonStep.MARK)
    chosen = page.session.marking.at(1).id
    page.choose(chosen)
    QApplication.processEvents()
    bar = page.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    top = page.view.page.top_position()
    assert top > 0
    steps = len(page.session.history)
    again = come_back(opened)
    assert again is not page
    assert again.chosen == chosen
    line = again.view.rects_of(Span(top, top + 1))[0]
    assert abs(line.top()) <= 2 * line.height()
    assert len(again.session.history) == steps
    assert again.tools.undo.isEnabled()
    again.undo()
    assert len(again.session.marking) == 2
    again.redo()
    assert len(again.session.marking) == 3


def test_steps_on_other_marks_are_not_taken_over(opened: Opened, qtbot: QtBot) -> None:
    give_name(opened, qtbot)
    opened.shell.open_lesson(LESSON)
    mark_first_words(opened, 2)
    page_of(opened).back_requested.emit()
    controller = opened.shell.attempt_controller
    student = opened.shell.studying.current()
    assert student is not None
    lesson = opened.shell.shelf.load(LESSON)
    elsewhere = controller._studying.open_work(student, lesson)
    elsewhere.marking.remove([elsewhere.marking.at(0).id])
    controller._studying.settle()
    opened.shell.open_lesson(LESSON)
    assert not page_of(opened).session.history.can_undo


def test_a_place_that_makes_no_sense_is_the_beginning(opened: Opened, qtbot: QtBot) -> None:
    give_name(opened, qtbot)
    opened.shell.open_lesson(LESSON)
    controller = opened.shell.attempt_controller
    work, studying = controller.work, controller._studying
    assert work is not None
    keep_place(studying, work, WorkPlace(top=10_000_000, chosen="gone", step="Dance"))
    studying.settle()
    assert place_of(studying, work) == WorkPlace(step="Dance")
    studying.set_setting(f"place-{work.attempt.id}", ["x"], student_id=work.student.id)
    studying.settle()
    assert place_of(studying, work) == WorkPlace()
    again = come_back(opened)
    assert again.panel.step is LessonStep.READ
