"""The ledger of returns for a terminal, and as JSON."""

from __future__ import annotations

from typing import Any

from annotator.model.received import ReturnedOutcome
from annotator.services.review.ledger import HoldingState, Ledger, LedgerRow
from annotator.services.review.points import points_text

_STATES = {
    HoldingState.CHANGED: "Returned, changed since",
    HoldingState.WORDS: "Answer or comment not sent",
    HoldingState.NEW: "Not returned yet",
    HoldingState.UNREADABLE: "Can’t be returned",
    HoldingState.CURRENT: "Up to date",
    HoldingState.NOTHING: "Nothing received",
}


def ledger_lines(class_name: str, ledger: Ledger) -> list[str]:
    """What a teacher reads: each state with its students."""
    lines = [f"{class_name}:"]
    for state, words in _STATES.items():
        rows = ledger.of(state)
        if rows:
            lines.append(f"  {words}: {len(rows)}")
            lines += [f"    {_line(row)}" for row in rows]
    return lines


def ledger_to_json(class_name: str, ledger: Ledger) -> dict[str, Any]:
    """The same as plain JSON values; points are points, papers go by their SHA-256."""
    return {"class": class_name, "students": [_row(row) for row in ledger.rows]}


def _line(row: LedgerRow) -> str:
    held = row.held.outcome if row.held is not None else None
    parts = [row.name or "no name"]
    if held is not None:
        parts.append(f"holds {_figures(held)}")
    if row.counts is not None and row.counts != held:
        parts.append(f"counts {_figures(row.counts)}")
    return ", ".join((*parts, *row.reasons))


def _figures(outcome: ReturnedOutcome) -> str:
    return f"{points_text(outcome.points)} of {points_text(outcome.possible)}"


def _row(row: LedgerRow) -> dict[str, Any]:
    held = row.held
    return {
        "student": row.name,
        "state": str(row.state),
        "paper": row.sha256,
        "holds": _outcome(held.outcome) if held is not None and held.outcome else None,
        "return": held.revision if held is not None else 0,
        "returned": held.returned.isoformat() if held is not None else "",
        "ways": [str(way) for way in held.ways] if held is not None else [],
        "counts": _outcome(row.counts) if row.counts is not None else None,
        "reasons": list(row.reasons),
        "to_decide": row.open,
    }


def _outcome(outcome: ReturnedOutcome) -> dict[str, Any]:
    return {
        "points": outcome.points / 1_000_000,
        "possible": outcome.possible / 1_000_000,
        "found": outcome.named,
        "to_find": outcome.required,
    }
