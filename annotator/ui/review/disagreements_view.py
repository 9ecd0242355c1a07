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
        matters: DisagreementsList,
        article: ReviewArticle,
        panel: DisagreementPanel,
        window: QWidget,
    ) -> None:
        super().__init__(appearance, session, window)
        self._list, self._article, self._panel = matters, article, panel
        self._answering = Answering(session.review)
        self._matters: tuple[DisagreementRow, ...] = ()
        self._chosen = ""
        self._active = False
        matters.matter_chosen.connect(self.choose)
        panel.way_chosen.connect(self.answer)
        panel.paper_requested.connect(self._open_paper)
        panel.return_requested.connect(lambda: self.return_requested.emit(self.to_return()))

    # -- what there is -------------------------------------------------------------------------

    @property
    def matters(self) -> tuple[DisagreementRow, ...]:
        """All disagreements, as they were read last."""
        return self._matters

    @property
    def chosen(self) -> DisagreementRow | None:
        """The one that is shown."""
        return next((each for each in self._matters if each.said.id == self._chosen), None)

    def to_return(self) -> list[str]:
        """The papers with answers that no student has yet; of a student's tries the one that
        counts, with which earlier ones go out."""
        papers = []
        review = self.session.review
        counting = {row.sha256 for row in self.session.rows}
        for each in self._matters:
            if each.is_unreturned:
                tries = [row.sha256 for row in review.papers.attempts(each.row.sha256)]
                papers.append(next((sha for sha in tries if sha in counting), each.row.sha256))
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
            self._matters = self._answering.matters()
        except AnnotatorError as error:
            self._matters = ()
            self.faulty.emit(error)
        names = tuple(self._name(each) for each in self._matters)
        self._list.show_matters(self._matters, names)
        self.counted.emit(sum(each.is_open for each in self._matters))
        self._panel.show_unreturned(sum(each.is_unreturned for each in self._matters))
        if self.chosen is None:
            self._chosen = self._next_open("")
        if self._active:
            self.emptied.emit(not self._matters)
            self._show()

    def choose(self, said_id: str) -> None:
        """Show one of them."""
        self._chosen = said_id
        self._show()

    def step(self, by: int) -> None:
        """The next (1) or the previous (-1) one; at the ends nothing happens."""
        ids = [each.said.id for each in self._matters]
        if self._chosen in ids and 0 <= ids.index(self._chosen) + by < len(ids):
            self.choose(ids[ids.index(self._chosen) + by])

    def _next_open(self, after: str) -> str:
        """The next one that is unanswered, round at the end; else ``after``, or the first."""
        ids = [each.said.id for each in self._matters]
        start = ids.index(after) + 1 if after in ids else 0
        order = [*self._matters[start:], *self._matters[:start]]
        found = next((each.said.id for each in order if each.is_open), "")
        return found or (after if after in ids else next(iter(ids), ""))

    def _name(self, matter: DisagreementRow) -> str:
        return self.session.name(matter.row.sha256) or "No name"

    # -- showing -------------------------------------------------------------------------------

    def _show(self) -> None:
        matter = self.chosen
        ids = [each.said.id for each in self._matters]
        self._list.choose(ids.index(self._chosen) if matter is not None else -1)
        if not self._active:
            return
        self._panel.setVisible(matter is not None)
        if matter is None:
            self._article.set_marks([])
            self._article.set_links([])
            self.place_changed.emit("")
            return
        paper = self._paper(matter)
        entry = _entry_of(paper, matter) if paper is not None else None
        told = explain_entry(paper, entry) if paper is not None and entry is not None else None
        guide = self.session.review.lesson.guide
        has_key = self.session.key is not None
        self._panel.show_matter(matter, self._name(matter), told, guide, has_key=has_key)
        self._paint(matter, paper, entry)
        still = sum(each.is_open for each in self._matters)
        place = f"{ids.index(matter.said.id) + 1} of {len(ids)}"
        self.place_changed.emit(f"{place} · {still} open" if still else f"{place} · all answered")
        what = f"Disagreement {place}. {self._name(matter)} says: {matter.said.reason}."
        announce(self._panel, f"{what} {told.spoken()}" if told is not None else what)

    def _paper(self, matter: DisagreementRow) -> OpenPaper | None:
        if matter.fault:
            return None
        try:
            return open_paper(self.session, matter.row.sha256)
        except AnnotatorError:
            # The panel says why by itself; the words of the student can be answered.
            return None

    def _paint(
        self, matter: DisagreementRow, paper: OpenPaper | None, entry: OutcomeRow | None
    ) -> None:
        if paper is not None and paper.lesson.key is not None:
            self._article.show_compared(paper.lesson, paper.compared, Layers.BOTH, None)
        else:
            self._article.set_marks([])
            self._article.set_links([])
        if entry is not None:
            self._article.pick(entry)
        elif matter.span is not None:
            # It is gone from the key: its place is framed all the same.
            tip = "What the student speaks of"
            self._article.add_mark(
                PaintedMark(_PLACE, matter.span, "", MarkRole.OUTLINE, dashed=True, tip=tip)
            )
            self._article.select_mark(_PLACE)
            self._article.ensure_mark_visible(_PLACE)

    def _open_paper(self) -> None:
        if self.chosen is not None:
            self.paper_requested.emit(self.chosen.row.sha256)

    # -- answering -----------------------------------------------------------------------------

    def answer(self, way: AnswerChoice) -> None:
        """Answer the one that is shown; then the next that is open."""
        matter = self.chosen
        if matter is None:
            return
        said_id = matter.said.id
        if way is AnswerChoice.RIGHT:
            self._do(said_id, lambda: self._answering.right(said_id))
        elif way is AnswerChoice.STANDS:
            self._ask_words(
                matter,
                "It stands",
                lambda words: self._do(said_id, lambda: self._answering.stands(said_id, words)),
            )
        elif way is AnswerChoice.EVERYONE:
            self._ask_everyone(matter)
        elif way is AnswerChoice.WORDS and matter.said.verdict is not None:
            self._ask_words(matter, "Your answer", lambda words: self._reword(matter, words))
        elif way is AnswerChoice.REOPEN and not matter.is_open:
            self.session.take_step(lambda: self._answering.reopen(said_id))

    def _do(self, said_id: str, act: Callable[[], ReviewChange]) -> None:
        if self.session.take_step(act):
            self.choose(self._next_open(said_id))

    def _reword(self, matter: DisagreementRow, words: str) -> None:
        said_id = matter.said.id
        self.session.take_step(lambda: self._answering.reword(said_id, words))

    def _ask_words(self, matter: DisagreementRow, title: str, take: Callable[[str], None]) -> None:
        phrases = self._preferences.phrases() if self._preferences is not None else ()
        sheet = CommentSheet(
            self._appearance,
            whom=f"{self._name(matter)} says: “{shortened(matter.said.reason, 160)}”",
            phrases=phrases,
            title=title,
            words=matter.said.answer,
            parent=self._window,
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.commented.connect(take)
        if self._preferences is not None:
            sheet.phrases_kept.connect(self._preferences.keep_phrases)
        sheet.open()

    def _ask_everyone(self, matter: DisagreementRow) -> None:
        said_id = matter.said.id
        try:
            rescore = self._answering.rescore(said_id)
            alike = len(self._answering.alike(said_id))
        except AnnotatorError as error:
            self.faulty.emit(error)
            return
        if rescore is None or matter.answer is None:
            return
        guide = self.session.review.lesson.guide
        label = matter.answer.label
        name = guide.label(label).name.lower() if label in guide else label
        missed = matter.answer.missed
        what = (
            f"Nobody has to find “{shortened(matter.quote, 140)}” any more: it gives no points, "
            "and passing it over costs none."
            if missed
            else f"“{shortened(matter.quote, 140)}” counts as {name} for everyone."
        )
        if alike > 1:
            what += f" {plural(alike, 'student')} said so; all of them get this answer."
        sheet = EveryoneSheet(
            self._appearance,
            what=what,
            classes=self.session.class_names,
            rescore=rescore,
            name=self.session.name,
            can_require=not matter.answer.item_id,
            others=len(self.session.review.papers.still_working()),
            title="Optional for everyone" if missed else "Accept for everyone",
            parent=self._window,
        )
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.accepted_for.connect(lambda why, required: self._for_everyone(said_id, why, required))
        sheet.open()

    def _for_everyone(self, said_id: str, why: str, required: bool) -> None:
        done = self.session.promote(
            lambda: self._answering.right_for_everyone(said_id, why=why, required=required)
        )
        if done:
            self.refresh()
            self.choose(self._next_open(said_id))


def _entry_of(paper: OpenPaper, matter: DisagreementRow) -> OutcomeRow | None:
    """The row of the paper that a disagreement is about."""
    said = matter.said
    for entry in paper.entries:
        if said.mark_id and entry.mark is not None and entry.mark.mark_id == said.mark_id:
            return entry
    item: ItemOutcome | None = matter.item
    if item is None:
        return None
    found = (e for e in paper.entries if e.item is not None and e.item.item_id == item.item_id)
    return next(found, None)
