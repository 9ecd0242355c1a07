"""The papers to look at whole: spread over the points, the same ones each time."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from annotator.services.review.inbox import SPREAD, Flag, InboxLine, sample


@given(st.lists(st.integers(0, 26), min_size=8, max_size=60), st.randoms())
def test_one_of_each_quarter_whatever_the_order(points: list[int], chance: random.Random) -> None:
    papers = [(f"{n:064}", InboxLine(points=each)) for n, each in enumerate(points)]
    chosen = sample(papers, "lesson")
    assert len(set(chosen)) == len(chosen) == SPREAD
    mixed = list(papers)
    chance.shuffle(mixed)
    assert sample(mixed, "lesson") == chosen
    of = dict(papers)
    found = [of[sha256].points for sha256 in chosen]
    assert found == sorted(found), "from the lowest to the highest"
    quarter = len(points) // SPREAD
    assert found[0] <= sorted(points)[quarter]
    assert found[-1] >= sorted(points)[-quarter - 1]


def test_flags_about_the_marks_come_too_and_faults_never() -> None:
    papers = [(f"{n:064}", InboxLine(points=n)) for n in range(20)]
    extra = [
        ("a" * 64, InboxLine(flags=(Flag.SHORT_TIME,))),
        ("b" * 64, InboxLine(flags=(Flag.LATE,))),
        ("c" * 64, InboxLine(fault="It is damaged.", flags=(Flag.PAINTED,))),
    ]
    chosen = sample([*papers, *extra], "x")
    assert "a" * 64 in chosen
    assert "c" * 64 not in chosen
    assert len(chosen) <= SPREAD + 1


def test_few_papers_are_all_looked_at() -> None:
    papers = [(f"{n:064}", InboxLine(points=n)) for n in range(3)]
    assert set(sample(papers, "x")) == {sha256 for sha256, _ in papers}
    assert sample([], "x") == ()
