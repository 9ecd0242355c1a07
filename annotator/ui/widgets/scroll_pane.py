"""A part of a page that scrolls when it is too low for what stands in it, by key as well."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class ScrollPane(QScrollArea):
    """As wide as its place, scrolls up and down, never sideways; the ground shows through.

    While it overflows, the Tab key stops at it, and the arrow keys and Page Up and Down scroll it:
    there may be nothing in it to press. ``name`` is what a screen reader calls it.
    """

    spoken_role = "Pane"

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name or "More to read, scrolls with the arrow keys")
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().rangeChanged.connect(self._fit_policy)

    def _fit_policy(self, least: int, most: int) -> None:
        overflows = most > least
        policy = Qt.FocusPolicy.TabFocus if overflows else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)
