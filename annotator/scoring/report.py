"""Comparisons and class reports as plain JSON values, and comparisons back from them."""

from __future__ import annotations

import types
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from annotator.model.errors import BadInput, InvalidModel
from annotator.model.outcome import Comparison, Coverage, LabelCounts

T = TypeVar("T")

#: What is worked out from other fields; written for whoever reads the file, never read back.
_DERIVED: dict[type, tuple[str, ...]] = {
    LabelCounts: ("precision", "recall", "f1"),
    Coverage: ("share", "painted"),
}


def to_plain(value: Any) -> Any:
    """Dataclasses as dicts of their fields, tuples as lists, enums as strings, all the way down.

    Points stay integer micro-points; spans are ``{"start": …, "end": …}`` in code points.
    """
    if is_dataclass(value) and not isinstance(value, type):
        names = [f.name for f in fields(value)] + list(_DERIVED.get(type(value), ()))
        return {name: to_plain(getattr(value, name)) for name in names}
    if isinstance(value, (tuple, list)):
        return [to_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(name): to_plain(each) for name, each in value.items()}
    return str(value) if isinstance(value, StrEnum) else value


def comparison_to_dict(comparison: Comparison) -> dict[str, Any]:
    """A comparison as plain JSON values."""
    plain: dict[str, Any] = to_plain(comparison)
    return plain


def comparison_from_dict(raw: object) -> Comparison:
    """The reverse of :func:`comparison_to_dict`; BadInput for anything that it could not have made.

    Names that are not known are left out, so that a later version may write more.
    """
    try:
        comparison = _read(Comparison, raw)
    except InvalidModel as error:
        raise BadInput(f"A comparison in this file is damaged: {error.happened}") from error
    if sum(row.points for row in comparison.rows) != comparison.points:
        raise BadInput("A comparison in this file is damaged: its rows do not add up.")
    return comparison


def _read(kind: type[T], raw: object) -> T:
    """One dataclass from a dict, with every field's type checked."""
    if not isinstance(raw, dict):
        raise BadInput("A comparison in this file is damaged: a part of it is missing.")
    hints = get_type_hints(kind)
    values = {}
    for field in fields(kind):  # type: ignore[arg-type]
        if field.name in raw:
            values[field.name] = _value(hints[field.name], raw[field.name], field.name)
        elif field.default is MISSING:
            raise BadInput(f"A comparison in this file is damaged: it has no “{field.name}”.")
    return kind(**values)


def _value(hint: Any, raw: object, name: str) -> Any:
    if get_origin(hint) is types.UnionType:
        if raw is None:
            return None
        hint = next(each for each in get_args(hint) if each is not types.NoneType)
    if get_origin(hint) is tuple:
        if isinstance(raw, list):
            return tuple(_value(get_args(hint)[0], each, name) for each in raw)
    elif is_dataclass(hint):
        return _read(hint, raw)  # type: ignore[arg-type]
    elif issubclass(hint, StrEnum):
        if isinstance(raw, str) and raw in list(hint):
            return hint(raw)
    elif type(raw) is hint:
        return raw
    raise BadInput(f"A comparison in this file is damaged: “{name}” is not what it should be.")
