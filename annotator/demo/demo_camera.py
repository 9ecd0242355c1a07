"""Numbered pictures of the window, with the sheets and menus that stand over it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget


class Camera:
    """Takes pictures into a folder: ``01-start.png``, ``02-lessons.png``…"""

    def __init__(self, window: QWidget, folder: Path) -> None:
        self._window = window
        self._folder = folder
        self.taken: list[Path] = []

    def take(self, name: str) -> Path:
        """Take the next picture; OSError where it can't be written."""
        path = self._folder / f"{len(self.taken) + 1:02d}-{name}.png"
        if not self._picture().save(str(path)):
            raise OSError(f"The picture “{path}” could not be written.")
        self.taken.append(path)
        return path

    def _picture(self) -> QPixmap:
        picture = self._window.grab()
        painter = QPainter(picture)
        origin = self._window.mapToGlobal(QPoint(0, 0))
        for over in self._windows_over():
            at = over.mapToGlobal(QPoint(0, 0)) - origin
            painter.drawPixmap(at, over.grab())
            painter.setPen(over.palette().shadow().color())
            painter.drawRect(over.rect().translated(at).adjusted(-1, -1, 0, 0))
        painter.end()
        return picture

    def _windows_over(self) -> list[QWidget]:
        tops = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
        return [w for w in tops if w is not self._window and w.height() > 1]
