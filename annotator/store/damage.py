"""What is damaged in a database, record by record: everything with a checksum is looked at."""

# ruff: noqa: S608 -- all that is put into SQL text here is our own lists of columns.
from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from annotator.model.errors import AnnotatorError, InvalidModel, StoreError
from annotator.model.text import text_hash
from annotator.store.cards import Cards
from annotator.store.checked import COLUMNS, checked_rows
from annotator.store.codec import (
    ANNOTATION_COLUMNS,
    RELATION_COLUMNS,
    annotation_from_row,
    checksum,
    relation_from_row,
    submission_from_json,
)
from annotator.store.database import Database
from annotator.store.errors import UNREADABLE
from annotator.store.keys import key_from_json
from annotator.store.reviews import COLUMNS as REVIEW_COLUMNS
from annotator.store.reviews import decision_from_row

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Damage:
    """One record that can't be trusted, or (``record`` empty) a whole table or the file."""

    table: str
    record: str
    reason: str


def find_damage(database: Database) -> tuple[Damage, ...]:
    """Everything in the file that is not as it was written; an empty tuple for a sound file.

    Reads all of it. Raises nothing for damage: what can't be read is part of the answer.
    """
    found: list[Damage] = []
    try:
        database.check_integrity()
    except StoreError as error:
        found.append(Damage("", "", error.happened))
    tables = {row[0] for row in _rows(database, "SELECT name FROM sqlite_schema", found, "")}
    for table, (columns, check) in _CHECKS.items():
        if table in tables:
            for row in _rows(database, f"SELECT {columns} FROM {table}", found, table):
                _look(table, row, check, found)
    for table in sorted(tables & set(COLUMNS)):
        try:
            checked_rows(database, table)
        except StoreError as error:
            found.append(Damage(table, getattr(error, "record", ""), error.happened))
    if "cards" in tables:
        try:
            Cards(database).all()
        except StoreError as error:
            found.append(Damage("cards", getattr(error, "record", ""), error.happened))
    return tuple(found)


def _rows(database: Database, sql: str, found: list[Damage], table: str) -> list[Row]:
    try:
        return database.rows(sql)
    except StoreError as error:
        found.append(Damage(table, "", error.happened))
        return []


def _look(table: str, row: Row, check: Callable[[Row], object], found: list[Damage]) -> None:
    try:
        check(row)
    except UNREADABLE as error:
        reason = error.happened if isinstance(error, AnnotatorError) else "it can't be read."
        found.append(Damage(table, _name(table, row), reason))


def _name(table: str, row: Row) -> str:
    """What names a record: an id, or the lesson and the version of a key."""
    if table in ("annotations", "relations"):
        return f"{row[1]} of {row[0]}"
    return f"{row[0]} version {row[1]}" if table in ("keys", "sample_keys") else str(row[0])


def _file(row: Row) -> None:
    if hashlib.sha256(row[2]).hexdigest() != row[1]:
        raise InvalidModel("the file is not as it was kept.")


def _key(row: Row) -> None:
    if checksum(*row[:4]) != row[4]:
        raise InvalidModel("its checksum is not right.")
    key_from_json(row[3], row[2], row[1])


def _submission(row: Row) -> None:
    if checksum(row[0], row[1]) != row[2]:
        raise InvalidModel("its checksum is not right.")
    submission_from_json(row[1])


def _article(row: Row) -> None:
    if text_hash(row[1]) != row[0]:
        raise InvalidModel("the text is not as it was kept.")


#: Columns to read of each table, and what holds them against their checksum.
_CHECKS: dict[str, tuple[str, Callable[[Row], object]]] = {
    "articles": ("sha256, text", _article),
    "lessons": ("id, file_sha256, file", _file),
    "annotations": (ANNOTATION_COLUMNS, annotation_from_row),
    "relations": (RELATION_COLUMNS, relation_from_row),
    "hand_ins": ("attempt_id, sha256, file", _file),
    "returns": ("attempt_id, sha256, file", _file),
    "keys": ("lesson_id, version, article_sha256, content, checksum", _key),
    "sample_keys": ("lesson_id, version, article_sha256, content, checksum", _key),
    "submissions": ("sha256, content, checksum", _submission),
    "reviews": (REVIEW_COLUMNS, decision_from_row),
}
