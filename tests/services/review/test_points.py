"""Points in words, and sums that add up as they are shown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.key import POINT
from annotator.model.lesson import Lesson
from annotator.model.outcome import RowKind
from annotator.services.review.compare import LessonComparer
from annotator.services.review.points import points_text, shown_points, shown_rows, sum_of
from tests.ui.outcomes.conftest import Pupil, amara, required, shelf


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return shelf().load("03-reservoir-leak")


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (0, "0"),
        (POINT, "1"),
        (POINT // 2, "0.5"),
        (POINT // 4, "0.25"),
        (3 * POINT // 4, "0.75"),
        (-POINT // 2, "−0.5"),
        (2 * POINT + POINT // 2, "2.5"),
        (-3 * POINT - POINT // 4, "−3.25"),
        (781_250, "0.78"),
        (12_345_678, "12.35"),
        (-333_333, "−0.33"),
        (999_999, "1"),
        (-1, "0"),
        (250_001, "0.25"),
    ],
)
def test_points_are_written_in_one_way(points: int, words: str) -> None:
    assert points_text(points) == words


@given(st.lists(st.integers(-2 * POINT, 3 * POINT), max_size=40))
def test_shown_points_add_up_to_the_shown_total(points: list[int]) -> None:
    shown = shown_points(points)
    total = sum(shown)
    assert abs(total - sum(points)) * 2 <= POINT // 100
    for each, exact in zip(shown, points, strict=True):
        assert each % (POINT // 100) == 0
        assert abs(each - exact) < POINT // 100


@given(st.lists(st.integers(-8, 12).map(lambda n: n * POINT // 4), max_size=40))
def test_quarters_are_never_bent_to_make_a_sum(points: list[int]) -> None:
    assert list(shown_points(points)) == points


def _number(words: str) -> int:
    """What a person reads off the screen, in hundredths."""
    sign = -1 if words.startswith("−") else 1
    words = words.removeprefix("−")
    units, _, decimals = words.partition(".")
    return sign * (int(units) * 100 + int(decimals.ljust(2, "0")))


@pytest.mark.parametrize("make", [amara, lambda lesson: Pupil(lesson, "Nobody", 2)])
def test_the_line_adds_up_as_it_is_read(lesson: Lesson, make: object) -> None:
    pupil = make(lesson)  # type: ignore[operator]
    told = sum_of(LessonComparer(lesson).compare(pupil.submission()))
    terms = re.split(r" (?=[+−] )", told.terms_text())
    read = sum(_number(term.replace("− ", "−").replace("+ ", "")) for term in terms)
    total, _, possible = told.total_text().split(" · ")[0].split(" ")
    assert read == _number(total)
    assert _number(possible) == 100 * len(required(lesson))


def test_a_paper_of_nothing_but_extras_says_not_below_zero(lesson: Lesson) -> None:
    pupil = Pupil(lesson, "Painter", 3)
    for trap in lesson.key.traps:  # type: ignore[union-attr]
        pupil.mark(trap.span, "opinion")
    comparison = LessonComparer(lesson).compare(pupil.submission())
    kinds = [row.kind for row, _ in shown_rows(comparison)]
    assert RowKind.NOT_BELOW_ZERO in kinds
    told = sum_of(comparison)
    traps = len(lesson.key.traps)  # type: ignore[union-attr]
    cost = points_text(traps * POINT // 2)
    possible = len(required(lesson))
    assert told.words() == f"0 − {cost} + {cost} = 0 of {possible} · 0%"
    assert "not below zero" in told.spoken()
