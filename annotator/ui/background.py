"""Work that takes a while, in a thread; what it says arrives in the window's."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from annotator.model.errors import AnnotatorError

_log = logging.getLogger(__name__)

#: Seconds between two reports of progress: more of them nobody could read.
_OFTEN = 0.03

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]
Work = Callable[[Progress, Cancelled], object]


class Background(QObject):
    """One piece of work at a time. ``finished`` or ``failed`` is the last that is heard of it."""

    progressed = Signal(int, int)
    """(done, of)"""
    finished = Signal(object)
    """What the work returned."""
    failed = Signal(object)
    """An AnnotatorError."""
    _ended = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether something is being worked on."""
        return self._thread is not None

    def start(self, work: Work) -> bool:
        """Begin; False where something else is still going on.

        ``work`` is called in a thread with ``progress(done, of)`` and ``cancelled()``.
        """
        if self.is_busy:
            return False
        self._stop.clear()
        self._thread = threading.Thread(
            target=self._run, args=(work,), name="annotator-background", daemon=True
        )
        self._thread.start()
        return True

    def stop(self) -> None:
        """Ask the work to end early; it says itself when it has."""
        self._stop.set()

    def close(self, timeout: float) -> None:
        """Ask it to end and wait, at the most ``timeout`` seconds; nothing is heard of it then."""
        self.stop()
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.join(timeout)

    def _run(self, work: Work) -> None:
        last = 0.0

        def progress(done: int, of: int) -> None:
            nonlocal last
            now = time.monotonic()
            if done >= of or now - last >= _OFTEN:
                last = now
                self.progressed.emit(done, of)

        result: object = None
        error: AnnotatorError | None = None
        try:
            result = work(progress, self._stop.is_set)
        except AnnotatorError as known:
            error = known
        except Exception:  # noqa: BLE001 -- nobody above this thread would tell it
            _log.exception("work in the background failed")
            error = AnnotatorError(
                "Something went wrong inside the program.",
                kept="What was saved before is safe.",
                todo="Try it once more. The details are in the log file.",
            )
        self._ended.emit(result, error)

    def _end(self, result: object, error: AnnotatorError | None) -> None:
        if self._thread is None:
            return
        self._thread = None
        if error is not None:
            self.failed.emit(error)
        else:
            self.finished.emit(result)
