"""The places of a line on its card: what the student drew, and the key's, one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from annotator.model.labels import Sign
from annotator.services.review.ties import ChainPlace, TieExplanation
from annotator.ui.outcomes.signs import sign_colour
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.labels import Role, TextLabel

_DOT = 20


class TiePlaces(QWidget):
    """The key's places, each with what became of it; the student's own where they differ."""

    def __init__(
        self, appearance: Appearance, tie: TieExplanation, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(3)
        for who, places in tie.sides:
            column.addWidget(TextLabel(appearance, who, Role.SMALL))
            column.addLayout(_rows(appearance, places, is_ordered=tie.is_ordered))


def _rows(appearance: Appearance, places: Sequence[ChainPlace], *, is_ordered: bool) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(1, 1)
    for row, place in enumerate(places):
        number = str(row + 1) if is_ordered else ""
        last = row == len(places) - 1
        dot = _Place(appearance, number, place.sign, joins_next=is_ordered and not last)
        grid.addWidget(dot, row, 0)
        text = f"{place.words}: {place.note}" if place.note else place.words
        label = TextLabel(appearance, text, Role.SMALL, ink="ink", wrap=True)
        label.setContentsMargins(0, 1, 0, 4)
        grid.addWidget(label, row, 1, Qt.AlignmentFlag.AlignTop)
    return grid


class _Place(QWidget):
    """A round number, filled where it is right, broken where it is missing; a line to the next."""

    def __init__(
        self, appearance: Appearance, number: str, sign: Sign | None, *, joins_next: bool
    ) -> None:
        super().__init__()
        self._appearance, self._number = appearance, number
        self._sign, self._joins_next = sign, joins_next
        self.setFixedWidth(_DOT + 2)
        self.setMinimumHeight(_DOT + 2)
        appearance.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(_DOT + 2, _DOT + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        colour = theme.soft_ink if self._sign is None else sign_colour(theme, self._sign)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPoint(self.width() // 2, _DOT // 2 + 1)
        if self._joins_next:
            painter.setPen(QPen(theme.strong_line, 1.5))
            painter.drawLine(middle.x(), _DOT + 1, middle.x(), self.height())
        filled = self._sign is Sign.FOUND
        is_whole = filled or self._sign is None
        style = Qt.PenStyle.SolidLine if is_whole else Qt.PenStyle.DashLine
        painter.setPen(QPen(colour, 1.5, style))
        painter.setBrush(colour if filled else theme.card)
        radius = _DOT // 2 if self._number else 5
        painter.drawEllipse(middle, radius - 1, radius - 1)
        if self._number:
            painter.setPen(theme.card if filled else colour)
            font = self.font()
            font.setPixelSize(12)
            painter.setFont(font)
            area = self.rect().adjusted(0, 1, 0, 0)
            area.setHeight(_DOT)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._number)
        painter.end()
