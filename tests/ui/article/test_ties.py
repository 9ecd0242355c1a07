"""Ties lie between the lines and beside the column, and their words do not cover each other."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRect, QRectF

from annotator.ui.article.ties import Link, PlacedTie, place_ties

COLUMN = QRect(120, 0, 640, 0)
RIGHT = 900
LINE, WORDS = 32, 22


def mark_on(line: int, left: int) -> QRect:
    """The first line of a mark: the top of the line of words, and its height."""
    return QRect(120 + left, 40 + LINE * line, 60, WORDS)


ENDS = st.tuples(st.integers(0, 12), st.integers(0, 560))
TIES = st.lists(st.tuples(ENDS, ENDS), min_size=1, max_size=6)


def placed(ties: list[tuple[tuple[int, int], tuple[int, int]]]) -> list[PlacedTie]:
    links = [
        (Link(f"from {n % 2}", f"to {n}", "said_by"), mark_on(*a), mark_on(*b))
        for n, (a, b) in enumerate(ties)
    ]
    return place_ties(links, COLUMN, RIGHT, 19.0)


def words_of(line: int) -> QRectF:
    """Where the letters of a line are: from the height of its capitals to what hangs below."""
    return QRectF(120, 40 + LINE * line + 5, 640, WORDS - 5)


@given(TIES)
def test_words_of_ties_stand_apart_beside_the_column(
    qapp: object, ties: list[tuple[tuple[int, int], tuple[int, int]]]
) -> None:
    tags = [tie.tag for tie in placed(ties)]
    assert not any(a.intersects(b) for a, b in combinations(tags, 2))
    for tag in tags:
        assert COLUMN.right() < tag.left()
        assert tag.right() < RIGHT


@given(TIES)
def test_connectors_do_not_run_over_words(
    qapp: object, ties: list[tuple[tuple[int, int], tuple[int, int]]]
) -> None:
    for tie in placed(ties):
        steps = [tie.path.pointAtPercent(n / 200) for n in range(201)]
        for line in range(14):
            letters = words_of(line)
            assert not any(letters.contains(point) for point in steps)


def test_two_ties_of_one_mark_begin_apart(qapp: object) -> None:
    links = [
        (Link("a", "b", "said_by"), mark_on(3, 0), mark_on(6, 10)),
        (Link("a", "c", "denies"), mark_on(3, 0), mark_on(9, 10)),
    ]
    one, other = place_ties(links, COLUMN, RIGHT, 19.0)
    apart: QPointF = one.path.pointAtPercent(0) - other.path.pointAtPercent(0)
    assert abs(apart.x()) >= 8


@given(st.permutations(["a", "b", "c", "d"]))
def test_where_ties_lie_does_not_hang_on_ids(qapp: object, ids: list[str]) -> None:
    said, by, denied, other = ids
    links = [
        (Link(said, by, "said_by"), mark_on(3, 0), mark_on(1, 10)),
        (Link(said, denied, "denies"), mark_on(3, 0), mark_on(1, 200)),
        (Link(other, by, "said_by"), mark_on(3, 300), mark_on(1, 10)),
    ]
    ties = place_ties(links, COLUMN, RIGHT, 19.0)
    assert [(tie.words, tie.tip.x() - 120) for tie in ties] == [
        ("said by", 34.0),
        ("denies", 224.0),
        ("said by", 46.0),
    ]
