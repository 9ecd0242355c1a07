"""Entering marked sheets as a teacher does: names typed, numbers and letters typed, filed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.model.annotation import Certainty
from annotator.model.work import Assignment
from annotator.services.data.writer import WriterState
from annotator.services.marking.sheet_entry import SheetEntry
from annotator.store.desk import Desk
from annotator.ui.entry.entry_pages import EntryPages
from annotator.ui.entry.page import SheetPage
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.page_stack import PageStack
from annotator.ui.widgets.sheets import ConfirmSheet
from annotator.ui.widgets.theme import ThemeChoice
from tests.seeded import SeededDesk

LESSON = "03-reservoir-leak"
NAMES = ["Ada Abara", "Bartholomäus Featherstonehaugh-Cholmondeley", "Élif Demir", "Zoe Weiss"]
Take = Callable[[QWidget, str], None]


@pytest.fixture
def seeded(tmp_path: Path) -> Iterator[SeededDesk]:
    desk = SeededDesk.make(tmp_path)
    yield desk
    desk.close()


@pytest.fixture
def given(seeded: SeededDesk) -> Assignment:
    made = seeded.desk.add_class("7B", NAMES)
    (assignment,) = seeded.desk.assign(LESSON, [made.id])
    return assignment


@pytest.fixture
def pages(
    seeded: SeededDesk, given: Assignment, dressed: Appearance, qtbot: QtBot
) -> Iterator[EntryPages]:
    lesson = seeded.lesson(LESSON)
    entry = SheetEntry(seeded.data, lesson, given, who="Ms Varga")
    stack = PageStack()
    stack.resize(1366, 768)
    qtbot.addWidget(stack)
    made = EntryPages(dressed, entry, stack)
    made.show()
    with qtbot.waitExposed(stack):
        stack.show()
    stack.activateWindow()
    qtbot.waitUntil(lambda: made.choice.name.hasFocus())
    yield made
    stack.hide()


def type_in(widget: QWidget, words: str) -> None:
    QTest.keyClicks(widget, words)
    QTest.keyClick(widget, Qt.Key.Key_Return)


def open_page(pages: EntryPages, name: str) -> SheetPage:
    type_in(pages.choice.name, name)
    assert pages.page is not None
    return pages.page


def marks(page: SheetPage) -> list[tuple[str, str]]:
    return [(mark.label, mark.quote) for mark in page.sheet.marking.marks]


def sentence(page: SheetPage, number: int) -> str:
    return page.article.sentences[number - 1].of(page.article.article().text)


def test_names_are_found_as_they_are_typed(pages: EntryPages, picture: Take) -> None:
    choice = pages.choice
    assert choice.list.count() == len(NAMES)
    picture(pages.choice.window(), "entry-choice")
    QTest.keyClicks(choice.name, "elif d")
    assert [choice.list.item(n).text().split("\n")[0] for n in range(choice.list.count())] == [
        "Élif Demir"
    ]
    choice.name.clear()
    QTest.keyClick(choice.name, Qt.Key.Key_Down)
    QTest.keyClick(choice.name, Qt.Key.Key_Return)
    assert pages.page is not None
    assert pages.page.sheet.student.name == NAMES[1]
    QTest.keyClicks(choice.name, "nobody")
    assert not choice.enter.isEnabled()


def test_numbers_and_letters_are_marks(pages: EntryPages, picture: Take) -> None:
    page = open_page(pages, "bart")
    field = page.line.field
    assert pages.choice.window().focusWidget() is field
    QTest.keyClicks(field, "7")
    assert sentence(page, 7)[:20] in page.line.answer.text()
    picture(pages.choice.window(), "entry-number")
    QTest.keyClicks(field, " c")
    assert page.line.answer.text().startswith("Claim: ")
    QTest.keyClick(field, Qt.Key.Key_Return)
    type_in(field, "8 o!")
    made = page.sheet.marking.marks
    assert [mark.label for mark in made] == ["claim", "opinion"]
    assert [mark.certainty for mark in made] == [None, Certainty.SURE]
    for mark, number in zip(made, (7, 8), strict=True):
        assert mark.quote in sentence(page, number)
        assert page.article.mark(mark.id) is not None
    assert page.article.mark("typed") is None, "the frame goes with the line"
    assert field.text() == ""
    picture(pages.choice.window(), "entry-marks")


def test_what_is_not_understood_marks_nothing(pages: EntryPages, picture: Take) -> None:
    page = open_page(pages, "ada")
    type_in(page.line.field, "999 c")
    assert "1 to " in page.line.answer.text()
    picture(pages.choice.window(), "entry-refused")
    assert page.line.field.text() == "999 c"
    assert not marks(page)


def test_undo_takes_back_marks_while_the_line_is_empty(pages: EntryPages, qtbot: QtBot) -> None:
    page = open_page(pages, "ada")
    field = page.line.field
    type_in(field, "7 c")
    type_in(field, "8 s")
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(marks(page)) == 1)
    QTest.keyClick(
        field,
        Qt.Key.Key_Z,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    qtbot.waitUntil(lambda: len(marks(page)) == 2)
    QTest.keyClicks(field, "9 c")
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(marks(page)) == 2, "what is typed is taken back first"


def test_sheets_are_filed_one_after_the_other(
    pages: EntryPages, seeded: SeededDesk, picture: Take
) -> None:
    for name in ("ada", "zoe"):
        page = open_page(pages, name)
        type_in(page.line.field, "7 c")
        QTest.keyClick(page.line.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert pages.page is None
        assert page.sheet.student.name in pages.choice.banner.text()
        assert pages.choice.window().focusWidget() is pages.choice.name
    picture(pages.choice.window(), "entry-filed")
    rows = Desk(seeded.data.db).inbox(LESSON)
    assert [row.student_name for row in rows] == ["Ada Abara", "Zoe Weiss"]
    assert all(row.from_paper and row.marks == 1 for row in rows)
    assert pages.choice.count.text().startswith("2 of 4 students")
    listed = [pages.choice.list.item(n).text() for n in range(pages.choice.list.count())]
    assert [text.split("\n")[0] for text in listed] == [*NAMES[1:3], NAMES[0], NAMES[3]]


def sheet_over(pages: EntryPages) -> ConfirmSheet:
    (sheet,) = [
        each for each in pages.choice.window().findChildren(ConfirmSheet) if each.isVisible()
    ]
    return sheet


def test_a_second_sheet_and_an_empty_one_are_asked_about(
    pages: EntryPages, seeded: SeededDesk, picture: Take
) -> None:
    page = open_page(pages, "ada")
    page.ask_to_file()
    assert "empty" in sheet_over(pages).windowTitle()
    sheet_over(pages).yes_button.click()
    assert pages.page is None
    type_in(pages.choice.name, "ada")
    assert pages.page is None, "first it is asked"
    picture(sheet_over(pages), "entry-again")
    sheet_over(pages).yes_button.click()
    assert pages.page is not None
    assert pages.page.sheet.attempt.number == 2


def test_leaving_keeps_what_was_typed(pages: EntryPages) -> None:
    page = open_page(pages, "zoe")
    type_in(page.line.field, "7 c")
    page.student.header.back_requested.emit()
    assert pages.page is None
    begun = [pages.choice.list.item(n).text() for n in range(pages.choice.list.count())]
    assert [text for text in begun if "begun" in text] == [
        "Zoe Weiss\nnothing in yet · a sheet is begun and not filed"
    ]
    assert len(marks(open_page(pages, "zoe"))) == 1


def test_the_tools_mark_as_well(pages: EntryPages) -> None:
    page = open_page(pages, "ada")
    text = page.article.article().text
    page.student.view.mark_requested.emit([page.article.article().words.word(3)], "source")
    assert marks(page) == [("source", page.article.article().words.word(3).of(text))]


def test_saved_is_said_when_it_is_so(pages: EntryPages) -> None:
    page = open_page(pages, "ada")
    pages.show_saving(WriterState.SAVING, None)
    assert page.student.save_status.text() == "Saving…"
    pages.show_saving(WriterState.SAVED, None)
    assert page.student.save_status.text() == "✓ Saved"


@pytest.mark.parametrize(("width", "height", "dark"), [(1093, 614, False), (683, 384, True)])
def test_it_fits(
    pages: EntryPages,
    width: int,
    height: int,
    dark: bool,
    dressed: Appearance,
    picture: Take,
    qtbot: QtBot,
) -> None:
    if dark:
        dressed.choose(ThemeChoice.DARK)
    pages.choice.window().resize(width, height)
    picture(pages.choice.window(), f"entry-choice-{width}")
    page = open_page(pages, "bart")
    type_in(page.line.field, "7 c")
    QTest.keyClicks(page.line.field, "9 o")
    qtbot.wait(50)
    picture(pages.choice.window(), f"entry-marks-{width}")
    for widget in (page.line.field, page.student.hand_in):
        corner = widget.mapTo(pages.choice.window(), widget.rect().bottomRight())
        assert pages.choice.window().rect().contains(corner)
