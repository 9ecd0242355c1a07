"""What moves files and knows cards, made when first wanted: a start goes without it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from annotator.model.attempt import Student
from annotator.model.lesson import Lesson
from annotator.services.marking.studying import Studying

if TYPE_CHECKING:
    from annotator.services.classes.cards import CardKeys
    from annotator.ui.transfer.student_transfer import StudentTransfer

_log = logging.getLogger(__name__)


class TransferOnDemand:
    """``make`` is called once at most; None where there are no cards and class folders."""

    def __init__(self, studying: Studying, make: Callable[[], StudentTransfer] | None) -> None:
        self._studying, self._make = studying, make
        self.made: StudentTransfer | None = None
        """What was made so far."""

    @property
    def is_offered(self) -> bool:
        """Whether there are cards and class folders here."""
        return self._make is not None

    def get(self) -> StudentTransfer | None:
        """Make it where it isn't there yet; None where there is none."""
        if self.made is None and self._make is not None:
            self.made = self._make()
        return self.made

    def for_work(self, student: Student, lesson: Lesson) -> StudentTransfer | None:
        """What moves this student's work on this lesson; None where it stays here."""
        is_moved = self._studying.class_folder(student) or student.card_issue or lesson.task.cards
        return self.get() if is_moved else None

    def card_of(self, student: Student | None) -> CardKeys | None:
        """The card with which this student signed in; None without one."""
        return self.made.cards.card_of(student) if self.made is not None else None

    def follow(self, student: Student | None) -> None:
        """Another student works from now on."""
        if self.made is not None:
            self.made.follow(student)

    def start(self, student: Student | None) -> None:
        """After the first paint: look into the student's class folder, if there is one."""
        if student is not None and self._studying.class_folder(student):
            self.get()

    def close(self, timeout: float) -> None:
        """Let what is on its way into the class folder get there, within so many seconds."""
        if self.made is not None and not self.made.close(timeout):
            _log.warning("the class folder did not answer in time")
