"""Buttons that paint themselves: all of them can be pressed, and Enter presses, too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.check import Check
from annotator.ui.widgets.choices import Choice

Make = Callable[[Appearance, QWidget], QAbstractButton]


@pytest.mark.parametrize(
    "make",
    [
        lambda appearance, parent: Check(appearance, "Tick", parent=parent),
        lambda appearance, parent: Choice(appearance, "Yes", "Is it so?", parent),
    ],
)
def test_pressed_at_its_end_and_with_enter(
    appearance: Appearance, qtbot: QtBot, make: Make
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    button = make(appearance, window)
    button.resize(300, 40)
    with qtbot.waitExposed(window):
        window.show()
    pressed: list[bool] = []
    button.clicked.connect(lambda on: pressed.append(on))
    # Far from the mark and the words, where Qt's own button would not take it.
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(290, 20))
    assert len(pressed) == 1
    QTest.keyClick(button, Qt.Key.Key_Return)
    QTest.keyClick(button, Qt.Key.Key_Enter)
    assert len(pressed) == 3
    assert button.minimumSizeHint() == button.sizeHint()
