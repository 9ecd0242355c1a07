"""One open database file: pragmas, version guard, transactions, typed errors.

Reading and writing need only the ``sqlite3`` module: ``sqlite_utils`` is imported when a file is
made or migrated. A Database belongs to the thread that opened it.

The file is never read other than through SQLite: closing a second handle on it would silently drop
SQLite's own locks (https://sqlite.org/howtocorrupt.html, section 2.2).
"""

# ruff: noqa: S608 -- all that is put into SQL text here is names of our own tables and columns.
from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from annotator.model.errors import StoreError
from annotator.store import errors
from annotator.store.backups import publish, verified_copy
from annotator.store.errors import translate, translated
from annotator.store.filesystems import Place, on_network
from annotator.store.schema import STEPS, DatabaseKind

#: How long a connection waits for another program's lock, in milliseconds.
BUSY_MS = 3000

#: The first SQLite that has STRICT tables and always has JSON.
NEEDED_SQLITE = (3, 38)


class Database:
    """An open file of one kind. Make one with :meth:`open`."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path, kind: DatabaseKind, read_only: bool
    ) -> None:
        self.connection = connection
        self.path = path
        self.kind = kind
        self.read_only = read_only
        #: Which file this is; another one may take its name.
        self.place = Place.of(path)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        kind: DatabaseKind,
        create: bool = True,
        read_only: bool = False,
        busy_ms: int = BUSY_MS,
        network: bool | None = None,
    ) -> Database:
        """Open the file, making it where there is none (``create``) and bringing it up to date.

        ``read_only`` neither writes nor leaves anything next to the file, and refuses one that
        would have to be migrated. ``network`` overrides what the system says of the file's disk.
        Raises a StoreError of ``store.errors``; whatever it is, the file was left alone.
        """
        path = Path(path).absolute()
        if sqlite3.sqlite_version_info < NEEDED_SQLITE:
            raise StoreError(
                f"The SQLite {sqlite3.sqlite_version} of this Python is too old.",
                todo="Install a newer Python.",
            )
        if not _there(path):
            if read_only or not create:
                raise errors.DatabaseMissing(f"There is no file “{path}”.")
            _make(path, kind, busy_ms)
        if not read_only and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
            raise errors.read_only(path)
        if network is None:
            network = not read_only and on_network(path.parent)
        try:
            return cls._opened(path, kind, read_only, busy_ms, network)
        except (errors.DiskTrouble, errors.DatabaseReadOnly):
            if read_only or network:
                raise
            # It could be written, says the system: then it is the memory that WAL shares.
            return cls._opened(path, kind, read_only, busy_ms, True)

    @classmethod
    def _opened(
        cls, path: Path, kind: DatabaseKind, read_only: bool, busy_ms: int, network: bool
    ) -> Database:
        database = cls(_connect(path, read_only, busy_ms), path, kind, read_only)
        try:
            with translated(path):
                if network:
                    # Held alone, a file in WAL mode needs no shared memory to be read.
                    database.execute("PRAGMA locking_mode = EXCLUSIVE")
                behind = database._guard()
                if not read_only:
                    database._set_up(network)
                    if behind:
                        database._migrate()
                elif behind:
                    raise _too_old_to_read(path)
                else:
                    database.execute("PRAGMA query_only = ON")
        except BaseException:
            database.close()
            raise
        return database

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_in_place(self) -> bool:
        """Whether the file at the path is still this one; in WAL mode SQLite does not look."""
        return self.place is not None and Place.of(self.path) == self.place

    def close(self) -> None:
        """Close the connection; a second time does nothing."""
        # A connection that can't close cleanly has nothing uncommitted to lose.
        with contextlib.suppress(sqlite3.Error):
            self.connection.close()

    # -- reading and writing --------------------------------------------------------------

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query; StoreError where it fails."""
        with translated(self.path):
            return self.connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, if there is one."""
        with translated(self.path):
            found: tuple[Any, ...] | None = self.connection.execute(sql, parameters).fetchone()
            return found

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Run one statement; how many rows it changed. Commits at once outside a transaction."""
        with translated(self.path):
            return self.connection.execute(sql, parameters).rowcount

    def execute_many(self, sql: str, parameters: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row of parameters; StoreError where one fails."""
        with translated(self.path):
            self.connection.executemany(sql, parameters)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block or nothing of it, on disk at its end; nested ones are savepoints."""
        connection = self.connection
        outer = not connection.in_transaction
        with translated(self.path):
            connection.execute("BEGIN IMMEDIATE" if outer else "SAVEPOINT step")
            try:
                yield
                connection.execute("COMMIT" if outer else "RELEASE step")
            except BaseException:
                # Some failures (a full disk) have already rolled everything back.
                if connection.in_transaction:
                    if outer:
                        connection.execute("ROLLBACK")
                    else:
                        connection.execute("ROLLBACK TO step")
                        connection.execute("RELEASE step")
                raise

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open; a full disk may have ended one on its own."""
        return self.connection.in_transaction

    def insert(self, table: str, record: dict[str, Any], *, key: str = "") -> None:
        """Write one record; with ``key`` (columns, as in SQL) it replaces the one that has it.

        Not sqlite-utils' upsert: that finds out what SQLite can do by making a table in this very
        file, and on a full disk concludes that it must write by INSERT OR IGNORE, which drops the
        record without a word (seen with 4.2.1).
        """
        columns = ", ".join(record)
        marks = ", ".join("?" * len(record))
        sql = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
        if key:
            keys = key.split(", ")
            rest = ", ".join(f"{name} = excluded.{name}" for name in record if name not in keys)
            sql += f" ON CONFLICT ({key}) DO UPDATE SET {rest}"
        self.execute(sql, list(record.values()))

    # -- care ------------------------------------------------------------------------------

    @property
    def version(self) -> int:
        """How many migration steps the file has taken."""
        row = self.row("PRAGMA user_version")
        assert row is not None
        return int(row[0])

    @property
    def journal_mode(self) -> str:
        """ "wal" or "delete"."""
        row = self.row("PRAGMA journal_mode")
        assert row is not None
        return str(row[0])

    def check_integrity(self) -> None:
        """Let SQLite look through the whole file; DatabaseDamaged says what it found first.

        Indexes are held against their tables as well, so that a page of records which has become
        another, empty one is missed. 100 MB take about a second.
        """
        found = self.row("PRAGMA integrity_check(1)")
        if found != ("ok",):
            raise errors.damaged(self.path, str(found[0]).splitlines()[-1] if found else "")
        if orphan := self.row("PRAGMA foreign_key_check"):
            raise errors.damaged(self.path, f"a record of “{orphan[0]}” belongs to nothing")

    def back_up(self, target: Path) -> Path:
        """A verified copy at ``target`` (or a free name near it); returns where it is."""
        return verified_copy(self.connection, self.path, target)

    # -- opening ---------------------------------------------------------------------------

    def _guard(self) -> bool:
        """Refuse what isn't ours, of the wrong kind or newer; True where steps are missing."""
        found = self.row("PRAGMA application_id")
        app_id = found[0] if found else 0
        if app_id != self.kind.value:
            raise _stranger(self.path, app_id, self.kind)
        known = STEPS[self.kind]
        if not self.row("SELECT 1 FROM sqlite_schema WHERE name = '_sqlite_migrations'"):
            raise errors.damaged(self.path, "its record of versions is missing")
        # sqlite-utils would pass over steps that it doesn't know; a newer program took those.
        taken = [
            row[0]
            for row in self.rows(
                "SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY id",
                [self.kind.migration_set],
            )
        ]
        if self.version > len(known) or set(taken) - set(known):
            raise errors.newer(self.path)
        if tuple(taken) != known[: self.version]:
            raise errors.damaged(self.path, "its record of versions contradicts itself")
        return self.version < len(known)

    def _set_up(self, network: bool) -> None:
        run = self.connection.execute
        run("PRAGMA foreign_keys = ON")
        run("PRAGMA synchronous = FULL")
        if sys.platform == "darwin":
            # fsync() on macOS leaves the data in the drive's own memory.
            run("PRAGMA fullfsync = ON")
            run("PRAGMA checkpoint_fullfsync = ON")
        if network or run("PRAGMA journal_mode = WAL").fetchone() != ("wal",):
            run("PRAGMA journal_mode = DELETE").fetchone()
            run("PRAGMA locking_mode = NORMAL").fetchone()
        # Proves now, rather than at the first stroke, that the file can be read and written.
        run("SELECT count(*) FROM sqlite_schema").fetchone()
        run("BEGIN IMMEDIATE")
        run("ROLLBACK")

    def _migrate(self) -> None:
        """Back up, then take the missing steps; a failure leaves the last whole step."""
        self.check_integrity()
        target = len(STEPS[self.kind])
        backup = self.back_up(self.path.with_name(f"{self.path.name}.before-{target}.backup"))
        from annotator.store.migrations import migrate

        try:
            migrate(self.connection, self.kind)
        except sqlite3.Error as error:
            reason = translate(error, self.path)
            raise type(reason)(
                f"The file “{self.path.name}” could not be brought up to date. {reason.happened}",
                kept=f"Its content is unchanged, and a copy is in “{backup.name}”.",
                todo=reason.todo,
            ) from error


def _there(path: Path) -> bool:
    """Whether there is a file to open; refuses what would be damage or no file at all."""
    if path.is_dir():
        raise StoreError(
            f"There is a folder where the file “{path}” belongs.",
            kept="Nothing was changed.",
            todo="Rename or move that folder.",
        )
    leftovers = [
        beside
        for end in ("-wal", "-journal")
        if (beside := path.with_name(path.name + end)).is_file() and beside.stat().st_size
    ]
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        if leftovers:
            # SQLite would play these changes into whatever new file takes the name.
            raise errors.damaged(
                path, f"it is missing, but “{leftovers[0].name}”, which belongs to it, is there"
            ) from None
        return False
    except OSError as error:
        raise _no_access(path, error) from error
    if size == 0:
        # New files get their name when they are whole, so an empty one has lost its content.
        raise errors.damaged(path, "it is empty")
    return True


def _make(path: Path, kind: DatabaseKind, busy_ms: int) -> None:
    """Make the whole file next to its place, then give it its name."""
    beside = path.with_name(path.name + ".new")
    try:
        beside.unlink(missing_ok=True)
        with translated(path):
            connection = sqlite3.connect(beside, timeout=busy_ms / 1000, isolation_level=None)
            try:
                connection.execute(f"PRAGMA application_id = {kind.value}")
                from annotator.store.migrations import migrate

                migrate(connection, kind)
            finally:
                connection.close()
        publish(beside, path)
    except OSError as error:
        raise _no_access(path, error) from error
    except errors.DiskTrouble as error:
        if os.access(path.parent, os.W_OK) or not path.parent.exists():
            raise
        raise errors.read_only(path) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _connect(path: Path, read_only: bool, busy_ms: int) -> sqlite3.Connection:
    """A connection without Python's own transactions, which would begin behind our back."""
    plain = quote(path.as_posix())
    uri = f"file://{plain if plain.startswith('/') else '/' + plain}"
    mode = "?mode=rw"
    if read_only:
        mode = "?mode=ro"
        unjoined = any(
            beside.is_file() and beside.stat().st_size
            for beside in (path.with_name(path.name + end) for end in ("-wal", "-journal"))
        )
        if not unjoined:
            mode += "&immutable=1"  # makes no files next to it, and needs no permission to
        elif not os.access(path.parent, os.W_OK):
            raise errors.DatabaseReadOnly(
                f"The last changes to “{path.name}” lie in a second file beside it, and joining "
                "the two needs a place that can be written.",
                kept="Both files were left exactly as they are.",
                todo="Copy both to a folder of your own and open the copy.",
            )
    with translated(path):
        connection = sqlite3.connect(uri + mode, uri=True, timeout=busy_ms / 1000)
    connection.isolation_level = None
    # A damaged character must not hide which record it is in; the checksum will tell.
    connection.text_factory = _decode
    return connection


def _decode(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _no_access(path: Path, error: OSError) -> StoreError:
    if isinstance(error, PermissionError) or error.errno == 30:  # EROFS
        return errors.read_only(path)
    if error.errno == 28:  # ENOSPC
        return errors.disk_full(path)
    return StoreError(
        f"The file “{path}” could not be opened or made: {error.strerror or error}.",
        kept="Nothing was changed.",
        todo="Check that the folder is there; then try again.",
    )


def _stranger(path: Path, app_id: int, wanted: DatabaseKind) -> StoreError:
    kept = "The file was left exactly as it is."
    if app_id in {kind.value for kind in DatabaseKind}:
        found = DatabaseKind(app_id)
        return errors.WrongKind(
            f"The file “{path.name}” holds a {found.name.lower()}'s data; "
            f"a {wanted.name.lower()}'s file belongs here.",
            kept=kept,
            todo="Move it away or choose another data folder.",
        )
    return errors.NotOurs(
        f"The file “{path.name}” belongs to another program.",
        kept=kept,
        todo="Move it away or choose another data folder.",
    )


def _too_old_to_read(path: Path) -> StoreError:
    return errors.DatabaseReadOnly(
        f"The file “{path.name}” was written by an older version and has to be brought up to date "
        "before it can be read, which can't be done in this place.",
        kept="The file was left exactly as it is.",
        todo="Copy it to a folder of your own and open the copy.",
    )
