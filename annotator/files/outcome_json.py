"""A comparison as JSON: as it goes back to a student and is read there, and as a report.

The tables below are the list of what goes out. Nothing that isn't named here is ever written, and
what is read is held against type, size and range before it becomes an outcome.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from enum import Enum, StrEnum
from typing import Any, TypeVar

from annotator.files import limits
from annotator.files.fields import Fields
from annotator.model.annotation import ATTRIBUTE_VALUES, Certainty, EndKind, RelationKind
from annotator.model.key import POINT
from annotator.model.outcome import (
    Comparison,
    ConfusionCell,
    Coverage,
    Detail,
    Edges,
    ItemOutcome,
    ItemState,
    LabelCounts,
    MarkOutcome,
    MarkState,
    RelationOutcome,
    RelationState,
    Row,
    RowKind,
    TieMistake,
)
from annotator.model.text import Span

T = TypeVar("T")
Json = dict[str, Any]
Read = Callable[[Fields, str], Any]
Table = Mapping[str, Read]

_ENTRY_ID = re.compile(r"[\w.:-]{1,200}")
#: Ends of a tie that are no mark and no item.
SPANLESS_ENDS = frozenset(f"@{kind}" for kind in EndKind if kind is not EndKind.MARK)
_POINTS = limits.WEIGHT * limits.KEY_ENTRIES


def entry_id(table: Fields, name: str, *default: str) -> str:
    """The id of a mark or key item: a UUID, or what an answer that was accepted later is called."""
    value = table.text(name, *default, limit=limits.NAME_CHARS, exact=True)
    if value and not _ENTRY_ID.fullmatch(value):
        raise table.fault(f"“{name}” is not an id.", name)
    return value


def _label(table: Fields, name: str) -> str:
    return table.text(name, limit=limits.NAME_CHARS)


def _long(table: Fields, name: str) -> str:
    return table.text(name, limit=limits.NOTE_CHARS)


def _quote(table: Fields, name: str) -> str:
    return table.text(name, limit=limits.TEXT_BYTES, exact=True)


def _attribute(table: Fields, name: str) -> str:
    value = table.text(name, limit=limits.NAME_CHARS)
    if value not in ATTRIBUTE_VALUES:
        raise table.fault(f"there is no attribute “{value[:40]}”.", name)
    return value


def _points(table: Fields, name: str) -> int:
    return table.integer(name, -_POINTS, _POINTS)


def _weight(table: Fields, name: str) -> int:
    return table.integer(name, 0, limits.WEIGHT)


def _count(table: Fields, name: str) -> int:
    return table.integer(name, 0, limits.POSITION)


def _flag(table: Fields, name: str) -> bool:
    return table.flag(name)


def _labels(table: Fields, name: str) -> tuple[str, ...]:
    return table.texts(name, chars=limits.NAME_CHARS)


def _ids(table: Fields, name: str) -> tuple[str, ...]:
    ids = table.texts(name, limits.MARKS, limits.NAME_CHARS)
    if not all(_ENTRY_ID.fullmatch(each) for each in ids):
        raise table.fault(f"“{name}” holds something that is not an id.", name)
    return ids


def _flags(table: Fields, name: str) -> tuple[bool, ...]:
    flags = table.any(name)
    if not isinstance(flags, list) or not all(type(each) is bool for each in flags):
        raise table.fault(f"“{name}” should be a list of true and false.", name)
    if len(flags) > limits.LIST_ENTRIES:
        raise table.fault(f"“{name}” is too long.", name)
    return tuple(flags)


def _choice(kinds: type[StrEnum]) -> Read:
    return lambda table, name: table.choice(name, kinds)


def _span(table: Fields, name: str) -> Span:
    ends = table.any(name)
    if (
        not isinstance(ends, list)
        or len(ends) != 2
        or any(type(end) is not int or not 0 <= end <= limits.POSITION for end in ends)
    ):
        raise table.fault(f"“{name}” should be two positions.", name)
    return table.checked(lambda: Span(*ends), name)


def _ends(table: Fields, name: str) -> tuple[str, ...]:
    ends = table.texts(name, limits.CHAIN_PLACES * limits.PLACE_ENDS, limits.NAME_CHARS)
    if not all(each in SPANLESS_ENDS or _ENTRY_ID.fullmatch(each) for each in ends):
        raise table.fault(f"“{name}” holds something that is no end of a tie.", name)
    return ends


def _list(table: Table, kind: type[T], limit: int) -> Read:
    def read(parent: Fields, name: str) -> tuple[T, ...]:
        return tuple(read_value(each, table, kind) for each in parent.tables(name, limit))

    return read


DETAIL: Table = {"name": _attribute, "expected": _label, "given": _label}
MARK: Table = {
    "mark_id": entry_id,
    "label": _label,
    "span": _span,
    "quote": _quote,
    "state": _choice(MarkState),
    "points": _points,
    "item_id": entry_id,
    "belongs_to": _ids,
    "piece_of": entry_id,
    "trap_id": entry_id,
    "key_label": _label,
    "edges": _choice(Edges),
    "spare_words": _count,
    "lacking_words": _count,
    "why": _long,
    "sentence": _long,
    "certainty": _choice(Certainty),
    "waived": _flag,
}
ITEM: Table = {
    "item_id": entry_id,
    "name": _label,
    "label": _label,
    "labels": _labels,
    "span": _span,
    "quote": _quote,
    "required": _flag,
    "weight": _weight,
    "state": _choice(ItemState),
    "verdict": _choice(MarkState),
    "points": _points,
    "mark_id": entry_id,
    "paired_id": entry_id,
    "other_marks": _ids,
    "mark_label": _label,
    "label_right": _flag,
    "edges": _choice(Edges),
    "spare_words": _count,
    "lacking_words": _count,
    "answer": _count,
    "is_elsewhere": _flag,
    "merged_into": entry_id,
    "details": _list(DETAIL, Detail, limits.LIST_ENTRIES),
    "why": _long,
    "sentence": _long,
    "question": _long,
}
ROW: Table = {
    "kind": _choice(RowKind),
    "points": _points,
    "item_id": entry_id,
    "mark_id": entry_id,
}
LABEL_COUNTS: Table = {"label": _label, "tp": _count, "fp": _count, "fn": _count}
CELL: Table = {"key_label": _label, "mark_label": _label, "count": _count}
RELATION: Table = {
    "kind": _choice(RelationKind),
    "state": _choice(RelationState),
    "key_relation_id": entry_id,
    "relation_id": entry_id,
    "other_relation_ids": _ids,
    "item_id": entry_id,
    "required": _flag,
    "points": _points,
    "possible": _points,
    "right_places": _count,
    "places": _count,
    "had": _flags,
    "drawn": _ends,
    "own_right": _flags,
    "mistake": _choice(TieMistake),
    "given": _ends,
    "expected": _ends,
    "why": _long,
}
COVERAGE: Table = {"label": _label, "words": _count, "of": _count}
COMPARISON: Table = {
    "article_sha256": lambda table, name: table.text(name, limit=64, exact=True),
    "key_version": lambda table, name: table.integer(name, 0, 1_000_000_000),
    "extra_cost": _weight,
    "marks": _list(MARK, MarkOutcome, limits.MARKS),
    "items": _list(ITEM, ItemOutcome, limits.KEY_ENTRIES),
    "rows": _list(ROW, Row, limits.MARKS + limits.KEY_ENTRIES + 1),
    "points": _points,
    "possible": _points,
    "score": lambda table, name: table.integer(name, 0, 100),
    "required": _count,
    "found": _count,
    "named": _count,
    "labels": _list(LABEL_COUNTS, LabelCounts, limits.LIST_ENTRIES),
    "confusion": _list(CELL, ConfusionCell, 10 * limits.LIST_ENTRIES),
    "relations": _list(RELATION, RelationOutcome, 2 * limits.RELATIONS),
    "relation_points": _points,
    "relation_possible": _points,
    "details_right": _count,
    "details": _count,
    "coverage": _list(COVERAGE, Coverage, limits.LIST_ENTRIES),
    "edges_count": _flag,
    "rule": lambda table, name: table.integer(name, 1, 1_000),
}
_TABLES: Mapping[type, Table] = {
    Comparison: COMPARISON,
    MarkOutcome: MARK,
    ItemOutcome: ITEM,
    Row: ROW,
    LabelCounts: LABEL_COUNTS,
    ConfusionCell: CELL,
    RelationOutcome: RELATION,
    Coverage: COVERAGE,
    Detail: DETAIL,
}


#: What is worked out from other fields: written in a report, never read back.
_WORKED_OUT: Mapping[type, tuple[str, ...]] = {
    LabelCounts: ("precision", "recall", "f1"),
    Coverage: ("share", "painted"),
}


def comparison_to_return(comparison: Comparison) -> Json:
    """A comparison as JSON values; points stay micro-points, spans are ``[start, end]``."""
    return write_value(comparison, COMPARISON)


def comparison_from_return(table: Fields) -> Comparison:
    """The reverse; BadInput for anything else."""
    return read_value(table, COMPARISON, Comparison)


def comparison_to_report(comparison: Comparison) -> Json:
    """A comparison for people who count further: all of it, and what is worked out from it.

    Points are micro-points divided by a million: exact to six places, like the rows they sum up.
    Spans are ``{"start": …, "end": …}`` in code points.
    """
    report: Json = _reported(comparison)
    return report


def write_value(value: Any, table: Table) -> Json:
    """The fields of ``value`` that ``table`` names, without those that say nothing."""
    defaults = {field.name: field.default for field in fields(value)}
    written = {}
    for name in table:
        what = getattr(value, name)
        if what is not None and (defaults[name] is MISSING or what != defaults[name]):
            written[name] = _plain(what)
    return written


def read_value(table: Fields, readers: Table, kind: type[T]) -> T:
    """A ``kind`` from the fields that are there; what is left out has its default."""
    values = {name: read(table, name) for name, read in readers.items() if table.has(name)}
    for field in fields(kind):  # type: ignore[arg-type]
        if field.name not in values and field.default is MISSING:
            if field.name != "score":
                raise table.fault(f"the field “{field.name}” is missing.")
            values["score"] = None
    return table.checked(lambda: kind(**values))


def _plain(value: Any) -> Any:
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, Enum):
        return value.value
    if type(value) in _TABLES:
        return write_value(value, _TABLES[type(value)])
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def _reported(value: Any) -> Any:
    if isinstance(value, Span):
        return {"start": value.start, "end": value.end}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_reported(each) for each in value]
    kind = type(value)
    if kind not in _TABLES:
        return value
    reported = {name: _reported(getattr(value, name)) for name in _TABLES[kind]}
    amounts = (name for name, read in _TABLES[kind].items() if read in (_points, _weight))
    reported |= {name: reported[name] / POINT for name in amounts}
    return reported | {name: getattr(value, name) for name in _WORKED_OUT.get(kind, ())}
