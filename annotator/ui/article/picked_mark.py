"""The mark that is picked: its ends, the handles to drag them by, its ties."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter

from annotator.model.text import Span
from annotator.ui.article.handles import Grip, Handles, handles_of
from annotator.ui.article.mark_layer import MarkLayer
from annotator.ui.article.marks import PaintedMark
from annotator.ui.article.page_layout import Layer, PageLayout, Seen
from annotator.ui.article.ties import Ties


class PickedMark(Layer):
    """One mark of the page, or none, and the mark under the pointer."""

    def __init__(self, page: PageLayout, marks: MarkLayer, ties: Ties) -> None:
        self._page = page
        self._marks = marks
        self._ties = ties
        self._id: str | None = None
        self._hovered: str | None = None
        #: The mark whose edge is being dragged, as it was before.
        self._resized: PaintedMark | None = None
        self._editable = True
        self._can_tie = False

    @property
    def id(self) -> str | None:
        """The id of the picked mark."""
        return self._id

    @property
    def editable(self) -> bool:
        """Whether marks may be asked for and moved."""
        return self._editable

    def set_editable(self, editable: bool) -> None:
        """Whether marks may be asked for and moved."""
        self._editable = editable
        self._page.repaint()

    def set_ties_enabled(self, enabled: bool) -> None:
        """Whether a picked mark has a knob to tie it to another mark."""
        self._can_tie = enabled
        self._page.repaint()

    def clear(self) -> None:
        """Nothing is picked, hovered or held, as in an article that is new."""
        self._id = self._hovered = self._resized = None

    def pick(self, mark_id: str | None) -> None:
        """Show a mark as picked, with its ends; None, or an unknown id, for no mark."""
        if mark_id is not None and mark_id not in self._marks.index:
            mark_id = None
        if mark_id != self._id:
            before, self._id = self._id, mark_id
            self._repaint_handles(before)
            self._repaint_handles(mark_id)

    def mark(self) -> PaintedMark | None:
        """The picked mark as it is shown."""
        return self._marks.index.get(self._id) if self._id else None

    def is_in_sight(self) -> bool:
        """Whether some of the picked mark lies in the window now."""
        mark, window = self.mark(), self._page.port.rect()
        return mark is not None and any(
            line.intersects(window) for line in self._page.rects_of(mark.span)
        )

    def marks_changed(self) -> None:
        """A picked mark stays picked if it is still there."""
        if self._id is not None and self._id not in self._marks.index:
            self._id = None

    def hover(self, mark_id: str | None) -> None:
        """The pointer is over a mark, whose ties are shown, or over none."""
        if mark_id != self._hovered and (
            self._ties.touch(mark_id) or self._ties.touch(self._hovered)
        ):
            self._page.repaint()
        self._hovered = mark_id

    def reads_backwards(self) -> bool:
        """Whether the picked mark lies in a block that is written right to left."""
        mark = self.mark()
        if mark is None:
            return False
        number = self._page.article.block_number_at(mark.span.start)
        return self._page.geometry.block(number).right_to_left

    # Handles

    def handles(self) -> Handles | None:
        """Where the handles of the picked mark are on the page."""
        mark = self.mark()
        if mark is None or not self._marks.shown:
            return None
        return self._handles_of(mark, tie=self._can_tie and self._editable)

    def grip_at(self, point: QPoint, reach: int, *, bars: bool) -> Grip | None:
        """The handle at a point of the viewport; its brackets count only with ``bars``."""
        handles = self.handles()
        if handles is None or not self._editable:
            return None
        return handles.grip_at(point + self._page.scroll, reach, bars=bars)

    def can_tie_from(self, point: QPoint) -> bool:
        """Whether a tie can be drawn from here: on the picked mark, where ties are in use."""
        under = {mark.id for mark in self._marks.under_point(point)}
        return self._can_tie and self._editable and self._id in under

    def hold(self) -> PaintedMark | None:
        """Take hold of an edge; the mark as it was before."""
        if self._resized is None:
            self._resized = self.mark()
        return self._resized

    def takes_later(self, mark: PaintedMark) -> bool:
        """Whether an edge of this mark is held: what is new waits until the edge is let go."""
        if self._resized is None or self._resized.id != mark.id:
            return False
        self._resized = mark
        return True

    def preview(self, span: Span) -> None:
        """Show the held mark with other edges for now."""
        if self._resized is not None:
            self._marks.add(replace(self._resized, span=span))
            self._page.repaint()

    def let_go(self) -> tuple[PaintedMark, Span] | None:
        """Show the held mark with its own edges again; that mark, and the edges it was given."""
        mark, self._resized = self._resized, None
        shown = self._marks.index.get(mark.id) if mark else None
        if mark is None or shown is None:
            return None
        self._marks.add(mark)
        self._page.repaint()
        return mark, shown.span

    # Painting

    def top(self, painter: QPainter, seen: Seen) -> None:
        """Ties of the mark and of the one that is hovered, then the handles."""
        self._ties.paint(painter, (self._hovered, self._id))
        # Last, so that no line of a tie lies over what can be taken hold of.
        handles, mark = self.handles(), self.mark()
        if handles is not None and mark is not None:
            line = self._marks.painter().colours(mark.label).line
            handles.paint(painter, line, self._page.theme.paper, grips=self._editable)

    def _handles_of(self, mark: PaintedMark, *, tie: bool) -> Handles:
        return handles_of(self._page.geometry, self._page.article, mark.span, tie=tie)

    def _repaint_handles(self, mark_id: str | None) -> None:
        """Repaint where the ends of a mark are, or everything where it has arcs."""
        mark = self._marks.index.get(mark_id) if mark_id else None
        if mark is None:
            return
        if self._ties.touch(mark_id):
            self._page.repaint()
        elif self._page.is_near(self._page.article.block_number_at(mark.span.start)):
            for box in self._handles_of(mark, tie=True).boxes():
                self._page.repaint(box)
