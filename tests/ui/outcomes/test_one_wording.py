"""Every state is put into words once, and all who tell of it take the words from there."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest

import annotator
from annotator import cli
from annotator.model.key import AcceptedSpan, AnswerKey, KeyItem, Trap
from annotator.model.labels import Sign
from annotator.model.lesson import Lesson
from annotator.model.outcome import ItemState, MarkState, RelationState
from annotator.model.review import Answer
from annotator.model.text import Span
from annotator.services.marking.wording import shortened
from annotator.services.review.compare import LessonComparer
from annotator.services.review.groups import DecisionGroup
from annotator.services.review.item_answers import How
from annotator.services.review.pending import PendingDecision
from annotator.services.review.practice import Results
from annotator.services.review.wordings import (
    WORDINGS,
    Phrase,
    Reader,
    State,
    answer_state,
    merged_text,
    title,
    wording,
)
from annotator.ui.outcomes.counted import counted_rows
from annotator.ui.outcomes.layers import painted_both
from annotator.ui.outcomes.outcome_rows import OutcomeRow, entries_of, explain
from annotator.ui.outcomes.reasons import reasons_of
from annotator.ui.printing.student_report import report_rows
from annotator.ui.review.explain_group import explain_group
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.theme import Theme
from tests.ui.outcomes.conftest import Pupil

STATES: list[State] = [state for table in WORDINGS.values() for state in table]
#: Nothing is said of these: a mark says it of what was found, and nobody has to find the others.
SILENT = {("ItemState", "found"), ("ItemState", "optional"), ("RelationState", "optional")}


def name_of(state: State) -> str:
    return f"{type(state).__name__}-{state.value}"


def test_each_state_has_one_entry() -> None:
    for kind in (MarkState, ItemState, RelationState, How):
        assert set(WORDINGS[kind]) == set(kind)


@pytest.mark.parametrize("state", STATES, ids=name_of)
def test_it_speaks_to_the_student_and_of_the_student(state: State) -> None:
    said = wording(state)
    for text in (said.title, said.note, said.fact, said.points):
        to_others = f" {text.to(Reader.TEACHER).lower()} "
        assert " you " not in to_others
        assert " your " not in to_others
        assert "student" not in text.to(Reader.STUDENT).lower()
    assert said.title.to(Reader.STUDENT)
    assert said.title.to(Reader.TEACHER)
    assert said.sign is None or isinstance(said.sign, Sign)


def test_nobody_else_has_words_of_their_own_for_a_state() -> None:
    """No other file of the program holds a title of the table as a text."""
    titles = {
        text
        for state in STATES
        for text in (wording(state).title.of_you, wording(state).title.of_student)
        # These are words of many meanings.
        if text not in (None, "Right", "Found", "Need not be found")
    }
    program = Path(annotator.__file__).parent
    for path in program.rglob("*.py"):
        if path.name == "wordings.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value not in titles, f"{path}: {node.value}"


# -- a paper with every state ------------------------------------------------------------------


class Every:
    """A key and a paper in which every state comes about, on the words of a shipped lesson."""

    def __init__(self, lesson: Lesson) -> None:
        text = lesson.article.text
        paragraph = max(lesson.article.blocks, key=lambda block: block.span.end - block.span.start)
        words, at = [], paragraph.span.start
        for word in paragraph.span.of(text).split(" "):
            words.append(Span(at, at + len(word)))
            at += len(word) + 1
        assert len(words) >= 40

        def span(start: int, end: int) -> Span:
            return Span(words[start].start, words[end - 1].end)

        def accepted(start: int, end: int) -> AcceptedSpan:
            return AcceptedSpan(span(start, end), span(start, end).of(text))

        def item(name: str, *places: tuple[int, int], required: bool = True) -> KeyItem:
            return KeyItem(
                id=name,
                name=name,
                label="claim",
                accepted=tuple(accepted(*place) for place in places),
                required=required,
                why=f"Why {name}.",
            )

        items = (
            item("matched", (0, 5)),
            item("another", (5, 7), (7, 9)),
            item("edges", (9, 13)),
            item("label", (15, 19)),
            item("optional", (19, 22), required=False),
            item("spare", (22, 23), required=False),
            item("missed", (23, 26)),
            item("first", (27, 30)),
            item("second", (30, 33)),
        )
        trap = Trap(id="trap", span=span(33, 36), quote=span(33, 36).of(text), why="Why not.")
        key = AnswerKey(article_sha256=lesson.article.sha256, items=items, traps=(trap,))
        pupil = Pupil(replace(lesson, key=key), "Every")
        for start, end, label in (
            *((0, 5, "claim"), (7, 9, "claim"), (9, 15, "claim"), (15, 19, "opinion")),
            *((19, 22, "claim"), (27, 33, "claim"), (33, 36, "claim"), (38, 40, "claim")),
            # The same thing again, and a piece of it.
            *((0, 7, "claim"), (2, 3, "claim")),
        ):
            pupil.mark(span(start, end), label)
        self.lesson = pupil.lesson
        self.key = key
        self.submission = pupil.submission()
        self.comparison = LessonComparer(self.lesson).compare(self.submission)

    def rows(self) -> tuple[OutcomeRow, ...]:
        guide = self.lesson.guide
        return entries_of(self.comparison, self.key, guide, self.submission.annotations)

    def results(self) -> Results:
        return Results(lesson=self.lesson, submission=self.submission, comparison=self.comparison)


@pytest.fixture(scope="module")
def every(lesson: Lesson) -> Every:
    return Every(lesson)


def test_the_paper_has_every_state_of_marks_and_items(every: Every) -> None:
    assert {mark.state for mark in every.comparison.marks} == set(MarkState)
    assert {item.state for item in every.comparison.items} == set(ItemState)


def teachers_words(every: Every) -> str:
    told = [
        explain(row, every.lesson, every.comparison, every.submission)
        for row in every.rows()
        if row.can_be_chosen
    ]
    return "\n".join(each.spoken() for each in told)


def painted_words(every: Every) -> str:
    painted = painted_both(every.comparison, every.key, every.lesson.guide)
    return "\n".join(mark.tip for mark in painted)


def students_words(every: Every) -> str:
    guide = every.lesson.guide
    return "\n".join(each.spoken(guide) for each in reasons_of(every.results()).rows)


def printed_words(every: Every, theme: Theme) -> str:
    results = every.results()
    return report_rows(results, reasons_of(results), theme).document.toPlainText()


def command_line(every: Every, capsys: pytest.CaptureFixture[str]) -> str:
    cli._print_comparison("Every", every.comparison)
    return capsys.readouterr().out


@pytest.mark.parametrize(
    "state", [each for each in STATES if isinstance(each, MarkState | ItemState)], ids=name_of
)
def test_all_who_tell_of_a_state_take_its_words_from_the_table(
    every: Every,
    state: State,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    dressed: Appearance,
) -> None:
    new = replace(wording(state), title=Phrase("Zz to you", "Zz of them"))
    monkeypatch.setitem(WORDINGS[type(state)], state, new)
    if (type(state).__name__, state.value) in SILENT:
        return
    assert "zz of them" in painted_words(every)
    if state is MarkState.AGAIN:
        # It is named at the item that it says once more: see the next test.
        return
    assert "Zz of them" in teachers_words(every)
    assert "Zz of them" in command_line(every, capsys)
    assert "Zz to you" in students_words(every)
    right = (MarkState.MATCHED, MarkState.ANOTHER_ANSWER, MarkState.OPTIONAL_FOUND)
    if state not in (*right, MarkState.PIECE):
        # On paper what is right is in the article and in the sum, without a reason of its own.
        assert "Zz to you" in printed_words(every, dressed.theme)


def test_an_item_names_what_was_marked_again(every: Every) -> None:
    again = next(mark for mark in every.comparison.marks if mark.state is MarkState.AGAIN)
    said = wording(MarkState.AGAIN).fact
    for reader, words in (
        (Reader.TEACHER, teachers_words(every)),
        (Reader.STUDENT, students_words(every)),
    ):
        assert f"{said.to(reader)}: “{shortened(again.quote, 60)}”" in words


def test_one_mark_over_two_items_is_said_at_both(every: Every) -> None:
    merged = next(item for item in every.comparison.items if item.state is ItemState.MERGED)
    for reader, words in (
        (Reader.TEACHER, teachers_words(every)),
        (Reader.STUDENT, students_words(every)),
    ):
        assert title(ItemState.MERGED, reader) in words
        assert merged_text([merged.quote], reader).rstrip(".") in words


@pytest.mark.parametrize("state", [MarkState.PIECE, MarkState.EXTRA, MarkState.TRAP], ids=name_of)
def test_lists_and_sums_take_their_notes_from_the_table(
    every: Every, state: MarkState, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = replace(wording(state), note=Phrase("zz you", "zz them"))
    monkeypatch.setitem(WORDINGS[MarkState], state, new)
    assert "zz them" in [row.note for row in every.rows()]
    results = every.results()
    assert "zz you" in [row.note for row in counted_rows(results, reasons_of(results))]


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (Answer(label="claim", span=Span(0, 5), item_id="matched"), MarkState.EDGES_OFF),
        (Answer(label="opinion", item_id="matched"), MarkState.OTHER_LABEL),
        (Answer(label="claim", span=Span(0, 5)), MarkState.EXTRA),
        (Answer(label="claim", span=Span(0, 5), trap_id="trap"), MarkState.TRAP),
    ],
    ids=["edges", "label", "extra", "trap"],
)
def test_a_decision_says_what_a_paper_says(
    every: Every, answer: Answer, state: MarkState, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert answer_state(answer) is state
    new = replace(wording(state), title=Phrase("Zz to you", "Zz of them"))
    monkeypatch.setitem(WORDINGS[MarkState], state, new)
    group = DecisionGroup(answer=answer, places=(), span=Span(0, 5), quote="words", item_quote="")
    told = explain_group(PendingDecision(group), every.key, every.lesson, 3)
    assert told.title == "Zz of them"
