"""A student's class folder in the background: looked into now and then, never waited for."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model.lesson import Lesson
from annotator.services.exchange.class_folder import FolderPart, HandInState, Poll
from annotator.services.exchange.folder_look import FolderLook, Found, Who
from annotator.ui.transfer.watch import FolderWatch
from annotator.ui.widgets.worker import DataWorker

#: How often the clock asks whether a look is due, in milliseconds.
_TICK_MS = 1000


class FolderLife(QObject):
    """Works for one student at a time. ``set_aside`` keeps versions that were not chosen."""

    looked = Signal(object)
    """A :class:`Found`."""

    def __init__(
        self,
        worker: DataWorker,
        set_aside: Path,
        *,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._worker, self._look = worker, FolderLook(set_aside)
        self._poll = Poll(clock)
        self._who: Who | None = None
        self._lesson: Lesson | None = None
        self._busy = False
        self.last = Found()
        self._is_changed = False
        # Not the drafts: everybody's change there all the time.
        self._watch = FolderWatch(FolderPart.LESSONS, FolderPart.RETURNS, parent=self)
        self._watch.changed.connect(self._notice)
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)

    def follow(self, who: Who | None) -> None:
        """Look into the folder for this student from now on; for none where None."""
        self._who, self._lesson = who, None
        self._look.forget()
        self.last = Found()
        self._watch.watch(())
        if who is None:
            self._timer.stop()
            return
        self._timer.start()
        self.hurry()

    def keep_draft(self, lesson: Lesson | None) -> None:
        """Keep the draft of this lesson in the folder as it goes; of none where None."""
        self._lesson = lesson
        self.hurry()

    def look_again(self) -> None:
        """Look at everything once more: another key is known now."""
        self._look.forget()
        self.hurry()

    def hurry(self) -> None:
        """Look now."""
        if self._who is not None:
            self._poll.hurry()
            self._tick()

    def state_of(self, attempt_id: str) -> HandInState | None:
        """What the last look said of a hand-in."""
        return next((each for each in self.last.states if each.attempt_id == attempt_id), None)

    def reply_of(self, attempt_id: str) -> HandInState | None:
        """What the last look said of the disagreements with an attempt's return."""
        return next((each for each in self.last.replies if each.attempt_id == attempt_id), None)

    def _notice(self) -> None:
        """Something changed: the next beat looks. Of a burst of changes that is one look."""
        self._is_changed = True
        self._poll.hurry()

    def _tick(self) -> None:
        if self._who is None or self._busy or not self._poll.is_due:
            return
        self._busy, self._is_changed = True, False
        who, lesson = self._who, self._lesson
        self._worker.run(
            lambda data: self._look.look(data, who, lesson, lambda: who is not self._who),
            lambda found: self._take_found(who, found),
            lambda error: self._take_found(who, replace(self.last, fault=error)),
        )

    def _take_found(self, who: Who, found: Found) -> None:
        self._busy = False
        self._poll.done(found.fault is None)
        if self._is_changed or who is not self._who:
            self._poll.hurry()
        if who is not self._who:
            return
        self._watch.watch([found.folder] if found.folder is not None else ())
        self.last = found
        self.looked.emit(found)
