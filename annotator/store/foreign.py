"""Another Annotator's database, looked at without trusting it: an old backup, a shared computer.

A copy is opened, never the file itself. SQLite is told to run nothing that stands in the file:
only our own tables may be read, by plain selects, for a limited time and of limited length. What
is read then goes through the same codec and checksums as our own
(https://sqlite.org/security.html, "Untrusted SQLite Database Files").
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.model.errors import StoreError
from annotator.store import errors
from annotator.store.database import Database
from annotator.store.errors import translated
from annotator.store.schema import STEPS, DatabaseKind

#: Bytes of a file that is looked at, seconds that one look may take, and bytes of one value.
MAX_BYTES = 200_000_000
MAX_SECONDS = 30.0
MAX_VALUE = 20_000_000
#: Rows of one table.
MAX_ROWS = 200_000

_STEPS_BETWEEN_LOOKS = 50_000
_MAGIC = b"SQLite format 3\0"
_ENDS = ("", "-wal", "-journal")

_SHARED = frozenset({"students", "settings", "preferences", "articles", "lessons"})
#: The tables of each kind that may be read; by themselves, whatever else is in the file.
TABLES = {
    DatabaseKind.STUDENT: _SHARED | {"attempts", "annotations", "relations", "hand_ins", "returns"},
    DatabaseKind.TEACHER: _SHARED
    | {"classes", "assignments", "keys", "submissions", "arrivals", "reviews"},
}
_OF_SQLITE = frozenset({"sqlite_master", "sqlite_schema", "_sqlite_migrations", "sqlite_sequence"})
#: Functions that our own tables' rules and our own selects use.
_FUNCTIONS = frozenset({"length", "json_valid", "count", "max", "coalesce"})
_PRAGMAS = frozenset({"integrity_check", "user_version", "application_id", "foreign_key_check"})


@contextmanager
def open_foreign(
    path: Path, scratch: Path, *, max_seconds: float = MAX_SECONDS
) -> Iterator[Database]:
    """A defended, read-only view of a copy of ``path``, which is made in ``scratch``.

    Raises a StoreError: DatabaseDamaged, NotOurs, DatabaseNewer, or a plain one where the file is
    too large or looks as no file of ours can. ``path`` is never changed, nor anything next to it.
    """
    copy = _copy(path, scratch)
    with translated(path):
        connection = sqlite3.connect(copy, isolation_level=None, timeout=1)
    try:
        with translated(path):
            _defend(connection, max_seconds)
            _allow_only(connection, frozenset())
            kind = _kind(connection, path)
            _check_shape(connection, kind, path)
            _allow_only(connection, TABLES[kind])
        database = Database(connection, path, kind, read_only=True)
        database.check_integrity()
        _count(database)
        yield database
    finally:
        connection.set_authorizer(None)
        connection.close()


def _copy(path: Path, scratch: Path) -> Path:
    target = scratch / "foreign.db"
    try:
        sizes = [
            beside.stat().st_size
            for beside in (path.with_name(path.name + end) for end in _ENDS)
            if beside.is_file()
        ]
        if not path.is_file() or not sizes:
            raise errors.DatabaseMissing(f"There is no file “{path.name}”.")
        if sum(sizes) > MAX_BYTES:
            raise StoreError(
                f"“{path.name}” is too large: {MAX_BYTES // 1_000_000} MB are read at most.",
                kept="It was left exactly as it is.",
            )
        for end in _ENDS:
            beside = path.with_name(path.name + end)
            if beside.is_file():
                shutil.copyfile(beside, target.with_name(target.name + end))
        with target.open("rb") as file:
            if file.read(16) != _MAGIC:
                raise errors.damaged(path)
    except OSError as error:
        raise StoreError(
            f"“{path.name}” could not be read: {error.strerror or error}.",
            kept="It was left exactly as it is.",
        ) from error
    return target


def _defend(connection: sqlite3.Connection, max_seconds: float) -> None:
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    for limit, most in (
        (sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE),
        (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 20_000),
        (sqlite3.SQLITE_LIMIT_COLUMN, 100),
        (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 50),
        (sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 5),
        (sqlite3.SQLITE_LIMIT_VDBE_OP, 100_000),
        (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
        (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1),
        (sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100),
    ):
        connection.setlimit(limit, most)
    if sys.version_info >= (3, 12):
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, False)
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_VIEW, False)
    end = time.monotonic() + max_seconds
    connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS_BETWEEN_LOOKS)
    # Not trusted_schema = OFF: older SQLites then refuse json_valid() in our own tables' rules.
    # Which functions may run at all is up to the authorizer.
    for pragma in ("cell_size_check = ON", "mmap_size = 0"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    connection.execute("PRAGMA query_only = ON")


def _kind(connection: sqlite3.Connection, path: Path) -> DatabaseKind:
    (app_id,) = connection.execute("PRAGMA application_id").fetchone()
    try:
        kind = DatabaseKind(app_id)
    except ValueError:
        raise errors.NotOurs(
            f"The file “{path.name}” belongs to another program.",
            kept="It was left exactly as it is.",
        ) from None
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(STEPS[kind]):
        raise errors.newer(path)
    if version < 1:
        raise errors.damaged(path, "its version is missing")
    return kind


def _check_shape(connection: sqlite3.Connection, kind: DatabaseKind, path: Path) -> None:
    """Only plain tables and indexes: our own files have nothing else, and nothing else can run."""
    plain = {"table", "index"}
    for what, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master"):
        words = str(sql or "").upper()
        if what not in plain or "VIRTUAL" in words or "GENERATED" in words:
            raise errors.damaged(path, f"it holds “{str(name)[:60]}”, which no file of ours has")
    there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    if not {"students", "articles"} <= there:
        raise errors.damaged(path, "tables are missing")


def _allow_only(connection: sqlite3.Connection, tables: frozenset[str]) -> None:
    def allowed(action: int, first: str | None, second: str | None, *_: object) -> int:
        if action == sqlite3.SQLITE_SELECT:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_READ and (first in tables or first in _OF_SQLITE):
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_FUNCTION and second in _FUNCTIONS:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_PRAGMA and first in _PRAGMAS:
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_DENY

    connection.set_authorizer(allowed)


def _count(database: Database) -> None:
    there = {row[0] for row in database.rows("SELECT name FROM sqlite_master")}
    for table in sorted(TABLES[database.kind] & there):
        row = database.row(f'SELECT count(*) FROM "{table}"')  # noqa: S608 -- our own names
        if row is not None and row[0] > MAX_ROWS:
            raise errors.damaged(database.path, f"it has {row[0]} records in “{table}”")
