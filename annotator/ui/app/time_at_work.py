"""How long a student works on a lesson: only while the window is in front."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

#: How often time at work is counted, in seconds.
_TICK = 15


class TimeAtWork(QObject):
    """Counts in steps of fifteen seconds, between ``start`` and ``stop``."""

    def __init__(self, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._seconds = 0
        self._clock = QTimer(self, interval=_TICK * 1000)
        self._clock.timeout.connect(self._count)

    def start(self) -> None:
        """Count from now on."""
        self._clock.start()

    def stop(self) -> None:
        """Count no longer; what was counted stays."""
        self._clock.stop()

    def take(self) -> int:
        """The seconds since this was last asked."""
        seconds, self._seconds = self._seconds, 0
        return seconds

    def _count(self) -> None:
        if self._window.isActiveWindow():
            self._seconds += _TICK
