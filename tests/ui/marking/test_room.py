"""What of the list of marks is seen at once, at the sizes of small screens."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from annotator.model.annotation import RelationEnd, RelationKind
from annotator.ui.marking.inspector import Inspector
from annotator.ui.marking.page import StudentPage
from annotator.ui.marking.session import LessonStep
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.card_list import CardList

from .conftest import Desk

MARKS = (
    ("The old ferry will stop running in June", "claim"),
    ("the Harbour Post reports", "opinion"),
    ("the Harbour Post", "source"),
    ("the Post", "source"),
    ("a deckhand and a clerk heard from the owner that the engine is broken", "claim"),
    ("a deckhand", "source"),
    ("a clerk", "source"),
    ("the owner", "source"),
    ("The engine runs well", "denial"),
    ("Mira Holt", "source"),
    ("careless nonsense", "opinion"),
    ("40 people use the ferry each day", "claim"),
)


def make(qtbot: Any, appearance: Appearance, desk: Desk, width: int, height: int) -> StudentPage:
    for quote, label in MARKS:
        desk.mark(quote, label)
    page = StudentPage(appearance, desk.session, student_name="Amara")
    qtbot.addWidget(page)
    page.resize(width, height)
    page.show()
    qtbot.waitExposed(page)
    page.panel.show_step(LessonStep.MARK)
    QTest.qWait(50)
    return page


def rows_of(page: StudentPage) -> CardList:
    rows = page.panel.findChild(CardList)
    assert isinstance(rows, CardList)
    return rows


def whole_rows(rows: CardList) -> int:
    model, port = rows.model(), rows.viewport().rect()
    found = [rows.visualRect(model.index(row, 0)) for row in range(model.rowCount())]
    return sum(port.contains(rect) for rect in found)


def test_nine_marks_are_seen_at_1366_by_768(qtbot: Any, appearance: Appearance, desk: Desk) -> None:
    page = make(qtbot, appearance, desk, 1366, 768)
    assert whole_rows(rows_of(page)) >= 9


@pytest.mark.parametrize("size", [(1366, 768), (1093, 614)])
@pytest.mark.parametrize("words", ["40 people", "The engine runs well"])
def test_the_whole_card_of_a_chosen_mark_is_seen(
    qtbot: Any, appearance: Appearance, desk: Desk, size: tuple[int, int], words: str
) -> None:
    page = make(qtbot, appearance, desk, *size)
    mark = next(mark for mark in desk.marking.marks if words in mark.quote)
    page.choose(mark.id)
    QTest.qWait(80)
    rows, card = rows_of(page), page.panel.findChild(Inspector)
    assert isinstance(card, Inspector)
    assert card.isVisible()
    where = rows.visualRect(rows.currentIndex())
    assert rows.viewport().rect().contains(where)
    for part in (card.ties[RelationKind.SAID_BY], card.certainty, card.note, card.more):
        assert part.isVisible()
        bottom = part.mapTo(rows.viewport(), QPoint(0, part.height() - 1)).y()
        assert bottom <= where.bottom()


def test_choosing_moves_no_row_above(qtbot: Any, appearance: Appearance, desk: Desk) -> None:
    page = make(qtbot, appearance, desk, 1366, 768)
    rows = rows_of(page)
    model = rows.model()
    before = [rows.visualRect(model.index(row, 0)) for row in range(5)]
    page.choose(desk.marking.at(4).id)
    QTest.qWait(80)
    after = [rows.visualRect(model.index(row, 0)) for row in range(5)]
    assert after[:4] == before[:4]
    assert after[4].top() == before[4].top()
    page.choose("")
    QTest.qWait(80)
    assert [rows.visualRect(model.index(row, 0)) for row in range(5)] == before


def test_a_growing_note_makes_room_in_its_card(
    qtbot: Any, appearance: Appearance, desk: Desk
) -> None:
    page = make(qtbot, appearance, desk, 1366, 768)
    page.choose(desk.marking.at(1).id)
    QTest.qWait(50)
    rows, card = rows_of(page), page.panel.findChild(Inspector)
    assert isinstance(card, Inspector)
    before = rows.visualRect(rows.currentIndex()).height()
    card.focus_note()
    QTest.keyClicks(card.note.field, "a long note " * 20)
    qtbot.waitUntil(lambda: rows.visualRect(rows.currentIndex()).height() > before + 30)
    assert card.note.field.hasFocus()


def test_the_task_opens_over_the_list_and_closes(
    qtbot: Any, appearance: Appearance, desk: Desk
) -> None:
    page = make(qtbot, appearance, desk, 1093, 614)
    task = page.panel.task
    assert task is not None
    for step in (LessonStep.MARK, LessonStep.CONNECT, LessonStep.CHECK):
        page.panel.show_step(step)
        assert task.isVisible()
    QTest.mouseClick(task, Qt.MouseButton.LeftButton)
    card = page.panel._task_card
    assert card is not None
    assert card.isVisible()
    QTest.keyClick(card.column_view, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert task.hasFocus()


def test_the_next_line_knows_what_is_missing(
    qtbot: Any, appearance: Appearance, desk: Desk
) -> None:
    page = make(qtbot, appearance, desk, 1280, 832)
    line = page.panel.next
    assert line is not None
    line.refresh()
    assert line.text() == "Next: 6 marks have no “said by” yet."
    QTest.mouseClick(line.show_me, Qt.MouseButton.LeftButton)
    assert page.chosen == desk.marking.at(0).id
    source = RelationEnd.mark(desk.marking.find(desk.span("a clerk"), "source").id)  # type: ignore[union-attr]
    for mark in desk.marking.marks:
        if mark.label != "source":
            desk.session.relate(mark.id, RelationKind.SAID_BY, [[source]])
    line.refresh()
    assert line.text() == "Next: 1 denial is not tied to a claim yet."
