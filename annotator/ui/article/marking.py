"""The marks of an article: which one is picked, which are tied, what the page shows of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from annotator.model.article import Article
from annotator.model.labels import LabelGuide
from annotator.services.data.preferences import ReadingSettings
from annotator.ui.article.handles import Handles, handles_of
from annotator.ui.article.marks import PaintedMark, Sign
from annotator.ui.article.overlays import paint_ruler, paint_unmarked
from annotator.ui.article.overview import WIDTH as OVERVIEW_WIDTH
from annotator.ui.article.overview import OverviewStrip
from annotator.ui.article.selecting import SelectingCanvas
from annotator.ui.article.ties import Link, paint_ties, place_ties
from annotator.ui.widgets.theme import Theme

#: Texts with fewer code points may fit into a window whole.
_SHORT = 20_000


class MarkingCanvas(SelectingCanvas):
    """An article with a picked mark, ties, and a strip of all marks beside the scroll bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editable = True
        self._ties = False
        self._selected: str | None = None
        self._hovered: str | None = None
        self._pointer: QPoint | None = None
        #: The mark whose edge is being dragged, as it was before.
        self._resized: PaintedMark | None = None
        self._links: dict[str, list[Link]] = {}
        self._overview = OverviewStrip(self._tick_colour, self._extent, self)
        self._overview.place_requested.connect(self._go_to_share)
        self._has_strip = True
        #: What the strip shows in place of the page's own marks.
        self._strip_marks: Sequence[PaintedMark] | None = None
        self.setViewportMargins(0, 0, OVERVIEW_WIDTH, 0)
        self.viewport().setMouseTracking(True)

    def set_article(self, article: Article, guide: LabelGuide) -> None:
        """Show another article: nothing is marked, selected or tied in it yet."""
        self._selected = self._hovered = self._resized = None
        self._links = {}
        super().set_article(article, guide)
        self._strip_marks = None
        self._overview.set_theme(self._theme)
        self._overview.set_marks((), len(article.text))

    def set_marks(self, marks: Sequence[PaintedMark]) -> None:
        """Show these marks and no others; a selected one stays selected if it is still there."""
        super().set_marks(marks)
        self._strip_marks = None
        self._overview.set_marks(marks, len(self._article.text))
        if self._selected is not None and self._selected not in self._index:
            self._selected = None

    def set_strip(self, marks: Sequence[PaintedMark]) -> None:
        """Show these in the strip, and not the page's own, until it gets other marks."""
        self._strip_marks = tuple(marks)
        self._overview.set_marks(self._strip_marks, len(self._article.text))

    def set_strip_shown(self, shown: bool) -> None:
        """Keep room for the strip beside the text, or do without."""
        self._has_strip = shown
        self.setViewportMargins(0, 0, OVERVIEW_WIDTH if shown else 0, 0)
        self._overview.setVisible(shown and self.marks_shown)

    def add_mark(self, mark: PaintedMark) -> None:
        """Show one more mark, or a changed one as it is now; the view does not move."""
        if self._resized is not None and self._resized.id == mark.id:
            # Its edge is being held: what is new waits until the edge is let go.
            self._resized = mark
            return
        super().add_mark(mark)
        self._overview.put(mark)
        if self._touches_ties(mark.id):
            self.viewport().update()

    def remove_mark(self, mark_id: str) -> None:
        """Show a mark no longer; an unknown id is no error."""
        if self._touches_ties(mark_id):
            self.viewport().update()
        super().remove_mark(mark_id)
        self._overview.take(mark_id)
        if self._selected == mark_id:
            self._selected = None
            self.viewport().update()

    def select_mark(self, mark_id: str | None) -> None:
        """Show a mark as picked, with its ends; None for no mark. Says nothing to anybody."""
        if mark_id is not None and mark_id not in self._index:
            mark_id = None
        if mark_id != self._selected:
            before, self._selected = self._selected, mark_id
            self._update_handles(before)
            self._update_handles(mark_id)

    def selected_mark(self) -> str | None:
        """The id of the picked mark."""
        return self._selected

    def set_editable(self, editable: bool) -> None:
        """Whether marks may be asked for and moved; reading, picking and copying always work."""
        self._editable = editable
        self.viewport().update()

    def set_ties_enabled(self, enabled: bool) -> None:
        """Whether a picked mark has a knob to tie it to another mark."""
        self._ties = enabled
        self.viewport().update()

    def set_links(self, links: Sequence[tuple[str, str, str]]) -> None:
        """Ties as (from id, to id, word); shown while one of their marks is hovered or picked."""
        self._links = {}
        self.change_links((), links)

    def change_links(
        self, gone: Sequence[tuple[str, str, str]], new: Sequence[tuple[str, str, str]]
    ) -> None:
        """Take some ties away and show others, each as in :meth:`set_links`."""
        for link in (Link(a, b, str(kind)) for a, b, kind in gone):
            for end in {link.from_id, link.to_id}:
                rest = [one for one in self._links.get(end, ()) if one != link]
                if rest:
                    self._links[end] = rest
                else:
                    self._links.pop(end, None)
        for link in (Link(a, b, str(kind)) for a, b, kind in new):
            for end in {link.from_id, link.to_id}:
                self._links.setdefault(end, []).append(link)
        self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Use other colours; nothing moves."""
        super().set_theme(theme)
        self._overview.set_theme(theme)
        if self._guide is not None:
            shown = self._index if self._strip_marks is None else self._strip_marks
            self._overview.set_marks(shown, len(self._article.text))

    def set_settings(self, settings: ReadingSettings) -> None:
        """Use other reading settings; the line at the top stays where it is."""
        super().set_settings(settings)
        self._overview.setVisible(self._has_strip and self.marks_shown)

    def set_layers_visible(self, visible: bool) -> None:
        """Show or hide everything that is painted for marks."""
        super().set_layers_visible(visible)
        self._overview.setVisible(self._has_strip and self.marks_shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The strip stays beside the scroll bar."""
        super().resizeEvent(event)
        port = self.viewport().geometry()
        self._overview.setGeometry(port.right() + 1, port.top(), OVERVIEW_WIDTH, port.height())

    def _extent(self) -> float:
        """The share of the window's height at which the text ends, at most 1."""
        # A long text never fits, and must not be laid out to its end to find that out.
        if self.verticalScrollBar().maximum() > 0 or not 0 < len(self._article.text) < _SHORT:
            return 1.0
        bottom = self._geometry.block(len(self._article.blocks) - 1).box.bottom()
        return min(1.0, max(0.05, bottom / max(1, self.viewport().height())))

    def _show(self, mark: PaintedMark) -> None:
        super().add_mark(mark)

    def _handles(self) -> Handles | None:
        mark = self._index.get(self._selected) if self._selected else None
        if mark is None or not self.marks_shown:
            return None
        return handles_of(
            self._geometry, self._article, mark.span, tie=self._ties and self._editable
        )

    def _update_handles(self, mark_id: str | None) -> None:
        """Repaint where the ends of a mark are, or everything where it has arcs."""
        mark = self._index.get(mark_id) if mark_id else None
        if mark is None:
            return
        if self._touches_ties(mark_id):
            self.viewport().update()
        elif self._is_near(self._article.block_number_at(mark.span.start)):
            handles = handles_of(self._geometry, self._article, mark.span, tie=True)
            for box in handles.boxes():
                self.viewport().update(box.translated(-self._scroll))

    def _touches_ties(self, mark_id: str | None) -> bool:
        return mark_id in self._links

    def _tick_colour(self, mark: PaintedMark) -> QColor:
        theme = self._theme
        if mark.sign is not None:
            signs = {Sign.FOUND: theme.found, Sign.OTHER: theme.other}
            signs |= {Sign.MISSED: theme.missed, Sign.EXTRA: theme.extra}
            return signs[mark.sign]
        # Thousands of ticks ask when a lesson is opened, and colours know no pixel ratio.
        return (self._painter or self.mark_painter()).colours(mark.label).line

    def _stripe_under(self, point: QPoint) -> str:
        if not self.marks_shown:
            return ""
        place = point + self._scroll
        for stripe in self.block_picture(self._geometry.block_at(place.y())).stripes:
            if stripe.rect.contains(place):
                return stripe.mark_id
        return ""

    def _go_to_share(self, share: float) -> None:
        position = min(len(self._article.text) - 1, int(share * len(self._article.text)))
        if position < 0:
            return
        cursor = self.textCursor()
        cursor.setPosition(self._geometry.unit(position))
        top = self.cursorRect(cursor).top()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + top - self.viewport().height() // 3)

    def _paint_veil(self, painter: QPainter, area: QRect, numbers: Sequence[int]) -> None:
        if self._settings.dim_unmarked and self.marks_shown:
            blocks = [(self._geometry.block(n).box, self.block_picture(n)) for n in numbers]
            paint_unmarked(painter, blocks, self._theme)
        if self._settings.ruler:
            paint_ruler(painter, self._page_rect(), self._ruler_band(), self._theme)

    def _paint_top(self, painter: QPainter, area: QRect) -> None:
        if self._links and self.marks_shown:
            shown = {
                link
                for end in (self._hovered, self._selected)
                if end is not None
                for link in self._links.get(end, ())
            }
            size, right = self._settings.pixels, self._page_rect().right()
            ties = place_ties(self._placed_links(shown), self._column, right, size)
            paint_ties(painter, ties, self._theme, size)
        # Last, so that no line of a tie lies over what can be taken hold of.
        handles = self._handles()
        mark = self._index.get(self._selected) if self._selected else None
        if handles is not None and mark is not None:
            line = self.mark_painter().colours(mark.label).line
            handles.paint(painter, line, self._theme.paper, grips=self._editable)

    def _placed_links(self, links: set[Link]) -> list[tuple[Link, QRect, QRect]]:
        placed = []
        for link in sorted(links, key=lambda one: (one.from_id, one.to_id, one.kind)):
            ends = [self._index.get(end) for end in (link.from_id, link.to_id)]
            first = [self._geometry.pieces(mark.span)[:1] for mark in ends if mark is not None]
            rects = [geometry.rect(piece) for found in first for geometry, piece in found]
            if len(rects) == 2:
                placed.append((link, rects[0], rects[1]))
        return placed

    def _page_rect(self) -> QRect:
        return QRect(self._scroll, self.viewport().size())

    def _ruler_band(self) -> QRect:
        pointer = self._pointer
        y = pointer.y() if pointer is not None else self.cursorRect().center().y()
        y += self._scroll.y()
        geometry = self._geometry.block(self._geometry.block_at(y))
        line = min(geometry.lines, key=lambda one: abs(one.top + one.height // 2 - y))
        return QRect(0, line.top - 2, self.viewport().width(), line.height + 2)
