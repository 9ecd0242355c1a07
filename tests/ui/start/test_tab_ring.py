"""The Tab key on the students' start page."""

from __future__ import annotations

from annotator.ui.start.page import StartPage
from tests.ui.tab_walk import faults, invisible_focus

from .test_page import page as page


def test_the_tab_key_goes_round(page: StartPage) -> None:
    assert faults(page) == []
    assert invisible_focus(page) == []
