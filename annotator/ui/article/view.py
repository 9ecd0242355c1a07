"""The article as people work on it: selecting words, picking and moving marks.

The view asks and shows; it changes no mark of its own accord. Whoever listens decides, and tells
the view with ``add_mark``, ``update_mark`` and ``remove_mark`` what is so now.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QToolTip, QWidget

from annotator.model.article import Article
from annotator.model.labels import LabelGuide
from annotator.model.text import Span
from annotator.ui.article.gestures import Gestures
from annotator.ui.article.handles import MOUSE_REACH, Grip
from annotator.ui.article.keys import press_key
from annotator.ui.article.marking import MarkingCanvas
from annotator.ui.article.marks import PaintedMark
from annotator.ui.article.overlays import paint_tie, plain_tip, tool_cursor
from annotator.ui.article.selection import moved_edge
from annotator.ui.widgets.theme import Theme


class ArticleView(MarkingCanvas):
    """An article to mark. Spans count code points; marks are known by their ids."""

    #: (spans, label id or None): a wish for a mark; without a label somebody has to ask for one.
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
        self._gestures = Gestures(self)
        self._tool: str | None = None
        #: The label that the pointer shows now; making a pointer is not for every move.
        self._pointer_label: str | None = None
        self._tip_of: Callable[[str], str] | None = None

    def set_article(self, article: Article, guide: LabelGuide) -> None:
        """Show another article: nothing is marked, selected or tied in it yet."""
        self._gestures.cancel()
        super().set_article(article, guide)
        self._reset_cursor()

    def set_theme(self, theme: Theme) -> None:
        """Use other colours; nothing moves."""
        super().set_theme(theme)
        self._reset_cursor()

    def set_tips(self, tip_of: Callable[[str], str] | None) -> None:
        """Ask this for the tip of a mark (by its id) when the pointer rests on it.

        Plain text. It stands in for the tips that marks bring along: thousands of them need not
        be written before the page is shown, and what they say is as it is now.
        """
        self._tip_of = tip_of

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

    # Wishes

    def set_tool(self, label_id: str | None) -> None:
        """Keep a label in hand: every swipe asks for a mark with it. None puts it down."""
        self._tool = label_id
        self._reset_cursor()

    def picked_by_finger(self) -> bool:
        """Whether the last press on the page was a finger's."""
        return self._gestures.by_finger

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
        """Esc: give up a drag, else the selection, else the picked mark; False if none."""
        if self._gestures.cancel():
            return True
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

    # What the gestures ask

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

    # Events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select, pick, take hold of an edge; other buttons are left to Qt."""
        if event.button() is Qt.MouseButton.LeftButton and self._article.text:
            self._gestures.press(event)
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the word, or open the picked mark."""
        if event.button() is Qt.MouseButton.LeftButton and self._article.text:
            self._gestures.double_click(event)
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with a gesture, or show what is under the pointer."""
        point = event.position().toPoint()
        if self._gestures.busy:
            self._gestures.move(event)
        else:
            self._hover(point)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish a gesture."""
        if event.button() is Qt.MouseButton.LeftButton and self._gestures.busy:
            self._gestures.release(event)
            event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The page's own keys, then those of any text."""
        if self._article.text and press_key(self, event):
            event.accept()
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.set_exact(False)
        super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tool tips for marks; nothing is hovered once the pointer has left."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            under = self.marks_under(event.pos())
            tip = plain_tip(self._tip(under[0])) if under else ""
            if tip:
                QToolTip.showText(event.globalPos(), tip, self.viewport())
            else:
                QToolTip.hideText()
            return True
        if event.type() is QEvent.Type.Leave:
            self._hover(None)
        return super().viewportEvent(event)

    # Inside

    def _hover(self, point: QPoint | None) -> None:
        self._pointer = point
        under = self.marks_under(point) if point is not None else []
        hovered = under[0].id if under else None
        ties = self._touches_ties(hovered) or self._touches_ties(self._hovered)
        if hovered != self._hovered and ties:
            self.viewport().update()
        self._hovered = hovered
        if self._settings.ruler:
            self.viewport().update()
        self._update_cursor(point)

    def _reset_cursor(self) -> None:
        self._pointer_label = None
        self._update_cursor()

    def _update_cursor(self, point: QPoint | None = None) -> None:
        grip = self.grip_at(point, MOUSE_REACH) if point is not None else None
        label = self._tool if grip is None and self._editable and self._guide else None
        if label is not None:
            if label != self._pointer_label:
                self.viewport().setCursor(tool_cursor(self.mark_painter(), label))
        elif grip is Grip.TIE:
            self.viewport().setCursor(Qt.CursorShape.CrossCursor)
        elif grip is not None:
            self.viewport().setCursor(Qt.CursorShape.SizeHorCursor)
        else:
            self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self._pointer_label = label

    def _paint_top(self, painter: QPainter, area: QRect) -> None:
        super()._paint_top(painter, area)
        tie = self._gestures.tie_line
        if tie is not None:
            paint_tie(painter, tie[0] + self._scroll, tie[1] + self._scroll, self._theme)

    def _tip(self, mark: PaintedMark) -> str:
        if self._tip_of is not None:
            return self._tip_of(mark.id)
        if mark.tip or self._guide is None or mark.label not in self._guide:
            return mark.tip
        label = self._guide.label(mark.label)
        return f"{label.name}: {label.short}" if label.short else label.name
