"""Whatever is done in whatever order: disk, list and picture are as after a fresh start.

The page is real and gets real keys; the store is a real file behind the real writer thread.
``HYPOTHESIS_PROFILE=long`` takes thousands of steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.model.annotation import EndKind, RelationEnd, RelationKind
from annotator.model.article import Article, BlockKind
from annotator.model.lesson import Lesson, LessonUses
from annotator.model.text import Span
from annotator.ui.marking.marks_model import MARK_ROLE
from annotator.ui.marking.page import StudentPage

from .conftest import a_guide
from .house import House, close, open_house, still

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT, NONE = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
ARTICLE = Article.from_blocks(
    [
        (BlockKind.HEADLINE, "Ferry “doubled—it’s late”"),
        (
            BlockKind.PARAGRAPH,
            "Dr. Smith said the co-op’s fares rose 6.4% to $3m. He left 😀 early.",
        ),
        (BlockKind.PARAGRAPH, "كتب The Herald أن العبارة تأخرت يوم الاثنين"),
        (BlockKind.PARAGRAPH, "The cafe\u0301 👩‍👩‍👧 opened q\u0307 today. 渡船が遅れた。"),
        (BlockKind.CAPTION, "The harbour on Monday."),
    ]
)
LESSON = Lesson(
    id="any",
    title="Any order",
    article=ARTICLE,
    guide=a_guide(),
    uses=LessonUses(relations=tuple(RelationKind), certainty=True),
)
WORDS = len(ARTICLE.words)
_LABEL_KEYS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)

word = st.integers(0, WORDS - 1)
label = st.integers(0, 3)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("mark"), word, st.integers(1, 6), label),
        st.tuples(st.just("across"), word, st.integers(8, 20), label),
        st.tuples(st.just("choose"), st.integers(0, 40)),
        st.tuples(st.just("grow"), st.booleans(), st.booleans(), st.booleans()),
        st.tuples(st.just("relabel"), label),
        st.tuples(st.just("sure")),
        st.tuples(st.just("note"), st.text(max_size=12)),
        st.tuples(
            st.just("relate"),
            st.sampled_from(list(RelationKind)),
            st.lists(st.integers(-1, 40), min_size=0, max_size=3),
        ),
        st.tuples(st.just("remove")),
        st.tuples(st.just("undo")),
        st.tuples(st.just("undo")),
        st.tuples(st.just("redo")),
    ),
    min_size=5,
    max_size=40,
)


def press(page: StudentPage, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(page.view, key, held)


def take(page: StudentPage, step: tuple[Any, ...]) -> None:
    """One thing that a student does."""
    match step:
        case ("mark", first, length, which):
            page.choose("")
            words = ARTICLE.words
            start = words.starts[first]
            block = ARTICLE.blocks[ARTICLE.block_number_at(start)].span
            end = min(words.ends[min(first + length, WORDS) - 1], block.end)
            page.view.words.select(Span(start, end))
            press(page, _LABEL_KEYS[which])
        case ("across", first, length, which):
            words = ARTICLE.words
            cursor = page.view.textCursor()
            ends = words.starts[first], words.ends[min(first + length, WORDS) - 1]
            cursor.setPosition(page.view.page.geometry.unit(ends[0]))
            cursor.setPosition(page.view.page.geometry.unit(ends[1]), cursor.MoveMode.KeepAnchor)
            page.view.words.set_exact(False)
            page.view.setTextCursor(cursor)
            press(page, Qt.Key.Key_B)
            press(page, _LABEL_KEYS[which])
        case ("choose", number):
            marks = page.session.marking.marks
            page.choose(marks[number % len(marks)].id if marks else "")
        case ("grow", at_start, forward, by_char):
            held = ALT | (SHIFT if at_start else NONE) | (CTRL if by_char else NONE)
            press(page, Qt.Key.Key_Right if forward else Qt.Key.Key_Left, held)
        case ("relabel", which):
            page.view.words.clear()
            if page.chosen:
                press(page, _LABEL_KEYS[which])
        case ("sure",):
            press(page, Qt.Key.Key_S)
        case ("note", text):
            if page.chosen:
                page.session.set_note(page.chosen, text)
        case ("relate", kind, targets):
            relate(page, kind, targets)
        case ("remove",):
            press(page, Qt.Key.Key_Delete)
        case ("undo",):
            press(page, Qt.Key.Key_Z, CTRL)
        case ("redo",):
            press(page, Qt.Key.Key_Y, CTRL)


def relate(page: StudentPage, kind: RelationKind, targets: list[int]) -> None:
    """What the sheet of ties asks for; -1 stands for "nobody is named"."""
    marks = [mark.id for mark in page.session.marking.marks if mark.id != page.chosen]
    if not page.chosen or not marks:
        return
    ends: list[RelationEnd] = []
    for number in targets:
        nobody = number < 0 and kind is RelationKind.SAID_BY
        end = (
            RelationEnd(EndKind.NOBODY) if nobody else RelationEnd.mark(marks[number % len(marks)])
        )
        if end not in ends:
            ends.append(end)
    chain = [[end] for end in ends] if kind is RelationKind.SAID_BY else [ends[:1]] if ends else []
    page.session.relate(page.chosen, kind, chain)


def rows(page: StudentPage) -> list[tuple[str, str, str]]:
    """The list as it stands: ids, quotes, details."""
    mark_page = page.panel._mark_page
    assert mark_page is not None
    model = mark_page.marks._filter
    found = []
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        mark = index.data(MARK_ROLE)
        details = index.data(Qt.ItemDataRole.AccessibleTextRole)
        found.append((mark.id, index.data(), details))
    return found


@pytest.fixture(scope="module")
def house(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One data folder for all runs; each run is a student of its own."""
    with open_house(tmp_path_factory.mktemp("any") / "data") as opened:
        yield opened


@settings(max_examples=max(10, settings().max_examples // 5))
@given(steps=STEPS)
def test_any_sequence_leaves_disk_list_and_picture_as_a_fresh_start(
    house: House, steps: list[tuple[Any, ...]]
) -> None:
    student = house.studying.add_person("Amara")
    work = house.studying.open_work(student, LESSON)
    page = house.page(work)
    for step in steps:
        take(page, step)
    saved = house.read(work)
    marking = page.session.marking
    assert saved.annotations == marking.marks
    assert {r.id: r for r in saved.relations} == {r.id: r for r in marking.relations}
    still(page)
    fresh = house.page(house.studying.open_work(student, LESSON))
    still(fresh)
    try:
        assert rows(page) == rows(fresh)
        assert {m.id: m for m in page.view.marks.index} == {m.id: m for m in fresh.view.marks.index}
        same_links = {k: sorted(v) for k, v in page.view.ties._links.items()}
        assert same_links == {k: sorted(v) for k, v in fresh.view.ties._links.items()}
        assert page.view.grab().toImage() == fresh.view.grab().toImage()
        for mark in marking.marks[:3]:
            # Picked, a mark shows its ends and its ties.
            page.choose(mark.id)
            fresh.choose(mark.id)
            assert page.view.viewport().grab().toImage() == fresh.view.viewport().grab().toImage()
    finally:
        close(page)
        close(fresh)
