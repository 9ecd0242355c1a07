"""Small records with a checksum: names, settings, pinned keys.

A file of an older version, which is read as it is where it was brought from elsewhere, has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from annotator.store.codec import checksum
from annotator.store.database import Database
from annotator.store.errors import RecordDamaged
from annotator.store.schema import STEPS, DatabaseKind

#: What is read of a table, in this order; the first column names the record.
COLUMNS = {
    "students": "id, name, created, class_id, card_issue",
    "settings": "key, value",
    "preferences": "student_id, key, value",
    "teacher_keys": "scope, key, how, teacher, since, said",
}


def checked_rows(
    database: Database, table: str, rest: str = "", values: Sequence[Any] = ()
) -> list[tuple[Any, ...]]:
    """The rows of a table, with :data:`COLUMNS`; ``rest`` follows upon FROM.

    RecordDamaged names the first that doesn't match its checksum.
    """
    columns, covered = COLUMNS[table], _covered(database, table)
    if not _has_checksums(database):
        return database.rows(f"SELECT {columns} FROM {table} {rest}", values)  # noqa: S608
    rows = database.rows(f"SELECT {columns}, checksum FROM {table} {rest}", values)  # noqa: S608
    for row in rows:
        if checksum(*row[:covered]) != row[-1]:
            raise RecordDamaged(
                table, str(row[0]), "its checksum is not right.", path=database.path
            )
    return [row[:-1] for row in rows]


def write_checked(database: Database, table: str, record: dict[str, Any], *, key: str) -> None:
    """Write a record with its checksum, in place of one with the same ``key`` (columns)."""
    names = COLUMNS[table].split(", ")[: _covered(database, table)]
    total = checksum(*(record[name] for name in names))
    database.insert(table, {**record, "checksum": total}, key=key)


def _covered(database: Database, table: str) -> int:
    """How many of the columns the checksum covers: all, but for a teacher's students, who are moved
    from class to class by the database's own rules."""
    if table == "students" and database.kind is DatabaseKind.TEACHER:
        return 3
    return COLUMNS[table].count(",") + 1


def _has_checksums(database: Database) -> bool:
    steps = STEPS[database.kind]
    since = next(number for number, name in enumerate(steps, 1) if name.endswith("_checksums"))
    return database.version >= since
