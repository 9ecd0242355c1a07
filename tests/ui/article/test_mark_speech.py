"""What a screen reader hears of marks while the caret goes through the article."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.ui.article.marks import MarkRole, PaintedMark, Sign
from annotator.ui.article.view import ArticleView
from tests.ui.article.conftest import span_of

CLAIM = PaintedMark("c", span_of("the co-op’s fares rose 6.4% to $3m"), "claim")
SOURCE = PaintedMark("s", span_of("Dr. Smith"), "source")
MISSED = PaintedMark(
    "m",
    span_of("the boats stayed in the harbour"),
    "claim",
    MarkRole.HATCH,
    Sign.MISSED,
)


@pytest.fixture
def heard(view: ArticleView) -> list[str]:
    """What was said; the marks are shown and the caret stands before them."""
    said: list[str] = []
    view.set_marks([CLAIM, SOURCE, MISSED])
    view.speech.details_of = lambda mark_id: "said by “Dr. Smith”" if mark_id == "c" else ""
    view.speech.go_to(SOURCE.span.start - 1)
    view.speech.spoken.connect(said.append)
    return said


def test_edges_are_said_as_the_caret_passes_them(view: ArticleView, heard: list[str]) -> None:
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert heard == ["Source begins"]
    for _ in range(len(SOURCE.span)):
        QTest.keyClick(view, Qt.Key.Key_Right)
    assert heard[1:] == ["Source ends"]
    view.speech.go_to(CLAIM.span.start - 1)
    assert len(heard) == 2, "the caller of go_to says itself why the caret is there"
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert heard[2:] == ["Claim begins, said by “Dr. Smith”"]


def test_backwards_a_mark_is_met_at_its_end(view: ArticleView, heard: list[str]) -> None:
    view.speech.go_to(CLAIM.span.end)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert heard == ["Claim entered from its end, said by “Dr. Smith”"]


def test_what_one_step_passes_whole_is_named(view: ArticleView, heard: list[str]) -> None:
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert heard == [
        "Passed: Source: “Dr. Smith”. "
        "Passed: Claim: “the co-op’s fares rose 6.4% to $3m”, said by “Dr. Smith”"
    ]


def test_many_are_counted(view: ArticleView, heard: list[str]) -> None:
    view.add_mark(PaintedMark("x", span_of("left"), "opinion"))
    view.add_mark(PaintedMark("y", span_of("early"), "opinion"))
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert heard == ["4 marks passed"]


def test_what_is_here_names_place_and_marks(view: ArticleView, heard: list[str]) -> None:
    view.speech.go_to(MISSED.span.start + 2)
    assert view.speech.say_here() == (
        "Paragraph 2. Claim of the key, missed: “the boats stayed in the harbour”."
    )
    view.speech.go_to(0)
    assert view.speech.say_here() == "Headline. No mark here."
    assert len(heard) == 2


def test_only_the_keyboards_own_caret_is_heard(
    view: ArticleView, heard: list[str], qtbot: Any
) -> None:
    view.clearFocus()
    view.words.place_caret(CLAIM.span.start + 1)
    assert heard == []


def test_an_end_of_the_text_is_no_error(view: ArticleView, heard: list[str]) -> None:
    QTest.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert view.speech.here().startswith("Paragraph 5")


def test_sentence_keys_go_from_sentence_to_sentence_over_paragraphs(view: ArticleView) -> None:
    ends = ["$3m.", "early.", "week long.", "Monday."]
    view.words.place_caret(span_of("Dr. Smith").start)
    for end in ends:
        QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        assert view.words.caret() == span_of(end).end
    for start in ("The harbour on", "Nobody asked", "He left", "Dr. Smith"):
        QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        assert view.words.caret() == span_of(start).start
