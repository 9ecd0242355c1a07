"""The numbers of an article's sentences: the same on a sheet of paper and on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from annotator.model.article import Article
from annotator.model.text import Span
from annotator.ui.fonts import ui_font
from annotator.ui.reading.geometry import GeometryCache
from annotator.ui.reading.sentences import SentenceFinder
from annotator.ui.theme import Theme

#: Size of the numbers, in logical pixels.
PIXELS = 12
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


class SentenceNumbers:
    """Paints numbers into the margin, each beside the line in which its sentence begins."""

    def __init__(self, article: Article, sentences: Sequence[Span]) -> None:
        self._by_block: dict[int, list[tuple[int, int]]] = {}
        for number, span in enumerate(sentences, 1):
            block = article.block_number_at(span.start)
            start = span.start - article.blocks[block].span.start
            self._by_block.setdefault(block, []).append((number, start))

    def paint(
        self,
        painter: QPainter,
        geometry: GeometryCache,
        blocks: Iterable[int],
        theme: Theme,
        right: int,
    ) -> None:
        """Paint those of some blocks, ending at ``right``; the painter's origin is the page's.

        Several that begin in one line stand side by side, in their order.
        """
        font = ui_font(strong=True)
        font.setPixelSize(PIXELS)
        painter.setFont(font)
        painter.setPen(theme.soft_ink)
        flags = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        for block in blocks:
            shape, lines = geometry.block(block), dict[int, list[str]]()
            for number, start in self._by_block.get(block, ()):
                line, _x = shape.edge(start, end=False)
                lines.setdefault(line, []).append(str(number))
            for line, words in lines.items():
                # Descenders take a fifth of the type: so the feet stand on the line's own.
                bottom = shape.lines[line].baseline + round(PIXELS * 0.3)
                place = QRect(right - _WIDTH, bottom - 2 * PIXELS, _WIDTH, 2 * PIXELS)
                painter.drawText(place, flags, " ".join(words))
