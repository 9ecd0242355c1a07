"""A tick with its words; the box and the tick are seen in every theme."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import WholePress
from annotator.ui.widgets.fonts import ui_font
from annotator.ui.widgets.painting import TOUCH, focus_ring, plain_tip, rounded_box

_BOX = 22
_GAP = 10
_SIDE = 6


class Check(WholePress, QCheckBox):
    """On or off. The whole row can be pressed; its words are plain text."""

    def __init__(
        self, appearance: Appearance, label: str, *, tip: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._label = label
        self.setFont(ui_font())
        self.setAccessibleName(label)
        self.setAccessibleDescription(tip)
        self.setToolTip(plain_tip(tip) if tip else "")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.update)

    @property
    def label(self) -> str:
        """What can be ticked."""
        return self._label

    def set_label(self, label: str) -> None:
        """Say something else that can be ticked."""
        self._label = label
        self.setAccessibleName(label)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        width = 2 * _SIDE + _BOX + _GAP + metrics.horizontalAdvance(self._label) + 2
        return QSize(width, max(TOUCH, metrics.height() + 12))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, on = self._appearance.theme, self.isChecked()
        painter = QPainter(self)
        if not self.isEnabled():
            painter.setOpacity(0.5)
        if self.isEnabled() and self.underMouse():
            rounded_box(painter, self.rect(), 8, theme.hover)
        box = QRect(_SIDE, (self.height() - _BOX) // 2, _BOX, _BOX)
        fill, line = (theme.accent, None) if on else (theme.card, theme.strong_line)
        rounded_box(painter, box, 5, fill, line, 1.5)
        if on:
            ratio = self.devicePixelRatioF()
            tick = self._appearance.pixmap("check", theme.on_accent, _BOX - 4, ratio)
            painter.drawPixmap(box.topLeft() + QPoint(2, 2), tick)
        painter.setFont(self.font())
        painter.setPen(theme.ink)
        rect = self.rect().adjusted(_SIDE + _BOX + _GAP, 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(rect, flags, self._label)
        if self._ring and self.hasFocus():
            focus_ring(painter, self.rect(), 8, theme.accent)
        painter.end()
