"""Buttons, chips and cards: pressed by mouse and keys, named, large enough, words as they are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.labels import Label, Pattern
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.badge import badge_picture
from annotator.ui.widgets.buttons import Button, ButtonKind, icon_button
from annotator.ui.widgets.cards import CardButton
from annotator.ui.widgets.chips import Chip
from annotator.ui.widgets.theme import ThemeChoice

CLAIM = Label("claim", "Claim", "Claims", "C", Pattern.SOLID, "claim")


def shown(qtbot: QtBot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()
    return widget


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


@pytest.mark.parametrize("kind", list(ButtonKind))
def test_a_button_is_pressed_by_mouse_space_and_enter(
    kind: ButtonKind, appearance: Appearance, qtbot: QtBot
) -> None:
    button = Button(appearance, "Hand in…", kind=kind, icon="hand-in")
    shown(qtbot, button)
    presses: list[bool] = []
    button.clicked.connect(lambda: presses.append(True))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        qtbot.keyClick(button, key)
    assert len(presses) == 4


def test_a_shortcut_presses_and_is_shown_in_the_tip(appearance: Appearance, qtbot: QtBot) -> None:
    page = QWidget()
    button = Button(appearance, "Label guide", key="F1", show_key=True)
    QVBoxLayout(page).addWidget(button)
    shown(qtbot, page)
    # At once: the press of a key must not wait for a button to be drawn down and up.
    pressed: list[str] = []
    button.clicked.connect(lambda: pressed.append("clicked"))
    qtbot.keyClick(page, Qt.Key.Key_F1)
    assert pressed == ["clicked"]
    assert "F1" in button.toolTip()
    # The cap takes room of its own.
    assert button.sizeHint().width() > Button(appearance, "Label guide").sizeHint().width()


def test_words_are_text_and_no_mnemonic(appearance: Appearance, qtbot: QtBot) -> None:
    button = Button(appearance, "Ben <b>Li</b> & Co", key="Ctrl+B")
    assert button.accessibleName() == "Ben <b>Li</b> & Co"
    assert button.accessibleDescription() == "key Ctrl+B"
    assert "<b>Li</b>" not in button.toolTip()
    assert "&lt;b&gt;Li&lt;/b&gt; &amp; Co" in button.toolTip()


def test_a_screen_reader_hears_name_role_and_state(appearance: Appearance, qtbot: QtBot) -> None:
    button = Button(appearance, "Claim", checkable=True, tip="Claim: could be checked")
    shown(qtbot, button)
    heard = QAccessible.queryAccessibleInterface(button)
    assert heard is not None
    assert heard.text(QAccessible.Text.Name) == "Claim"
    assert heard.text(QAccessible.Text.Description) == "Claim: could be checked"
    assert heard.role() in (QAccessible.Role.CheckBox, QAccessible.Role.Button)
    assert not heard.state().checked
    button.click()
    assert heard.state().checked


def test_a_button_is_large_enough_to_touch(appearance: Appearance, qtbot: QtBot) -> None:
    for button in (
        Button(appearance, "x"),
        icon_button(appearance, "undo", "Undo"),
        Button(appearance, ""),
    ):
        assert button.sizeHint().height() >= 42
        assert button.sizeHint().width() >= 42


def test_words_go_where_room_is_short_and_the_name_stays(
    appearance: Appearance, qtbot: QtBot
) -> None:
    tool = Button(
        appearance, "Claim", picture=badge_picture(appearance, CLAIM), key="1", show_key=True
    )
    wide = tool.sizeHint().width()
    tool.set_label_shown(False)
    assert tool.sizeHint().width() < wide
    assert tool.accessibleName() == "Claim"
    assert "1" in tool.toolTip()


def test_the_ring_shows_for_the_keyboard_only(appearance: Appearance, qtbot: QtBot) -> None:
    page = QWidget()
    layout = QVBoxLayout(page)
    first, second = Button(appearance, "First"), Button(appearance, "Second")
    layout.addWidget(first)
    layout.addWidget(second)
    shown(qtbot, page)
    first.setFocus(Qt.FocusReason.MouseFocusReason)
    without = picture(second)
    clicked = picture(first)
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    assert second.hasFocus()
    assert picture(second) != without
    qtbot.keyClick(second, Qt.Key.Key_Backtab)
    assert first.hasFocus()
    assert picture(first) != clicked


def test_checked_pressed_and_disabled_are_seen(appearance: Appearance, qtbot: QtBot) -> None:
    button = Button(appearance, "Claim", checkable=True)
    shown(qtbot, button)
    plain = picture(button)
    button.setChecked(True)
    checked = picture(button)
    button.setChecked(False)
    button.setEnabled(False)
    assert len({bytes(p.constBits()) for p in (plain, checked, picture(button))}) == 3


def test_a_theme_repaints(appearance: Appearance, qtbot: QtBot) -> None:
    button = Button(appearance, "Claim", picture=badge_picture(appearance, CLAIM))
    shown(qtbot, button)
    before = picture(button)
    appearance.choose(ThemeChoice.DARK)
    assert picture(button) != before


def test_a_chip_is_switched(appearance: Appearance, qtbot: QtBot) -> None:
    chip = Chip(appearance, "Claims 2", tip="Show claims only")
    shown(qtbot, chip)
    off = picture(chip)
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert chip.isChecked()
    assert picture(chip) != off
    chip.set_label("Claims 3")
    assert chip.accessibleName() == "Claims 3"


def test_a_card_is_pressed_through_what_lies_in_it(appearance: Appearance, qtbot: QtBot) -> None:
    card = CardButton(appearance)
    words = QLabel("A title")
    words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    QVBoxLayout(card).addWidget(words)
    shown(qtbot, card)
    with qtbot.waitSignal(card.clicked):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=words.geometry().center())
    with qtbot.waitSignal(card.clicked):
        qtbot.keyClick(card, Qt.Key.Key_Return)


def test_the_width_follows_words_icon_and_face(appearance: Appearance, qtbot: QtBot) -> None:
    button = Button(appearance, "Undo")
    widths = [button.sizeHint().width()]
    button.set_label("Undo the last mark")
    widths.append(button.sizeHint().width())
    button.set_icon("undo")
    widths.append(button.sizeHint().width())
    font = button.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    button.setFont(font)
    widths.append(button.sizeHint().width())
    assert widths == sorted(set(widths))


def test_a_button_that_opens_a_menu_shows_where(appearance: Appearance, qtbot: QtBot) -> None:
    plain, menu = Button(appearance, "Lessons"), Button(appearance, "Lessons", opens_menu=True)
    assert menu.sizeHint().width() > plain.sizeHint().width()
    assert menu.accessibleDescription() == "Lessons, opens a menu"
    for button in (plain, menu):
        qtbot.addWidget(button)
        button.resize(menu.sizeHint())
    right = menu.sizeHint().width() - 30

    def ink(button: Button) -> bool:
        image = picture(button)
        return any(
            image.pixelColor(x, y).lightness() < 120
            for x in range(right, button.width() - 6)
            for y in range(12, button.height() - 12)
        )

    assert ink(menu)
    menu.set_label("")
    assert menu.sizeHint().width() >= 42
