"""What a lesson around an article is called and asks, with undo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.lesson import Lesson
from annotator.services.lessons.importing import found_in_text
from annotator.services.lessons.lesson_making import LessonDraft
from annotator.ui.key.details_page import LessonDetailsPage
from annotator.ui.widgets.appearance import Appearance
from tests.ui.outcomes.conftest import shelf

STORY = "Clock Stops\n\nBy Ana Reyes\n\nThe clock stopped at noon.\n\nIt will run."


def click(button: QAbstractButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_what_is_asked_is_undone_and_done_again(
    dressed: Appearance, qtbot: QtBot, picture: Callable[[QWidget, str], None]
) -> None:
    page = LessonDetailsPage(dressed, shelf(), found_in_text(STORY).article())
    page.resize(1093, 614)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    assert not page.undo_button.isEnabled()
    title = page.title

    def state() -> tuple[object, ...]:
        return title.text(), page.instructions.toPlainText(), page.certain.isChecked()

    states = [state()]
    title.setFocus()
    title.selectAll()
    qtbot.keyClicks(title, "Noon")
    page.instructions.setFocus()
    states.append(state())
    qtbot.keyClicks(page.instructions, "Find the claims.")
    page.make.setFocus()
    states.append(state())
    click(page.certain)
    states.append(state())
    qtbot.wait(20)
    picture(page, "lesson-details")
    assert len(set(states)) == 4
    assert "Undo: Students say how sure they are" in page.undo_button.toolTip()
    for before in reversed(states[:-1]):
        qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert state() == before
    assert not page.undo_button.isEnabled()
    for after in states[1:]:
        click(page.redo_button)
        assert state() == after
    title.setFocus()
    qtbot.keyClicks(title, "!")
    qtbot.keyClick(title, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert state() == states[-1], "what is being typed is taken back, too"


def test_a_draft_outlives_another_look_at_the_article(dressed: Appearance, qtbot: QtBot) -> None:
    page = LessonDetailsPage(dressed, shelf(), found_in_text(STORY).article())
    qtbot.addWidget(page)
    left: list[LessonDraft] = []
    page.draft_left.connect(left.append)
    page.instructions.setPlainText("Find the claims.")
    page.page_left()
    page.page_closed()
    other = found_in_text(STORY.replace("Clock Stops", "The Clock")).article()
    again = LessonDetailsPage(dressed, shelf(), other, draft=left[-1])
    qtbot.addWidget(again)
    assert again.instructions.toPlainText() == "Find the claims."
    assert again.title.text() == "The Clock", "it bore the title of the article"
    made: list[Lesson] = []
    again.lesson_made.connect(made.append)
    again.title.clear()
    click(again.make)
    assert made[0].title == "The Clock"
    assert made[0].article.text == other.text
