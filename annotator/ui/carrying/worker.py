"""A thread for what may take long: a network folder, three hundred hand-ins, an archive.

Each job has a connection of its own, closed when it is done, so that nothing keeps the data open
while nobody works. What a job found is told in the window's thread.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from annotator.model.errors import AnnotatorError
from annotator.store.database import Database

_log = logging.getLogger(__name__)

T = TypeVar("T")
_Job = Callable[[], Callable[[], None]]


class Worker(QObject):
    """One job after the other. ``opener`` opens the data in the worker's own thread."""

    _told = Signal(object)

    def __init__(self, opener: Callable[[], Database], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._opener = opener
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._waiting = 0
        self._told.connect(self._answer)

    @property
    def is_idle(self) -> bool:
        """Whether every job has been done and told."""
        return self._waiting == 0

    def run(
        self,
        job: Callable[[Database], T],
        done: Callable[[T], None],
        failed: Callable[[AnnotatorError], None],
    ) -> None:
        """Do ``job`` in the thread; then ``done`` or ``failed`` is called in this one."""
        if self._closed:
            return

        def work() -> Callable[[], None]:
            try:
                with self._opener() as database:
                    result = job(database)
            except AnnotatorError as error:
                told = error
                return lambda: failed(told)
            except Exception:  # noqa: BLE001 -- nobody above this thread would tell it
                _log.exception("a job in the background failed")
                return lambda: failed(_unforeseen())
            return lambda: done(result)

        self._waiting += 1
        self._jobs.put(work)
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="annotator-carry", daemon=True)
            self._thread.start()

    def close(self, timeout: float = 5.0) -> bool:
        """Take no more jobs and tell no more; whether those that wait were done in time."""
        self._closed = True
        if self._thread is None:
            return True
        self._jobs.put(None)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            answer = job()
            try:
                self._told.emit(answer)
            except RuntimeError:
                # The window has gone meanwhile: nobody is there to be told.
                return

    def _answer(self, answer: Callable[[], None]) -> None:
        self._waiting -= 1
        if not self._closed:
            answer()


def _unforeseen() -> AnnotatorError:
    return AnnotatorError(
        "Something went wrong inside the program.",
        kept="What was saved before is kept.",
        todo="Try again. The details are in the log file.",
    )
