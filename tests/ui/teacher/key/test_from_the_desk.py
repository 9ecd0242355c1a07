"""From the desk to a lesson of one's own and its key; the sheet of keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.lesson import Lesson
from annotator.services.writer import Writer
from annotator.store.articles import LessonFiles
from annotator.store.database import Database
from annotator.store.schema import DatabaseKind
from annotator.ui.dialogs.shortcut_sheet import ShortcutSheet
from annotator.ui.look import Look
from annotator.ui.teacher.desk.page import DeskPage
from annotator.ui.teacher.key.article_page import ArticlePage
from annotator.ui.teacher.key.keys import _actions, key_groups
from annotator.ui.teacher.key.rooms import KeyRooms
from annotator.ui.teacher.key.try_page import TryPage
from annotator.ui.teacher.routes import TeacherRooms
from annotator.ui.teacher.tools import TeacherTools
from tests.ui.teacher.conftest import shelf
from tests.ui.teacher.key.conftest import Study

STORY = (
    "Clock Tower Stops at Noon\n\nBy Ana Reyes\n\nThe clock stopped at noon, the council said.\n\n"
    "“It will run again,” said Ivo Marsh."
)


@pytest.fixture
def rooms(tmp_path: Path, dressed: Look, qtbot: QtBot) -> Iterator[TeacherRooms]:
    """The teacher's rooms on a real file, at the desk."""
    path = tmp_path / "teacher.db"

    def connect() -> Database:
        return Database.open(path, kind=DatabaseKind.TEACHER)

    database, writer = connect(), Writer(connect)
    tools = TeacherTools(
        database=database,
        writer=writer,
        shelf=shelf().beside(lambda: LessonFiles(database)),
        open_database=connect,
        folder=tmp_path,
    )
    made = TeacherRooms(dressed, tools)
    made.resize(1093, 614)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close_down(5)
    made.hide()
    assert writer.close() is None
    database.close()


def desk_page(rooms: TeacherRooms) -> DeskPage:
    page = rooms.room
    assert isinstance(page, DeskPage)
    return page


def test_a_lesson_of_ones_own_gets_its_key(rooms: TeacherRooms, qtbot: QtBot) -> None:
    desk_page(rooms).article_requested.emit()
    page = rooms.room
    assert isinstance(page, ArticlePage)
    page.text.setPlainText(STORY)
    QTest.mouseClick(page.read, Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.make, Qt.MouseButton.LeftButton)
    key = rooms.room
    assert isinstance(key, KeyRooms)
    assert key.page.version.text() == "draft, no version yet"
    text = key.lesson.article.text
    start = text.index("clock stopped at noon")
    view = key.page.view
    view.set_selection(type(key.lesson.article.blocks[0].span)(start, start + 21))
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_1)
    assert [item.quote for item in key.session.editing.items] == ["clock stopped at noon"]
    qtbot.waitUntil(lambda: key.page.save_status.text() == "✓ Saved")
    QTest.keyClick(view, Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier)
    cards = {card.title: card for card in rooms.desk.lessons()}
    assert "Clock Tower Stops at Noon" in cards
    # Going back and opening it again shows what was written.
    assert rooms.room is not key
    rooms.lessons.open(cards["Clock Tower Stops at Noon"].lesson_id)
    again = rooms.room
    assert isinstance(again, KeyRooms)
    assert [item.quote for item in again.session.editing.items] == ["clock stopped at noon"]


def test_the_first_lesson_can_be_tried(rooms: TeacherRooms) -> None:
    desk_page(rooms).try_requested.emit()
    page = rooms.room
    assert isinstance(page, TryPage)
    page.compare()
    assert page.outcome is not None
    assert page.outcome._compared.comparison.found == 0
    page.back_requested.emit()
    assert isinstance(rooms.room, DeskPage)


def test_every_key_on_the_sheet_does_something(
    make_study: object, lesson: Lesson, qtbot: QtBot
) -> None:
    study: Study = make_study(lesson)  # type: ignore[operator]
    named = {b.action for g in key_groups(lesson.guide) for b in g.bindings if b.action}
    assert named == set(_actions(study.page))
    QTest.mouseClick(study.page.tools.keys, Qt.MouseButton.LeftButton)
    sheet = study.page.window().findChild(ShortcutSheet)
    assert sheet is not None
    sheet.accept()
    QApplication.processEvents()
