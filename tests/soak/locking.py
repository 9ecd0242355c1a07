"""The work that is killed while a passphrase is set, changed and taken away."""

from __future__ import annotations

import contextlib
from itertools import cycle
from pathlib import Path

from annotator.files.passphrase import WrongPassphrase
from annotator.services.data.data_file import DataFile
from annotator.services.data.desk_lock import DeskLock, Guard
from annotator.store.database import Database
from annotator.store.schema import DatabaseKind
from tests.quick_lock import QUICK
from tests.soak.kill import Job, Mouth

_PHRASES = ("the first passphrase", "the second passphrase", "the third passphrase")
_PLAIN = "plain"


def _open(folder: Path) -> DataFile:
    path = folder / "teacher.db"
    return DataFile.open(lambda: Database.open(path, kind=DatabaseKind.TEACHER))


def _prepare(folder: Path) -> None:
    with _open(folder) as data:
        (folder / "public").write_text(data.keys().current.public, encoding="ascii")


def _lock_digest(folder: Path) -> str:
    """What opens the keys: exactly one passphrase, or none is needed; they are always the same."""
    with _open(folder) as data:
        lock = DeskLock(data, cost=QUICK)
        opening = []
        if lock.guard is Guard.KEYS:
            for phrase in _PHRASES:
                with contextlib.suppress(WrongPassphrase):
                    lock.open(phrase)
                    opening.append(phrase)
            assert len(opening) == 1, opening
        assert data.keys().current.public == (folder / "public").read_text(encoding="ascii")
    return opening[0] if opening else _PLAIN


def _lock(folder: Path, _seed: int, mouth: Mouth) -> None:
    """Set a passphrase, change it twice, take it away, for ever."""
    first, second, third = _PHRASES
    with _open(folder) as data:
        lock = DeskLock(data, cost=QUICK)
        now = _lock_digest(folder)
        if now != _PLAIN:
            mouth.going(_PLAIN)
            lock.remove(now)
            mouth.saved(_PLAIN)
        for before, after in cycle(
            ((_PLAIN, first), (first, second), (second, third), (third, _PLAIN))
        ):
            mouth.going(after)
            if before == _PLAIN:
                new = lock.begin(after)
                lock.finish(new, new.code)
            elif after == _PLAIN:
                lock.remove(before)
            else:
                lock.change(before, after)
            mouth.saved(after)


LOCKING = Job("passphrase", _prepare, _lock, _lock_digest)
