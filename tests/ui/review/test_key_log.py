"""Who changed the key, when and why can be read in the review."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.model.review import DecisionKind
from annotator.ui.key.versions_sheet import VersionsSheet
from annotator.ui.review.sheets import EveryoneSheet
from annotator.ui.widgets.labels import TextLabel
from tests.ui.review.conftest import Table

Begin = Callable[..., Table]


def test_every_version_says_who_why_for_whom_and_what(
    begin: Begin, qtbot: QtBot, picture: Callable[[QWidget, str], None]
) -> None:
    table = begin(classes=2)
    page, session = table.page, table.session
    number = next(n for n, todo in enumerate(session.todos) if todo.group.answer.item_id)
    name = session.todos[number].group.item_name
    assert session.accept_for_everyone(number, why="It can be read so, too.")
    qtbot.waitUntil(lambda: session.is_ready, timeout=20000)
    page._undo()
    qtbot.waitUntil(lambda: session.is_ready, timeout=20000)
    qtbot.mouseClick(page.header.versions, Qt.MouseButton.LeftButton)
    (sheet,) = page.window().findChildren(VersionsSheet)
    qtbot.wait(20)
    picture(sheet, "review-key-log")
    said = [each.text() for each in sheet.findChildren(TextLabel)]
    heads = [each for each in said if each.startswith("Version ")]
    assert [each.split(" ·")[0] for each in heads] == ["Version 3", "Version 2", "Version 1"]
    wanted = "Ms Varga accepted an answer for everyone in 7A and 7B: “It can be read so, too.”"
    assert wanted in said
    assert "Ms Varga took back what was accepted for everyone." in said
    assert "It came with the lesson." in said
    assert sum(f"“{name[:40]}" in each for each in said if each.startswith("New in it")) == 2
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_another_class_that_has_the_lesson_is_named_before_the_key_changes(
    begin: Begin, qtbot: QtBot
) -> None:
    table = begin(classes=1)
    table.seeded.add_class("8C", students=3, seed=40)
    page = table.page
    page.decisions.ask_everyone(0)
    (sheet,) = page.findChildren(EveryoneSheet)
    said = "\n".join(each.text() for each in sheet.findChildren(TextLabel))
    assert "1 assignment of another class keeps the key as it is." in said
    assert "still working on it" in said
    sheet.reject()


def test_what_was_decided_about_an_item_that_is_gone_is_told(begin: Begin, qtbot: QtBot) -> None:
    table = begin(classes=1)
    page, session = table.page, table.session
    number = next(n for n, todo in enumerate(session.todos) if todo.group.answer.item_id)
    group = session.todos[number].group
    assert session.decide(number, DecisionKind.ACCEPT, why="Fair enough.")
    assert session.key is not None
    gone = {group.answer.item_id}
    key = replace(
        session.key,
        items=tuple(item for item in session.key.items if item.id not in gone),
        relations=tuple(tie for tie in session.key.relations if not tie.mark_ids & gone),
    )
    session.review.papers.keys.save(session.review.lesson, key, who="Ms Varga")
    session.review.papers.key_changed()
    session._begin_again()
    qtbot.waitUntil(lambda: session.is_ready, timeout=20000)
    page.open_paper(group.places[0].sha256)
    said = "\n".join(w.text() for w in page.paper_panel.findChildren(TextLabel) if w.isVisible())
    assert "not in the key or the paper any more" in said
    assert "Accepted by Ms Varga: Fair enough." in said
