"""The folder in which the program keeps everything: who may use it, what lies where.

One process per folder: a lock of the operating system, which a crash can't leave behind. Own lines
for it, since ``filelock`` brings asyncio into the start and does the same two calls. The log is
turned over at the start for a like reason: ``logging.handlers`` imports ``socket`` and more.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import re
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO

from annotator.files.atomic import clear_leftovers
from annotator.model.errors import AnnotatorError
from annotator.model.moments import file_stamp, utc_now
from annotator.store.database import Database
from annotator.store.schema import DatabaseKind as DatabaseKind

_log = logging.getLogger(__name__)

#: Size in bytes at which the log file is set aside, and how many of those are kept.
LOG_BYTES = 1_000_000
LOG_FILES = 3

#: How many rolling backups of each file are kept.
BACKUPS = 5

#: Held open and locked as long as the program runs.
LOCK_FILE = "annotator.lock"

#: Folders in the data folder into which files are written.
_WRITTEN = ("hand-ins", "set-aside")


class AlreadyOpen(AnnotatorError):
    """Another process uses this data folder; ``server_name`` is where its window listens."""

    def __init__(self, folder: Path, server_name: str) -> None:
        self.folder = folder
        self.server_name = server_name
        super().__init__(
            f"Annotator is open already with the data folder “{folder}”.",
            kept="Nothing was changed.",
            todo="Use the window that is open, or choose another data folder.",
        )


class FolderUnusable(AnnotatorError):
    """The data folder can't be made, written or locked."""


class Workspace:
    """An open data folder. Make one with :meth:`open`, close it at the end."""

    def __init__(self, folder: Path, lock: IO[bytes]) -> None:
        self.folder = folder
        self._lock = lock
        self._log_handler: logging.Handler | None = None
        self._without_wal: set[DatabaseKind] = set()
        self._were_there: set[DatabaseKind] = set()

    @classmethod
    def open(cls, folder: Path | None = None) -> Workspace:
        """Take the folder (the platform's own where None is given) for this process.

        Makes it if need be; starts the log file in it. AlreadyOpen where another process has it,
        FolderUnusable where it can't be made, written or locked.
        """
        folder = (default_folder() if folder is None else folder).absolute()
        try:
            _make_private(folder)
            lock = (folder / LOCK_FILE).open("ab")
        except OSError as error:
            raise _unusable(folder, error) from error
        try:
            _take(lock)
        except OSError as error:
            lock.close()
            # The lock is held (EAGAIN, EACCES), or the file system knows no locks at all.
            if isinstance(error, (BlockingIOError, PermissionError)):
                raise AlreadyOpen(folder, server_name(folder)) from None
            raise _unusable(folder, error) from error
        workspace = cls(folder, lock)
        try:
            workspace._start_log()
            workspace._clear_leftovers()
            if (folder / "arriving").is_dir():
                # A desk or a backup was on its way in when the power went.
                from annotator.services.data.file_set import finish

                finish(folder, utc_now())
        except OSError as error:
            workspace.close()
            raise _unusable(folder, error) from error
        except AnnotatorError:
            workspace.close()
            raise
        return workspace

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop the log and give the folder free; a second time does nothing."""
        if self._log_handler is not None:
            logging.getLogger("annotator").removeHandler(self._log_handler)
            self._log_handler.close()
            self._log_handler = None
        self._lock.close()

    @property
    def server_name(self) -> str:
        """The name under which the first window listens for a second start."""
        return server_name(self.folder)

    @property
    def log_file(self) -> Path:
        """Where details of failures are written."""
        return self.folder / "logs" / "annotator.log"

    @property
    def backups(self) -> Path:
        """The folder of the rolling backups."""
        return self.folder / "backups"

    def path(self, kind: DatabaseKind) -> Path:
        """Where the student's or the teacher's file is, whether it exists yet or not."""
        return self.folder / kind.file_name

    def has(self, kind: DatabaseKind) -> bool:
        """Whether that file exists; opening it would make it."""
        return self.path(kind).exists()

    def database(self, kind: DatabaseKind) -> Database:
        """Open the student's or the teacher's file in this thread, making it when first needed.

        Raises a StoreError of ``store.errors``. The caller closes it, before the workspace.
        """
        known = True if kind in self._without_wal else None
        # One that was there and is gone (a drive that was pulled out) is never replaced by an
        # empty one: what waits to be written is kept until it is back.
        is_new = kind not in self._were_there
        database = Database.open(self.path(kind), kind=kind, create=is_new, network=known)
        try:
            self._keep_lock()
        except BaseException:
            database.close()
            raise
        self._were_there.add(kind)
        if database.journal_mode != "wal":
            # A further try at WAL would switch the file under the connections that are open.
            self._without_wal.add(kind)
        return database

    def _keep_lock(self) -> None:
        """Lock the folder that is there now: it may have been deleted and made again.

        AlreadyOpen where another process was faster; OSError where the file can't be locked.
        """
        path = self.folder / LOCK_FILE
        held = os.fstat(self._lock.fileno())
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(held, path.stat()):
                return
        lock = path.open("ab")
        try:
            _take(lock)
        except (BlockingIOError, PermissionError):
            lock.close()
            raise AlreadyOpen(self.folder, self.server_name) from None
        self._lock.close()
        self._lock = lock

    def opener(self, kind: DatabaseKind) -> Callable[[], Database]:
        """What a :class:`Writer` needs to open the file in its own thread."""
        return lambda: self.database(kind)

    def set_aside(self, kind: DatabaseKind) -> Path | None:
        """Move the file into a folder of its own, so that :meth:`database` makes an empty one.

        Where it is kept; None where there is none. It must not be open anywhere. CannotWrite.
        """
        from annotator.services.data.file_set import set_aside

        kept = set_aside(self.folder, kind.file_name, utc_now())
        self._were_there.discard(kind)
        return kept

    def back_up(self, kind: DatabaseKind, *, keep: int = BACKUPS) -> Path:
        """A verified copy of the file in the backups folder; of older ones ``keep`` in all stay."""
        try:
            self.backups.mkdir(exist_ok=True)
        except OSError as error:
            raise _unusable(self.backups, error) from error
        stem = kind.name.lower()
        with self.database(kind) as database:
            database.check_integrity()
            copy = database.back_up(self.backups / f"{stem}-{file_stamp(utc_now())}.backup")
        # Only files that carry such a name are ours to delete.
        pattern = re.compile(rf"{stem}-\d{{8}}T\d{{12}}Z(\.\d+)?\.backup")
        # The copy is made; that an old one can't be removed now is no matter.
        with contextlib.suppress(OSError):
            ours = sorted(p for p in self.backups.iterdir() if pattern.fullmatch(p.name))
            for old in ours[: -max(1, keep)]:
                old.unlink(missing_ok=True)
        return copy

    def _clear_leftovers(self) -> None:
        """What a power cut left half-written. Nothing else writes here: this process has the lock,
        and it has written nothing yet."""
        for place in (self.folder, *(self.folder / name for name in _WRITTEN)):
            if removed := clear_leftovers(place):
                _log.info("%d half-written files of before were removed", removed)
        for part in self.backups.glob("*.backup.part"):
            with contextlib.suppress(OSError):
                part.unlink()
        for gathered in self.folder.glob("arriving.*.annotator-part"):
            shutil.rmtree(gathered, ignore_errors=True)

    def _start_log(self) -> None:
        self.log_file.parent.mkdir(exist_ok=True)
        _turn_over(self.log_file)
        handler = logging.FileHandler(self.log_file, encoding="utf-8", errors="backslashreplace")
        formatter = logging.Formatter(
            "{asctime}Z {levelname} {name} {message}", "%Y-%m-%dT%H:%M:%S", style="{"
        )
        formatter.converter = time.gmtime
        handler.setFormatter(formatter)
        logging.getLogger("annotator").addHandler(handler)
        self._log_handler = handler


def default_folder() -> Path:
    """The platform's folder for a program's data of one user."""
    import platformdirs  # not needed where a folder was named

    return platformdirs.user_data_path("Annotator", appauthor=False)


def server_name(folder: Path) -> str:
    """A short name for this folder on this machine; two spellings of one folder give one name."""
    real = os.path.normcase(os.path.realpath(folder))
    return "annotator-" + hashlib.sha256(os.fsencode(real)).hexdigest()[:20]


def _take(lock: IO[bytes]) -> None:
    """Lock the open file or raise OSError at once; the system frees it when the process ends."""
    platform: str = sys.platform
    if platform == "win32":
        import msvcrt

        lock.seek(0)
        msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(lock.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def _turn_over(log: Path) -> None:
    """Set a log file that has grown aside under a number; the oldest goes."""
    if not log.exists() or log.stat().st_size < LOG_BYTES:
        return
    for number in range(LOG_FILES, 0, -1):
        older = log.with_name(f"{log.name}.{number}")
        newer = log if number == 1 else log.with_name(f"{log.name}.{number - 1}")
        # One may be being read; then the log goes on in the same file.
        with contextlib.suppress(OSError):
            newer.replace(older)


def _make_private(folder: Path) -> None:
    """Make the data folder, or take the one that is there, so that its owner alone can read it.

    A folder that held none of our data before is left as people made it. Where a file system knows
    no owners the log says so; nothing is refused for that. OSError where it can't be made.
    """
    ours = not folder.exists() or any((folder / kind.file_name).exists() for kind in DatabaseKind)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "nt" or not ours:
        return
    for path in (folder, *(folder / kind.file_name for kind in DatabaseKind)):
        with contextlib.suppress(OSError):
            mode = path.stat().st_mode
            if mode & 0o077:
                # What its owner may not do stays so: a file may be there to be read only.
                path.chmod(mode & 0o700)
    if folder.stat().st_mode & 0o077:
        _log.warning("other people of this computer may be able to read “%s”", folder)


def _unusable(folder: Path, error: OSError) -> FolderUnusable:
    return FolderUnusable(
        f"The data folder “{folder}” can't be used: {error.strerror or error}.",
        kept="Nothing was changed.",
        todo="Choose a folder of your own that can be written, with “--data FOLDER”.",
    )
