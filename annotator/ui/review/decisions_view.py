"""Decisions first: one answer at a time, decided for every paper that gave it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from annotator.model.errors import AnnotatorError
from annotator.model.key import POINT
from annotator.model.review import DecisionKind
from annotator.services.review.pending import PendingDecision
from annotator.ui.article.vocabulary import plural, shortened
from annotator.ui.outcomes.article_pane import ReviewArticle
from annotator.ui.review.asking import Asking
from annotator.ui.review.decision_panel import DecisionPanel
from annotator.ui.review.explain_group import (
    ANSWER,
    explain_group,
    item_of,
    painted_group,
    papers_text,
)
from annotator.ui.review.pending_decisions import PendingDecisionsList
from annotator.ui.review.session import ReviewSession
from annotator.ui.review.verdicts import DecisionChoice
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.sheets import ConfirmSheet

_KINDS = {
    DecisionChoice.ACCEPT: DecisionKind.ACCEPT,
    DecisionChoice.KEEP: DecisionKind.KEEP,
    DecisionChoice.WAIVE: DecisionKind.WAIVE,
}


class DecisionsView(Asking):
    """Drives list, article and panel while decisions are made."""

    paper_requested = Signal(str)
    many_decided = Signal(str)
    """Many decisions were made at once: what was done, in sentences."""
    place_changed = Signal(str)
    """ "decision 4 of 23, nine papers"."""

    def __init__(
        self,
        appearance: Appearance,
        session: ReviewSession,
        todos: PendingDecisionsList,
        article: ReviewArticle,
        panel: DecisionPanel,
        window: QWidget,
    ) -> None:
        super().__init__(appearance, session, window)
        self._list, self._article, self._panel = todos, article, panel
        self._active = True
        self._chosen = -1
        self._is_deciding = False
        todos.pending_chosen.connect(self.choose)
        panel.verdict_given.connect(self.give)
        panel.paper_requested.connect(self.paper_requested)
        panel.rest_requested.connect(self.ask_keep_rest)
        panel.explained_requested.connect(self.ask_keep_explained)
        panel.others.keep_requested.connect(self.keep_here)
        panel.hide()

    @property
    def chosen(self) -> int:
        """The number of the decision that is shown, from 0; -1 where there is none."""
        return self._chosen

    def set_active(self, active: bool) -> None:
        """Paint into the article, or leave it to the other view."""
        self._active = active
        if active:
            self._show()

    def reload(self) -> None:
        """The decisions were found (again): show them, and the first that is open."""
        todos = self.session.todos
        self._list.show_pending(todos, self.session.review.lesson.guide)
        if not 0 <= self._chosen < len(todos):
            self._chosen = self._next_open(-1) if todos else -1
        self._show()

    def refresh(self) -> None:
        """Something was decided: the same decisions, as they stand now."""
        self._list.show_pending(self.session.todos, self.session.review.lesson.guide)
        if self._chosen >= len(self.session.todos):
            self._chosen = len(self.session.todos) - 1
        if not self._is_deciding:
            self._show()

    def choose(self, number: int) -> None:
        """Show a decision, by its number from 0."""
        if 0 <= number < len(self.session.todos):
            self._chosen = number
            self._show()

    def step(self, by: int) -> None:
        """The next (1) or the previous (-1) one; at the ends nothing happens."""
        self.choose(self._chosen + by)

    def _next_open(self, after: int) -> int:
        """The next decision that is open, round at the end; else the one after, if there is one."""
        todos = self.session.todos
        order = [*range(after + 1, len(todos)), *range(after + 1)]
        found = next((n for n in order if todos[n].is_open), None)
        return found if found is not None else max(0, min(after, len(todos) - 1))

    # -- showing ---------------------------------------------------------------------------------

    def _show(self) -> None:
        todos = self.session.todos
        there = 0 <= self._chosen < len(todos)
        self._list.choose(self._chosen if there else -1)
        self._panel.show_rest(self.session.open_count)
        explained = self.session.explained
        places = sum(len(todos[n].group.open) for n in explained)
        self._panel.show_explained(len(explained), places)
        if not self._active:
            # Its panel would lie behind the other view's, and both would claim the same keys.
            return
        self._panel.setVisible(there)
        if not there:
            self._article.set_marks([])
            self.place_changed.emit("")
            return
        todo = todos[self._chosen]
        key, guide = self.session.key, self.session.review.lesson.guide
        of = len(self.session.rows)
        explanation = explain_group(todo, key, self.session.review.lesson, of)
        place = f"decision {self._chosen + 1} of {len(todos)}"
        people = [(p.sha256, self.session.name(p.sha256)) for p in todo.group.places]
        self._panel.show_decision(explanation, "", guide, self._verdicts(todo), people)
        others = [todos[n].group for n in self.session.open_here(self._chosen) if n != self._chosen]
        self._panel.others.show_others(others, guide, is_open=todo.is_open)
        self._article.set_links([])
        self._article.set_marks(painted_group(todo, key, guide))
        self._article.select_mark(ANSWER)
        self._article.ensure_mark_visible(ANSWER)
        self.place_changed.emit(f"{place} · {papers_text(len(people))}")
        announce(self._panel, f"{place}, {papers_text(len(people))}. {explanation.spoken()}")

    def _verdicts(self, todo: PendingDecision) -> tuple[DecisionChoice, ...]:
        if todo.decided_as == "accepted for everyone":
            return (DecisionChoice.COMMENT,)
        answer = todo.group.answer
        waive = () if answer.item_id else (DecisionChoice.WAIVE,)
        everyone = (DecisionChoice.EVERYONE,) if self.session.key is not None else ()
        return (
            *(DecisionChoice.ACCEPT, *everyone, DecisionChoice.KEEP, *waive),
            *(DecisionChoice.OVERRIDE, DecisionChoice.COMMENT),
        )

    # -- deciding --------------------------------------------------------------------------------

    def give(self, verdict: DecisionChoice) -> None:
        """A verdict on what is shown: for all papers that gave the answer; then the next one."""
        todos, number = self.session.todos, self._chosen
        if not 0 <= number < len(todos):
            return
        todo = todos[number]
        count = len(todo.group.places)
        if verdict in _KINDS:
            # The next decision is shown at once, and not this one once more before it.
            self._is_deciding = True
            done = self.session.decide(number, _KINDS[verdict])
            self._is_deciding = False
            if done:
                self._go_on(number, done)
            else:
                self._show()
        elif verdict is DecisionChoice.EVERYONE:
            self.ask_everyone(number)
        elif verdict is DecisionChoice.OVERRIDE:
            item = item_of(todo, self.session.key)
            most = item.weight if item is not None else POINT
            self.ask_points(
                f"“{shortened(todo.group.quote, 120)}” in {papers_text(count)}.",
                self._points_now(todo),
                most,
                lambda points, why: self._go_on(number, self.session.override(number, points, why)),
            )
        else:
            self.ask_comment(
                f"For everybody who marked “{shortened(todo.group.quote, 90)}” so: "
                f"{papers_text(count)}.",
                lambda words: self.session.comment(number, words),
            )

    def _points_now(self, todo: PendingDecision) -> int:
        """What the answer gives now (micro-points), by the first paper that can be read."""
        for place in todo.group.open or todo.group.places:
            try:
                counted = self.session.review.papers.reviewed(place.sha256).comparison
                if place.mark_id:
                    return counted.mark(place.mark_id).points
            except (AnnotatorError, KeyError):
                continue
        return 0

    def keep_here(self) -> None:
        """The key stands for every answer at this place that is open; then the next place."""
        number = self._chosen
        if 0 <= number < len(self.session.todos) and self.session.open_here(number):
            self._is_deciding = True
            done = self.session.keep_here(number)
            self._is_deciding = False
            self._go_on(number, done)

    def ask_keep_explained(self) -> None:
        """Ask whether the key is to stand wherever it says why a label is wrong."""
        if numbers := self.session.explained:
            why = "At each of them the key says why the label is wrong. "
            self._ask_keep(numbers, "it explains", why, self.keep_explained)

    def ask_keep_rest(self) -> None:
        """Ask whether the key is to stand for all that is open."""
        numbers = [n for n, todo in enumerate(self.session.todos) if todo.is_open]
        if len(numbers) == 1:
            self.keep_rest()
        elif numbers:
            self._ask_keep(numbers, "left", "", self.keep_rest)

    def _ask_keep(
        self, numbers: Sequence[int], which: str, why: str, act: Callable[[], None]
    ) -> None:
        count = len(numbers)
        times = sum(len(self.session.todos[n].group.open) for n in numbers)
        sheet = ConfirmSheet(
            self._appearance,
            f"Key stands for all {count} {which}?",
            f"{count} answers, given {plural(times, 'time')} in all, wait for a decision. {why}"
            "None of them will be accepted; the key stays as it is.",
            yes=f"Key stands for {count}",
            parent=self._window,
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.confirmed.connect(act)
        sheet.open()

    def keep_explained(self) -> None:
        """The key stands wherever it says why a label is wrong; then the next that is open."""
        number = self._chosen
        if self.session.explained:
            self._is_deciding = True
            done = self.session.keep_explained()
            self._is_deciding = False
            self._show_many(done)
            if done and not self.session.todos[number].is_open:
                self.choose(self._next_open(number))
            else:
                self._show()

    def keep_rest(self) -> None:
        """The key stands for all that is open."""
        if self.session.open_count:
            self._show_many(self.session.keep_rest())

    def _show_many(self, done: bool) -> None:
        if done:
            words = self.session.review.history.undo_text
            what = f"{words[:1].upper()}{words[1:]}"
            self.many_decided.emit(f"{what}. Undo takes it back in one step.")

    def _go_on(self, number: int, done: bool) -> None:
        if done:
            self.choose(self._next_open(number))
