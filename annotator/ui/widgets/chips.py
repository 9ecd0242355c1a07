"""Chips to filter with, and tags that only say something."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.fonts import small_font
from annotator.ui.widgets.painting import came_by_keyboard, focus_ring, plain_tip, rounded_box

_HEIGHT = 32
_TAG_HEIGHT = 26


class Chip(QPushButton):
    """A pill that is on or off; filled with the accent while it is on."""

    def __init__(
        self, appearance: Appearance, label: str, *, tip: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._ring = False
        self._label = ""
        self.setCheckable(True)
        self.setFont(small_font(strong=True))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_label(label)
        self.setToolTip(plain_tip(tip) if tip else "")
        self.setAccessibleDescription(tip)
        appearance.changed.connect(self.update)

    def set_label(self, label: str) -> None:
        """Say something else, for instance another count."""
        if label == self._label:
            return
        self._label = label
        self.setAccessibleName(label)
        self.updateGeometry()
        self.update()

    @property
    def label(self) -> str:
        """What the chip says."""
        return self._label

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self._label) + 24, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = came_by_keyboard(event)
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, on = self._appearance.theme, self.isChecked()
        painter = QPainter(self)
        if not self.isEnabled():
            painter.setOpacity(0.5)
        radius = self.height() / 2
        ground = theme.hover if self.underMouse() else theme.card
        rounded_box(
            painter, self.rect(), radius, theme.accent if on else ground, None if on else theme.line
        )
        if self._ring and self.hasFocus():
            focus_ring(painter, self.rect(), radius, theme.on_accent if on else theme.accent)
        painter.setFont(self.font())
        painter.setPen(theme.on_accent if on else theme.soft_ink)
        self._paint_inside(painter)
        painter.end()

    def _paint_inside(self, painter: QPainter) -> None:
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._label)


class CountChip(Chip):
    """A pill with a picture and a count; its name says the words that the picture stands for."""

    def __init__(
        self,
        appearance: Appearance,
        name: str,
        picture: Callable[[float], QPixmap],
        parent: QWidget | None = None,
    ) -> None:
        self._count, self._picture = "0", picture
        super().__init__(appearance, name, tip=name, parent=parent)

    def set_count(self, count: int, name: str) -> None:
        """Show a count; ``name`` says it in words."""
        self._count = str(count)
        self.set_label(name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        text = QFontMetrics(self.font()).horizontalAdvance(self._count)
        return QSize(text + self._picture(1.0).deviceIndependentSize().toSize().width() + 15, 32)

    def _paint_inside(self, painter: QPainter) -> None:
        pixmap = self._picture(self.devicePixelRatioF())
        size = pixmap.deviceIndependentSize().toSize()
        painter.drawPixmap(5, (self.height() - size.height()) // 2, pixmap)
        rest = self.rect().adjusted(5 + size.width() + 4, 0, 0, 0)
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, self._count)


class Tag(QWidget):
    """A pill that can't be pressed. ``ink`` and ``fill`` name roles of the theme."""

    spoken_role = "StaticText"

    def __init__(
        self,
        appearance: Appearance,
        label: str,
        *,
        ink: str = "soft_ink",
        fill: str = "card",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._ink, self._fill = appearance, ink, fill
        self.setFont(small_font(strong=True))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_label(label)
        appearance.changed.connect(self.update)

    def set_label(self, label: str, *, ink: str = "", fill: str = "") -> None:
        """Say something else, in other colours where given."""
        self._label = label
        self._ink, self._fill = ink or self._ink, fill or self._fill
        self.setAccessibleName(label)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self._label) + 20, _TAG_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        line = theme.line if self._fill == "card" else None
        rounded_box(painter, self.rect(), self.height() / 2, getattr(theme, self._fill), line)
        painter.setFont(self.font())
        painter.setPen(getattr(theme, self._ink))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._label)
        painter.end()
