"""A made-up class on a real file, and its report on the screen."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.services.class_reports import ReportMaker
from annotator.ui.look import Look
from annotator.ui.style import apply_style
from annotator.ui.teacher.report.page import ReportPage
from tests.seeded import SeededDesk


@pytest.fixture
def seeded(tmp_path: Path) -> Iterator[SeededDesk]:
    """A new teacher's file without classes."""
    desk = SeededDesk.make(tmp_path)
    yield desk
    desk.close()


@pytest.fixture
def dressed(look: Look, qapp: QApplication) -> Look:
    """The look, with the program's own style on Qt's widgets."""
    apply_style(qapp, look.theme)
    look.changed.connect(lambda: apply_style(qapp, look.theme))
    return look


@pytest.fixture
def report(seeded: SeededDesk, dressed: Look, qtbot: QtBot) -> Iterator[ReportPage]:
    """The report of one class of 28, made and shown."""
    made = seeded.add_class("7B", students=28)
    review = seeded.review(made)
    page = ReportPage(dressed, ReportMaker(review, seeded.database), {made.id: made.name})
    page.resize(1280, 832)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    qtbot.waitUntil(lambda: page.is_made, timeout=30000)
    yield page
    page.hide()


@pytest.fixture
def picture() -> Callable[[QWidget, str], None]:
    """Saves how a widget looks into the folder that ANNOTATOR_PICTURES names, if it is set."""
    folder = os.environ.get("ANNOTATOR_PICTURES", "")

    def take(widget: QWidget, name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            assert widget.grab().save(str(Path(folder) / f"{name}.png"))

    return take
