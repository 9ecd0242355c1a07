"""Layouts that Qt lacks: one that wraps like words, one that keeps cards in even columns."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class _Wrapping(QLayout):
    """What both share: a list of items, and a height that depends on the width."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8, line_gap: int = -1) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._line_gap = line_gap if line_gap >= 0 else gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def clear(self) -> None:
        """Take every widget out and delete it."""
        while (item := self.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        raise NotImplementedError


class FlowLayout(_Wrapping):
    """Items one after the other, and on to the next line where the width ends."""

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        margins = self.contentsMargins()
        area = rect.marginsRemoved(margins)
        x, y, row = area.x(), area.y(), 0
        for item in self._shown():
            size = item.sizeHint()
            size.setWidth(min(size.width(), max(area.width(), 1)))
            if x > area.x() and x + size.width() > area.right() + 1:
                x, y, row = area.x(), y + row + self._line_gap, 0
            if place:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self._gap
            row = max(row, size.height())
        return y + row - rect.y() + margins.bottom()


class CardGrid(_Wrapping):
    """Cards of one size in as many columns as fit, each at least ``least`` logical pixels wide."""

    def __init__(
        self, parent: QWidget | None = None, *, least: int = 216, most: int = 6, gap: int = 14
    ) -> None:
        super().__init__(parent, gap=gap)
        self._least = least
        self._most = most

    def columns(self, width: int) -> int:
        """How many columns fit into ``width`` logical pixels."""
        return max(1, min(self._most, (width + self._gap) // (self._least + self._gap)))

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        margins = self.contentsMargins()
        area = rect.marginsRemoved(margins)
        items = self._shown()
        columns = self.columns(area.width())
        wide = (area.width() - self._gap * (columns - 1)) / columns
        y = area.y()
        for first in range(0, len(items), columns):
            row = items[first : first + columns]
            high = max(_height(item, int(wide)) for item in row)
            for number, item in enumerate(row):
                x = area.x() + round(number * (wide + self._gap))
                right = area.x() + round(number * (wide + self._gap) + wide)
                if place:
                    item.setGeometry(QRect(x, y, right - x, high))
            y += high + self._gap
        return max(0, y - self._gap - rect.y()) + margins.bottom() if items else 0


def _height(item: QLayoutItem, width: int) -> int:
    if item.hasHeightForWidth():
        return item.heightForWidth(width)
    return item.sizeHint().height()
