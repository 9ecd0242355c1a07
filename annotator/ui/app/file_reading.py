"""What a person opens by hand (a dialog, a drop, the command line) is read in a thread.

A file may lie on a drive that doesn't answer, or be made to take long; the window lives on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject

from annotator.model.errors import AnnotatorError
from annotator.services.exchange.file_kinds import FileKind, kind_of_path, read_carried
from annotator.services.lessons.shelf import LessonShelf, ReadLesson
from annotator.ui.widgets.patience import Patience
from annotator.ui.widgets.worker import Worker

_CARRIED = frozenset({FileKind.RETURN, FileKind.CLASS_RETURN, FileKind.DRAFT})


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read: a lesson or article, or the bytes of what was carried here.

    Of other kinds (a class folder, a hand-in) nothing but the kind is known.
    """

    path: Path
    kind: FileKind
    lesson: ReadLesson | None = None
    file: bytes = b""


class FileReading(QObject):
    """Reads one file after the other. What was given up is not heard of again."""

    def __init__(self, shelf: LessonShelf, patience: Patience, parent: QObject) -> None:
        super().__init__(parent)
        self._shelf, self._patience = shelf, patience
        self._worker = Worker(self)
        patience.panel.stop_requested.connect(self._leave_thread)

    def read(
        self,
        path: Path,
        done: Callable[[ReadFile], object],
        failed: Callable[[AnnotatorError], object],
    ) -> None:
        """Read a file; ``done`` or ``failed`` is called in the window's thread."""
        number = self._patience.begin(f"Opening “{path.name}”…")

        def ended(read: ReadFile) -> None:
            if self._patience.end(number):
                done(read)

        def broke_off(error: AnnotatorError) -> None:
            if self._patience.end(number):
                failed(error)

        self._worker.run(
            lambda _progress, _cancelled: read_file(self._shelf, path), ended, broke_off
        )

    def close(self) -> None:
        """The window goes: what is still read is not wanted any more."""
        self._worker.close(0.0)

    def _leave_thread(self) -> None:
        """The thread may hang for good; what is opened next is read in another one."""
        self._worker.close(0.0)
        self._worker = Worker(self)


def read_file(shelf: LessonShelf, path: Path) -> ReadFile:
    """Read a file of any kind; BadInput says what is wrong with it."""
    kind = kind_of_path(path)
    if kind in _CARRIED:
        return ReadFile(path, kind, file=read_carried(path))
    if kind in (FileKind.LESSON, FileKind.OTHER):
        return ReadFile(path, kind, shelf.read_file(path))
    return ReadFile(path, kind)
