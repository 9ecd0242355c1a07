"""How an open file that was deleted or moved gets back to its path.

SQLite goes on committing to a file that was deleted or renamed under it, and says nothing (in WAL
mode it never looks). As long as the connection is open nothing is lost: it holds all of the file.
"""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from annotator.model.errors import StoreError
from annotator.store import errors
from annotator.store.backups import verified_copy
from annotator.store.database import Database
from annotator.store.errors import translate
from annotator.store.schema import DatabaseKind


def put_back(database: Database) -> None:
    """See to it that all that ``database`` holds is at its path again.

    Where nothing is there, the whole file is written there once more; this connection has then to
    be closed and the path opened. FileGone where that is not safe, another StoreError where the
    disk refuses it; the connection goes on holding everything.
    """
    path = database.path
    if path.exists():
        _probe(database)
        _empty_wal(database)
        raise errors.replaced(path)
    _make_folder(database)
    _empty_wal(database)
    _clear_beside(path)
    if verified_copy(database.connection, path, path) != path:
        raise errors.replaced(path)


def _probe(database: Database) -> None:
    """DiskTrouble where the connection itself is dead: its drive was pulled out and is back."""
    try:
        with database.transaction():
            database.execute(f"PRAGMA user_version = {database.version}")
    except errors.DiskTrouble:
        raise
    except StoreError:
        return


def _make_folder(database: Database) -> None:
    """The folder, again; only where it would be on the disk on which it was.

    Where a drive was pulled out, its mount point may still be there, and what is written into it
    can't be seen once the drive is back. A teacher's keys lay in the folder, too: without them the
    file would be half of what it was, so that one is waited for.
    """
    folder = database.path.parent
    there = next(place for place in (folder, *folder.parents) if place.is_dir())
    same_disk = database.place is not None and there.stat().st_dev == database.place.folder_device
    if not same_disk or (there != folder and database.kind is DatabaseKind.TEACHER):
        raise errors.gone(database.path)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        raise errors.gone(database.path) from None


def _empty_wal(database: Database) -> None:
    """Move all into the file itself: the next to open what lies at the path now, or will, would
    play changes into it that belong to this file (https://sqlite.org/howtocorrupt.html, 1.4)."""
    try:
        database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        raise translate(error, database.path) from error


def _clear_beside(path: Path) -> None:
    """Remove what is left next to a file that is gone; FileGone where something is in it."""
    for end in ("-wal", "-journal", "-shm"):
        beside = path.with_name(path.name + end)
        with contextlib.suppress(FileNotFoundError):
            if end != "-shm" and beside.stat().st_size:
                raise errors.gone(path)
            beside.unlink()
