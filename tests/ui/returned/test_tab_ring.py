"""The Tab key on what came back."""

from __future__ import annotations

from tests.ui.tab_walk import faults, invisible_focus

from .conftest import Shown


def test_the_tab_key_goes_round(shown: Shown) -> None:
    for size in ((1280, 832), (1093, 614)):
        shown.page.resize(*size)
        assert faults(shown.page) == []
    assert invisible_focus(shown.page) == []
