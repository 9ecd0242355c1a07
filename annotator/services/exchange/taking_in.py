"""Taking hand-ins in beside the window: a thread of its own with a connection of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from annotator.files.sealing import FILE_NAME, KeyRing, key_ring
from annotator.model.lesson import Lesson
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.collecting import Collecting, CollectReport
from annotator.services.lessons.shelf import LessonShelf
from annotator.store.articles import LessonFiles


@dataclass(frozen=True, slots=True)
class TakingIn:
    """Opens its own connection each time, so that any thread may call it.

    ``folder`` is where the teacher's data and key lie.
    """

    data: DataFile
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
        with self.data.in_this_thread() as data:
            shelf = self.shelf.beside(lambda: LessonFiles(data.db))
            keys = teacher_keys(self.folder)
            collecting = Collecting(data, shelf.load, keys)
            return collecting.collect(paths, lesson=lesson, progress=progress, cancelled=cancelled)


def teacher_keys(folder: Path) -> KeyRing | None:
    """The keys beside a teacher's data; None where nothing was ever given out with one.

    BadInput where the key file is damaged.
    """
    return key_ring(folder) if (folder / FILE_NAME).exists() else None
