"""The Tab key in help, and in the window with all that lies over a page."""

from __future__ import annotations

from annotator.ui.help.page import HelpPage
from tests.ui.tab_walk import faults, invisible_focus

from .conftest import New
from .test_page import page as page


def test_the_tab_key_goes_round_in_help(page: HelpPage) -> None:
    assert faults(page) == []
    assert invisible_focus(page) == []


def test_the_tab_key_goes_round_the_window(new: New) -> None:
    assert faults(new.window) == []
    new.window.banner.show_message("Something happened.", todo="Do something.", action="Do it")
    assert faults(new.window) == []
