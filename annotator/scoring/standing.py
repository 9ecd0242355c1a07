"""Where a mark stands against a key: what it fits, what it is if unpaired.

Everything here is in word numbers and depends on the mark's words and label alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.model.outcome import MarkState
from annotator.scoring.place import AcceptedPlace, Fit, WordRange, best_fit


@dataclass(frozen=True, slots=True)
class WordItem:
    """A key item in words. ``places`` keep the number of their accepted span.

    A span without a single word can't be matched, so an item may have no place left. ``mentions``
    are other places at which the source that it names can be marked, ``source`` what all items
    share that name this source (empty where it is no source under several names).
    """

    id: str
    labels: tuple[str, ...]
    places: tuple[tuple[int, AcceptedPlace], ...]
    required: bool = True
    weight: int = 0
    mentions: tuple[WordRange, ...] = ()
    source: str = ""

    @property
    def order(self) -> tuple[object, ...]:
        """Sorts by what the item is; the id decides only between items that are alike."""
        where = tuple((p.start, p.end, p.start_window, p.end_window) for _, p in self.places)
        return (where, self.labels, not self.required, -self.weight, self.id)


class Candidate(NamedTuple):
    """A mark at an item: the item's number, how it fits, what the pair would earn.

    ``fit`` is None for a later mention: the source was found, at another place. ``verdict`` is what
    is told of a mark that is paired so.
    """

    item: int
    fit: Fit | None
    is_accepted: bool
    points: int
    verdict: MarkState

    @property
    def shared(self) -> int:
        """Words shared with the accepted span; none for a later mention."""
        return self.fit.shared if self.fit else 0

    @property
    def union(self) -> int:
        """Words of the mark and the accepted span together; 1 for a later mention."""
        return self.fit.union if self.fit else 1

    @property
    def is_shown(self) -> bool:
        """Whether it fits the span that is shown."""
        return self.fit is not None and self.fit.answer == 0

    @property
    def is_full(self) -> bool:
        """Whether the place share is 1."""
        return self.fit is None or self.fit.is_full

    def better_than(self, other: Candidate) -> bool:
        """Accepted labels first, then the place share, then IoU, then the span that is shown.

        A mark on the item itself comes before one that names its source elsewhere.
        """
        mine = (self.is_accepted, self.fit is not None, self.is_full)
        others = (other.is_accepted, other.fit is not None, other.is_full)
        if mine != others:
            return mine > others
        left, right = self.shared * other.union, other.shared * self.union
        return left > right or (left == right and self.is_shown and not other.is_shown)


class Standing(NamedTuple):
    """What can become of a mark on some words under some label.

    ``candidates`` are the required items that it can be paired with: those that it ``fits``, and
    those whose source it names elsewhere. ``optional`` are the optional ones that it fits,
    ``mentions`` the items whose source it names elsewhere. ``pieces`` are items that hold 80% of
    its words and accept its label, the one that holds most first. ``state`` is what it is while it
    is paired with nothing.
    """

    candidates: tuple[Candidate, ...] = ()
    fits: tuple[Candidate, ...] = ()
    optional: tuple[Candidate, ...] = ()
    mentions: tuple[int, ...] = ()
    pieces: tuple[int, ...] = ()
    trap: int | None = None
    state: MarkState = MarkState.EXTRA

    @property
    def costs(self) -> bool:
        """Whether it costs something while it is paired with nothing."""
        return self.state in (MarkState.EXTRA, MarkState.TRAP)


@dataclass(slots=True)
class _Ranges:
    """Ranges of words with the number of what they belong to, found by the words they share."""

    _sorted: list[tuple[int, int, int]] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _ends: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, ranges: Iterable[tuple[int, int, int]]) -> _Ranges:
        ordered = sorted(ranges)
        # The furthest end of all ranges up to here: nothing before a smaller one reaches a mark.
        ends: list[int] = []
        for _, end, _ in ordered:
            ends.append(max(end, ends[-1]) if ends else end)
        return cls(ordered, [start for start, _, _ in ordered], ends)

    def near(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """Those that share a word with ``start`` to ``end``, sorted."""
        found = []
        for k in range(bisect_left(self._starts, end) - 1, -1, -1):
            if self._ends[k] <= start:
                break
            if self._sorted[k][1] > start:
                found.append(self._sorted[k])
        return found[::-1]


class WordKey:
    """The key's side of a comparison, made ready once for any number of submissions.

    Remembers how each distinct mark (words and label) stands: in a class most marks are alike.
    """

    __slots__ = ("_edges_count", "_mentions", "_places", "_remembered", "items", "traps")

    def __init__(
        self,
        items: Iterable[WordItem],
        traps: Sequence[WordRange] = (),
        *,
        edges_count: bool = True,
    ) -> None:
        self.items = tuple(sorted(items, key=lambda item: item.order))
        self.traps = tuple(traps)
        self._edges_count = edges_count
        numbered = list(enumerate(self.items))
        self._places = _Ranges.of((p.start, p.end, n) for n, i in numbered for _, p in i.places)
        self._mentions = _Ranges.of((*m, n) for n, item in numbered for m in item.mentions)
        self._remembered: dict[tuple[int, int, str], Standing] = {}

    def standing(self, start: int, end: int, label: str) -> Standing:
        """What can become of a mark from word ``start`` to ``end``."""
        known = self._remembered.get((start, end, label))
        if known is None:
            known = self._stand(start, end, label) if start < end else Standing()
            if len(self._remembered) < 100_000:
                self._remembered[start, end, label] = known
        return known

    def _stand(self, start: int, end: int, label: str) -> Standing:
        near = sorted({n for _, _, n in self._places.near(start, end)})
        fits = [c for n in near if (c := self._candidate(n, start, end, label)) is not None]
        optional = tuple(each for each in fits if not self.items[each.item].required)
        required = [each for each in fits if self.items[each.item].required]
        mentions = self._named(start, end, label)
        trap, pieces = self._trap(start, end), self._pieces(near, start, end, label)
        state = MarkState.EXTRA
        if optional or mentions:
            state = MarkState.OPTIONAL_FOUND
        elif trap is not None:
            state = MarkState.TRAP
        elif pieces:
            state = MarkState.PIECE
        elif any(each.is_accepted for each in required):
            state = MarkState.AGAIN
        elsewhere = self._elsewhere({each.item for each in fits}, optional, mentions, label)
        fitting = tuple(required)
        return Standing((*fitting, *elsewhere), fitting, optional, mentions, pieces, trap, state)

    def _candidate(self, n: int, start: int, end: int, label: str) -> Candidate | None:
        item = self.items[n]
        fit = best_fit(item.places, start, end, edges_count=self._edges_count)
        accepted = label in item.labels
        if fit is None or not fit.holds(accepted):
            return None
        points = fit.points(item.weight, accepted) if item.required else 0
        verdict = MarkState.OTHER_LABEL
        if accepted and not fit.is_full:
            verdict = MarkState.EDGES_OFF
        elif accepted:
            own = label == item.labels[0] and fit.answer == 0
            verdict = MarkState.MATCHED if own else MarkState.ANOTHER_ANSWER
        return Candidate(n, fit, accepted, points, verdict)

    def _named(self, start: int, end: int, label: str) -> tuple[int, ...]:
        """Items whose source is named there, at a place of its own, under an accepted label."""
        named = {
            n
            for first, last, n in self._mentions.near(start, end)
            if label in self.items[n].labels
            and (fit := AcceptedPlace.of((first, last)).fit(start, end)) is not None
            and fit.holds(True)
        }
        return tuple(sorted(named))

    def _elsewhere(
        self,
        fitting: set[int],
        optional: Sequence[Candidate],
        mentions: Sequence[int],
        label: str,
    ) -> list[Candidate]:
        """Required items that a later mention of their source can be paired with."""
        marked = {each.item for each in optional if each.is_accepted} | set(mentions)
        if not marked:
            return []
        sources = {source for n in marked if (source := self.items[n].source)}
        return [
            Candidate(n, None, True, item.weight, MarkState.ANOTHER_ANSWER)
            for n, item in enumerate(self.items)
            if item.required
            and n not in fitting
            and label in item.labels
            and (n in mentions or item.source in sources)
        ]

    def _pieces(self, near: list[int], start: int, end: int, label: str) -> tuple[int, ...]:
        found = []
        for n in near:
            if label in self.items[n].labels:
                inside = max(place.inside(start, end) for _, place in self.items[n].places)
                if 5 * inside >= 4 * (end - start):
                    found.append((-inside, n))
        return tuple(n for _, n in sorted(found))

    def _trap(self, start: int, end: int) -> int | None:
        best: tuple[int, int] | None = None
        for n, (first, last) in enumerate(self.traps):
            inside = min(end, last) - max(start, first)
            if 2 * inside >= end - start and (best is None or inside > best[0]):
                best = (inside, n)
        return best[1] if best else None
