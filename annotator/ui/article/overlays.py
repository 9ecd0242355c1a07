"""What is painted besides the marks: ruler, veil over unmarked words, ties between marks, tools."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QCursor,
    QFont,
    QPainter,
    QPen,
    QPixmap,
    QRegion,
)

from annotator.ui.article.layers import BlockPicture
from annotator.ui.article.page_layout import Layer, PageLayout, Seen
from annotator.ui.article.painter import MarkPainter
from annotator.ui.widgets.fonts import SANS
from annotator.ui.widgets.theme import Theme, contrast


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


class ReadingRuler(Layer):
    """A window one line high, at the pointer or else at the caret; all else steps back."""

    def __init__(self, page: PageLayout) -> None:
        self._page = page
        #: A height of the viewport, while the pointer is over it.
        self.pointer: int | None = None

    def veil(self, painter: QPainter, seen: Seen) -> None:
        """Shade what is above and below the line, where a ruler is wished for."""
        page = self._page
        if not page.settings.ruler:
            return
        area, theme = page.in_sight, page.theme
        y = page.caret_y() if self.pointer is None else self.pointer
        band = page.line_band(y + area.top())
        shade = QColor(theme.panel)
        shade.setAlpha(170)
        above = QRect(area.left(), area.top(), area.width(), band.top() - area.top())
        painter.fillRect(above, shade)
        below = area.bottom() - band.bottom()
        painter.fillRect(QRect(area.left(), band.bottom() + 1, area.width(), below), shade)
        for line in (band.top() - 1, band.bottom() + 1):
            painter.fillRect(area.left(), line, area.width(), 1, theme.accent)


def paint_tie(painter: QPainter, start: QPoint, end: QPoint, theme: Theme) -> None:
    """The tie that is being drawn."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.accent, 2))
    painter.drawLine(start, end)
    painter.setBrush(theme.accent)
    painter.drawEllipse(end, 4, 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def tool_cursor(marks: MarkPainter, label: str) -> QCursor:
    """An I-beam with the label's letter next to it."""
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


def plain_tip(text: str) -> str:
    """Plain text as a tool tip that Qt can't take for markup."""
    import html  # brings all names of characters along; no tip is shown at the start

    return f'<p style="white-space: pre-wrap">{html.escape(text)}</p>' if text else ""
