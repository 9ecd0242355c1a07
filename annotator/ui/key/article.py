"""The article as the key page shows it: items, traps, and the parts of the item that is chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from annotator.model.text import Span
from annotator.services.lessons.key_building import Offer
from annotator.services.lessons.key_steps import Edge, KeyStep
from annotator.ui.article.marks import MarkRole, PaintedMark
from annotator.ui.article.sentences import SentenceFinder
from annotator.ui.article.view import ArticleView
from annotator.ui.key.painting import (
    painted_item,
    painted_parts,
    painted_trap,
    part_id,
    trap_part,
)
from annotator.ui.key.session import KeySession

_OFFER = "offer"


class KeyArticle(ArticleView):
    """Paints a key. It asks and shows; the session changes the key."""

    def __init__(self, session: KeySession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = session
        self._parts: tuple[str, ...] = ()
        lesson, editing = session.lesson, session.editing
        self.set_article(lesson.article, lesson.guide)
        items = [painted_item(item, lesson.guide) for item in editing.items]
        self.set_marks([*items, *(painted_trap(trap) for trap in editing.traps)])

    def follow(self, step: KeyStep) -> None:
        """Repaint what a step changed, and no more."""
        kept = {item.id for item in step.after}
        for item in step.before:
            if item.id not in kept:
                self.remove_mark(item.id)
        for item in step.after:
            self.add_mark(painted_item(item, self._key.lesson.guide))
        traps = {trap.id for trap in step.traps_after}
        for trap in step.traps_before:
            if trap.id not in traps:
                self.remove_mark(trap_part(trap.id))
        for trap in step.traps_after:
            self.add_mark(painted_trap(trap))

    def show_parts(self, item_id: str, number: int, edge: Edge, *, scroll: bool = True) -> None:
        """Paint all of a chosen item and put the handles on one part; an empty id shows none."""
        shown: list[PaintedMark] = []
        if item_id and self._key.editing.has_item(item_id):
            shown = painted_parts(self._key.editing.item(item_id))
        wanted = {mark.id for mark in shown}
        for old in self._parts:
            if old not in wanted:
                self.remove_mark(old)
        for mark in shown:
            if self.mark(mark.id) != mark:
                self.add_mark(mark)
        self._parts = tuple(mark.id for mark in shown)
        held = part_id(item_id, number, edge) if item_id else ""
        # Only an item as a whole is tied to others.
        self.picked.set_ties_enabled(held == item_id and bool(self._key.lesson.uses.relations))
        self.select_mark(held if self.mark(held) is not None else item_id or None)
        if scroll and item_id:
            self.ensure_mark_visible(held)

    def show_trap(self, trap_id: str) -> None:
        """Put the handles on a trap."""
        self.show_parts("", 0, Edge.SHOWN)
        if trap_id:
            self.picked.set_ties_enabled(False)
            self.select_mark(trap_part(trap_id))
            self.ensure_mark_visible(trap_part(trap_id))

    def show_offer(self, offer: Offer | None) -> None:
        """Frame words that could become an item; None takes the frame away."""
        self.remove_mark(_OFFER)
        if offer is not None:
            mark = PaintedMark(_OFFER, offer.span, offer.label, MarkRole.OUTLINE, dashed=True)
            self.add_mark(mark)
            self.ensure_span_visible(offer.span)

    def sentences_of(self, span: Span) -> Span:
        """All sentences that a span touches, as one span of its block, in whole words."""
        article = self._key.lesson.article
        block = article.blocks[article.block_number_at(span.start)].span
        finder = SentenceFinder(article.metadata.language)
        start, end = span.start, span.end
        for found in finder.sentences(block.of(article.text)):
            here = Span(block.start + found.start, block.start + found.end)
            if here.overlaps(span):
                start, end = min(start, here.start), max(end, here.end)
        whole = article.words.snap(Span(start, end)) or span
        return Span(min(whole.start, span.start), max(whole.end, span.end))
