"""Points in words, and the sum as a sum. Points come in as integer micro-points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.model.key import POINT
from annotator.model.outcome import Comparison, Row, RowKind

_HUNDREDTH = POINT // 100


def points_text(points: int) -> str:
    """ "2.5", "−0.25", "19.94", "0": the one way in which points are written, wherever they are.

    At most two decimals, and none that say nothing.
    """
    hundredths = (abs(points) + _HUNDREDTH // 2) // _HUNDREDTH
    whole, rest = divmod(hundredths, 100)
    sign = "−" if points < 0 and hundredths else ""
    return f"{sign}{whole}" + (f".{rest:02d}".rstrip("0") if rest else "")


def shown_points(points: Sequence[int]) -> tuple[int, ...]:
    """The same points in whole hundredths, so that what is shown adds up to the shown total.

    The total is rounded to the nearest hundredth; those that lose most by rounding down get the
    hundredths that are missing then. Exact quarters stay as they are.
    """
    floors = [each // _HUNDREDTH for each in points]
    lacking = (2 * sum(points) + _HUNDREDTH) // (2 * _HUNDREDTH) - sum(floors)
    by_loss = sorted(range(len(points)), key=lambda n: (-(points[n] % _HUNDREDTH), n))
    for n in by_loss[:lacking]:
        floors[n] += 1
    return tuple(each * _HUNDREDTH for each in floors)


@dataclass(frozen=True, slots=True)
class Term:
    """One part of the sum: its points, and what they are for."""

    points: int
    words: str


@dataclass(frozen=True, slots=True)
class Sum:
    """A comparison's points as terms that add up to ``total`` as shown."""

    terms: tuple[Term, ...]
    total: int
    possible: int
    score: int | None

    def words(self) -> str:
        """ "10 + 0.5 − 0.5 = 10 of 13 · 77%"."""
        return f"{self.terms_text()} = {self.total_text()}"

    def terms_text(self) -> str:
        """ "10 + 0.5 − 0.5"."""
        text = points_text(self.terms[0].points)
        for term in self.terms[1:]:
            text += f" {'−' if term.points < 0 else '+'} {points_text(abs(term.points))}"
        return text

    def total_text(self) -> str:
        """ "10 of 13 · 77%"; where nothing is required there is no score."""
        of = f"{points_text(self.total)} of {points_text(self.possible)}"
        return of if self.score is None else f"{of} · {self.score}%"

    def spoken(self) -> str:
        """The sum as a sentence for a screen reader."""
        parts = ", ".join(f"{points_text(term.points)} {term.words}" for term in self.terms)
        score = "no score" if self.score is None else f"{self.score} percent"
        of = f"{points_text(self.total)} of {points_text(self.possible)} points"
        return f"{parts}; together {of}, {score}"


def shown_rows(comparison: Comparison) -> tuple[tuple[Row, int], ...]:
    """Each row of the sum with its points as shown; what is shown adds up."""
    shown = shown_points([row.points for row in comparison.rows])
    return tuple(zip(comparison.rows, shown, strict=True))


def sum_of(comparison: Comparison) -> Sum:
    """The sum in up to four terms: right, right in part, extras and traps, not below zero."""
    weights = {item.item_id: item.weight for item in comparison.items}
    right = part = extra = floor = total = 0
    for row, points in shown_rows(comparison):
        total += points
        if row.kind is RowKind.ITEM and row.points == weights[row.item_id]:
            right += points
        elif row.kind is RowKind.ITEM:
            part += points
        elif row.kind is RowKind.NOT_BELOW_ZERO:
            floor += points
        else:
            extra += points
    terms = [Term(right, "for what is right")]
    if part:
        terms.append(Term(part, "for what is right in part"))
    if extra:
        terms.append(Term(extra, "for extra marks"))
    if floor:
        terms.append(Term(floor, "so that it is not below zero"))
    return Sum(tuple(terms), total, comparison.possible, comparison.score)
