"""Why a database can't be read or written, as sentences: no SQLite exception leaves raw."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from annotator.model.errors import AnnotatorError, StoreError
from annotator.model.errors import DatabaseDamaged as DatabaseDamaged

#: What building the model from a damaged record can raise; InvalidModel is a ValueError.
UNREADABLE = (ValueError, TypeError, KeyError)

_UNTOUCHED = "The file was left exactly as it is."


class RecordDamaged(DatabaseDamaged):
    """One record doesn't match its checksum or the model; ``table`` and ``record`` name it."""

    def __init__(self, table: str, record: str, reason: str, *, path: Path) -> None:
        self.table = table
        self.record = record
        super().__init__(
            f"A record in “{path.name}” was damaged on the disk ({table}, {record}): {reason}",
            kept="Nothing was changed or deleted; the other records can be read.",
            todo="Restore a backup of this file, or ask somebody who looks after the computer.",
        )

    @classmethod
    def because(cls, error: Exception, table: str, record: object, *, path: Path) -> Self:
        """The error for a record from which ``error`` kept the model from being built."""
        reason = error.happened if isinstance(error, AnnotatorError) else "it can't be read."
        return cls(table, str(record), reason, path=path)


class DatabaseNewer(StoreError):
    """A newer version of the program wrote the file."""


class DatabaseLocked(StoreError):
    """Another program holds the file."""


class DatabaseReadOnly(StoreError):
    """The file or its folder can't be written."""


class DiskFull(StoreError):
    """There is no room left on the disk."""


class DiskTrouble(StoreError):
    """The disk or the network behind it failed while reading or writing."""


class DatabaseMissing(StoreError):
    """There is no such file, and none was asked for."""


class FileGone(StoreError):
    """The open file is no longer at its path; what the connection holds may be the last of it."""


class WrongKind(StoreError):
    """A teacher's file where a student's belongs, or the other way round."""


class NotOurs(StoreError):
    """A database of some other program."""


class AttemptClosed(StoreError):
    """The attempt was handed in; its marks are final."""


class NoSuchRecord(StoreError):
    """Something was asked for by an id that is not there."""


class BrokenRule(StoreError):
    """A change that the database's own rules refuse; it was not written."""


def damaged(path: Path, finding: str = "") -> DatabaseDamaged:
    """The error for a file that can't be trusted; ``finding`` is what a check said."""
    detail = f" ({finding.rstrip('.')})" if finding else ""
    return DatabaseDamaged(
        f"The file “{path.name}” is damaged{detail}.",
        kept=_UNTOUCHED,
        todo="Keep a copy of it, then put a backup in its place.",
    )


def newer(path: Path) -> DatabaseNewer:
    """The error for a file that a newer version of the program wrote."""
    return DatabaseNewer(
        f"The file “{path.name}” was written by a newer version of Annotator.",
        kept=_UNTOUCHED,
        todo="Install the newer version to open it.",
    )


def read_only(path: Path) -> DatabaseReadOnly:
    """The error for a file or folder without permission to write."""
    return DatabaseReadOnly(
        f"The file “{path.name}” can't be changed: it, or the folder “{path.parent}”, "
        "allows reading only.",
        kept=_UNTOUCHED,
        todo="Allow writing there, or choose another data folder.",
    )


def gone(path: Path) -> FileGone:
    """The error for an open file that was moved or deleted, or whose drive is not there."""
    return FileGone(
        f"The file “{path.name}” is no longer in the folder “{path.parent}”.",
        kept="Your work is kept in memory while this window is open.",
        todo="Leave the window open and put the folder or the drive back; then it is saved again.",
    )


def replaced(path: Path) -> FileGone:
    """The error for an open file whose name another file has now."""
    return FileGone(
        f"Another file has taken the place of “{path.name}” in the folder “{path.parent}”.",
        kept="That file was left alone, and your work is kept in memory while this window is open.",
        todo="Leave the window open and move the other file away; then your work is saved again.",
    )


def locked(path: Path) -> DatabaseLocked:
    """The error for a file that another process is writing."""
    return DatabaseLocked(
        f"Another program is using the file “{path.name}”.",
        kept="What was saved before is safe.",
        todo="Close the other program; then try again.",
    )


def disk_full(path: Path) -> DiskFull:
    """The error for a disk without room."""
    return DiskFull(
        f"The disk that holds “{path.name}” is full.",
        kept="What was saved before is safe.",
        todo="Make room on the disk; then try again.",
    )


#: Primary result codes of SQLite (https://sqlite.org/rescode.html) and what they mean to a person.
_BY_CODE = {
    sqlite3.SQLITE_BUSY: locked,
    sqlite3.SQLITE_LOCKED: locked,
    sqlite3.SQLITE_READONLY: read_only,
    sqlite3.SQLITE_PERM: read_only,
    sqlite3.SQLITE_FULL: disk_full,
    sqlite3.SQLITE_CORRUPT: damaged,
    sqlite3.SQLITE_NOTADB: damaged,
}
_DISK = {
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOLFS,
}


def translate(error: sqlite3.Error, path: Path) -> StoreError:
    """The typed error for what SQLite reported about the file at ``path``."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _BY_CODE:
        return _BY_CODE[code](path)
    if code in _DISK:
        return DiskTrouble(
            f"The file “{path.name}” could not be read or written: {error}.",
            kept="What was saved before is safe.",
            todo="Check that the disk or network drive is there; then try again.",
        )
    if code in (sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_TOOBIG):
        return BrokenRule(
            f"A change to “{path.name}” was refused: {error}.",
            kept="What was saved before is safe; this one change was not written.",
        )
    return StoreError(
        f"The file “{path.name}” could not be used: {error}.",
        kept="What was saved before is safe.",
    )


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn every SQLite exception inside into a typed error about the file at ``path``."""
    try:
        yield
    except sqlite3.Error as error:
        raise translate(error, path) from error
    except UnicodeDecodeError as error:
        # Damage in the schema: Python can't even make out what SQLite says of it.
        raise damaged(path, "its tables can’t be made out") from error
