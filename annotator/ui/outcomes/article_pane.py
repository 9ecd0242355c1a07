"""The article with a paper over the key: what is painted, and which mark stands for which row."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from annotator.model.lesson import Lesson
from annotator.services.review.compare import Compared
from annotator.ui.article.marks import Sign
from annotator.ui.article.view import ArticleView
from annotator.ui.outcomes.layers import (
    Layers,
    framed,
    links_of,
    painted_both,
    painted_id,
    painted_key,
    painted_marks,
    painted_sides,
    place_of_row,
)
from annotator.ui.outcomes.outcome_rows import OutcomeRow, item_id, mark_id


class ReviewArticle(ArticleView):
    """Shows, never changes. Everything is painted again when another side is asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_editable(False)
        self._layers = Layers.KEY
        self._compared: Compared | None = None
        #: What need not be found is painted while it is explained, and only then.
        self._for_now = ""
        #: One of two panes: a row that the other side alone has gets a frame at its place.
        self._is_side = False

    def show_key(self, lesson: Lesson) -> None:
        """Paint the key by itself; needs a lesson with one."""
        assert lesson.key is not None
        self._begin(Layers.KEY, None)
        self.set_marks(painted_key(lesson.key, lesson.guide))
        self.set_links(links_of(lesson.key.relations, "item"))

    def show_compared(
        self, lesson: Lesson, compared: Compared, layers: Layers, sign: Sign | None
    ) -> None:
        """Paint a paper; with ``sign`` only what came out that way."""
        assert lesson.key is not None
        if layers is Layers.KEY:
            self.show_key(lesson)
            self._compared = compared
            return
        self._begin(layers, compared)
        if layers is Layers.MARKS:
            self.set_marks(painted_marks(compared.submission, lesson.guide))
        else:
            self.set_marks(painted_both(compared.comparison, lesson.key, lesson.guide, sign))
        self.set_links(links_of(compared.submission.relations, "mark"))

    def show_side(
        self, lesson: Lesson, compared: Compared, side: Layers, sign: Sign | None
    ) -> None:
        """Paint one side of a paper, its marks or the key, while the other stands next to it.

        The strip next to the marks shows every difference, of whichever side.
        """
        assert lesson.key is not None
        self._begin(side, compared, is_side=True)
        marks, items, both = painted_sides(compared.comparison, lesson.key, lesson.guide, sign)
        if side is Layers.KEY:
            self.set_marks(items)
            self.set_links(links_of(lesson.key.relations, "item"))
        else:
            self.set_marks(marks)
            self.set_strip(both)
            self.set_links(links_of(compared.submission.relations, "mark"))

    def _begin(self, layers: Layers, compared: Compared | None, *, is_side: bool = False) -> None:
        self._layers, self._compared, self._for_now = layers, compared, ""
        self._is_side = is_side

    def pick(self, entry: OutcomeRow | None) -> None:
        """Pick what stands for a row and scroll to it; None picks nothing."""
        if self._for_now:
            self.remove_mark(self._for_now)
            self._for_now = ""
        if entry is None:
            self.select_mark(None)
            return
        painted = self._tie_end(entry) if entry.tie is not None else ""
        painted = painted or painted_id(entry, self._layers)
        if painted and self.mark(painted) is None and entry.key_item is not None:
            self._for_now = painted
            self.add_mark(framed(entry.key_item))
        elif self._is_side and self.mark(painted) is None and entry.span is not None:
            place = place_of_row(entry.span)
            painted = self._for_now = place.id
            self.add_mark(place)
        self.select_mark(painted or None)
        if self.mark(painted) is not None:
            self.ensure_mark_visible(painted)
        elif entry.span is not None:
            self.ensure_span_visible(entry.span)

    def _tie_end(self, entry: OutcomeRow) -> str:
        """The painted mark that a tie starts from: its arcs are shown while it is picked."""
        assert entry.tie is not None
        if self._compared is not None and self._layers is not Layers.KEY:
            for relation in self._compared.submission.relations:
                if relation.id == entry.tie.relation_id:
                    return mark_id(relation.source_id)
        return item_id(entry.tie.item_id) if entry.tie.item_id else ""


def entry_of(painted: str, entries: Iterable[OutcomeRow]) -> str:
    """The id of the row that a painted mark stands for, or an empty string."""
    for entry in entries:
        if painted and painted in {painted_id(entry, layers) for layers in Layers}:
            return entry.id
    return ""
