"""Marking by the sentences' numbers, in few keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.ui.article.numbering import numbered_sentences
from annotator.ui.marking.page import StudentPage, open_sentences
from annotator.ui.marking.sentence_sheet import SentenceSheet
from tests.ui.tab_walk import faults

from .conftest import Desk
from .test_shortcuts import page as page

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def sheet(page: StudentPage) -> Iterator[SentenceSheet]:
    made = open_sentences(page)
    QApplication.processEvents()
    yield made
    for each in page.window().findChildren(SentenceSheet):
        each.accept()
    QApplication.processEvents()


def press(sheet: SentenceSheet, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(sheet.list, key)


def test_the_numbers_are_those_of_the_printed_sheet(sheet: SentenceSheet, desk: Desk) -> None:
    article = desk.session.lesson.article
    spans = numbered_sentences(article)
    assert sheet.list.count() == len(spans)
    for number, span in enumerate(spans, 1):
        assert sheet.list.item(number - 1).text() == f"{number}. {span.of(article.text)}"


def test_three_keys_mark_a_sentence_without_its_last_word(sheet: SentenceSheet, desk: Desk) -> None:
    press(sheet, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_1)
    (mark,) = desk.marking.marks
    assert mark.label == "claim"
    assert mark.quote == "The old ferry will stop running in June, the Harbour Post"
    assert sheet.list.item(1).text().endswith(f"\nClaim “{mark.quote}”")


def test_the_first_word_is_moved_with_shift_and_takes_the_last_along(
    sheet: SentenceSheet, desk: Desk
) -> None:
    for _ in range(9):
        QTest.keyClick(sheet.list, Qt.Key.Key_Right, SHIFT)
    assert sheet.first.text() == sheet.last.text() == "Says"
    press(sheet, Qt.Key.Key_3)
    assert [mark.quote for mark in desk.marking.marks] == ["Says"]
    QTest.keyClick(sheet.list, Qt.Key.Key_Left, SHIFT)
    assert sheet.words.text() == "“Paper Says” (2 words)"


def test_the_same_with_buttons_alone(sheet: SentenceSheet, desk: Desk) -> None:
    sheet.list.setCurrentRow(2)
    sheet.last.less.click()
    sheet.first.more.click()
    sheet.labels["opinion"].click()
    (mark,) = desk.marking.marks
    assert mark.label == "opinion"
    assert mark.quote.startswith("to the Post")
    assert mark.quote.endswith("engine is")


def test_a_step_of_it_can_be_undone(sheet: SentenceSheet, desk: Desk) -> None:
    press(sheet, Qt.Key.Key_1, Qt.Key.Key_Down, Qt.Key.Key_2)
    assert len(desk.marking.marks) == 2
    desk.undo()
    assert len(desk.marking.marks) == 1


def test_the_tab_key_goes_round(sheet: SentenceSheet) -> None:
    assert faults(sheet) == []


def test_the_keyboard_goes_back_to_the_article(page: StudentPage, sheet: SentenceSheet) -> None:
    sheet.close_button.click()
    QApplication.processEvents()
    assert page.window().focusWidget() is page.view


def test_it_is_shown(
    page: StudentPage, sheet: SentenceSheet, picture: Callable[[QWidget, str], None]
) -> None:
    press(sheet, Qt.Key.Key_Down, Qt.Key.Key_1, Qt.Key.Key_Down)
    for width, height in ((760, 720), (600, 480)):
        sheet.resize(width, height)
        QApplication.processEvents()
        picture(sheet, f"sentences-{width}")
        assert sheet.close_button.geometry().bottom() <= sheet.height()
    picture(page, "page-with-sentences-button")
