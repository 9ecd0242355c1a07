"""The passphrase of the teacher's side: it locks the teacher's keys, and with them what is sealed
to these.

Everything that takes the time of argon2id is meant for a worker's thread; see
:meth:`DeskLock.in_this_thread`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from annotator.files.locked_keys import LockedBy, LockedKeys, Opened, read_locked_keys
from annotator.files.passphrase import COST, Cost, WrongPassphrase
from annotator.files.passphrase import check_passphrase as check_passphrase
from annotator.files.reading import read_bytes
from annotator.files.recovery_code import new_code
from annotator.files.sealing import (
    MAX_FILE,
    KeyRing,
    is_locked,
    key_file,
    read_keys,
    replace_key_file,
)
from annotator.files.signing import fingerprint, signing_key
from annotator.model.errors import AnnotatorError, BadInput
from annotator.services.data.data_file import DataFile
from annotator.services.data.old_passphrase import OldPassphrase

_log = logging.getLogger(__name__)

WHAT_IT_LOCKS = (
    "It locks your keys on this disk: without it hand-ins that are still sealed can’t be opened, "
    "class cards can’t be read, and nothing can be signed in your name."
)
WHAT_IT_LEAVES_OPEN = (
    "It does not lock names, hand-ins that were taken in, your decisions and the backups of these: "
    "someone who can open your data folder can read them. Desk files and copies of the data folder "
    "from before hold the keys without this lock."
)
IF_LOST = (
    "If you lose the passphrase, the recovery sheet opens the desk. If you lose both, no one can, "
    "not even us."
)
WHILE_LOCKED = (
    "While it is locked, no class folder is looked into, no hand-in is opened, and no backup of "
    "the desk is made. Nothing is lost by that: all of it goes on when you unlock the desk."
)


class Guard(Enum):
    """What a passphrase does here: nothing, as there is none; guard the window alone, as older
    versions did; lock the keys."""

    NONE = "none"
    WINDOW = "window"
    KEYS = "keys"


@dataclass(frozen=True, slots=True)
class NewLock:
    """Locked keys that are not on the disk yet, and the ``code`` of their recovery sheet.

    ``passphrase`` is one that must open them, where it is new, too; ``signed_by`` are the six words
    of the teacher's keys, which tell whose sheet it is.
    """

    keys: LockedKeys
    code: str = field(repr=False)
    signed_by: str
    passphrase: str = field(repr=False, default="")


class DeskLock:
    """Sets, opens, changes and takes away the passphrase. ``data`` is of the calling thread."""

    def __init__(self, data: DataFile, *, cost: Cost = COST) -> None:
        self._data, self._cost = data, cost
        self._old = OldPassphrase(data)

    @contextmanager
    def in_this_thread(self) -> Iterator[DeskLock]:
        """The same for a worker's thread. A StoreError where the file can't be opened."""
        with self._data.in_this_thread() as data:
            yield DeskLock(data, cost=self._cost)

    @property
    def guard(self) -> Guard:
        """What there is; cheap."""
        if is_locked(self._data.desk_keys.path):
            return Guard.KEYS
        return Guard.WINDOW if self._old.is_set else Guard.NONE

    def open(self, typed: str) -> bool:
        """Unlock the desk with its passphrase or the words of its recovery sheet; whether it was
        the sheet.

        WrongPassphrase where it is neither; BadInput where the key file is damaged. Takes a second,
        or two where eight words were typed.
        """
        match self.guard:
            case Guard.KEYS:
                opened = self._open(typed)
                self._data.desk_keys.hold(opened.ring)
                self._tidy(opened)
                return opened.by is LockedBy.SHEET
            case Guard.WINDOW if not self._old.check(typed):
                raise WrongPassphrase(
                    "This is not the passphrase of this desk.",
                    kept="Nothing was changed, and you can try as often as you like.",
                    todo="Type it again; mind capital letters and the language of the keyboard.",
                )
        return False

    def close(self) -> None:
        """Lock the desk again, where there is a passphrase."""
        self._data.desk_keys.forget()

    # -- setting one -----------------------------------------------------------------------------

    def begin(self, passphrase: str, old: str = "") -> NewLock:
        """The keys under a new passphrase and a new recovery sheet; nothing is changed yet.

        ``old`` is the passphrase that guards the window, where there is one. InvalidModel where the
        new one is too short, WrongPassphrase where the old one is another. Takes a second.
        """
        check_passphrase(passphrase)
        if self.guard is Guard.WINDOW:
            self.open(old)
        code, ring = new_code(), self._data.keys()
        keys = LockedKeys.new(ring, passphrase, code, self._cost)
        return NewLock(keys, code, _words_of(ring), passphrase)

    def begin_sheet(self, typed: str) -> NewLock:
        """The keys with another recovery sheet, where the passphrase, or the words of the present
        sheet, were ``typed``; nothing is changed yet. WrongPassphrase."""
        opened, code = self._open(typed), new_code()
        return NewLock(
            self._locked().with_code(opened, code, self._cost), code, _words_of(opened.ring)
        )

    def finish(
        self, new: NewLock, typed: str, progress: Callable[[int, int], None] | None = None
    ) -> bool:
        """Put the new lock in place, if what was ``typed`` from its recovery sheet opens it.

        WrongPassphrase, or BadInput, and nothing changed, where it doesn't. Then the keys lie in
        the clear no more: not in the key file, not in that of this desk as it was moved aside once,
        and what older versions kept of the passphrase is gone. False where the last two could not
        be done now; that is tried again at each unlocking. Takes a second or two.
        """
        path, ring = self._data.desk_keys.path, self._data.keys()
        proofs: list[Callable[[LockedKeys], Opened]] = [lambda read: read.open_with_sheet(typed)]
        if new.passphrase:
            proofs.append(lambda read: read.open(new.passphrase))
        found: list[Opened] = []

        def check(file: bytes) -> None:
            read = read_locked_keys(file, path.name)
            for prove in proofs:
                found.append(prove(read))
                if progress is not None:
                    progress(len(found), len(proofs) + 1)
            if any(each.ring != ring for each in found):
                raise _not_read_back()

        replace_key_file(path, new.keys.to_file(), check)
        self._data.desk_keys.hold(ring)
        return self._tidy(found[0])

    # -- changing it -----------------------------------------------------------------------------

    def change(self, typed: str, passphrase: str) -> None:
        """Another passphrase, where the present one, or the words of the sheet, were ``typed``.

        The recovery sheet stays good. InvalidModel, WrongPassphrase, CannotWrite: nothing changed.
        """
        check_passphrase(passphrase)
        opened = self._open(typed)
        changed = self._locked().with_passphrase(opened, passphrase, self._cost)

        def check(file: bytes) -> None:
            if read_locked_keys(file, "the key file").open(passphrase).ring != opened.ring:
                raise _not_read_back()

        replace_key_file(self._data.desk_keys.path, changed.to_file(), check)
        self._data.desk_keys.hold(opened.ring)
        self._tidy(opened)

    def remove(self, typed: str) -> None:
        """Keep the keys in the clear again, where the passphrase, or the words of the sheet, were
        ``typed``. WrongPassphrase or CannotWrite: nothing changed."""
        match self.guard:
            case Guard.KEYS:
                opened = self._open(typed)
                path = self._data.desk_keys.path

                def check(file: bytes) -> None:
                    if read_keys(file, path.name) != opened.ring:
                        raise _not_read_back()

                replace_key_file(path, key_file(opened.ring), check)
                self._data.desk_keys.forget()
                self._tidy(opened)
            case Guard.WINDOW:
                self.open(typed)
                self._old.forget()

    # -- within ----------------------------------------------------------------------------------

    def _locked(self) -> LockedKeys:
        return _read(self._data.desk_keys.path)

    def _open(self, typed: str) -> Opened:
        return self._locked().open(typed)

    def _tidy(self, opened: Opened) -> bool:
        """See to it that nothing next to the key file gives away what it locks; whether it is done.

        What can't be done now is done at the next unlocking: the desk opens all the same.
        """
        same, is_done = [], True
        for path in sorted(self._data.folder.glob(f"kept-*/{self._data.desk_keys.path.name}")):
            with _Trying() as tried:
                if self._tidy_kept(path, opened):
                    same.append(path.parent)
            is_done = is_done and tried.went_well
        with _Trying() as tried:
            self._old.forget(*same)
        return is_done and tried.went_well

    def _tidy_kept(self, path: Path, opened: Opened) -> bool:
        """Keep the key file of a desk that was moved aside as the one in use is kept, if it is of
        the same desk; whether it is. Another desk may be another teacher's, and is left alone."""
        ring, locked = _kept_ring(path, opened.file_key)
        if ring is None or not set(ring.keys) & set(opened.ring.keys):
            return False
        now = self._locked() if self.guard is Guard.KEYS else None
        if now is None:
            file = key_file(ring) if locked is not None else None
        else:
            is_as_now = locked is not None and locked.has_locks_of(now)
            file = None if is_as_now else now.with_ring(ring, opened.file_key).to_file()

        def check(read: bytes) -> None:
            if read != file:
                raise _not_read_back()

        if file is not None:
            replace_key_file(path, file, check)
        return True


class _Trying:
    """Does what can be done again later: a failure is logged, and goes no further."""

    def __init__(self) -> None:
        self.went_well = True

    def __enter__(self) -> _Trying:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        self.went_well = error is None
        if isinstance(error, (AnnotatorError, OSError)):
            _log.warning("what lies next to the locked keys could not be tidied: %s", error)
            return True
        return False


def _read(path: Path) -> LockedKeys:
    return read_locked_keys(read_bytes(path, MAX_FILE), path.name)


def _words_of(ring: KeyRing) -> str:
    return fingerprint(signing_key(ring.current))


def _kept_ring(path: Path, file_key: bytes) -> tuple[KeyRing | None, LockedKeys | None]:
    """The keys in another key file, and how they are locked if they are; no keys where they can't
    be read with ``file_key``."""
    try:
        if is_locked(path):
            locked = _read(path)
            return locked.ring(file_key), locked
        return read_keys(read_bytes(path, MAX_FILE), path.name), None
    except AnnotatorError:
        return None, None


def _not_read_back() -> BadInput:
    return BadInput(
        "The locked keys could not be read back from the disk.",
        kept="Nothing was changed: the keys are as they were.",
        todo="Try again; if it happens twice, have the disk looked at.",
    )
