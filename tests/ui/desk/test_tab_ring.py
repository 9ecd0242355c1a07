"""The Tab key on the desk and over a class's list."""

from __future__ import annotations

from pathlib import Path

from tests.ui.tab_walk import faults, invisible_focus

from .conftest import Opened
from .test_list_sheet import listed as listed
from .test_list_sheet import opened_sheet


def test_the_tab_key_goes_round(listed: tuple[Opened, Path, str]) -> None:
    opened, file, class_id = listed
    assert faults(opened.page) == []
    assert invisible_focus(opened.page) == []
    sheet = opened_sheet(opened, class_id)
    assert faults(sheet) == []
    sheet.take_file(str(file))
    assert faults(sheet) == []
    sheet.close()
