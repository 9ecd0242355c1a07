"""What arrived after the due time and says that it was in time waits for the teacher's word."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from annotator.services.review.class_reports import gradebook
from annotator.services.review.inbox import Flag
from annotator.store.codec import stamp
from annotator.store.database import Database
from annotator.ui.review.late_claims import ClaimSheet
from annotator.ui.widgets.buttons import Button
from tests.seeded import SeededDesk
from tests.ui.review.conftest import Table

LEFT = Qt.MouseButton.LeftButton


def let_arrive_late(seeded: SeededDesk, count: int) -> list[str]:
    """So many papers were handed in before they were due, and came a day after that."""
    (given,) = seeded.assignments(*seeded.desk.classes())
    due = given.due
    assert due is not None
    rows = [
        row
        for row in seeded.review(*seeded.desk.classes()).papers.rows
        if row.handed_in is not None and row.handed_in < due
    ][:count]
    late = due + datetime.timedelta(days=1)

    def write(db: Database) -> None:
        for row in rows:
            db.execute(
                "UPDATE submissions SET received = ? WHERE sha256 = ?", [stamp(late), row.sha256]
            )

    seeded.data.call(write)
    return [row.sha256 for row in rows]


def flags(table: Table, sha256: str) -> tuple[Flag, ...]:
    return table.session.review.papers.line(sha256).flags


def test_one_answer_counts_for_all_alike(
    seeded: SeededDesk, begin: Callable[..., Table], qtbot: QtBot
) -> None:
    table = begin()
    claims = let_arrive_late(seeded, 3)
    assert len(claims) == 3
    table.page.hide()
    review = seeded.review(*seeded.desk.classes())
    table.session.review.papers.refresh()
    page = table.page
    page.show()
    page.late_claims.show()
    assert "3 hand-ins arrived after the due time" in page.banner.text()
    for sha256 in claims:
        assert Flag.CLAIMS_IN_TIME in flags(table, sha256)
        assert Flag.LATE not in flags(table, sha256)
        assert "claims " in table.session.review.papers.line(sha256).claim
    # Escape answers nothing.
    sheet = page.late_claims.ask()
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert len(table.session.review.papers.open_claims()) == 3
    press_action(table, qtbot)
    sheet = page.findChildren(ClaimSheet)[-1]
    qtbot.mouseClick(sheet.late, LEFT)
    assert table.session.review.papers.open_claims() == ()
    assert all(Flag.LATE in flags(table, sha256) for sha256 in claims)
    assert "3 hand-ins count as late" in page.banner.text()
    # It is on the disk, for whatever is opened next.
    again = seeded.review(*seeded.desk.classes()).papers
    assert Flag.LATE in again.line(claims[0]).flags
    # And it can be taken back.
    press_action(table, qtbot)
    assert len(table.session.review.papers.open_claims()) == 3
    press_action(table, qtbot)
    sheet = page.findChildren(ClaimSheet)[-1]
    qtbot.mouseClick(sheet.in_time, LEFT)
    for sha256 in claims:
        assert not {Flag.LATE, Flag.CLAIMS_IN_TIME} & set(flags(table, sha256))
    assert review.papers.open_claims() != (), "a review that is open elsewhere reads it anew"
    review.papers.refresh()
    assert review.papers.open_claims() == ()


def press_action(table: Table, qtbot: QtBot) -> None:
    """The button in the banner."""
    words = ("Say how", "Take back")
    buttons = table.page.banner.findChildren(Button)
    (button,) = [b for b in buttons if b.isVisible() and b.label.startswith(words)]
    qtbot.mouseClick(button, LEFT)


def test_both_times_are_in_the_list_and_in_the_table(
    seeded: SeededDesk, begin: Callable[..., Table], qtbot: QtBot
) -> None:
    table = begin()
    (sha256,) = let_arrive_late(seeded, 1)
    papers = table.session.review.papers
    papers.refresh()
    line = papers.line(sha256)
    words = table.page.papers.flag_text(line)
    assert line.claim in words
    assert line.claim.count(":") == 2
    assert ", arrived " in line.claim
    content = gradebook(table.session.review).decode("utf-8-sig")
    told = [row["late"] for row in csv.DictReader(io.StringIO(content))]
    assert line.claim in told
