"""A label's badge: its letter on its tint over its patterned underline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.model.labels import Label, Pattern
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.fonts import ui_font
from annotator.ui.widgets.theme import LabelColours, Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

BADGE_SIZE = QSize(26, 20)


def paint_underline(
    painter: QPainter, rect: QRectF, pattern: Pattern, colour: QColor, width: float = 2.5
) -> None:
    """The pattern along the middle of ``rect``, which should be 5 logical pixels high or more."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    y = rect.center().y()
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    dashes = {
        Pattern.DASH: [2.2, 1.1],
        Pattern.DOT: [1.0, 0.8],
        Pattern.DASH_DOT: [2.4, 0.8, 1, 0.8],
    }
    if pattern in dashes:
        pen.setDashPattern(dashes[pattern])
    if pattern is Pattern.WAVE:
        pen.setWidthF(width * 0.75)
        painter.strokePath(_wave(rect, width), pen)
        return
    painter.setPen(pen)
    if pattern is Pattern.DOUBLE:
        pen.setWidthF(width * 0.6)
        painter.setPen(pen)
        for line in (rect.top() + 0.8, rect.bottom() - 0.8):
            painter.drawLine(QPointF(rect.left(), line), QPointF(rect.right(), line))
        return
    painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))


def _wave(rect: QRectF, width: float) -> QPainterPath:
    y, high, step = rect.center().y(), max(1.6, rect.height() / 2 - width / 2), 3.25
    path = QPointF(rect.left(), y)
    wave = QPainterPath(path)
    x, up = rect.left(), True
    while x < rect.right() - 0.5:
        end = min(x + step * 2, rect.right())
        wave.quadTo((x + end) / 2, y - 2 * high if up else y + 2 * high, end, y)
        x, up = end, not up
    return wave


def paint_badge(
    painter: QPainter, rect: QRect, letter: str, pattern: Pattern, colours: LabelColours
) -> None:
    """The badge inside ``rect`` (BADGE_SIZE, or larger in proportion)."""
    scale = rect.height() / BADGE_SIZE.height()
    line = 5.0 * scale
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.tint)
    box = QRectF(rect).adjusted(0, 0, 0, -line + scale)
    painter.drawRoundedRect(box, 2.5 * scale, 2.5 * scale)
    painter.setFont(ui_font(12.5 * scale, strong=True))
    painter.setPen(colours.ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)
    under = QRectF(rect.left(), rect.bottom() + 1 - line, rect.width(), line)
    painter.save()
    painter.setClipRect(under.adjusted(0, -1, 0, 1))
    paint_underline(painter, under, pattern, colours.line, 2.5 * scale)
    painter.restore()


def badge_pixmap(theme: Theme, label: Label, ratio: float, size: QSize = BADGE_SIZE) -> QPixmap:
    """The badge as a picture; ``size`` in logical pixels, ``ratio`` device pixels to one."""
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_badge(
        painter,
        QRect(0, 0, size.width(), size.height()),
        label.letter,
        label.pattern,
        theme.label(label.colour),
    )
    painter.end()
    return pixmap


def badge_icon(theme: Theme, label: Label) -> QIcon:
    """The badge for menus and stock lists, sharp on plain and on dense screens."""
    from PySide6.QtGui import QIcon  # as in the icons: no start asks for one

    icon = QIcon()
    for ratio in (1.0, 2.0, 3.0):
        pixmap = badge_pixmap(theme, label, ratio)
        icon.addPixmap(pixmap)
        # In a chosen row Qt would wash the badge with the highlight.
        icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon


class BadgePicture:
    """For ``Button(picture=…)``: the badge in the theme of the moment, drawn once for each."""

    def __init__(self, appearance: Appearance, label: Label) -> None:
        self._appearance = appearance
        self._label = label
        self._drawn: tuple[str, float, QPixmap] | None = None

    def __call__(self, ratio: float) -> QPixmap:
        """The badge at ``ratio`` device pixels to one logical pixel."""
        name = self._appearance.theme.name
        if self._drawn is None or self._drawn[:2] != (name, ratio):
            drawn = badge_pixmap(self._appearance.theme, self._label, ratio)
            self._drawn = (name, ratio, drawn)
        return self._drawn[2]


def badge_picture(appearance: Appearance, label: Label) -> BadgePicture:
    """The badge of a label for a button."""
    return BadgePicture(appearance, label)


class LabelBadge(QWidget):
    """The badge by itself, in rows and cards."""

    spoken_role = "Graphic"

    def __init__(self, appearance: Appearance, label: Label, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._label = label
        self.setFixedSize(BADGE_SIZE)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(label.name)
        appearance.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = self._appearance.theme.label(self._label.colour)
        paint_badge(painter, self.rect(), self._label.letter, self._label.pattern, colours)
        painter.end()
