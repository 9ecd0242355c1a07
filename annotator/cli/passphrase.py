"""The passphrase of a teacher's desk on the command line: typed at the terminal, or read from an
open file. Never an argument: other people of the computer can read those."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Any

from annotator.model.errors import AnnotatorError, BadInput

if TYPE_CHECKING:
    from annotator.services.data.data_file import DataFile

#: Bytes that are read of an open file.
_MOST = 4_000


def add_passphrase(command: Any) -> None:
    """The option of a command that may need the teacher's keys."""
    command.add_argument(
        "--passphrase-fd",
        type=int,
        metavar="N",
        help="read the passphrase of the desk from open file N; else it is asked for, if needed",
    )


def unlock(data: DataFile, options: argparse.Namespace) -> None:
    """Open the lock of the teacher's keys, where there is one; its passphrase is read for that.

    WrongPassphrase where it is another; AnnotatorError where there is no way to ask for it.
    """
    from annotator.services.data.desk_lock import DeskLock, Guard

    lock = DeskLock(data)
    if lock.guard is not Guard.NONE and not data.desk_keys.is_held:
        lock.open(_read(options.passphrase_fd))


def _read(descriptor: int | None) -> str:
    if descriptor is not None:
        return _read_from(descriptor)
    if sys.stdin is None or not sys.stdin.isatty():
        raise AnnotatorError(
            "The desk is locked with a passphrase, and there is no terminal to ask for it.",
            kept="Nothing was changed.",
            todo="Run this at a terminal, or hand the passphrase over with “--passphrase-fd”.",
        )
    import getpass

    try:
        return getpass.getpass("Passphrase of the desk: ")
    except EOFError as error:
        raise AnnotatorError("No passphrase was typed.", kept="Nothing was changed.") from error


def _read_from(descriptor: int) -> str:
    try:
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            line = file.readline(_MOST)
        return line.decode("utf-8").rstrip("\r\n")
    except (OSError, ValueError, OverflowError) as error:
        raise BadInput(
            f"No passphrase could be read from open file {descriptor}.",
            kept="Nothing was changed.",
            todo="Open it for reading, with the passphrase as its first line.",
        ) from error
