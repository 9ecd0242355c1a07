"""Cards: a ground with a line and round corners, to hold things or to be pressed as a whole."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QPushButton, QSizePolicy, QWidget

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.painting import (
    CARD_RADIUS,
    came_by_keyboard,
    focus_ring,
    left_edge,
    rounded_box,
)

_EDGE = 5


class Card(QFrame):
    """A card that holds other widgets. ``edge`` and ``fill`` name roles of the theme."""

    def __init__(
        self,
        appearance: Appearance,
        *,
        edge: str = "",
        fill: str = "card",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._edge = edge
        self._fill = fill
        self._selected = False
        appearance.changed.connect(self.update)

    def set_edge(self, edge: str) -> None:
        """Give the left edge another of the theme's colours, or none."""
        self._edge = edge
        self.update()

    def set_selected(self, selected: bool) -> None:
        """Frame the card with the accent."""
        self._selected = selected
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        line, width = (theme.accent, 2.0) if self._selected else (theme.line, 1.0)
        fill = getattr(theme, self._fill)
        rounded_box(painter, self.rect(), CARD_RADIUS, fill, line, width)
        if self._edge:
            left_edge(painter, self.rect(), CARD_RADIUS, getattr(theme, self._edge), _EDGE)
        painter.end()


class CardButton(QPushButton):
    """A card that is pressed as a whole. What lies inside must be transparent for the mouse.

    It is one stop for the keyboard and one button for a screen reader: set its accessible name to
    all that the card says.
    """

    def __init__(
        self, appearance: Appearance, *, dashed: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._dashed = dashed
        self._ring = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        appearance.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return layout.minimumSize() if layout is not None else super().minimumSizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = came_by_keyboard(event)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        # Qt moves among buttons with the arrows only where they share a parent: they do here.
        QAbstractButton.keyPressEvent(self, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        fill = theme.card if not self._dashed else None
        line = theme.strong_line if self._dashed else theme.line
        if self.underMouse():
            line = theme.accent
        if self.isDown() or (self._dashed and self.underMouse()):
            fill = theme.hover
        rounded_box(painter, self.rect(), CARD_RADIUS, fill, line, 1.0, dashed=self._dashed)
        if self._ring and self.hasFocus():
            focus_ring(painter, self.rect(), CARD_RADIUS, theme.accent)
        painter.end()
