"""Rooms that lie over each other, and the way back through them. What rooms there are, others say.

A new room is a page and a :class:`StackPage` around it, pushed by whoever knows what it needs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QStackedWidget, QWidget

from annotator.model.errors import AnnotatorError
from annotator.services.data.writer import WriterState
from annotator.ui.widgets.error_reporter import ErrorReporter
from annotator.ui.widgets.messages import Banner, Tone


def _nothing() -> None:
    pass


def _nothing_said(_state: WriterState, _error: AnnotatorError | None) -> None:
    pass


@dataclass(frozen=True, slots=True)
class StackPage:
    """``enter`` shows how things stand now; ``leave`` takes over what is typed, each time that
    another room lies over it; ``close`` stops for good. A room that is kept is opened again.
    ``saving`` hears how far what was done there is on the disk."""

    page: QWidget
    enter: Callable[[], object] = _nothing
    leave: Callable[[], object] = _nothing
    close: Callable[[], object] = _nothing
    saving: Callable[[WriterState, AnnotatorError | None], object] = _nothing_said
    is_kept: bool = False


class PageStack(QStackedWidget):
    """What is opened lies over what it was opened from; going back shows that again."""

    back_requested = Signal()
    """Back from the first room: out of here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trail: list[StackPage] = []
        self._is_failing = False
        self.error_reporter = ErrorReporter(self._banner)

    @property
    def room(self) -> QWidget | None:
        """What is shown."""
        return self._trail[-1].page if self._trail else None

    # -- going about -----------------------------------------------------------------------------

    def push(self, room: StackPage) -> None:
        """Show a room over the one that is shown."""
        if self._trail:
            self._trail[-1].leave()
        self._trail.append(room)
        self._show(room)

    def lay_over(self, page: QWidget, back: SignalInstance) -> None:
        """Show a page that is no room of its own, such as help, until it asks to go ``back``."""
        back.connect(self.back)
        self.push(StackPage(page))

    def back(self) -> None:
        """To where this was opened from; from the first room out of here."""
        if len(self._trail) < 2:
            self.back_requested.emit()
        else:
            self._go_back_to(self._trail[-2])

    def back_to_first(self) -> None:
        """To the room that everything was opened from."""
        self._go_back_to(self._trail[0])

    def back_to(self, page: QWidget) -> bool:
        """To a room that is open somewhere below; False where this one is not."""
        room = next((room for room in self._trail if room.page is page), None)
        if room is not None:
            self._go_back_to(room)
        return room is not None

    def close_above_first(self) -> None:
        """Close what lies over the first room without showing that: another room comes now."""
        self._close_above(self._trail[0])

    def close_all(self) -> None:
        """Close every room, the last one first."""
        for room in reversed(self._trail):
            self._close(room)
        self._trail.clear()

    def leave(self) -> None:
        """Take over what is being typed, and stop what goes on in all rooms."""
        for room in reversed(self._trail):
            room.leave()

    def _go_back_to(self, room: StackPage) -> None:
        self._close_above(room)
        self._show(room)

    def _close_above(self, room: StackPage) -> None:
        while self._trail[-1] is not room:
            self._close(self._trail.pop())

    def _show(self, room: StackPage) -> None:
        if self.indexOf(room.page) < 0:
            self.addWidget(room.page)
        focus: QWidget | None = self.focusWidget()
        if focus is not None and not room.page.isAncestorOf(focus):
            focus.clearFocus()
        self.setCurrentWidget(room.page)
        self.setFocusProxy(room.page)
        self.error_reporter(room.enter)
        now: QWidget | None = self.focusWidget()
        if now is None or not room.page.isAncestorOf(now):
            # Qt would take the first button there is and ring it, as if it had been asked for.
            room.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self, room: StackPage) -> None:
        room.leave()
        room.close()
        if room.is_kept:
            return
        self.removeWidget(room.page)
        room.page.hide()
        room.page.deleteLater()

    # -- what is said on the page that is shown --------------------------------------------------

    def show_saving(self, state: WriterState, error: AnnotatorError | None) -> None:
        """Say when the disk refuses, and take it back when it is well."""
        if self._trail:
            self._trail[-1].saving(state, error)
        banner = self._banner()
        if banner is None:
            return
        if state is WriterState.FAILED:
            self._is_failing = True
            banner.say(
                error.happened if error else "The last change could not be saved.",
                kept="What you did is kept while this window is open.",
                todo="The program goes on trying. Make room on the disk, or plug it in again.",
                tone=Tone.TROUBLE,
            )
        elif state is WriterState.SAVED and self._is_failing:
            self._is_failing = False
            banner.say("Everything is saved now.", tone=Tone.GOOD)

    def _banner(self) -> Banner | None:
        room = self.room
        found = getattr(room, "banner", None) or getattr(
            getattr(room, "page", None), "banner", None
        )
        return found if isinstance(found, Banner) else None
