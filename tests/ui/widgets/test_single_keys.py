"""Keys of a single character: where they work, and that they can be switched off."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.single_keys import is_single


@pytest.mark.parametrize(
    ("key", "single"),
    [
        *((key, True) for key in ("S", "Shift+S", "?", "7")),
        *((key, False) for key in ("Alt+S", "Ctrl+Z", "F1", "Del", "Esc", "Shift+F1")),
    ],
)
def test_what_counts_as_a_single_character(key: str, single: bool) -> None:
    assert is_single(QKeySequence(key)) is single


class _Page(QWidget):
    """Two places for the keyboard; the button's key is meant for one of them."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.inside, self.outside = QWidget(), Button(appearance, "Elsewhere")
        self.button = Button(appearance, "Stands", key="S", show_key=True)
        column = QVBoxLayout(self)
        for part in (self.inside, self.outside, self.button):
            column.addWidget(part)
        self.inside.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.set_key_scope(self.inside, "the list")
        self.pressed = 0
        self.button.clicked.connect(self._count)

    def _count(self) -> None:
        self.pressed += 1


@pytest.fixture
def page(qtbot: Any, appearance: Appearance) -> _Page:
    made = _Page(appearance)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


def test_a_key_acts_only_where_its_thing_has_the_keyboard(page: _Page) -> None:
    page.outside.setFocus()
    QTest.keyClick(page.outside, Qt.Key.Key_S)
    assert page.pressed == 0
    page.inside.setFocus()
    QTest.keyClick(page.inside, Qt.Key.Key_S)
    assert page.pressed == 1


def test_alt_and_a_letter_is_another_key(page: _Page) -> None:
    page.inside.setFocus()
    for held in (Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier):
        QTest.keyClick(page.inside, Qt.Key.Key_S, held)
    assert page.pressed == 0


def test_single_keys_can_be_switched_off(page: _Page, appearance: Appearance) -> None:
    page.inside.setFocus()
    wide = page.button.sizeHint().width()
    appearance.set_single_keys(False)
    QTest.keyClick(page.inside, Qt.Key.Key_S)
    assert page.pressed == 0
    assert "key" not in page.button.accessibleDescription()
    assert page.button.sizeHint().width() < wide, "the cap of a key that does nothing is gone"
    late = Button(appearance, "Later", key="L", parent=page)
    late.show()
    late.clicked.connect(page._count)
    QTest.keyClick(page.inside, Qt.Key.Key_L)
    assert page.pressed == 0
    appearance.set_single_keys(True)
    QApplication.processEvents()
    QTest.keyClick(page.inside, Qt.Key.Key_S)
    QTest.keyClick(page.inside, Qt.Key.Key_L)
    assert page.pressed == 2
    assert page.button.sizeHint().width() == wide
