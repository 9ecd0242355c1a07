"""What may be said about saving: from the writer's thread to the words on screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.model.errors import AnnotatorError
from annotator.services.data.writer import WriterState
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.painting import plain_tip


class SaveStatus(QWidget):
    """ "✓ Saved", "Saving…" or "Not saved yet", each shown only when it is so.

    It is so of all that is unsettled: of what is being typed, of what is on its way to the disk,
    and of what the disk did not take. A failure is announced to screen readers at once; "Saved" is
    said again after a failure.
    """

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._failed = self._typing = False
        self._show_last: Callable[[], None] = self._show_nothing
        #: A label for each state, by its words: every stroke goes through two states, and showing
        #: another label is a fraction of the work of giving one another colour and tool tip.
        self._labels: dict[str, TextLabel] = {}
        self._shown = ""
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def text(self) -> str:
        """What is on screen now."""
        return self._shown

    def show_state(self, state: WriterState, error: AnnotatorError | None) -> None:
        """How the writer stands, in words."""
        if state is WriterState.SAVED:
            self.show_saved()
        elif state is WriterState.SAVING:
            self.show_saving()
        else:
            self.show_failed(str(error) if error else "The last change is still in memory.")

    def set_typing(self, typing: bool) -> None:
        """Whether there are words on screen that nothing was handed of to be written."""
        self._typing = typing
        self._show_last()

    def expect(self) -> None:
        """A change was handed on just now: whatever was said before does not hold for it."""
        if not self._failed:
            self.show_saving()

    def _show_nothing(self) -> None:
        """Nothing is known yet."""

    def show_saved(self) -> None:
        """Everything that was handed on is on the disk."""
        self._show_last = self.show_saved
        if self._typing:
            self._show_saving()
            return
        self._show("✓ Saved", "found", "Everything you marked is saved on this computer.")
        if self._failed:
            announce(self, "Saved again")
        self._failed = False

    def show_saving(self) -> None:
        """Something is on its way to the disk."""
        self._show_last = self.show_saving
        self._show_saving()

    def _show_saving(self) -> None:
        self._show("Saving…", "soft_ink", "Your last change is being written.")

    def show_failed(self, reason: str) -> None:
        """Something could not be written; ``reason`` is a sentence for people."""
        self._show_last = partial(self.show_failed, reason)
        self._show("Not saved yet", "missed", reason)
        if not self._failed:
            announce(self, f"Not saved yet. {reason}", urgent=True)
        self._failed = True

    def _show(self, text: str, ink: str, tip: str) -> None:
        label = self._labels.get(text)
        if label is None:
            label = self._labels[text] = TextLabel(self._appearance, text, Role.STRONG, ink=ink)
            self._layout.addWidget(label)
        if label.accessibleDescription() != tip:
            label.setToolTip(plain_tip(tip))
            label.setAccessibleDescription(tip)
            label.setAccessibleDescription(tip)
        if text != self._shown:
            # The one goes before the other comes: there is never room for two.
            if self._shown:
                self._labels[self._shown].hide()
            label.show()
            self._shown = text
        self.setAccessibleName(text)
        self.setAccessibleDescription(tip)


class SaveNews(QObject):
    """Hears the writer in its thread and tells the window in the window's."""

    changed = Signal(object, object)
    """(WriterState, AnnotatorError or None); Qt queues it across threads."""

    def report(self, state: WriterState, error: AnnotatorError | None) -> None:
        """For ``Writer(on_state=…)``; may be called from any thread."""
        self.changed.emit(state, error)
