"""The way from the student's side to the teacher's, and what happens when another desk comes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from annotator.model.errors import DatabaseDamaged
from annotator.ui.widgets.error_reporter import ErrorReporter
from annotator.ui.widgets.main_window import MainWindow
from annotator.ui.widgets.messages import Tone
from annotator.ui.widgets.page_stack import PageStack

if TYPE_CHECKING:
    from annotator.ui.app.teacher_pages import TeacherPages

_log = logging.getLogger(__name__)

#: Given what is damaged, the window to ask over, and whom to tell what was done.
Mend = Callable[[DatabaseDamaged, QWidget, Callable[[str], None]], object]


class TeacherDoor(QObject):
    """``make`` builds the teacher's side on the first visit; ``swap`` does something while it is
    closed, and says what was done; ``mend`` asks what to do where its data is damaged, and calls
    back with what was done."""

    def __init__(
        self,
        window: MainWindow,
        guard: ErrorReporter,
        make: Callable[[PageStack], TeacherPages] | None,
        swap: Callable[[Callable[[], str]], str] | None,
        parent: QObject | None = None,
        *,
        mend: Mend | None = None,
    ) -> None:
        super().__init__(parent)
        self._window, self._error_reporter = window, guard
        self._make, self._swap, self._mend = make, swap, mend
        self._pages: TeacherPages | None = None

    @property
    def is_there(self) -> bool:
        """Whether this program has a teacher's side."""
        return self._make is not None

    def show(self) -> None:
        """The teacher's side; where it can't be opened, the window says why."""
        if self._pages is None and not self._error_reporter(self._open):
            return
        if self._pages is not None:
            self._pages.begin()

    def _open(self) -> None:
        if self._make is None:
            return
        try:
            self._pages = self._make(self._window.pages)
        except DatabaseDamaged as error:
            if self._mend is None:
                raise
            _log.warning("the teacher's file is damaged: %s", error)
            self._mend(error, self._window, self._mended)
            return
        self._pages.swap_requested.connect(self._swap_soon)

    def _mended(self, said: str) -> None:
        self.show()
        self._window.banner.say(said, tone=Tone.NOTE)

    def _swap_soon(self, act: Callable[[], str]) -> None:
        # Not at once: it is asked for by what goes away with it.
        QTimer.singleShot(0, lambda: self._swap_desk(act))

    def _swap_desk(self, act: Callable[[], str]) -> None:
        """Another desk takes the place of this one; the teacher's side is closed meanwhile."""
        if self._pages is None or self._swap is None:
            return
        swap, self._pages = self._swap, None
        said: list[str] = []
        went_well = self._error_reporter(lambda: said.append(swap(act)))
        self.show()
        if went_well:
            self._window.banner.say(said[0], tone=Tone.NOTE)
