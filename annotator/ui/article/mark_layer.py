"""The marks of an article as they are painted: their pictures, and what has to be repainted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPainter

from annotator.model.article import Article
from annotator.model.labels import LabelGuide
from annotator.model.text import Span
from annotator.ui.article.layers import (
    STRIPE_GAP,
    STRIPE_OFFSET,
    STRIPE_WIDTH,
    BlockPicture,
    PageMeasures,
    build_picture,
)
from annotator.ui.article.mark_index import MarkIndex, smallest_first, touched_boxes
from annotator.ui.article.marks import PaintedMark, Sign
from annotator.ui.article.overlays import paint_unmarked
from annotator.ui.article.page_layout import Layer, PageLayout, Seen
from annotator.ui.article.painter import MarkPainter


class MarkLayer(Layer):
    """All marks of the page by id, block and place. What a change costs depends on its block."""

    def __init__(self, page: PageLayout) -> None:
        self._page = page
        self._guide: LabelGuide | None = None
        self._painter: MarkPainter | None = None
        self._pictures: dict[int, BlockPicture] = {}
        self.index = MarkIndex(page.article)
        #: The labels whose words are tinted; empty for all.
        self.tinted: frozenset[str] = frozenset()
        page.moved.connect(self._forget_pictures)

    # Which marks there are

    def begin(self, article: Article, guide: LabelGuide) -> None:
        """Show no marks of an article that is about to be laid out; labels look as in ``guide``."""
        self._guide = guide
        self._painter = None
        self._pictures.clear()
        self.index = MarkIndex(article)

    def set_marks(self, marks: Sequence[PaintedMark]) -> None:
        """Show these marks and no others; the view does not move."""
        self.index = MarkIndex(self._page.article, marks)
        self._pictures.clear()
        self._page.repaint()

    def add(self, mark: PaintedMark) -> None:
        """Show one more mark, or a changed one as it is now."""
        known = self.index.get(mark.id)
        self.index.add(mark)
        self._repaint(mark, *([known] if known is not None else []))

    def remove(self, mark_id: str) -> None:
        """Show a mark no longer; an unknown id is no error."""
        known = self.index.get(mark_id)
        if known is not None:
            self.index.remove(mark_id)
            self._repaint(known)

    def under_point(self, point: QPoint) -> list[PaintedMark]:
        """The marks whose words lie under a point of the viewport, the smallest first."""
        if not self.shown or not self._page.article.text:
            return []
        place = point + self._page.scroll
        number = self._page.geometry.block_at(place.y())
        within = self._page.article.blocks[number].span
        found: list[PaintedMark] = []
        for mark in self.index.in_block(number):
            part = Span(max(mark.span.start, within.start), min(mark.span.end, within.end))
            pieces = self._page.geometry.pieces(part)
            if any(geometry.rect(piece).contains(place) for geometry, piece in pieces):
                found.append(mark)
        return smallest_first(found)

    def stripe_under(self, point: QPoint) -> str:
        """The id of the mark whose stripe in the margin lies under a point, or an empty string."""
        if not self.shown:
            return ""
        place = point + self._page.scroll
        for stripe in self.picture(self._page.geometry.block_at(place.y())).stripes:
            if stripe.rect.contains(place):
                return stripe.mark_id
        return ""

    # How they look

    @property
    def guide(self) -> LabelGuide | None:
        """The labels that marks look like; None before an article is shown."""
        return self._guide

    @property
    def shown(self) -> bool:
        """False while marks are hidden."""
        return not self._page.settings.hide_marks

    def forget_painter(self) -> None:
        """Colours or sizes are others now."""
        self._painter = None

    def painter(self) -> MarkPainter:
        """The painter for the colours, sizes and pixel ratio of now."""
        ratio = self._page.port.devicePixelRatioF()
        if self._painter is None or self._painter.ratio != ratio:
            assert self._guide is not None, "nothing is painted before an article is shown"
            page = self._page
            self._painter = MarkPainter(self._guide, page.theme, page.settings.pixels, ratio)
        return self._painter

    def tick_colour(self, mark: PaintedMark) -> QColor:
        """The colour of a mark in the strip next to the scroll bar."""
        theme = self._page.theme
        if mark.sign is not None:
            signs = {Sign.FOUND: theme.found, Sign.OTHER: theme.other}
            signs |= {Sign.MISSED: theme.missed, Sign.EXTRA: theme.extra}
            return signs[mark.sign]
        # Thousands of ticks ask when a lesson is opened, and colours know no pixel ratio.
        return (self._painter or self.painter()).colours(mark.label).line

    def picture(self, number: int) -> BlockPicture:
        """What is drawn for the marks of a block."""
        picture = self._pictures.get(number)
        if picture is None:
            column = self._page.column
            stripes = (column.left() - STRIPE_OFFSET - 2) // (STRIPE_WIDTH + STRIPE_GAP)
            room = PageMeasures(self._page.settings.pixels, column, max(1, stripes))
            block = self._page.article.blocks[number].span
            marks = self.index.in_block(number)
            picture = build_picture(self._page.geometry.block(number), block, marks, room)
            self._pictures[number] = picture
        return picture

    def pictures(self, seen: Seen) -> list[BlockPicture]:
        """What is drawn for the marks of the blocks in sight; nothing while marks are hidden."""
        return [self.picture(number) for number in seen.blocks] if self.shown else []

    def veil(self, painter: QPainter, seen: Seen) -> None:
        """Let what is not marked step back, where that is wished for."""
        if self._page.settings.dim_unmarked and self.shown:
            geometry = self._page.geometry
            blocks = [(geometry.block(n).box, self.picture(n)) for n in seen.blocks]
            paint_unmarked(painter, blocks, self._page.theme)

    def _forget_pictures(self) -> None:
        self._pictures.clear()

    def _repaint(self, *marks: PaintedMark) -> None:
        """These have come, gone or changed: repaint what looks different, and no more."""
        page = self._page
        size, shown = round(page.settings.pixels), page.in_sight
        for number in {number for mark in marks for number in self.index.blocks_of(mark)}:
            picture = self._pictures.pop(number, None)
            if not page.is_near(number):
                continue
            block = page.article.blocks[number].span
            for box in touched_boxes(page.geometry.block(number), block, picture, marks):
                box.adjust(0, -size, 0, size)
                box.setLeft(0)
                box.setRight(page.port.width())
                if box.intersects(shown):
                    page.repaint(box)
