"""The ground of what stands at a side of a page, with a line towards the middle."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from annotator.ui.widgets.appearance import Appearance


class SideGround(QWidget):
    """Paints a card's ground; ``line`` is the edge that parts it from the article."""

    def __init__(
        self,
        appearance: Appearance,
        line: Qt.Edge = Qt.Edge.LeftEdge,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._line = appearance, line
        appearance.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.card)
        x = 0 if self._line == Qt.Edge.LeftEdge else self.width() - 1
        painter.fillRect(x, 0, 1, self.height(), theme.line)
        painter.end()
