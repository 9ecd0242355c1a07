"""From the desk to the review and back out: classes together, returns, reports on paper."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from annotator.files.return_file import read_return
from annotator.model.review import DecisionKind
from annotator.services.classes.sample_class import make_sample_class
from annotator.services.review.states import PaperState
from annotator.store.database import Database
from annotator.ui.report.page import ReportPage
from annotator.ui.review.bar import View
from annotator.ui.review.opening import ReviewPages
from annotator.ui.review.page import ReviewPage
from annotator.ui.review.return_sheet import ReturnSheet
from annotator.ui.review.return_ways import ReturnWay
from annotator.ui.widgets.appearance import Appearance
from tests.e2e.transfer import zipped
from tests.seeded import NOW, SeededDesk


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
def pages(seeded: SeededDesk, dressed: Appearance, room: Room, tmp_path: Path) -> ReviewPages:
    return ReviewPages(
        dressed,
        seeded.data,
        seeded.lesson,
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
    pages._with_class(page.session.review.papers.assignments[1], False)
    assert pages.page is not None
    assert pages.page is not page
    assert pages.page.session.class_names == ("7A",)
    assert 0 < len(pages.page.session.rows) < both
    qtbot.waitUntil(lambda: pages.page is not None and pages.page.session.is_ready)
    pages.page.session.stop()


def test_what_is_in_the_key_for_everyone_is_no_longer_open_when_work_is_returned(
    pages: ReviewPages, seeded: SeededDesk, qtbot: QtBot
) -> None:
    page = opened(pages, seeded, qtbot)
    session = page.session
    before = session.open_count
    assert session.accept_for_everyone(0)
    qtbot.waitUntil(lambda: session.is_ready, timeout=20000)
    assert session.open_count < before
    sheet = pages.give_back(page.wanted_papers())
    assert isinstance(sheet, ReturnSheet)
    said = " ".join(label.text() for label in sheet.findChildren(QLabel))
    assert f"Still open: {session.open_count} decisions, " in said
    sheet.reject()


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
    said = " ".join(label.text() for label in sheet.findChildren(QLabel))
    assert f"Still open: {session.open_count} decisions, " in said
    assert f"{len(session.rows)} papers never opened whole" in said
    sheet.reject()
    folder = tmp_path / "back"
    assert pages.returns.to_folder(page, page.wanted_papers(), folder)
    files = sorted(folder.iterdir())
    assert len(files) == len(session.rows)
    read = {(content := read_return(file).content).hand_in_sha256: content for file in files}
    wanted = session.review.papers.reviewed(first)
    assert read[first].comparison.points == wanted.points
    assert [r.comment for r in read[first].remarks if r.comment] == ["Well seen."]
    assert read[first].teacher == "Ms Varga"
    for row in session.rows:
        line = page.papers.line(row.sha256)
        back = PaperState.RETURNED_OPEN if line.open else PaperState.RETURNED
        assert line.state is back
    assert "returned, " in page.papers.line(first).state_words, "returning decides nothing"
    # The same once more is the same return, beside the old file; a change makes another one.
    assert pages.returns.to_folder(page, [first], folder)
    again = [read_return(f).content for f in folder.iterdir() if f not in files]
    assert [(c.hand_in_sha256, c.revision) for c in again] == [(first, 1)]
    session.comment(0, "And neat.")
    assert pages.returns.to_folder(page, [first], tmp_path / "changed")
    changed = [read_return(f).content for f in (tmp_path / "changed").iterdir()]
    assert [(c.hand_in_sha256, c.revision) for c in changed] == [(first, 2)]


def test_nobody_has_a_card_so_there_is_no_file_for_everybody(
    pages: ReviewPages, seeded: SeededDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    page = opened(pages, seeded, qtbot)
    path = tmp_path / "all.returns"
    assert not pages.returns.to_one_file(page, page.wanted_papers(), path)
    assert not path.exists()
    assert "class card" in page.banner.text()
    assert not page.papers.line(page.session.rows[0].sha256).state.is_returned


def renamed(seeded: SeededDesk, name: str, *, most: int) -> None:
    """Let hand-ins have come in under names such as a platform's archive has."""

    def act(db: Database) -> None:
        sha256s = [row[0] for row in db.rows("SELECT sha256 FROM submissions ORDER BY sha256")]
        for number, sha256 in enumerate(sha256s[:most]):
            file_name = name.format(number)
            db.execute("UPDATE submissions SET file_name = ? WHERE sha256 = ?", [file_name, sha256])

    seeded.data.call(act)


def test_each_way_says_what_it_is_for_or_what_it_needs(
    pages: ReviewPages, seeded: SeededDesk, qtbot: QtBot
) -> None:
    page = opened(pages, seeded, qtbot)
    wanted = page.wanted_papers()
    sheet = pages.give_back(wanted)
    assert sheet is not None
    ways = sheet.ways.buttons
    assert ReturnWay.CLASS_FOLDER not in ways
    assert not ways[ReturnWay.CLASS_FILE].isEnabled()
    assert "class card" in ways[ReturnWay.CLASS_FILE].accessibleDescription()
    assert ways[ReturnWay.MOODLE].label == "Choose that ZIP…"
    sheet.reject()
    renamed(seeded, "S{0}_{0}_assignsubmission_file_/m.handin", most=2)
    sheet = pages.give_back(wanted)
    assert sheet is not None
    ways = sheet.ways.buttons
    assert ways[ReturnWay.MOODLE].label == "Save the ZIP…"
    assert (
        f"2 of {len(wanted)} came in from there" in ways[ReturnWay.MOODLE].accessibleDescription()
    )
    assert ways[ReturnWay.CANVAS].label == "Choose that ZIP…"
    sheet.reject()


def test_work_from_moodle_goes_back_to_moodle(
    pages: ReviewPages,
    seeded: SeededDesk,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = opened(pages, seeded, qtbot)
    wanted = page.wanted_papers()
    renamed(seeded, "S{0}_{0}_assignsubmission_file_/m.handin", most=len(wanted) - 1)
    path = tmp_path / "back.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(path), ""))
    sheet = pages.give_back(wanted)
    assert sheet is not None
    sheet.ways.buttons[ReturnWay.MOODLE].click()
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert len(names) == len(wanted) - 1
        assert names[0] == "S0_0_assignsubmission_file_/returned.return"
        returned = {read_return(archive.read(name)).content.hand_in_sha256 for name in names}
    said = page.banner.text()
    assert f"{len(names)} papers are in “back.zip”" in said
    assert "Not in it" in said
    assert "Upload multiple feedback files" in said
    for sha256 in wanted:
        is_back = page.papers.line(sha256).state.is_returned
        assert is_back == (sha256 in returned)


def test_an_archive_without_this_work_is_said_and_nothing_is_written(
    pages: ReviewPages,
    seeded: SeededDesk,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = opened(pages, seeded, qtbot)
    other, path = tmp_path / "other.zip", tmp_path / "back.zip"
    other.write_bytes(zipped({"okoroamara_12_13_x.handin": b"annotator hand-in 1 x\n"}))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(other), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(path), ""))
    for way, said in (
        (ReturnWay.CANVAS, "None of these hand-ins is in what Canvas gave."),
        (ReturnWay.MOODLE, "does not have the names that Moodle gives"),
    ):
        sheet = pages.give_back(page.wanted_papers())
        assert sheet is not None
        sheet.ways.buttons[way].click()
        assert said in page.banner.text()
        assert not path.exists()


def test_reports_are_printed_one_by_one(
    pages: ReviewPages, seeded: SeededDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    page = opened(pages, seeded, qtbot)
    job = pages.returns.print(page, page.wanted_papers()[:3], tmp_path / "paper")
    with qtbot.waitSignal(job.done, timeout=20000):
        pass
    assert len(job.written) == 3
    assert all(path.read_bytes().startswith(b"%PDF") for path in job.written)
    # A folder that can't be one is said on the page, and stops nothing.
    (tmp_path / "taken").write_text("a file", "utf-8")
    job = pages.returns.print(page, page.wanted_papers()[:1], tmp_path / "taken" / "paper")
    with qtbot.waitSignal(job.done, timeout=20000):
        pass
    assert job.written == []
    assert "can’t be used" in page.banner.text()


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
    # What goes wrong is told on the page that is shown, the report.
    assert not pages.print_report(tmp_path / "nowhere" / "class.pdf")
    assert "nowhere" in report.banner.text()
    assert page.banner.text() == ""
    sha256 = page.session.rows[1].sha256
    report.paper_requested.emit(sha256)
    assert room.currentWidget() is page
    assert page.bar.views[View.PAPERS].isChecked()
    assert page.paper_view.sha256 == sha256
    # Back in the report an item leads to everybody's answers, but not in front of the class.
    page.report.click()
    again = room.currentWidget()
    assert isinstance(again, ReportPage)
    qtbot.waitUntil(lambda: again.is_made, timeout=20000)
    key = page.session.key
    assert key is not None
    again.choose_item(key.items[3].id)
    assert again.item_card.answers.isVisibleTo(again.item_card)
    again.item_card.answers.click()
    assert room.currentWidget() is page
    assert page.items.item == key.items[3]


def test_a_report_from_the_desk_goes_back_to_the_desk(
    pages: ReviewPages, seeded: SeededDesk, room: Room, qtbot: QtBot
) -> None:
    first = opened(pages, seeded, qtbot)
    given = first.session.review.papers.assignments[0]
    # The window deletes the review; what is asked for after that must not show it again.
    room.removeWidget(first)
    first.deleteLater()
    qtbot.wait(20)
    report = pages.class_report(given.id)
    qtbot.waitUntil(lambda: report.is_made, timeout=20000)
    with qtbot.waitSignal(pages.back_requested):
        report.header.back_requested.emit()


def test_giving_back_made_up_papers_promises_nothing_to_students(
    pages: ReviewPages, seeded: SeededDesk, qtbot: QtBot
) -> None:
    sample = make_sample_class(seeded.data, [seeded.lesson()], now=NOW, students=6)
    page = pages.review(seeded.assignments(sample)[0].id)
    qtbot.waitUntil(lambda: page.session.is_ready, timeout=20000)
    sheet = pages.give_back(page.wanted_papers())
    assert isinstance(sheet, ReturnSheet)
    said = " ".join(label.text() for label in sheet.findChildren(QLabel))
    assert "nobody gets them" in said
    assert "6 students get" not in said
    sheet.reject()
    page.session.stop()
