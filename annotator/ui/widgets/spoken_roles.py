"""What painted widgets are to a screen reader: headings, texts, bars, pictures.

Qt knows a painted QWidget as a filler and every label as a text. A widget that says more of itself
has an attribute ``spoken_role``: the name of a member of ``QAccessible.Role``.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAccessibleWidget, QLabel, QWidget


def install_roles() -> None:
    """Have Qt ask for roles here from now on. Only asked while a screen reader listens.

    Loads Qt's accessibility, which costs more than the program's start can spare: call it after
    the first paint.
    """
    from PySide6.QtGui import QAccessible

    class Spoken(QAccessibleWidget):
        """A widget with a role of its own; a label's text is its name."""

        def text(self, what: QAccessible.Text) -> str:
            widget = self.object()
            if what is QAccessible.Text.Description and isinstance(widget, QWidget):
                # Not the tool tip, which Qt would take, mark-up and all.
                return widget.accessibleDescription()
            found = super().text(what)
            if not found and what is QAccessible.Text.Name and isinstance(widget, QLabel):
                return widget.text()
            return found

    def make(_class_name: str, about: QObject | None) -> QAccessibleWidget | None:
        role = getattr(about, "spoken_role", "")
        if not role or not isinstance(about, QWidget):
            return None
        return Spoken(about, QAccessible.Role[role])

    QAccessible.installFactory(make)
