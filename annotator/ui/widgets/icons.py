"""The program's icons: SVG files of one family on a 24-pixel grid, tinted when they are drawn.

A file's black stands for "the colour that was asked for". Icon packages were weighed: those
that ship plain SVG bring thousands of files for the forty that are wanted, and icon fonts cost more
at start than the whole window.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPixmap

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon
    from PySide6.QtSvg import QSvgRenderer

ICON_SIZE = 20


class IconSet:
    """Icons from a folder, drawn at the pixel ratio of the screens and kept once drawn."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._renderers: dict[str, QSvgRenderer] = {}
        self._pixmaps: dict[tuple[str, int, int, float], QPixmap] = {}

    def names(self) -> tuple[str, ...]:
        """Every icon there is, in alphabetical order."""
        return tuple(sorted(path.stem for path in self._folder.glob("*.svg")))

    def pixmap(
        self, name: str, colour: QColor, size: int = ICON_SIZE, ratio: float | None = None
    ) -> QPixmap:
        """The icon in one colour; ``size`` in logical pixels, ``ratio`` device pixels to one.

        Raises FileNotFoundError for a name that the folder does not have.
        """
        ratio = ratio if ratio is not None else _sharpest_ratio()
        wanted = (name, colour.rgba(), size, ratio)
        drawn = self._pixmaps.get(wanted)
        if drawn is None:
            drawn = self._pixmaps[wanted] = self._draw(name, colour, size, ratio)
        return drawn

    def icon(
        self, name: str, colour: QColor, disabled: QColor | None = None, size: int = ICON_SIZE
    ) -> QIcon:
        """The same as a QIcon, for menus and stock widgets."""
        from PySide6.QtGui import QIcon  # with the names of all icons of a desktop; no start asks

        icon = QIcon(self.pixmap(name, colour, size))
        if disabled is not None:
            icon.addPixmap(self.pixmap(name, disabled, size), QIcon.Mode.Disabled)
        return icon

    def _draw(self, name: str, colour: QColor, size: int, ratio: float) -> QPixmap:
        renderer = self._renderer(name)
        side = round(size * ratio)
        pixmap = QPixmap(QSize(side, side))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, side, side))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.fillRect(0, 0, side, side, colour)
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _renderer(self, name: str) -> QSvgRenderer:
        # Imported with the first icon: the start-up of a bare window does not pay for it.
        from PySide6.QtSvg import QSvgRenderer

        renderer = self._renderers.get(name)
        if renderer is None:
            path = self._folder / f"{name}.svg"
            if not path.is_file():
                raise FileNotFoundError(f"There is no icon “{name}” in {self._folder}.")
            renderer = self._renderers[name] = QSvgRenderer(str(path))
        return renderer


def _sharpest_ratio() -> float:
    return max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)
