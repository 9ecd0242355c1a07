"""The one door to a data file: what is read through it holds all that was written through it.

Reading needs a connection of the thread that reads, writing goes through the
:class:`~annotator.services.data.writer.Writer`. Services get both as one object, so that none of
them has to remember that its own changes may still be on their way to the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from annotator.model.errors import AnnotatorError
from annotator.services.data.desk_keys import DeskKeys
from annotator.services.data.writer import BACK_OFF, Unsaved, Writer, WriterState
from annotator.store.database import Database
from annotator.store.filesystems import Place
from annotator.store.schema import DatabaseKind

if TYPE_CHECKING:
    from annotator.files.sealing import KeyRing

T = TypeVar("T")


class DataFile:
    """A student's or a teacher's file, open for one thread. Make one with :meth:`open`.

    ``writer`` is for those who ask how saving stands, or wait for it: the window, backups.
    """

    def __init__(
        self,
        opener: Callable[[], Database],
        database: Database,
        writer: Writer,
        desk_keys: DeskKeys | None = None,
    ) -> None:
        self._opener = opener
        self._database = database
        self._path = database.path
        self.writer = writer
        self.desk_keys = desk_keys or DeskKeys(self.folder)
        """The teacher's keys, the same object in every thread."""

    @classmethod
    def open(
        cls,
        opener: Callable[[], Database],
        *,
        on_state: Callable[[WriterState, AnnotatorError | None], None] | None = None,
        back_off: Sequence[float] = BACK_OFF,
    ) -> DataFile:
        """Open the file for this thread and start its writer, which is told ``on_state`` and
        ``back_off``; a StoreError where the file can't be opened.
        """
        database = opener()
        return cls(opener, database, Writer(opener, on_state=on_state, back_off=back_off))

    def __enter__(self) -> DataFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def kind(self) -> DatabaseKind:
        """Whether it is a student's or a teacher's."""
        return self._database.kind

    @property
    def db(self) -> Database:
        """This thread's connection, to read from.

        Waits until what was submitted before, by any thread, is on disk. While the disk refuses it
        does not wait: what is read then is what is on disk.
        """
        self.writer.catch_up()
        if not self._database.is_in_place:
            self._follow_writer()
        return self._database

    def _follow_writer(self) -> None:
        """Go on in the file that the writer has put in the place of one that was deleted.

        In no other one: what has taken the name meanwhile may be anything.
        """
        place = self.writer.place
        if place is None or place == self._database.place or Place.of(self._path) != place:
            return
        fresh = self._opener()
        self._database.close()
        self._database = fresh

    @property
    def folder(self) -> Path:
        """Where the file lies, with all that belongs to it."""
        return self._database.path.parent

    def keys(self) -> KeyRing:
        """The teacher's keys, which lie next to the file; see :meth:`DeskKeys.ring`."""
        return self.desk_keys.ring()

    def known_keys(self) -> KeyRing | None:
        """The teacher's keys; None where nothing was ever given out with one."""
        return self.desk_keys.known()

    def submit(
        self,
        work: Callable[[Database], Any],
        *,
        on_saved: Callable[[], None] | None = None,
        on_refused: Callable[[AnnotatorError], None] | None = None,
    ) -> None:
        """Have something written; returns at once. See :meth:`Writer.submit`."""
        self.writer.submit(work, on_saved=on_saved, on_refused=on_refused)

    def call(self, work: Callable[[Database], T]) -> T:
        """Have something written and wait until it is on disk. See :meth:`Writer.call`."""
        return self.writer.call(work)

    @contextmanager
    def in_this_thread(self) -> Iterator[DataFile]:
        """The same data for a worker's thread: the same writer, and a connection of its own that
        is closed at the end. A StoreError where the file can't be opened."""
        with self._opener() as database:
            yield DataFile(self._opener, database, self.writer, self.desk_keys)

    def close(self, timeout: float = 10.0) -> Unsaved | None:
        """Write what waits and close the file. What could not be written in ``timeout`` s is
        reported."""
        unsaved = self.writer.close(timeout)
        self._database.close()
        return unsaved
