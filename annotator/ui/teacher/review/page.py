"""The review: decisions first, paper by paper, or all papers in a table. Layout and wiring."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from annotator.model.errors import AnnotatorError
from annotator.services.phrases import PhraseBank
from annotator.services.sampling import sample
from annotator.ui.look import Look
from annotator.ui.reading.settings import ReadingSettings
from annotator.ui.teacher.article_pane import ReviewArticle
from annotator.ui.teacher.drawers import Sides
from annotator.ui.teacher.review.bar import ReviewBar, View
from annotator.ui.teacher.review.decision_panel import DecisionPanel
from annotator.ui.teacher.review.decisions_view import DecisionsView
from annotator.ui.teacher.review.disagreement_panel import DisagreementPanel
from annotator.ui.teacher.review.disagreements_view import DisagreementsView
from annotator.ui.teacher.review.inbox_model import Column, InboxFilter, InboxModel
from annotator.ui.teacher.review.inbox_table import InboxTable
from annotator.ui.teacher.review.items_view import ItemsView
from annotator.ui.teacher.review.left import ReviewLists
from annotator.ui.teacher.review.paper_panel import PaperPanel
from annotator.ui.teacher.review.papers_view import PapersView
from annotator.ui.teacher.review.session import ReviewSession
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.header import PageHeader
from annotator.ui.widgets.labels import ElidedWords, Role, Words
from annotator.ui.widgets.messages import Banner, EmptyState, Tone
from annotator.ui.widgets.painting import plain_tip
from annotator.ui.widgets.progress import ProgressPanel
from annotator.ui.words import plural

_LEAST = 520


class ReviewPage(QWidget):
    """Reviews the papers of a session. What lies outside is asked for with signals."""

    back_requested = Signal()
    classes_requested = Signal()
    """Other classes are to be reviewed with these, or without some of them."""
    report_requested = Signal()
    return_requested = Signal(list)
    """The papers (SHA-256) that are to be given back: those chosen in the table, or all."""

    def __init__(
        self,
        look: Look,
        session: ReviewSession,
        *,
        phrases: PhraseBank | None = None,
        settings: ReadingSettings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self.session = session
        self._view_shown = View.DECISIONS
        self.header = PageHeader(look, f"Review · {session.review.lesson.title}")
        self.about = ElidedWords(look, "", Role.SMALL)
        self.count = Words(look, "", Role.SMALL)
        self.classes = Button(
            look, "Classes", icon="people", tip="Which classes are reviewed", opens_menu=True
        )
        self.classes.hide()
        self.report = Button(look, "Class report", icon="map")
        self.give_back = Button(look, "Return…", kind=ButtonKind.PRIMARY, icon="hand-in")
        self.bar = ReviewBar(look)
        self.banner = Banner(look)
        self.progress = ProgressPanel(look)
        self.papers = InboxModel(session, self)
        self.filter = InboxFilter(self.papers, self)
        self.table = InboxTable(look, self.filter)
        self.lists = ReviewLists(look, self.filter)
        self.article = ReviewArticle()
        self.article.set_theme(look.theme)
        if settings is not None:
            self.article.set_settings(settings)
        lesson = session.review.lesson
        self.article.set_article(lesson.article, lesson.guide)
        self.decision_panel, self.paper_panel = DecisionPanel(look), PaperPanel(look)
        self.item_panel = PaperPanel(look, share=0.42)
        self.decisions = DecisionsView(
            look, session, self.lists.todos, self.article, self.decision_panel, self
        )
        self.paper_view = PapersView(
            look, session, self.lists.papers, self.article, self.paper_panel, self.bar.sum, self
        )
        self.items = ItemsView(look, session, self.lists.items, self.article, self.item_panel, self)
        self.said_panel = DisagreementPanel(look)
        self.said = DisagreementsView(
            look, session, self.lists.matters, self.article, self.said_panel, self
        )
        for view in (self.decisions, self.paper_view, self.items, self.said):
            view.set_phrases(phrases)
        self._panels, self._centre, self._body = (
            QStackedWidget(),
            QStackedWidget(),
            QStackedWidget(),
        )
        self._empty: EmptyState | None = None
        self._sample: tuple[str, ...] = ()
        self._only_sample = False
        self._lay_out()
        self._wire()
        self._show_key()
        self._say_count()
        self.show_view(View.DECISIONS)
        if session.rows:
            self.progress.start("Looking through the papers", can_stop=False)
            session.start()
        else:
            self._show_empty("people", "Nothing has come in yet", "Look for hand-ins on your desk.")

    # -- building ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setMinimumWidth(_LEAST)
        self.about.setMaximumWidth(300)
        self.about.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for widget in (
            self.about,
            self.count,
            self.classes,
            self.report,
            self.give_back,
        ):
            self.header.add_right(widget)
        self._panels.addWidget(self.decision_panel)
        self._panels.addWidget(self.paper_panel)
        self._panels.addWidget(self.item_panel)
        self._panels.addWidget(self.said_panel)
        self._nobody = EmptyState(
            self._look,
            "note",
            "Nobody disagrees with anything",
            "What students say to work that you gave back is listed here, to be answered.",
        )
        self._centre.addWidget(self._nobody)
        self._centre.addWidget(self.article)
        columns = QWidget()
        row = QHBoxLayout(columns)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._sides = Sides(row, self.lists, self._centre, self._panels)
        self._body.addWidget(columns)
        self._body.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.header, self.bar, self.banner, self.progress):
            column.addWidget(part)
        column.addWidget(self._body, 1)

    def _wire(self) -> None:
        self.header.back_requested.connect(self._leave)
        self.report.clicked.connect(self.report_requested)
        self.classes.clicked.connect(self.classes_requested)
        self.give_back.clicked.connect(lambda: self.return_requested.emit(self.wanted_papers()))
        bar, session = self.bar, self.session
        bar.step_requested.connect(self.step)
        bar.view_requested.connect(self.show_view)
        bar.blind_requested.connect(session.set_blind)
        bar.undo_requested.connect(self._undo)
        bar.redo_requested.connect(self._redo)
        bar.list_requested.connect(lambda: self._toggle(self.lists))
        bar.details_requested.connect(lambda: self._toggle(self._panels))
        session.progressed.connect(self.progress.set_done)
        session.ready.connect(self._ready)
        session.changed.connect(self._changed)
        session.key_changed.connect(self._show_key)
        session.names_changed.connect(self._renamed)
        session.failed.connect(self.tell_error)
        self.papers.all_known.connect(self._say_count)
        self.decisions.paper_requested.connect(self.open_paper)
        self.decisions.place_changed.connect(self._say_place)
        self.paper_view.decision_requested.connect(self.open_decision)
        self.items.paper_requested.connect(self.open_paper)
        self.lists.sample_wanted.connect(self.show_sample)
        self.decision_panel.sample_requested.connect(lambda: self.look_at_sample())
        session.looked_at.connect(lambda _sha256: self._say_sample())
        self.items.place_changed.connect(self._say_place)
        self.paper_view.faulty.connect(self.tell_error)
        self.said.faulty.connect(self.tell_error)
        self.said.counted.connect(bar.show_said)
        self.said.place_changed.connect(self._say_place)
        self.said.paper_requested.connect(self.open_paper)
        self.said.return_requested.connect(self.return_requested)
        self.said.emptied.connect(self._show_centre)
        self.table.paper_requested.connect(self.open_paper)
        self.article.mark_clicked.connect(self._mark_clicked)
        self._look.changed.connect(lambda: self.article.set_theme(self._look.theme))
        for key, by in (("Shift+J", 1), ("Shift+K", -1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(lambda step=by: self._step_paper(step))

    # -- views ---------------------------------------------------------------------------------

    @property
    def view(self) -> View:
        """Which of the three is shown."""
        return self._view_shown

    def show_view(self, view: View) -> None:
        """Show decisions, papers, or the table."""
        self._view_shown = view
        self.bar.views[view].setChecked(True)
        self._body.setCurrentIndex(1 if view is View.TABLE else 0)
        self.bar.where.setVisible(view in (View.DECISIONS, View.ITEMS, View.SAID))
        self.bar.sum.setVisible(view is View.PAPERS)
        for button in (self.bar.previous, self.bar.next):
            button.setVisible(view is not View.TABLE)
        self.lists.show_view(view)
        panels = {
            View.PAPERS: self.paper_panel,
            View.ITEMS: self.item_panel,
            View.SAID: self.said_panel,
        }
        self._panels.setCurrentWidget(panels.get(view, self.decision_panel))
        self._show_centre(False)
        self.decisions.set_active(view is View.DECISIONS)
        self.paper_view.set_active(view is View.PAPERS)
        self.items.set_active(view is View.ITEMS)
        self.said.set_active(view is View.SAID)
        if view is View.TABLE:
            self.papers.work_out_all()
        self._fit()

    def open_paper(self, sha256: str) -> None:
        """Show one paper."""
        # Chosen first: the view must not open another paper on the way, and call it looked at.
        self.paper_view.show_paper(sha256)
        self.show_view(View.PAPERS)

    def open_decision(self, number: int) -> None:
        """Show one decision."""
        self.show_view(View.DECISIONS)
        self.decisions.choose(number)

    # -- whole papers before they are returned -------------------------------------------------

    def sample(self) -> tuple[str, ...]:
        """The whole papers to look at before they are returned; empty while not all are known."""
        if not self.papers.knows_all:
            return ()
        lines = [(row.sha256, self.papers.line(row.sha256)) for row in self.session.rows]
        return sample(lines, self.session.review.lesson.id)

    def look_at_sample(self) -> None:
        """Show the papers of the sample alone, beginning with one that nobody has opened."""
        self._sample = self.sample()
        self.show_sample(True)
        unseen = (s for s in self._sample if self.session.row(s).looked is None)
        first = next(unseen, next(iter(self._sample), ""))
        if first:
            self.open_paper(first)

    def show_sample(self, only: bool) -> None:
        """List the papers of the sample alone, or all."""
        self._only_sample = only
        self.filter.show_only(self._sample if only else None)
        self._say_sample()

    def _say_sample(self) -> None:
        # What was begun is gone through to its end: decisions made meanwhile choose no others.
        if not self._only_sample and self.papers.knows_all:
            self._sample = self.sample()
        seen = sum(self.session.row(s).looked is not None for s in self._sample)
        self.lists.show_sample(seen, len(self._sample), only=self._only_sample)
        left = len(self._sample) - seen
        done = self.session.is_ready and not self.session.open_count
        self.decision_panel.show_sample(left if done else 0)

    def open_item(self, item_id: str) -> None:
        """Show how every student answered one item of the key."""
        self.show_view(View.ITEMS)
        self.items.show_item(item_id)

    def step(self, by: int) -> None:
        """The next or the previous decision, or difference of the paper."""
        if self._view_shown is View.DECISIONS:
            self.decisions.step(by)
        elif self._view_shown is View.PAPERS:
            self.paper_view.step(by)
        elif self._view_shown is View.ITEMS:
            self.items.step(by)
        elif self._view_shown is View.SAID:
            self.said.step(by)

    def _step_paper(self, by: int) -> None:
        if self._view_shown is View.PAPERS:
            self.paper_view.step_paper(by)

    def _mark_clicked(self, painted: str) -> None:
        if self._view_shown is View.PAPERS:
            self.paper_view.mark_clicked(painted)

    def wanted_papers(self) -> list[str]:
        """The papers that are chosen in the table, or else all that count."""
        chosen = self.table.selected() if self._view_shown is View.TABLE else []
        return chosen or [row.sha256 for row in self.session.rows]

    # -- facts ---------------------------------------------------------------------------------

    def _ready(self) -> None:
        self.progress.finish()
        self.decisions.reload()
        self.paper_view.reload()
        self.items.reload()
        self.papers.work_out_all()
        self._changed()
        if not self.session.todos:
            self._show_empty(
                "check",
                "There is nothing to decide",
                "No paper has an answer that the key doesn’t know. Look at papers, or return them.",
            )
        elif self._empty is not None:
            self._hide_empty()

    def _changed(self) -> None:
        self.decisions.refresh()
        self.paper_view.refresh()
        self.items.refresh()
        self.said.refresh()
        self.bar.show_undo(self.session.review.undo_words, self.session.review.redo_words)
        self.papers.work_out_all()
        self._say_count()

    def _renamed(self) -> None:
        self.bar.blind.setChecked(self.session.is_blind)
        # The list's own order is by name, which must not show while names are hidden.
        column = max(Column.STUDENT, self.filter.sortColumn())
        self.filter.sort(column, self.filter.sortOrder())
        self.decisions.refresh()
        self.said.refresh()
        self.paper_view.reload()
        self.items.refresh()

    def _show_key(self) -> None:
        key = self.session.key
        parts = [", ".join(name for name in self.session.class_names if name)]
        parts.append(f"key version {key.version}" if key is not None else "no key yet")
        self.about.setText(" · ".join(part for part in parts if part))

    def _say_count(self) -> None:
        of = len(self.session.rows)
        if not of:
            self.count.setText("nothing in yet")
            return
        if not self.papers.knows_all:
            # The figures of before stand until all are known again: they would only flicker.
            if not self.count.text():
                self.count.setText(plural(of, "paper"))
            return
        self._say_sample()
        standing = self.papers.standing()
        words = f"{standing.decided} of {of} decided"
        self.count.setToolTip(plain_tip(standing.words()))
        if words != self.count.text():
            self.count.setText(words)
            self._fit()

    def _say_place(self, words: str) -> None:
        self.bar.where.setText(words)
        self.bar.fit()

    def _undo(self) -> None:
        words = self.session.review.undo_words
        if self.session.undo():
            self._told_step(f"Taken back: {words}.")

    def _redo(self) -> None:
        words = self.session.review.redo_words
        if self.session.redo():
            self._told_step(f"Done again: {words}.")

    def _told_step(self, words: str) -> None:
        self.banner.say(words, tone=Tone.NOTE)
        self._changed()

    def tell_error(self, error: AnnotatorError) -> None:
        """Say in the banner what could not be done."""
        self.banner.say_error(error)

    def _leave(self) -> None:
        self.session.stop()
        self.back_requested.emit()

    # -- room ----------------------------------------------------------------------------------

    def _show_empty(self, icon: str, title: str, hint: str) -> None:
        self._hide_empty()
        self._empty = EmptyState(self._look, icon, title, hint)
        self._centre.addWidget(self._empty)
        self._show_centre(False)

    def _hide_empty(self) -> None:
        if self._empty is not None:
            self._centre.removeWidget(self._empty)
            self._empty.deleteLater()
            self._empty = None
        self._show_centre(False)

    def _show_centre(self, nobody: bool) -> None:
        """The article, or what is said where there is nothing to show in this view."""
        if self._view_shown is View.SAID:
            self._centre.setCurrentWidget(self._nobody if nobody else self.article)
        else:
            # Where nothing is to be decided, papers can be looked at all the same.
            is_empty = self._view_shown is View.DECISIONS or not self.session.rows
            self._centre.setCurrentWidget((self._empty if is_empty else None) or self.article)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = self.width()
        self.about.setVisible(width >= 1000)
        self.count.setVisible(width >= 760)
        self.report.set_words_shown(width >= 900)
        self.classes.set_words_shown(width >= 1100)
        left, right = self._sides.fit(width)
        in_columns = self._view_shown is not View.TABLE
        self.bar.list.setVisible(left and in_columns)
        self.bar.details.setVisible(right and in_columns)
        self._tell_drawers()
        self.bar.fit()

    def _toggle(self, part: QWidget) -> None:
        self._sides.toggle(part)
        self._tell_drawers()

    def _tell_drawers(self) -> None:
        self.bar.list.setChecked(self.lists.isVisible())
        self.bar.details.setChecked(self._panels.isVisible())
