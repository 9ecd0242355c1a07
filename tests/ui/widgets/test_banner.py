"""How long a banner stays, and on which page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.main_window import MainWindow
from annotator.ui.widgets.messages import Banner, Tone
from annotator.ui.widgets.page_stack import Page


@pytest.fixture
def banner(appearance: Appearance, qtbot: QtBot) -> Iterator[Banner]:
    """A banner on the first of two pages."""
    stack, page, other = QStackedWidget(), QWidget(), QWidget()
    banner = Banner(appearance)
    QVBoxLayout(page).addWidget(banner)
    stack.addWidget(page)
    stack.addWidget(other)
    qtbot.addWidget(stack)
    with qtbot.waitExposed(stack):
        stack.show()
    stack.activateWindow()
    yield banner
    stack.close()


def turn(banner: Banner, number: int) -> None:
    stack = banner.window()
    assert isinstance(stack, QStackedWidget)
    stack.setCurrentIndex(number)


def test_good_news_goes_by_itself(banner: Banner, qtbot: QtBot) -> None:
    banner.show_message("Saved.", tone=Tone.GOOD)
    assert banner.fading.isActive()
    assert banner.fading.interval() == 8_000
    banner.fading.start(1)
    qtbot.waitUntil(lambda: not banner.isVisible())


def test_a_long_message_may_be_read_to_its_end(banner: Banner) -> None:
    banner.show_message("A word. " * 50, tone=Tone.GOOD)
    assert banner.fading.interval() > 20_000


@pytest.mark.parametrize("tone", [Tone.NOTE, Tone.CAREFUL, Tone.TROUBLE])
def test_everything_else_stays(banner: Banner, tone: Tone) -> None:
    banner.show_message("Saved.", tone=Tone.GOOD)
    banner.show_message("It broke.", tone=tone)
    assert not banner.fading.isActive()


def test_what_has_a_button_stays_while_its_page_is_shown(banner: Banner) -> None:
    banner.show_message("Handed in.", tone=Tone.GOOD, action="Receipt…")
    assert not banner.fading.isActive()
    turn(banner, 1)
    turn(banner, 0)
    assert not banner.isVisible()


def test_good_news_waits_for_whoever_is_on_it_with_the_keyboard(
    banner: Banner, qtbot: QtBot
) -> None:
    banner.show_message("Saved.", tone=Tone.GOOD)
    close = next(b for b in banner.findChildren(Button) if b.isVisible())
    close.setFocus(Qt.FocusReason.TabFocusReason)
    banner.fading.timeout.emit()
    assert banner.isVisible()
    close.clearFocus()
    banner.fading.timeout.emit()
    assert not banner.isVisible()


@pytest.mark.parametrize(("tone", "stays"), [(Tone.GOOD, False), (Tone.TROUBLE, True)])
def test_coming_back_to_the_page(banner: Banner, tone: Tone, stays: bool) -> None:
    banner.show_message("News.", tone=tone)
    turn(banner, 1)
    turn(banner, 0)
    assert banner.isVisible() is stays


# -- the banner of the window, over all pages ----------------------------------------------


class KeptPage(Page):
    """A page that can be shown again."""

    is_kept = True


@pytest.fixture
def window(appearance: Appearance, qtbot: QtBot) -> MainWindow:
    window = MainWindow(appearance)
    qtbot.addWidget(window)
    window.pages.show_first(KeptPage())
    with qtbot.waitExposed(window):
        window.show()
    return window


@pytest.mark.parametrize("tone", list(Tone))
def test_what_was_said_on_one_page_is_not_seen_on_another(
    window: MainWindow, qtbot: QtBot, tone: Tone
) -> None:
    first = window.page
    assert first is not None
    window.banner.show_message("News.", tone=tone)
    qtbot.wait(1)
    window.pages.show_first(KeptPage())
    assert not window.banner.isVisible()
    window.pages.show_first(first)
    assert window.banner.isVisible() is (tone in (Tone.CAREFUL, Tone.TROUBLE))


def test_what_is_said_on_the_way_belongs_to_where_one_gets(
    window: MainWindow, qtbot: QtBot
) -> None:
    first = window.page
    assert first is not None
    window.banner.show_message("The file could not be read.", tone=Tone.TROUBLE)
    second = KeptPage()
    window.pages.show_first(second)
    assert window.banner.isVisible()
    qtbot.wait(1)
    window.pages.show_first(first)
    assert not window.banner.isVisible()
    window.pages.show_first(second)
    assert window.banner.isVisible()


def test_what_was_closed_does_not_come_back(window: MainWindow, qtbot: QtBot) -> None:
    first = window.page
    assert first is not None
    window.banner.show_message("It broke.", tone=Tone.TROUBLE)
    qtbot.wait(1)
    close = [b for b in window.banner.findChildren(Button) if b.isVisible()][-1]
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    window.pages.show_first(KeptPage())
    window.pages.show_first(first)
    assert not window.banner.isVisible()


def test_a_page_that_is_gone_takes_its_trouble_along(window: MainWindow, qtbot: QtBot) -> None:
    first, second = window.page, KeptPage()
    assert first is not None
    window.pages.show_first(second)
    window.banner.show_message("It broke.", tone=Tone.TROUBLE)
    qtbot.wait(1)
    window.pages.drop(second)
    window.pages.show_first(first)
    assert not window.banner.isVisible()
