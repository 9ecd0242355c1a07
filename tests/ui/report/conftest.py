"""A made-up class on a real file, and its report on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator.services.review.class_reports import ReportMaker
from annotator.ui.report.page import ReportPage
from annotator.ui.widgets.appearance import Appearance
from tests.seeded import SeededDesk


@pytest.fixture
def seeded(tmp_path: Path) -> Iterator[SeededDesk]:
    """A new teacher's file without classes."""
    desk = SeededDesk.make(tmp_path)
    yield desk
    desk.close()


@pytest.fixture
def report(seeded: SeededDesk, dressed: Appearance, qtbot: QtBot) -> Iterator[ReportPage]:
    """The report of one class of 28, made and shown."""
    made = seeded.add_class("7B", students=28)
    review = seeded.review(made)
    page = ReportPage(dressed, ReportMaker(review, seeded.data), {made.id: made.name})
    page.resize(1280, 832)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    qtbot.waitUntil(lambda: page.is_made, timeout=30000)
    yield page
    page.hide()
