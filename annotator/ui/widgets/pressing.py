"""How a button that paints itself is pressed: all of it, with Enter too, and a ring shows where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent

from annotator.ui.widgets.painting import came_by_keyboard

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton as _Button
else:
    # Two Qt classes among the bases are not allowed; the button itself brings the one.
    _Button = object


class WholePress(_Button):
    """Stands before one of Qt's buttons among the bases."""

    _ring = False

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        # Qt takes only the stock mark and words.
        return self.rect().contains(pos)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = came_by_keyboard(event)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)
