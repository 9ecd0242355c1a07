"""The grading rule a second time, from its words alone: sets of words, fractions, brute force.

Written from the text of the rule without looking at the program: every pairing is tried, and the
best are kept, all of them where several are equally good but for the order of reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tests.scoring.build import Accepted, Case, Item, Mark

QUARTER, HALF, FULL = Fraction(1, 4), Fraction(1, 2), Fraction(8, 10)


def words(start: int, end: int) -> set[int]:
    return set(range(start, end))


def mended(accepted: Accepted, mark: Mark) -> set[int]:
    """The mark's words, an edge between core and extent being taken as the accepted one."""
    start, end = mark[:2]
    first, last = accepted.words
    core = accepted.core or accepted.words
    extent = accepted.extent or accepted.words
    own = words(start, end)
    if not len(own & words(*core)) * 2 > len(words(*core)):
        return own
    if not len(own & words(first, last)) * 4 >= last - first:
        return own
    if accepted.core is None and accepted.extent is None:
        slack = 1 if last - first >= 3 else 0
        exact_start, exact_end = abs(start - first) <= slack, abs(end - last) <= slack
    else:
        exact_start = extent[0] <= start <= core[0]
        exact_end = core[1] <= end <= extent[1]
    return words(first if exact_start else start, last if exact_end else end)


@dataclass(frozen=True)
class Pair:
    """One mark at one item: IoU and place share at the accepted span that suits it best."""

    accepted: bool
    iou: Fraction
    share: Fraction
    #: Number of that span, None for a later mention.
    span: int | None

    def points(self, weight: int) -> int:
        exact = weight * self.share * (1 if self.accepted else HALF)
        return int((exact * 2 + 1) // 2)


def fit(case: Case, item: Item, mark: Mark) -> Pair | None:
    """How a mark fits an item; None where it doesn't."""
    best = (Fraction(0), Fraction(0), 0)
    for number, accepted in enumerate(item.accepted):
        wanted, given = words(*accepted.words), mended(accepted, mark)
        iou = Fraction(len(wanted & given), len(wanted | given))
        if iou < QUARTER:
            continue
        share = min(Fraction(1), iou / FULL)
        if not case.edges_count and 2 * len(wanted & words(*mark[:2])) >= len(wanted):
            share = Fraction(1)
        best = max(best, (share, iou, -number))
    share, iou, number = best
    label_accepted = mark[2] in item.labels
    if iou < (QUARTER if label_accepted else HALF) or mark[0] == mark[1]:
        return None
    return Pair(label_accepted, iou, share, -number)


def names_elsewhere(case: Case, item: Item, mark: Mark) -> bool:
    """Whether a mark is a later mention of an item's source, at a listed place."""
    if mark[2] not in item.labels or mark[0] == mark[1]:
        return False
    for place in item.mentions:
        taken = [*case.traps, *(accepted.words for accepted in item.accepted)]
        if any(words(*place) & words(*other) for other in taken):
            continue
        given = mended(Accepted(place), mark)
        if Fraction(len(words(*place) & given), len(words(*place) | given)) >= QUARTER:
            return True
    return False


def is_later_mention(case: Case, item: Item, mark: Mark) -> bool:
    """A name of the source, or an optional item that the key ties to it by *same as*."""
    if mark[2] not in item.labels or not item.required:
        return False
    if names_elsewhere(case, item, mark):
        return True
    kin = [other for other in case.items if item.source and other.source == item.source]
    for other in kin:
        pair = None if other.required else fit(case, other, mark)
        if pair is not None and pair.accepted:
            return True
    return any(names_elsewhere(case, other, mark) for other in kin)


def kind(case: Case, mark: Mark) -> str:
    """What the mark is while it is paired with nothing; the first that holds."""
    own = words(*mark[:2])
    if any(not item.required and fit(case, item, mark) for item in case.items):
        return "optional"
    if any(names_elsewhere(case, item, mark) for item in case.items):
        return "optional"
    if own and any(2 * len(own & words(*trap)) >= len(own) for trap in case.traps):
        return "trap"
    for item in case.items:
        for accepted in item.accepted if own and mark[2] in item.labels else ():
            if 100 * len(own & words(*accepted.words)) >= 80 * len(own):
                return "piece"
    for item in case.items:
        pair = fit(case, item, mark) if item.required else None
        if pair is not None and pair.accepted:
            return "again"
    return "extra"


Pairing = dict[int, int]


def pairs_of(case: Case) -> dict[tuple[int, int], Pair]:
    """Every possible pair of a mark and a required item."""
    found = {}
    for m, mark in enumerate(case.marks):
        for i, item in enumerate(case.items):
            if not item.required:
                continue
            pair = fit(case, item, mark)
            if pair is None and is_later_mention(case, item, mark):
                pair = Pair(True, Fraction(0), Fraction(1), None)
            if pair is not None:
                found[m, i] = pair
    return found


def all_pairings(case: Case, possible: dict[tuple[int, int], Pair]) -> Iterator[Pairing]:
    def go(m: int, free: frozenset[int]) -> Iterator[Pairing]:
        if m == len(case.marks):
            yield {}
            return
        yield from go(m + 1, free)
        for i in sorted(free):
            if (m, i) in possible:
                for rest in go(m + 1, free - {i}):
                    yield {m: i, **rest}

    return go(0, frozenset(range(len(case.items))))


@dataclass(frozen=True)
class Fact:
    """What is told of one item: found, the label, and whether it is merged."""

    found: bool
    label_right: bool
    merged: bool


@dataclass(frozen=True)
class Verdict:
    """The worth of a best pairing before the floor, and what may be told of it."""

    total: int
    facts: frozenset[tuple[Fact, ...]]
    pairings: tuple[Pairing, ...]


def judge(case: Case) -> Verdict:
    """All that the rule says of a case."""
    possible = pairs_of(case)
    costs = [case.cost if kind(case, m) in ("extra", "trap") else 0 for m in case.marks]
    best: tuple[int, int, Fraction, int] | None = None
    kept: list[Pairing] = []
    for pairing in all_pairings(case, possible):
        chosen = [(possible[m, i], case.items[i]) for m, i in pairing.items()]
        worth = (
            sum(pair.points(item.weight) for pair, item in chosen)
            - sum(cost for m, cost in enumerate(costs) if m not in pairing),
            sum(pair.accepted for pair, _ in chosen),
            sum((pair.iou for pair, _ in chosen), Fraction(0)),
            sum(pair.span == 0 for pair, _ in chosen),
        )
        if best is None or worth > best:
            best, kept = worth, []
        if worth == best:
            kept.append(pairing)
    assert best is not None
    facts = frozenset(tuple(_facts(case, possible, pairing)) for pairing in kept)
    return Verdict(best[0], facts, tuple(kept))


def _facts(case: Case, possible: dict[tuple[int, int], Pair], pairing: Pairing) -> Iterator[Fact]:
    for i, item in enumerate(case.items):
        fitting = [m for m, mark in enumerate(case.marks) if fit(case, item, mark)]
        mine = [m for m in fitting if m not in pairing]
        pairs = [p for m in mine if (p := fit(case, item, case.marks[m]))]
        if item.required:
            pairs += [possible[m, i] for m in pairing if pairing[m] == i]
        yield Fact(
            bool(pairs),
            any(pair.accepted for pair in pairs),
            item.required and not pairs and bool(fitting),
        )
