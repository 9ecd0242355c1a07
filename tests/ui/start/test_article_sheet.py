"""An article that is pasted: opened, kept on the start page, refused with a reason."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.files import limits
from annotator.ui.marking.page import StudentPage
from annotator.ui.start.article_sheet import ArticleSheet
from annotator.ui.start.cards import LessonCard, OpenArticleCard
from tests.ui.app.test_shell import Opened, give_name
from tests.ui.app.test_shell import opened as opened

LEFT = Qt.MouseButton.LeftButton
STORY = """Ferry Stops in June

By Mira Holt

The old ferry will stop running in June, the Harbour Post reports.

“The engine runs well,” said the owner, who called the report careless nonsense."""


@pytest.fixture
def sheet(opened: Opened, qtbot: QtBot) -> ArticleSheet:
    """The sheet, opened from its card."""
    give_name(opened, qtbot)
    qtbot.mouseClick(opened.start.findChildren(OpenArticleCard)[0], LEFT)
    sheet = opened.window.findChildren(ArticleSheet)[0]
    qtbot.waitUntil(sheet.isVisible)
    return sheet


def test_a_story_is_pasted_and_opened(opened: Opened, sheet: ArticleSheet, qtbot: QtBot) -> None:
    assert not sheet.open_text.isEnabled()
    QGuiApplication.clipboard().setText(STORY)
    qtbot.mouseClick(sheet.paste, LEFT)
    assert sheet.field.toPlainText() == STORY
    qtbot.mouseClick(sheet.open_text, LEFT)
    page = opened.window.page
    assert isinstance(page, StudentPage)
    article = page.session.lesson.article
    assert article.text.startswith("Ferry Stops in June\nBy Mira Holt\n")
    page.session.add([article.words.word(0)], "claim")
    page.back_requested.emit()
    cards = [card.data for card in opened.start.findChildren(LessonCard)]
    (own,) = [card for card in cards if card.title == "Ferry Stops in June"]
    assert opened.shell.open_lesson(own.slug)
    assert isinstance(opened.window.page, StudentPage)
    assert len(opened.window.page.session.marking) == 1


def test_it_can_be_typed_and_opened_by_keys(
    opened: Opened, sheet: ArticleSheet, qtbot: QtBot
) -> None:
    qtbot.waitUntil(sheet.field.hasFocus)
    QTest.keyClicks(sheet.field, "A short text of mine.")
    while not sheet.open_text.hasFocus():
        QTest.keyClick(sheet.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(sheet.open_text, Qt.Key.Key_Return)
    assert isinstance(opened.window.page, StudentPage)


def test_what_is_no_story_is_refused_and_stays_in_the_field(
    opened: Opened, sheet: ArticleSheet, qtbot: QtBot
) -> None:
    sheet.field.setPlainText("— … —")
    qtbot.mouseClick(sheet.open_text, LEFT)
    assert sheet.isVisible()
    assert sheet.fault.isVisible()
    assert "no words" in sheet.fault.text()
    sheet.field.setPlainText("— … — and a word")
    assert not sheet.fault.isVisible()
    sheet.reject()


def test_a_text_that_is_too_long_is_refused(opened: Opened, sheet: ArticleSheet) -> None:
    sheet.text_given.emit("a" * (limits.TEXT_BYTES + 1))
    assert "too long" in sheet.fault.text()
    assert sheet.isVisible()
    sheet.reject()


def test_a_file_is_still_one_press_away(sheet: ArticleSheet, qtbot: QtBot) -> None:
    sheet.file_requested.disconnect()
    with qtbot.waitSignal(sheet.file_requested):
        qtbot.mouseClick(sheet.file, LEFT)
