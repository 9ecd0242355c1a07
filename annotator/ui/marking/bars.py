"""When the bars next to words are shown, and what is said about a selection."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect
from PySide6.QtWidgets import QWidget

from annotator.model.text import Span
from annotator.ui.article.beside import BesideSelection
from annotator.ui.article.view import ArticleView
from annotator.ui.article.vocabulary import plural
from annotator.ui.marking.selection_bar import MarkBar, SelectionBar
from annotator.ui.marking.session import MarkingSession
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance


class Bars(QObject):
    """The bar of the selection and the bar of the chosen mark, over one article.

    While ``is_quiet()`` (a tool is in hand, or the work was handed in) neither is shown.
    """

    def __init__(
        self,
        appearance: Appearance,
        session: MarkingSession,
        view: ArticleView,
        is_quiet: Callable[[], bool],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._page = parent
        self._article = session.lesson.article
        self._view = view
        self._is_quiet = is_quiet
        self._announced: tuple[Span, ...] = ()
        self.selection = SelectionBar(appearance, session.lesson.guide, view.viewport())
        self.mark = MarkBar(appearance, session.lesson.guide, view.viewport())
        self._guide = session.lesson.guide
        self.last_label = ""
        """The label that was used last: a note on a selection marks it with that."""
        self.label_used(self._guide.labels[0].id)
        self.selection.across_requested.connect(self.take_across)
        view.selection_changed.connect(self._selection_changed)
        self._beside = BesideSelection(view, self.selection, self.show_selection, is_quiet, self)
        # More paragraphs may be selected while what would be marked is the same.
        view.selectionChanged.connect(self._beside.settle)
        view.verticalScrollBar().valueChanged.connect(self._place_mark)

    def label_used(self, label: str) -> None:
        """Words were marked with this label."""
        self.last_label = label
        self.selection.show_note_label(self._guide.label(label).name)

    def hide(self) -> None:
        """Show neither."""
        self.selection.hide()
        self.mark.hide()

    def spans(self) -> tuple[Span, ...]:
        """What would be marked now, one span a paragraph."""
        return self._view.words.spans()

    def show_selection(self) -> None:
        """Show the bar of the selection now; what would be marked is said once."""
        self._show_selected()
        reach, across = len(self._view.words.spans_in_reach()), self._view.words.across
        self.selection.set_reach(reach, across=across)
        self.selection.show_at(self._view.words.rect())

    def show_mark(self, mark_id: str) -> None:
        """Show the bar of a mark next to its words; hide it where there is none."""
        mark = self._view.mark(mark_id)
        if mark is None or self._is_quiet():
            self.mark.hide()
            return
        whole = QRect()
        for rect in self._view.rects_of(mark.span):
            whole = whole.united(rect)
        self.mark.show_label(mark.label)
        self.mark.show_at(whole)

    def take_across(self, across: bool) -> None:
        """Whether the selection is meant in all its paragraphs, or in the first only."""
        if self._view.words.span() is not None:
            self._view.words.set_across(across)
            self._beside.place()

    def _place_mark(self) -> None:
        if self.mark.isVisible():
            self.show_mark(self._view.selected_mark() or "")

    def _selection_changed(self, span: Span | None) -> None:
        self.mark.hide()
        if span is None:
            self._announced = ()
            if self._view.words.across:
                # It was asked for once; the next selection is of one paragraph again.
                self._view.words.set_across(False)

    def _show_selected(self) -> None:
        """A screen reader sees the raw selection, not the whole words that would be marked."""
        spans = self.spans()
        if spans == self._announced:
            return
        self._announced = spans
        words, text = self._article.words, self._article.text
        numbers = [number for span in spans for number in words.numbers(span)]
        if numbers:
            first, last = (words.word(number).of(text) for number in (numbers[0], numbers[-1]))
            ends = first if len(numbers) == 1 else f"{first} to {last}"
            announce(self._page, f"{ends}, {plural(len(numbers), 'word')} selected")
