"""A comparison as JSON, for ``compare --json`` and for whoever counts further."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from annotator.model.key import POINT
from annotator.model.outcome import Comparison
from annotator.model.work import Submission

FORMAT = 1


def comparison_to_json(submission: Submission, comparison: Comparison) -> dict[str, Any]:
    """Plain JSON values. Points are given in points; rows add up to ``points`` exactly.

    Spans are ``[start, end]`` in code points; names of states are those of the model.
    """
    told = _plain(comparison)
    for row in (*told["rows"], *told["items"], *told["marks"], *told["relations"]):
        for name in ("points", "weight", "possible"):
            if name in row:
                row[name] = row[name] / POINT
    for name in ("points", "possible", "extra_cost", "relation_points", "relation_possible"):
        told[name] = told[name] / POINT
    return {
        "format": FORMAT,
        "student": submission.student.name,
        "lesson": submission.lesson_id,
        "assignment": submission.assignment_id,
        "attempt": submission.attempt.number,
        **told,
    }


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        if {f.name for f in fields(value)} == {"start", "end"}:
            return [value.start, value.end]  # type: ignore[attr-defined]
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return value
