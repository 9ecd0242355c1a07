"""Paints the marks of an article, below and above its words.

Knows nothing of a window: it is handed a QPainter whose origin is the page's. On screen patterns
are tiles, on paper they are drawn in vectors.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from annotator.model.labels import LabelGuide, Pattern
from annotator.ui.article.layers import (
    BlockPicture,
    Outline,
    PlacedSign,
    Stripe,
    Underline,
    sign_width,
)
from annotator.ui.article.marks import Sign
from annotator.ui.article.patterns import PatternTiles, draw_pattern
from annotator.ui.widgets.fonts import SANS
from annotator.ui.widgets.theme import LabelColours, Theme, contrast


class MarkPainter:
    """Turns block pictures into paint, in the colours of a theme and the patterns of a guide."""

    def __init__(self, guide: LabelGuide, theme: Theme, size: float, ratio: float = 1.0) -> None:
        self._theme = theme
        self._size = size
        self._tiles = PatternTiles(ratio)
        self._colours: dict[str, LabelColours] = {}
        self._patterns: dict[str, Pattern] = {}
        self._letters: dict[str, str] = {}
        for label in guide.labels:
            self._colours[label.id] = theme.label(label.colour)
            self._patterns[label.id] = label.pattern
            self._letters[label.id] = label.letter
        self._signs: dict[Sign, QPixmap] = {}
        self._stripes: dict[tuple[str, int, bool], QPixmap] = {}
        self.vectors = False

    def colours(self, label: str) -> LabelColours:
        """The colours of a label; of one that the guide lacks, the theme's own choice."""
        known = self._colours.get(label)
        if known is None:
            known = self._colours[label] = self._theme.label(label)
        return known

    def pattern(self, label: str) -> Pattern:
        """The line under marks of a label."""
        return self._patterns.get(label, Pattern.DOUBLE)

    def letter(self, label: str) -> str:
        """The letter of a label, "?" where the guide lacks it."""
        return self._letters.get(label, "?")

    @property
    def ratio(self) -> float:
        """Pixels of the screen for one logical pixel."""
        return self._tiles.ratio

    def letter_ink(self, label: str) -> QColor:
        """The colour of a letter on the label's line colour: whichever is easier to read."""
        line = self.colours(label).line
        choices = (self._theme.paper, self._theme.ink)
        return max(choices, key=lambda colour: contrast(colour, line))

    def paint_tints(
        self, painter: QPainter, pictures: Iterable[BlockPicture], only: Collection[str] = ()
    ) -> None:
        """The patches of colour behind the words; of some labels ``only``, where any are given."""
        for picture in pictures:
            for tint in picture.tints:
                if only and tint.label not in only:
                    continue
                if tint.hatched:
                    self._hatch(painter, tint.rect)
                else:
                    painter.fillRect(tint.rect, self.colours(tint.label).tint)

    def paint_lines(self, painter: QPainter, pictures: Iterable[BlockPicture]) -> None:
        """Lines under the words, frames around them, stripes in the margin."""
        for picture in pictures:
            for line in picture.underlines:
                self._underline(painter, line)
            for frame in picture.outlines:
                self._outline(painter, frame)
            for stripe in picture.stripes:
                self._stripe(painter, stripe)

    def paint_over(self, painter: QPainter, pictures: Iterable[BlockPicture]) -> None:
        """What lies on top of the words: the signs."""
        for picture in pictures:
            for sign in picture.signs:
                self._sign(painter, sign)

    def _hatch(self, painter: QPainter, rect: QRect) -> None:
        colour = QColor(self._theme.missed)
        colour.setAlpha(70)
        if self.vectors:
            painter.fillRect(rect, QColor(colour.red(), colour.green(), colour.blue(), 40))
        else:
            self._tiles.hatch(painter, rect, colour)

    def _underline(self, painter: QPainter, line: Underline) -> None:
        colour = self._theme.missed if line.missed else self.colours(line.label).line
        pattern = self.pattern(line.label)
        if self.vectors:
            draw_pattern(painter, line.rect, pattern, colour)
        else:
            self._tiles.underline(painter, line.rect, pattern, colour)
        # A short post at each end keeps two marks of one label apart that touch or overlap.
        post = max(4, round(self._size * 0.3))
        bottom = line.rect.top() + line.rect.height()
        if line.left_end:
            painter.fillRect(line.rect.left(), bottom - post, 2, post, colour)
        if line.right_end:
            painter.fillRect(line.rect.right() - 1, bottom - post, 2, post, colour)

    def _outline(self, painter: QPainter, frame: Outline) -> None:
        colour = self._theme.soft_ink
        r = frame.rect
        for y in (r.top(), r.bottom()):
            edge = QRect(r.left() + 1, y, r.width() - 2, 1)
            if not frame.dashed:
                painter.fillRect(edge, colour)
            elif self.vectors:
                draw_pattern(painter, edge.adjusted(0, 0, 0, 1), Pattern.DASH, colour)
            else:
                self._tiles.underline(painter, edge.adjusted(0, 0, 0, 1), Pattern.DASH, colour)
        width = 1
        if not frame.open_left:
            painter.fillRect(r.left(), r.top() + 1, width, r.height() - 2, colour)
        if not frame.open_right:
            painter.fillRect(r.right() - width + 1, r.top() + 1, width, r.height() - 2, colour)

    def _stripe(self, painter: QPainter, stripe: Stripe) -> None:
        size = stripe.rect.size()
        if self.vectors:
            painter.save()
            painter.translate(stripe.rect.topLeft())
            self._draw_stripe(painter, stripe.label, size, stripe.pending)
            painter.restore()
        else:
            key = (stripe.label, size.height(), stripe.pending)
            picture = self._stripes.get(key)
            if picture is None:
                picture = self._stripes[key] = self._picture(size)
                inner = QPainter(picture)
                self._draw_stripe(inner, stripe.label, size, stripe.pending)
                inner.end()
            painter.drawPixmap(stripe.rect.topLeft(), picture)
        if stripe.more:
            rect = stripe.rect
            place = QRect(rect.left() - 4, rect.bottom() - 11, rect.width() + 6, 12)
            painter.fillRect(place, self._theme.paper)
            painter.setFont(_letter_font(10))
            painter.setPen(self._theme.ink)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"+{stripe.more}")

    def _draw_stripe(self, painter: QPainter, label: str, size: QSize, pending: bool) -> None:
        colours = self.colours(label)
        rect = QRectF(0, 0, size.width(), size.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if pending:
            painter.setPen(QPen(colours.line, 1.5))
            painter.setBrush(colours.tint)
            painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), 3, 3)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.line)
            painter.drawRoundedRect(rect, 3, 3)
        painter.setFont(_letter_font(size.width() - 2))
        painter.setPen(colours.ink if pending else self.letter_ink(label))
        top = QRectF(0, 1, rect.width(), min(rect.height(), 14.0))
        painter.drawText(top, Qt.AlignmentFlag.AlignCenter, self.letter(label))

    def _picture(self, size: QSize) -> QPixmap:
        picture = QPixmap(size * self.ratio)
        picture.setDevicePixelRatio(self.ratio)
        picture.fill(Qt.GlobalColor.transparent)
        return picture

    def _sign(self, painter: QPainter, placed: PlacedSign) -> None:
        if self.vectors:
            painter.save()
            painter.translate(QPointF(placed.centre))
            self._draw_sign(painter, placed.sign, self.sign_size)
            painter.restore()
            return
        tile = self._signs.get(placed.sign)
        size = self.sign_size
        if tile is None:
            tile = self._picture(QSize(size + 2, size + 2))
            inner = QPainter(tile)
            inner.translate((size + 2) / 2, (size + 2) / 2)
            self._draw_sign(inner, placed.sign, size)
            inner.end()
            self._signs[placed.sign] = tile
        painter.drawPixmap(QPointF(placed.centre) - QPointF((size + 2) / 2, (size + 2) / 2), tile)

    @property
    def sign_size(self) -> int:
        """Width of a sign in pixels."""
        return sign_width(self._size)

    def _draw_sign(self, painter: QPainter, sign: Sign, size: int) -> None:
        theme = self._theme
        colour = {
            Sign.FOUND: theme.found,
            Sign.OTHER: theme.other,
            Sign.MISSED: theme.missed,
            Sign.EXTRA: theme.extra,
        }[sign]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.paper, 1))
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(0, 0), size / 2, size / 2)
        pen = QPen(theme.paper, max(1.5, size / 8))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        u = size / 14
        if sign is Sign.FOUND:
            painter.drawPolyline(
                [QPointF(-3 * u, 0), QPointF(-u, 2.4 * u), QPointF(3 * u, -2.4 * u)]
            )
            return
        if sign is Sign.OTHER:
            painter.drawLine(QPointF(-3 * u, -1.5 * u), QPointF(3 * u, -1.5 * u))
            painter.drawLine(QPointF(-3 * u, 1.5 * u), QPointF(3 * u, 1.5 * u))
            painter.drawLine(QPointF(-1.6 * u, 3.6 * u), QPointF(1.6 * u, -3.6 * u))
            return
        painter.drawLine(QPointF(-3 * u, 0), QPointF(3 * u, 0))
        if sign is Sign.EXTRA:
            painter.drawLine(QPointF(0, -3 * u), QPointF(0, 3 * u))


def _letter_font(pixels: int) -> QFont:
    font = QFont(SANS)
    font.setPixelSize(max(9, pixels))
    font.setWeight(QFont.Weight.DemiBold)
    return font
