"""Selecting words of the article: by pointer or by key, in whole words or exactly."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject, QPoint, QRect, Signal
from PySide6.QtGui import QPainter, QTextCursor
from PySide6.QtWidgets import QTextEdit

from annotator.model.text import Span
from annotator.ui.article.page_layout import Layer, PageLayout, Seen
from annotator.ui.article.selection import selected_spans
from annotator.ui.article.sentences import SentenceFinder


class WordSelection(QObject, Layer):
    """What is selected of an article. The text cursor is raw; what it stands for snaps."""

    #: What would be marked now: a Span snapped to words, or None. Live while dragging.
    changed = Signal(object)

    def __init__(self, view: QTextEdit, page: PageLayout) -> None:
        super().__init__(view)
        self._view = view
        self._page = page
        self._sentences = SentenceFinder()
        self._exact = False
        self._across = False
        #: From where to where the pointer was drawn for the selection, in code points.
        self._drawn: tuple[int, int] | None = None
        self._shown: tuple[Span, ...] = ()
        view.selectionChanged.connect(self.refresh)
        view.cursorPositionChanged.connect(self.refresh)

    def set_language(self, language: str) -> None:
        """Find sentences as they are written in a language."""
        self._sentences = SentenceFinder(language)

    # What is selected

    def span(self) -> Span | None:
        """The span that would be marked now."""
        return next(iter(self.spans()), None)

    def spans(self) -> tuple[Span, ...]:
        """One span per selected block; only that of the block it was begun in unless across."""
        return self._spans(self.anchor(), self.caret(), self._across) if self.is_made else ()

    def spans_in_reach(self) -> tuple[Span, ...]:
        """What the selection stands for if it is meant for all blocks that it was drawn over."""
        if self._drawn is not None:
            return self._spans(*self._drawn, across=True)
        return self._spans(self.anchor(), self.caret(), across=True) if self.is_made else ()

    @property
    def is_made(self) -> bool:
        """Whether anything is selected, be it a space."""
        return self._view.textCursor().hasSelection()

    def rect(self) -> QRect:
        """The rectangle around the selection in the viewport; empty without one."""
        whole = QRect()
        for span in self.spans():
            for rect in self._page.rects_of(span):
                whole = whole.united(rect)
        return whole

    def anchor(self) -> int:
        """The code point at which the selection was begun."""
        return self._code_point(self._view.textCursor().anchor())

    def caret(self) -> int:
        """The code point at which the caret stands."""
        return self._code_point(self._view.textCursor().position())

    @property
    def across(self) -> bool:
        """Whether a selection over several blocks stands for one mark in each."""
        return self._across

    # Selecting

    def select(self, span: Span) -> None:
        """Select exactly this span."""
        self.select_between(span, backwards=False, exact=True)

    def clear(self) -> None:
        """Select nothing; the caret stays."""
        self.place_caret(self.caret())

    def set_across(self, across: bool) -> None:
        """Whether a selection over several blocks stands for one mark in each.

        What is selected now grows to all that was drawn over, or shrinks to its first block.
        """
        self._across = across
        if self._drawn is not None:
            self.select_drawn(*self._drawn, exact=self._exact)
        self.refresh()

    def set_exact(self, exact: bool) -> None:
        """Whether the selection is to be taken by the character, as keys go on with it."""
        self._drawn = None
        self._exact = exact

    def select_drawn(self, anchor: int, caret: int, *, exact: bool) -> None:
        """Select what lies between two code points that the pointer was drawn over, snapped."""
        article = self._page.article
        spans = selected_spans(article, anchor, caret, exact=exact, across=self._across)
        if not spans:
            self.place_caret(caret)
            return
        whole = Span(spans[0].start, spans[-1].end)
        self.select_between(whole, backwards=caret < anchor, exact=exact)
        self._drawn = (anchor, caret)

    def select_between(self, span: Span, *, backwards: bool, exact: bool) -> None:
        """Select a span, with the caret at its end, or at its start if ``backwards``."""
        self._drawn = None
        ends = (self._page.geometry.unit(span.start), self._page.geometry.unit(span.end))
        first, last = reversed(ends) if backwards else ends
        cursor = self._view.textCursor()
        cursor.setPosition(first)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        changed = exact != self._exact
        self._exact = exact
        self._view.setTextCursor(cursor)
        if changed:
            self.refresh()

    def place_caret(self, position: int) -> None:
        """Put the caret at a code point and select nothing."""
        self._drawn = None
        cursor = self._view.textCursor()
        cursor.setPosition(self._page.geometry.unit(position))
        self._exact = False
        self._view.setTextCursor(cursor)

    def select_word_at(self, point: QPoint) -> None:
        """Select the word under a point of the viewport, or nothing."""
        position = self._page.position_at(point)
        words = self._page.article.words
        for place in (position, position - 1):
            word = words.at(place) if place >= 0 else None
            if word is not None and any(r.contains(point) for r in self._page.rects_of(word)):
                self.select_between(word, backwards=False, exact=False)
                return

    def select_sentence_at(self, position: int) -> None:
        """Select the sentence that holds a code point."""
        article = self._page.article
        block = article.blocks[article.block_number_at(position)].span
        found = self._sentences.sentence_at(
            block.of(article.text), min(position, block.end) - block.start
        )
        if found is not None:
            sentence = Span(block.start + found.start, block.start + found.end)
            self.select_between(sentence, backwards=False, exact=False)

    def go_on(self, move: QTextCursor.MoveOperation) -> None:
        """Take the selection on by exact characters."""
        cursor = self._view.textCursor()
        cursor.movePosition(move, QTextCursor.MoveMode.KeepAnchor)
        self._go(cursor, exact=True)

    def go_to_edge(self, *, forward: bool, sentence: bool, keep: bool) -> None:
        """Go to the next edge of a sentence or a block; with ``keep`` the selection goes along."""
        target = self._sentence_edge(forward) if sentence else self._block_edge(forward)
        mode = QTextCursor.MoveMode.KeepAnchor if keep else QTextCursor.MoveMode.MoveAnchor
        cursor = self._view.textCursor()
        cursor.setPosition(self._page.geometry.unit(target), mode)
        self._go(cursor, exact=False)

    def copied(self) -> QMimeData:
        """What is copied: the words of the article itself, as plain text."""
        data = QMimeData()
        article, cursor = self._page.article, self._view.textCursor()
        start = self._code_point(cursor.selectionStart())
        end = self._code_point(cursor.selectionEnd())
        text = article.text[start:end]
        if self._shown and len(article.blocks_of(Span(start, max(end, start + 1)))) == 1:
            text = self._shown[0].of(article.text)
        data.setText(text)
        return data

    def refresh(self) -> None:
        """Repaint what is no longer selected and what is now, and say so if it has changed."""
        spans = self.spans()
        if spans == self._shown:
            return
        before, self._shown = self._shown, spans
        for span in {*before, *spans} - ({*before} & {*spans}):
            for rect in self._page.rects_of(span):
                self._page.port.update(rect.adjusted(-2, -2, 2, 2))
        if before[:1] != spans[:1]:
            self.changed.emit(next(iter(spans), None))

    def under(self, painter: QPainter, seen: Seen) -> None:
        """The selection, as high as the words."""
        colour = self._page.theme.selection
        for span in self._shown:
            for geometry, piece in self._page.geometry.pieces(span):
                line = geometry.lines[piece.line]
                width = piece.right - piece.left
                painter.fillRect(piece.left, line.top, width, line.under - line.top, colour)

    # Inside

    def _spans(self, anchor: int, caret: int, across: bool) -> tuple[Span, ...]:
        article = self._page.article
        return selected_spans(article, anchor, caret, exact=self._exact, across=across)

    def _code_point(self, unit: int) -> int:
        return self._page.geometry.code_point(unit)

    def _go(self, cursor: QTextCursor, *, exact: bool) -> None:
        self.set_exact(exact)
        self._view.setTextCursor(cursor)
        self._view.ensureCursorVisible()

    def _sentence_edge(self, forward: bool) -> int:
        """Where the caret goes for the next, or the previous, sentence."""
        position = self.caret()
        number = self._page.article.block_number_at(position)
        if forward:
            edges = [s.end for s in self._sentences_of(number) if s.end > position]
            edges += [s.end for s in self._sentences_of(number + 1)][: not edges]
            return edges[0] if edges else self._block_edge(forward)
        edges = [s.start for s in self._sentences_of(number) if s.start < position]
        edges = edges or [s.start for s in self._sentences_of(number - 1)]
        return edges[-1] if edges else self._block_edge(forward)

    def _sentences_of(self, number: int) -> list[Span]:
        """The sentences of a block, in code points of the article; none of one that isn't there."""
        article = self._page.article
        if not 0 <= number < len(article.blocks):
            return []
        block = article.blocks[number].span
        found = self._sentences.sentences(block.of(article.text))
        return [Span(block.start + each.start, block.start + each.end) for each in found]

    def _block_edge(self, forward: bool) -> int:
        """Where the caret goes for the end of this block, or the next; or backwards."""
        article, position = self._page.article, self.caret()
        number = article.block_number_at(position)
        span = article.blocks[number].span
        if forward:
            if position >= span.end and number + 1 < len(article.blocks):
                span = article.blocks[number + 1].span
            return span.end
        if position <= span.start and number:
            span = article.blocks[number - 1].span
        return span.start
