"""The small cap that shows which key does the same."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.fonts import ui_font
from annotator.ui.widgets.painting import rounded_box
from annotator.ui.widgets.theme import Theme

_SIZE = 12.0
_HEIGHT = 20


def key_text(key: str) -> str:
    """A key as this system names it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or key


def key_cap_width(key: str) -> int:
    """Width of a cap in logical pixels."""
    words = QFontMetrics(ui_font(_SIZE)).horizontalAdvance(key_text(key))
    return max(_HEIGHT - 2, words + 10)


def paint_key_cap(painter: QPainter, theme: Theme, x: int, height: int, key: str) -> None:
    """A cap at ``x``, centred in a row of ``height`` logical pixels."""
    rect = QRect(x, (height - _HEIGHT) // 2, key_cap_width(key), _HEIGHT)
    rounded_box(painter, rect, 4, theme.card, theme.line)
    painter.setFont(ui_font(_SIZE))
    painter.setPen(theme.soft_ink)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, key_text(key))


class KeyCap(QWidget):
    """A cap by itself, for the sheet of shortcuts and for hints."""

    spoken_role = "StaticText"

    def __init__(self, appearance: Appearance, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._key = key
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(key_text(key))
        appearance.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(key_cap_width(self._key), _HEIGHT + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_key_cap(painter, self._appearance.theme, 0, self.height(), self._key)
        painter.end()
