"""The sheet of keys says what the keys do: each line is held against the page itself."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.model.annotation import RelationKind
from annotator.model.lesson import LessonUses
from annotator.ui.marking.page import StudentPage
from annotator.ui.marking.session import LessonStep
from annotator.ui.marking.shortcut_sheet import ShortcutSheet
from annotator.ui.marking.shortcuts import Where, bindings, groups
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.keycap import KeyCap, key_text

from .conftest import Desk, a_guide

ALL = LessonUses(relations=(RelationKind.SAID_BY,), certainty=True)
TEXT_KEYS = [
    (key, binding.words)
    for binding in bindings(a_guide(), ALL)
    if binding.where is Where.TEXT
    for key in binding.keys
]


@pytest.fixture
def page(qtbot: Any, appearance: Appearance, desk: Desk) -> StudentPage:
    """The page in front, with the keyboard in the article."""
    made = StudentPage(appearance, desk.session, student_name="Amara")
    qtbot.addWidget(made)
    made.resize(1280, 832)
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    QApplication.processEvents()
    return made


def press(widget: QWidget, keys: str) -> None:
    combination = QKeySequence(keys)[0]  # type: ignore[index]
    QTest.keyClick(widget, combination.key(), combination.keyboardModifiers())
    QApplication.processEvents()


def test_the_page_binds_what_the_list_says_and_nothing_else(page: StudentPage) -> None:
    lesson = page.session.lesson
    said = {
        QKeySequence(key).toString()
        for binding in bindings(lesson.guide, lesson.uses)
        if binding.where is not Where.TEXT
        for key in binding.keys
    }
    bound = {shortcut.key().toString() for shortcut in page.findChildren(QShortcut)}
    assert bound == said
    for binding in bindings(lesson.guide, lesson.uses):
        assert bool(binding.action) == (binding.where in (Where.PAGE, Where.ARTICLE))


def test_keys_of_buttons_are_in_their_tips(page: StudentPage) -> None:
    lesson = page.session.lesson
    of_buttons = [b for b in bindings(lesson.guide, lesson.uses) if b.where is Where.BUTTON]
    tips = [button.toolTip() for button in page.findChildren(Button)]
    for binding in of_buttons:
        name = key_text(binding.keys[0])
        assert any(f"({name})" in tip for tip in tips), binding.words


@pytest.mark.parametrize(("keys", "words"), TEXT_KEYS)
def test_each_key_of_the_text_does_something(
    page: StudentPage, desk: Desk, keys: str, words: str
) -> None:
    mark = desk.mark("a deckhand and a clerk heard", "claim")
    view = page.view
    place = desk.span("Mira Holt")
    cursor = view.textCursor()
    cursor.setPosition(place.start)
    view.setTextCursor(cursor)
    if "its end" in words or "its start" in words:
        page.choose(mark)
    if words in ("Choose a label for the selected words", "Copy the words"):
        view.words.select(place)
        QGuiApplication.clipboard().setText("before")
    focus = QApplication.focusWidget()

    def state() -> tuple[Any, ...]:
        cursor = view.textCursor()
        return (
            cursor.position(),
            cursor.anchor(),
            desk.get(mark).span,
            page.bar.isVisible(),
            QGuiApplication.clipboard().text(),
            QApplication.focusWidget() is focus,
        )

    before = state()
    press(view, keys)
    assert state() != before
    moved = "Move its" in words
    assert (desk.get(mark).span != before[2]) == moved


def test_the_sheet_opens_by_key_and_holds_every_line(page: StudentPage, picture: Any) -> None:
    press(page.view, "?")
    sheet = page.window().findChild(ShortcutSheet)
    assert sheet is not None
    assert sheet.isVisible()
    picture(sheet, "keys-1280")
    shown = {cap.accessibleName() for cap in sheet.findChildren(KeyCap)}
    lesson = page.session.lesson
    for group in groups(lesson.guide, lesson.uses):
        for binding in group.bindings:
            assert {key_text(key) for key in binding.keys} <= shown
    for width, height in ((1053, 574), (600, 400)):
        sheet.resize(width, height)
        QApplication.processEvents()
        picture(sheet, f"keys-{width}")
        inside = sheet._scroll.inside
        for cap in sheet.findChildren(KeyCap):
            right = cap.mapTo(inside, cap.rect().bottomRight()).x()
            assert right <= inside.width()
    press(sheet, "Esc")
    QApplication.processEvents()
    assert page.window().findChild(ShortcutSheet) is None or not sheet.isVisible()


def test_what_a_lesson_does_not_use_has_no_key(make_desk: Any) -> None:
    words = [b.words for b in bindings(a_guide(), LessonUses())]
    assert "Say how sure you are" not in words
    assert not any("Tie" in line for line in words)


def test_hide_dim_and_ruler_have_keys_and_are_kept(page: StudentPage, qtbot: Any) -> None:
    for key, field in (("H", "hide_marks"), ("D", "dim_unmarked"), ("R", "ruler")):
        for value in (True, False):
            with qtbot.waitSignal(page.settings_changed) as told:
                press(page.view, key)
            assert getattr(page.view.settings(), field) is value
            assert told.args == [page.view.settings()]
            # What a stray key did is seen, and how to take it back.
            assert page.banner.isVisible()
            assert (f"Press {key} in the article" in page.banner.text()) is value


def test_how_sure_goes_round_by_key_and_each_step_can_be_undone(
    page: StudentPage, desk: Desk
) -> None:
    mark = desk.mark("Mira Holt", "source")
    page.choose(mark)
    said = []
    for _ in range(4):
        press(page.view, "S")
        said.append(desk.get(mark).certainty)
    assert [str(value) for value in said] == ["sure", "think-so", "guess", "None"]
    desk.undo()
    assert str(desk.get(mark).certainty) == "guess"


def test_a_key_ties_the_chosen_mark(page: StudentPage, desk: Desk, qtbot: Any) -> None:
    mark = desk.mark("engine is broken", "claim")
    desk.mark("Mira Holt", "source")
    page.choose(mark)
    press(page.view, "W")
    assert page.panel.step is LessonStep.CONNECT
    assert page.ties.mode.maker.mark_id == mark
    assert page.ties.is_making


def test_one_mark_a_paragraph_when_asked_and_one_step_to_undo(
    page: StudentPage, desk: Desk, qtbot: Any
) -> None:
    view = page.view
    cursor = view.textCursor()
    cursor.setPosition(desk.span("engine is broken").start)
    view.setTextCursor(cursor)
    for _ in range(2):
        press(view, "Ctrl+Shift+Down")
    assert len(view.words.spans()) == 1
    qtbot.waitUntil(page.bar.isVisible)
    assert page.bar.across.isVisible()
    press(view, "B")
    assert page.bar.across.isChecked()
    press(view, "1")
    assert [mark.label for mark in desk.marking.marks] == ["claim", "claim"]
    assert not view.words.across
    desk.undo()
    assert len(desk.marking) == 0


def test_a_drag_over_paragraphs_can_be_taken_across_after_it(
    page: StudentPage, desk: Desk, qtbot: Any
) -> None:
    view, port = page.view, page.view.viewport()
    first = view.rects_of(desk.span("engine is broken"))[0]
    last = view.rects_of(desk.span("Holt told a meeting"))[0]
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(port, left, none, first.center())
    QTest.mouseMove(port, first.center())
    QTest.mouseMove(port, last.center())
    QTest.mouseRelease(port, left, none, last.center())
    qtbot.waitUntil(page.bar.isVisible)
    assert len(view.words.spans()) == 1
    QTest.mouseClick(page.bar.across, left)
    assert len(view.words.spans()) == 3
    QTest.mouseClick(page.bar.across, left)
    assert len(view.words.spans()) == 1
    QTest.mouseClick(page.bar.across, left)
    QTest.mouseClick(page.bar.buttons["claim"], left)
    assert len(desk.marking) == 3


def test_what_a_number_key_does_is_seen_before(page: StudentPage, desk: Desk) -> None:
    assert page.tools.use.text() == "Take up"
    mark = desk.mark("engine is broken", "claim")
    page.choose(mark, to_edit=False)
    assert page.tools.use.text() == "Take up", "right after marking a key takes a tool"
    page.choose(mark)
    assert page.tools.use.text() == "Change to"
    page.view.words.select_word_at(page.view.rects_of(desk.span("Mira"))[0].center())
    assert page.tools.use.text() == "Mark as"
    press(page.view, "3")
    assert page.tools.use.text() == "Take up"
