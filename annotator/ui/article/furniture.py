"""Lines of the page that belong to the article: below its head, next to captions and credits."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from annotator.model.article import Article
from annotator.services.data.preferences import ReadingSettings
from annotator.ui.article.document import BARRED, HEAD_GAP, head_end
from annotator.ui.article.geometry import GeometryCache
from annotator.ui.widgets.theme import Theme


class Furniture:
    """Knows which blocks of an article have a rule below them or a bar next to them."""

    __slots__ = ("_article", "_gap", "_line", "_rule_below")

    def __init__(self, article: Article, theme: Theme, settings: ReadingSettings) -> None:
        self._article = article
        self._rule_below = head_end(article)
        self._gap = round(HEAD_GAP * settings.scale * 0.4)
        self._line = theme.line

    def paint(
        self, painter: QPainter, geometry: GeometryCache, numbers: Iterable[int], column: QRect
    ) -> None:
        """Paint what belongs to some blocks; the painter's origin is the page's."""
        for number in numbers:
            block = geometry.block(number)
            if number == self._rule_below:
                y = block.box.bottom() + self._gap
                painter.fillRect(column.left(), y, column.width(), 1, self._line)
            if self._article.blocks[number].kind in BARRED:
                x = column.right() - 2 if block.right_to_left else column.left()
                painter.fillRect(x, block.box.top(), 3, block.box.height(), self._line)
