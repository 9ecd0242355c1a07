"""Who changed the key, when and why can be read in the review."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.ui.teacher.key.versions_sheet import VersionsSheet
from annotator.ui.widgets.labels import Words
from tests.ui.teacher.review.conftest import Table

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
    said = [each.text() for each in sheet.findChildren(Words)]
    heads = [each for each in said if each.startswith("Version ")]
    assert [each.split(" ·")[0] for each in heads] == ["Version 3", "Version 2", "Version 1"]
    wanted = "Ms Varga accepted an answer for everyone in 7A and 7B: “It can be read so, too.”"
    assert wanted in said
    assert "Ms Varga took back what was accepted for everyone." in said
    assert "It came with the lesson." in said
    assert sum(f"“{name[:40]}" in each for each in said if each.startswith("New in it")) == 2
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
