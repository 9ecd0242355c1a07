"""The way from the student's side to the teacher's, and what happens when another desk comes."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from annotator.store.errors import DatabaseDamaged
from annotator.ui.widgets.error_reporter import ErrorReporter
from annotator.ui.widgets.main_window import MainWindow
from annotator.ui.widgets.messages import Tone

_log = logging.getLogger(__name__)

#: Given what is damaged, the window to ask over, and whom to tell what was done.
Mend = Callable[[DatabaseDamaged, QWidget, Callable[[str], None]], object]


class TeacherDoor(QObject):
    """``make`` builds the teacher's side on the first visit; ``swap`` does something while it is
    closed, and says what was done; ``mend`` asks what to do where its data is damaged, and calls
    back with what was done."""

    back_requested = Signal()
    help_requested = Signal(QWidget)

    def __init__(
        self,
        window: MainWindow,
        guard: ErrorReporter,
        make: Callable[[], QWidget] | None,
        swap: Callable[[Callable[[], str]], str] | None,
        parent: QObject | None = None,
        *,
        mend: Mend | None = None,
    ) -> None:
        super().__init__(parent)
        self._window, self._error_reporter = window, guard
        self._make, self._swap, self._mend = make, swap, mend
        self._side: QWidget | None = None

    @property
    def is_there(self) -> bool:
        """Whether this program has a teacher's side."""
        return self._make is not None

    def show(self) -> None:
        """The teacher's side; where it can't be opened, the window says why."""
        if self._side is None and not self._error_reporter(self._open):
            return
        if self._side is not None:
            self._window.show_page(self._side, "Teacher’s side")

    def _open(self) -> None:
        if self._make is None:
            return
        try:
            side = self._side = self._make()
        except DatabaseDamaged as error:
            if self._mend is None:
                raise
            _log.warning("the teacher's file is damaged: %s", error)
            self._mend(error, self._window, self._mended)
            return
        for name, wire in (
            ("back_requested", self.back_requested),
            ("help_requested", self.help_requested),
            ("swap_requested", self._swap_soon),
        ):
            signal = getattr(side, name, None)
            if signal is not None:
                signal.connect(wire)

    def _mended(self, said: str) -> None:
        self.show()
        self._window.banner.say(said, tone=Tone.NOTE)

    def _swap_soon(self, act: Callable[[], str]) -> None:
        # Not at once: it is asked for by what goes away with it.
        QTimer.singleShot(0, lambda: self._swap_desk(act))

    def _swap_desk(self, act: Callable[[], str]) -> None:
        """Another desk takes the place of this one; the teacher's side is closed meanwhile."""
        if self._side is None or self._swap is None:
            return
        swap, old, self._side = self._swap, self._side, None
        self._window.drop_page(old)
        said: list[str] = []
        went_well = self._error_reporter(lambda: said.append(swap(act)))
        self.show()
        if went_well:
            self._window.banner.say(said[0], tone=Tone.NOTE)
