"""What can be taken back: a step of any kind, as Qt's undo stack wants to hold it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, Self, TypeVar

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence, QUndoCommand, QUndoStack
from PySide6.QtWidgets import QWidget

from annotator.ui.widgets.buttons import Button


class UndoStep(Protocol):
    """A change as a value: it has a name for the undo button, and knows its way back."""

    @property
    def verb(self) -> str: ...

    def inverse(self) -> Self: ...

    def __bool__(self) -> bool:
        """Whether it changes anything."""
        ...


S = TypeVar("S", bound=UndoStep)


class StepCommand(QUndoCommand):
    """A step that has been taken when it is pushed; ``take`` takes it back and again."""

    def __init__(self, step: S, take: Callable[[S], None]) -> None:
        super().__init__(step.verb)
        self._back = lambda: take(step.inverse())
        self._again = lambda: take(step)
        self._is_new = True

    def undo(self) -> None:
        self._back()

    def redo(self) -> None:
        if self._is_new:
            # Qt redoes what is pushed; this has happened already.
            self._is_new = False
            return
        self._again()


def show_history(stack: QUndoStack, undo: Button, redo: Button, *, may: bool = True) -> None:
    """Let two buttons say what they would take back or again; off where they ``may`` not."""
    undo.setEnabled(may and stack.canUndo())
    redo.setEnabled(may and stack.canRedo())
    undo.set_tip(f"Undo: {stack.undoText()}" if stack.canUndo() else "Undo")
    redo.set_tip(f"Redo: {stack.redoText()}" if stack.canRedo() else "Redo")


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
