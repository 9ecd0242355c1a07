"""What can be done with the pointer or a key on an article: asking for marks, edges and ties.

The article asks and shows; it changes no mark of its own accord. Its owner decides, and tells it
with ``add_mark``, ``update_mark`` and ``remove_mark`` what is so now.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from annotator.model.text import Span
from annotator.ui.article.handles import Grip
from annotator.ui.article.marking import MarkingCanvas
from annotator.ui.article.marks import PaintedMark
from annotator.ui.article.selection import moved_edge


class EditableArticle(MarkingCanvas):
    """What gestures and keys call; which gesture or key that is, :class:`ArticleView` knows."""

    #: (spans, label id or None): a wish for a mark; without a label one has to be asked for.
    mark_requested = Signal(object, object)
    #: A mark was picked (the smallest under the pointer), or none ("").
    mark_clicked = Signal(str)
    #: A picked mark was opened: double click or Enter.
    mark_activated = Signal(str)
    #: (mark id, Span): a wish for other edges; once, when the drag ends or the key is pressed.
    resize_requested = Signal(str, object)
    #: (from id, to id): a tie was drawn from one mark to another.
    tie_requested = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tool: str | None = None

    def cycle_marks(self) -> str | None:
        """Pick the next of the marks that lie over one another at the caret; its id, or None."""
        position = self._geometry.code_point(self.textCursor().position())
        ids = self.marks_at(position) or (self.marks_at(position - 1) if position else [])
        chosen = self._index.get(self._selected) if self._selected else None
        if chosen is not None and chosen.id not in ids:
            ids = self.marks_at(chosen.span.start)
        if not ids:
            return None
        number = ids.index(chosen.id) + 1 if chosen is not None and chosen.id in ids else 0
        picked = ids[number % len(ids)]
        self.select_mark(picked)
        self.mark_clicked.emit(picked)
        return picked

    def set_tool(self, label_id: str | None) -> None:
        """Keep a label in hand: every swipe asks for a mark with it. None puts it down."""
        self._tool = label_id

    def tool(self) -> str | None:
        """The label in hand."""
        return self._tool

    def swipe_done(self) -> None:
        """A selection was finished with the pointer: with a tool in hand, ask for the mark."""
        spans = self.selection_spans(self._across)
        if spans and self._tool is not None and self._editable:
            self.mark_requested.emit(spans, self._tool)
            self.clear_selection()

    def label_selection(self, number: int) -> bool:
        """Ask for the selection to be marked with a label of the guide, counted from 0."""
        spans = self.selection_spans(self._across)
        labels = self._guide.labels if self._guide else ()
        if not spans or number >= len(labels) or not self._editable:
            return False
        self.mark_requested.emit(spans, labels[number].id)
        return True

    def click_mark(self, point: QPoint) -> None:
        """Pick the smallest mark under a point of the viewport, or the one of a margin stripe."""
        under = self.marks_under(point)
        picked = under[0].id if under else self._stripe_under(point)
        self.select_mark(picked or None)
        self.mark_clicked.emit(picked)

    def step_back(self) -> bool:
        """Give up the selection, else the picked mark; False if there is neither."""
        if self.textCursor().hasSelection():
            self.clear_selection()
            return True
        if self._selected is not None:
            self.select_mark(None)
            self.mark_clicked.emit("")
            return True
        return False

    def move_edge(self, *, at_start: bool, forward: bool, by_char: bool) -> None:
        """Ask for the picked mark to grow or shrink by a word or a character."""
        mark = self._index.get(self._selected) if self._selected else None
        if mark is None or not self._editable:
            return
        span = moved_edge(
            self._article, mark.span, at_start=at_start, forward=forward, by_character=by_char
        )
        if span is not None:
            self.resize_requested.emit(mark.id, span)

    # Edges and ties

    def grip_at(self, point: QPoint, reach: int) -> Grip | None:
        """The handle of the picked mark at a point of the viewport."""
        handles = self._handles()
        if handles is None or not self._editable:
            return None
        return handles.grip_at(point + self._scroll, reach, bars=self._tool is None)

    def can_tie_from(self, point: QPoint) -> bool:
        """Whether a tie can be drawn from here: on the picked mark, where ties are in use."""
        under = {mark.id for mark in self.marks_under(point)}
        return self._ties and self._editable and self._selected in under

    def resizing_mark(self) -> PaintedMark | None:
        """The picked mark as it was before its edge was taken."""
        if self._resized is None and self._selected is not None:
            self._resized = self._index.get(self._selected)
        return self._resized

    def preview_resize(self, span: Span) -> None:
        """Show the mark with other edges for now."""
        if self._resized is not None:
            self._show(replace(self._resized, span=span))
            self.viewport().update()

    def drop_preview(self) -> None:
        """Show the mark with its own edges again."""
        mark, self._resized = self._resized, None
        if mark is not None and mark.id in self._index:
            self._show(mark)
            self.viewport().update()

    def finish_resize(self) -> None:
        """The drag is over: ask for the new edges, if they are new."""
        mark = self._resized
        shown = self._index.get(mark.id) if mark else None
        self.drop_preview()
        if mark is not None and shown is not None and shown.span != mark.span:
            self.resize_requested.emit(mark.id, shown.span)

    def finish_tie(self, point: QPoint) -> None:
        """The tie was let go: ask for it if that was on another mark."""
        for mark in self.marks_under(point):
            if self._selected is not None and mark.id != self._selected:
                self.tie_requested.emit(self._selected, mark.id)
                return

    def reads_backwards(self) -> bool:
        """Whether the picked mark lies in a block that is written right to left."""
        mark = self._index.get(self._selected) if self._selected else None
        if mark is None:
            return False
        number = self._article.block_number_at(mark.span.start)
        return self._geometry.block(number).right_to_left
