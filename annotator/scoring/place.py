"""Where an accepted span lies in words, and how well a mark fits it.

Words are numbered from 0; spans of words are half-open. This is the grading rule, version 2: an
edge between core and extent is exact, for a mark that holds more than half of the core's words and
a quarter of the span's; place share = min(1, IoU / 0.8).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from annotator.model.outcome import Edges

WordRange = tuple[int, int]

#: Spans of fewer words than this have no tolerance.
TOLERANT_FROM = 3


class Fit(NamedTuple):
    """How a mark lies on an accepted span, after edges that count as exact were mended.

    ``shared`` and ``union`` are words; ``spare`` and ``lacking`` count words beyond and short of
    the accepted span. ``answer`` is the number of the accepted span. ``is_full``: its place share
    is 1. ``edges`` is what to tell the student about them.
    """

    shared: int
    union: int
    spare: int
    lacking: int
    answer: int
    is_full: bool
    edges: Edges

    def holds(self, label_accepted: bool) -> bool:
        """Whether the mark fits: IoU of a quarter, of a half under a label not accepted."""
        return (4 if label_accepted else 2) * self.shared >= self.union

    def points(self, weight: int, label_accepted: bool) -> int:
        """weight × place share, half of it under another label; micro-points, rounded half up."""
        # weight × shared/union ÷ 0.8 = 5 × weight × shared / (4 × union)
        over, under = (1, 1) if self.is_full else (5 * self.shared, 4 * self.union)
        if not label_accepted:
            under *= 2
        return (2 * weight * over + under) // (2 * under)


@dataclass(frozen=True, slots=True)
class AcceptedPlace:
    """An accepted span with its core, and the windows in which its two edges are exact."""

    start: int
    end: int
    core: WordRange
    start_window: WordRange
    end_window: WordRange

    @classmethod
    def of(
        cls, span: WordRange, core: WordRange | None = None, extent: WordRange | None = None
    ) -> AcceptedPlace:
        """No core drawn: the span is the core. No extent drawn: the span is the extent.

        Neither drawn: a word either way, for spans of three words or more.
        """
        start, end = span
        if core is None and extent is None:
            slack = 1 if end - start >= TOLERANT_FROM else 0
            return cls(start, end, span, (start - slack, start + slack), (end - slack, end + slack))
        core = core or span
        extent = extent or span
        return cls(start, end, core, (extent[0], core[0]), (core[1], extent[1]))

    def fit(self, start: int, end: int, answer: int = 0, *, edges_count: bool = True) -> Fit | None:
        """How a mark from word ``start`` to ``end`` lies here; None where IoU is under a quarter.

        For each edge the fit can only grow as that edge comes nearer to the accepted one: what the
        mark holds of core and span grows with it, each window holds the accepted edge, and IoU
        falls on either side of that. Where edges don't count, half of the span is all of it.
        """
        size = self.end - self.start
        held = self.inside(start, end)
        if 4 * held >= size and self._holds_core(start, end):
            if self.start_window[0] <= start <= self.start_window[1]:
                start = self.start
            if self.end_window[0] <= end <= self.end_window[1]:
                end = self.end
        shared = min(end, self.end) - max(start, self.start)
        if shared <= 0:
            return None
        spare = max(0, self.start - start) + max(0, end - self.end)
        lacking = size - shared
        union = size + spare
        if 4 * shared < union:
            return None
        is_full = 5 * shared >= 4 * union or (not edges_count and 2 * held >= size)
        if is_full and not edges_count:
            spare = lacking = 0
        return Fit(shared, union, spare, lacking, answer, is_full, _edges(spare, lacking))

    def inside(self, start: int, end: int) -> int:
        """How many of the words from ``start`` to ``end`` lie in the accepted span itself."""
        return max(0, min(end, self.end) - max(start, self.start))

    def _holds_core(self, start: int, end: int) -> bool:
        first, last = self.core
        return 2 * (min(end, last) - max(start, first)) > last - first


def best_fit(
    places: tuple[tuple[int, AcceptedPlace], ...],
    start: int,
    end: int,
    *,
    edges_count: bool = True,
) -> Fit | None:
    """The best fit among numbered accepted spans, None where IoU is nowhere a quarter.

    Best is: full share, then the larger IoU, then the first in the key. A mark that comes nearer to
    the span it fits best can only fit better.
    """
    best: Fit | None = None
    for answer, place in places:
        fit = place.fit(start, end, answer, edges_count=edges_count)
        if fit is not None and (best is None or _better(fit, best)):
            best = fit
    return best


def _edges(spare: int, lacking: int) -> Edges:
    if spare and lacking:
        return Edges.BOTH
    if spare:
        return Edges.TRIM
    return Edges.EXTEND if lacking else Edges.TIDY


def _better(fit: Fit, than: Fit) -> bool:
    if fit.is_full != than.is_full:
        return fit.is_full
    return fit.shared * than.union > than.shared * fit.union
