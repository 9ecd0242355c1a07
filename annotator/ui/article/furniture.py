"""What the page draws beside the article's words: rules, bars, and the bullets of lists."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from annotator.model.article import Article, BlockKind
from annotator.services.data.preferences import ReadingSettings
from annotator.ui.article.document import BARRED, BULLET_INDENT, HEAD_GAP, head_end
from annotator.ui.article.geometry import BlockGeometry, GeometryCache
from annotator.ui.widgets.theme import Theme

#: How wide a bullet is, in pixels at the usual size.
BULLET_SIDE = 6


class Furniture:
    """Knows which blocks have a rule below them, a bar next to them or a bullet before them."""

    __slots__ = ("_article", "_bullet", "_gap", "_ink", "_line", "_rule_below", "_scale")

    def __init__(self, article: Article, theme: Theme, settings: ReadingSettings) -> None:
        self._article = article
        self._rule_below = head_end(article)
        self._gap = round(HEAD_GAP * settings.scale * 0.4)
        self._line, self._ink = theme.line, theme.soft_ink
        self._scale = settings.scale

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
            elif self._article.blocks[number].kind is BlockKind.LIST_ITEM:
                self._paint_bullet(painter, block, column)

    def _paint_bullet(self, painter: QPainter, block: BlockGeometry, column: QRect) -> None:
        side = max(4, round(BULLET_SIDE * self._scale))
        inset = round(BULLET_INDENT * self._scale * 0.5)
        x = column.right() - inset if block.right_to_left else column.left() + inset - side
        # In the middle of the first line's small letters.
        middle = block.lines[0].baseline - side if block.lines else block.box.top() + 2 * side
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ink)
        painter.drawEllipse(x, middle - side // 2, side, side)
        painter.restore()
