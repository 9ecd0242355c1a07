"""Ties made in the text: real clicks and keys in the article of the student's page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from annotator.model.annotation import EndKind, RelationEnd, RelationKind
from annotator.ui.marking.chain_maker import ChainMaker
from annotator.ui.marking.chain_sentence import PieceKind
from annotator.ui.marking.connect_panel import ConnectPanel
from annotator.ui.marking.page import StudentPage
from annotator.ui.marking.session import LessonStep
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.theme import ThemeChoice

from .conftest import Desk

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
SAID_BY, DENIES, SAME_AS = RelationKind.SAID_BY, RelationKind.DENIES, RelationKind.SAME_AS


@pytest.fixture(autouse=True)
def quick_clicks(qapp: QApplication) -> Iterator[None]:
    """Clicks that follow each other soon are single ones."""
    before = qapp.doubleClickInterval()
    qapp.setDoubleClickInterval(1)
    yield
    qapp.setDoubleClickInterval(before)


@pytest.fixture
def page(qtbot: Any, appearance: Appearance, desk: Desk) -> StudentPage:
    """The marks of a chain, and the page in front at the step Connect."""
    for quote, label in (
        ("The old ferry will stop running in June", "claim"),
        ("the Harbour Post", "source"),
        ("a deckhand", "source"),
        ("a clerk", "source"),
        ("the owner", "source"),
        ("the engine is broken", "claim"),
        ("The engine runs well", "denial"),
        ("Mira Holt", "source"),
    ):
        desk.mark(quote, label)
    made = StudentPage(appearance, desk.session, student_name="Amara")
    qtbot.addWidget(made)
    made.resize(1280, 832)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.panel.show_step(LessonStep.CONNECT)
    made.view.setFocus()
    QApplication.processEvents()
    return made


def named(desk: Desk, words: str) -> str:
    return next(mark.id for mark in desk.marking.marks if words in mark.quote)


def click(page: StudentPage, desk: Desk, words: str) -> None:
    rect = page.view.rects_of(desk.get(named(desk, words)).span)[0]
    point = QPoint(rect.left() + 3, rect.center().y())
    QTest.mouseClick(page.view.viewport(), LEFT, NONE, point)
    QApplication.processEvents()


def press(page: StudentPage, *keys: Any) -> None:
    for key in keys:
        if isinstance(key, str):
            QTest.keyClicks(page.view, key)
        else:
            QTest.keyClick(page.view, key)
        QApplication.processEvents()


def tellers(desk: Desk, words: str, kind: RelationKind = SAID_BY) -> list[list[str]]:
    relation = desk.marking.relation_from(named(desk, words), kind)
    if relation is None:
        return []
    return [
        [desk.get(end.id).quote if end.id else end.kind.value for end in place]
        for place in relation.chain
    ]


def maker(page: StudentPage) -> ChainMaker:
    return page.ties.mode.maker


def sentence(page: StudentPage) -> str:
    return page.ties.mode.strip.sentence.accessibleName()


# -- how little it takes --------------------------------------------------------------------------


def test_a_chain_of_three_takes_four_clicks(page: StudentPage, desk: Desk) -> None:
    click(page, desk, "the engine is broken")
    clicks = 0
    for words in ("the Harbour Post", "a clerk", "the owner"):
        click(page, desk, words)
        clicks += 1
    QTest.mouseClick(page.ties.mode.actions.finish, LEFT)
    clicks += 1
    assert clicks <= 4
    assert tellers(desk, "engine is broken") == [["the Harbour Post"], ["a clerk"], ["the owner"]]
    assert maker(page).mark_id != named(desk, "engine is broken"), "the next open one is in hand"


def test_a_chain_of_three_takes_ten_keys_at_most(page: StudentPage, desk: Desk) -> None:
    page.choose(named(desk, "the engine is broken"))
    keys = [*"h", Qt.Key.Key_Space, *"c", Qt.Key.Key_Space, *"o", Qt.Key.Key_Space]
    keys.append(Qt.Key.Key_Return)
    assert len(keys) <= 10
    press(page, *keys)
    assert tellers(desk, "engine is broken") == [["the Harbour Post"], ["a clerk"], ["the owner"]]


def test_no_dialog_covers_the_text(page: StudentPage, desk: Desk) -> None:
    click(page, desk, "the engine is broken")
    click(page, desk, "a clerk")
    assert not page.window().findChildren(QDialog)
    assert QApplication.activeModalWidget() is None


# -- the mark that is meant -----------------------------------------------------------------------


def test_it_is_the_mark_just_clicked(page: StudentPage, desk: Desk) -> None:
    click(page, desk, "The old ferry")
    assert maker(page).mark_id == page.chosen == named(desk, "The old ferry")
    click(page, desk, "a clerk")
    assert page.chosen == named(desk, "The old ferry"), "the source went into the chain"
    click(page, desk, "the engine is broken")
    assert maker(page).mark_id == page.chosen == named(desk, "engine is broken")
    assert tellers(desk, "The old ferry") == [["a clerk"]], "what was clicked is kept"
    panel = page.panel.findChild(ConnectPanel)
    assert isinstance(panel, ConnectPanel)
    QTest.qWait(30)
    assert panel.current is not None
    assert panel.current.mark_id == page.chosen


def test_the_first_open_one_is_in_hand_where_none_was_chosen(page: StudentPage, desk: Desk) -> None:
    assert page.chosen == named(desk, "The old ferry")
    assert maker(page).is_making


def test_a_source_that_is_clicked_again_goes_and_the_numbers_close_up(
    page: StudentPage, desk: Desk
) -> None:
    click(page, desk, "the engine is broken")
    for words in ("the Harbour Post", "a clerk", "the owner", "a clerk"):
        click(page, desk, words)
    assert tellers(desk, "engine is broken") == [["the Harbour Post"], ["the owner"]]
    numbers = [piece.number for piece in page.ties.mode.strip.sentence.pieces if piece.number]
    assert numbers == ["1", "2", "3"], "two tellers, and the place that is open"


def test_a_source_under_a_claim_is_meant_while_tellers_are_asked_for(
    page: StudentPage, desk: Desk
) -> None:
    desk.mark("a clerk heard", "opinion")
    click(page, desk, "the engine is broken")
    click(page, desk, "a clerk")
    assert tellers(desk, "engine is broken") == [["a clerk"]]


# -- joint, without a name, taken back ------------------------------------------------------------


def test_joint_sources_share_a_number(page: StudentPage, desk: Desk) -> None:
    page.choose(named(desk, "the engine is broken"))
    press(page, "h", Qt.Key.Key_Space, "d", Qt.Key.Key_Space, "+", "c", Qt.Key.Key_Space)
    assert tellers(desk, "engine is broken") == [["the Harbour Post"], ["a deckhand", "a clerk"]]
    assert "a deckhand and a clerk say that" in sentence(page)
    click(page, desk, "the owner")
    assert tellers(desk, "engine is broken")[-1] == ["the owner"]


@pytest.mark.parametrize("kind", [EndKind.NOBODY, EndKind.NARRATOR])
def test_what_has_no_words_ends_a_chain(page: StudentPage, desk: Desk, kind: EndKind) -> None:
    first = named(desk, "The old ferry")
    page.choose(first)
    QTest.mouseClick(page.ties.mode.actions.spanless[kind], LEFT)
    relation = desk.marking.relation_from(first, SAID_BY)
    assert relation is not None
    assert relation.chain == ((RelationEnd(kind),),)
    assert maker(page).mark_id != first, "that was all: the next one is in hand"
    assert page.view.hasFocus()


def test_what_has_no_words_is_reached_by_letters_too(page: StudentPage, desk: Desk) -> None:
    page.choose(named(desk, "The old ferry"))
    press(page, "no")
    assert maker(page).pointed == RelationEnd(EndKind.NOBODY)
    press(page, Qt.Key.Key_Space)
    assert tellers(desk, "The old ferry") == [["nobody"]]


def test_every_step_can_be_taken_back(page: StudentPage, desk: Desk) -> None:
    page.choose(named(desk, "the engine is broken"))
    click(page, desk, "the Harbour Post")
    click(page, desk, "a clerk")
    QTest.keyClick(page.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert tellers(desk, "engine is broken") == [["the Harbour Post"]]
    assert maker(page).is_making
    press(page, Qt.Key.Key_Backspace)
    assert tellers(desk, "engine is broken") == []
    QTest.keyClick(page.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert tellers(desk, "engine is broken") == [["the Harbour Post"]]


def test_escape_leaves_it_as_it_was(page: StudentPage, desk: Desk) -> None:
    claim = named(desk, "the engine is broken")
    desk.session.relate(claim, SAID_BY, [[RelationEnd.mark(named(desk, "Mira"))]])
    page.choose(claim)
    assert not maker(page).is_making, "what is done is shown"
    press(page, Qt.Key.Key_Return)
    assert maker(page).is_making
    click(page, desk, "a clerk")
    assert tellers(desk, "engine is broken") == [["Mira Holt"], ["a clerk"]]
    press(page, Qt.Key.Key_Escape)
    assert tellers(desk, "engine is broken") == [["Mira Holt"]]
    assert not maker(page).is_making
    assert page.chosen == claim


def test_delete_removes_the_tie_that_is_shown_and_never_the_mark(
    page: StudentPage, desk: Desk
) -> None:
    claim = named(desk, "the engine is broken")
    desk.session.relate(claim, SAID_BY, [[RelationEnd.mark(named(desk, "Mira"))]])
    page.choose(claim)
    press(page, Qt.Key.Key_Delete)
    assert claim in desk.marking
    assert tellers(desk, "engine is broken") == []


# -- keys -----------------------------------------------------------------------------------------


def test_arrows_walk_and_letters_jump(page: StudentPage, desk: Desk) -> None:
    page.choose(named(desk, "the engine is broken"))

    def pointed() -> str:
        end = maker(page).pointed
        return desk.get(end.id).quote if end is not None and end.id else ""

    press(page, Qt.Key.Key_Down)
    assert pointed() == "the Harbour Post"
    press(page, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert pointed() == "a clerk"
    press(page, Qt.Key.Key_Up)
    assert pointed() == "a deckhand"
    press(page, "mi")
    assert pointed() == "Mira Holt"
    page.ties.mode.forget_letters()
    press(page, "a", "a")
    assert pointed() == "a clerk", "the same letter goes on to the next one"


def test_the_letters_of_the_page_are_not_pressed_meanwhile(page: StudentPage, desk: Desk) -> None:
    page.choose(named(desk, "the engine is broken"))
    press(page, *"hdrnsjk")
    assert page.view.settings().hide_marks is False
    assert page.view.settings().ruler is False
    assert page.panel.step is LessonStep.CONNECT
    assert page.chosen == named(desk, "the engine is broken")
    # And they are the page's again when the step is left.
    page.panel.show_step(LessonStep.MARK)
    press(page, "r")
    assert page.view.settings().ruler is True


def test_the_key_for_ties_opens_the_step(page: StudentPage, desk: Desk) -> None:
    page.panel.show_step(LessonStep.MARK)
    page.choose(named(desk, "the engine is broken"))
    page.view.setFocus()
    press(page, "w")
    assert page.panel.step is LessonStep.CONNECT
    assert maker(page).mark_id == named(desk, "the engine is broken")


# -- the other kinds ------------------------------------------------------------------------------


def test_what_is_denied_is_asked_first_then_who_says_so(page: StudentPage, desk: Desk) -> None:
    click(page, desk, "The engine runs well")
    assert maker(page).kind is DENIES
    click(page, desk, "The old ferry")
    click(page, desk, "the engine is broken")
    assert tellers(desk, "The engine runs well", DENIES) == [["the engine is broken"]]
    assert sentence(page) == "“The engine runs well” says no to “the engine is broken”"
    press(page, Qt.Key.Key_Return)
    assert maker(page).kind is SAID_BY
    assert maker(page).mark_id == named(desk, "The engine runs well")
    click(page, desk, "Mira Holt")
    press(page, Qt.Key.Key_Return)
    page.choose(named(desk, "The engine runs well"))
    assert sentence(page).startswith("Mira Holt says “The engine runs well” and so says no to")


def test_what_is_only_hinted_at(page: StudentPage, desk: Desk) -> None:
    click(page, desk, "The engine runs well")
    actions = page.ties.mode.actions
    QTest.mouseClick(actions.hinted, LEFT)
    assert actions.implied.hasFocus()
    QTest.keyClicks(actions.implied, "the ferry is unsafe")
    QTest.keyClick(actions.implied, Qt.Key.Key_Return)
    relation = desk.marking.relation_from(named(desk, "The engine runs well"), DENIES)
    assert relation is not None
    assert relation.chain == ((RelationEnd(EndKind.IMPLIED, text="the ferry is unsafe"),),)
    assert page.view.hasFocus()
    assert maker(page).is_making


def test_the_same_source(page: StudentPage, desk: Desk) -> None:
    press(page, Qt.Key.Key_Escape)
    page.choose(named(desk, "the owner"))
    assert maker(page).kind is SAME_AS
    click(page, desk, "Mira Holt")
    assert tellers(desk, "the owner", SAME_AS) == [["Mira Holt"]]
    assert sentence(page) == "“the owner” is the same as Mira Holt and …"


def test_a_missing_source_is_marked_and_taken_in_one(page: StudentPage, desk: Desk) -> None:
    page.choose(named(desk, "the engine is broken"))
    press(page, "h", Qt.Key.Key_Space)
    page.view.words.select_word_at(page.view.rects_of(desk.span("meeting"))[0].center())
    QApplication.processEvents()
    QTest.keyClick(page.view, Qt.Key.Key_3)
    assert tellers(desk, "engine is broken") == [["the Harbour Post"], ["meeting"]]
    assert page.chosen == named(desk, "the engine is broken")


def test_one_mark_dragged_onto_another(page: StudentPage, desk: Desk) -> None:
    page.panel.show_step(LessonStep.MARK)
    page.view.tie_requested.emit(named(desk, "The engine runs"), named(desk, "engine is broken"))
    assert tellers(desk, "The engine runs", DENIES) == [["the engine is broken"]]
    assert page.panel.step is LessonStep.CONNECT


# -- what goes meanwhile --------------------------------------------------------------------------


def test_the_mark_in_hand_goes(page: StudentPage, desk: Desk) -> None:
    claim = named(desk, "the engine is broken")
    page.choose(claim)
    click(page, desk, "a clerk")
    desk.session.remove([claim])
    assert not maker(page).is_making
    press(page, Qt.Key.Key_Space, Qt.Key.Key_Return)
    desk.undo()
    assert tellers(desk, "engine is broken") == [["a clerk"]]


def test_another_label_asks_for_other_ties(page: StudentPage, desk: Desk) -> None:
    denial = named(desk, "The engine runs well")
    page.choose(denial)
    assert maker(page).kind is DENIES
    desk.session.relabel(denial, "claim")
    assert maker(page).kind is SAID_BY
    desk.session.relabel(denial, "source")
    assert maker(page).kind is SAME_AS


def test_handed_in_nothing_is_tied_any_more(page: StudentPage, desk: Desk) -> None:
    page.ties.turn(False)
    page.choose(named(desk, "the engine is broken"))
    click(page, desk, "a clerk")
    assert page.chosen == named(desk, "a clerk")
    assert tellers(desk, "engine is broken") == []


# -- what is drawn and said -----------------------------------------------------------------------


def test_the_sentence_begins_with_the_paper_and_ends_with_the_mark(
    page: StudentPage, desk: Desk
) -> None:
    page.choose(named(desk, "the engine is broken"))
    press(page, "h", Qt.Key.Key_Space, "c", Qt.Key.Key_Space)
    pieces = page.ties.mode.strip.sentence.pieces
    assert pieces[0].kind is PieceKind.PAPER
    assert pieces[-1].kind is PieceKind.MARK
    assert sentence(page) == (
        "The article says that the Harbour Post says that a clerk says that … said: "
        "“the engine is broken”"
    )


def test_no_button_moves_while_the_sentence_grows(page: StudentPage, desk: Desk) -> None:
    page.choose(named(desk, "the engine is broken"))
    QApplication.processEvents()
    finish = page.ties.mode.actions.finish
    heights = {page.ties.mode.strip.height()}
    tops = {finish.mapTo(page, QPoint(0, 0)).y()}
    for words in ("the Harbour Post", "a deckhand", "a clerk", "the owner", "Mira Holt"):
        click(page, desk, words)
        heights.add(page.ties.mode.strip.height())
        tops.add(finish.mapTo(page, QPoint(0, 0)).y())
    assert len(heights) == len(tops) == 1


def test_one_line_is_drawn_for_the_chosen_mark(page: StudentPage, desk: Desk) -> None:
    page.choose(named(desk, "the engine is broken"))
    press(page, "h", Qt.Key.Key_Space, "c", Qt.Key.Key_Space, Qt.Key.Key_Return)
    page.panel.show_step(LessonStep.MARK)
    page.choose(named(desk, "the engine is broken"))
    drawn = page.ties.mode._layer.chain
    assert drawn is not None
    assert [end.text for end in drawn.ends] == ["1", "2"]
    assert not drawn.lit, "outside the step all marks keep their tints"
    page.choose("")
    assert page.ties.mode._layer.chain is None


@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_pictures(
    page: StudentPage,
    desk: Desk,
    appearance: Appearance,
    theme: ThemeChoice,
    picture: Callable[[QWidget, str], None],
) -> None:
    appearance.choose(theme)
    page.choose(named(desk, "the engine is broken"))
    press(page, "h", Qt.Key.Key_Space, "d", Qt.Key.Key_Space, "+", "c", Qt.Key.Key_Space)
    press(page, Qt.Key.Key_Down)
    QTest.qWait(200)
    picture(page, f"connecting-{theme}")
    press(page, Qt.Key.Key_Return)
    click(page, desk, "the engine is broken")
    QTest.qWait(200)
    picture(page, f"connected-{theme}")
    assert page.ties.mode.strip.isVisible()
