"""A review keeps its word: what comes in is noticed, all are all, points open at what they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.files.hand_in import write_hand_in
from annotator.model.annotation import new_id
from annotator.model.review import DecisionKind
from annotator.model.work import Student
from annotator.services.classes.sample_class import PaperMaker
from annotator.services.exchange.taking_in import TakingIn
from annotator.ui.review.bar import View
from annotator.ui.review.sheets import PointsSheet
from annotator.ui.review.verdicts import DecisionChoice
from tests.seeded import NOW
from tests.ui.review.conftest import Table

LEFT = Qt.MouseButton.LeftButton
Picture = Callable[[QWidget, str], None]


def hand_in(table: Table, folder: Path) -> None:
    """Somebody hands in late, while the review is open; taken in as the desk does it."""
    seeded = table.seeded
    lesson = table.session.review.lesson
    (given,) = table.session.review.papers.assignments
    who = seeded.desk.school_class(given.class_id).students[0].name
    maker = PaperMaker(lesson, seed=3)
    work = maker.paper(Student(id=new_id(), name=who), assignment_id=given.id, started=NOW)
    path = folder / "late.handin"
    path.write_bytes(write_hand_in(work, lesson.article, program_version="1"))
    report = TakingIn(seeded.data, seeded.shelf).collect([path])
    assert len(report.new) == 1, report


def test_what_came_in_is_said_quietly_and_shown_in_place(
    begin: Callable[..., Table], tmp_path: Path, qtbot: QtBot, picture: Picture
) -> None:
    table = begin(students=8)
    page, session = table.page, table.session
    page.new_hand_ins.notice()
    assert page.header.new.isHidden(), "nothing is new"
    page.decisions.choose(2)
    answer, count = session.todos[2].group.answer, len(session.rows)
    hand_in(table, tmp_path)
    page.new_hand_ins.notice()
    assert page.header.new.isVisible()
    assert page.header.new.label == "1 new hand-in: show"
    assert not page.banner.isVisible(), "nothing is pushed away"
    assert len(session.rows) == count, "the list waits until it is wanted"
    QApplication.processEvents()
    picture(page, "review-new")
    qtbot.mouseClick(page.header.new, LEFT)
    qtbot.waitUntil(lambda: session.is_ready, timeout=10_000)
    assert page.header.new.isHidden()
    assert len(session.review.papers.rows) >= count
    assert session.review.came_in() == (0, 0)
    assert session.todos[page.decisions.chosen].group.answer == answer, "the same decision"


def test_all_in_the_table_are_all_after_a_sample(begin: Callable[..., Table], qtbot: QtBot) -> None:
    table = begin(students=12)
    page = table.page
    qtbot.waitUntil(lambda: page.papers.knows_all, timeout=10_000)
    page.whole.look()
    assert page.lists.papers.model().rowCount() < len(table.session.rows)
    page.show_view(View.TABLE)
    page.table.chips["All"].click()
    assert page.filter.rowCount() == len(table.session.rows)


def test_points_open_at_what_they_are(begin: Callable[..., Table], qtbot: QtBot) -> None:
    table = begin(students=8)
    page, session = table.page, table.session
    assert session.override(0, 250_000, "Nearly.")
    page.decisions.choose(0)
    page.decisions.give(DecisionChoice.OVERRIDE)
    sheet = page.findChildren(PointsSheet)[-1]
    assert sheet.stepper.value == 0.25
    sheet.reject()
    places = session.todos[0].group.places
    kinds = {session.review.papers.decisions(each.sha256)[-1].kind for each in places}
    assert kinds == {DecisionKind.OVERRIDE}


def test_both_steppers_are_in_sight_in_every_view(
    begin: Callable[..., Table], qtbot: QtBot, picture: Picture
) -> None:
    table = begin(students=8)
    page = table.page
    places = set()
    for view in View:
        page.show_view(view)
        for button in (page.bar.next, page.bar.next_paper, page.bar.previous_paper):
            assert button.isVisible()
        places.add((page.bar.next.x(), page.bar.next_paper.x()))
    assert len(places) <= 2, "they keep their places, but for the list's own button in the table"
    page.show_view(View.PAPERS)
    before = page.paper_view.sha256
    qtbot.mouseClick(page.bar.next_paper, LEFT)
    assert page.paper_view.sha256 != before
    qtbot.mouseClick(page.bar.previous_paper, LEFT)
    assert page.paper_view.sha256 == before
    for width, height in ((1600, 900), (1366, 768), (1093, 614)):
        page.resize(width, height)
        QApplication.processEvents()
        picture(page, f"review-steppers-{width}")
