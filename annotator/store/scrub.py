"""Take a setting out of a database so that nothing of it stays in the file: no free page, no log.

SQLite leaves what was deleted where it was until the room is needed again.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from pathlib import Path

from annotator.store.backups import sync_folder
from annotator.store.database import Database
from annotator.store.errors import damaged, translated

_HOLDS = "SELECT 1 FROM settings WHERE key = ?"
_DROP = "DELETE FROM settings WHERE key = ?"


def scrub_setting(database: Database, key: str) -> None:
    """Drop a setting of the open file, overwrite what it left, and empty the write-ahead log.

    Must not be called within a transaction. Other connections may be open. A StoreError where the
    disk refuses; the setting may then be gone already, and a second call does the rest.
    """
    database.execute("PRAGMA secure_delete = ON")
    database.execute(_DROP, [key])
    database.execute("VACUUM")
    database.rows("PRAGMA wal_checkpoint(TRUNCATE)")


def holds_setting(path: Path, key: str) -> bool:
    """Whether a database that lies there closed has the setting; False for one that can't be read.

    Of any version: settings are older than every step of the tables.
    """
    try:
        with contextlib.closing(_open(path, "mode=ro&immutable=1")) as connection:
            return connection.execute(_HOLDS, [key]).fetchone() is not None
    except sqlite3.Error:
        return False


def scrub_copy(path: Path, key: str) -> None:
    """Put a copy without the setting in the place of a database that lies there closed.

    The copy is read back before it takes the name; until then the old file is as it was. A
    StoreError or an OSError where it can't be made.
    """
    beside = path.with_name(path.name + ".part")
    try:
        shutil.copyfile(path, beside)
        shutil.copymode(path, beside)
        with translated(path), contextlib.closing(_open(beside, "mode=rw")) as copy:
            copy.execute("PRAGMA journal_mode = DELETE").fetchone()
            copy.execute("PRAGMA secure_delete = ON")
            copy.execute(_DROP, [key])
            copy.execute("VACUUM")
            found = copy.execute("PRAGMA quick_check(1)").fetchone()
            if found != ("ok",) or copy.execute(_HOLDS, [key]).fetchone() is not None:
                raise damaged(path, str(found[0]))
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(path)
        sync_folder(path.parent)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _open(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None)
