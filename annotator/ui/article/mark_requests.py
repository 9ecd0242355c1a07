"""What can be asked for with the pointer or a key on an article: marks, edges and ties.

The article asks and shows; it changes no mark of its own accord. Its owner decides, and tells it
with ``add_mark`` and ``remove_mark`` what is so now.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Signal

from annotator.ui.article.handles import Grip
from annotator.ui.article.mark_layer import MarkLayer
from annotator.ui.article.page_layout import PageLayout
from annotator.ui.article.picked_mark import PickedMark
from annotator.ui.article.selection import moved_edge
from annotator.ui.article.word_selection import WordSelection


class MarkRequests(QObject):
    """What gestures and keys call, and what comes of it; the signals are the view's own."""

    mark_requested = Signal(object, object)
    clicked = Signal(QPoint)
    mark_clicked = Signal(str)
    mark_activated = Signal(str)
    resize_requested = Signal(str, object)
    tie_requested = Signal(str, str)

    def __init__(
        self, page: PageLayout, marks: MarkLayer, words: WordSelection, picked: PickedMark
    ) -> None:
        super().__init__(page)
        self.page, self.marks, self.words, self.picked = page, marks, words, picked
        #: The label in hand, with which every swipe asks for a mark.
        self.tool: str | None = None
        #: Of several marks under a click those are meant first for which this is true.
        self.prefers: Callable[[str], bool] | None = None

    # Marks

    def cycle(self) -> str | None:
        """Pick the next of the marks that lie over one another at the caret; its id, or None."""
        position = self.words.caret()
        ids = self._marks_at(position) or (self._marks_at(position - 1) if position else [])
        chosen = self.picked.mark()
        if chosen is not None and chosen.id not in ids:
            ids = self._marks_at(chosen.span.start)
        if not ids:
            return None
        number = ids.index(chosen.id) + 1 if chosen is not None and chosen.id in ids else 0
        picked = ids[number % len(ids)]
        self._pick(picked)
        return picked

    def swipe_done(self) -> None:
        """A selection was finished with the pointer: with a tool in hand, ask for the mark."""
        spans = self.words.spans()
        if spans and self.tool is not None and self.picked.editable:
            self.mark_requested.emit(spans, self.tool)
            self.words.clear()

    def label_selection(self, number: int) -> bool:
        """Ask for the selection to be marked with a label of the guide, counted from 0."""
        spans = self.words.spans()
        labels = self.marks.guide.labels if self.marks.guide else ()
        if not spans or number >= len(labels) or not self.picked.editable:
            return False
        self.mark_requested.emit(spans, labels[number].id)
        return True

    def enter(self) -> bool:
        """Ask for a label for the selection, open the picked mark, or pick the one at the caret."""
        spans, chosen = self.words.spans(), self.picked.id
        if spans:
            self.mark_requested.emit(spans, self.tool)
        elif chosen is not None:
            self.mark_activated.emit(chosen)
        else:
            return self.cycle() is not None
        return True

    def click(self, point: QPoint) -> None:
        """Pick the smallest mark under a point of the viewport, or the one of a margin stripe."""
        under = self.marks.under_point(point)
        if self.prefers is not None:
            under = [mark for mark in under if self.prefers(mark.id)] or under
        self._pick(under[0].id if under else self.marks.stripe_under(point))
        self.clicked.emit(point)

    def step_back(self) -> bool:
        """Give up the selection, else the picked mark; False if there is neither."""
        if self.words.is_made:
            self.words.clear()
            return True
        if self.picked.id is not None:
            self._pick("")
            return True
        return False

    # Edges and ties

    def move_edge(self, *, at_start: bool, forward: bool, by_char: bool) -> None:
        """Ask for the picked mark to grow or shrink by a word or a character."""
        mark = self.picked.mark()
        if mark is None or not self.picked.editable:
            return
        span = moved_edge(
            self.page.article, mark.span, at_start=at_start, forward=forward, by_character=by_char
        )
        if span is not None:
            self.resize_requested.emit(mark.id, span)

    def grip_at(self, point: QPoint, reach: int) -> Grip | None:
        """The handle of the picked mark at a point of the viewport."""
        return self.picked.grip_at(point, reach, bars=self.tool is None)

    def finish_resize(self) -> None:
        """The drag is over: ask for the new edges, if they are new."""
        held = self.picked.let_go()
        if held is not None and held[0].span != held[1]:
            self.resize_requested.emit(held[0].id, held[1])

    def finish_tie(self, point: QPoint) -> None:
        """The tie was let go: ask for it if that was on another mark."""
        chosen = self.picked.id
        for mark in self.marks.under_point(point):
            if chosen is not None and mark.id != chosen:
                self.tie_requested.emit(chosen, mark.id)
                return

    def _marks_at(self, position: int) -> list[str]:
        return [mark.id for mark in self.marks.index.at(position)]

    def _pick(self, mark_id: str) -> None:
        self.picked.pick(mark_id or None)
        self.mark_clicked.emit(mark_id)
