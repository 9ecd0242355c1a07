"""Who is paired with whom: the assignment that is worth most, what stays unpaired included.

Everything here is in word numbers, so the rule can be tested without any text. Marks and items that
share no possible pair never meet: the assignment is found for each connected group by itself.

Why the promises hold. What an unpaired mark costs depends on that mark alone, never on the pairing.
So each way of mending (an exact missed item added, an unpaired mark deleted or replaced, a label
put right, an edge moved nearer to the accepted span it fits best) makes the pairing of before worth
at least as much as it was, and the best pairing is worth at least that.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotator.scoring.assignment import heaviest
from annotator.scoring.place import AcceptedPlace, Fit, WordRange, best_fit

OWN_LABEL = 3
ACCEPTED_LABEL = 2
OTHER_LABEL = 0


@dataclass(frozen=True, slots=True)
class WordItem:
    """A key item in words. ``places`` keep the number of their accepted span.

    A span without a single word can't be matched, so an item may have no place left.
    """

    id: str
    labels: tuple[str, ...]
    places: tuple[tuple[int, AcceptedPlace], ...]
    required: bool = True
    weight: int = 0

    @property
    def order(self) -> tuple[object, ...]:
        """Sorts by what the item is; the id decides only between items that are alike."""
        where = tuple((p.start, p.end, p.start_window, p.end_window) for _, p in self.places)
        return (where, self.labels, not self.required, -self.weight, self.id)


@dataclass(frozen=True, slots=True)
class WordMark:
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


class Candidate(NamedTuple):
    """A pair that is possible: the number of the item, how it fits, what it earns."""

    item: int
    fit: Fit
    rank: int
    points: int


class Standing(NamedTuple):
    """What can become of a mark on some words under some label, whoever made it.

    ``covers`` holds the items that lie in it for 80% of their words and accept its label.
    """

    candidates: tuple[Candidate, ...]
    piece_of: int | None
    trap: int | None
    covers: tuple[int, ...] = ()


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


class WordKey:
    """The key's side of a comparison, made ready once for any number of submissions.

    Remembers how each distinct mark (words and label) stands: in a class most marks are alike.
    """

    __slots__ = ("_ends", "_places", "_remembered", "_starts", "items", "traps")

    def __init__(self, items: Iterable[WordItem], traps: Sequence[WordRange] = ()) -> None:
        self.items = tuple(sorted(items, key=lambda item: item.order))
        self.traps = tuple(traps)
        self._places = sorted(
            (
                (place.start, place.end, n)
                for n, item in enumerate(self.items)
                for _, place in item.places
            ),
        )
        self._starts = [start for start, _, _ in self._places]
        # The furthest end of all places up to here: nothing before a smaller one can reach a mark.
        self._ends: list[int] = []
        for _, end, _ in self._places:
            self._ends.append(max(end, self._ends[-1]) if self._ends else end)
        self._remembered: dict[tuple[int, int, str], Standing] = {}

    def standing(self, start: int, end: int, label: str) -> Standing:
        """Candidates, piece and trap for a mark from word ``start`` to ``end``."""
        known = self._remembered.get((start, end, label))
        if known is None:
            known = self._stand(start, end, label)
            if len(self._remembered) < 100_000:
                self._remembered[start, end, label] = known
        return known

    def _near(self, start: int, end: int) -> list[int]:
        near: set[int] = set()
        for k in range(bisect_left(self._starts, end) - 1, -1, -1):
            if self._ends[k] <= start:
                break
            if self._places[k][1] > start:
                near.add(self._places[k][2])
        return sorted(near)

    def _stand(self, start: int, end: int, label: str) -> Standing:
        if start >= end:
            return Standing((), None, None)
        near = self._near(start, end)
        piece = self._piece(near, start, end, label)
        candidates = []
        for n in near:
            item = self.items[n]
            fit = best_fit(item.places, start, end)
            if fit is None:
                continue
            rank = _rank(item, label)
            # A second half of something else is told as that, not as a wrong label on an optional
            # item: both are worth nothing, so the total is the same.
            if rank == OTHER_LABEL and not item.required and piece is not None:
                continue
            points = fit.points(item.weight, rank != OTHER_LABEL) if item.required else 0
            candidates.append(Candidate(n, fit, rank, points))
        covers = tuple(n for n in near if _covers(start, end, label, self.items[n]))
        return Standing(tuple(candidates), piece, self._trap(start, end), covers)

    def _piece(self, near: list[int], start: int, end: int, label: str) -> int | None:
        best: tuple[int, int] | None = None
        for n in near:
            if label in self.items[n].labels:
                inside = max(place.inside(start, end) for _, place in self.items[n].places)
                if 5 * inside >= 4 * (end - start) and (best is None or inside > best[0]):
                    best = (inside, n)
        return best[1] if best and self._trap(start, end) is None else None

    def _trap(self, start: int, end: int) -> int | None:
        best: tuple[int, int] | None = None
        for n, (first, last) in enumerate(self.traps):
            inside = min(end, last) - max(start, first)
            if 2 * inside >= end - start and (best is None or inside > best[0]):
                best = (inside, n)
        return best[1] if best else None


def _covers(start: int, end: int, label: str, item: WordItem) -> bool:
    return label in item.labels and any(
        5 * place.inside(start, end) >= 4 * (place.end - place.start) for _, place in item.places
    )


def _rank(item: WordItem, label: str) -> int:
    if label == item.labels[0]:
        return OWN_LABEL
    return ACCEPTED_LABEL if label in item.labels else OTHER_LABEL


def pair_up(key: WordKey, marks: Iterable[WordMark], extra_cost: int) -> Pairing:
    """The one-to-one pairing with the highest total, costs of what stays unpaired included.

    Ties are broken by what is kindest and plainest to tell: accepted labels, then more pairs, then
    larger overlap, then required before optional, then reading order. The order in which marks and
    items are given changes nothing. ``extra_cost`` is in micro-points.
    """
    ordered = tuple(sorted(marks, key=lambda mark: mark.order))
    standings = tuple(key.standing(mark.start, mark.end, mark.label) for mark in ordered)
    costs = tuple(
        0 if mark.is_free or standing.piece_of is not None else extra_cost
        for mark, standing in zip(ordered, standings, strict=True)
    )
    pairs: dict[int, Candidate] = {}
    for group in _groups(standings):
        pairs.update(_best(key, group, standings, costs))
    return Pairing(ordered, standings, pairs, costs)


def _groups(standings: Sequence[Standing]) -> list[list[int]]:
    """Numbers of marks that compete, directly or through others, for the same items."""
    group_of_item: dict[int, list[int]] = {}
    groups: dict[int, list[int]] = {}
    for n, standing in enumerate(standings):
        if not standing.candidates:
            continue
        mine = [n]
        merged = {id(g): g for c in standing.candidates if (g := group_of_item.get(c.item))}
        for group in merged.values():
            mine += group
            del groups[id(group)]
        mine.sort()
        groups[id(mine)] = mine
        for number in mine:
            for candidate in standings[number].candidates:
                group_of_item[candidate.item] = mine
    return sorted(groups.values())


def _best(
    key: WordKey, group: list[int], standings: Sequence[Standing], costs: Sequence[int]
) -> dict[int, Candidate]:
    if len(group) == 1 and len(standings[group[0]].candidates) == 1:
        return {group[0]: standings[group[0]].candidates[0]}
    items = sorted({c.item for n in group for c in standings[n].candidates})
    column = {item: k for k, item in enumerate(items)}
    size = len(group) + len(items)
    gains: list[list[int | None]] = [[None] * len(items) for _ in group]
    found: dict[tuple[int, int], Candidate] = {}
    for row, n in enumerate(group):
        for candidate in standings[n].candidates:
            k = column[candidate.item]
            found[row, k] = candidate
            gains[row][k] = _gain(key, candidate, costs[n], size, row + k)
    return {group[row]: found[row, k] for row, k in heaviest(gains)}


def _gain(key: WordKey, candidate: Candidate, saved: int, size: int, place: int) -> int:
    """Points, then each tie-breaker, in one integer: a digit of a number for each.

    A digit's base is larger than any sum of that digit over a whole pairing (which has fewer than
    ``size`` pairs), so a lower one never outweighs a higher one.
    """
    fit = candidate.fit
    gain = candidate.points + saved
    gain = gain * (4 * size) + candidate.rank
    gain = gain * (2 * size) + 1
    gain = gain * (1001 * size) + 1000 * fit.shared // fit.union
    gain = gain * (2 * size) + (1 if key.items[candidate.item].required else 0)
    return gain * (2 * size * size) + (2 * size - place)
