"""Selecting words of the article: by pointer or by key, in whole words or exactly."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QRect, Signal
from PySide6.QtGui import QPainter, QTextCursor
from PySide6.QtWidgets import QWidget

from annotator.model.article import Article
from annotator.model.labels import LabelGuide
from annotator.model.text import Span
from annotator.ui.article.canvas import ArticleCanvas
from annotator.ui.article.selection import selected_spans
from annotator.ui.article.sentences import SentenceFinder


class SelectingCanvas(ArticleCanvas):
    """An article whose words can be selected. The text cursor is raw; what it stands for snaps."""

    #: What would be marked now: a Span snapped to words, or None. Live while dragging.
    selection_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentences = SentenceFinder()
        self._exact = False
        self._across = False
        #: From where to where the pointer was drawn for the selection, in code points.
        self._drawn: tuple[int, int] | None = None
        self._told: tuple[Span, ...] = ()
        self.selectionChanged.connect(self._selection_moved)
        self.cursorPositionChanged.connect(self._selection_moved)

    def set_article(self, article: Article, guide: LabelGuide) -> None:
        """Show another article, with nothing selected."""
        self._sentences = SentenceFinder(article.metadata.language)
        super().set_article(article, guide)
        self._selection_moved()

    def selection(self) -> Span | None:
        """The span that would be marked now."""
        return next(iter(self.selection_spans(self._across)), None)

    def selection_spans(self, across_blocks: bool = False) -> tuple[Span, ...]:
        """One span per selected block; only that of the block it was begun in unless asked."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return ()
        anchor, caret = (
            self._geometry.code_point(unit) for unit in (cursor.anchor(), cursor.position())
        )
        return selected_spans(self._article, anchor, caret, exact=self._exact, across=across_blocks)

    def set_selection(self, span: Span) -> None:
        """Select exactly this span."""
        self.select_between(span, backwards=False, exact=True)

    def clear_selection(self) -> None:
        """Select nothing; the caret stays."""
        self.place_caret(self._geometry.code_point(self.textCursor().position()))

    def selection_rect(self) -> QRect:
        """The rectangle around the selection in the viewport; empty without one."""
        whole = QRect()
        for span in self.selection_spans(self._across):
            for rect in self.rects_of(span):
                whole = whole.united(rect)
        return whole

    def set_across_blocks(self, across: bool) -> None:
        """Whether a selection over several blocks stands for one mark in each.

        What is selected now grows to all that was drawn over, or shrinks to its first block.
        """
        self._across = across
        if self._drawn is not None:
            self.select_drawn(*self._drawn, exact=self._exact)
        self._selection_moved()

    def select_drawn(self, anchor: int, caret: int, *, exact: bool) -> None:
        """Select what lies between two code points that the pointer was drawn over, snapped."""
        spans = selected_spans(self._article, anchor, caret, exact=exact, across=self._across)
        if not spans:
            self.place_caret(caret)
            return
        whole = Span(spans[0].start, spans[-1].end)
        self.select_between(whole, backwards=caret < anchor, exact=exact)
        self._drawn = (anchor, caret)

    def spans_in_reach(self) -> tuple[Span, ...]:
        """What the selection stands for if it is meant for all blocks that it was drawn over."""
        if self._drawn is None:
            return self.selection_spans(across_blocks=True)
        return selected_spans(self._article, *self._drawn, exact=self._exact, across=True)

    def across_blocks(self) -> bool:
        """Whether a selection over several blocks stands for one mark in each."""
        return self._across

    def set_exact(self, exact: bool) -> None:
        """Whether the selection is to be taken by the character, as keys go on with it."""
        self._drawn = None
        self._exact = exact

    def select_between(self, span: Span, *, backwards: bool, exact: bool) -> None:
        """Select a span, with the caret at its end, or at its start if ``backwards``."""
        self._drawn = None
        ends = (self._geometry.unit(span.start), self._geometry.unit(span.end))
        first, last = reversed(ends) if backwards else ends
        cursor = self.textCursor()
        cursor.setPosition(first)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        changed = exact != self._exact
        self._exact = exact
        self.setTextCursor(cursor)
        if changed:
            self._selection_moved()

    def place_caret(self, position: int) -> None:
        """Put the caret at a code point and select nothing."""
        self._drawn = None
        cursor = self.textCursor()
        cursor.setPosition(self._geometry.unit(position))
        self._exact = False
        self.setTextCursor(cursor)

    def selection_anchor(self) -> int:
        """The code point at which the selection was begun."""
        return self._geometry.code_point(self.textCursor().anchor())

    def select_word_at(self, point: QPoint) -> None:
        """Select the word under a point of the viewport, or nothing."""
        position = self.position_at(point)
        words = self._article.words
        for place in (position, position - 1):
            word = words.at(place) if place >= 0 else None
            if word is not None and any(r.contains(point) for r in self.rects_of(word)):
                self.select_between(word, backwards=False, exact=False)
                return

    def select_sentence_at(self, position: int) -> None:
        """Select the sentence that holds a code point."""
        sentence = self._sentence_at(position)
        if sentence is not None:
            self.select_between(sentence, backwards=False, exact=False)

    def sentence_edge(self, forward: bool) -> int:
        """Where the text cursor goes for the next, or the previous, sentence."""
        position = self._geometry.code_point(self.textCursor().position())
        number = self._article.block_number_at(position)
        block = self._article.blocks[number].span
        found = self._sentences.sentences(block.of(self._article.text))
        if forward:
            edges = [block.start + s.end for s in found if block.start + s.end > position]
            if edges:
                return self._geometry.unit(edges[0])
        else:
            edges = [block.start + s.start for s in found if block.start + s.start < position]
            if edges:
                return self._geometry.unit(edges[-1])
        return self.block_edge(forward)

    def block_edge(self, forward: bool) -> int:
        """Where the text cursor goes for the end of this block, or the next; or backwards."""
        position = self._geometry.code_point(self.textCursor().position())
        number = self._article.block_number_at(position)
        span = self._article.blocks[number].span
        if forward:
            if position >= span.end and number + 1 < len(self._article.blocks):
                span = self._article.blocks[number + 1].span
            return self._geometry.unit(span.end)
        if position <= span.start and number:
            span = self._article.blocks[number - 1].span
        return self._geometry.unit(span.start)

    def _sentence_at(self, position: int) -> Span | None:
        block = self._article.blocks[self._article.block_number_at(position)].span
        found = self._sentences.sentence_at(
            block.of(self._article.text), min(position, block.end) - block.start
        )
        return Span(block.start + found.start, block.start + found.end) if found else None

    def _selection_moved(self) -> None:
        spans = self.selection_spans(self._across)
        if spans == self._told:
            return
        before, self._told = self._told, spans
        for span in {*before, *spans} - ({*before} & {*spans}):
            for rect in self.rects_of(span):
                self.viewport().update(rect.adjusted(-2, -2, 2, 2))
        if before[:1] != spans[:1]:
            self.selection_changed.emit(next(iter(spans), None))

    def _paint_selection(self, painter: QPainter, area: QRect) -> None:
        colour = self._theme.selection
        for span in self._told:
            for geometry, piece in self._geometry.pieces(span):
                line = geometry.lines[piece.line]
                width = piece.right - piece.left
                painter.fillRect(piece.left, line.top, width, line.under - line.top, colour)

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied: the words of the article itself, as plain text."""
        data = QMimeData()
        cursor = self.textCursor()
        start, end = (
            self._geometry.code_point(unit)
            for unit in (cursor.selectionStart(), cursor.selectionEnd())
        )
        text = self._article.text[start:end]
        if self._told and len(self._article.blocks_of(Span(start, max(end, start + 1)))) == 1:
            text = self._told[0].of(self._article.text)
        data.setText(text)
        return data
