"""Work in the background that a panel shows and can stop."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from annotator.model.errors import AnnotatorError
from annotator.ui.widgets.progress import ProgressPanel
from annotator.ui.widgets.work_queue import Failed, Work, Worker

T = TypeVar("T")


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

    def start(self, words: str, work: Work[T], done: Callable[[T], None], failed: Failed) -> bool:
        """Begin, with ``words`` in the panel; False where something else is still going on.

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

        self._panel.start(words)
        self._worker.run(work, ended, broke_off)
        return True

    def close(self, timeout: float) -> None:
        """Ask it to end and wait, at the most ``timeout`` seconds; nothing is heard of it then."""
        self._worker.close(timeout)
