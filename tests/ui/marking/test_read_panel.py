"""The step "Read": instructions, what is new, labels in a line each, where to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from annotator.ui.marking.read_panel import ReadPanel
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.theme import ThemeChoice
from tests.ui.marking.conftest import a_lesson


def texts(panel: ReadPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel)]


def test_says_what_to_do(qtbot: QtBot, appearance: Appearance) -> None:
    panel = ReadPanel(appearance, a_lesson())
    qtbot.addWidget(panel)
    said = texts(panel)
    assert {"Read the whole article first.", "Then mark who says what."} <= set(said)
    assert said.index("New in this lesson") < said.index("Read the whole article first.")
    assert "Tie each denial to the claim that it answers." in said
    assert "Source: who or what told us this" in said
    assert any("stop after paragraph 2" in text for text in said)
    assert all(
        label.textFormat() is Qt.TextFormat.PlainText for label in panel.findChildren(QLabel)
    )


def test_says_nothing_of_what_the_lesson_lacks(qtbot: QtBot, appearance: Appearance) -> None:
    lesson = replace(a_lesson(), new="", stop_after_paragraph=None, instructions="")
    panel = ReadPanel(appearance, lesson)
    qtbot.addWidget(panel)
    assert not any("stop after" in text or "New in" in text for text in texts(panel))


def test_start_by_mouse_and_key(qtbot: QtBot, appearance: Appearance) -> None:
    panel = ReadPanel(appearance, a_lesson())
    qtbot.addWidget(panel)
    with qtbot.waitSignal(panel.start_requested):
        QTest.mouseClick(panel.start, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel.start_requested):
        QTest.keyClick(panel.start, Qt.Key.Key_Return)


@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_pictures(
    qtbot: QtBot,
    appearance: Appearance,
    theme: ThemeChoice,
    picture: Callable[[QWidget, str], None],
) -> None:
    appearance.choose(theme)
    panel = ReadPanel(appearance, a_lesson())
    qtbot.addWidget(panel)
    panel.resize(300, 640)
    with qtbot.waitExposed(panel):
        panel.show()
    picture(panel, f"read-{theme}")
    assert panel._scroll.inside.width() <= panel._scroll.viewport().width()
    panel.close()
