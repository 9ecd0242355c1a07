"""Disagreements, one after the other: the student's words, the place in the article, an answer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from annotator.model.errors import AnnotatorError
from annotator.model.outcome import ItemOutcome
from annotator.model.review import ReviewChange
from annotator.services.review.disagreements import Answering, DisagreementRow
from annotator.ui.article.marks import MarkRole, PaintedMark
from annotator.ui.article.vocabulary import plural, shortened
from annotator.ui.outcomes.article_pane import ReviewArticle
from annotator.ui.outcomes.layers import Layers
from annotator.ui.outcomes.outcome_rows import OutcomeRow
from annotator.ui.review.asking import Asking
from annotator.ui.review.disagreement_panel import AnswerChoice, DisagreementPanel
from annotator.ui.review.disagreements import DisagreementsList
from annotator.ui.review.paper import OpenPaper, explain_entry, open_paper
from annotator.ui.review.session import ReviewSession
from annotator.ui.review.sheets import CommentSheet, EveryoneSheet
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance

_PLACE = "disagreement"


class DisagreementsView(Asking):
    """Drives list, article and panel while disagreements are answered."""

    paper_requested = Signal(str)
    return_requested = Signal(list)
    place_changed = Signal(str)
    counted = Signal(int)
    """How many are open."""
    emptied = Signal(bool)
    """Whether there is nothing to show."""
    faulty = Signal(object)

    def __init__(
        self,
        appearance: Appearance,
        session: ReviewSession,
        rows_list: DisagreementsList,
        article: ReviewArticle,
        panel: DisagreementPanel,
        window: QWidget,
    ) -> None:
        super().__init__(appearance, session, window)
        self._list, self._article, self._panel = rows_list, article, panel
        self._answering = Answering(session.review)
        self._rows: tuple[DisagreementRow, ...] = ()
        self._chosen = ""
        self._active = False
        rows_list.disagreement_chosen.connect(self.choose)
        panel.way_chosen.connect(self.answer)
        panel.paper_requested.connect(self._open_paper)
        panel.return_requested.connect(lambda: self.return_requested.emit(self.to_return()))

    # -- what there is -------------------------------------------------------------------------

    @property
    def rows(self) -> tuple[DisagreementRow, ...]:
        """All disagreements, as they were read last."""
        return self._rows

    @property
    def chosen(self) -> DisagreementRow | None:
        """The one that is shown."""
        return next((each for each in self._rows if each.disagreement.id == self._chosen), None)

    def to_return(self) -> list[str]:
        """The papers with answers that no student has yet; an earlier try goes out by itself."""
        papers = (each.paper.sha256 for each in self._rows if each.is_unreturned)
        return list(dict.fromkeys(papers))

    def set_active(self, active: bool) -> None:
        """Paint into the article, or leave it to the other views."""
        self._active = active
        if active:
            self._panel.setVisible(True)
            self.refresh()

    def refresh(self) -> None:
        """Read all of them again; the same one stays chosen."""
        try:
            self._rows = self._answering.rows()
        except AnnotatorError as error:
            self._rows = ()
            self.faulty.emit(error)
        names = tuple(self._name(each) for each in self._rows)
        self._list.show_disagreements(self._rows, names)
        self.counted.emit(sum(each.is_open for each in self._rows))
        self._panel.show_unreturned(sum(each.is_unreturned for each in self._rows))
        if self.chosen is None:
            self._chosen = self._next_open("")
        if self._active:
            self.emptied.emit(not self._rows)
            self._show()

    def choose(self, disagreement_id: str) -> None:
        """Show one of them."""
        self._chosen = disagreement_id
        self._show()

    def step(self, by: int) -> None:
        """The next (1) or the previous (-1) one; at the ends nothing happens."""
        ids = [each.disagreement.id for each in self._rows]
        if self._chosen in ids and 0 <= ids.index(self._chosen) + by < len(ids):
            self.choose(ids[ids.index(self._chosen) + by])

    def _next_open(self, after: str) -> str:
        """The next one that is unanswered, round at the end; else ``after``, or the first."""
        ids = [each.disagreement.id for each in self._rows]
        start = ids.index(after) + 1 if after in ids else 0
        order = [*self._rows[start:], *self._rows[:start]]
        found = next((each.disagreement.id for each in order if each.is_open), "")
        return found or (after if after in ids else next(iter(ids), ""))

    def _name(self, row: DisagreementRow) -> str:
        return self.session.name(row.paper.sha256) or "No name"

    # -- showing -------------------------------------------------------------------------------

    def _show(self) -> None:
        row = self.chosen
        ids = [each.disagreement.id for each in self._rows]
        self._list.choose(ids.index(self._chosen) if row is not None else -1)
        if not self._active:
            return
        self._panel.setVisible(row is not None)
        if row is None:
            self._article.set_marks([])
            self._article.set_links([])
            self.place_changed.emit("")
            return
        paper = self._paper(row)
        entry = _entry_of(paper, row) if paper is not None else None
        explanation = (
            explain_entry(paper, entry) if paper is not None and entry is not None else None
        )
        guide = self.session.review.lesson.guide
        has_key = self.session.key is not None
        self._panel.show_disagreement(row, self._name(row), explanation, guide, has_key=has_key)
        self._paint(row, paper, entry)
        still = sum(each.is_open for each in self._rows)
        place = f"{ids.index(row.disagreement.id) + 1} of {len(ids)}"
        self.place_changed.emit(f"{place} · {still} open" if still else f"{place} · all answered")
        what = f"Disagreement {place}. {self._name(row)} says: {row.disagreement.reason}."
        announce(self._panel, f"{what} {explanation.spoken()}" if explanation is not None else what)

    def _paper(self, row: DisagreementRow) -> OpenPaper | None:
        if row.fault:
            return None
        try:
            return open_paper(self.session, row.paper.sha256)
        except AnnotatorError:
            # The panel says why by itself; the words of the student can be answered.
            return None

    def _paint(
        self, row: DisagreementRow, paper: OpenPaper | None, entry: OutcomeRow | None
    ) -> None:
        if paper is not None and paper.lesson.key is not None:
            self._article.show_compared(paper.lesson, paper.compared, Layers.BOTH, None)
        else:
            self._article.set_marks([])
            self._article.set_links([])
        if entry is not None:
            self._article.pick(entry)
        elif row.span is not None:
            # It is gone from the key: its place is framed all the same.
            tip = "What the student speaks of"
            self._article.add_mark(
                PaintedMark(_PLACE, row.span, "", MarkRole.OUTLINE, dashed=True, tip=tip)
            )
            self._article.select_mark(_PLACE)
            self._article.ensure_mark_visible(_PLACE)

    def _open_paper(self) -> None:
        if self.chosen is not None:
            self.paper_requested.emit(self.chosen.paper.sha256)

    # -- answering -----------------------------------------------------------------------------

    def answer(self, way: AnswerChoice) -> None:
        """Answer the one that is shown; then the next that is open."""
        row = self.chosen
        if row is None:
            return
        disagreement_id = row.disagreement.id
        if way is AnswerChoice.RIGHT:
            self._do(disagreement_id, lambda: self._answering.right(disagreement_id))
        elif way is AnswerChoice.STANDS:
            self._ask_comment(
                row,
                "It stands",
                lambda words: self._do(
                    disagreement_id, lambda: self._answering.stands(disagreement_id, words)
                ),
            )
        elif way is AnswerChoice.EVERYONE:
            self._ask_everyone(row)
        elif way is AnswerChoice.WORDS and row.disagreement.verdict is not None:
            self._ask_comment(row, "Your answer", lambda words: self._reword(row, words))
        elif way is AnswerChoice.REOPEN and not row.is_open:
            self.session.take_step(lambda: self._answering.reopen(disagreement_id))

    def _do(self, disagreement_id: str, act: Callable[[], ReviewChange]) -> None:
        if self.session.take_step(act):
            self.choose(self._next_open(disagreement_id))

    def _reword(self, row: DisagreementRow, text: str) -> None:
        disagreement_id = row.disagreement.id
        self.session.take_step(lambda: self._answering.reword(disagreement_id, text))

    def _ask_comment(self, row: DisagreementRow, title: str, take: Callable[[str], None]) -> None:
        phrases = self._preferences.phrases() if self._preferences is not None else ()
        sheet = CommentSheet(
            self._appearance,
            whom=f"{self._name(row)} says: “{shortened(row.disagreement.reason, 160)}”",
            phrases=phrases,
            title=title,
            words=row.disagreement.answer,
            parent=self._window,
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.commented.connect(take)
        if self._preferences is not None:
            sheet.phrases_kept.connect(self._preferences.keep_phrases)
        sheet.open()

    def _ask_everyone(self, row: DisagreementRow) -> None:
        disagreement_id = row.disagreement.id
        try:
            rescore = self._answering.rescore(disagreement_id)
            alike = len(self._answering.alike(disagreement_id))
        except AnnotatorError as error:
            self.faulty.emit(error)
            return
        if rescore is None or row.answer is None:
            return
        guide = self.session.review.lesson.guide
        label = row.answer.label
        name = guide.label(label).name.lower() if label in guide else label
        missed = row.answer.missed
        what = (
            f"No one has to find “{shortened(row.quote, 140)}” any more: it gives no points, "
            "and passing it over costs none."
            if missed
            else f"“{shortened(row.quote, 140)}” counts as {name} for everyone."
        )
        if alike > 1:
            what += f" {plural(alike, 'student')} said so; all of them get this answer."
        sheet = EveryoneSheet(
            self._appearance,
            what=what,
            classes=self.session.class_names,
            rescore=rescore,
            name=self.session.name,
            can_require=not row.answer.item_id,
            others=len(self.session.review.papers.still_working()),
            title="Optional for everyone" if missed else "Accept for everyone",
            parent=self._window,
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.accepted_for.connect(
            lambda why, required: self._for_everyone(disagreement_id, why, required)
        )
        sheet.open()

    def _for_everyone(self, disagreement_id: str, why: str, required: bool) -> None:
        done = self.session.promote(
            lambda: self._answering.right_for_everyone(disagreement_id, why=why, required=required)
        )
        if done:
            self.refresh()
            self.choose(self._next_open(disagreement_id))


def _entry_of(paper: OpenPaper, row: DisagreementRow) -> OutcomeRow | None:
    """The row of the paper that a disagreement is about."""
    disagreement = row.disagreement
    for entry in paper.entries:
        if row.tie is not None and entry.tie is not None and entry.tie.ids == row.tie.ids:
            return entry
        if (
            disagreement.mark_id
            and entry.mark is not None
            and entry.mark.mark_id == disagreement.mark_id
        ):
            return entry
    item: ItemOutcome | None = row.item
    if item is None:
        return None
    found = (e for e in paper.entries if e.item is not None and e.item.item_id == item.item_id)
    return next(found, None)
