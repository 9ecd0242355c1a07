"""Taking hand-ins in beside the window: a thread of its own with a connection of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from annotator.files.sealing import FILE_NAME, KeyRing, key_ring
from annotator.model.lesson import Lesson
from annotator.services.data.writer import Writer
from annotator.services.exchange.collecting import Collecting, CollectReport
from annotator.services.lessons.shelf import LessonShelf
from annotator.store.articles import LessonFiles
from annotator.store.database import Database


@dataclass(frozen=True, slots=True)
class TakingIn:
    """Opens its own connection each time, so that any thread may call it.

    ``folder`` is where the teacher's data and key lie.
    """

    open_database: Callable[[], Database]
    writer: Writer
    shelf: LessonShelf
    folder: Path

    def collect(
        self,
        paths: Iterable[Path],
        *,
        lesson: Lesson | None = None,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> CollectReport:
        """As :meth:`Collecting.collect`, from whatever thread."""
        with self.open_database() as database:
            shelf = self.shelf.beside(lambda: LessonFiles(database))
            keys = teacher_keys(self.folder)
            collecting = Collecting(database, self.writer, shelf.load, keys)
            return collecting.collect(paths, lesson=lesson, progress=progress, cancelled=cancelled)


def teacher_keys(folder: Path) -> KeyRing | None:
    """The keys beside a teacher's data; None where nothing was ever given out with one.

    BadInput where the key file is damaged.
    """
    return key_ring(folder) if (folder / FILE_NAME).exists() else None
