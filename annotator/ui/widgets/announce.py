"""Saying something to a screen reader without moving the focus."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, message: str, *, urgent: bool = False) -> None:
    """Have ``message`` read out once, after what is being read or, if urgent, instead of it.

    Does nothing for a widget that is not on the screen yet, while no screen reader listens, and
    with a Qt older than 6.8, which can't.
    """
    if not widget.isVisible():
        return
    from PySide6.QtGui import QAccessible  # asked for with the first news, not at the start

    if not QAccessible.isActive():
        return
    try:
        from PySide6.QtGui import QAccessibleAnnouncementEvent
    except ImportError:
        return
    event = QAccessibleAnnouncementEvent(widget, message)
    if urgent:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)
