"""The Tab key in each view of the review."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annotator.ui.review.bar import View
from tests.ui.tab_walk import faults, invisible_focus

from .conftest import Table


@pytest.mark.parametrize("view", list(View), ids=lambda view: view.name)
def test_the_tab_key_goes_round(begin: Callable[..., Table], view: View) -> None:
    page = begin(students=5).page
    page.show_view(view)
    for size in ((1280, 832), (1093, 614)):
        page.resize(*size)
        assert faults(page) == []
    assert invisible_focus(page) == []
