"""Work that takes a while, in a thread; what became of it is told in the window's thread."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from annotator.model.errors import AnnotatorError
from annotator.services.data.data_file import DataFile
from annotator.ui.widgets.progress import ProgressPanel

_log = logging.getLogger(__name__)

#: Seconds between two reports of progress: more of them could not be read.
_OFTEN = 0.03

T = TypeVar("T")
Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]
Work = Callable[[Progress, Cancelled], T]
Failed = Callable[[AnnotatorError], None]


class Worker(QObject):
    """One job after the other. The thread lives only while there is something to do.

    It is a daemon: Qt's thread pool and Python's executors wait for their threads at the end of the
    program, which a job that hangs in a network folder would never let come.
    """

    progressed = Signal(int, int)
    """(done, of)"""
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: deque[Callable[[], Callable[[], None]]] = deque()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._closed = False
        self._waiting = 0
        self._finished.connect(self._answer)

    @property
    def is_busy(self) -> bool:
        """Whether there is a job that is not done and told yet."""
        return self._waiting > 0

    def run(self, work: Work[T], done: Callable[[T], None], failed: Failed) -> None:
        """Do ``work(progress, cancelled)`` in the thread, then call ``done`` or ``failed`` here.

        What waits longest is done first. A closed worker does nothing and tells nothing.
        """
        if self._closed:
            return
        if not self.is_busy:
            self._stop.clear()
        self._waiting += 1
        with self._lock:
            self._jobs.append(lambda: self._do(work, done, failed))
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._work, name="annotator-background", daemon=True
                )
                self._thread.start()

    def stop(self) -> None:
        """Ask the work to end early; it is told as ever when it has."""
        self._stop.set()

    def close(self, timeout: float = 5.0) -> bool:
        """Take no more jobs, ask those that there are to end, and tell no more.

        Whether all was done within ``timeout`` seconds.
        """
        self._closed = True
        self.stop()
        with self._lock:
            thread = self._thread
        if thread is None:
            return True
        thread.join(timeout)
        return not thread.is_alive()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._jobs:
                    self._thread = None
                    return
                job = self._jobs.popleft()
            # Where the window has gone meanwhile, there is nothing left to tell.
            with suppress(RuntimeError):
                self._finished.emit(job())

    def _do(self, work: Work[T], done: Callable[[T], None], failed: Failed) -> Callable[[], None]:
        try:
            result = work(self._reporter(), self._stop.is_set)
        except AnnotatorError as error:
            fault = error
        except Exception:  # noqa: BLE001 -- nothing above this thread would report it
            _log.exception("work in the background failed")
            fault = AnnotatorError(
                "Something went wrong inside the program.",
                kept="What was saved before is safe.",
                todo="Try it once more. The details are in the log file.",
            )
        else:
            return lambda: done(result)
        return lambda: failed(fault)

    def _reporter(self) -> Progress:
        last = 0.0

        def progress(done: int, of: int) -> None:
            nonlocal last
            now = time.monotonic()
            if done >= of or now - last >= _OFTEN:
                last = now
                with suppress(RuntimeError):
                    self.progressed.emit(done, of)

        return progress

    def _answer(self, answer: Callable[[], None]) -> None:
        self._waiting -= 1
        if not self._closed:
            answer()


class DataWorker:
    """One job after the other, each with a connection of its own.

    A job gets the data as it may be used in the worker's thread; its connection is closed when the
    job is done, so that nothing keeps the file open while nothing is done.
    """

    def __init__(self, data: DataFile, parent: QObject | None = None) -> None:
        self._data = data
        self._worker = Worker(parent)

    @property
    def is_busy(self) -> bool:
        """Whether there is a job that is not done and told yet."""
        return self._worker.is_busy

    def run(self, job: Callable[[DataFile], T], done: Callable[[T], None], failed: Failed) -> None:
        """Do ``job`` in the thread; then ``done`` or ``failed`` is called in this one."""

        def work(_progress: Progress, _cancelled: Cancelled) -> T:
            with self._data.in_this_thread() as data:
                return job(data)

        self._worker.run(work, done, failed)

    def close(self, timeout: float = 5.0) -> bool:
        """Take no more jobs and tell no more; whether those that wait were done in time."""
        return self._worker.close(timeout)


class ShownWork(QObject):
    """One piece of work at a time, as far as ``panel`` shows."""

    def __init__(self, panel: ProgressPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._panel = panel
        self._worker = Worker(self)
        self._worker.progressed.connect(panel.set_done)
        panel.stop_requested.connect(self._worker.stop)

    @property
    def is_busy(self) -> bool:
        """Whether something is being worked on."""
        return self._worker.is_busy

    def start(self, text: str, work: Work[T], done: Callable[[T], None], failed: Failed) -> bool:
        """Begin, with ``text`` in the panel; False where something else is still going on.

        The panel has gone when ``done`` or ``failed`` is called.
        """
        if self.is_busy:
            return False

        def ended(result: T) -> None:
            self._panel.finish()
            done(result)

        def broke_off(error: AnnotatorError) -> None:
            self._panel.finish()
            failed(error)

        self._panel.start(text)
        self._worker.run(work, ended, broke_off)
        return True

    def close(self, timeout: float) -> None:
        """Ask it to end and wait, at the most ``timeout`` seconds; nothing is heard of it then."""
        self._worker.close(timeout)
