"""The class folders of a teacher's desk: which one a class has, lessons into it, hand-ins out."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.files.class_folder import ClassFolder, FolderPart
from annotator.model.errors import AnnotatorError, FolderUnreachable
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.class_folder import (
    OF_CLASS,
    KnownFolder,
    Poll,
    TeacherFolder,
    known_folders,
)
from annotator.store.preferences import Preferences
from annotator.ui.transfer.watch import FolderWatch
from annotator.ui.widgets.data_worker import DataWorker

_TICK_MS = 1000


class ClassFolders(QObject):
    """Looks into all of them now and then. ``database`` is the one of the window's thread."""

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
        self._sides: dict[str, tuple[TeacherFolder, ...]] = {}
        self.faults: dict[str, AnnotatorError] = {}
        self._is_changed = False
        self._watch = FolderWatch(FolderPart.HAND_INS, FolderPart.REPLIES, parent=self)
        self._watch.changed.connect(self._hurry)
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)

    def known(self) -> tuple[KnownFolder, ...]:
        """All folders that were chosen."""
        return known_folders(self._data.db)

    def of(self, class_id: str) -> KnownFolder | None:
        """The folder of one class, if it has one."""
        return next((each for each in self.known() if each.class_id == class_id), None)

    def use(
        self,
        class_id: str,
        name: str,
        path: Path,
        done: Callable[[ClassFolder], None],
        failed: Callable[[AnnotatorError], None],
    ) -> None:
        """Let a class have the folder at ``path``, which is made a class folder if it is none."""

        def job(_data: DataFile) -> ClassFolder:
            folder = ClassFolder.create(path, name)
            value = {"path": str(folder.path), "id": folder.id}
            self._data.call(lambda db: Preferences(db).set(OF_CLASS + class_id, value))
            return folder

        self._worker.run(job, done, failed)

    def leave(self, class_id: str) -> None:
        """Let a class have none; what lies in the folder stays there."""
        self._data.call(lambda db: Preferences(db).set(OF_CLASS + class_id, None))
        self._sides.pop(class_id, None)
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
            folder = ClassFolder.open(known.path, expected=known.folder_id)
            return TeacherFolder(folder, self._clock).give_lesson(file, title)

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
        self._sides.clear()
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
            lambda _data: self._look(known), lambda found: self._told(known, found), self._failed
        )

    def _look(self, known: tuple[KnownFolder, ...]) -> tuple[list[Path], dict[str, AnnotatorError]]:
        new: list[Path] = []
        faults: dict[str, AnnotatorError] = {}
        for each in known:
            try:
                sides = self._sides.get(each.class_id)
                if sides is None or sides[0].folder.id != each.folder_id:
                    folder = ClassFolder.open(each.path, expected=each.folder_id)
                    folder.clear_leftovers()
                    sides = self._sides[each.class_id] = tuple(
                        TeacherFolder(folder, self._clock, part=part)
                        for part in (FolderPart.HAND_INS, FolderPart.REPLIES)
                    )
                for side in sides:
                    found = side.look()
                    # Damaged ones are handed on, too: the report names them, and leaves them alone.
                    new += [*found.new, *found.damaged]
            except FolderUnreachable as error:
                faults[each.class_id] = error
        return new, faults

    def _told(
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
