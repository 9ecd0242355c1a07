"""From the desk to the review and back out: classes together, returns, reports on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from annotator.files.return_file import read_return
from annotator.files.sealing import key_ring
from annotator.model.review import DecisionKind
from annotator.services.inbox import PaperState
from annotator.ui.look import Look
from annotator.ui.teacher.report.page import ReportPage
from annotator.ui.teacher.review.bar import View
from annotator.ui.teacher.review.opening import ReviewPages
from annotator.ui.teacher.review.page import ReviewPage
from annotator.ui.teacher.review.return_sheet import ReturnSheet
from tests.seeded import SeededDesk


class Room(QStackedWidget):
    """A window that shows what it is told to."""

    def show_page(self, page: QWidget, _title: str) -> None:
        if self.indexOf(page) < 0:
            self.addWidget(page)
        self.setCurrentWidget(page)


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    made = Room()
    made.resize(1280, 832)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.hide()


@pytest.fixture
def pages(seeded: SeededDesk, dressed: Look, room: Room, tmp_path: Path) -> ReviewPages:
    return ReviewPages(
        dressed,
        seeded.database,
        seeded.writer,
        seeded.lesson,
        lambda: key_ring(tmp_path),
        room.show_page,
        who=lambda: "Ms Varga",
        parent=room,
    )


def opened(pages: ReviewPages, seeded: SeededDesk, qtbot: QtBot, classes: int = 1) -> ReviewPage:
    made = [seeded.add_class(f"7{'ABC'[n]}", students=6, seed=3 + n) for n in range(classes)]
    page = pages.review(seeded.assignments(*made)[0].id)
    qtbot.waitUntil(lambda: page.session.is_ready, timeout=20000)
    return page


def test_all_classes_with_the_lesson_are_reviewed_together(
    pages: ReviewPages, seeded: SeededDesk, room: Room, qtbot: QtBot
) -> None:
    page = opened(pages, seeded, qtbot, classes=2)
    assert room.currentWidget() is page
    assert page.session.class_names == ("7A", "7B")
    both = len(page.session.rows)
    assert page.classes.isVisible()
    pages._with_class(page.session.review.assignments[1], False)
    assert pages.page is not None
    assert pages.page is not page
    assert pages.page.session.class_names == ("7A",)
    assert 0 < len(pages.page.session.rows) < both
    qtbot.waitUntil(lambda: pages.page is not None and pages.page.session.is_ready)
    pages.page.session.stop()


def test_returns_hold_what_was_decided_and_can_be_read(
    pages: ReviewPages, seeded: SeededDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    page = opened(pages, seeded, qtbot)
    session = page.session
    session.decide(0, DecisionKind.ACCEPT)
    session.comment(0, "Well seen.")
    first = session.todos[0].group.places[0].sha256
    sheet = pages.give_back(page.wanted_papers())
    assert isinstance(sheet, ReturnSheet)
    sheet.reject()
    folder = tmp_path / "back"
    assert pages.return_to_folder(page.wanted_papers(), folder)
    files = sorted(folder.iterdir())
    assert len(files) == len(session.rows)
    read = {(content := read_return(file).content).hand_in_sha256: content for file in files}
    wanted = session.review.reviewed(first)
    assert read[first].comparison.points == wanted.points
    assert [r.comment for r in read[first].remarks if r.comment] == ["Well seen."]
    assert read[first].teacher == "Ms Varga"
    assert page.papers.line(first).state is PaperState.RETURNED
    # Returned once more it is a new revision, beside the old file.
    assert pages.return_to_folder([first], folder)
    again = [read_return(f).content for f in folder.iterdir() if f not in files]
    assert [(c.hand_in_sha256, c.revision) for c in again] == [(first, 2)]


def test_nobody_has_a_card_so_there_is_no_file_for_everybody(
    pages: ReviewPages, seeded: SeededDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    page = opened(pages, seeded, qtbot)
    path = tmp_path / "all.returns"
    assert not pages.return_in_one_file(page.wanted_papers(), path)
    assert not path.exists()
    assert "class card" in page.banner.text()
    assert page.papers.line(page.session.rows[0].sha256).state is not PaperState.RETURNED


def test_reports_are_printed_one_by_one(
    pages: ReviewPages, seeded: SeededDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    page = opened(pages, seeded, qtbot)
    job = pages.print_students(page.wanted_papers()[:3], tmp_path / "paper")
    assert job is not None
    with qtbot.waitSignal(job.done, timeout=20000):
        pass
    assert len(job.written) == 3
    assert all(path.read_bytes().startswith(b"%PDF") for path in job.written)


def test_the_report_opens_papers_and_is_printed(
    pages: ReviewPages, seeded: SeededDesk, room: Room, tmp_path: Path, qtbot: QtBot
) -> None:
    page = opened(pages, seeded, qtbot)
    page.report.click()
    report = room.currentWidget()
    assert isinstance(report, ReportPage)
    qtbot.waitUntil(lambda: report.is_made, timeout=20000)
    assert pages.print_report(tmp_path / "class.pdf")
    assert (tmp_path / "class.pdf").read_bytes().startswith(b"%PDF")
    sha256 = page.session.rows[1].sha256
    report.paper_requested.emit(sha256)
    assert room.currentWidget() is page
    assert page.view is View.PAPERS
    assert page.paper_view.sha256 == sha256


def test_a_report_from_the_desk_goes_back_to_the_desk(
    pages: ReviewPages, seeded: SeededDesk, room: Room, qtbot: QtBot
) -> None:
    first = opened(pages, seeded, qtbot)
    given = first.session.review.assignments[0]
    # The window deletes the review; what is asked for after that must not show it again.
    room.removeWidget(first)
    first.deleteLater()
    qtbot.wait(20)
    report = pages.class_report(given.id)
    qtbot.waitUntil(lambda: report.is_made, timeout=20000)
    with qtbot.waitSignal(pages.back_requested):
        report.header.back_requested.emit()
