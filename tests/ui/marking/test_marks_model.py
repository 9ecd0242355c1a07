"""The list's rows: in reading order after every change, and what is chosen stays chosen."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtTest import QAbstractItemModelTester

from annotator.model.errors import AnnotatorError
from annotator.model.text import Span
from annotator.ui.marking.marks_model import MARK_ROLE, MarksFilter, MarksModel

from .conftest import Desk

LABELS = ("claim", "denial", "source", "opinion")
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def ids(model: MarksModel | QSortFilterProxyModel) -> list[str]:
    return [model.index(row, 0).data(MARK_ROLE).id for row in range(model.rowCount())]


@pytest.mark.parametrize("seed", range(8))
def test_rows_are_in_reading_order_whatever_happens(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    model = MarksModel(desk.session)
    shown = MarksFilter(model)
    testers = [QAbstractItemModelTester(each, FATAL) for each in (model, shown)]
    stack = desk.session.history
    length = len(desk.session.lesson.article.text)
    for _ in range(80):
        mark_ids = [mark.id for mark in desk.marking.marks]
        start = chance.randrange(length - 30)
        span = Span(start, start + chance.randrange(1, 30))
        verb = chance.choice(("add", "add", "resize", "relabel", "remove", "undo", "redo"))
        try:
            if verb == "add" or not mark_ids:
                more = Span(max(0, start - 3), span.end)
                desk.session.add([span, more][: chance.randrange(1, 3)], chance.choice(LABELS))
            elif verb == "resize":
                desk.session.resize(chance.choice(mark_ids), span)
            elif verb == "relabel":
                desk.session.relabel(chance.choice(mark_ids), chance.choice(LABELS))
            elif verb == "remove":
                desk.session.remove(chance.sample(mark_ids, min(2, len(mark_ids))))
            else:
                stack.undo() if verb == "undo" else stack.redo()
        except AnnotatorError:
            continue
        wanted = [mark.id for mark in desk.marking.marks]
        assert ids(model) == ids(shown) == wanted
        assert [model.index(row).data() for row in range(len(wanted))] == [
            mark.quote for mark in desk.marking.marks
        ]
    assert len(testers) == 2


def test_a_row_follows_its_mark_to_another_place(desk: Desk) -> None:
    mark = desk.mark("Harbour Post", "source")
    desk.mark("careless nonsense", "opinion")
    model = MarksModel(desk.session)
    shown = MarksFilter(model)
    kept = QPersistentModelIndex(shown.index(0, 0))
    removed: list[object] = []
    shown.rowsRemoved.connect(lambda *args: removed.append(args))
    desk.session.resize(mark, desk.span("40 people"))
    assert kept.isValid()
    assert (kept.row(), kept.data(Qt.ItemDataRole.DisplayRole)) == (1, "40 people")
    desk.session.relabel(mark, "claim")
    assert kept.data(MARK_ROLE).label == "claim"
    assert not removed
