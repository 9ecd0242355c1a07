"""The four signs outside the article: in lists, on cards, next to facts."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.services.review.wordings import SIGN_NAMES
from annotator.ui.article.marks import Sign
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.theme import Theme

SIGN_SIZE = 18

#: The strokes of each sign in fourteenths of its size, from its middle.
_STROKES: dict[Sign, tuple[tuple[tuple[float, float], ...], ...]] = {
    Sign.FOUND: (((-3, 0), (-1, 2.4), (3, -2.4)),),
    Sign.OTHER: (
        ((-3, -1.5), (3, -1.5)),
        ((-3, 1.5), (3, 1.5)),
        ((-1.6, 3.6), (1.6, -3.6)),
    ),
    Sign.MISSED: (((-3, 0), (3, 0)),),
    Sign.EXTRA: (((-3, 0), (3, 0)), ((0, -3), (0, 3))),
}


def sign_colour(theme: Theme, sign: Sign) -> QColor:
    """The colour that goes with a sign."""
    colours = {Sign.FOUND: theme.found, Sign.OTHER: theme.other}
    colours |= {Sign.MISSED: theme.missed, Sign.EXTRA: theme.extra}
    return colours[sign]


def paint_sign(painter: QPainter, theme: Theme, sign: Sign, centre: QPoint, size: int) -> None:
    """A round sign of ``size`` logical pixels around ``centre``."""
    middle, unit = QPointF(centre), size / 14
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(0, 0, 0, 0))
    painter.setBrush(sign_colour(theme, sign))
    painter.drawEllipse(middle, size / 2, size / 2)
    painter.setPen(QPen(theme.paper, max(1.5, size / 9)))
    for stroke in _STROKES[sign]:
        painter.drawPolyline([middle + QPointF(x * unit, y * unit) for x, y in stroke])
    painter.restore()


class SignMark(QWidget):
    """A sign by itself; its name is read out."""

    spoken_role = "Graphic"

    def __init__(
        self,
        appearance: Appearance,
        sign: Sign,
        size: int = SIGN_SIZE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._sign, self._size = appearance, sign, size
        self.setFixedSize(QSize(size, size))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(SIGN_NAMES[sign])
        appearance.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        centre = QPoint(self._size // 2, self._size // 2)
        paint_sign(painter, self._appearance.theme, self._sign, centre, self._size - 1)
        painter.end()
