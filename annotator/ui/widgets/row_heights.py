"""Rows of unequal heights, of which only those that were seen have been measured. No Qt."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate


class RowHeights:
    """Heights in logical pixels; a row that was not measured counts as an ordinary one.

    Adding up thousands of numbers costs microseconds, measuring as many texts does not.
    """

    def __init__(self, ordinary: int) -> None:
        self._ordinary = ordinary
        self._heights: list[int] = []
        self._measured: list[bool] = []

    def __len__(self) -> int:
        return len(self._heights)

    def reset(self, count: int) -> None:
        """There are so many rows now, none of them measured."""
        self._heights = [self._ordinary] * count
        self._measured = [False] * count

    def insert(self, row: int, count: int = 1) -> None:
        """So many rows have come before ``row``."""
        self._heights[row:row] = [self._ordinary] * count
        self._measured[row:row] = [False] * count

    def remove(self, row: int, count: int = 1) -> None:
        """So many rows have gone, from ``row`` on."""
        del self._heights[row : row + count]
        del self._measured[row : row + count]

    def forget(self, row: int) -> None:
        """Measure a row again before it is shown; until then it is as high as it was."""
        if 0 <= row < len(self._measured):
            self._measured[row] = False

    def measure(self, row: int, height_of: Callable[[int], int]) -> int:
        """Measure a row unless that was done; by how much its height has changed."""
        if self._measured[row]:
            return 0
        before = self._heights[row]
        self._heights[row] = height_of(row)
        self._measured[row] = True
        return self._heights[row] - before

    def height(self, row: int) -> int:
        """How high a row is, or is taken to be."""
        return self._heights[row]

    def top(self, row: int) -> int:
        """The height of all rows before this one."""
        return sum(self._heights[:row])

    @property
    def total(self) -> int:
        """The height of all rows."""
        return sum(self._heights)

    def row_at(self, y: int) -> int:
        """The row at this height; -1 above the first and below the last."""
        if y < 0 or y >= self.total:
            return -1
        return bisect_right(list(accumulate(self._heights)), y)
