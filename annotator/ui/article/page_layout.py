"""The page that an article is laid out on: its document, its column, places and positions.

Places are points of the page in whole pixels, or of the viewport where it is said so. Positions
and spans count code points of the article's text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtGui import QPainter, QTextDocument
from PySide6.QtWidgets import QTextEdit, QWidget

from annotator.model.article import Article
from annotator.model.text import Span
from annotator.services.data.preferences import ReadingSettings
from annotator.ui.article.document import build_document
from annotator.ui.article.furniture import Furniture
from annotator.ui.article.geometry import GeometryCache
from annotator.ui.widgets.theme import Theme, light

MIN_GUTTER = 52
_TOP, _BOTTOM = 34, 120
#: Texts with fewer code points may fit into a window whole.
_SHORT = 20_000


class Seen(NamedTuple):
    """What is painted now: a rectangle of the page, and the numbers of the blocks in it."""

    area: QRect
    blocks: Sequence[int]


class Layer:
    """Something that paints along with an article; the painter's origin is the page's.

    A layer overrides what it paints. Of several, the one that was added first is painted first.
    """

    def under(self, painter: QPainter, seen: Seen) -> None:
        """Over the tints of marks, under their lines and under the words."""

    def veil(self, painter: QPainter, seen: Seen) -> None:
        """Over the words, under the signs of marks."""

    def top(self, painter: QPainter, seen: Seen) -> None:
        """On top of everything."""


class PageLayout(QObject):
    """Lays an article out in a text widget, and knows what lies where."""

    #: The words lie elsewhere now: what was measured before no longer holds.
    moved = Signal()

    def __init__(self, view: QTextEdit) -> None:
        super().__init__(view)
        self._view = view
        self.article = Article("", ())
        self.theme: Theme = light()
        self.settings = ReadingSettings()
        self.geometry = GeometryCache(view.document(), self.article)
        #: Left edge and width of the words, in pixels of the page.
        self.column = QRect()
        self._made: QTextDocument | None = None
        self.furniture = Furniture(self.article, self.theme, self.settings)

    # What is laid out

    def show_article(self, article: Article) -> None:
        """Lay out another article."""
        self.article = article
        self._rebuild()

    def set_theme(self, theme: Theme) -> None:
        """Use other colours; nothing moves."""
        self.theme = theme
        if self.article.text:
            self._reformat()

    def set_settings(self, settings: ReadingSettings) -> None:
        """Use other reading settings; the line at the top stays where it is."""
        old, self.settings = self.settings, settings
        shape = ("size", "line_height", "column_width", "letter_spacing", "word_spacing")
        same = all(getattr(old, name) == getattr(settings, name) for name in shape)
        if self.article.text and not (same and old.font_family == settings.font_family):
            self._reformat()
        self.repaint()

    def fit_column(self) -> None:
        """Put the column in the middle of the viewport, as wide as the settings say."""
        self._fit(self._view.document())

    def forget(self) -> None:
        """The words lie elsewhere now: measure them again."""
        self.geometry.drop()
        self.moved.emit()
        self.repaint()

    def _rebuild(self) -> None:
        old = self._made
        self.furniture = Furniture(self.article, self.theme, self.settings)
        document = build_document(self.article, self.settings, self.theme, self._view)
        self.geometry = GeometryCache(document, self.article)
        # The column comes first, so that the text is laid out once.
        self._fit(document)
        self._view.setDocument(document)
        self._made = document
        if old is not None:
            old.deleteLater()

    def _reformat(self) -> None:
        # A new document is as quick as formatting the old one, and starts from a clean state.
        view = self._view
        anchor, caret = self.top_anchor(), view.textCursor()
        ends = (caret.anchor(), caret.position())
        blocked = view.blockSignals(True)
        self._rebuild()
        cursor = view.textCursor()
        cursor.setPosition(ends[0])
        cursor.setPosition(ends[1], cursor.MoveMode.KeepAnchor)
        view.setTextCursor(cursor)
        view.blockSignals(blocked)
        self.restore_anchor(anchor)

    def _fit(self, document: QTextDocument) -> None:
        width = self.port.width()
        column = max(120, min(self.settings.column, width - 2 * MIN_GUTTER))
        left = max(MIN_GUTTER, (width - column) // 2)
        self.column = QRect(left, 0, column, 0)
        frame = document.rootFrame()
        shape = frame.frameFormat()
        shape.setLeftMargin(left)
        shape.setRightMargin(max(0, width - left - column))
        shape.setTopMargin(_TOP)
        shape.setBottomMargin(_BOTTOM)
        frame.setFrameFormat(shape)
        self.forget()

    # What is in sight

    @property
    def port(self) -> QWidget:
        """The viewport, to which all of the page is painted."""
        return self._view.viewport()

    @property
    def scroll(self) -> QPoint:
        """The place of the page at the viewport's upper left corner."""
        view = self._view
        return QPoint(view.horizontalScrollBar().value(), view.verticalScrollBar().value())

    @property
    def in_sight(self) -> QRect:
        """The part of the page that the viewport shows."""
        return QRect(self.scroll, self.port.size())

    def repaint(self, box: QRect | None = None) -> None:
        """Paint a box of the page again soon, or all that is in sight."""
        if box is None:
            self.port.update()
        else:
            self.port.update(box.translated(-self.scroll))

    def seen(self, clip: QRect) -> Seen:
        """What has to be painted for a rectangle of the viewport."""
        area = clip.translated(self.scroll)
        reach = round(self.settings.pixels)
        blocks = self.geometry.blocks_between(area.top() - reach, area.bottom() + reach)
        return Seen(area, list(blocks))

    @contextmanager
    def painter(self, clip: QRect) -> Iterator[QPainter]:
        """A painter for a rectangle of the viewport, whose origin is the page's."""
        painter = QPainter(self.port)
        try:
            painter.setClipRect(clip)
            painter.translate(-self.scroll)
            yield painter
        finally:
            painter.end()  # whatever happens, or Qt would crash

    def is_near(self, number: int) -> bool:
        """False for a block so far below the window that it may not be laid out yet.

        What happens there must not force its layout.
        """
        return number <= self.geometry.block_at(self.scroll.y() + self.port.height()) + 1

    def text_height(self) -> float:
        """The share of the window's height at which the text ends, at most 1."""
        # A long text never fits, and must not be laid out to its end to find that out.
        if self._view.verticalScrollBar().maximum() > 0 or not 0 < len(self.article.text) < _SHORT:
            return 1.0
        bottom = self.geometry.block(len(self.article.blocks) - 1).box.bottom()
        return min(1.0, max(0.05, bottom / max(1, self.port.height())))

    def line_band(self, y: int) -> QRect:
        """The line nearest to a height of the page, as wide as the viewport."""
        geometry = self.geometry.block(self.geometry.block_at(y))
        line = min(geometry.lines, key=lambda one: abs(one.top + one.height // 2 - y))
        return QRect(0, line.top - 2, self.port.width(), line.height + 2)

    def caret_y(self) -> int:
        """The middle of the line with the caret, as a height of the viewport."""
        return self._view.cursorRect().center().y()

    # From places to positions in the text and back

    def position_at(self, point: QPoint) -> int:
        """The code point whose start is nearest to a point of the viewport."""
        return self.geometry.code_point(self._unit_at(point + self.scroll))

    def rects_of(self, span: Span) -> list[QRect]:
        """The lines of a span as rectangles of the viewport."""
        move = -self.scroll
        return [
            geometry.rect(piece).translated(move) for geometry, piece in self.geometry.pieces(span)
        ]

    def _unit_at(self, place: QPoint) -> int:
        """The text cursor's position nearest to a place of the page."""
        return self.geometry.unit_at(place) if self.article.blocks else 0

    # Scrolling

    def top_anchor(self) -> tuple[int, int]:
        """The text position in the top line, and where in the viewport that line begins."""
        if self._view.verticalScrollBar().value() == 0:
            return 0, 0  # what is at its top stays there
        cursor = self._view.textCursor()
        place = QPoint(self.column.left(), round(self.settings.pixels))
        cursor.setPosition(self._unit_at(place + self.scroll))
        return cursor.position(), self._view.cursorRect(cursor).top()

    def restore_anchor(self, anchor: tuple[int, int]) -> None:
        """Scroll until the line of :meth:`top_anchor` is where it was."""
        position, above = anchor
        if position <= 0:
            return
        cursor = self._view.textCursor()
        cursor.setPosition(min(position, self._view.document().characterCount() - 1))
        self.scroll_by(self._view.cursorRect(cursor).top() - above)

    def top_position(self) -> int:
        """A code point in the top line; 0 at the very top."""
        if self._view.verticalScrollBar().value() == 0:
            return 0
        return self.position_at(QPoint(self.column.left(), round(self.settings.pixels)))

    def scroll_to_position(self, position: int) -> None:
        """Scroll until the line with this code point is the top one."""
        if 0 < position < len(self.article.text):
            self.restore_anchor((self.geometry.unit(position), 0))

    def scroll_by(self, pixels: int) -> None:
        """Scroll down, or up if negative."""
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + pixels)

    def scroll_to_share(self, share: float) -> None:
        """Bring the words after a share of the text, 0 to 1, into the window's upper third."""
        position = min(len(self.article.text) - 1, int(share * len(self.article.text)))
        if position < 0:
            return
        cursor = self._view.textCursor()
        cursor.setPosition(self.geometry.unit(position))
        self.scroll_by(self._view.cursorRect(cursor).top() - self.port.height() // 3)

    def ensure_visible(self, span: Span) -> None:
        """Scroll until a span is in view, with some lines around it; not at all if it is."""
        rects = self.rects_of(span)
        if not rects:
            return
        top, bottom, height = rects[0].top(), rects[-1].bottom(), self.port.height()
        if top >= 0 and bottom <= height:
            return
        margin = min(2 * rects[0].height(), height // 4)
        if top - margin < 0 or bottom - top > height - 2 * margin:
            self.scroll_by(top - margin)
        elif bottom + margin > height:
            self.scroll_by(bottom + margin - height)
