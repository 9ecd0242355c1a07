"""Put several files in the place of others as one step that a power cut can't leave half-done.

They are gathered in a folder of their own; once it has its final name, the change is certain, and
the next program that opens the data folder finishes it. What was there before is moved aside and
kept.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from annotator.files.atomic import CannotWrite, reason_of
from annotator.model.moments import file_stamp

ARRIVING = "arriving"
_KEPT = "kept-"


def arrive(folder: Path, files: Mapping[str, bytes], now: datetime.datetime) -> Path | None:
    """Write ``files`` (plain names) into ``folder``; where what was there before is kept now.

    These files must not be open anywhere. CannotWrite, and nothing changed, where there is no room.
    """
    finish(folder, now)
    beside = folder / f"{ARRIVING}.{os.urandom(6).hex()}.annotator-part"
    try:
        try:
            beside.mkdir()
            for name, data in files.items():
                if Path(name).name != name:
                    raise ValueError(f"“{name}” is not a plain name")
                # Keys are among them: no other account may read one, not for a moment.
                descriptor = os.open(beside / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(descriptor, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
            _sync(beside)
            beside.rename(folder / ARRIVING)
            _sync(folder)
        except BaseException:
            with contextlib.suppress(OSError):
                shutil.rmtree(beside)
            raise
    except OSError as error:
        raise CannotWrite(
            f"The files could not be written in “{folder}”: {reason_of(error)}.",
            kept="Nothing there was changed.",
            todo="Make room, or allow writing there, and try again.",
        ) from error
    return finish(folder, now)


def set_aside(folder: Path, name: str, now: datetime.datetime) -> Path | None:
    """Move a file, and what SQLite keeps next to it, into a folder of their own; which one.

    None where it isn't there. It must not be open anywhere. CannotWrite where it can't be moved.
    """
    kept = _kept_folder(folder, now)
    try:
        _move(folder, name, kept)
    except OSError as error:
        raise CannotWrite(
            f"“{name}” could not be moved aside in “{folder}”: {reason_of(error)}.",
            kept="It is where it was, or in a folder next to it.",
            todo="Close other programs that may use it, and try again.",
        ) from error
    return kept if kept.is_dir() else None


def finish(folder: Path, now: datetime.datetime) -> Path | None:
    """Finish what :func:`arrive` began and a power cut broke off; where the old files are kept.

    None where nothing was to be done, or nothing was there before.
    """
    arriving = folder / ARRIVING
    if not arriving.is_dir():
        return None
    kept = _kept_folder(folder, now)
    try:
        for new in sorted(arriving.iterdir()):
            # A file that is still here has not taken its place, so what stands there is the old.
            _move(folder, new.name, kept)
            new.rename(folder / new.name)
            _sync(folder)
        arriving.rmdir()
    except OSError as error:
        raise CannotWrite(
            f"New files could not be put in place in “{folder}”: {reason_of(error)}.",
            kept=f"The new ones are in “{ARRIVING}”, older ones in a folder next to it.",
            todo="Start the program again when the disk can be written.",
        ) from error
    return kept if kept.is_dir() else None


def _kept_folder(folder: Path, now: datetime.datetime) -> Path:
    return folder / f"{_KEPT}{file_stamp(now)}"


def _move(folder: Path, name: str, kept: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        old = folder / (name + end)
        if old.exists():
            kept.mkdir(exist_ok=True)
            old.rename(kept / old.name)
    if kept.is_dir():
        _sync(kept)
    _sync(folder)


def _sync(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
