"""Selecting, picking, moving edges and tying with real mouse events."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model.article import Article, BlockKind
from annotator.model.text import Span
from annotator.ui.article.marks import PaintedMark
from annotator.ui.article.view import ArticleView
from tests.ui.article.conftest import ARTICLE, GUIDE, point_in, span_of

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def press(view: ArticleView, point: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
    QTest.mousePress(view.viewport(), LEFT, keys, point)


def move(view: ArticleView, point: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
    # QTest.mouseMove knows no modifiers.
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    port = view.viewport()
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(point), QPointF(port.mapToGlobal(point)),
        Qt.MouseButton.NoButton, LEFT, keys,
    )  # fmt: skip
    QApplication.sendEvent(port, event)


def release(view: ArticleView, point: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseRelease(view.viewport(), LEFT, keys, point)


def double_click(view: ArticleView, point: QPoint) -> None:
    # QTest sends the second press only.
    QTest.mouseDClick(view.viewport(), LEFT, NONE, point)
    release(view, point)


def drag(view: ArticleView, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
    press(view, start, keys)
    move(view, (start + end) / 2, keys)
    move(view, end, keys)
    release(view, end, keys)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("6.4", "6.4", "6.4%"),
        ("fares", "rose", "fares rose"),
        ("op’s", "fares", "co-op’s fares"),
        ("$3", "$3", "$3m"),
        ("doubled", "late", "doubled—it’s late"),
        ("left", "early", "left 😀 early"),
    ],
)
def test_a_drag_takes_whole_words_without_the_punctuation_around_them(
    view: ArticleView, start: str, end: str, expected: str
) -> None:
    drag(view, point_in(view, start, 0.2), point_in(view, end, 0.9))
    selected = view.words.span()
    assert selected is not None
    assert selected.of(ARTICLE.text) == expected


TWO_WAYS = Article.from_blocks(
    [
        (BlockKind.HEADLINE, "Bridge Closes"),
        (
            BlockKind.PARAGRAPH,
            "Mayor Levi said: הגשר לא נסגר בכלל, and the council denied it on Monday morning.",
        ),
        (BlockKind.PARAGRAPH, "She wrote “تأخرت العبارة جدا” on the wall."),
        (BlockKind.PARAGRAPH, "כך אמר The Herald אתמול בערב"),
    ]
)


@pytest.mark.parametrize(
    ("start", "from_share", "end", "to_share", "expected"),
    [
        # From the right half of the first letter, which is where one begins to read.
        ("הגשר", 0.97, "נסגר", 0.5, "הגשר לא נסגר"),
        ("הגשר", 0.8, "הגשר", 0.1, "הגשר"),
        ("נסגר", 0.5, "הגשר", 0.97, "הגשר לא נסגר"),
        # To the left half of the last letter.
        ("לא", 0.9, "בכלל", 0.03, "לא נסגר בכלל"),
        ("العبارة", 0.95, "جدا", 0.05, "العبارة جدا"),
        # Out of the left-to-right words and back.
        ("said", 0.1, "הגשר", 0.5, "said: הגשר"),
        ("בכלל", 0.5, "council", 0.9, "בכלל, and the council"),
        ("council", 0.1, "denied", 0.9, "council denied"),
        # The other way round: in a line that runs to the left.
        ("Herald", 0.03, "Herald", 0.97, "Herald"),
        ("אתמול", 0.97, "בערב", 0.03, "אתמול בערב"),
    ],
)
def test_a_drag_over_right_to_left_words_takes_what_was_swept(
    view: ArticleView, start: str, from_share: float, end: str, to_share: float, expected: str
) -> None:
    view.set_article(TWO_WAYS, GUIDE)
    drag(view, point_in(view, start, from_share), point_in(view, end, to_share))
    selected = view.words.span()
    assert selected is not None
    assert selected.of(TWO_WAYS.text) == expected


def test_a_drag_backwards_takes_the_same_words(view: ArticleView) -> None:
    drag(view, point_in(view, "rose", 0.8), point_in(view, "fares", 0.3))
    assert view.words.span() == span_of("fares rose")


@pytest.mark.parametrize(
    "key", [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier]
)
def test_ctrl_or_alt_takes_exact_characters(view: ArticleView, key: Qt.KeyboardModifier) -> None:
    harbour = span_of("harbour all")
    half = Span(harbour.start, harbour.start + 3)
    rect = view.rects_of(half)[0]
    y = rect.center().y()
    drag(view, QPoint(rect.left(), y), QPoint(rect.right() + 1, y), key)
    assert view.words.span() == half


def test_the_selection_is_told_live_and_snapped(view: ArticleView, heard: Any) -> None:
    told = heard("selection_changed")
    press(view, point_in(view, "Nobody", 0.5))
    move(view, point_in(view, "asked", 0.5))
    move(view, point_in(view, "why", 0.5))
    assert [span for (span,) in told] == [span_of("Nobody asked"), span_of("Nobody asked why")]
    release(view, point_in(view, "why", 0.5))


def test_a_selection_stays_in_the_block_it_was_begun_in(view: ArticleView) -> None:
    drag(view, point_in(view, "rose", 0.2), point_in(view, "asked why", 0.5))
    assert view.words.spans() == (span_of("rose 6.4% to $3m. He left 😀 early"),)


def test_asked_for_it_is_one_span_a_block(view: ArticleView, heard: Any) -> None:
    wishes = heard("mark_requested")
    view.words.set_across(True)
    view.set_tool("claim")
    drag(view, point_in(view, "early", 0.2), point_in(view, "asked", 0.5))
    assert wishes == [((span_of("early"), span_of("Nobody asked")), "claim")]


def test_a_new_drag_can_begin_inside_a_selection(view: ArticleView) -> None:
    drag(view, point_in(view, "Nobody"), point_in(view, "harbour all"))
    drag(view, point_in(view, "why"), point_in(view, "boats"))
    assert view.words.span() == span_of("why the boats")


def test_a_double_click_takes_the_word_a_third_the_sentence(view: ArticleView) -> None:
    point = point_in(view, "co-op’s", 0.2)
    QTest.mouseClick(view.viewport(), LEFT, NONE, point)
    double_click(view, point)
    assert view.words.span() == span_of("co-op’s")
    QTest.mouseClick(view.viewport(), LEFT, NONE, point)
    assert view.words.span() == span_of("Dr. Smith said the co-op’s fares rose 6.4% to $3m")


def test_shift_click_extends(view: ArticleView) -> None:
    drag(view, point_in(view, "Nobody"), point_in(view, "asked"))
    QTest.mouseClick(
        view.viewport(), LEFT, Qt.KeyboardModifier.ShiftModifier, point_in(view, "boats")
    )
    assert view.words.span() == span_of("Nobody asked why the boats")


def test_with_a_tool_each_swipe_asks_for_a_mark(view: ArticleView, heard: Any) -> None:
    wishes = heard("mark_requested")
    view.set_tool("opinion")
    drag(view, point_in(view, "Nobody"), point_in(view, "asked"))
    drag(view, point_in(view, "boats"), point_in(view, "stayed"))
    assert wishes == [
        ((span_of("Nobody asked"),), "opinion"),
        ((span_of("boats stayed"),), "opinion"),
    ]
    assert view.words.span() is None


def test_with_a_tool_a_triple_click_marks_the_sentence_only(
    view: ArticleView, heard: Any, qtbot: Any
) -> None:
    wishes = heard("mark_requested")
    view.set_tool("claim")
    point = point_in(view, "fares")
    QTest.mouseClick(view.viewport(), LEFT, NONE, point)
    double_click(view, point)
    QTest.mouseClick(view.viewport(), LEFT, NONE, point)
    qtbot.wait(QApplication.styleHints().mouseDoubleClickInterval() + 50)
    assert wishes == [((span_of("Dr. Smith said the co-op’s fares rose 6.4% to $3m"),), "claim")]


def test_with_a_tool_a_double_click_marks_the_word(
    view: ArticleView, heard: Any, qtbot: Any
) -> None:
    wishes = heard("mark_requested")
    view.set_tool("claim")
    point = point_in(view, "fares")
    QTest.mouseClick(view.viewport(), LEFT, NONE, point)
    double_click(view, point)
    qtbot.waitUntil(lambda: len(wishes) == 1)
    assert wishes == [((span_of("fares"),), "claim")]


def test_a_click_picks_the_smallest_mark(view: ArticleView, heard: Any) -> None:
    picked = heard("mark_clicked")
    view.set_marks(
        [
            PaintedMark("long", span_of("Nobody asked why the boats stayed"), "claim"),
            PaintedMark("short", span_of("the boats"), "source"),
        ]
    )
    for quote in ("boats", "Nobody", "all week"):
        QTest.mouseClick(view.viewport(), LEFT, NONE, point_in(view, quote))
        QTest.qWait(1)
    assert picked == [("short",), ("long",), ("",)]
    assert view.selected_mark() is None
    assert [mark.id for mark in view.marks.index.at(span_of("boats").start)] == ["short", "long"]


def test_a_click_on_a_stripe_picks_its_mark(view: ArticleView, heard: Any) -> None:
    picked = heard("mark_clicked")
    view.set_marks([PaintedMark("one", span_of("the boats stayed"), "claim")])
    word = view.rects_of(span_of("Nobody"))[0]
    QTest.mouseClick(view.viewport(), LEFT, NONE, QPoint(word.left() - 14, word.top() + 6))
    assert picked == [("one",)]


def test_a_double_click_opens_the_mark_that_was_picked(view: ArticleView, heard: Any) -> None:
    opened = heard("mark_activated")
    view.set_marks([PaintedMark("one", span_of("the boats stayed"), "claim")])
    point = point_in(view, "boats")
    QTest.mouseClick(view.viewport(), LEFT, NONE, point)
    QTest.mouseClick(view.viewport(), LEFT, NONE, point)
    double_click(view, point)
    assert opened == [("one",)]


@pytest.mark.parametrize(
    ("end_of", "drag_to", "expected"),
    [
        (True, "harbour", "the boats stayed in the harbour"),
        (True, "boats", "the boats"),
        (False, "Nobody", "Nobody asked why the boats stayed"),
        (False, "boats", "boats stayed"),
    ],
)
def test_a_handle_moves_its_own_edge_in_whole_words_and_tells_once(
    view: ArticleView, heard: Any, end_of: bool, drag_to: str, expected: str
) -> None:
    wishes = heard("resize_requested")
    mark = PaintedMark("one", span_of("the boats stayed"), "claim")
    view.set_marks([mark])
    view.select_mark("one")
    rect = view.rects_of(mark.span)[0]
    start = QPoint(rect.right() + 1 if end_of else rect.left(), rect.center().y())
    drag(view, start, point_in(view, drag_to, 0.5))
    assert wishes == [("one", span_of(expected))]
    # The page decides: until it does, the mark is where it was.
    assert view.mark("one") == mark


def test_esc_gives_up_a_drag_of_an_edge(view: ArticleView, heard: Any) -> None:
    wishes = heard("resize_requested")
    mark = PaintedMark("one", span_of("the boats stayed"), "claim")
    view.set_marks([mark])
    view.select_mark("one")
    rect = view.rects_of(mark.span)[0]
    press(view, QPoint(rect.right() + 1, rect.center().y()))
    move(view, point_in(view, "harbour"))
    shown = view.mark("one")
    assert shown is not None
    assert shown.span == span_of("the boats stayed in the harbour")
    QTest.keyClick(view, Qt.Key.Key_Escape)
    release(view, point_in(view, "harbour"))
    assert wishes == []
    assert view.mark("one") == mark
    assert view.selected_mark() == "one"


def test_an_edge_never_leaves_its_block_and_never_turns_over(view: ArticleView, heard: Any) -> None:
    wishes = heard("resize_requested")
    mark = PaintedMark("one", span_of("the boats stayed"), "claim")
    view.set_marks([mark])
    view.select_mark("one")
    rect = view.rects_of(mark.span)[0]
    end = QPoint(rect.right() + 1, rect.center().y())
    drag(view, end, point_in(view, "The harbour on"))
    drag(view, end, point_in(view, "Dr."))
    block = span_of("Nobody asked why the boats stayed in the harbour all week long")
    assert wishes[0] == ("one", Span(mark.span.start, block.end))
    assert wishes[1] == (
        "one",
        Span(mark.span.start, mark.span.start + 3),
    )


def test_without_leave_nothing_is_asked_for(view: ArticleView, heard: Any) -> None:
    wishes, sizes = heard("mark_requested"), heard("resize_requested")
    mark = PaintedMark("one", span_of("the boats stayed"), "claim")
    view.set_marks([mark])
    view.set_editable(False)
    view.set_tool("claim")
    view.select_mark("one")
    rect = view.rects_of(mark.span)[0]
    drag(view, QPoint(rect.right() + 1, rect.center().y()), point_in(view, "harbour"))
    assert wishes == []
    assert sizes == []


def test_alt_drag_from_the_picked_mark_ties_it_to_another(view: ArticleView, heard: Any) -> None:
    ties = heard("tie_requested")
    view.set_marks(
        [
            PaintedMark("from", span_of("the boats stayed"), "claim"),
            PaintedMark("to", span_of("Smith"), "source"),
        ]
    )
    view.select_mark("from")
    alt = Qt.KeyboardModifier.AltModifier
    drag(view, point_in(view, "boats"), point_in(view, "Smith"), alt)
    assert ties == []
    view.words.clear()
    view.picked.set_ties_enabled(True)
    view.select_mark("from")
    drag(view, point_in(view, "boats"), point_in(view, "Smith"), alt)
    assert ties == [("from", "to")]
    drag(view, point_in(view, "boats"), point_in(view, "all week"), alt)
    assert len(ties) == 1


def test_the_tie_knob_ties_too(view: ArticleView, heard: Any) -> None:
    ties = heard("tie_requested")
    view.set_marks(
        [
            PaintedMark("from", span_of("the boats stayed"), "claim"),
            PaintedMark("to", span_of("Smith"), "source"),
        ]
    )
    view.select_mark("from")
    view.picked.set_ties_enabled(True)
    rect = view.rects_of(span_of("the boats stayed"))[0]
    drag(view, QPoint(rect.right() + 1, rect.top() - 3), point_in(view, "Smith"))
    assert ties == [("from", "to")]


def test_the_view_stays_put_when_marks_come_and_go(view: ArticleView, qtbot: Any) -> None:
    view.resize(500, 200)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before = bar.value()
    assert before > 0
    view.add_mark(PaintedMark("a", span_of("Ferry"), "claim"))
    view.add_mark(PaintedMark("b", span_of("opened"), "claim"))
    view.add_mark(PaintedMark("b", span_of("The café"), "denial"))
    view.select_mark("a")
    view.remove_mark("a")
    qtbot.wait(20)
    assert bar.value() == before


def test_dragging_below_the_window_scrolls_on(view: ArticleView, qtbot: Any) -> None:
    view.resize(500, 160)
    bar = view.verticalScrollBar()
    below = QPoint(200, view.viewport().height() + 40)
    press(view, point_in(view, "Ferry"))
    move(view, below)
    qtbot.waitUntil(lambda: bar.value() > 20)
    release(view, below)


def test_with_a_tool_a_swipe_can_begin_right_beside_the_last_mark(
    view: ArticleView, heard: Any
) -> None:
    wishes, sizes = heard("mark_requested"), heard("resize_requested")
    span = span_of("Nobody asked")
    view.set_marks([PaintedMark("last", span, "claim")])
    view.select_mark("last")
    view.set_tool("claim")
    edge = view.rects_of(span)[0]
    drag(view, QPoint(edge.right() + 3, edge.center().y()), point_in(view, "why the", 0.9))
    assert sizes == []
    assert [spans for spans, _ in wishes] == [(span_of("why the"),)]
    # The knob below the bracket still moves the edge.
    knob = QPoint(edge.right() + 1, edge.top() + 30)
    drag(view, knob, point_in(view, "boats"))
    assert sizes == [("last", span_of("Nobody asked why the boats"))]


def test_a_mark_in_sight_is_never_scrolled_to(view: ArticleView) -> None:
    view.resize(500, 200)
    bar = view.verticalScrollBar()
    bar.setValue(60)
    for quote in ("fares rose", "He left", "Smith"):
        view.add_mark(PaintedMark(quote, span_of(quote), "claim"))
        rects = view.rects_of(span_of(quote))
        before = bar.value()
        view.ensure_mark_visible(quote)
        in_sight = rects[0].top() >= 0 and rects[-1].bottom() <= view.viewport().height()
        assert (bar.value() == before) == in_sight
