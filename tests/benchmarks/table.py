"""Rows of measurements: what is measured, beside what floor, against what goal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement.

    ``value`` and ``floor`` are in ``unit``; the floor is what the bare minimum costs,
    measured in the same run. ``goal`` is an upper limit for ``goal_on``: the ratio
    value/floor where there is a floor, else the value. What holds is computed here and
    nowhere typed.
    """

    name: str
    size: str
    value: float
    unit: str
    floor: float | None = None
    goal: float | None = None
    goal_on: Literal["ratio", "value"] | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for a floor that can't divide or a goal on a ratio there isn't."""
        if self.floor is not None and self.floor <= 0:
            raise ValueError(f"{self.name}: a floor has to be above zero, not {self.floor}")
        if self.goal_on == "ratio" and self.floor is None:
            raise ValueError(f"{self.name}: a goal on the ratio needs a floor")

    @property
    def ratio(self) -> float | None:
        """Value divided by floor; None without a floor."""
        return None if self.floor is None else self.value / self.floor

    @property
    def judged(self) -> float:
        """The number that the goal is about."""
        ratio = self.ratio
        return self.value if ratio is None or self.goal_on == "value" else ratio

    @property
    def holds(self) -> bool | None:
        """Whether the goal is met; None without a goal."""
        return None if self.goal is None else self.judged <= self.goal

    def as_json(self) -> dict[str, str | float | bool | None]:
        """The row as it is written to a file, unrounded."""
        return {
            "name": self.name,
            "size": self.size,
            "value": self.value,
            "unit": self.unit,
            "floor": self.floor,
            "ratio": self.ratio,
            "goal": self.goal,
            "holds": self.holds,
        }

    def cells(self) -> tuple[str, ...]:
        """The row as it is printed."""
        ratio = self.ratio
        on_ratio = ratio is not None and self.goal_on != "value"
        goal_unit = "×" if on_ratio else f" {self.unit}"
        return (
            self.name,
            self.size,
            f"{number(self.value)} {self.unit}",
            "" if self.floor is None else f"{number(self.floor)} {self.unit}",
            "" if ratio is None else f"{ratio:.2f}×",
            "" if self.goal is None else f"≤ {number(self.goal)}{goal_unit}",
            {None: "", True: "holds", False: "MISSED"}[self.holds],
        )


def number(value: float) -> str:
    """Three figures that count, no exponent: 0.0123, 1.60, 123, 12346."""
    if value == 0 or abs(value) >= 100:
        return f"{value:.0f}"
    decimals = 2 if abs(value) >= 1 else 4
    return f"{value:.{decimals}f}"


def as_table(rows: Sequence[Row]) -> str:
    """The rows as aligned plain text, one a line under a heading."""
    heading = ("what", "size", "value", "floor", "ratio", "goal", "")
    lines = [heading, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heading))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def as_json(rows: Iterable[Row]) -> str:
    """The rows as a JSON list."""
    return json.dumps([row.as_json() for row in rows], indent=2, ensure_ascii=False) + "\n"
