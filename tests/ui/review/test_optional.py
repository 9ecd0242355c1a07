"""A student is right about something that was passed over, or about a line."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.model.outcome import ItemState, RelationState
from annotator.model.review import Verdict
from annotator.ui.review.bar import View
from annotator.ui.review.disagreement_panel import AnswerChoice
from annotator.ui.review.sheets import EveryoneSheet
from tests.services.review.test_disagreements import say
from tests.ui.review.conftest import Table

Begin = Callable[..., Table]


def test_one_press_makes_it_optional_and_one_takes_that_back(
    begin: Begin, qtbot: QtBot, picture: Callable[[QWidget, str], None]
) -> None:
    table = begin(students=20)
    page, session = table.page, table.session
    sha256, item = next(
        (row.sha256, item)
        for row in session.rows
        for item in session.review.papers.base(row.sha256).items
        if item.required and item.state is ItemState.MISSED
    )
    say(table.seeded, session.review, sha256, item_id=item.item_id, reason="Nobody says so.")
    page.show_view(View.DISAGREEMENTS)
    everyone = page.disagreement_panel.buttons[AnswerChoice.EVERYONE]
    assert everyone.isVisible()
    assert everyone.label == "Optional for everyone…"
    qtbot.keyClick(page.article, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: bool(page.findChildren(EveryoneSheet)), timeout=5000)
    (sheet,) = page.findChildren(EveryoneSheet)
    qtbot.waitUntil(lambda: sheet.is_counted, timeout=20000)
    assert sheet.yes_button.label == "Optional for everyone"
    assert "gain" in sheet.summary.text()
    lines = [sheet._people.itemAt(n).widget().text() for n in range(sheet._people.count())]  # type: ignore[union-attr]
    assert all("% → " in line for line in lines if not line.startswith("and "))
    qtbot.wait(20)
    picture(page, "review-optional")
    picture(sheet, "review-optional-sheet")
    qtbot.mouseClick(sheet.yes_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.is_ready, timeout=20000)
    assert session.key is not None
    assert not next(each for each in session.key.items if each.id == item.item_id).required
    (row,) = page.disagreements.rows
    assert row.disagreement.verdict is Verdict.EVERYONE
    page._undo()
    qtbot.waitUntil(lambda: session.is_ready, timeout=20000)
    assert session.key is not None
    assert next(each for each in session.key.items if each.id == item.item_id).required
    assert page.disagreements.rows[0].is_open


def test_one_key_answers_one_after_the_other(begin: Begin, qtbot: QtBot) -> None:
    """Also where the papers were looked through only after the view was opened."""
    table = begin(students=6)
    page, session = table.page, table.session
    rows = session.rows[:2]
    for row in rows:
        items = session.review.papers.base(row.sha256).items
        missed = next(each for each in items if each.state is ItemState.MISSED)
        say(table.seeded, session.review, row.sha256, item_id=missed.item_id, reason="No.")
    page.show_view(View.DISAGREEMENTS)
    session.start()
    qtbot.waitUntil(lambda: session.is_ready, timeout=20000)
    waiting = [2]
    page.disagreements.counted.connect(waiting.append)
    for left in (1, 0):
        assert not page.decision_panel.isVisible()
        qtbot.keyClick(page.article, Qt.Key.Key_A)
        qtbot.waitUntil(lambda: min(waiting) <= left)  # noqa: B023 -- asked in this round alone


def test_a_line_that_a_student_disagrees_with_is_shown_and_answered_in_words(
    begin: Begin, qtbot: QtBot, picture: Callable[[QWidget, str], None]
) -> None:
    table = begin(students=6)
    page, session = table.page, table.session
    sha256, tie = next(
        (row.sha256, tie)
        for row in session.rows
        for tie in session.review.papers.base(row.sha256).relations
        if tie.state is RelationState.MISSED
    )
    say(table.seeded, session.review, sha256, tie_id=tie.ids[0], reason="She told the Post.")
    page.show_view(View.DISAGREEMENTS)
    assert page.disagreements.chosen is not None
    assert page.disagreements.chosen.tie == tie
    assert page.disagreement_panel.card.isVisible()
    assert not page.disagreement_panel.buttons[AnswerChoice.EVERYONE].isVisible()
    picture(page, "review-said-tie")
    qtbot.mouseClick(page.disagreement_panel.buttons[AnswerChoice.RIGHT], Qt.MouseButton.LeftButton)
    (row,) = page.disagreements.rows
    assert row.disagreement.verdict is Verdict.RIGHT
    assert not row.asides
