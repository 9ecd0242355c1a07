"""Which try this is, in the header, and the way back to the one before."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind


class TryButton(Button):
    """``number`` counts from 2; ``last`` tells how the try before came out, or is empty."""

    before_requested = Signal()

    def __init__(self, appearance: Appearance, number: int, last: str) -> None:
        super().__init__(appearance, f"Try {number}", kind=ButtonKind.QUIET, opens_menu=True)
        self.set_tip(f"This is try {number}. Try {number - 1} is kept")
        self.menu_shown = QMenu(self)
        words = f"See try {number - 1} again" + (f": {last}" if last else "")
        self.back = self.menu_shown.addAction(words)
        self.back.triggered.connect(self.before_requested)
        self.clicked.connect(self._show_menu)

    def _show_menu(self) -> None:
        self.menu_shown.popup(self.mapToGlobal(self.rect().bottomLeft()))
