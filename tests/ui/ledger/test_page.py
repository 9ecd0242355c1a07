"""The ledger on the screen, with the keys and clicks of a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.model.received import ReturnedBy
from annotator.model.review import DecisionKind
from annotator.services.exchange.giving_back import GivingBack
from annotator.services.review.ledger import HoldingState
from annotator.services.review.reviewing import Review
from annotator.ui.ledger.model import LINE_ROLE, Column, head_text
from annotator.ui.ledger.page import LedgerPage
from annotator.ui.review.giving_returns import GivingReturns
from annotator.ui.review.session import ReviewSession
from annotator.ui.widgets.appearance import Appearance
from tests.seeded import SeededDesk

Picture = Callable[[QWidget, str], None]


@pytest.fixture
def seeded(tmp_path: Path) -> Iterator[SeededDesk]:
    desk = SeededDesk.make(tmp_path)
    yield desk
    desk.close()


def open_page(seeded: SeededDesk, review: Review, look: Appearance, qtbot: QtBot) -> LedgerPage:
    (mine,) = (each for each in seeded.desk.classes())
    session = ReviewSession(review, {mine.id: mine.name})
    page = LedgerPage(look, session, lambda: mine.students)
    session.setParent(page)
    page.resize(1280, 832)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    qtbot.waitUntil(lambda: bool(page.ledger.rows), timeout=10_000)
    return page


def returned(seeded: SeededDesk, review: Review) -> str:
    """All work is given back, then one paper gets other points; which."""
    giving = GivingBack(seeded.data, seeded.data.keys())
    giving.note(giving.make(review.lesson), ReturnedBy.CLASS_FOLDER)
    review.refresh()
    row = review.papers.rows[0]
    item = review.papers.base(row.sha256).to_look_at[0]
    override = DecisionKind.OVERRIDE
    review.decide(override, [(row.sha256, "")], item_id=item.item_id, points=250_000)
    seeded.data.writer.flush()
    return row.sha256


def test_one_button_returns_exactly_the_differences(
    seeded: SeededDesk, dressed: Appearance, qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    mine = seeded.add_class(students=6)
    sha256 = returned(seeded, seeded.review(mine))
    page = open_page(seeded, seeded.review(mine), dressed, qtbot)
    picture(page, "ledger")
    assert page.title.text() == "1 of 6 students holds something else than what counts now."
    assert page.give_back.label == "Return 1 difference…"
    with qtbot.waitSignal(page.return_requested) as asked:
        qtbot.mouseClick(page.give_back, Qt.MouseButton.LeftButton)
    assert asked.args == [[sha256]]
    returns = GivingReturns(dressed, seeded.data)
    assert returns.to_folder(page, asked.args[0], tmp_path / "out")
    assert len(list((tmp_path / "out").iterdir())) == 1
    assert "exactly what counts" in page.title.text()
    assert (page.give_back.label, page.give_back.isEnabled()) == ("Nothing to return", False)


def test_space_unticks_enter_opens_and_groups_unfold(
    seeded: SeededDesk, dressed: Appearance, qtbot: QtBot
) -> None:
    mine = seeded.add_class(students=6)
    sha256 = returned(seeded, seeded.review(mine))
    page = open_page(seeded, seeded.review(mine), dressed, qtbot)
    table, lines = page.table, page.lines
    table.setFocus()
    table.setCurrentIndex(lines.index(1, Column.STUDENT))
    row = lines.lines[1].row
    assert row is not None
    assert row.sha256 == sha256
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert page.give_back.label == "Nothing to return"
    spoken = lines.index(1, Column.TICK).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith(f"{row.name}, holds ")
    assert spoken.endswith(", not ticked")
    with qtbot.waitSignal(page.paper_requested) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [sha256]
    folded = next(n for n, each in enumerate(lines.lines) if each.state is HoldingState.CURRENT)
    count = lines.lines[folded].count
    assert head_text(lines.lines[folded]).endswith(f"Show the {count}")
    before = lines.rowCount()
    table.setCurrentIndex(lines.index(folded, 0))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert lines.rowCount() == before + count


def test_a_search_finds_a_student_in_whatever_group(
    seeded: SeededDesk, dressed: Appearance, qtbot: QtBot
) -> None:
    mine = seeded.add_class(students=6)
    returned(seeded, seeded.review(mine))
    page = open_page(seeded, seeded.review(mine), dressed, qtbot)
    wanted = page.ledger.of(HoldingState.CURRENT)[0]
    page.search.setText(wanted.name.upper())
    shown = [line.row for line in page.lines.lines if line.row is not None]
    assert shown == [wanted]
    page.search.clear()
    page.chips[HoldingState.CHANGED].click()
    found = (page.lines.index(n, 0).data(LINE_ROLE) for n in range(page.lines.rowCount()))
    assert {line.state for line in found} == {HoldingState.CHANGED}
