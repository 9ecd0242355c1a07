"""What moving a student's files asks of the window: who works, what is open, where to go."""

from __future__ import annotations

from typing import Protocol

from annotator.model.attempt import Student
from annotator.model.lesson import Lesson
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.marking.studying import OpenWork, Studying
from annotator.ui.widgets.error_reporter import ErrorReporter
from annotator.ui.widgets.main_window import MainWindow


class TransferHost(Protocol):
    """The student's side of the window, as far as cards, folders and files have to do with it."""

    @property
    def window(self) -> MainWindow:
        """Sheets open over it; its banner says what came of a transfer."""

    @property
    def error_reporter(self) -> ErrorReporter:
        """Shows errors in the window's banner."""

    @property
    def studying(self) -> Studying:
        """The student's work and settings."""

    @property
    def shelf(self) -> LessonShelf:
        """The lessons."""

    @property
    def student(self) -> Student | None:
        """Who works now."""

    @property
    def work(self) -> OpenWork | None:
        """The attempt that is open, if one is."""

    @property
    def is_at_start(self) -> bool:
        """Whether the start page is what is shown."""

    def take_student(self, student: Student | None) -> None:
        """Let another student work from now on."""

    def show_start(self) -> None:
        """Leave what is open and show the start page as things stand now."""

    def go_on(self) -> None:
        """It is known now who works: open what waited for that, or show the start page."""

    def leave_work(self) -> None:
        """Close what is open; what is on its way to the disk goes on."""

    def flush(self) -> None:
        """Take over what is being typed on the open page."""

    def open_now(self, lesson: Lesson) -> None:
        """Open a lesson for the student who works, with the marks that are here."""

    def show_receipt_again(self) -> None:
        """More is known now of how far a hand-in is on its way."""
