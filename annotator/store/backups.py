"""Copies of a database that were opened and checked before anybody relies on them."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

from annotator.model.errors import StoreError
from annotator.store.errors import translated


def sync_folder(folder: Path) -> None:
    """Put a rename on the disk; Windows can't open folders and needs no such thing."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def publish(beside: Path, path: Path) -> None:
    """Give the finished file ``beside`` its name ``path``, on disk; never over another file."""
    with beside.open("rb+") as file:
        os.fsync(file.fileno())
    if path.exists():
        raise FileExistsError(f"“{path.name}” is already there.")
    beside.rename(path)
    sync_folder(path.parent)


def free_name(path: Path) -> Path:
    """``path``, or the first of ``path.2``, ``path.3``… that is free (before the suffix)."""
    candidate, number = path, 2
    while candidate.exists():
        candidate = path.with_name(f"{path.stem}.{number}{path.suffix}")
        number += 1
    return candidate


def verified_copy(connection: sqlite3.Connection, source: Path, wanted: Path) -> Path:
    """Copy the open database to ``wanted`` (or a free name near it), check it, return where it is.

    The copy is one plain file, not in WAL mode, so it can be read from any medium. A failure leaves
    nothing behind and raises a StoreError about ``source`` or the copy.
    """
    target = free_name(wanted)
    beside = target.with_name(target.name + ".part")
    try:
        beside.unlink(missing_ok=True)
        with translated(target):
            _copy(connection, beside)
        publish(beside, target)
    except OSError as error:
        raise StoreError(
            f"No backup of “{source.name}” could be made: {error.strerror or error}.",
            kept="The file itself was not changed.",
            todo="Make sure that its folder can be written and has room; then try again.",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    return target


def _copy(connection: sqlite3.Connection, beside: Path) -> None:
    copy = sqlite3.connect(beside, isolation_level=None)
    try:
        connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE").fetchone()
        findings = [row[0] for row in copy.execute("PRAGMA quick_check(1)")]
        for pragma in ("PRAGMA application_id", "PRAGMA user_version", "PRAGMA page_count"):
            here = connection.execute(pragma).fetchone()
            if copy.execute(pragma).fetchone() != here:
                findings.append(f"{pragma} differs")
    finally:
        copy.close()
    if findings != ["ok"]:
        raise StoreError(
            f"The backup “{beside.stem}” did not pass its check ({findings[0]}).",
            kept="The file itself was not changed.",
            todo="Check the disk; then try again.",
        )
