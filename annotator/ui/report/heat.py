"""The article as a heat map: what fewest got, or what was marked as one label by how many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from annotator.model.class_report import ClassReport
from annotator.model.text import Span
from annotator.model.words import WordIndex
from annotator.ui.article.numbering import MarginNotes
from annotator.ui.article.page_layout import Layer, PageLayout, Seen
from annotator.ui.article.view import ArticleView
from annotator.ui.widgets.confusion import heat, most_heat

#: Of the colour at most this much lies on the paper: ink stays readable on it.
_MOST = 0.55


@dataclass(frozen=True, slots=True)
class Warm:
    """Words with a share from 0 to 1. ``id`` is the item's, empty where there is none."""

    span: Span
    share: float
    id: str = ""


def most_missed(report: ClassReport) -> tuple[Warm, ...]:
    """Required items; the share of those who don't have it right. What all have is left out."""
    return tuple(
        Warm(item.span, 1 - item.hit_rate, item.item_id)
        for item in report.items
        if item.required and item.hit_rate < 1
    )


def marked_as(report: ClassReport, label: str, words: WordIndex) -> tuple[Warm, ...]:
    """Words that were marked with a label, by how many of the class; neighbours alike together."""
    found = next((each for each in report.heat if each.label == label), None)
    if found is None or not report.papers:
        return ()
    warm: list[Warm] = []
    start = 0
    counts = found.counts
    for number in range(1, len(counts) + 1):
        if number < len(counts) and counts[number] == counts[start]:
            continue
        if counts[start]:
            span = Span(words.word(start).start, words.word(number - 1).end)
            warm.append(Warm(span, counts[start] / report.papers))
        start = number
    return tuple(warm)


def _figures(warm: Iterable[Warm]) -> list[tuple[Span, str]]:
    """What stands in the margin: of words that lie together, the largest share."""
    figures: list[tuple[Span, float]] = []
    for each in sorted(warm, key=lambda one: one.span):
        if figures and each.span.start <= figures[-1][0].end + 1:
            span, share = figures[-1]
            whole = Span(span.start, max(span.end, each.span.end))
            figures[-1] = (whole, max(share, each.share))
        else:
            figures.append((each.span, each.share))
    return [(span, f"{round(100 * share)}%") for span, share in figures]


class _HeatLayer(Layer):
    """Shares behind the words, and a frame around the item that is chosen."""

    def __init__(self, page: PageLayout) -> None:
        self._page = page
        self.warm: tuple[Warm, ...] = ()
        self._notes: MarginNotes | None = None
        self.colour = ""
        self.chosen = ""

    def shade(self, share: float) -> QColor:
        """The colour behind words with a share."""
        theme = self._page.theme
        colour = theme.label(self.colour).line if self.colour else theme.missed
        return heat(colour, share, most_heat(colour, theme.paper, theme.ink, _MOST))

    def set_warm(self, warm: tuple[Warm, ...]) -> None:
        """Show these shares, with the figure of each stretch next to its first line."""
        self.warm = tuple(sorted(warm, key=lambda each: -len(each.span)))
        self._notes = MarginNotes(self._page.article, _figures(warm), at_left=False)

    def top(self, painter: QPainter, seen: Seen) -> None:
        if self._notes is not None:
            page = self._page
            self._notes.paint(painter, page.geometry, seen.blocks, page.theme, page.column)

    def under(self, painter: QPainter, seen: Seen) -> None:
        for each in self.warm:
            for geometry, piece in self._page.geometry.pieces(each.span):
                place = geometry.rect(piece)
                if not place.intersects(seen.area):
                    continue
                painter.fillRect(place, self.shade(each.share))
                if each.id and each.id == self.chosen:
                    painter.setPen(QPen(self._page.theme.accent, 2))
                    painter.drawRect(place.adjusted(1, 1, -2, -2))


class HeatArticle(ArticleView):
    """Shows shares behind the words. A click on an item says which."""

    item_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_editable(False)
        self._heat = _HeatLayer(self.page)
        self.add_layer(self._heat)
        self.clicked.connect(self._show_item)

    def show_heat(self, warm: tuple[Warm, ...], label_colour: str = "") -> None:
        """Show these shares, in the colour of a label or, without one, of what was missed."""
        self._heat.set_warm(warm)
        self._heat.colour, self._heat.chosen = label_colour, ""
        self.viewport().update()

    @property
    def warm(self) -> tuple[Warm, ...]:
        """What is shown."""
        return self._heat.warm

    def choose(self, item_id: str) -> None:
        """Frame an item and bring it into sight; an empty id frames none."""
        self._heat.chosen = item_id
        for each in self.warm:
            if item_id and each.id == item_id:
                self.ensure_span_visible(each.span)
        self.viewport().update()

    def shade(self, share: float) -> QColor:
        """The colour behind words with a share."""
        return self._heat.shade(share)

    def _show_item(self, point: QPoint) -> None:
        """Name the smallest item under a point of the viewport."""
        hits = [
            each
            for each in self.warm
            if each.id and any(rect.contains(point) for rect in self.rects_of(each.span))
        ]
        hit = min(hits, key=lambda each: len(each.span), default=None)
        self.item_clicked.emit(hit.id if hit is not None else "")
