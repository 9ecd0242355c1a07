"""A sentence of the warm-up, on the page of a lesson: selected and marked as an article is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy

from annotator.model.article import Article, BlockKind
from annotator.model.labels import LabelGuide
from annotator.model.text import Span
from annotator.model.warm_up import WarmUpQuestion
from annotator.services.data.preferences import ReadingSettings
from annotator.ui.article.marks import PaintedMark
from annotator.ui.article.view import ArticleView
from annotator.ui.widgets.appearance import Appearance

_MARGIN = 10


class WarmUpSentence(ArticleView):
    """As high as its sentence. ``wanted`` is the span of the words in question."""

    def __init__(self, appearance: Appearance, question: WarmUpQuestion, guide: LabelGuide) -> None:
        super().__init__()
        self.set_theme(appearance.theme)
        self.set_settings(ReadingSettings(size=20.0))
        article = Article.from_blocks([(BlockKind.PARAGRAPH, question.sentence)])
        self.set_article(article, guide)
        start = article.text.index(question.quote)
        self.wanted = Span(start, start + len(question.quote))
        self._asked = question
        self.set_strip_shown(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(question.sentence)
        appearance.theme_changed.connect(self.set_theme)

    def select_wanted(self) -> None:
        """Select the words in question, as a swipe over them would."""
        self.words.select(self.wanted)
        self.setAccessibleName(
            f"{self._asked.sentence} The words in question: “{self._asked.quote}”"
        )

    def is_wanted(self, span: Span) -> bool:
        """Whether these words stand for those in question: more than half of both are the same."""
        words = self.article().words
        mine, wanted = set(words.numbers(span)), set(words.numbers(self.wanted))
        shared = len(mine & wanted)
        return 2 * shared > len(wanted) and 2 * shared > len(mine)

    def reveal(self, label: str, name: str) -> None:
        """Mark the words in question, and let nothing more be marked."""
        self.words.clear()
        self.set_editable(False)
        self.add_mark(PaintedMark("answer", self.wanted, label))
        self.setAccessibleName(
            f"{self._asked.sentence} Marked as {name.lower()}: “{self._asked.quote}”"
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Left to the page: there is nothing to scroll in a sentence."""
        event.ignore()

    def _fit_height(self) -> None:
        frame = self.document().rootFrame()
        shape = frame.frameFormat()
        shape.setTopMargin(_MARGIN)
        shape.setBottomMargin(_MARGIN)
        frame.setFrameFormat(shape)
        self.page.forget()
        self.setFixedHeight(round(self.document().size().height()))
