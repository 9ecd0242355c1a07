"""Words in an article's margin, such as the numbers of its sentences: on paper and on screen."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from annotator.model.article import Article
from annotator.model.text import Span
from annotator.ui.article.geometry import GeometryCache
from annotator.ui.article.sentences import SentenceFinder
from annotator.ui.widgets.fonts import ui_font
from annotator.ui.widgets.theme import Theme

#: Size of what stands in the margin, in logical pixels.
PIXELS = 12
#: From the column to what stands next to it.
GAP = 8
_WIDTH = 120


def numbered_sentences(article: Article) -> tuple[Span, ...]:
    """All sentences in reading order, of every block; the first one has the number 1.

    Spans count code points of the article. What has no word in it has no number.
    """
    finder = SentenceFinder(article.metadata.language)
    found = []
    for block in article.blocks:
        for span in finder.sentences(block.span.of(article.text)):
            here = Span(block.span.start + span.start, block.span.start + span.end)
            if article.words.numbers(here):
                found.append(here)
    return tuple(found)


class MarginNotes:
    """Each note stands next to the line in which its span begins.

    ``notes`` pair a span of the article with a few words. ``at_left`` of the column, or else at
    its right.
    """

    def __init__(
        self, article: Article, notes: Iterable[tuple[Span, str]], *, at_left: bool
    ) -> None:
        self._at_left = at_left
        self._by_block: dict[int, list[tuple[int, str]]] = {}
        for span, words in notes:
            block = article.block_number_at(span.start)
            start = span.start - article.blocks[block].span.start
            self._by_block.setdefault(block, []).append((start, words))

    @classmethod
    def numbers(cls, article: Article, sentences: Iterable[Span]) -> MarginNotes:
        """The numbers of sentences, from 1."""
        notes = ((span, str(number)) for number, span in enumerate(sentences, 1))
        return cls(article, notes, at_left=True)

    def paint(
        self,
        painter: QPainter,
        geometry: GeometryCache,
        blocks: Iterable[int],
        theme: Theme,
        column: QRect,
    ) -> None:
        """Paint those of some blocks next to a column.

        The painter's origin is the page's. Several in one line stand side by side, in their order.
        """
        font = ui_font(strong=True)
        font.setPixelSize(PIXELS)
        painter.setFont(font)
        painter.setPen(theme.soft_ink)
        side = Qt.AlignmentFlag.AlignRight if self._at_left else Qt.AlignmentFlag.AlignLeft
        flags = int(side | Qt.AlignmentFlag.AlignBottom)
        left = column.left() - GAP - _WIDTH if self._at_left else column.right() + GAP
        for block in blocks:
            shape, lines = geometry.block(block), dict[int, list[str]]()
            for start, words in self._by_block.get(block, ()):
                line, _x = shape.edge(start, end=False)
                lines.setdefault(line, []).append(words)
            for line, several in lines.items():
                # Descenders take a fifth of the type: so the feet stand on the line's own.
                bottom = shape.lines[line].baseline + round(PIXELS * 0.3)
                place = QRect(left, bottom - 2 * PIXELS, _WIDTH, 2 * PIXELS)
                painter.drawText(place, flags, "  ".join(several))
