"""The page itself: an article, its marks, and their painting. Gestures and keys are in the view."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from annotator.model.article import Article
from annotator.model.labels import LabelGuide
from annotator.model.text import Span
from annotator.services.data.preferences import ReadingSettings
from annotator.ui.article.document import build_document, page_palette
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
from annotator.ui.article.mark_index import MarkIndex, smallest_first, touched_boxes
from annotator.ui.article.marks import PaintedMark
from annotator.ui.article.painter import MarkPainter
from annotator.ui.widgets.theme import Theme, light

MIN_GUTTER = 52
_TOP, _BOTTOM = 34, 120


class ArticleCanvas(QTextEdit):
    """Shows an article with marks. Positions and spans count code points of its text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewport(_page_viewport())
        # The empty document that Qt made measures its text by the viewport that is gone now.
        self.document().documentLayout().setPaintDevice(self.viewport())
        self._article = Article("", ())
        self._guide: LabelGuide | None = None
        self._theme = light()
        self._settings = ReadingSettings()
        self._layers_visible = True
        self._index = MarkIndex(self._article)
        self._geometry = GeometryCache(self.document(), self._article)
        self._pictures: dict[int, BlockPicture] = {}
        self._painter: MarkPainter | None = None
        self._column = QRect()
        self._made: QTextDocument | None = None
        self._furniture = Furniture(self._article, self._theme, self._settings)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setAcceptDrops(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setCursorWidth(2)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._apply_palette()

    # What is shown

    def set_article(self, article: Article, guide: LabelGuide) -> None:
        """Show another article, from its top and without marks; labels look as in ``guide``."""
        self._article = article
        self._guide = guide
        self._index = MarkIndex(article)
        self._rebuild_document()
        title = article.metadata.title or next(iter(article.text.split("\n", 1)), "")
        self.setAccessibleName(f"Article: {title}" if title else "Article")
        self.verticalScrollBar().setValue(0)

    def article(self) -> Article:
        """The article on the page."""
        return self._article

    def set_marks(self, marks: Sequence[PaintedMark]) -> None:
        """Show these marks and no others; the view does not move."""
        self._index = MarkIndex(self._article, marks)
        self._pictures.clear()
        self.viewport().update()

    def add_mark(self, mark: PaintedMark) -> None:
        """Show one more mark, or a changed one as it is now."""
        known = self._index.get(mark.id)
        self._index.add(mark)
        self._repaint_marks(mark, *([known] if known is not None else []))

    def update_mark(self, mark: PaintedMark) -> None:
        """Show a mark as it is now; the same as adding it."""
        self.add_mark(mark)

    def remove_mark(self, mark_id: str) -> None:
        """Show a mark no longer; an unknown id is no error."""
        known = self._index.get(mark_id)
        if known is not None:
            self._index.remove(mark_id)
            self._repaint_marks(known)

    def mark(self, mark_id: str) -> PaintedMark | None:
        """The painted mark with this id."""
        return self._index.get(mark_id)

    def marks_at(self, position: int) -> list[str]:
        """The ids of the marks over a code point, the smallest first."""
        return [mark.id for mark in self._index.at(position)]

    def set_theme(self, theme: Theme) -> None:
        """Use other colours; nothing moves."""
        self._theme = theme
        self._painter = None
        self._apply_palette()
        if self._article.text:
            self._reformat()

    def set_settings(self, settings: ReadingSettings) -> None:
        """Use other reading settings; the line at the top stays where it is."""
        old, self._settings = self._settings, settings
        self._painter = None
        shape = ("size", "line_height", "column_width", "letter_spacing", "word_spacing")
        same = all(getattr(old, name) == getattr(settings, name) for name in shape)
        if self._article.text and not (same and old.font_family == settings.font_family):
            self._reformat()
        self.viewport().update()

    def settings(self) -> ReadingSettings:
        """The reading settings in use."""
        return self._settings

    def set_layers_visible(self, visible: bool) -> None:
        """Show or hide everything that is painted for marks."""
        self._layers_visible = visible
        self.viewport().update()

    @property
    def marks_shown(self) -> bool:
        """False while marks are hidden."""
        return self._layers_visible and not self._settings.hide_marks

    # Layout

    def _rebuild_document(self) -> None:
        old = self._made
        self._furniture = Furniture(self._article, self._theme, self._settings)
        document = build_document(self._article, self._settings, self._theme, self)
        self._geometry = GeometryCache(document, self._article)
        # The column comes first, so that the text is laid out once.
        self._fit_column(document)
        self.setDocument(document)
        self._made = document
        if old is not None:
            old.deleteLater()

    def _reformat(self) -> None:
        # A new document is as quick as formatting the old one, and starts from a clean state.
        anchor, caret = self._top_anchor(), self.textCursor()
        ends = (caret.anchor(), caret.position())
        blocked = self.blockSignals(True)
        self._rebuild_document()
        cursor = self.textCursor()
        cursor.setPosition(ends[0])
        cursor.setPosition(ends[1], cursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.blockSignals(blocked)
        self._restore_anchor(anchor)

    def _fit_column(self, document: QTextDocument | None = None) -> None:
        width = self.viewport().width()
        column = max(120, min(self._settings.column, width - 2 * MIN_GUTTER))
        left = max(MIN_GUTTER, (width - column) // 2)
        self._column = QRect(left, 0, column, 0)
        frame = (document or self.document()).rootFrame()
        shape = frame.frameFormat()
        shape.setLeftMargin(left)
        shape.setRightMargin(max(0, width - left - column))
        shape.setTopMargin(_TOP)
        shape.setBottomMargin(_BOTTOM)
        frame.setFrameFormat(shape)
        self.forget_layout()

    def forget_layout(self) -> None:
        """The words lie elsewhere now: measure them again."""
        self._geometry.drop()
        self._pictures.clear()
        self.viewport().update()

    def _top_anchor(self) -> tuple[int, int]:
        """The text position in the top line, and where in the viewport that line begins."""
        if self.verticalScrollBar().value() == 0:
            return 0, 0  # what is at its top stays there
        cursor = self.textCursor()
        place = QPoint(self._column.left(), round(self._settings.pixels))
        cursor.setPosition(self._unit_at(place + self._scroll))
        return cursor.position(), self.cursorRect(cursor).top()

    def _restore_anchor(self, anchor: tuple[int, int]) -> None:
        position, above = anchor
        if position <= 0:
            return
        cursor = self.textCursor()
        cursor.setPosition(min(position, self.document().characterCount() - 1))
        top = self.cursorRect(cursor).top()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + top - above)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column in the middle and the line at the top in place."""
        anchor = self._top_anchor()
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit_column()
            self._restore_anchor(anchor)

    def changeEvent(self, event: QEvent) -> None:
        """Measure again where fonts change under us."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self.forget_layout()

    def _apply_palette(self) -> None:
        palette = page_palette(self.palette(), self._theme)
        self.setPalette(palette)
        # An application's style sheet gives the viewport a palette of its own, which stays behind.
        self.viewport().setPalette(palette)

    # From places on the page to positions in the text and back

    @property
    def _scroll(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def position_at(self, point: QPoint) -> int:
        """The code point whose start is nearest to a point of the viewport."""
        return self._geometry.code_point(self._unit_at(point + self._scroll))

    def marks_under(self, point: QPoint) -> list[PaintedMark]:
        """The marks whose words lie under a point of the viewport, the smallest first."""
        if not self.marks_shown or not self._article.text:
            return []
        place = point + self._scroll
        number = self._geometry.block_at(place.y())
        found: list[PaintedMark] = []
        for mark in self._index.in_block(number):
            pieces = self._geometry.pieces(self._in_block(mark.span, number))
            if any(geometry.rect(piece).contains(place) for geometry, piece in pieces):
                found.append(mark)
        return smallest_first(found)

    def rects_of(self, span: Span) -> list[QRect]:
        """The lines of a span as rectangles of the viewport."""
        move = -self._scroll
        return [
            geometry.rect(piece).translated(move) for geometry, piece in self._geometry.pieces(span)
        ]

    def ensure_mark_visible(self, mark_id: str) -> None:
        """Scroll, as little as needed, until a mark is in view; unknown ids are ignored."""
        mark = self._index.get(mark_id)
        if mark is not None:
            self.ensure_span_visible(mark.span)

    def ensure_span_visible(self, span: Span) -> None:
        """Scroll until a span is in view, with some lines around it; not at all if it is."""
        rects = self.rects_of(span)
        if not rects:
            return
        top, bottom = rects[0].top(), rects[-1].bottom()
        if top >= 0 and bottom <= self.viewport().height():
            return
        margin = min(2 * rects[0].height(), self.viewport().height() // 4)
        bar = self.verticalScrollBar()
        if top - margin < 0 or bottom - top > self.viewport().height() - 2 * margin:
            bar.setValue(bar.value() + top - margin)
        elif bottom + margin > self.viewport().height():
            bar.setValue(bar.value() + bottom + margin - self.viewport().height())

    def _in_block(self, span: Span, number: int) -> Span:
        within = self._article.blocks[number].span
        return Span(max(span.start, within.start), min(span.end, within.end))

    def _unit_at(self, place: QPoint) -> int:
        """The text cursor's position nearest to a place of the page."""
        return self._geometry.unit_at(place) if self._article.blocks else 0

    def _repaint_marks(self, *marks: PaintedMark) -> None:
        """These have come, gone or changed: repaint what looks different, and no more."""
        size = round(self._settings.pixels)
        shown = QRect(self._scroll, self.viewport().size())
        for number in {number for mark in marks for number in self._index.blocks_of(mark)}:
            picture = self._pictures.pop(number, None)
            if not self._is_near(number):
                continue
            block = self._article.blocks[number].span
            for box in touched_boxes(self._geometry.block(number), block, picture, marks):
                box.adjust(0, -size, 0, size)
                box.setLeft(0)
                box.setRight(self.viewport().width())
                if box.intersects(shown):
                    self.viewport().update(box.translated(-self._scroll))

    def _is_near(self, number: int) -> bool:
        # Far below the window nothing has been laid out yet, and a mark there must not force it.
        return number <= self._geometry.block_at(self._scroll.y() + self.viewport().height()) + 1

    # Painting

    def mark_painter(self) -> MarkPainter:
        """The painter for the colours, sizes and pixel ratio of now."""
        ratio = self.devicePixelRatioF()
        if self._painter is None or self._painter.ratio != ratio:
            assert self._guide is not None, "nothing is painted before an article is shown"
            self._painter = MarkPainter(self._guide, self._theme, self._settings.pixels, ratio)
        return self._painter

    def paintEvent(self, event: QPaintEvent) -> None:
        """Marks behind the words, the words, then what lies on top of them."""
        if self._guide is None:
            super().paintEvent(event)
            return
        scroll = self._scroll
        area = event.rect().translated(scroll)
        reach = round(self._settings.pixels)
        numbers = list(self._geometry.blocks_between(area.top() - reach, area.bottom() + reach))
        pictures = [self.block_picture(n) for n in numbers] if self.marks_shown else []
        with self._page_painter(event.rect()) as painter:
            self._furniture.paint(painter, self._geometry, numbers, self._column)
            marks = self.mark_painter()
            marks.paint_tints(painter, pictures)
            self._paint_selection(painter, area)
            marks.paint_lines(painter, pictures)
        super().paintEvent(event)
        with self._page_painter(event.rect()) as painter:
            self._paint_veil(painter, area, numbers)
            marks.paint_over(painter, pictures)
            self._paint_top(painter, area)

    @contextmanager
    def _page_painter(self, clip: QRect) -> Iterator[QPainter]:
        """A painter whose origin is the page's; ended whatever happens, or Qt would crash."""
        painter = QPainter(self.viewport())
        try:
            painter.setClipRect(clip)
            painter.translate(-self._scroll)
            yield painter
        finally:
            painter.end()

    def block_picture(self, number: int) -> BlockPicture:
        """What is drawn for the marks of a block."""
        picture = self._pictures.get(number)
        if picture is None:
            stripes = (self._column.left() - STRIPE_OFFSET - 2) // (STRIPE_WIDTH + STRIPE_GAP)
            room = PageMeasures(self._settings.pixels, self._column, max(1, stripes))
            block = self._article.blocks[number].span
            marks = self._index.in_block(number)
            picture = build_picture(self._geometry.block(number), block, marks, room)
            self._pictures[number] = picture
        return picture

    def _paint_selection(self, painter: QPainter, area: QRect) -> None:
        """Between tints and lines; for the view."""

    def _paint_veil(self, painter: QPainter, area: QRect, numbers: Sequence[int]) -> None:
        """Over the words, under the signs; for the view."""

    def _paint_top(self, painter: QPainter, area: QRect) -> None:
        """On top of everything; for the view."""


def _page_viewport() -> QWidget:
    # A viewport that Qt made would be looked up among all classes of widgets when Python first
    # asks for it, and each of them made ready: a tenth of the program's start.
    port = QWidget()
    port.setBackgroundRole(QPalette.ColorRole.Base)
    port.setAutoFillBackground(True)
    port.setCursor(Qt.CursorShape.IBeamCursor)
    return port
