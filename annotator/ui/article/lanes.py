"""Which lane each of several overlapping ranges is drawn in. Pure."""

from __future__ import annotations

from collections.abc import Sequence


def assign_lanes(ranges: Sequence[tuple[int, int]]) -> list[int]:
    """A lane, from 0, for each half-open range; no two that overlap share one.

    Earlier ranges take the lower lanes, of two that start together the longer one does; a lane is
    used again as soon as it is free. The answer for a set of ranges doesn't depend on their order
    in ``ranges``, except between identical ones.
    """
    lanes = [0] * len(ranges)
    free_from: list[int] = []
    for number in sorted(range(len(ranges)), key=lambda n: (ranges[n][0], -ranges[n][1])):
        start, end = ranges[number]
        free = [lane for lane, until in enumerate(free_from) if until <= start]
        lane = free[0] if free else len(free_from)
        if not free:
            free_from.append(0)
        free_from[lane] = end
        lanes[number] = lane
    return lanes
