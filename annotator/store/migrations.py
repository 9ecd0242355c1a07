"""The steps from an empty file to today's tables, never changed once released.

Imported late: only a file that is new or behind needs this module, and sqlite-utils with it.
sqlite-utils can't write CHECKs, so tables are written in SQL; it runs each step in a transaction
together with its record. ``user_version`` moves in that same transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import sqlite_utils
from sqlite_utils import Migrations

from annotator.model.names import bare_key, typed_key
from annotator.store import student_tables, teacher_tables
from annotator.store.codec import checksum
from annotator.store.schema import STEPS, DatabaseKind

_SCRIPTS = {**student_tables.SCRIPTS, **teacher_tables.SCRIPTS}


def _step(name: str, number: int) -> Callable[[sqlite_utils.Database], None]:
    def run(db: sqlite_utils.Database) -> None:
        # Statement by statement: executescript() would commit the transaction that it is in.
        for statement in _SCRIPTS[name].split(";\n"):
            if statement.strip():
                db.execute(statement)
        db.execute(f"PRAGMA user_version = {number}")

    return run


def migrations(kind: DatabaseKind) -> Migrations:
    """All steps of a kind of file, under the names that :data:`schema.STEPS` lists."""
    steps = Migrations(kind.migration_set)
    for number, name in enumerate(STEPS[kind], start=1):
        steps(name=name)(_step(name, number))
    return steps


def migrate(connection: sqlite3.Connection, kind: DatabaseKind, *, stop_before: str = "") -> None:
    """Take the steps that the file still lacks; each one wholly or not at all."""
    # Plugins belong to the command-line tool of that name, not to people's work.
    db = sqlite_utils.Database(connection, execute_plugins=False)
    for function in (bare_key, typed_key):
        connection.create_function(function.__name__, 1, function, deterministic=True)
    connection.create_function("checksum_of", -1, checksum, deterministic=True)
    migrations(kind).apply(db, stop_before=stop_before or None)
