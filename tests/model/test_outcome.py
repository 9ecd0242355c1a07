from __future__ import annotations

import dataclasses

import pytest

from annotator.model import outcome
from annotator.model.lesson import is_cut_small
from annotator.model.outcome import Coverage, LabelCounts, MarkState


def test_precision_recall_f1():
    counts = LabelCounts("claim", tp=6, fp=2, fn=4)
    assert (counts.precision, counts.recall) == (0.75, 0.6)
    assert counts.f1 == pytest.approx(2 * 0.75 * 0.6 / (0.75 + 0.6))


def test_nothing_to_divide_by():
    assert LabelCounts("claim").precision is None
    assert LabelCounts("claim").recall is None
    assert LabelCounts("claim").f1 is None
    assert LabelCounts("claim", fn=1).f1 == 0
    assert LabelCounts("claim", fp=1).recall is None


def test_painted_is_above_sixty_percent():
    assert [Coverage("claim", n, 10).painted for n in (5, 6, 7)] == [False, False, True]


def test_values_are_frozen():
    kinds = [each for each in vars(outcome).values() if dataclasses.is_dataclass(each)]
    for kind in kinds:
        assert vars(kind)["__dataclass_params__"].frozen, kind
        assert "__slots__" in vars(kind), kind


def test_states_keep_the_names_that_stand_in_files():
    assert [str(state) for state in MarkState] == [
        "matched",
        "another-accepted-answer",
        "edges-off",
        "right-place-different-label",
        "piece",
        "again",
        "extra",
        "trap",
        "optional-found",
    ]


def test_more_than_two_marks_for_each_item_is_cut_small():
    assert [is_cut_small(marks, 10) for marks in (0, 20, 21)] == [False, False, True]
    assert not is_cut_small(5, 0)
