"""The review of a lesson that no class was given: a real store, hand-ins that were written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from annotator.files.hand_in import write_hand_in
from annotator.model.lesson import Lesson
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.collecting import CollectReport
from annotator.services.exchange.taking_in import TakingIn
from annotator.services.review.explanation import Explanation
from annotator.services.review.reviewing import Review
from annotator.store.database import Database
from annotator.store.schema import DatabaseKind
from annotator.ui.outcomes.outcome_rows import OutcomeRow
from annotator.ui.review.page import ReviewPage
from annotator.ui.review.paper import OpenPaper
from annotator.ui.review.session import ReviewSession
from annotator.ui.widgets.appearance import Appearance
from tests.ui.outcomes.conftest import Pupil, amara, required, shelf

LESSON = "03-reservoir-leak"


@dataclass
class LessonTable:
    """The service, its store, and a folder to put hand-ins in."""

    taking_in: TakingIn
    data: DataFile
    folder: Path
    lesson: Lesson

    def write(self, pupil: Pupil, name: str = "", attempt: int = 1) -> Path:
        """A hand-in file of this pupil's work."""
        file = write_hand_in(
            pupil.submission(attempt), pupil.lesson.article, program_version="0.test"
        )
        path = self.folder / (name or f"{pupil.name}.handin")
        path.write_bytes(file)
        return path

    def add(self, *pupils: Pupil) -> list[str]:
        """Hand in; the SHA-256 of each paper, in the order of the names."""
        report = self.collect(self.write(pupil) for pupil in pupils)
        assert not report.damaged
        return [each.sha256 for each in sorted(report.new, key=lambda each: each.student_name)]

    def collect(self, paths: Iterable[Path]) -> CollectReport:
        """Take in files."""
        return self.taking_in.collect(paths)

    def open(self, appearance: Appearance, qtbot: QtBot) -> ReviewPage:
        """The review of the lesson, looked through and ready."""
        review = Review(self.lesson, (), self.data, who="Ms Varga")
        session = ReviewSession(review)
        page = ReviewPage(appearance, session, taking_in=self.taking_in)
        session.setParent(page)
        page.resize(1280, 832)
        qtbot.addWidget(page)
        page.show()
        qtbot.waitExposed(page)
        page.activateWindow()
        qtbot.waitUntil(lambda: session.is_ready or not session.rows, timeout=30000)
        return page


@pytest.fixture
def table(tmp_path: Path, lesson: Lesson) -> Iterator[LessonTable]:
    """An empty table; its store is a real file."""
    path = tmp_path / "teacher.db"
    data = DataFile.open(lambda: Database.open(path, kind=DatabaseKind.TEACHER))
    folder = tmp_path / "hand-ins"
    folder.mkdir()
    yield LessonTable(TakingIn(data, shelf()), data, folder, lesson)
    assert data.close() is None


def ben(table: LessonTable) -> Pupil:
    """Everything right."""
    pupil = Pupil(table.lesson, "Ben A.", 2)
    for item in required(table.lesson):
        pupil.right(item)
    return pupil


@pytest.fixture
def page(table: LessonTable, dressed: Appearance, qtbot: QtBot) -> Iterator[ReviewPage]:
    """The page on Amara's paper, Ben's below it."""
    shas = table.add(amara(table.lesson), ben(table))
    made = table.open(dressed, qtbot)
    made.open_paper(shas[0])
    yield made
    made.page_closed()
    made.hide()


def add_files(page: ReviewPage, qtbot: QtBot, *paths: Path) -> None:
    """Add files as the button and a drop do, and wait until that is told."""
    assert page.adding is not None
    assert page.adding.add(paths)
    told(page, qtbot)


def told(page: ReviewPage, qtbot: QtBot) -> None:
    """Wait until the files that are being added are in, and looked through."""
    adding = page.adding
    assert adding is not None
    qtbot.waitUntil(lambda: not adding.shown.is_busy and page.banner.isVisible(), timeout=10000)
    session = page.session
    qtbot.waitUntil(lambda: session.is_ready or not session.rows, timeout=10000)


def paper_of(page: ReviewPage) -> OpenPaper:
    """The paper that is shown."""
    assert page.paper_view.paper is not None
    return page.paper_view.paper


def rows_of(page: ReviewPage) -> tuple[OutcomeRow, ...]:
    """The rows of the paper, or of the key, that is shown."""
    return page.paper_panel.compare.model.entries


def chosen_id(page: ReviewPage) -> str:
    """The row that is explained; empty where it is the whole paper."""
    chosen = page.paper_view.chosen
    return chosen.id if chosen is not None else ""


def explained(page: ReviewPage) -> Explanation:
    """What the card says."""
    shown = page.paper_panel.compare.card.explanation
    assert shown is not None
    return shown


def click_row(view: QListView, row: int) -> None:
    rect = view.visualRect(view.model().index(row, 0))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
