"""Everything on the page without a mouse."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model.text import Span
from annotator.ui.article.marks import PaintedMark
from annotator.ui.article.view import ArticleView
from tests.ui.article.conftest import ARTICLE, span_of

K, Mod = Qt.Key, Qt.KeyboardModifier
SHIFT, CTRL, ALT = Mod.ShiftModifier, Mod.ControlModifier, Mod.AltModifier


def quote(view: ArticleView) -> str | None:
    span = view.words.span()
    return span.of(ARTICLE.text) if span else None


def test_shift_and_arrows_select_and_snap(view: ArticleView) -> None:
    view.words.place_caret(span_of("asked").start + 2)
    QTest.keyClick(view, K.Key_Right, SHIFT)
    assert quote(view) == "asked"
    for _ in range(4):
        QTest.keyClick(view, K.Key_Right, SHIFT)
    assert quote(view) == "asked why"
    QTest.keyClick(view, K.Key_Right, SHIFT | CTRL)
    QTest.keyClick(view, K.Key_Right, SHIFT | CTRL)
    assert quote(view) == "asked why the"


def test_alt_shift_and_arrows_select_exact_characters(view: ArticleView) -> None:
    view.words.place_caret(span_of("asked").start)
    for _ in range(3):
        QTest.keyClick(view, K.Key_Right, SHIFT | ALT)
    assert quote(view) == "ask"
    QTest.keyClick(view, K.Key_Right, SHIFT)
    assert quote(view) == "asked"


def test_sentences_and_paragraphs(view: ArticleView) -> None:
    view.words.place_caret(span_of("Dr. Smith").start)
    QTest.keyClick(view, K.Key_Down, SHIFT | ALT)
    assert quote(view) == "Dr. Smith said the co-op’s fares rose 6.4% to $3m"
    QTest.keyClick(view, K.Key_Down, SHIFT | ALT)
    assert quote(view) == "Dr. Smith said the co-op’s fares rose 6.4% to $3m. He left 😀 early"
    view.words.place_caret(span_of("why the boats").start)
    QTest.keyClick(view, K.Key_Down, SHIFT | CTRL)
    assert quote(view) == "why the boats stayed in the harbour all week long"
    QTest.keyClick(view, K.Key_Up, CTRL)
    assert view.words.span() is None
    QTest.keyClick(view, K.Key_Down, SHIFT | CTRL)
    assert quote(view) == "Nobody asked why the boats stayed in the harbour all week long"


def test_number_keys_and_enter_ask_for_a_mark(view: ArticleView, heard: Any) -> None:
    wishes = heard("mark_requested")
    view.words.select(span_of("the boats"))
    QTest.keyClick(view, K.Key_2)
    QTest.keyClick(view, K.Key_9)
    QTest.keyClick(view, K.Key_Return)
    view.set_tool("source")
    QTest.keyClick(view, K.Key_Return)
    spans = (span_of("the boats"),)
    assert wishes == [(spans, "denial"), (spans, None), (spans, "source")]


@pytest.mark.parametrize(
    ("key", "modifiers", "expected"),
    [
        (K.Key_Right, ALT, "the boats stayed in"),
        (K.Key_Left, ALT, "the boats"),
        (K.Key_Left, ALT | SHIFT, "why the boats stayed"),
        (K.Key_Right, ALT | SHIFT, "boats stayed"),
        (K.Key_Right, ALT | CTRL, "the boats stayed "),
        (K.Key_Left, ALT | CTRL, "the boats staye"),
        (K.Key_Left, ALT | CTRL | SHIFT, " the boats stayed"),
        (K.Key_Right, ALT | CTRL | SHIFT, "he boats stayed"),
    ],
)
def test_keys_move_the_edges_of_the_picked_mark(
    view: ArticleView, heard: Any, key: Qt.Key, modifiers: Qt.KeyboardModifier, expected: str
) -> None:
    wishes = heard("resize_requested")
    view.set_marks([PaintedMark("one", span_of("the boats stayed"), "claim")])
    view.select_mark("one")
    QTest.keyClick(view, key, modifiers)
    assert wishes == [("one", span_of(expected))]


def test_in_right_to_left_text_the_keys_follow_the_screen(view: ArticleView, heard: Any) -> None:
    wishes = heard("resize_requested")
    view.set_marks([PaintedMark("one", span_of("أن العبارة"), "claim")])
    view.select_mark("one")
    QTest.keyClick(view, K.Key_Left, ALT)
    assert wishes == [("one", span_of("أن العبارة تأخرت"))]


def test_a_character_is_what_a_reader_sees_as_one(view: ArticleView, heard: Any) -> None:
    wishes = heard("resize_requested")
    view.set_marks([PaintedMark("one", span_of("The café 👩‍👩‍👧"), "claim")])
    view.select_mark("one")
    QTest.keyClick(view, K.Key_Left, ALT | CTRL)
    assert wishes == [("one", span_of("The café "))]


def test_edges_stop_at_the_block_and_before_nothing_is_left(view: ArticleView, heard: Any) -> None:
    wishes = heard("resize_requested")
    view.set_marks(
        [
            PaintedMark("last", span_of("long"), "claim"),
            PaintedMark("first", span_of("Nobody"), "claim"),
        ]
    )
    view.select_mark("last")
    QTest.keyClick(view, K.Key_Right, ALT)
    QTest.keyClick(view, K.Key_Left, ALT)
    view.select_mark("first")
    QTest.keyClick(view, K.Key_Left, ALT | SHIFT)
    QTest.keyClick(view, K.Key_Left, ALT | CTRL | SHIFT)
    QTest.keyClick(view, K.Key_Right, ALT | SHIFT)
    assert wishes == []


def test_enter_picks_the_mark_at_the_caret_then_opens_it(view: ArticleView, heard: Any) -> None:
    picked, opened = heard("mark_clicked"), heard("mark_activated")
    view.set_marks([PaintedMark("one", span_of("the boats stayed"), "claim")])
    view.words.place_caret(span_of("boats").start)
    QTest.keyClick(view, K.Key_Return)
    QTest.keyClick(view, K.Key_Return)
    assert picked == [("one",)]
    assert opened == [("one",)]


def test_cycling_goes_through_all_marks_that_overlap(view: ArticleView, heard: Any) -> None:
    picked = heard("mark_clicked")
    view.set_marks(
        [
            PaintedMark("long", span_of("Nobody asked why the boats stayed"), "claim"),
            PaintedMark("middle", span_of("why the boats"), "claim"),
            PaintedMark("short", span_of("boats"), "source"),
        ]
    )
    view.words.place_caret(span_of("boats").start + 2)
    assert [view.requests.cycle() for _ in range(4)] == ["short", "middle", "long", "short"]
    assert picked == [("short",), ("middle",), ("long",), ("short",)]
    view.select_mark(None)
    view.words.place_caret(span_of("all week").start)
    assert view.requests.cycle() is None


def test_esc_steps_back_one_thing_at_a_time(view: ArticleView, heard: Any) -> None:
    picked = heard("mark_clicked")
    view.set_marks([PaintedMark("one", span_of("the boats stayed"), "claim")])
    view.select_mark("one")
    view.words.select(span_of("Smith"))
    QTest.keyClick(view, K.Key_Escape)
    assert (view.words.span(), view.selected_mark()) == (None, "one")
    QTest.keyClick(view, K.Key_Escape)
    assert view.selected_mark() is None
    assert picked == [("",)]


def test_tab_leaves_the_article(view: ArticleView) -> None:
    assert view.tabChangesFocus()


def test_copying_gives_the_words_of_the_article(view: ArticleView) -> None:
    view.words.place_caret(span_of("left 😀").start + 1)
    for _ in range(7):
        QTest.keyClick(view, K.Key_Right, SHIFT)
    QTest.keyClick(view, K.Key_C, CTRL)
    assert QApplication.clipboard().text() == "left 😀 early"
    view.selectAll()
    view.copy()
    assert QApplication.clipboard().text() == ARTICLE.text


def test_nothing_can_be_typed(view: ArticleView) -> None:
    before = view.document().characterCount()
    view.words.place_caret(3)
    QTest.keyClicks(view, "abc")
    QTest.keyClick(view, K.Key_Delete)
    QTest.keyClick(view, K.Key_V, CTRL)
    assert view.document().characterCount() == before


def test_every_position_survives_the_way_to_qt_and_back(view: ArticleView) -> None:
    for position in range(len(ARTICLE.text)):
        view.words.place_caret(position)
        assert view.words.anchor() == position
        if ARTICLE.text[position] != "\n":
            span = Span(position, position + 1)
            view.words.select(span)
            assert view.words.span() == span
