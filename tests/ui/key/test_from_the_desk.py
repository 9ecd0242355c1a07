"""From the desk to a lesson of one's own and its key; the sheet of keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.article import BlockKind
from annotator.model.lesson import Lesson
from annotator.model.text import Span
from annotator.services.data.data_file import DataFile
from annotator.services.marking.sheet_entry import SheetEntry
from annotator.store.database import Database
from annotator.store.schema import DatabaseKind
from annotator.ui.app.teacher_pages import TeacherPages
from annotator.ui.app.teacher_tools import TeacherTools
from annotator.ui.desk.page import DeskPage
from annotator.ui.importing.confirm_page import ConfirmPage
from annotator.ui.importing.source_page import SourcePage
from annotator.ui.key.details_page import LessonDetailsPage
from annotator.ui.key.key_pages import KeyPages
from annotator.ui.key.keys import key_groups
from annotator.ui.key.page import KeyPage, key_actions
from annotator.ui.key.try_page import TryPage
from annotator.ui.marking.shortcut_sheet import ShortcutSheet
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.page_stack import PageStack
from annotator.ui.widgets.sheets import ConfirmSheet
from tests.ui.key.conftest import Study
from tests.ui.outcomes.conftest import shelf

STORY = (
    "Clock Tower Stops at Noon\n\nBy Ana Reyes\n\nThe clock stopped at noon, the council said.\n\n"
    "“It will run again,” said Ivo Marsh."
)


@pytest.fixture
def pages(tmp_path: Path, dressed: Appearance, qtbot: QtBot) -> Iterator[TeacherPages]:
    """The teacher's pages on a real file, at the desk."""
    path = tmp_path / "teacher.db"

    def connect() -> Database:
        return Database.open(path, kind=DatabaseKind.TEACHER)

    data = DataFile.open(connect)
    lessons = shelf().beside(data)
    tools = TeacherTools(data=data, shelf=lessons, folder=tmp_path)
    stack = PageStack()
    stack.resize(1093, 614)
    qtbot.addWidget(stack)
    made = TeacherPages(dressed, tools, stack)
    made.begin()
    with qtbot.waitActive(stack):
        stack.show()
        stack.activateWindow()
    yield made
    made.close_down(5)
    stack.hide()
    assert data.close() is None


def desk_page(pages: TeacherPages) -> DeskPage:
    page = pages.page
    assert isinstance(page, DeskPage)
    return page


def key_pages(pages: TeacherPages) -> KeyPages:
    """What works behind the key page that is shown."""
    page = pages.page
    assert isinstance(page, KeyPage)
    found = page.findChild(KeyPages)
    assert isinstance(found, KeyPages)
    return found


def confirm_page(pages: TeacherPages, qtbot: QtBot, text: str) -> ConfirmPage:
    """What was found in a pasted text."""
    desk_page(pages).article_requested.emit()
    source = pages.page
    assert isinstance(source, SourcePage)
    source.text.setPlainText(text)
    QTest.mouseClick(source.read, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(pages.page, ConfirmPage))
    found = pages.page
    assert isinstance(found, ConfirmPage)
    return found


def details_of(pages: TeacherPages, qtbot: QtBot, text: str) -> LessonDetailsPage:
    """The details of a lesson from a pasted text, all of which was taken in."""
    QTest.mouseClick(confirm_page(pages, qtbot, text).use, Qt.MouseButton.LeftButton)
    page = pages.page
    assert isinstance(page, LessonDetailsPage)
    return page


def test_a_lesson_of_ones_own_gets_its_key(pages: TeacherPages, qtbot: QtBot) -> None:
    page = details_of(pages, qtbot, STORY)
    QTest.mouseClick(page.make, Qt.MouseButton.LeftButton)
    key = key_pages(pages)
    assert key.page.version.text() == "draft, no version yet"
    text = key.lesson.article.text
    start = text.index("clock stopped at noon")
    view = key.page.view
    view.words.select(type(key.lesson.article.blocks[0].span)(start, start + 21))
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_1)
    assert [item.quote for item in key.session.editing.items] == ["clock stopped at noon"]
    qtbot.waitUntil(lambda: key.page.save_status.text() == "✓ Saved")
    QTest.keyClick(view, Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier)
    cards = {card.title: card for card in pages.desk.lessons()}
    assert "Clock Tower Stops at Noon" in cards
    # Going back and opening it again shows what was written.
    assert pages.page is not key.page
    pages.reviews.open_lesson(cards["Clock Tower Stops at Noon"].lesson_id)
    again = key_pages(pages)
    assert [item.quote for item in again.session.editing.items] == ["clock stopped at noon"]


def make_own(pages: TeacherPages, qtbot: QtBot) -> KeyPages:
    """A lesson of one's own with one item in its key."""
    page = details_of(pages, qtbot, STORY)
    QTest.mouseClick(page.make, Qt.MouseButton.LeftButton)
    key = key_pages(pages)
    start = key.lesson.article.text.index("clock stopped")
    key.session.add([Span(start, start + 13)], "claim")
    return key


def test_what_is_written_of_ones_own_article_can_be_changed_later(
    pages: TeacherPages, qtbot: QtBot
) -> None:
    key = make_own(pages, qtbot)
    key.article_requested.emit()
    page = pages.page
    assert isinstance(page, LessonDetailsPage)
    last = len(page.article.blocks) - 1
    QTest.mouseClick(page.look, Qt.MouseButton.LeftButton)
    found = pages.page
    assert isinstance(found, ConfirmPage)
    found.view.choose(last)
    QTest.keyClick(found.view, Qt.Key.Key_7)
    QTest.keyClick(found.view, Qt.Key.Key_Delete)
    assert found.session.found.parts[last].left_out is None, "the text stays as it is"
    QTest.mouseClick(found.use, Qt.MouseButton.LeftButton)
    assert pages.page is page
    page.title.setText("The Clock")
    QTest.mouseClick(page.make, Qt.MouseButton.LeftButton)
    again = key_pages(pages)
    assert again is not key
    assert (again.lesson.id, again.lesson.title) == (key.lesson.id, "The Clock")
    assert again.lesson.article.blocks[last].kind is BlockKind.CAPTION
    assert again.lesson.article.text == key.lesson.article.text
    assert [item.quote for item in again.session.editing.items] == ["clock stopped"]
    assert sum(card.lesson_id == key.lesson.id for card in pages.desk.lessons()) == 1


def test_once_work_came_in_a_copy_is_offered(
    pages: TeacherPages, qtbot: QtBot, picture: Callable[[QWidget, str], None]
) -> None:
    key = make_own(pages, qtbot)
    made = pages.desk.add_class("7B", ["Ada Okoro"])
    (given,) = pages.desk.assign(key.lesson.id, [made.id])
    tools = pages._tools
    entry = SheetEntry(tools.data, key.lesson, given)
    entry.file(entry.open(made.students[0].id))
    key.article_requested.emit()
    assert pages.page is key.page, "the article stays as it is"
    (sheet,) = [each for each in key.page.window().findChildren(ConfirmSheet) if each.isVisible()]
    picture(sheet, "article-copy")
    QTest.mouseClick(sheet.yes_button, Qt.MouseButton.LeftButton)
    page = pages.page
    assert isinstance(page, LessonDetailsPage)
    QTest.mouseClick(page.make, Qt.MouseButton.LeftButton)
    copy = key_pages(pages)
    assert copy.lesson.id != key.lesson.id
    assert copy.lesson.title == f"{key.lesson.title} (copy)"
    assert [item.quote for item in copy.session.editing.items] == ["clock stopped"]
    assert pages.desk.lesson(key.lesson.id).title == key.lesson.title


@pytest.mark.qt_log_ignore("^This plugin does not support grabbing the keyboard")
def test_only_ones_own_lessons_offer_their_article(pages: TeacherPages, qtbot: QtBot) -> None:
    offered = []
    for lesson_id in (make_own(pages, qtbot).lesson.id, "03-reservoir-leak"):
        pages.lessons.open_key(lesson_id)
        page = key_pages(pages).page
        QTest.mouseClick(page.more, Qt.MouseButton.LeftButton)
        (menu,) = [each for each in page.findChildren(QMenu) if each.isVisible()]
        offered.append("About the article…" in [action.text() for action in menu.actions()])
        menu.close()
    assert offered == [True, False]


def test_the_first_lesson_can_be_tried(pages: TeacherPages) -> None:
    desk_page(pages).try_requested.emit()
    page = pages.page
    assert isinstance(page, TryPage)
    page.compare()
    assert page.outcome is not None
    assert page.outcome._compared.comparison.found == 0
    page.back_requested.emit()
    assert isinstance(pages.page, DeskPage)


def test_every_key_on_the_sheet_does_something(
    make_study: object, lesson: Lesson, qtbot: QtBot
) -> None:
    study: Study = make_study(lesson)  # type: ignore[operator]
    named = {b.action for g in key_groups(lesson.guide) for b in g.bindings if b.action}
    assert named == set(key_actions(study.page))
    QTest.mouseClick(study.page.tools.keys, Qt.MouseButton.LeftButton)
    sheet = study.page.window().findChild(ShortcutSheet)
    assert sheet is not None
    sheet.accept()
    QApplication.processEvents()
