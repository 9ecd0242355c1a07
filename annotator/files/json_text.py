"""JSON for people: one value a line, small lists and objects on a line of their own."""

from __future__ import annotations

import json
from typing import Any

_WIDTH = 100
#: An object of plain values stays on one line even if it is longer: one changed why, one line.
_LEAF_WIDTH = 600


def readable_json(value: Any) -> str:
    """``value`` as JSON, indented by one, short parts on one line, with a line feed at the end.

    The order of fields is kept; the same value gives the same text, so files can be compared.
    """
    return _lines(value, 0) + "\n"


def _lines(value: Any, depth: int) -> str:
    flat = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if not isinstance(value, list | dict) or not value or len(flat) + depth <= _WIDTH:
        return flat
    if isinstance(value, dict) and len(flat) <= _LEAF_WIDTH and not _is_nested(value):
        return flat
    inner = "\n" + " " * (depth + 1)
    if isinstance(value, dict):
        parts = [
            f"{json.dumps(name, ensure_ascii=False)}: {_lines(part, depth + 1)}"
            for name, part in value.items()
        ]
        return "{" + inner + f",{inner}".join(parts) + "\n" + " " * depth + "}"
    parts = [_lines(part, depth + 1) for part in value]
    return "[" + inner + f",{inner}".join(parts) + "\n" + " " * depth + "]"


def _is_nested(value: dict[str, Any]) -> bool:
    return any(isinstance(part, list | dict) for part in value.values())
