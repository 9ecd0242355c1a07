"""The review: decisions first, paper by paper, or all papers in a table. Layout and wiring."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from annotator.services.data.preferences import ReadingSettings, TeacherPreferences
from annotator.services.exchange.taking_in import TakingIn
from annotator.ui.outcomes.layers import Layers
from annotator.ui.review.adding import AddHandIns
from annotator.ui.review.bar import ReviewBar, View
from annotator.ui.review.columns import ReviewColumns
from annotator.ui.review.head import ReviewHead
from annotator.ui.review.inbox_filter import InboxFilter
from annotator.ui.review.inbox_model import Column, InboxModel
from annotator.ui.review.inbox_table import InboxTable
from annotator.ui.review.late_claims import LateClaimsQuestion
from annotator.ui.review.new_hand_ins import NewHandIns
from annotator.ui.review.returns_page import ReturnsPage
from annotator.ui.review.session import ReviewSession
from annotator.ui.review.whole_papers import WholePapers
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.messages import Banner, Tone
from annotator.ui.widgets.progress import ProgressPanel
from annotator.ui.widgets.sidebars import DETAILS_DRAWER_BELOW
from annotator.ui.widgets.undo import show_history

_LEAST = 520
#: Seconds that files which are being added get when the page goes.
_PATIENCE = 5.0


class ReviewPage(ReturnsPage):
    """Reviews the papers of a session. What lies outside is asked for with signals."""

    classes_requested = Signal()
    """Other classes are to be reviewed with these, or without some of them."""
    report_requested = Signal()
    key_requested = Signal()
    """The lesson's key is to be written on."""
    assign_requested = Signal()
    """The lesson is to be given to a class."""
    sheets_requested = Signal()
    """Sheets that were marked on paper are to be typed in."""
    return_requested = Signal(list)
    """The papers (SHA-256) that are to be given back: those chosen in the table, or all."""

    help_topic = "review"

    def __init__(
        self,
        appearance: Appearance,
        session: ReviewSession,
        *,
        preferences: TeacherPreferences | None = None,
        settings: ReadingSettings | None = None,
        taking_in: TakingIn | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.session = session
        self._preferences = preferences
        self._view_shown = View.DECISIONS
        self._has_disagreements = self._wants_two = False
        self.bar = ReviewBar(appearance)
        self.banner = Banner(appearance)
        self.progress = ProgressPanel(appearance)
        self.papers = InboxModel(session, self)
        self.header = ReviewHead(appearance, session, self.papers)
        self.count, self.classes = self.header.count, self.header.classes
        self.report, self.give_back = self.header.report, self.header.give_back
        self.filter = InboxFilter(self.papers, self)
        self.table = InboxTable(appearance, self.filter)
        self.columns = ReviewColumns(
            appearance,
            session,
            self.filter,
            self.bar,
            self,
            preferences=preferences,
            settings=settings,
        )
        self._name_parts(self.columns)
        self.whole = WholePapers(
            session, self.papers, self.filter, self.lists, self.decision_panel, self
        )
        self._body = QStackedWidget()
        self.adding: AddHandIns | None = None
        if taking_in is not None:
            lesson_id = session.review.lesson.id
            self.adding = AddHandIns(
                appearance, taking_in, self, self.progress, self.banner, lesson_id
            )
        self.late_claims = LateClaimsQuestion(appearance, session, self.banner, self)
        self.new_hand_ins = NewHandIns(session, self.header.new, self.table, self)
        self._lay_out()
        self._wire()
        self.header.show_key()
        self._show_count()
        if preferences is not None:
            self._wants_two = preferences.is_side_by_side()
        self._show_history()
        if session.review.papers.takes_the_rest:
            self.lists.show_lesson(session.review)
        self.show_view(View.PAPERS if session.review.papers.takes_the_rest else View.DECISIONS)
        if session.rows:
            self.progress.start("Looking through the papers", can_stop=False)
            session.start()

    # -- building ------------------------------------------------------------------------------

    def _name_parts(self, columns: ReviewColumns) -> None:
        """The parts of the columns that the page, and what lies around it, speak to."""
        self.lists, self.article, self.panes = columns.lists, columns.article, columns.panes
        self.centre = columns.centre
        self.decision_panel, self.paper_panel = columns.decision_panel, columns.paper_panel
        self.item_panel, self.disagreement_panel = columns.item_panel, columns.disagreement_panel
        self.decisions, self.paper_view = columns.decisions, columns.paper_view
        self.items, self.disagreements = columns.items, columns.disagreements

    def _lay_out(self) -> None:
        self.setMinimumWidth(_LEAST)
        self._body.addWidget(self.columns)
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
        self.header.key.clicked.connect(self.key_requested)
        self.header.assign.clicked.connect(self.assign_requested)
        self.lists.costs.cost_requested.connect(self.session.set_extra_cost)
        if self.adding is not None:
            self.header.add.clicked.connect(self.adding.ask)
            self.adding.added.connect(self._show_added)
        bar, session = self.bar, self.session
        bar.layers_requested.connect(self.show_layers)
        bar.step_requested.connect(self.step)
        bar.view_requested.connect(self.show_view)
        bar.panes_requested.connect(self.show_side_by_side)
        bar.blind_requested.connect(session.set_blind)
        bar.undo_requested.connect(self._undo)
        bar.redo_requested.connect(self._redo)
        session.progressed.connect(self.progress.set_done)
        session.ready.connect(self._ready)
        session.changed.connect(self._changed)
        session.key_changed.connect(self._key_changed)
        session.names_changed.connect(self._renamed)
        session.failed.connect(self.banner.show_error)
        self.papers.all_known.connect(self._show_count)
        self.decisions.paper_requested.connect(self.open_paper)
        self.decisions.many_decided.connect(self.banner.show_message)
        self.decisions.place_changed.connect(self._show_place)
        self.paper_view.decision_requested.connect(self.open_decision)
        self.items.paper_requested.connect(self.open_paper)
        self.whole.paper_requested.connect(self.open_paper)
        self.items.place_changed.connect(self._show_place)
        self.paper_view.faulty.connect(self.banner.show_error)
        self.disagreements.faulty.connect(self.banner.show_error)
        self.disagreements.counted.connect(bar.show_open_disagreements)
        self.disagreements.place_changed.connect(self._show_place)
        self.disagreements.paper_requested.connect(self.open_paper)
        self.disagreements.return_requested.connect(self.return_requested)
        self.disagreements.emptied.connect(self._show_disagreements)
        self.table.paper_requested.connect(self.open_paper)
        self.table.enter.clicked.connect(self.sheets_requested)
        self.article.mark_clicked.connect(self._mark_clicked)
        bar.paper_step_requested.connect(self._step_paper)

    # -- views ---------------------------------------------------------------------------------

    @property
    def view(self) -> View:
        """Which way to review is shown."""
        return self._view_shown

    def show_view(self, view: View) -> None:
        """Review in another way."""
        self._view_shown = view
        self.bar.show_view(view)
        self.bar.where.setVisible(view in (View.DECISIONS, View.ITEMS, View.DISAGREEMENTS))
        self.bar.sum.setVisible(view is View.PAPERS)
        has_papers = bool(self.session.rows)
        self.bar.layers.setVisible(view is View.PAPERS and has_papers)
        self.columns.prepare(view)
        self._show_centre()
        self._arrange_panes()
        self.columns.activate(view)
        if view is View.TABLE:
            # All in the table are all, also after some whole papers were listed alone.
            self.whole.show_alone(False)
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

    def open_item(self, item_id: str) -> None:
        """Show how every student answered one item of the key."""
        self.show_view(View.ITEMS)
        self.items.show_item(item_id)

    def step(self, by: int) -> None:
        """The next or the previous decision, or difference of the paper."""
        if view := self.columns.views.get(self._view_shown):
            view.step(by)

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

    def page_entered(self) -> None:
        """Show what came in while another page lay over this one."""
        if self.session.is_ready or not self.session.rows:
            self.new_hand_ins.enter(self.banner)

    def page_closed(self) -> None:
        """Stop for good: what is being added is waited for."""
        self.session.stop()
        if self.adding is not None:
            self.adding.shown.close(_PATIENCE)

    def show_layers(self, layers: Layers) -> None:
        """Paint a paper's marks, the key, or both, while they stand in one column."""
        self.bar.show_layers(layers)
        self.paper_view.show_layers(layers)

    def _show_added(self, sha256s: list[str]) -> None:
        """Hand-ins were added: list them, and show the first of those that count here."""
        self.session.take_in()
        listed = {row.sha256 for row in self.session.rows}
        if wanted := next((each for each in sha256s if each in listed), ""):
            self.open_paper(wanted)

    def _key_changed(self) -> None:
        """Every paper counts again, with another key or cost, or there are more of them."""
        self.header.show_key()
        if self.session.review.papers.takes_the_rest:
            self.lists.show_lesson(self.session.review)
        self.paper_view.reload()

    # -- facts ---------------------------------------------------------------------------------

    def _ready(self) -> None:
        self.progress.finish()
        self.columns.reload()
        self.papers.work_out_all()
        self._changed()
        self._show_centre()
        self._fit()

    def _changed(self) -> None:
        self.columns.refresh()
        self._show_history()
        self.papers.work_out_all()
        self._show_count()

    def _renamed(self) -> None:
        self.bar.blind.setChecked(self.session.is_blind)
        # The list's own order is by name, which must not show while names are hidden.
        column = max(Column.STUDENT, self.filter.sortColumn())
        self.filter.sort(column, self.filter.sortOrder())
        self.columns.show_names()

    def _show_count(self) -> None:
        if self.papers.knows_all:
            self.whole.refresh()
        if self.header.show_count():
            self._fit()

    def _show_place(self, text: str) -> None:
        self.bar.where.setText(text)
        self.bar.fit()

    def _show_history(self) -> None:
        show_history(self.session.review.history, self.bar.undo, self.bar.redo)

    def _undo(self) -> None:
        text = self.session.review.history.undo_text
        if self.session.undo():
            self._show_step(f"Taken back: {text}.")

    def _redo(self) -> None:
        text = self.session.review.history.redo_text
        if self.session.redo():
            self._show_step(f"Done again: {text}.")

    def _show_step(self, text: str) -> None:
        self.banner.show_message(text, tone=Tone.NOTE)
        self._changed()

    def _leave(self) -> None:
        self.page_closed()
        self.back_requested.emit()

    # -- room ----------------------------------------------------------------------------------

    def show_side_by_side(self, wanted: bool) -> None:
        """Marks and key side by side, or in one column; that is kept for the next time."""
        self._wants_two = wanted
        if self._preferences is not None:
            self._preferences.keep_side_by_side(wanted)
        self._arrange_panes()
        self._fit()
        if wanted and not self._has_room():
            self.banner.show_message(
                "Two columns would be too narrow to read here.",
                todo="They appear once the window is wider, or the article’s type smaller.",
                tone=Tone.NOTE,
            )

    def _has_room(self) -> bool:
        """Whether two columns fit, with the list of papers put away if need be."""
        return self.columns.has_room_for_two(self.width())

    def _arrange_panes(self) -> None:
        self.bar.panes.setChecked(self._wants_two)
        is_paper = self._view_shown is View.PAPERS and bool(self.session.rows)
        self.panes.set_wanted(self._wants_two and is_paper)

    def _show_disagreements(self, nobody: bool) -> None:
        self._has_disagreements = not nobody
        self._show_centre()
        self._fit()

    def _show_centre(self) -> None:
        """The article, or what is said where there is nothing to show in this view."""
        session, view = self.session, self._view_shown
        has_papers = bool(session.rows)
        self.centre.show_for(
            view,
            has_papers=has_papers,
            has_decisions=bool(session.todos) or not session.is_ready,
            has_disagreements=self._has_disagreements,
            has_key=session.shows_key_alone,
        )
        is_table = view is View.TABLE and has_papers
        self._body.setCurrentIndex(1 if is_table else 0)
        differences = has_papers and not self.centre.is_empty and not is_table
        papers = has_papers and view is View.PAPERS
        self.bar.allow_steps(differences=differences, papers=papers)
        self.bar.blind.setEnabled(has_papers)
        self.header.show_papers(has_papers)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = self.width()
        self.header.fit_page(width)
        wants_two = self._wants_two and self._view_shown is View.PAPERS
        self.bar.show_panes(has_room=self._has_room() or not wants_two)
        is_paper = self._view_shown is View.PAPERS and bool(self.session.rows)
        self.bar.panes.setVisible(is_paper and (wants_two or width >= DETAILS_DRAWER_BELOW))
        self.columns.fit(width, self._view_shown, wants_two=wants_two)
        self.bar.fit()
