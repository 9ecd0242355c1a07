"""Layouts, header, banner, progress and sheets, with real events."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.flow import CardGrid, FlowLayout
from annotator.ui.widgets.header import PageHeader
from annotator.ui.widgets.messages import Banner, EmptyState, Tone
from annotator.ui.widgets.progress import PATIENCE_MS, ProgressBar, ProgressPanel
from annotator.ui.widgets.sheets import ConfirmSheet


def shown(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()


def test_a_flow_wraps_and_stays_inside(appearance: Appearance, qtbot: QtBot) -> None:
    page = QWidget()
    flow = FlowLayout(page, gap=8)
    buttons = [Button(appearance, f"Button {n}") for n in range(7)]
    for button in buttons:
        flow.addWidget(button)
    page.resize(300, 400)
    shown(qtbot, page)
    rows = {button.y() for button in buttons}
    assert len(rows) > 1
    assert all(page.rect().contains(button.geometry()) for button in buttons)
    for one, two in pairwise(buttons):
        assert not one.geometry().intersects(two.geometry())
    assert flow.heightForWidth(2000) == buttons[0].sizeHint().height()


def test_a_grid_has_even_columns(qtbot: QtBot) -> None:
    page = QWidget()
    grid = CardGrid(page, least=200, most=5, gap=14)
    cards = [QPushButton(str(n)) for n in range(7)]
    for card in cards:
        grid.addWidget(card)
    for width, columns in ((1168, 5), (981, 4), (640, 3), (210, 1)):
        assert grid.columns(width) == columns
        grid.setGeometry(QRect(0, 0, width, 900))
        assert len({card.x() for card in cards}) == columns
        assert max(card.geometry().right() for card in cards) < width
    grid.clear()
    assert grid.count() == 0
    page.deleteLater()


def test_the_header_goes_back_and_to_steps(appearance: Appearance, qtbot: QtBot) -> None:
    header = PageHeader(appearance, "A title", steps=("Read", "Mark", "Check"))
    header.resize(900, 54)
    shown(qtbot, header)
    header.steps.set_current(1)
    steps = header.steps.findChildren(QPushButton)
    assert [step.accessibleName() for step in steps] == [
        "Step 1 of 3: Read",
        "Step 2 of 3: Mark, you are here",
        "Step 3 of 3: Check",
    ]
    with qtbot.waitSignal(header.step_requested) as told:
        qtbot.mouseClick(steps[2], Qt.MouseButton.LeftButton)
    assert told.args == [2]
    with qtbot.waitSignal(header.back_requested):
        qtbot.keyClick(header, Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier)


def test_a_long_title_gives_way(appearance: Appearance, qtbot: QtBot) -> None:
    header = PageHeader(appearance, "A very long title " * 20, steps=("Read", "Mark"))
    right = Button(appearance, "Hand in…")
    header.add_right(right)
    header.resize(640, 54)
    shown(qtbot, header)
    assert header.width() == 640
    assert right.geometry().right() < 640
    assert right.width() >= right.sizeHint().width()


def test_a_banner_says_what_happened(appearance: Appearance, qtbot: QtBot) -> None:
    page = QWidget()
    banner = Banner(appearance)
    QVBoxLayout(page).addWidget(banner)
    shown(qtbot, page)
    assert not banner.isVisible()
    banner.show_message(
        "It broke.", kept="Your marks are safe.", todo="Try again.", tone=Tone.TROUBLE
    )
    assert banner.isVisible()
    assert banner.text() == "It broke. Your marks are safe. Try again."
    banner.show_message("Done.", tone=Tone.GOOD, action="Show me")
    buttons = [b for b in banner.findChildren(Button) if b.isVisible()]
    with qtbot.waitSignal(banner.action_requested):
        qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(banner.closed):
        qtbot.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    assert not banner.isVisible()


def test_an_empty_place_offers_what_to_do(appearance: Appearance, qtbot: QtBot) -> None:
    empty = EmptyState(appearance, "people", "No class yet", "Make one.", action="Make a class")
    shown(qtbot, empty)
    with qtbot.waitSignal(empty.action_requested):
        qtbot.mouseClick(empty.findChildren(Button)[0], Qt.MouseButton.LeftButton)


def test_a_bar_is_as_long_as_its_share(appearance: Appearance, qtbot: QtBot) -> None:
    bar = ProgressBar(appearance)
    shown(qtbot, bar)
    bar.resize(200, 6)

    def filled() -> int:
        image = bar.grab().toImage()
        return sum(image.pixelColor(x, 3) == appearance.theme.accent for x in range(200))

    assert filled() == 0
    bar.set_share(0.5)
    assert abs(filled() - 100) <= 3
    bar.set_share(7)
    assert bar.share == 1
    assert bar.accessibleName() == "100 percent done"


def test_quick_work_shows_no_panel_and_slow_work_can_be_stopped(
    appearance: Appearance, qtbot: QtBot
) -> None:
    page = QWidget()
    panel = ProgressPanel(appearance)
    QVBoxLayout(page).addWidget(panel)
    shown(qtbot, page)
    panel.start("Reading 3 files")
    panel.finish()
    qtbot.wait(PATIENCE_MS + 100)
    assert not panel.isVisible()
    panel.start("Reading 30 files")
    assert not panel.isVisible()
    qtbot.waitUntil(panel.isVisible, timeout=2000)
    panel.set_done(3, 30, "ben.handin")
    stop = panel.findChildren(Button)[0]
    with qtbot.waitSignal(panel.stop_requested):
        qtbot.mouseClick(stop, Qt.MouseButton.LeftButton)
    assert not stop.isEnabled()
    panel.finish()
    assert not panel.isVisible()


def test_a_sheet_asks_and_escape_says_no(appearance: Appearance, qtbot: QtBot) -> None:
    sheet = ConfirmSheet(appearance, "Hand in now?", "It can't be changed then.", yes="Hand in")
    shown(qtbot, sheet)
    with qtbot.assertNotEmitted(sheet.confirmed):
        qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    sheet.show()
    with qtbot.waitSignal(sheet.confirmed):
        qtbot.mouseClick(sheet.yes_button, Qt.MouseButton.LeftButton)


def test_a_dangerous_sheet_first_offers_no(appearance: Appearance, qtbot: QtBot) -> None:
    sheet = ConfirmSheet(appearance, "Delete?", "All of it.", yes="Delete", dangerous=True)
    shown(qtbot, sheet)
    assert sheet.no_button.hasFocus()
    with qtbot.assertNotEmitted(sheet.confirmed):
        qtbot.keyClick(sheet.no_button, Qt.Key.Key_Return)
    assert not sheet.isVisible()
