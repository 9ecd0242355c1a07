"""Where an accepted span lies in words, and how well a mark fits it.

Words are numbered from 0; spans of words are half-open. The rule is the project's grading rule: an
edge between core and extent is exact; where neither is drawn, one word either way is, for spans of
three words or more; place share = min(1, IoU / 0.8), nothing below an IoU of 0.25.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from annotator.model.outcome import Edges

WordRange = tuple[int, int]

#: Spans of fewer words than this have no tolerance.
TOLERANT_FROM = 3


class Fit(NamedTuple):
    """How a mark lies on an accepted span, after edges inside the window were taken as exact.

    ``shared`` and ``union`` are words; ``spare`` and ``lacking`` count words beyond and short of
    the accepted span's edges, outside the window only. ``answer`` is the number of the accepted
    span.
    """

    shared: int
    union: int
    spare: int
    lacking: int
    answer: int = 0

    @property
    def edges(self) -> Edges:
        """What to tell the student about the edges."""
        if self.spare and self.lacking:
            return Edges.BOTH
        if self.spare:
            return Edges.TRIM
        return Edges.EXTEND if self.lacking else Edges.TIDY

    @property
    def counts(self) -> bool:
        """Whether it is near enough to be paired at all (IoU of 0.25 or more)."""
        return self.shared > 0 and 4 * self.shared >= self.union

    @property
    def is_full(self) -> bool:
        """Whether the place share is 1 (IoU of 0.8 or more)."""
        return 5 * self.shared >= 4 * self.union

    def points(self, weight: int, label_accepted: bool) -> int:
        """weight × place share, half of it under another label; micro-points, rounded half up."""
        if not self.counts:
            return 0
        # weight × shared/union ÷ 0.8 = 5 × weight × shared / (4 × union)
        over, under = (1, 1) if self.is_full else (5 * self.shared, 4 * self.union)
        if not label_accepted:
            under *= 2
        return (2 * weight * over + under) // (2 * under)


@dataclass(frozen=True, slots=True)
class AcceptedPlace:
    """An accepted span, and the windows in which a starting and an ending edge are exact."""

    start: int
    end: int
    start_window: WordRange
    end_window: WordRange

    @classmethod
    def of(
        cls, span: WordRange, core: WordRange | None = None, extent: WordRange | None = None
    ) -> AcceptedPlace:
        """Windows from what the teacher drew; what is not drawn ends at the span's own edge."""
        start, end = span
        if core is None and extent is None:
            slack = 1 if end - start >= TOLERANT_FROM else 0
            return cls(start, end, (start - slack, start + slack), (end - slack, end + slack))
        core = core or span
        extent = extent or span
        return cls(start, end, (extent[0], core[0]), (core[1], extent[1]))

    def fit(self, start: int, end: int, answer: int = 0) -> Fit:
        """How a mark from word ``start`` to ``end`` fits.

        For each edge the fit can only grow as that edge comes nearer to the accepted one: the
        window holds the accepted edge, and IoU falls on either side of it.
        """
        if self.start_window[0] <= start <= self.start_window[1]:
            start = self.start
        if self.end_window[0] <= end <= self.end_window[1]:
            end = self.end
        shared = min(end, self.end) - max(start, self.start)
        if shared <= 0:
            return Fit(0, 1, 0, 0, answer)
        spare = max(0, self.start - start) + max(0, end - self.end)
        lacking = max(0, start - self.start) + max(0, self.end - end)
        return Fit(shared, self.end - self.start + spare, spare, lacking, answer)

    def inside(self, start: int, end: int) -> int:
        """How many of the words from ``start`` to ``end`` lie in the accepted span itself."""
        return max(0, min(end, self.end) - max(start, self.start))


def best_fit(places: tuple[tuple[int, AcceptedPlace], ...], start: int, end: int) -> Fit | None:
    """The best fit among numbered accepted spans, None where none counts.

    Best is: full share, then the larger IoU, then the tidier edges, then the first in the key. A
    mark that comes nearer to the span it fits best can only fit better.
    """
    best: Fit | None = None
    for answer, place in places:
        fit = place.fit(start, end, answer)
        if fit.counts and (best is None or _better(fit, best)):
            best = fit
    return best


def _better(fit: Fit, than: Fit) -> bool:
    if fit.is_full != than.is_full:
        return fit.is_full
    left, right = fit.shared * than.union, than.shared * fit.union
    if left != right:
        return left > right
    return fit.spare + fit.lacking < than.spare + than.lacking
