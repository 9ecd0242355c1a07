"""The handles of the selected mark: brackets at both ends, and the knob that ties it to another."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from annotator.model.article import Article
from annotator.model.text import Span
from annotator.ui.article.geometry import GeometryCache

KNOB = 6
#: Half the width of what a mouse, and what a finger, has to hit.
MOUSE_REACH, TOUCH_REACH = 9, 22
_BAR_REACH = 4


class Grip(Enum):
    """What was taken hold of."""

    START = "start"
    END = "end"
    TIE = "tie"


class Handles(NamedTuple):
    """Where the handles of a mark are on the page."""

    start: QRect
    end: QRect
    tie: QPoint | None

    def grip_at(self, place: QPoint, reach: int, *, bars: bool = True) -> Grip | None:
        """The handle within ``reach`` pixels of a place, the nearest if it is several.

        The brackets themselves can be taken hold of only closely, and not at all without ``bars``:
        they stand where the next word to be selected begins.
        """
        near: list[tuple[int, Grip]] = []
        for grip, bar in ((Grip.START, self.start), (Grip.END, self.end)):
            knob = _knob(bar, at_top=grip is Grip.START)
            hold = QRect(knob - QPoint(reach, reach), knob + QPoint(reach, reach))
            close = bars and bar.adjusted(-_BAR_REACH, 0, _BAR_REACH, 0).contains(place)
            if close or hold.contains(place):
                near.append((abs(place.x() - bar.center().x()), grip))
        if self.tie is not None:
            away = (place - self.tie).manhattanLength()
            if away <= reach:
                near.append((away - reach, Grip.TIE))
        return min(near, key=lambda item: item[0])[1] if near else None

    def paint(self, painter: QPainter, line: QColor, paper: QColor, *, grips: bool) -> None:
        """Brackets at both ends; with ``grips`` the knobs to drag them by."""
        for bar, direction in ((self.start, 1), (self.end, -1)):
            painter.fillRect(bar, line)
            for y in (bar.top(), bar.bottom() - 1):
                x = bar.left() if direction > 0 else bar.left() - 3
                painter.fillRect(x, y, 5, 2, line)
        if not grips:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(paper, 1.5))
        painter.setBrush(line)
        for bar, at_top in ((self.start, True), (self.end, False)):
            painter.drawEllipse(_knob(bar, at_top=at_top), KNOB, KNOB)
        if self.tie is not None:
            painter.setPen(QPen(line, 2))
            painter.setBrush(paper)
            painter.drawEllipse(self.tie, KNOB, KNOB)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(line)
            painter.drawEllipse(QRectF(self.tie.x() - 2, self.tie.y() - 2, 4, 4))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def boxes(self) -> tuple[QRect, QRect]:
        """What the handles cover at the start, and at the end."""
        room = 3 * KNOB
        end = self.end if self.tie is None else self.end.united(QRect(self.tie, self.tie))
        return (
            self.start.adjusted(-room, -room, room, room),
            end.adjusted(-room, -room, room, room),
        )


def handles_of(geometry: GeometryCache, article: Article, span: Span, *, tie: bool) -> Handles:
    """The handles of a mark on ``span``, which may run over several blocks."""
    ends = []
    for position, end in ((span.start, False), (span.end - 1, True)):
        number = article.block_number_at(position)
        measured = geometry.block(number)
        line, x = measured.edge(position - article.blocks[number].span.start, end=end)
        box = measured.lines[line]
        ends.append(QRect(x - 1, box.top, 2, box.under - box.top + 3))
    start, stop = ends
    knob = QPoint(stop.left() + 1, stop.top() - KNOB // 2) if tie else None
    return Handles(start, stop, knob)


def _knob(bar: QRect, *, at_top: bool) -> QPoint:
    return QPoint(bar.left() + 1, bar.top() - 2 if at_top else bar.bottom() + 2)
