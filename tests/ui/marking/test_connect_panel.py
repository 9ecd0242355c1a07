"""The step "Connect": what is not tied yet, as a list to work through."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.model.annotation import EndKind, RelationEnd, RelationKind
from annotator.ui.marking.check_panel import SOON_MS
from annotator.ui.marking.connect_panel import TIE_ROLE, ConnectPanel
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.theme import ThemeChoice
from tests.ui.marking.conftest import Desk

NARRATOR = [[RelationEnd(EndKind.NARRATOR)]]


@pytest.fixture
def panel(qtbot: QtBot, appearance: Appearance, desk: Desk) -> Iterator[ConnectPanel]:
    page = ConnectPanel(appearance, desk.session)
    qtbot.addWidget(page)
    page.resize(300, 640)
    page.show()
    qtbot.waitExposed(page)
    yield page
    page.close()


def rows(panel: ConnectPanel) -> list[tuple[str, RelationKind]]:
    model = panel.list.model()
    ties = (model.index(row, 0).data(TIE_ROLE) for row in range(model.rowCount()))
    return [(tie.mark_id, tie.kind) for tie in ties]


def test_nothing_marked(panel: ConnectPanel) -> None:
    assert panel.empty.isVisible()
    assert not panel.list.isVisible()
    assert not panel.tie.isVisible()


def test_the_list_shrinks_as_ties_are_made(qtbot: QtBot, panel: ConnectPanel, desk: Desk) -> None:
    claim = desk.mark("the engine is broken", "claim")
    denial = desk.mark("The engine runs well", "denial")
    desk.mark("the owner", "source")
    qtbot.wait(SOON_MS + 50)
    assert rows(panel) == [
        (claim, RelationKind.SAID_BY),
        (denial, RelationKind.SAID_BY),
        (denial, RelationKind.DENIES),
    ]
    assert panel.summary.text() == (
        "2 marks have no “said by” yet.\n1 denial is not tied to a claim yet."
    )
    desk.session.relate(claim, RelationKind.SAID_BY, NARRATOR)
    desk.session.relate(denial, RelationKind.SAID_BY, NARRATOR)
    qtbot.wait(SOON_MS + 50)
    assert rows(panel) == [(denial, RelationKind.DENIES)]
    assert panel._done.text() == "2 of 3 ties made"
    assert panel.tie.words == "Add what it denies"
    desk.session.relate(denial, RelationKind.DENIES, [[RelationEnd.mark(claim)]])
    qtbot.wait(SOON_MS + 50)
    assert panel.empty.isVisible()
    assert not panel.list.isVisible()
    desk.undo()
    qtbot.wait(SOON_MS + 50)
    assert rows(panel) == [(denial, RelationKind.DENIES)]
    assert panel.list.isVisible()


def test_choosing_shows_the_mark_and_enter_asks_for_the_tie(
    qtbot: QtBot, panel: ConnectPanel, desk: Desk
) -> None:
    claim = desk.mark("The old ferry will stop running in June", "claim")
    denial = desk.mark("The engine runs well", "denial")
    qtbot.wait(SOON_MS + 50)
    where = panel.list.visualRect(panel.list.model().index(1, 0)).center()
    with qtbot.waitSignal(panel.mark_chosen) as chosen:
        QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert chosen.args == [denial]
    with qtbot.waitSignal(panel.mark_chosen) as chosen:
        QTest.keyClick(panel.list, Qt.Key.Key_Up)
    assert chosen.args == [claim]
    with qtbot.waitSignal(panel.tie_wanted) as asked:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert asked.args == [claim, RelationKind.SAID_BY]
    with qtbot.waitSignal(panel.tie_wanted) as asked:
        QTest.mouseClick(panel.tie, Qt.MouseButton.LeftButton)
    assert asked.args == [claim, RelationKind.SAID_BY]


def test_the_pointer_goes_on_to_the_next_without_choosing_it(
    qtbot: QtBot, panel: ConnectPanel, desk: Desk
) -> None:
    first = desk.mark("The old ferry", "claim")
    second = desk.mark("the engine is broken", "claim")
    qtbot.wait(SOON_MS + 50)
    with qtbot.assertNotEmitted(panel.mark_chosen):
        desk.session.relate(first, RelationKind.SAID_BY, NARRATOR)
        qtbot.wait(SOON_MS + 50)
    assert panel.current is not None
    assert panel.current.mark_id == second


def test_one_kind_only(qtbot: QtBot, panel: ConnectPanel, desk: Desk) -> None:
    denial = desk.mark("The engine runs well", "denial")
    qtbot.wait(SOON_MS + 50)
    QTest.mouseClick(panel.chips[RelationKind.DENIES], Qt.MouseButton.LeftButton)
    assert rows(panel) == [(denial, RelationKind.DENIES)]
    QTest.mouseClick(panel.chips[None], Qt.MouseButton.LeftButton)
    assert len(rows(panel)) == 2


def test_a_lesson_with_one_kind_needs_no_chips(
    qtbot: QtBot, appearance: Appearance, make_desk: Callable[..., Desk]
) -> None:
    desk = make_desk(relations=(RelationKind.DENIES,))
    desk.mark("The engine runs well", "denial")
    page = ConnectPanel(appearance, desk.session)
    qtbot.addWidget(page)
    assert not any(chip.isVisibleTo(page) for chip in page.chips.values())
    assert len(rows(page)) == 1


def test_a_removed_mark_is_not_missed(qtbot: QtBot, panel: ConnectPanel, desk: Desk) -> None:
    mark = desk.mark("the engine is broken", "claim")
    qtbot.wait(SOON_MS + 50)
    desk.session.remove([mark])
    qtbot.wait(SOON_MS + 50)
    assert rows(panel) == []
    assert panel.empty.isVisible()


@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_pictures(
    qtbot: QtBot,
    panel: ConnectPanel,
    desk: Desk,
    appearance: Appearance,
    theme: ThemeChoice,
    picture: Callable[[QWidget, str], None],
) -> None:
    appearance.choose(theme)
    first = desk.mark("The old ferry will stop running in June", "claim")
    desk.mark("the engine is broken", "claim")
    desk.mark("The engine runs well", "denial")
    desk.session.relate(first, RelationKind.SAID_BY, NARRATOR)
    qtbot.wait(SOON_MS + 100)
    picture(panel, f"connect-{theme}")
    for mark in desk.marking.marks:
        desk.session.relate(mark.id, RelationKind.SAID_BY, NARRATOR)
    denial = desk.marking.marks[-1].id
    desk.session.relate(denial, RelationKind.DENIES, [[RelationEnd.mark(first)]])
    qtbot.wait(SOON_MS + 100)
    picture(panel, f"connect-done-{theme}")
    assert panel.empty.isVisible()
