"""A thread for what may take long: a network folder, three hundred hand-ins, an archive."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from annotator.store.database import Database
from annotator.ui.widgets.work_queue import Cancelled, Failed, Progress, Worker

T = TypeVar("T")


class DataWorker:
    """One job after the other, each with a connection of its own.

    ``opener`` opens the data in the worker's thread; it is closed when the job is done, so that
    nothing keeps the data open while nobody works.
    """

    def __init__(self, opener: Callable[[], Database], parent: QObject | None = None) -> None:
        self._opener = opener
        self._worker = Worker(parent)

    @property
    def is_busy(self) -> bool:
        """Whether there is a job that is not done and told yet."""
        return self._worker.is_busy

    def run(self, job: Callable[[Database], T], done: Callable[[T], None], failed: Failed) -> None:
        """Do ``job`` in the thread; then ``done`` or ``failed`` is called in this one."""

        def work(_progress: Progress, _cancelled: Cancelled) -> T:
            with self._opener() as database:
                return job(database)

        self._worker.run(work, done, failed)

    def close(self, timeout: float = 5.0) -> bool:
        """Take no more jobs and tell no more; whether those that wait were done in time."""
        return self._worker.close(timeout)
