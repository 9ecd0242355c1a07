"""Who is paired with whom: the assignment that is worth most, what stays unpaired included.

Everything here is in word numbers, so the rule can be tested without any text. Only required items
are paired. Marks and items that share no possible pair never meet: the assignment is found for each
connected group by itself.

Why the promises hold. What an unpaired mark costs depends on that mark alone, never on the pairing,
and what a pair is worth on that pair alone. So each way of mending (an exact missed item added, an
unpaired mark deleted or replaced, a label put right, an edge moved nearer to the accepted span it
fits best) makes the pairing of before worth at least as much as it was, and the best pairing is
worth at least that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import lcm
from typing import NamedTuple

from annotator.scoring.assignment import components, heaviest
from annotator.scoring.standing import Candidate, Standing, WordKey


class WordMark(NamedTuple):
    """A student's mark in words; ``start == end`` where it holds no word at all.

    ``tie`` orders marks on the same words with the same label; ``is_free`` says that it costs
    nothing unpaired (waived by the teacher, or beyond where today's reading stops).
    """

    id: str
    start: int
    end: int
    label: str
    is_free: bool = False
    tie: tuple[int, ...] = ()

    @property
    def order(self) -> tuple[object, ...]:
        """Sorts by what the mark is; the id decides only between marks that are alike."""
        return (self.start, self.end, self.label, self.tie, self.id)


class Pairing(NamedTuple):
    """Marks in reading order, where each of them stands, and what it was paired with."""

    marks: tuple[WordMark, ...]
    standings: tuple[Standing, ...]
    pairs: dict[int, Candidate]
    costs: tuple[int, ...]

    @property
    def value(self) -> int:
        """Points of the pairs less the costs of what stays unpaired; may be below zero."""
        earned = sum(candidate.points for candidate in self.pairs.values())
        return earned - sum(c for n, c in enumerate(self.costs) if n not in self.pairs)


def pair_up(key: WordKey, marks: Iterable[WordMark], extra_cost: int) -> Pairing:
    """The one-to-one pairing with the highest total, costs of what stays unpaired included.

    Among equal totals: more accepted labels, then the larger sum of IoU, then the span that is
    shown, then reading order. The order in which marks and items are given changes nothing.
    ``extra_cost`` is in micro-points.
    """
    ordered = tuple(sorted(marks, key=lambda mark: mark.order))
    standings = tuple(key.standing(mark.start, mark.end, mark.label) for mark in ordered)
    costs = tuple(
        extra_cost if standing.costs and not mark.is_free else 0
        for mark, standing in zip(ordered, standings, strict=True)
    )
    pairs: dict[int, Candidate] = {}
    for group in components([[c.item for c in each.candidates] for each in standings]):
        pairs.update(_best(group, standings, costs))
    return Pairing(ordered, standings, pairs, costs)


def _best(
    group: list[int], standings: Sequence[Standing], costs: Sequence[int]
) -> dict[int, Candidate]:
    if len(group) == 1 and len(standings[group[0]].candidates) == 1:
        return {group[0]: standings[group[0]].candidates[0]}
    rows = [standings[n].candidates for n in group]
    items = sorted({c.item for candidates in rows for c in candidates})
    column = {item: k for k, item in enumerate(items)}
    size = len(group) + len(items)
    # One denominator for every IoU of the group, so that sums of them are compared exactly.
    whole = lcm(*(c.union for candidates in rows for c in candidates))
    gains: list[list[int | None]] = [[None] * len(items) for _ in group]
    found: dict[tuple[int, int], Candidate] = {}
    for row, (n, candidates) in enumerate(zip(group, rows, strict=True)):
        for candidate in candidates:
            k = column[candidate.item]
            found[row, k] = candidate
            gains[row][k] = _gain(candidate, costs[n], size, whole, row + k)
    if len(group) == 1:
        # One mark alone: no assignment has to be solved.
        best = max(found, key=lambda pair: gains[0][pair[1]] or 0)
        return {group[0]: found[best]}
    return {group[row]: found[row, k] for row, k in heaviest(gains)}


def _gain(candidate: Candidate, saved: int, size: int, whole: int, place: int) -> int:
    """Points, then each tie-breaker, in one integer: a digit of a number for each.

    A digit's base is larger than any sum of that digit over a whole pairing (which has fewer than
    ``size`` pairs), so a lower one never outweighs a higher one. ``place`` is below ``size``.
    """
    gain = candidate.points + saved
    gain = gain * size + candidate.is_accepted
    gain = gain * (whole * size) + whole // candidate.union * candidate.shared
    gain = gain * size + candidate.is_shown
    return gain * (2 * size * size) + (2 * size - place)
