"""Per label: right, too many, passed over; and which label was given for which.

From the verdict that is told of each item. Optional items, and marks on them, are left out of both,
as are pieces, what was said again and what the teacher waived. Where an item accepts several
labels, the one that the student chose among them is the right one: it counts as found under that
label and is missed under no other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from annotator.model.outcome import (
    EXTRA,
    MISSED,
    ConfusionCell,
    ItemOutcome,
    LabelCounts,
    MarkOutcome,
    MarkState,
)


def confusion(
    marks: Iterable[MarkOutcome], items: Sequence[ItemOutcome]
) -> tuple[ConfusionCell, ...]:
    """Cells that are not empty, sorted: key label × student's label, "missed" and "extra"."""
    cells: Counter[tuple[str, str]] = Counter()
    confused = set()
    for item in items:
        if item.required:
            given = item.mark_label if item.found else MISSED
            cells[item.mark_label if item.label_right else item.label, given] += 1
            if item.found and not item.label_right:
                confused.add(item.mark_id)
    for mark in marks:
        costs = mark.state in (MarkState.EXTRA, MarkState.TRAP) and not mark.waived
        # What stands in a cell as an item's verdict is not counted once more.
        if costs and mark.mark_id not in confused:
            cells[EXTRA, mark.label] += 1
    return tuple(ConfusionCell(*cell, count) for cell, count in sorted(cells.items()))


def counts_from(cells: Iterable[ConfusionCell]) -> tuple[LabelCounts, ...]:
    """True positives, false positives and false negatives by label, sorted by label id.

    From the confusion table: the rest of a row was passed over, the rest of a column too many.
    """
    right: Counter[str] = Counter()
    many: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    for cell in cells:
        if cell.key_label == cell.mark_label:
            right[cell.key_label] += cell.count
            continue
        if cell.key_label != EXTRA:
            passed[cell.key_label] += cell.count
        if cell.mark_label != MISSED:
            many[cell.mark_label] += cell.count
    labels = sorted(right.keys() | many.keys() | passed.keys())
    return tuple(LabelCounts(label, right[label], many[label], passed[label]) for label in labels)
