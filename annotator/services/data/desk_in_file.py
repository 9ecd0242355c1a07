"""The desk on another computer: all of it in one locked file, and the desk again from that file.

In it are the teacher's data (classes, cards, hand-ins, keys to lessons, decisions, settings) and
the secret key that opens hand-ins. Students' own data of this machine is not.
"""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annotator.files.atomic import write_atomic, writing
from annotator.files.desk_file import MAX_FILE, read_desk, write_desk
from annotator.files.desk_file import check_passphrase as check_passphrase
from annotator.files.locked_keys import check_key_file
from annotator.files.passphrase import COST, Cost
from annotator.files.reading import read_bytes
from annotator.files.sealing import FILE_NAME as KEY_FILE
from annotator.files.sealing import MAX_FILE as MAX_KEY_FILE
from annotator.files.sealing import key_ring
from annotator.model.errors import AnnotatorError, BadInput
from annotator.model.moments import utc_now
from annotator.services.data.file_set import arrive
from annotator.services.data.workspace import Workspace
from annotator.store.database import Database
from annotator.store.schema import DatabaseKind

#: Said where a desk is saved in a file, and where a key is looked for in vain.
IF_LOST = (
    "Anyone who has this file and its passphrase can read your class’s work, so keep them apart. "
    "Without the passphrase no one can open it, not even us. "
    "If you lose the file and the desk it came from, work that was sealed for you can’t be read "
    "any more. Then give the lesson out again: your students’ work is still with them, and they "
    "hand it in once more."
)

_DATA = DatabaseKind.TEACHER.file_name
_TAKEN = (_DATA, KEY_FILE)
#: How the name of a folder begins in which a copy is made and looked at.
_BESIDE = "annotator-desk-"


class DeskHere(AnnotatorError):
    """There is a desk on this machine already."""


@dataclass(frozen=True, slots=True)
class DeskArrived:
    """A desk that was put in place; ``kept`` is where the one from before is, if there was one."""

    kept: Path | None


def save_desk(workspace: Workspace, passphrase: str, path: Path, *, cost: Cost = COST) -> None:
    """Write the desk into one file at ``path``; the desk itself stays as it is and may be open.

    InvalidModel for a passphrase too short; a StoreError or BadInput where the data or the key
    is damaged; CannotWrite. An older file at ``path`` is replaced.
    """
    check_passphrase(passphrase)
    files: dict[str, bytes] = {}
    with writing(Path(tempfile.gettempdir())), tempfile.TemporaryDirectory(prefix=_BESIDE) as place:
        with workspace.database(DatabaseKind.TEACHER) as database:
            database.check_integrity()
            copy = database.back_up(Path(place) / _DATA)
        files[_DATA] = copy.read_bytes()
    keys = workspace.folder / KEY_FILE
    if not keys.exists():
        key_ring(workspace.folder)  # nothing was ever given out
    # As it lies there: a passphrase of the desk goes along.
    files[KEY_FILE] = read_bytes(keys, MAX_KEY_FILE)
    file = write_desk(files, passphrase, cost)
    if read_desk(file, passphrase) != files:
        raise BadInput("The desk file could not be read back.", kept="Nothing was written.")
    write_atomic(path, file)


@dataclass(frozen=True, slots=True)
class DeskContents:
    """What was in a desk file, unlocked and checked; ``name`` is the file's."""

    name: str
    files: Mapping[str, bytes] = field(repr=False)


def unlock_desk(path: Path, passphrase: str) -> DeskContents:
    """What is in a desk file; takes a second or more. WrongPassphrase, or BadInput or a StoreError
    where it can't be used."""
    files = read_desk(read_bytes(path, MAX_FILE), passphrase, name=path.name)
    _check(files, path.name)
    return DeskContents(path.name, files)


def open_desk(
    workspace: Workspace,
    contents: DeskContents,
    *,
    replace: bool = False,
    now: Callable[[], datetime.datetime] = utc_now,
) -> DeskArrived:
    """Put the desk from a file in place; this folder's teacher's data must not be open.

    DeskHere where there is a desk already, unless ``replace``: then that one is moved aside whole
    and kept. Whatever is raised, the desk that was here is as it was.
    """
    here = [name for name in _TAKEN if (workspace.folder / name).exists()]
    if here and not replace:
        raise DeskHere(
            "There is a desk on this computer already.",
            kept="Nothing was changed.",
            todo="If the one from the file should take its place, say so: the desk that is here "
            "is then kept in a folder next to it.",
        )
    return DeskArrived(arrive(workspace.folder, contents.files, now()))


def _check(files: dict[str, bytes], name: str) -> None:
    """The files are those of a desk, and each of them opens."""
    if set(files) != set(_TAKEN):
        raise BadInput(
            f"“{name}” does not hold what a desk needs.", kept="The file was left as it is."
        )
    check_key_file(files[KEY_FILE], KEY_FILE)
    with writing(Path(tempfile.gettempdir())), tempfile.TemporaryDirectory(prefix=_BESIDE) as place:
        copy = Path(place) / _DATA
        copy.touch(0o600)
        copy.write_bytes(files[_DATA])
        # Opened for writing, so that an older desk is known to come up to date.
        with Database.open(copy, kind=DatabaseKind.TEACHER) as database:
            database.check_integrity()
