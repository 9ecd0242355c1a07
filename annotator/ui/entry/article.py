"""The article with the numbers of the sheet in its margin, and a frame around what is typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from annotator.model.article import Article
from annotator.model.labels import LabelGuide
from annotator.model.text import Span
from annotator.ui.article.layers import STRIPE_GAP, STRIPE_WIDTH
from annotator.ui.article.marks import MarkRole, PaintedMark
from annotator.ui.article.numbering import MarginNotes, numbered_sentences
from annotator.ui.article.view import ArticleView
from annotator.ui.widgets.theme import Theme

_TYPED = "typed"
#: So many stripes of marks stand between the words and the numbers, where there is room.
_STRIPES = 3
_LEAST = 38


class NumberedArticle(ArticleView):
    """Sentences are numbered as on paper."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentences: tuple[Span, ...] = ()
        self._numbers: MarginNotes | None = None
        self._inks: Theme | None = None

    def set_article(self, article: Article, guide: LabelGuide) -> None:
        """Show another article, with its numbers."""
        self.sentences = numbered_sentences(article)
        self._numbers = MarginNotes.numbers(article, self.sentences)
        super().set_article(article, guide)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours; nothing moves."""
        self._inks = theme
        super().set_theme(theme)

    def frame(self, span: Span | None, label: str) -> None:
        """Frame the words that are typed, in a label's colour; None takes the frame away."""
        self.remove_mark(_TYPED)
        if span is not None:
            self.add_mark(PaintedMark(_TYPED, span, label, MarkRole.OUTLINE, dashed=True))
            self.ensure_span_visible(span)

    def _paint_veil(self, painter: QPainter, area: QRect, numbers: Sequence[int]) -> None:
        super()._paint_veil(painter, area, numbers)
        if self._numbers is not None and self._inks is not None:
            left = max(_LEAST, self._column.left() - _STRIPES * (STRIPE_WIDTH + STRIPE_GAP))
            beside = QRect(left, 0, self._column.right() - left, 0)
            self._numbers.paint(painter, self._geometry, numbers, self._inks, beside)
