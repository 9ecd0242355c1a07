"""Write a file so that it is there whole, or as it was before."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.model.errors import AnnotatorError

_SUFFIX = ".annotator-part"
#: What Windows says of a file that another program holds (access denied, sharing violation, lock
#: violation), and for how long that is waited for.
_HELD = frozenset({5, 32, 33})
_HELD_SECONDS = 1.0


class CannotWrite(AnnotatorError):
    """A file could not be written; what was there before is untouched."""


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Turn what the system refuses inside into a CannotWrite about the folder ``place``."""
    try:
        yield
    except OSError as error:
        raise CannotWrite(
            f"The folder “{place}” can’t be used: {reason_of(error)}.",
            kept="Nothing there was changed.",
            todo="Choose another folder, or make room, and try again.",
        ) from error


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, where they aren't there yet; CannotWrite."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)


def write_atomic(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``: written beside it, fsynced, renamed, and the folder fsynced.

    Raises CannotWrite; an older file at ``path`` is then as it was and nothing lies beside it.
    """
    beside = path.with_name(f".{path.name[:100]}.{os.urandom(6).hex()}{_SUFFIX}")
    try:
        try:
            with beside.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            _replace(beside, path)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)
    except OSError as error:
        raise CannotWrite(
            f"“{path.name}” could not be written in “{path.parent}”: {reason_of(error)}.",
            kept="Nothing there was changed.",
            todo="Choose another folder, or make room, and try again.",
        ) from error


def _replace(beside: Path, path: Path) -> None:
    """Give a file its name; one that a virus scanner or a sync client holds is waited for.

    On Windows such a program keeps others from a file while it looks at it, mostly for less than a
    second. PermissionError once that has passed.
    """
    end = time.monotonic() + _HELD_SECONDS
    while True:
        try:
            beside.replace(path)
            return
        except PermissionError as error:
            is_held = getattr(error, "winerror", None) in _HELD
            if not is_held or time.monotonic() > end:
                raise
            time.sleep(0.05)


def clear_leftovers(folder: Path, *, older_than: float = 0.0) -> int:
    """Remove what a power cut left of half-written files in ``folder``; how many there were.

    Only files that this program names so. Where others write, too, ``older_than`` (seconds) keeps
    those that may still be in use.
    """
    removed = 0
    for leftover in folder.glob(f".*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            if older_than and time.time() - leftover.stat().st_mtime < older_than:
                continue
            leftover.unlink()
            removed += 1
    return removed


def reason_of(error: OSError) -> str:
    """Why the system refused, in plain words."""
    plain = {
        errno.ENOSPC: "the disk is full",
        errno.EDQUOT: "your share of the disk is full",
        errno.EACCES: "you are not allowed to use it",
        errno.EPERM: "you are not allowed to use it",
        errno.EROFS: "the disk can only be read",
        errno.ENOENT: "it is not there",
        errno.ENOTDIR: "a part of its address is a file, not a folder",
        errno.EISDIR: "it is a folder",
        errno.ENAMETOOLONG: "its name is too long",
        errno.EIO: "the disk reports a fault",
    }
    if getattr(error, "winerror", None) in (32, 33):
        return "another program holds it open, a virus scanner perhaps"
    return plain.get(error.errno or 0, error.strerror or type(error).__name__)


def sync_folder(folder: Path) -> None:
    """Make the rename itself last. Windows has no such call, some network folders refuse it."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
            raise
    finally:
        os.close(descriptor)
