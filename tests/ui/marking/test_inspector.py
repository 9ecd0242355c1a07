"""The details of the chosen mark: real keys and clicks, one undo step each, no word lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.annotation import (
    Attribution,
    Certainty,
    DenialKind,
    RelationEnd,
    RelationKind,
)
from annotator.services.marking.marking import MAX_NOTE
from annotator.ui.marking.inspector import Inspector
from annotator.ui.marking.note_field import SETTLED_MS
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.theme import ThemeChoice
from tests.ui.marking.conftest import Desk

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qtbot: QtBot, appearance: Appearance, desk: Desk) -> Iterator[Inspector]:
    yield from shown(qtbot, appearance, desk)


def shown(qtbot: QtBot, appearance: Appearance, desk: Desk) -> Iterator[Inspector]:
    """The card by itself, as wide as in a side panel of 300 pixels."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    inspector = Inspector(appearance, desk.session)
    column.addWidget(inspector)
    column.addStretch(1)
    window.resize(280, 760)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    yield inspector
    window.close()


def steps(desk: Desk) -> int:
    return len(desk.session.history)


def test_hidden_until_a_mark_is_chosen(panel: Inspector, desk: Desk) -> None:
    assert not panel.isVisible()
    mark = desk.mark("the engine is broken", "claim")
    panel.show_mark(mark)
    assert panel.isVisible()
    panel.show_mark("")
    assert not panel.isVisible()


def test_a_badge_relabels(panel: Inspector, desk: Desk) -> None:
    mark = desk.mark("the engine is broken", "claim")
    panel.show_mark(mark)
    assert [name for name, b in panel.labels.items() if b.isChecked()] == ["claim"]
    QTest.mouseClick(panel.labels["opinion"], LEFT)
    assert desk.get(mark).label == "opinion"
    assert [name for name, b in panel.labels.items() if b.isChecked()] == ["opinion"]
    desk.undo()
    assert [name for name, b in panel.labels.items() if b.isChecked()] == ["claim"]


def test_a_refused_label_is_not_shown_as_chosen(panel: Inspector, desk: Desk) -> None:
    desk.mark("the engine is broken", "opinion")
    mark = desk.mark("the engine is broken", "claim")
    panel.show_mark(mark)
    QTest.mouseClick(panel.labels["opinion"], LEFT)
    assert desk.get(mark).label == "claim"
    assert [name for name, b in panel.labels.items() if b.isChecked()] == ["claim"]


def test_a_note_settles_into_one_step(qtbot: QtBot, panel: Inspector, desk: Desk) -> None:
    mark = desk.mark("the engine is broken", "claim")
    panel.show_mark(mark)
    panel.focus_note()
    before = steps(desk)
    QTest.keyClicks(panel.note.field, "who checked ")
    assert desk.get(mark).note == ""
    qtbot.wait(SETTLED_MS // 2)
    QTest.keyClicks(panel.note.field, "it")
    qtbot.wait(SETTLED_MS // 2)
    assert desk.get(mark).note == ""
    qtbot.waitUntil(lambda: desk.get(mark).note == "who checked it", timeout=3 * SETTLED_MS)
    assert steps(desk) == before + 1
    desk.undo()
    assert desk.get(mark).note == ""
    assert panel.note.field.toPlainText() == ""


def test_one_who_never_pauses_is_not_kept_waiting(
    qtbot: QtBot, panel: Inspector, desk: Desk
) -> None:
    mark = desk.mark("the engine is broken", "claim")
    panel.show_mark(mark)
    panel.focus_note()
    before = steps(desk)
    heard: list[bool] = []
    desk.session.typing_changed.connect(heard.append)
    typed, pause = "", SETTLED_MS // 8
    while len(desk.get(mark).note) < 12:
        QTest.keyClicks(panel.note.field, "x")
        typed += "x"
        qtbot.wait(pause)
        # Counted in pauses, which are longer on a busy machine, as the timer's wait is.
        assert (len(typed) - len(desk.get(mark).note)) * pause < 2000
    assert desk.session.is_typing or desk.get(mark).note == typed
    assert panel.note.field.toPlainText() == typed
    panel.flush()
    assert heard[0] is True
    assert heard[-1] is False
    assert desk.get(mark).note == typed
    assert steps(desk) == before + 1, "what was taken over meanwhile is one step with the rest"
    desk.undo()
    assert desk.get(mark).note == ""
    desk.session.redo()
    assert desk.get(mark).note == typed


def test_another_step_in_between_is_a_step_of_its_own(
    qtbot: QtBot, panel: Inspector, desk: Desk
) -> None:
    mark = desk.mark("the engine is broken", "claim")
    panel.show_mark(mark)
    panel.focus_note()
    QTest.keyClicks(panel.note.field, "one ")
    panel.note._write_so_far()
    desk.session.set_certainty(mark, Certainty.GUESS)
    QTest.keyClicks(panel.note.field, "two")
    panel.flush()
    desk.undo()
    assert desk.get(mark).note == "one"
    assert desk.get(mark).certainty is Certainty.GUESS


def test_saving_does_not_eat_the_space_being_typed(
    qtbot: QtBot, panel: Inspector, desk: Desk
) -> None:
    mark = desk.mark("the engine is broken", "claim")
    panel.show_mark(mark)
    panel.focus_note()
    QTest.keyClicks(panel.note.field, "says ")
    qtbot.waitUntil(lambda: desk.get(mark).note == "says", timeout=3 * SETTLED_MS)
    QTest.keyClicks(panel.note.field, "who")
    assert panel.note.field.toPlainText() == "says who"
    panel.flush()
    assert desk.get(mark).note == "says who"


def test_leaving_the_field_takes_the_note_over(panel: Inspector, desk: Desk) -> None:
    mark = desk.mark("the engine is broken", "claim")
    panel.show_mark(mark)
    panel.focus_note()
    QTest.keyClicks(panel.note.field, "hm")
    QTest.keyClick(panel.note.field, Qt.Key.Key_Tab)
    assert not panel.note.field.hasFocus()
    assert desk.get(mark).note == "hm"


@pytest.mark.parametrize("how", ["other mark", "none", "flush"])
def test_no_word_is_lost(panel: Inspector, desk: Desk, how: str) -> None:
    other = desk.mark("careless nonsense", "opinion")
    mark = desk.mark("the engine is broken", "claim")
    panel.show_mark(mark)
    panel.focus_note()
    QTest.keyClicks(panel.note.field, "unfinished")
    if how == "flush":
        panel.flush()
    else:
        panel.show_mark(other if how == "other mark" else "")
    assert desk.get(mark).note == "unfinished"
    assert desk.get(other).note == ""


def test_words_wait_for_a_mark_that_was_taken_away(panel: Inspector, desk: Desk) -> None:
    mark = desk.mark("the engine is broken", "claim")
    panel.show_mark(mark)
    panel.focus_note()
    QTest.keyClicks(panel.note.field, "half a thou")
    desk.session.remove([mark])
    assert not panel.isVisible()
    desk.undo()
    panel.show_mark(mark)
    assert panel.note.field.toPlainText() == "half a thou"
    panel.flush()
    assert desk.get(mark).note == "half a thou"


def test_a_change_elsewhere_leaves_the_typing_alone(panel: Inspector, desk: Desk) -> None:
    mark = desk.mark("the engine is broken", "claim")
    panel.show_mark(mark)
    panel.focus_note()
    QTest.keyClicks(panel.note.field, "typing")
    desk.session.set_certainty(mark, Certainty.GUESS)
    assert panel.note.field.toPlainText() == "typing"
    panel.flush()
    assert desk.get(mark).note == "typing"
    assert desk.get(mark).certainty is Certainty.GUESS


def test_a_note_that_is_too_long_is_cut_where_it_is_seen(panel: Inspector, desk: Desk) -> None:
    mark = desk.mark("the engine is broken", "claim")
    panel.show_mark(mark)
    panel.note.field.insertPlainText("x" * (MAX_NOTE + 50))
    panel.flush()
    assert panel.note.field.toPlainText() == desk.get(mark).note == "x" * MAX_NOTE


def test_certainty_by_click_and_by_key(panel: Inspector, desk: Desk) -> None:
    mark = desk.mark("the engine is broken", "claim")
    panel.show_mark(mark)
    QTest.mouseClick(panel.certainty.choice(Certainty.GUESS), LEFT)
    assert desk.get(mark).certainty is Certainty.GUESS
    sure = panel.certainty.choice(Certainty.SURE)
    sure.setFocus()
    QTest.keyClick(sure, Qt.Key.Key_Space)
    assert desk.get(mark).certainty is Certainty.SURE
    assert not panel.certainty.choice(Certainty.GUESS).isChecked()
    QTest.mouseClick(sure, LEFT)
    assert desk.get(mark).certainty is None
    assert not sure.isChecked()
    desk.undo()
    assert sure.isChecked()


def test_no_certainty_where_the_lesson_does_not_ask(
    qtbot: QtBot, appearance: Appearance, make_desk: Callable[..., Desk]
) -> None:
    desk = make_desk(certainty=False, attributes=(), relations=())
    for inspector in shown(qtbot, appearance, desk):
        inspector.show_mark(desk.mark("the engine is broken", "claim"))
        assert not inspector.certainty.isVisible()
        assert not inspector.attributes
        assert not inspector.ties


def test_attributes_are_asked_label_by_label(panel: Inspector, desk: Desk) -> None:
    mark = desk.mark("the engine is broken", "claim")
    panel.show_mark(mark)

    def visible() -> set[str]:
        return {name for name, row in panel.attributes.items() if row.isVisibleTo(panel)}

    assert visible() == set(), "several questions are folded away"
    assert panel.more.label == "More, 3 open"
    QTest.mouseClick(panel.more, LEFT)
    assert visible() == {"attribution", "checkable", "figure"}
    QTest.mouseClick(panel.attributes["attribution"].choice(Attribution.STATED), LEFT)
    QTest.mouseClick(panel.attributes["figure"].choice(False), LEFT)
    assert desk.get(mark).attributes.to_dict() == {"attribution": "stated", "figure": False}
    QTest.mouseClick(panel.attributes["figure"].choice(False), LEFT)
    assert desk.get(mark).attributes.figure is None
    QTest.mouseClick(panel.labels["denial"], LEFT)
    assert visible() == {"denial_kind"}
    assert desk.get(mark).attributes.to_dict() == {}
    QTest.mouseClick(panel.attributes["denial_kind"].choice(DenialKind.PARTIAL), LEFT)
    assert desk.get(mark).attributes.denial_kind is DenialKind.PARTIAL


def test_ties_can_be_asked_for_changed_and_removed(
    qtbot: QtBot, panel: Inspector, desk: Desk
) -> None:
    source = desk.mark("the Harbour Post", "source")
    mark = desk.mark("The old ferry will stop running in June", "claim")
    panel.show_mark(mark)
    row = panel.ties[RelationKind.SAID_BY]
    assert not panel.ties[RelationKind.DENIES].isVisibleTo(panel)
    with qtbot.waitSignal(panel.tie_wanted) as asked:
        QTest.mouseClick(row.add, LEFT)
    assert asked.args == [mark, RelationKind.SAID_BY]
    desk.session.relate(mark, RelationKind.SAID_BY, [[RelationEnd.mark(source)]])
    QApplication.processEvents()
    assert row.text() == "Who says so: ① the Harbour Post"
    with qtbot.waitSignal(panel.tie_wanted):
        QTest.mouseClick(row.change, LEFT)
    row.remove.setFocus()
    QTest.keyClick(row.remove, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert desk.marking.relation_from(mark, RelationKind.SAID_BY) is None
    assert row.text() == ""
    assert row.add.hasFocus()
    desk.undo()
    assert row.text() == "Who says so: ① the Harbour Post"


def test_a_tie_that_no_longer_fits_can_still_be_removed(panel: Inspector, desk: Desk) -> None:
    claim = desk.mark("the engine is broken", "claim")
    mark = desk.mark("The engine runs well", "denial")
    desk.session.relate(mark, RelationKind.DENIES, [[RelationEnd.mark(claim)]])
    desk.session.relabel(mark, "opinion")
    panel.show_mark(mark)
    row = panel.ties[RelationKind.DENIES]
    assert row.isVisibleTo(panel)
    assert not row.change.isVisibleTo(panel)
    QTest.mouseClick(row.remove, LEFT)
    QApplication.processEvents()
    assert not row.isVisibleTo(panel)


def test_remove_takes_the_mark_and_undo_brings_the_note_back(panel: Inspector, desk: Desk) -> None:
    mark = desk.mark("the engine is broken", "claim")
    panel.show_mark(mark)
    panel.focus_note()
    QTest.keyClicks(panel.note.field, "why")
    panel.flush()
    desk.session.remove([mark])
    assert mark not in desk.marking
    assert not panel.isVisible()
    desk.undo()
    assert desk.get(mark).note == "why"


def test_everything_fits_at_300_pixels(panel: Inspector, desk: Desk) -> None:
    mark = desk.mark("the engine is broken", "claim")
    panel.show_mark(mark)
    panel.more.click()
    QTest.qWait(20)
    for child in panel.findChildren(QWidget):
        if child.isVisibleTo(panel):
            right = child.mapTo(panel, child.rect().topRight()).x()
            assert right < panel.width()


def test_the_tab_key_goes_from_top_to_bottom(panel: Inspector, desk: Desk) -> None:
    mark = desk.mark("the engine is broken", "claim")
    desk.session.set_certainty(mark, Certainty.THINK_SO)
    panel.show_mark(mark)
    QTest.qWait(20)
    stops = []
    panel.ties[RelationKind.SAID_BY].add.setFocus()
    widget = QApplication.focusWidget()
    while widget is not None and widget not in stops:
        stops.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
    assert stops == [
        panel.ties[RelationKind.SAID_BY].add,
        panel.certainty.choice(Certainty.THINK_SO),
        panel.note.field,
        *panel.labels.values(),
        panel.more,
    ]


def test_the_arrow_keys_move_among_answers(panel: Inspector, desk: Desk) -> None:
    mark = desk.mark("the engine is broken", "claim")
    panel.show_mark(mark)
    first = panel.certainty.choice(Certainty.SURE)
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    second = panel.certainty.choice(Certainty.THINK_SO)
    assert second.hasFocus()
    assert desk.get(mark).certainty is None
    QTest.keyClick(second, Qt.Key.Key_Return)
    assert desk.get(mark).certainty is Certainty.THINK_SO


def test_names_for_screen_readers(panel: Inspector, desk: Desk) -> None:
    panel.show_mark(desk.mark("the engine is broken", "claim"))
    assert panel.note.field.accessibleName() == "Your note on this mark"
    assert panel.labels["source"].accessibleName() == "Source"
    guess = panel.certainty.choice(Certainty.GUESS)
    assert guess.accessibleName() == "Guess"
    assert guess.accessibleDescription() == "How sure are you?"
    told = QAccessible.queryAccessibleInterface(guess)
    assert told.role() is QAccessible.Role.RadioButton
    assert not told.state().checked
    guess.click()
    assert told.state().checked


@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_pictures(
    panel: Inspector,
    desk: Desk,
    appearance: Appearance,
    theme: ThemeChoice,
    picture: Callable[[QWidget, str], None],
) -> None:
    appearance.choose(theme)
    source = desk.mark("the Harbour Post", "source")
    mark = desk.mark("The old ferry will stop running in June", "claim")
    desk.session.relate(mark, RelationKind.SAID_BY, [[RelationEnd.mark(source)]])
    desk.session.set_note(mark, "Only the paper says so. Who told them?")
    desk.session.set_certainty(mark, Certainty.THINK_SO)
    panel.show_mark(mark)
    QTest.qWait(20)
    picture(panel.window(), f"inspector-{theme}")
    panel.more.click()
    QTest.qWait(20)
    picture(panel.window(), f"inspector-{theme}-more")
    assert panel.attributes["checkable"].isVisible()
