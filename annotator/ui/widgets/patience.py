"""Something that was asked for takes a while: said after half a second, given up after two."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.progress import ProgressPanel

#: Milliseconds after which a person may give up what is not there yet.
GIVE_UP_MS = 2_000


class Patience(QObject):
    """Shows ``panel`` while anything is waited for. What was given up is not wanted any more, even
    where the thread that works on it can't be stopped."""

    def __init__(self, appearance: Appearance, parent: QObject) -> None:
        super().__init__(parent)
        self.panel = ProgressPanel(appearance)
        self.panel.stop_requested.connect(self.give_up)
        self._waited_for: set[int] = set()
        self._last = 0
        self._timer = QTimer(self, singleShot=True, interval=GIVE_UP_MS)
        self._timer.timeout.connect(self.panel.offer_stop)

    @property
    def is_waiting(self) -> bool:
        """Whether anything is waited for."""
        return bool(self._waited_for)

    def begin(self, text: str) -> int:
        """Wait for something, with ``text`` in the panel; what :meth:`end` is called with."""
        if not self._waited_for:
            self.panel.start(text, can_stop=False, has_share=False)
            self._timer.start()
        self._last += 1
        self._waited_for.add(self._last)
        return self._last

    def end(self, number: int) -> bool:
        """It is there, or can't be had; whether it is still wanted."""
        is_wanted = number in self._waited_for
        self._waited_for.discard(number)
        if not self._waited_for:
            self._finish()
        return is_wanted

    def give_up(self) -> None:
        """Nothing of what is waited for is wanted any more."""
        self._waited_for.clear()
        self._finish()

    def _finish(self) -> None:
        self._timer.stop()
        self.panel.finish()
