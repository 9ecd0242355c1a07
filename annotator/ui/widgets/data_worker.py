"""A thread for what may take long: a network folder, three hundred hand-ins, an archive."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from annotator.services.data.data_file import DataFile
from annotator.ui.widgets.work_queue import Cancelled, Failed, Progress, Worker

T = TypeVar("T")


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
