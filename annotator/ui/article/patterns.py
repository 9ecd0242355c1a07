"""Patterns of underlines and hatching as small pictures that are laid side by side.

A tiled picture at the screen's pixel ratio costs a fraction of a dashed or wavy pen. The patterns
differ in shape, so they carry the label in grey as well.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from annotator.model.labels import Pattern


def lane_thickness(size: float) -> int:
    """How thick an underline is for type of this size, in pixels."""
    return max(2, round(size * 0.15))


class PatternTiles:
    """Makes each tile once per pattern, colour, thickness and pixel ratio."""

    __slots__ = ("_ratio", "_tiles")

    def __init__(self, ratio: float = 1.0) -> None:
        self._ratio = ratio
        self._tiles: dict[tuple[str, int, int], QPixmap] = {}

    @property
    def ratio(self) -> float:
        """Pixels of the screen for one logical pixel."""
        return self._ratio

    def underline(self, painter: QPainter, rect: QRect, pattern: Pattern, colour: QColor) -> None:
        """Draw ``pattern`` across ``rect``, whose height is the thickness.

        The pattern is fixed to the page, not to the rectangle, so it stands still while an end
        of a mark is dragged.
        """
        if pattern is Pattern.SOLID:
            painter.fillRect(rect, colour)
            return
        thick = rect.height()
        tile = self._tile(pattern.value, colour, thick)
        width, height = round(tile.width() / self._ratio), round(tile.height() / self._ratio)
        place = QRect(rect.left(), rect.top(), rect.width(), height)
        painter.drawTiledPixmap(place, tile, QPoint(rect.left() % width, 0))

    def hatch(self, painter: QPainter, rect: QRect, colour: QColor) -> None:
        """Fill ``rect`` with thin diagonal lines."""
        tile = self._tile("hatch", colour, 8)
        painter.drawTiledPixmap(rect, tile, QPoint(rect.left() % 8, rect.top() % 8))

    def _tile(self, pattern: str, colour: QColor, thick: int) -> QPixmap:
        key = (pattern, colour.rgba(), thick)
        tile = self._tiles.get(key)
        if tile is None:
            tile = self._tiles[key] = _make_tile(pattern, colour, thick, self._ratio)
        return tile


def draw_pattern(painter: QPainter, rect: QRect, pattern: Pattern, colour: QColor) -> None:
    """The same pattern in vectors, for paper."""
    thick = rect.height()
    if pattern is Pattern.SOLID:
        painter.fillRect(rect, colour)
        return
    painter.save()
    clip = rect.adjusted(0, -1, 0, thick)
    painter.setClipRect(clip, Qt.ClipOperation.IntersectClip)
    period = _period(pattern.value, thick)
    x = rect.left() - rect.left() % period
    while x < rect.right():
        painter.save()
        painter.translate(x, rect.top())
        _draw_period(painter, pattern.value, colour, thick, period)
        painter.restore()
        x += period
    painter.restore()


def _period(pattern: str, thick: int) -> int:
    return {
        "dash": thick * 4,
        "dot": thick * 2,
        "wave": thick * 4,
        "double": thick * 4,
        "dash-dot": thick * 6,
        "hatch": 8,
    }[pattern]


def _make_tile(pattern: str, colour: QColor, thick: int, ratio: float) -> QPixmap:
    width = _period(pattern, thick)
    height = 8 if pattern == "hatch" else thick + 3 if pattern == "wave" else thick
    tile = QPixmap(max(1, round(width * ratio)), max(1, round(height * ratio)))
    tile.fill(Qt.GlobalColor.transparent)
    tile.setDevicePixelRatio(ratio)
    painter = QPainter(tile)
    _draw_period(painter, pattern, colour, thick, width)
    painter.end()
    return tile


def _draw_period(painter: QPainter, pattern: str, colour: QColor, thick: int, width: int) -> None:
    if pattern == "dash":
        painter.fillRect(QRectF(0, 0, width * 0.64, thick), colour)
    elif pattern == "dot":
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QRectF(thick * 0.5, 0, thick, thick))
    elif pattern == "double":
        line = max(1.0, thick / 3)
        painter.fillRect(QRectF(0, 0, width, line), colour)
        painter.fillRect(QRectF(0, thick - line, width, line), colour)
    elif pattern == "dash-dot":
        painter.fillRect(QRectF(0, 0, thick * 3, thick), colour)
        painter.fillRect(QRectF(thick * 4, 0, thick, thick), colour)
    elif pattern == "wave":
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, max(1.5, thick * 0.62)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        path = QPainterPath()
        middle, swing = (thick + 3) / 2, (thick + 3) / 2 - thick * 0.31
        for step in range(-2, width * 2 + 3):
            x = step / 2
            y = middle - swing * math.cos(2 * math.pi * x / width)
            path.lineTo(x, y) if step > -2 else path.moveTo(x, y)
        painter.drawPath(path)
    else:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 1.4))
        for shift in (-8, 0, 8):
            painter.drawLine(QPointF(shift - 1, 9), QPointF(shift + 9, -1))
