"""The buttons and the keys for undo and redo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from annotator.model.changes import History
from annotator.ui.widgets.buttons import Button


def show_history(history: History[Any], undo: Button, redo: Button, *, may: bool = True) -> None:
    """Let two buttons say what they would take back or do again; off where they ``may`` not."""
    undo.setEnabled(may and history.can_undo)
    redo.setEnabled(may and history.can_redo)
    undo.set_tip(f"Undo: {history.undo_text}" if history.can_undo else "Undo")
    redo.set_tip(f"Redo: {history.redo_text}" if history.can_redo else "Redo")


class PageUndo(QObject):
    """Makes the keys for undo and redo those of the page while ``field`` has the keyboard.

    ``when`` is asked each time; where it says no, the field takes back what is typed in it.
    """

    def __init__(self, field: QWidget, when: Callable[[], bool] = lambda: True) -> None:
        super().__init__(field)
        self._when = when
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A field claims these keys before any shortcut gets them, unless it is kept from that."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
            return False
        keys = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
        if not any(event.matches(key) for key in keys) or not self._when():
            return False
        event.ignore()
        return True
