"""The class folders of a teacher's desk: which one a class has, lessons into it, hand-ins out."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model.errors import AnnotatorError
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.class_folder import FolderPart, Poll
from annotator.services.exchange.teacher_folders import (
    FolderLooks,
    KnownFolder,
    TeacherFolder,
    choose_folder,
    ignore_strangers,
    known_folders,
    leave_folder,
)
from annotator.ui.transfer.watch import FolderWatch
from annotator.ui.widgets.worker import DataWorker

_TICK_MS = 1000


class ClassFolders(QObject):
    """Looks into all of them now and then."""

    came_in = Signal(list)
    """Paths of hand-ins and replies that are whole and new since the last look."""

    def __init__(
        self,
        data: DataFile,
        worker: DataWorker,
        *,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._data, self._worker, self._clock = data, worker, clock
        self._poll = Poll(clock)
        self._busy = False
        self._looks = FolderLooks(clock)
        self.faults: dict[str, AnnotatorError] = {}
        self._is_changed = False
        self._watch = FolderWatch(FolderPart.HAND_INS, FolderPart.REPLIES, parent=self)
        self._watch.changed.connect(self._hurry)
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)

    def known(self) -> tuple[KnownFolder, ...]:
        """All folders that were chosen."""
        return known_folders(self._data)

    def of(self, class_id: str) -> KnownFolder | None:
        """The folder of one class, if it has one."""
        return next((each for each in self.known() if each.class_id == class_id), None)

    def use(
        self,
        class_id: str,
        name: str,
        path: Path,
        done: Callable[[Path], None],
        failed: Callable[[AnnotatorError], None],
    ) -> None:
        """Let a class have the folder at ``path``, which is made a class folder if it is none."""

        self._worker.run(lambda data: choose_folder(data, class_id, name, path), done, failed)

    def strange(self, class_id: str) -> int:
        """How many files lie in a class's folder that only look as if the teacher had put them
        there, as far as the last look knows."""
        return self._looks.strange.get(class_id, 0)

    def ignore_strangers(
        self,
        known: KnownFolder,
        done: Callable[[int], None],
        failed: Callable[[AnnotatorError], None],
    ) -> None:
        """Put them away; ``done`` hears how many there were."""

        def put_away(count: int) -> None:
            self._looks.strange.pop(known.class_id, None)
            done(count)

        self._worker.run(lambda data: ignore_strangers(data, known), put_away, failed)

    def leave(self, class_id: str) -> None:
        """Let a class have none; what lies in the folder stays there."""
        leave_folder(self._data, class_id)
        self._looks.forget(class_id)
        self.faults.pop(class_id, None)

    def give_lesson(
        self,
        known: KnownFolder,
        file: bytes,
        title: str,
        done: Callable[[Path], None],
        failed: Callable[[AnnotatorError], None],
    ) -> None:
        """Put a lesson file where the class finds it."""

        def job(_data: DataFile) -> Path:
            return TeacherFolder(known.open(), self._clock).give_lesson(file, title)

        self._worker.run(job, done, failed)

    # -- looking -------------------------------------------------------------------------------

    def start(self) -> None:
        """Look from now on, and once at once."""
        self._hurry()
        self._timer.start()
        self._tick()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._watch.watch(())

    def look_again(self) -> None:
        """What was found was not taken in: find it once more with the next look."""
        self._looks.forget()
        self._poll.hurry()

    def _hurry(self) -> None:
        """Something changed: the next beat looks. Of a burst of changes that is one look."""
        self._is_changed = True
        self._poll.hurry()

    def _tick(self) -> None:
        if self._busy or not self._poll.is_due:
            return
        known = self.known()
        if not known:
            self._poll.done(reached=True)
            return
        self._busy, self._is_changed = True, False
        self._worker.run(
            lambda data: self._looks.look(data, known),
            lambda found: self._show_found(known, found),
            self._failed,
        )

    def _show_found(
        self,
        known: tuple[KnownFolder, ...],
        found: tuple[list[Path], dict[str, AnnotatorError]],
    ) -> None:
        self._busy = False
        new, self.faults = found
        self._poll.done(not self.faults)
        if self._is_changed:
            self._poll.hurry()
        if self._timer.isActive():
            self._watch.watch(each.path for each in known if each.class_id not in self.faults)
        if new:
            self.came_in.emit(new)

    def _failed(self, error: AnnotatorError) -> None:
        self._busy = False
        self.faults[""] = error
        self._poll.done(reached=False)
