"""The Tab key where marked sheets are typed in."""

from __future__ import annotations

from annotator.ui.entry.entry_pages import EntryPages
from tests.ui.tab_walk import faults

from .test_entry import NAMES, open_page
from .test_entry import given as given
from .test_entry import pages as pages
from .test_entry import seeded as seeded


def test_the_tab_key_goes_round(pages: EntryPages) -> None:
    assert faults(pages.choice) == []
    page = open_page(pages, NAMES[0])
    assert faults(page) == []
