"""Pages that lie over one another, and the way back through them. Which pages, others say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from annotator.model.errors import AnnotatorError
from annotator.services.data.writer import WriterState
from annotator.ui.widgets.error_reporter import ErrorReporter
from annotator.ui.widgets.messages import Banner, Tone
from annotator.ui.widgets.tab_ring import VisualTabOrder


class PageLife(Protocol):
    """What a page hears of the stack, or the controller behind it."""

    def page_entered(self) -> None:
        """The page comes in sight: show how things stand now."""

    def page_left(self) -> None:
        """Another page lies over it, or it goes: take over what is being typed."""

    def page_closed(self) -> None:
        """It goes for good, or until it is opened again: stop what goes on."""


class Page(VisualTabOrder, QWidget):
    """What the window shows at a time; a :class:`PageLife` that has nothing to do by itself."""

    spoken_role = "Pane"

    back_requested = Signal()
    """Back to where this was opened from."""
    help_requested = Signal(QWidget)
    """The button below which a menu of help may open."""

    help_topic = "student"
    """The help page that fits."""
    offers_warm_up = False
    """Whether the menu of help has the warm-up here."""
    is_kept = False
    """Whether it outlives its end, to be opened again."""
    banner: Banner | None = None
    """Where messages about this page stand; None where the window's own banner has them."""

    def page_entered(self) -> None:
        """Nothing to do."""

    def page_left(self) -> None:
        """Nothing to do."""

    def page_closed(self) -> None:
        """Nothing to do."""


@dataclass(frozen=True, slots=True)
class _Entry:
    page: Page
    title: str
    life: PageLife


class PageStack(VisualTabOrder, QStackedWidget):
    """What is opened lies over what it was opened from; going back shows that again.

    ``banner`` has the messages of pages without one; without it their errors go to the caller.
    """

    back_requested = Signal()
    """Back from the first page: out of here."""
    help_requested = Signal(QWidget)
    """The button below which a menu of help may open."""
    page_changed = Signal()
    """Another page is shown, or the same one once more, or none."""

    def __init__(self, banner: Banner | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own_banner = banner
        self._entries: list[_Entry] = []
        self._is_failing = False
        self.error_reporter = ErrorReporter(self._banner)

    @property
    def page(self) -> Page | None:
        """What is shown."""
        return self._entries[-1].page if self._entries else None

    @property
    def title(self) -> str:
        """What the window's frame says of the page; empty where that is the program alone."""
        return self._entries[-1].title if self._entries else ""

    # -- going about -----------------------------------------------------------------------------

    def push(
        self, page: Page, title: str | None = None, controller: PageLife | None = None
    ) -> None:
        """Show a page over the one that is shown, with the title of that one if there is no other.

        The ``controller`` hears of it in place of the page, where the work is done behind that.
        """
        if self._entries:
            self._entries[-1].life.page_left()
        entry = _Entry(page, self.title if title is None else title, controller or page)
        if not page.accessibleName():
            page.setAccessibleName(entry.title or "Annotator")
        self._entries.append(entry)
        self._show(entry)

    def show_first(self, page: Page, title: str = "", controller: PageLife | None = None) -> None:
        """Show a page in place of all others, which end."""
        gone, self._entries = self._entries, []
        self._end(gone)
        self.push(page, title, controller)
        self._remove([entry for entry in gone if entry.page is not page])

    def back(self) -> None:
        """To where this was opened from; from the first page out of here."""
        if len(self._entries) < 2:
            self.back_requested.emit()
        else:
            self._go_back(1)

    def back_to_first(self) -> None:
        """To the page that everything was opened from."""
        self._go_back(len(self._entries) - 1)

    def back_to(self, page: QWidget) -> bool:
        """To a page that is open somewhere below; False where this one is not."""
        above = next((n for n, each in enumerate(reversed(self._entries)) if each.page is page), -1)
        if above >= 0:
            self._go_back(above)
        return above >= 0

    def close_above_first(self) -> None:
        """Close what lies over the first page without showing that: another page comes now."""
        gone, self._entries = self._entries[1:], self._entries[:1]
        self._end(gone)
        self._remove(gone)

    def close_all(self) -> None:
        """Close every page, the last one first."""
        gone, self._entries = self._entries, []
        self._end(gone)
        self._remove(gone)
        self.page_changed.emit()

    def drop(self, page: Page) -> None:
        """Close a page wherever it lies, and delete it even if it is kept."""
        gone = [entry for entry in self._entries if entry.page is page]
        self._entries = [entry for entry in self._entries if entry.page is not page]
        self._end(gone)
        if self.indexOf(page) >= 0:
            _delete(self, page)
        if gone:
            self.page_changed.emit()

    def leave(self) -> None:
        """Take over what is being typed, and stop what goes on in all pages."""
        for entry in reversed(self._entries):
            entry.life.page_left()

    def _go_back(self, count: int) -> None:
        at = len(self._entries) - count
        gone, self._entries = self._entries[at:], self._entries[:at]
        self._end(gone)
        self._show(self._entries[-1])
        self._remove(gone)

    def _end(self, gone: list[_Entry]) -> None:
        for entry in reversed(gone):
            entry.life.page_left()
            entry.life.page_closed()

    def _remove(self, gone: list[_Entry]) -> None:
        for entry in gone:
            if not entry.page.is_kept:
                _delete(self, entry.page)

    def _show(self, entry: _Entry) -> None:
        page = entry.page
        if self.indexOf(page) < 0:
            self.addWidget(page)
            page.back_requested.connect(lambda: self._back_from(page))
            page.help_requested.connect(self.help_requested)
        focus = self._focus()
        if focus is not None and not page.isAncestorOf(focus):
            focus.clearFocus()
        self.setCurrentWidget(page)
        self.error_reporter(entry.life.page_entered)
        self.page_changed.emit()
        now = self._focus()
        if now is None or not page.isAncestorOf(now):
            # Qt would take the first button there is and ring it, as if it had been asked for.
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus(self) -> QWidget | None:
        return self.window().focusWidget()

    def _back_from(self, page: Page) -> None:
        # What opened the page may have shown another one already.
        if page is self.page:
            self.back()

    # -- what is said on the page that is shown --------------------------------------------------

    def show_saving(self, state: WriterState, error: AnnotatorError | None) -> None:
        """Say when the disk refuses, and take it back when it is well."""
        banner = self._banner()
        if banner is None:
            return
        if state is WriterState.FAILED:
            self._is_failing = True
            banner.show_message(
                error.happened if error else "The last change could not be saved.",
                kept="What you did is kept while this window is open.",
                todo="The program goes on trying. Make room on the disk, or plug it in again.",
                tone=Tone.TROUBLE,
            )
        elif state is WriterState.SAVED and self._is_failing:
            self._is_failing = False
            banner.show_message("Everything is saved now.", tone=Tone.GOOD)

    def _banner(self) -> Banner | None:
        page = self.page
        return page.banner if page is not None and page.banner is not None else self._own_banner


def _delete(stack: PageStack, page: Page) -> None:
    stack.removeWidget(page)
    page.hide()
    page.deleteLater()
