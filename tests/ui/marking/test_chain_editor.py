"""The sheet that makes ties, with real keys: pick, order, join, read back, take one step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.annotation import EndKind, RelationEnd, RelationKind
from annotator.model.text import Span
from annotator.ui.marking.candidates import in_context
from annotator.ui.marking.chain_editor import ChainEditor
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.theme import ThemeChoice
from tests.ui.marking.conftest import Desk

LEFT = Qt.MouseButton.LeftButton
ALT, SHIFT, CONTROL = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
SAID_BY, DENIES, SAME_AS = RelationKind.SAID_BY, RelationKind.DENIES, RelationKind.SAME_AS


@dataclass
class Opened:
    """Marks by short names, and a way to open sheets over a window."""

    desk: Desk
    window: QWidget
    appearance: Appearance
    ids: dict[str, str]
    qtbot: QtBot

    def sheet(self, name: str, kind: RelationKind) -> ChainEditor:
        sheet = ChainEditor(
            self.appearance, self.desk.session, self.ids[name], kind, parent=self.window
        )
        # The test looks at the sheet after it was closed.
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        sheet.open()
        self.qtbot.waitExposed(sheet)
        sheet.activateWindow()
        self.qtbot.waitUntil(sheet.isActiveWindow)
        return sheet

    def chain(self, name: str, kind: RelationKind) -> list[list[str]]:
        """The tie as short names."""
        names = {mark_id: name for name, mark_id in self.ids.items()}
        relation = self.desk.marking.relation_from(self.ids[name], kind)
        if relation is None:
            return []
        return [[names.get(e.id, e.text or e.kind) for e in place] for place in relation.chain]


@pytest.fixture
def opened(qtbot: QtBot, appearance: Appearance, desk: Desk) -> Iterator[Opened]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1093, 614)
    window.show()
    qtbot.waitExposed(window)
    ids = {
        "paper": desk.mark("the Harbour Post", "source"),
        "stop": desk.mark("The old ferry will stop running in June", "claim"),
        "post": desk.mark("the Post", "source"),
        "deckhand": desk.mark("a deckhand", "source"),
        "clerk": desk.mark("a clerk", "source"),
        "owner": desk.mark("the owner", "source"),
        "broken": desk.mark("the engine is broken", "claim"),
        "fine": desk.mark("The engine runs well", "denial"),
        "holt": desk.mark("Mira Holt, who owns the ferry", "source"),
        "nonsense": desk.mark("careless nonsense", "opinion"),
    }
    opened = Opened(desk, window, appearance, ids, qtbot)
    yield opened
    for sheet in window.findChildren(ChainEditor):
        sheet.close()
    window.close()


def shown(sheet: ChainEditor, opened: Opened) -> list[str]:
    names = {mark_id: name for name, mark_id in opened.ids.items()}
    return [names[mark_id] for mark_id in sheet.candidates.shown_ids()]


NONE = Qt.KeyboardModifier.NoModifier


def enter(sheet: ChainEditor, opened: Opened, name: str, held: Qt.KeyboardModifier = NONE) -> None:
    """Point at a candidate with the arrow keys and press Enter."""
    view = sheet.candidates.list
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    while sheet.candidates.current_id != opened.ids[name]:
        before = view.currentRow()
        QTest.keyClick(view, Qt.Key.Key_Down)
        assert view.currentRow() != before
    QTest.keyClick(view, Qt.Key.Key_Return, held)


def test_sources_only_the_nearest_first(opened: Opened) -> None:
    sheet = opened.sheet("broken", SAID_BY)
    assert shown(sheet, opened)[0] == "owner"
    assert set(shown(sheet, opened)) == {"owner", "holt", "clerk", "deckhand", "post", "paper"}
    assert shown(sheet, opened)[-1] == "paper"


def test_a_chain_by_keyboard_alone_is_one_step(opened: Opened) -> None:
    steps = len(opened.desk.session.history)
    sheet = opened.sheet("broken", SAID_BY)
    enter(sheet, opened, "post")
    enter(sheet, opened, "owner")
    enter(sheet, opened, "deckhand")
    places = sheet.places.list
    places.setFocus()
    QTest.keyClick(places, Qt.Key.Key_Up, ALT)
    assert sheet.draft.chain == tuple(
        (RelationEnd.mark(opened.ids[name]),) for name in ("post", "deckhand", "owner")
    )
    enter(sheet, opened, "clerk", SHIFT)
    assert sheet.sentence.text() == (
        "Said by “the Post”, who had it from “a deckhand” and “a clerk”, "
        "who had it from “the owner”."
    )
    assert opened.chain("broken", SAID_BY) == []
    QTest.keyClick(sheet, Qt.Key.Key_Return, CONTROL)
    assert not sheet.isVisible()
    assert opened.chain("broken", SAID_BY) == [["post"], ["deckhand", "clerk"], ["owner"]]
    assert len(opened.desk.session.history) == steps + 1
    opened.desk.undo()
    assert opened.chain("broken", SAID_BY) == []


def test_escape_leaves_all_as_it_was(opened: Opened) -> None:
    opened.desk.session.relate(
        opened.ids["broken"], SAID_BY, [[RelationEnd.mark(opened.ids["post"])]]
    )
    steps = len(opened.desk.session.history)
    sheet = opened.sheet("broken", SAID_BY)
    enter(sheet, opened, "owner")
    QTest.keyClick(sheet.candidates.list, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert opened.chain("broken", SAID_BY) == [["post"]]
    assert len(opened.desk.session.history) == steps


def test_picked_marks_leave_the_list_and_come_back(opened: Opened) -> None:
    sheet = opened.sheet("broken", SAID_BY)
    enter(sheet, opened, "post")
    assert "post" not in shown(sheet, opened)
    sheet.places.list.setFocus()
    QTest.keyClick(sheet.places.list, Qt.Key.Key_Delete)
    assert "post" in shown(sheet, opened)
    assert sheet.sentence.text() == "Nobody yet."
    assert not sheet.ok.isEnabled()


def test_together_and_on_its_own_by_button(opened: Opened) -> None:
    sheet = opened.sheet("broken", SAID_BY)
    enter(sheet, opened, "deckhand")
    enter(sheet, opened, "clerk")
    assert sheet.places.together.words == "Together"
    QTest.mouseClick(sheet.places.together, LEFT)
    assert len(sheet.draft.chain) == 1
    assert sheet.places.together.words == "On its own"
    QTest.mouseClick(sheet.places.together, LEFT)
    assert len(sheet.draft.chain) == 2
    QTest.mouseClick(sheet.places.up, LEFT)
    assert sheet.draft.chain[0] == (RelationEnd.mark(opened.ids["clerk"]),)
    assert not sheet.places.up.isEnabled()
    QTest.mouseClick(sheet.places.out, LEFT)
    assert len(sheet.draft.chain) == 1


def test_the_article_itself_and_nobody(opened: Opened) -> None:
    sheet = opened.sheet("stop", SAID_BY)
    QTest.mouseClick(sheet.spanless[EndKind.NARRATOR], LEFT)
    assert not sheet.spanless[EndKind.NARRATOR].isEnabled()
    QTest.mouseClick(sheet.spanless[EndKind.NOBODY], LEFT)
    assert (
        sheet.sentence.text()
        == "Said by the article itself, who had it from someone who is not named."
    )
    QTest.mouseClick(sheet.ok, LEFT)
    assert opened.chain("stop", SAID_BY) == [[EndKind.NARRATOR], [EndKind.NOBODY]]


def test_an_emptied_chain_takes_the_tie_away(opened: Opened) -> None:
    opened.desk.session.relate(opened.ids["stop"], SAID_BY, [[RelationEnd(EndKind.NOBODY)]])
    sheet = opened.sheet("stop", SAID_BY)
    QTest.mouseClick(sheet.places.out, LEFT)
    assert sheet.ok.words == "Remove the tie"
    QTest.mouseClick(sheet.ok, LEFT)
    assert opened.chain("stop", SAID_BY) == []
    opened.desk.undo()
    assert opened.chain("stop", SAID_BY) == [[EndKind.NOBODY]]


def test_nothing_changed_is_no_step_and_the_note_stays(opened: Opened) -> None:
    chain = [[RelationEnd.mark(opened.ids["paper"])]]
    opened.desk.session.relate(opened.ids["stop"], SAID_BY, chain, "my note")
    steps = len(opened.desk.session.history)
    QTest.mouseClick(opened.sheet("stop", SAID_BY).ok, LEFT)
    assert len(opened.desk.session.history) == steps
    sheet = opened.sheet("stop", SAID_BY)
    enter(sheet, opened, "holt")
    QTest.mouseClick(sheet.ok, LEFT)
    relation = opened.desk.marking.relation_from(opened.ids["stop"], SAID_BY)
    assert relation is not None
    assert relation.note == "my note"


def test_searching(opened: Opened) -> None:
    for words in ("the ferry each day", "Paper"):
        opened.desk.mark(words, "source")
    sheet = opened.sheet("broken", SAID_BY)
    search = sheet.candidates.search
    assert search.isVisible()
    assert search.hasFocus()
    QTest.keyClicks(search, "POST")
    assert set(shown(sheet, opened)) == {"post", "paper"}
    QTest.keyClick(search, Qt.Key.Key_Down)
    pointed = sheet.candidates.current_id
    assert pointed == opened.ids[shown(sheet, opened)[1]]
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert sheet.draft.chain == ((RelationEnd.mark(pointed),),)


def test_denies_by_enter(opened: Opened) -> None:
    sheet = opened.sheet("fine", DENIES)
    assert set(shown(sheet, opened)) == {"broken", "stop"}
    assert shown(sheet, opened)[0] == "broken"
    QTest.keyClick(sheet.candidates.list, Qt.Key.Key_Return)
    assert not sheet.isVisible()
    assert opened.chain("fine", DENIES) == [["broken"]]


def test_nothing_looks_decided_before_it_is(opened: Opened) -> None:
    sheet = opened.sheet("fine", DENIES)
    assert sheet.candidates.list.hasFocus()
    assert not sheet.candidates.list.selectedItems()
    assert sheet.sentence.text() == "Nothing yet."
    assert not sheet.ok.isEnabled()
    QTest.keyClick(sheet.candidates.list, Qt.Key.Key_Down)
    assert sheet.sentence.text() == "Denies “The old ferry will stop running in…”."
    QTest.keyClick(sheet.candidates.list, Qt.Key.Key_Up)
    assert sheet.sentence.text() == "Denies “the engine is broken”."
    assert sheet.ok.isEnabled()


def test_the_same_words_twice_are_told_apart(opened: Opened) -> None:
    article = opened.desk.session.lesson.article
    text = article.text
    at = [i for i in range(len(text)) if text.startswith("ferry", i)]
    for start in at[:2]:
        opened.desk.session.add([Span(start, start + 5)], "source")
    assert in_context(article, Span(at[0], at[0] + 5)) == "The old ferry will stop running…"
    sheet = opened.sheet("broken", SAID_BY)
    rows = [sheet.candidates.list.item(row).text() for row in range(sheet.candidates.list.count())]
    twice = [row for row in rows if row.startswith("ferry")]
    assert len(set(twice)) == 2


def test_denies_by_click_and_ok(opened: Opened) -> None:
    sheet = opened.sheet("fine", DENIES)
    view = sheet.candidates.list
    where = view.visualItemRect(view.item(1)).center()
    QTest.mouseClick(view.viewport(), LEFT, pos=where)
    assert sheet.sentence.text() == "Denies “The old ferry will stop running in…”."
    QTest.mouseClick(sheet.ok, LEFT)
    assert opened.chain("fine", DENIES) == [["stop"]]


def test_denies_something_that_nobody_says_outright(opened: Opened) -> None:
    sheet = opened.sheet("fine", DENIES)
    sheet.implied.setFocus()
    QTest.keyClicks(sheet.implied, "  the ferry is unsafe ")
    assert sheet.sentence.text() == "Denies “the ferry is unsafe” (not said outright)."
    QTest.mouseClick(sheet.ok, LEFT)
    assert opened.chain("fine", DENIES) == [["the ferry is unsafe"]]
    again = opened.sheet("fine", DENIES)
    assert again.implied.text() == "the ferry is unsafe"
    assert again.implied.hasFocus()
    enter(again, opened, "broken")
    assert opened.chain("fine", DENIES) == [["broken"]]


def test_same_source_under_several_names(opened: Opened) -> None:
    sheet = opened.sheet("holt", SAME_AS)
    assert "holt" not in shown(sheet, opened)
    enter(sheet, opened, "owner")
    enter(sheet, opened, "paper")
    QTest.mouseClick(sheet.ok, LEFT)
    assert opened.chain("holt", SAME_AS) == [["owner", "paper"]]


def test_a_mark_that_was_dragged_on(opened: Opened) -> None:
    sheet = ChainEditor(
        opened.appearance, opened.desk.session, opened.ids["broken"], SAID_BY, parent=opened.window
    )
    sheet.add_mark(opened.ids["owner"])
    sheet.add_mark(opened.ids["stop"])
    sheet.add_mark(opened.ids["broken"])
    sheet.add_mark("no such mark")
    assert sheet.draft.chain == ((RelationEnd.mark(opened.ids["owner"]),),)


def test_marks_that_go_while_it_is_open(opened: Opened) -> None:
    sheet = opened.sheet("broken", SAID_BY)
    enter(sheet, opened, "post")
    enter(sheet, opened, "owner")
    opened.desk.session.remove([opened.ids["post"]])
    assert sheet.draft.chain == ((RelationEnd.mark(opened.ids["owner"]),),)
    opened.desk.session.remove([opened.ids["broken"]])
    assert not sheet.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_a_closed_sheet_is_gone_and_hears_nothing(opened: Opened, key: Qt.Key) -> None:
    sheet = ChainEditor(
        opened.appearance, opened.desk.session, opened.ids["fine"], DENIES, parent=opened.window
    )
    sheet.open()
    opened.qtbot.waitUntil(sheet.isActiveWindow)
    with opened.qtbot.waitSignal(sheet.destroyed):
        QTest.keyClick(sheet.candidates.list, key)
    assert not opened.window.findChildren(ChainEditor)
    opened.desk.session.remove([opened.ids["broken"], opened.ids["fine"]])
    opened.desk.undo()
    opened.appearance.choose(ThemeChoice.DARK)


def test_without_any_source(qtbot: QtBot, appearance: Appearance, desk: Desk) -> None:
    claim = desk.mark("the engine is broken", "claim")
    sheet = ChainEditor(appearance, desk.session, claim, SAID_BY)
    qtbot.addWidget(sheet)
    assert not sheet.candidates.isVisibleTo(sheet)
    assert not sheet.add.isEnabled()
    assert not sheet.ok.isEnabled()
    assert "No source is marked yet. Mark them in the article first." in [
        label.text() for label in sheet.findChildren(QLabel)
    ]
    sheet.spanless[EndKind.NOBODY].click()
    assert sheet.ok.isEnabled()


def test_the_tab_key_goes_through_it_once(opened: Opened) -> None:
    sheet = opened.sheet("broken", SAID_BY)
    for name in ("post", "deckhand", "clerk"):
        enter(sheet, opened, name)
    # The middle one: up, down and together are all possible there.
    sheet.places.list.setCurrentRow(1)
    sheet.candidates.list.setFocus()
    stops: list[QWidget] = []
    widget = QApplication.focusWidget()
    while widget is not None and widget not in stops:
        stops.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
    assert stops == [
        sheet.candidates.list,
        sheet.add,
        sheet.join,
        sheet.spanless[EndKind.NARRATOR],
        sheet.spanless[EndKind.NOBODY],
        sheet.places.list,
        sheet.places.up,
        sheet.places.down,
        sheet.places.together,
        sheet.places.out,
        sheet.cancel,
        sheet.ok,
    ]


def test_plain_text_and_names(opened: Opened) -> None:
    sheet = opened.sheet("broken", SAID_BY)
    for label in sheet.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText
    assert sheet.candidates.list.accessibleName() == "Marks to choose from"
    assert sheet.places.list.accessibleName() == "Who says so, in order"
    assert sheet.accessibleName() == "Who says so?"


@pytest.mark.parametrize("size", [(1093, 614), (960, 540)])
def test_fits_small_windows(opened: Opened, size: tuple[int, int]) -> None:
    opened.window.resize(*size)
    for name, kind in (("broken", SAID_BY), ("fine", DENIES), ("holt", SAME_AS)):
        sheet = opened.sheet(name, kind)
        assert sheet.width() <= size[0]
        assert sheet.height() <= size[1]
        sheet.reject()


@pytest.mark.parametrize("theme", list(ThemeChoice)[1:])
def test_pictures(
    opened: Opened,
    appearance: Appearance,
    theme: ThemeChoice,
    picture: Callable[[QWidget, str], None],
) -> None:
    appearance.choose(theme)
    sheet = opened.sheet("broken", SAID_BY)
    for name in ("post", "deckhand", "owner"):
        enter(sheet, opened, name)
    sheet.places.list.setCurrentRow(1)
    enter(sheet, opened, "clerk", SHIFT)
    QTest.qWait(30)
    picture(sheet, f"chain-{theme}")
    sheet.reject()
    deny = opened.sheet("fine", DENIES)
    deny.add_mark(opened.ids["broken"])
    QTest.qWait(30)
    picture(deny, f"deny-{theme}")
    assert appearance.theme.name == sheet._appearance.theme.name
