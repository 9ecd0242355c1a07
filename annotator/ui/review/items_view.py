"""One item across all students: how each of them answered it, to be decided there."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.model.key import POINT, KeyItem
from annotator.model.review import DecisionKind
from annotator.services.review.item_answers import ItemAnswer, ItemTally, item_answers
from annotator.ui.article.vocabulary import shortened
from annotator.ui.outcomes.article_pane import ReviewArticle
from annotator.ui.review.asking import Asking
from annotator.ui.review.item_texts import ITEM, answer_entry, explain_item, painted_item
from annotator.ui.review.items_lists import ItemsList
from annotator.ui.review.paper_panel import PaperPanel
from annotator.ui.review.session import ReviewSession
from annotator.ui.review.verdicts import DecisionChoice
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance

_KINDS = {
    DecisionChoice.ACCEPT: DecisionKind.ACCEPT,
    DecisionChoice.KEEP: DecisionKind.KEEP,
    DecisionChoice.WAIVE: DecisionKind.WAIVE,
}


class ItemsView(Asking):
    """Drives list, article and panel while one item is looked at. Rows are papers (SHA-256)."""

    paper_requested = Signal(str)
    place_changed = Signal(str)
    """ "item 4 of 26"."""

    def __init__(
        self,
        appearance: Appearance,
        session: ReviewSession,
        items: ItemsList,
        article: ReviewArticle,
        panel: PaperPanel,
        window: QWidget,
    ) -> None:
        super().__init__(appearance, session, window)
        self._list, self._article, self._panel = items, article, panel
        self._active = False
        self._item_id = ""
        self._sha = ""
        self._tally: ItemTally | None = None
        self.answers: dict[str, ItemAnswer] = {}
        items.item_chosen.connect(self.choose)
        panel.compare.entry_chosen.connect(self.choose_answer)
        panel.verdict_given.connect(self.give)
        panel.same_answer_requested.connect(self._open_paper)

    @property
    def item(self) -> KeyItem | None:
        """The item that is looked at."""
        return next((each for each in self._items if each.id == self._item_id), None)

    @property
    def chosen(self) -> ItemAnswer | None:
        """The student's answer that is explained, if one is."""
        return self.answers.get(self._sha)

    @property
    def _items(self) -> tuple[KeyItem, ...]:
        key = self.session.key
        items = key.items if key is not None else ()
        return tuple(sorted(items, key=lambda each: (each.span, each.id)))

    def set_active(self, active: bool) -> None:
        """Paint into the article, or leave it to the other views."""
        self._active = active
        if active:
            self.reload()

    def show_item(self, item_id: str) -> None:
        """Show an item, and none of its answers yet."""
        if item_id != self._item_id:
            self._item_id, self._sha = item_id, ""
        self.reload()

    def reload(self) -> None:
        """Every paper may count again: count all, and list the answers."""
        self._tally = None
        self.refresh()

    def refresh(self) -> None:
        """Something was decided: the papers that it was about are asked again."""
        if not self._active:
            return
        session, items = self.session, self._items
        if session.is_ready:
            papers = session.touched
            if self._tally is None:
                self._tally = ItemTally(session.review.papers.reviewed)
                papers = frozenset(row.sha256 for row in session.rows)
            self._tally.count(papers)
        if self.item is None:
            self._item_id = items[0].id if items else ""
        self._list.show_items(items, session.review.lesson.guide, self._tally)
        self._show()

    def choose(self, number: int) -> None:
        """Show an item by its number, from 0."""
        items = self._items
        if 0 <= number < len(items):
            self._item_id, self._sha = items[number].id, ""
            self._show()

    def step(self, by: int) -> None:
        """The next (1) or the previous (-1) item; at the ends nothing happens."""
        self.choose(self._number() + by)

    def _number(self) -> int:
        ids = [each.id for each in self._items]
        return ids.index(self._item_id) if self._item_id in ids else -1

    # -- showing ---------------------------------------------------------------------------------

    def _show(self) -> None:
        if not self._active:
            return
        session, item = self.session, self.item
        guide = session.review.lesson.guide
        self._list.choose(self._number())
        if item is None or not session.is_ready:
            self.answers = {}
            self._panel.compare.show_entries((), guide)
            self._panel.offer((), "")
            self._article.set_marks([])
            self.place_changed.emit("")
            return
        papers = (row.sha256 for row in session.rows)
        article = session.review.lesson.article
        found = item_answers(papers, item.id, session.review.papers.reviewed, article)
        # By number where names are hidden: the order of names would give them away.
        if session.is_blind:
            found = tuple(sorted(found, key=lambda each: session.place(each.sha256)))
        self.answers = {each.sha256: each for each in found}
        entries = tuple(answer_entry(session, each, item) for each in found)
        self._panel.compare.show_entries(entries, guide)
        self.place_changed.emit(f"item {self._number() + 1} of {len(self._items)}")
        self.choose_answer(self._sha)

    def choose_answer(self, sha256: str) -> None:
        """Explain one student's answer; an empty name explains the item alone."""
        item, guide = self.item, self.session.review.lesson.guide
        if item is None:
            return
        self._sha = sha256 if sha256 in self.answers else ""
        answer = self.chosen
        self._panel.compare.choose(self._sha)
        explanation = explain_item(self.session, item, answer, guide)
        self._panel.compare.show_explanation(explanation)
        self._panel.offer(self._verdicts(answer), "Open this paper ›" if answer else "")
        self._article.set_links([])
        self._article.set_marks(painted_item(item, answer, guide))
        self._article.select_mark(ITEM)
        self._article.ensure_mark_visible(ITEM)
        announce(self._panel, explanation.spoken())

    def _open_paper(self) -> None:
        if self._sha:
            self.paper_requested.emit(self._sha)

    def _verdicts(self, answer: ItemAnswer | None) -> tuple[DecisionChoice, ...]:
        if answer is None:
            return ()
        if answer.answer is None:
            return (DecisionChoice.OVERRIDE, DecisionChoice.COMMENT)
        has_group = self.session.number_of(answer.answer) >= 0 and self.session.key is not None
        everyone = (DecisionChoice.EVERYONE,) if has_group else ()
        waive = () if answer.answer.item_id else (DecisionChoice.WAIVE,)
        return (
            *(DecisionChoice.ACCEPT, *everyone, DecisionChoice.KEEP, *waive),
            *(DecisionChoice.OVERRIDE, DecisionChoice.COMMENT),
        )

    # -- deciding --------------------------------------------------------------------------------

    def give(self, verdict: DecisionChoice) -> None:
        """A verdict on the chosen student's answer; then the next that waits."""
        answer, item = self.chosen, self.item
        if answer is None or item is None or verdict not in self._verdicts(answer):
            return
        sha256, mark = answer.sha256, answer.mark_id
        item_id = "" if mark else item.id
        if verdict in _KINDS:
            if self.session.decide_mark(sha256, mark, _KINDS[verdict]):
                self._next_open(sha256)
        elif verdict is DecisionChoice.EVERYONE:
            self.ask_everyone(self.session.number_of(answer.answer))
        elif verdict is DecisionChoice.OVERRIDE:
            self.ask_points(
                f"“{shortened(item.quote, 120)}” in the paper of {self.session.name(sha256)}.",
                answer.points,
                item.weight or POINT,
                lambda points, why: self.session.decide_mark(
                    sha256, mark, DecisionKind.OVERRIDE, item_id=item_id, points=points, why=why
                ),
            )
        else:
            self.ask_comment(
                f"About “{shortened(item.quote, 90)}”. {self.session.name(sha256)} reads it with "
                "the reasons.",
                lambda words: self.session.decide_mark(
                    sha256, mark, DecisionKind.COMMENT, item_id=item_id, comment=words
                ),
            )

    def _next_open(self, after: str) -> None:
        order = list(self.answers)
        here = order.index(after) if after in order else -1
        following = [*order[here + 1 :], *order[: here + 1]]
        waiting = next((each for each in following if self.answers[each].is_open), "")
        if waiting:
            self.choose_answer(waiting)
