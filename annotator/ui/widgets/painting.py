"""Measures and shapes that the kit's widgets share: boxes with crisp lines, and the focus ring."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeySequence, QPainter, QPainterPath, QPen

PAGE_MARGIN: Final = 20
TOUCH: Final = 42
"""The least height of a control that is touched."""
CONTROL_RADIUS: Final = 8
CARD_RADIUS: Final = 12
RING: Final = 2
"""Thickness of the focus ring."""


def rounded_box(
    painter: QPainter,
    rect: QRect,
    radius: float,
    fill: QColor | None = None,
    line: QColor | None = None,
    width: float = 1.0,
    *,
    dashed: bool = False,
) -> None:
    """A box with rounded corners whose line lies wholly inside ``rect``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = width / 2 if line is not None else 0.0
    shape = QRectF(rect).adjusted(inset, inset, -inset, -inset)
    pen = QPen(Qt.PenStyle.NoPen)
    if line is not None:
        pen = QPen(line, width)
        if dashed:
            pen.setDashPattern([4.0, 3.0])
    painter.setPen(pen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(shape, radius, radius)


def left_edge(painter: QPainter, rect: QRect, radius: float, colour: QColor, width: int) -> None:
    """A thick coloured left edge that follows the box's rounded corners."""
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(rect), radius, radius)
    strip = QPainterPath()
    strip.addRect(QRectF(rect.x(), rect.y(), width, rect.height()))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(shape.intersected(strip), colour)


def focus_ring(painter: QPainter, rect: QRect, radius: float, colour: QColor) -> None:
    """The ring that shows where the keyboard is, inside the control so that nothing clips it."""
    rounded_box(painter, rect.adjusted(3, 3, -3, -3), max(2.0, radius - 3), None, colour, RING)


def came_by_keyboard(event: QFocusEvent) -> bool:
    """Whether the focus came in a way that calls for a visible ring."""
    return event.reason() in (
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
        Qt.FocusReason.OtherFocusReason,
    )


def plain_tip(text: str, shortcut: QKeySequence | str | None = None) -> str:
    """A tool tip that shows ``text`` as it is, never as mark-up, with its shortcut behind it."""
    keys = (
        shortcut.toString(QKeySequence.SequenceFormat.NativeText)
        if isinstance(shortcut, QKeySequence)
        else (shortcut or "")
    )
    words = f"{text} ({keys})" if keys else text
    # Qt takes a tip for rich text when it looks like it; said outright, it is escaped and wraps.
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\n", "<br>")):
        words = words.replace(sign, entity)
    return f"<p>{words}</p>"
