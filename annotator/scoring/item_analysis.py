"""Do those who did well on the rest also get this item? In words; a number needs thirty papers."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from annotator.model.class_report import ItemRest

#: Below this many papers the correlation is never given as a number.
NUMBER_FROM = 30
#: Below this many papers nothing is said at all.
WORDS_FROM = 10
#: From here on up (or, negative, down) the words say that there is a tendency.
TENDENCY = 0.2


def correlation(left: Sequence[float], right: Sequence[float]) -> float | None:
    """Pearson's r (point-biserial where ``left`` is 0 and 1); None where one of them never varies.

    ValueError where they differ in length.
    """
    size = len(left)
    if size != len(right):
        raise ValueError("A correlation needs as many values on one side as on the other.")
    # n·Σ… forms, so that whole numbers stay exact up to the last division.
    total_left, total_right = sum(left), sum(right)
    both = size * sum(a * b for a, b in zip(left, right, strict=True)) - total_left * total_right
    spread_left = size * sum(a * a for a in left) - total_left**2
    spread_right = size * sum(b * b for b in right) - total_right**2
    if spread_left <= 0 or spread_right <= 0:
        return None
    return both / sqrt(spread_left * spread_right)


def item_rest(hits: Sequence[Sequence[int]], item: int) -> float | None:
    """Correlation of one item (0 or 1) with the number of the other items that a paper has right.

    ``hits`` has a row for each paper. None where everybody did alike.
    """
    return correlation([row[item] for row in hits], [sum(row) - row[item] for row in hits])


def in_words(hits: Sequence[Sequence[int]], item: int) -> tuple[ItemRest, float | None]:
    """What may be said of an item, and the correlation where there are papers enough to give it."""
    if len(hits) < WORDS_FROM:
        return ItemRest.TOO_FEW, None
    found = item_rest(hits, item)
    if found is None:
        return ItemRest.UNCLEAR, None
    number = found if len(hits) >= NUMBER_FROM else None
    if found <= -TENDENCY:
        return ItemRest.REVERSED, number
    return (ItemRest.AS_EXPECTED if found >= TENDENCY else ItemRest.UNCLEAR), number
