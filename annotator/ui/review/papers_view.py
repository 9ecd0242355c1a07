"""Paper by paper: one student's marks over the key, with all that was decided on them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from annotator.model.errors import AnnotatorError
from annotator.model.key import POINT
from annotator.model.review import DecisionKind
from annotator.services.marking.wording import found_text
from annotator.services.review.explanation import explain_whole_key
from annotator.services.review.points import sum_of
from annotator.ui.article.marks import Sign
from annotator.ui.article.vocabulary import shortened
from annotator.ui.outcomes.article_pane import entry_of
from annotator.ui.outcomes.layers import Layers
from annotator.ui.outcomes.outcome_rows import OutcomeRow, explain, key_entries
from annotator.ui.outcomes.row_navigation import next_stop, place_of, stops_of
from annotator.ui.outcomes.sum_line import SumLine
from annotator.ui.outcomes.two_panes import TwoPanes
from annotator.ui.review.asking import Asking
from annotator.ui.review.explain_group import counted
from annotator.ui.review.left import PapersList
from annotator.ui.review.paper import (
    OpenPaper,
    answer_at,
    explain_entry,
    open_paper,
    verdicts_for,
)
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


class PapersView(Asking):
    """Drives list, article and panel while one paper is looked at."""

    decision_requested = Signal(int)
    """The decision (by number) that this answer is part of."""
    faulty = Signal(object)
    """An AnnotatorError: the paper can't be shown."""

    def __init__(
        self,
        appearance: Appearance,
        session: ReviewSession,
        papers: PapersList,
        panes: TwoPanes,
        panel: PaperPanel,
        sum_line: SumLine,
        window: QWidget,
    ) -> None:
        super().__init__(appearance, session, window)
        self._list, self._panes, self._panel = papers, panes, panel
        self._sum = sum_line
        self._active = False
        self._sha = ""
        self._paper: OpenPaper | None = None
        self._chosen = ""
        self._sign: Sign | None = None
        self._layers = Layers.BOTH
        self._key_rows: tuple[OutcomeRow, ...] = ()
        """The rows of the key by itself, while there is no paper to lay over it."""
        papers.paper_chosen.connect(self.show_paper)
        panel.compare.entry_chosen.connect(self.choose)
        panel.compare.sign_chosen.connect(self._filter)
        panel.verdict_given.connect(self.give)
        panel.same_answer_requested.connect(self._to_decision)
        panes.mark_clicked.connect(self.mark_clicked)
        panes.turned.connect(self._turned)
        escape = QShortcut(QKeySequence("Esc"), panel.compare)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(lambda: self.choose(""))

    @property
    def paper(self) -> OpenPaper | None:
        """The paper that is shown, if it can be shown."""
        return self._paper

    @property
    def sha256(self) -> str:
        """Which paper is shown; empty for none."""
        return self._sha

    @property
    def chosen(self) -> OutcomeRow | None:
        """The row that is explained."""
        return self._entry(self._chosen)

    def set_active(self, active: bool) -> None:
        """Paint into the article, or leave it to the other view."""
        self._active = active
        if active:
            self.reload()

    def show_paper(self, sha256: str) -> None:
        """Show a paper; no row of it is explained yet."""
        if sha256 != self._sha:
            self._sha, self._chosen, self._sign = sha256, "", None
        self.reload()

    def step_paper(self, by: int) -> None:
        """The next (1) or the previous (-1) paper of the list; at the ends nothing happens."""
        there = self._list.beside(self._sha, by)
        if there:
            self.show_paper(there)

    def refresh(self) -> None:
        """Something was decided; show the paper as it counts now, at the same row."""
        if self._active:
            self.reload()

    def reload(self) -> None:
        """Compare the paper again and show it."""
        if not self._active:
            return
        if not self._sha:
            self._sha = self._list.first()
        self._list.choose(self._sha)
        chosen = self.chosen
        self._paper = None
        if self._sha:
            try:
                self._paper = open_paper(self.session, self._sha)
            except AnnotatorError as error:
                self.faulty.emit(error)
        paper = self._paper
        guide = self.session.review.lesson.guide
        self._key_rows = self._rows_of_key()
        self._panel.compare.show_entries(self._rows, guide)
        if paper is None:
            self._sum.clear()
            self._panel.offer((), "")
            self._paint()
            self.choose(self._chosen)
            return
        comparison = paper.compared.comparison
        found = found_text(comparison.named, comparison.required, len(comparison.marks))
        self._sum.show_sum(
            shortened(paper.compared.submission.student.name, 28),
            found,
            sum_of(comparison),
            note=paper.name_note,
        )
        self._paint()
        self.choose(self._again(chosen))
        self.session.look_at(self._sha)

    @property
    def _rows(self) -> tuple[OutcomeRow, ...]:
        return self._paper.entries if self._paper is not None else self._key_rows

    def _rows_of_key(self) -> tuple[OutcomeRow, ...]:
        """The rows of the key where that is all there is to read."""
        key = self.session.key
        alone = self.session.shows_key_alone and not self._sha
        return key_entries(key) if alone and key is not None else ()

    def show_layers(self, layers: Layers) -> None:
        """Paint the student's marks, the key, or both, while they stand in one column."""
        self._layers = layers
        self._turned()
        announce(self._panel, f"{layers.value} shown")

    @property
    def layers(self) -> Layers:
        """What is painted in one column."""
        return self._layers

    def _again(self, before: OutcomeRow | None) -> str:
        """The id of the row that was explained before; an extra that was accepted has another."""
        if before is None or self._entry(before.id) is not None or before.mark is None:
            return self._chosen
        wanted = before.mark.mark_id
        found = (e.id for e in self._rows if e.mark is not None and e.mark.mark_id == wanted)
        return next(found, "")

    def _paint(self) -> None:
        paper = self._paper
        if paper is not None and paper.lesson.key is not None:
            name = shortened(paper.compared.submission.student.name, 60)
            self._panes.show_paper(paper.lesson, paper.compared, name, self._sign, self._layers)
        elif self._key_rows:
            self._panes.show_key(self.session.lesson)
        elif paper is None:
            self._panes.clear()

    def _turned(self) -> None:
        """One column became two, or the other way round: the same row, painted again."""
        if self._active:
            self._paint()
            self.choose(self._chosen)

    def _filter(self, sign: Sign | None) -> None:
        self._sign = sign
        self._paint()
        self.choose(self._chosen)

    # -- rows ------------------------------------------------------------------------------------

    def choose(self, entry_id: str) -> None:
        """Explain a row; an empty id explains the paper as a whole."""
        paper, entry = self._paper, self._entry(entry_id)
        if not self._rows:
            return
        self._chosen = entry.id if entry is not None else ""
        self._panel.compare.choose(self._chosen)
        place = place_of(self._stops(), entry) if entry is not None else ""
        if paper is not None:
            explanation = explain_entry(paper, entry, side_by_side=self._panes.is_two)
            number = self._decision_number(entry)
            verdicts = verdicts_for(paper, entry, has_group=number >= 0)
            self._panel.offer(verdicts, self._same(number))
        elif entry is not None:
            explanation = explain(entry, self.session.lesson, None, None)
        else:
            explanation = explain_whole_key(self.session.lesson)
        self._panel.compare.show_explanation(explanation, place)
        self._panes.pick(entry)
        announce(self._panel, explanation.spoken())

    def step(self, by: int) -> None:
        """The next (1) or the previous (-1) difference; round at the ends."""
        shown = self._panel.compare.shown_entries()
        chosen = next_stop(shown, self._stops(), self._chosen, by)
        if chosen:
            self.choose(chosen)

    def mark_clicked(self, painted: str) -> None:
        """A mark of the article was clicked."""
        self.choose(entry_of(painted, self._rows))

    def _stops(self) -> list[OutcomeRow]:
        if self._paper is None:
            return []
        shown = self._panel.compare.shown_entries()
        return stops_of(shown, filtered=self._sign is not None)

    def _entry(self, entry_id: str) -> OutcomeRow | None:
        return next((each for each in self._rows if entry_id and each.id == entry_id), None)

    def _decision_number(self, entry: OutcomeRow | None) -> int:
        """The decision that a row's answer is part of, or -1."""
        answer = answer_at(self._paper, entry) if self._paper is not None else None
        return self.session.number_of(answer)

    def _same(self, number: int) -> str:
        if number < 0:
            return ""
        count = len(self.session.todos[number].group.places)
        return f"Decide for all {counted(count)} who gave this answer ›" if count > 1 else ""

    def _to_decision(self) -> None:
        number = self._decision_number(self.chosen)
        if number >= 0:
            self.decision_requested.emit(number)

    # -- deciding ----------------------------------------------------------------------------------

    def give(self, verdict: DecisionChoice) -> None:
        """A verdict on the chosen row, for this student alone."""
        entry, sha256 = self.chosen, self._sha
        if self._paper is None:
            return
        mark = entry.mark.mark_id if entry is not None and entry.mark is not None else ""
        item = entry.item.item_id if entry is not None and entry.item is not None else ""
        if verdict in _KINDS and mark:
            if self.session.decide_mark(sha256, mark, _KINDS[verdict]):
                self._next_open()
        elif verdict is DecisionChoice.EVERYONE:
            number = self._decision_number(entry)
            if number >= 0:
                self.ask_everyone(number)
        elif verdict is DecisionChoice.OVERRIDE and entry is not None:
            most = entry.key_item.weight if entry.key_item is not None else POINT
            self.ask_points(
                f"“{shortened(entry.words, 120)}” in the paper of {self.session.name(sha256)}.",
                entry.points or 0,
                most,
                lambda points, why: self.session.decide_mark(
                    sha256,
                    mark,
                    DecisionKind.OVERRIDE,
                    item_id="" if mark else item,
                    points=points,
                    why=why,
                ),
            )
        elif verdict is DecisionChoice.COMMENT:
            about = f"About “{shortened(entry.words, 90)}”." if entry else "About the whole paper."
            self.ask_comment(
                f"{about} {self.session.name(sha256)} reads it with the reasons.",
                lambda words: self.session.decide_mark(
                    sha256, mark, DecisionKind.COMMENT, item_id="" if mark else item, comment=words
                ),
            )

    def _next_open(self) -> None:
        """On to the next row that waits for a decision, if there is one."""
        if self._paper is None:
            return
        waiting = {mark.mark_id for mark in self._paper.reviewed.open}
        ids = [
            each.id
            for each in self._paper.entries
            if each.mark is not None and each.mark.mark_id in waiting
        ]
        if ids:
            self.choose(ids[0])
