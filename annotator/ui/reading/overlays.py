"""What is painted besides the marks: ruler, veil over unmarked words, ties between marks, tools."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QCursor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QRegion,
)

from annotator.ui.fonts import SANS
from annotator.ui.reading.layers import BlockPicture
from annotator.ui.reading.painter import MarkPainter
from annotator.ui.theme import Theme, contrast

#: Ends less than this far apart, sideways, lie one above the other.
_NARROW = 120


class Link(NamedTuple):
    """A tie from one mark to another; ``kind`` is the word that is shown on it."""

    from_id: str
    to_id: str
    kind: str


def veil(ink: QColor, paper: QColor) -> QColor:
    """Paper thin enough to read ``ink`` through it: 4.5 to 1 is left, and a little."""
    thin = QColor(paper)
    for alpha in range(115, 0, -5):
        share = alpha / 255
        seen = QColor(
            *(
                round(a * (1 - share) + b * share)
                for a, b in zip(ink.getRgb()[:3], paper.getRgb()[:3], strict=True)  # type: ignore[index]
            )
        )
        if contrast(seen, paper) >= 4.6:
            break
    thin.setAlpha(alpha)
    return thin


def paint_unmarked(
    painter: QPainter, blocks: Iterable[tuple[QRect, BlockPicture | None]], theme: Theme
) -> None:
    """Let the words without a mark step back; they stay readable."""
    colour = veil(theme.ink, theme.paper)
    for box, picture in blocks:
        rest = QRegion(box)
        if picture is not None:
            for tint in picture.tints:
                rest -= QRegion(tint.rect)
            for line in picture.underlines:
                rest -= QRegion(line.rect.adjusted(0, -8, 0, 3))
            for frame in picture.outlines:
                rest -= QRegion(frame.rect)
        rects: Any = rest  # iterable, though the stubs don't say so
        for rect in rects:
            painter.fillRect(rect, colour)


def paint_ruler(painter: QPainter, area: QRect, band: QRect, theme: Theme) -> None:
    """A window one line high; what is above and below it steps back."""
    shade = QColor(theme.panel)
    shade.setAlpha(170)
    painter.fillRect(QRect(area.left(), area.top(), area.width(), band.top() - area.top()), shade)
    below = area.bottom() - band.bottom()
    painter.fillRect(QRect(area.left(), band.bottom() + 1, area.width(), below), shade)
    for y in (band.top() - 1, band.bottom() + 1):
        painter.fillRect(area.left(), y, area.width(), 1, theme.accent)


def paint_links(
    painter: QPainter, links: Sequence[tuple[Link, QRect, QRect]], theme: Theme, size: float
) -> None:
    """Arcs from mark to mark (first lines as rectangles of the page), with an arrow and a word."""
    font = QFont(SANS)
    font.setPixelSize(max(11, round(size * 0.68)))
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for link, start, end in links:
        path, middle = _arc(start, end)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.paper, 5))
        painter.drawPath(path)
        painter.setPen(QPen(theme.accent, 2))
        painter.drawPath(path)
        _arrow(painter, path, theme.accent)
        words = link.kind.replace("_", " ")
        if words:
            width = QFontMetricsF(font).horizontalAdvance(words) + 14
            height = QFontMetricsF(font).height() + 2
            tag = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
            painter.setPen(QPen(theme.accent, 1))
            painter.setBrush(theme.paper)
            painter.drawRoundedRect(tag, height / 2, height / 2)
            painter.setPen(theme.accent)
            painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_tie(painter: QPainter, start: QPoint, end: QPoint, theme: Theme) -> None:
    """The tie that is being drawn."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.accent, 2))
    painter.drawLine(start, end)
    painter.setBrush(theme.accent)
    painter.drawEllipse(end, 4, 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def tool_cursor(marks: MarkPainter, label: str) -> QCursor:
    """An I-beam with the label's letter beside it."""
    ratio, size = marks.ratio, 30
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    colours = marks.colours(label)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    beam = [(QPointF(7, 3), QPointF(7, 23)), (QPointF(4, 3), QPointF(10, 3))]
    beam.append((QPointF(4, 23), QPointF(10, 23)))
    for colour, width in ((QColor("white"), 4.0), (QColor("black"), 1.6)):
        painter.setPen(QPen(colour, width))
        for a, b in beam:
            painter.drawLine(a, b)
    badge = QRectF(13, 12, 16, 16)
    painter.setPen(QPen(QColor("white"), 1))
    painter.setBrush(colours.line)
    painter.drawRoundedRect(badge, 4, 4)
    font = QFont(SANS)
    font.setPixelSize(12)
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(QColor("white") if colours.line.lightnessF() < 0.55 else QColor("black"))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, marks.letter(label))
    painter.end()
    return QCursor(picture, 7, 13)


def _arc(start: QRect, end: QRect) -> tuple[QPainterPath, QPointF]:
    a = QPointF(start.center().x(), start.top() + 2)
    b = QPointF(end.center().x(), end.top() + 2)
    rise = 26 + min(60.0, abs(a.x() - b.x()) / 6)
    top = min(a.y(), b.y()) - rise
    path = QPainterPath(a)
    if abs(a.x() - b.x()) < _NARROW:
        # One above the other: the arc swings out to the side, where its word has room.
        out = max(a.x(), b.x()) + 110
        path.cubicTo(QPointF(out, a.y() - 8), QPointF(out, b.y() - 40), b)
    else:
        path.cubicTo(QPointF(a.x(), top), QPointF(b.x(), top), b)
    return path, path.pointAtPercent(0.5)


def _arrow(painter: QPainter, path: QPainterPath, colour: QColor) -> None:
    tip, back = path.pointAtPercent(1.0), path.pointAtPercent(0.97)
    along = tip - back
    length = max(0.1, (along.x() ** 2 + along.y() ** 2) ** 0.5)
    unit = QPointF(along.x() / length, along.y() / length)
    side = QPointF(-unit.y(), unit.x())
    head = QPainterPath(tip)
    head.lineTo(tip - unit * 9 + side * 5)
    head.lineTo(tip - unit * 9 - side * 5)
    head.closeSubpath()
    painter.fillPath(head, colour)


def plain_tip(text: str) -> str:
    """Plain text as a tool tip that Qt can't take for markup."""
    import html  # brings all names of characters along; no tip is shown at the start

    return f'<p style="white-space: pre-wrap">{html.escape(text)}</p>' if text else ""
