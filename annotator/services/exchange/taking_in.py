"""Taking hand-ins in while the window stays usable: in a thread with its own connection."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from annotator.model.lesson import Lesson
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.collecting import Collecting, CollectReport
from annotator.services.lessons.shelf import LessonShelf


@dataclass(frozen=True, slots=True)
class TakingIn:
    """Opens its own connection each time, so that any thread may call it."""

    data: DataFile
    shelf: LessonShelf

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
            collecting = Collecting(data, self.shelf.beside(data).load, data.known_keys())
            return collecting.collect(paths, lesson=lesson, progress=progress, cancelled=cancelled)
