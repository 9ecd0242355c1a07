"""The words that tell the truth about saving."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.ui.look import Look
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.labels import Role, Words
from annotator.ui.widgets.painting import plain_tip


class SaveStatus(QWidget):
    """ "✓ Saved", "Saving…" or "Not saved", each shown only when it is so.

    A failure is announced to screen readers at once; "Saved" is said again after a failure.
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._failed = False
        self._words = Words(look, role=Role.STRONG, ink="found")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._words)

    def text(self) -> str:
        """What is on screen now."""
        return self._words.text()

    def show_saved(self) -> None:
        """Everything is on the disk."""
        self._show("✓ Saved", "found", "Everything you marked is saved on this computer.")
        if self._failed:
            announce(self, "Saved again")
        self._failed = False

    def show_saving(self) -> None:
        """Something is on its way to the disk."""
        self._show("Saving…", "soft_ink", "Your last change is being written.")

    def show_failed(self, reason: str) -> None:
        """Something could not be written; ``reason`` is a sentence for people."""
        self._show("Not saved yet", "missed", reason)
        if not self._failed:
            announce(self, f"Not saved yet. {reason}", urgent=True)
        self._failed = True

    def _show(self, words: str, ink: str, tip: str) -> None:
        if self._words.text() != words:
            self._words.setText(words)
            self._words.set_ink(ink)
        self._words.setToolTip(plain_tip(tip))
        self._words.setAccessibleDescription(tip)
        self.setAccessibleName(words)
        self.setAccessibleDescription(tip)
