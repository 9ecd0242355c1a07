"""An article with its marks on sheets of paper: for a PDF, a printer or a picture."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout, QColor, QPainter, QPalette

from annotator.model.article import Article
from annotator.model.labels import LabelGuide
from annotator.model.text import Span
from annotator.services.data.preferences import ReadingSettings
from annotator.ui.article.document import build_document
from annotator.ui.article.furniture import Furniture
from annotator.ui.article.geometry import GeometryCache
from annotator.ui.article.layers import (
    STRIPE_GAP,
    STRIPE_OFFSET,
    STRIPE_WIDTH,
    BlockPicture,
    PageMeasures,
    build_picture,
)
from annotator.ui.article.mark_index import MarkIndex
from annotator.ui.article.marks import PaintedMark
from annotator.ui.article.numbering import MarginNotes
from annotator.ui.article.painter import MarkPainter
from annotator.ui.widgets.theme import Theme

_MAX_STRIPES = 4
_GUTTER = STRIPE_OFFSET + _MAX_STRIPES * (STRIPE_WIDTH + STRIPE_GAP) + 2


class ArticlePages:
    """An article cut into pages of one size, never through a line.

    ``width`` and ``height`` are in logical pixels (96 to the inch); scale the painter for paper.
    ``margins`` stand next to the column. With ``shades`` these lie behind the words instead of the
    labels' own. Needs a QGuiApplication, but no window and no screen.
    """

    def __init__(
        self,
        article: Article,
        guide: LabelGuide,
        marks: Sequence[PaintedMark],
        theme: Theme,
        settings: ReadingSettings,
        width: int,
        height: int,
        *,
        margins: Sequence[MarginNotes] = (),
        shades: Sequence[tuple[Span, QColor]] = (),
    ) -> None:
        self._article = article
        self._margins, self._shades = margins, shades
        self._theme = theme
        self._height = max(100, height)
        self._document = build_document(article, settings, theme)
        column = max(120, min(settings.column, width - 2 * _GUTTER))
        left = (width - column) // 2
        frame = self._document.rootFrame()
        shape = frame.frameFormat()
        shape.setLeftMargin(left)
        shape.setRightMargin(width - left - column)
        frame.setFrameFormat(shape)
        self._document.setTextWidth(width)
        self._column = QRect(left, 0, column, 0)
        self._geometry = GeometryCache(self._document, article)
        self._index = MarkIndex(article, marks)
        self._room = PageMeasures(settings.pixels, self._column, _MAX_STRIPES)
        self._furniture = Furniture(article, theme, settings)
        self._painter = MarkPainter(guide, theme, settings.pixels)
        self._painter.vectors = True
        # Signs and lanes reach a little beyond their line.
        self._reach = round(settings.pixels * 0.5)
        self._cuts = self._cut()

    @property
    def count(self) -> int:
        """How many pages there are, at least one."""
        return len(self._cuts) - 1

    def paint(self, painter: QPainter, page: int) -> None:
        """Paint a page, counted from 0, with the painter's origin at its upper left corner.

        IndexError for a page that does not exist.
        """
        top, bottom = self._cuts[page], self._cuts[page + 1]
        numbers = list(self._geometry.blocks_between(top, bottom))
        pictures = [_within(self._picture(number), top, bottom) for number in numbers]
        painter.save()
        painter.translate(0, self._reach - top)
        clip = QRectF(0, top - self._reach, self._document.textWidth(), bottom - top)
        clip.setBottom(bottom + self._reach * 0.4)
        painter.setClipRect(clip)
        self._furniture.paint(painter, self._geometry, numbers, self._column)
        for notes in self._margins:
            notes.paint(painter, self._geometry, numbers, self._theme, self._column)
        if self._shades:
            self._paint_shades(painter, top, bottom)
        else:
            self._painter.paint_tints(painter, pictures)
        self._painter.paint_lines(painter, pictures)
        context = QAbstractTextDocumentLayout.PaintContext()
        # Qt draws every line that touches the clip, so the painter has to hold the others back.
        context.clip = QRectF(0, top, self._document.textWidth(), bottom - top)
        painter.save()
        painter.setClipRect(context.clip, Qt.ClipOperation.IntersectClip)
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Text, self._theme.ink)
        context.palette = palette
        self._document.documentLayout().draw(painter, context)
        painter.restore()
        self._painter.paint_over(painter, pictures)
        painter.restore()

    def _paint_shades(self, painter: QPainter, top: int, bottom: int) -> None:
        for span, colour in self._shades:
            for geometry, piece in self._geometry.pieces(span):
                rect = geometry.rect(piece)
                if top <= rect.center().y() < bottom:
                    painter.fillRect(rect, colour)

    def _picture(self, number: int) -> BlockPicture:
        block = self._article.blocks[number].span
        marks = self._index.in_block(number)
        return build_picture(self._geometry.block(number), block, marks, self._room)

    def _cut(self) -> list[int]:
        """Where each page begins, and where the last one ends, in the document's pixels."""
        room = self._height - 2 * self._reach
        cuts = [0]
        bottom = 0
        for number in range(len(self._article.blocks)):
            for line in self._geometry.block(number).lines:
                bottom = line.top + line.height
                if bottom - cuts[-1] > room and line.top > cuts[-1]:
                    cuts.append(line.top)
        return [*cuts, max(bottom, cuts[-1] + 1)]


def _within(picture: BlockPicture, top: int, bottom: int) -> BlockPicture:
    """The part of a block's picture that belongs to lines between two heights."""

    def inside(y: int) -> bool:
        return top <= y < bottom

    stripes = []
    for stripe in picture.stripes:
        rect = stripe.rect
        cut = QRect(rect.left(), max(rect.top(), top), rect.width(), 0)
        cut.setBottom(min(rect.bottom(), bottom - 1))
        if cut.height() > 0:
            stripes.append(stripe._replace(rect=cut))
    return BlockPicture(
        tints=tuple(t for t in picture.tints if inside(t.rect.center().y())),
        # A lane may hang below its line, its post begins within it.
        underlines=tuple(u for u in picture.underlines if inside(u.line_top)),
        outlines=tuple(o for o in picture.outlines if inside(o.rect.center().y())),
        stripes=tuple(stripes),
        signs=tuple(s for s in picture.signs if inside(s.centre.y())),
    )
