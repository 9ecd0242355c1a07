"""The step "Connect": every mark that can be tied, ticked once it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.model.annotation import EndKind, RelationEnd, RelationKind
from annotator.ui.marking.check_panel import SOON_MS
from annotator.ui.marking.connect_panel import ConnectPanel
from annotator.ui.marking.marks_model import DETAILS_ROLE
from annotator.ui.marking.ties_model import OPEN_ROLE, TIES_ROLE
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


def rows(panel: ConnectPanel) -> list[tuple[str, bool]]:
    """(mark id, is something open) of each row."""
    model = panel.list.model()
    found = [model.index(row, 0) for row in range(model.rowCount())]
    return [(index.data(TIES_ROLE).mark_id, index.data(OPEN_ROLE)) for index in found]


def test_nothing_marked(panel: ConnectPanel) -> None:
    assert panel.empty.isVisible()
    assert not panel.list.isVisible()


def test_what_is_tied_keeps_its_place(qtbot: QtBot, panel: ConnectPanel, desk: Desk) -> None:
    claim = desk.mark("the engine is broken", "claim")
    denial = desk.mark("The engine runs well", "denial")
    desk.mark("the owner", "source")
    qtbot.wait(SOON_MS + 50)
    assert rows(panel) == [(claim, True), (denial, True)]
    assert panel.done.text() == "0 of 3 ties"
    desk.session.relate(claim, RelationKind.SAID_BY, NARRATOR)
    desk.session.relate(denial, RelationKind.SAID_BY, NARRATOR)
    qtbot.wait(SOON_MS + 50)
    assert rows(panel) == [(claim, False), (denial, True)]
    assert panel.done.text() == "2 of 3 ties"
    lines = panel.list.model().index(1, 0).data(DETAILS_ROLE)
    assert lines == ["① the article itself", "denies what? not yet"]
    desk.session.relate(denial, RelationKind.DENIES, [[RelationEnd.mark(claim)]])
    qtbot.wait(SOON_MS + 50)
    assert rows(panel) == [(claim, False), (denial, False)]
    assert panel.done.text() == "3 of 3 ties"
    desk.undo()
    qtbot.wait(SOON_MS + 50)
    assert rows(panel) == [(claim, False), (denial, True)]


def test_choosing_a_row_chooses_its_mark(qtbot: QtBot, panel: ConnectPanel, desk: Desk) -> None:
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
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        with qtbot.waitSignal(panel.article_requested):
            QTest.keyClick(panel.list, key)


def test_it_points_at_what_is_chosen_and_calls_nothing_chosen_itself(
    qtbot: QtBot, panel: ConnectPanel, desk: Desk
) -> None:
    desk.mark("The old ferry", "claim")
    second = desk.mark("the engine is broken", "claim")
    source = desk.mark("the owner", "source")
    qtbot.wait(SOON_MS + 50)
    with qtbot.assertNotEmitted(panel.mark_chosen):
        panel.choose(second)
    assert panel.current is not None
    assert panel.current.mark_id == second
    panel.choose(source)
    assert panel.current is None


def test_one_kind_only(qtbot: QtBot, panel: ConnectPanel, desk: Desk) -> None:
    claim = desk.mark("the engine is broken", "claim")
    denial = desk.mark("The engine runs well", "denial")
    qtbot.wait(SOON_MS + 50)
    assert panel.chips[RelationKind.SAID_BY].label == "Who says so? 2"
    with qtbot.waitSignal(panel.kind_wanted) as wanted:
        QTest.mouseClick(panel.chips[RelationKind.DENIES], Qt.MouseButton.LeftButton)
    assert wanted.args == [RelationKind.DENIES]
    assert [mark for mark, _ in rows(panel)] == [denial]
    QTest.mouseClick(panel.chips[None], Qt.MouseButton.LeftButton)
    assert [mark for mark, _ in rows(panel)] == [claim, denial]


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
    assert panel.list.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
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
    hand = desk.mark("the engine is broken", "claim")
    desk.mark("The engine runs well", "denial")
    desk.session.relate(first, RelationKind.SAID_BY, NARRATOR)
    panel.choose(hand)
    panel.show_in_hand(hand)
    qtbot.wait(SOON_MS + 100)
    picture(panel, f"connect-{theme}")
    assert panel.list.isVisible()
