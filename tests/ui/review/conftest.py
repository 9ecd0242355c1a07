"""Made-up classes on a real file, and the review of their papers on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator.services.data.preferences import TeacherPreferences
from annotator.ui.review.page import ReviewPage
from annotator.ui.review.session import ReviewSession
from annotator.ui.widgets.appearance import Appearance
from tests.seeded import SeededDesk


@dataclass
class Table:
    """A page on the papers of some classes, looked through and ready."""

    seeded: SeededDesk
    session: ReviewSession
    page: ReviewPage


@pytest.fixture
def seeded(tmp_path: Path) -> Iterator[SeededDesk]:
    """A new teacher's file without classes."""
    desk = SeededDesk.make(tmp_path)
    yield desk
    desk.close()


@pytest.fixture
def begin(seeded: SeededDesk, dressed: Appearance, qtbot: QtBot) -> Iterator[Callable[..., Table]]:
    """Opens the review of so many classes."""
    pages: list[ReviewPage] = []

    def act(classes: int = 1, students: int = 12, seed: int = 7) -> Table:
        made = [
            seeded.add_class(f"{7 + n // 2}{'AB'[n % 2]}", students=students, seed=seed + n)
            for n in range(classes)
        ]
        review = seeded.review(*made)
        session = ReviewSession(review, {each.id: each.name for each in made})
        page = ReviewPage(dressed, session, preferences=TeacherPreferences(seeded.data))
        session.setParent(page)
        page.resize(1280, 832)
        qtbot.addWidget(page)
        page.show()
        qtbot.waitExposed(page)
        page.activateWindow()
        qtbot.waitUntil(lambda: session.is_ready or not session.rows, timeout=30000)
        pages.append(page)
        return Table(seeded, session, page)

    yield act
    for page in pages:
        page.session.stop()
        page.hide()
