"""The left side of the review: the decisions, the papers, or the items of the key."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from annotator.model.work import EXTRA_COSTS
from annotator.services.review.points import points_text
from annotator.services.review.reviewing import Review
from annotator.ui.outcomes.row_delegates import SHA_ROLE, PaperDelegate
from annotator.ui.review.bar import View
from annotator.ui.review.disagreements import DisagreementsList
from annotator.ui.review.inbox_filter import InboxFilter
from annotator.ui.review.items_lists import ItemsList
from annotator.ui.review.pending_decisions import PendingDecisionsList
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.chips import Chip
from annotator.ui.widgets.choices import ChoiceRow
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.rows import RowsList
from annotator.ui.widgets.sidebars import SideGround

_OPEN_KEY = (
    "For practice, not for grades: this lesson’s key comes with the program, so anyone can read it."
)
_NOTHING_YET = (
    "Add the hand-in files that your students gave you, or drop them anywhere on this page."
)
_FREE_EXTRAS = "With 0, marking everything pays."
_OWN_COST = "In the papers of a class it costs what you chose when you gave out the lesson."


class PapersList(RowsList):
    """The papers in the order of the table."""

    paper_chosen = Signal(str)

    def __init__(self, appearance: Appearance, papers: InboxFilter) -> None:
        super().__init__(appearance, papers, "Papers that were handed in")
        self.setItemDelegate(PaperDelegate(appearance, self))
        self.row_chosen.connect(lambda index: self.paper_chosen.emit(index.data(SHA_ROLE)))

    def first(self) -> str:
        """The first paper that is listed, or an empty string."""
        return str(self.model().index(0, 0).data(SHA_ROLE) or "")

    def beside(self, sha256: str, by: int) -> str:
        """The paper ``by`` rows below this one; an empty string where there is none."""
        papers = self.model()
        assert isinstance(papers, InboxFilter)
        index = papers.index_of(sha256)
        there = papers.index(index.row() + by, 0) if index.isValid() else QModelIndex()
        return str(there.data(SHA_ROLE)) if there.isValid() else ""

    def choose(self, sha256: str) -> None:
        """Show a paper as chosen, without telling."""
        papers = self.model()
        assert isinstance(papers, InboxFilter)
        self.choose_row(papers.index_of(sha256))


class CostOfExtras(QWidget):
    """What an extra mark costs in the papers of no class, and what is said of an open key."""

    cost_requested = Signal(int)
    """Micro-points."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        answers = [(cost, points_text(cost)) for cost in EXTRA_COSTS]
        self.cost = ChoiceRow(appearance, "An extra mark costs", answers, optional=False)
        self.cost.chosen.connect(self._chosen)
        self._free = TextLabel(appearance, _FREE_EXTRAS, Role.SMALL, ink="other", wrap=True)
        self._classes = TextLabel(appearance, _OWN_COST, Role.SMALL, wrap=True)
        self.practice = TextLabel(appearance, _OPEN_KEY, Role.SMALL, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 12, 12)
        column.setSpacing(6)
        for part in (self.cost, self._free, self._classes, self.practice):
            column.addWidget(part)

    def show_review(self, review: Review) -> None:
        """Show what an extra costs now, and whether anyone can read the key."""
        cost = review.papers.extra_cost
        self.cost.set_value(cost)
        self._free.setVisible(cost == 0)
        self._classes.setVisible(bool(review.papers.assignments))
        self.practice.setVisible(review.lesson.is_open)

    def _chosen(self, cost: object) -> None:
        assert isinstance(cost, int)
        self.cost_requested.emit(cost)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._appearance.theme.line)
        painter.end()


class ReviewLists(SideGround):
    """One of the lists, under its heading."""

    sample_wanted = Signal(bool)
    """Only the papers to look at whole are wanted, or all."""

    def __init__(
        self, appearance: Appearance, papers: InboxFilter, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, Qt.Edge.RightEdge, parent)
        self.todos = PendingDecisionsList(appearance)
        self.papers = PapersList(appearance, papers)
        self.items = ItemsList(appearance)
        self._heading = TextLabel(appearance, "", Role.SMALL_STRONG)
        self._heading.setContentsMargins(14, 14, 12, 8)
        self.all_papers = Chip(appearance, "All")
        self.sample = Chip(
            appearance, "", tip="Some papers from low to high points, and flagged ones"
        )
        self.all_papers.setChecked(True)
        self.all_papers.clicked.connect(lambda: self.sample_wanted.emit(False))
        self.sample.clicked.connect(lambda: self.sample_wanted.emit(True))
        self._chips = QWidget()
        chips = QHBoxLayout(self._chips)
        chips.setContentsMargins(14, 0, 12, 8)
        chips.setSpacing(6)
        chips.addWidget(self.all_papers)
        chips.addWidget(self.sample)
        chips.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.todos)
        self._stack.addWidget(self.papers)
        self._stack.addWidget(self.items)
        self.disagreements = DisagreementsList(appearance)
        self._stack.addWidget(self.disagreements)
        self._nothing = TextLabel(appearance, _NOTHING_YET, Role.SMALL, wrap=True)
        self._nothing.setContentsMargins(14, 0, 12, 12)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.costs = CostOfExtras(appearance)
        self._review: Review | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addWidget(self._heading)
        column.addWidget(self._chips)
        column.addWidget(self._stack, 1)
        column.addWidget(self._nothing, 1)
        column.addWidget(self.costs)
        self.show_view(View.DECISIONS)

    def show_lesson(self, review: Review) -> None:
        """Show what goes with the review of a whole lesson as well."""
        self._review = review
        self.costs.show_review(review)
        self.show_view(self._view)

    def show_view(self, view: View) -> None:
        """Show the list that goes with a view; the table has none."""
        self._view = view
        lists: dict[View, tuple[RowsList, str]] = {
            View.PAPERS: (self.papers, "Papers"),
            View.ITEMS: (self.items, "Items of the key"),
            View.DISAGREEMENTS: (self.disagreements, "Disagreements, oldest first"),
        }
        shown, heading = lists.get(view, (self.todos, "Answers, most common first"))
        self._stack.setCurrentWidget(shown)
        self._heading.setText(heading)
        review = self._review if view is View.PAPERS else None
        is_empty = review is not None and not review.papers.rows
        if is_empty:
            self._heading.setText("Nothing handed in yet")
        self._chips.setVisible(view is View.PAPERS and not is_empty)
        self._stack.setVisible(not is_empty)
        self._nothing.setVisible(is_empty)
        self.costs.setVisible(review is not None)

    def show_sample(self, seen: int, of: int, *, only: bool) -> None:
        """How many whole papers to look at, how many were seen; whether they alone are listed."""
        self.sample.set_label(f"Look at {of} whole: {seen} seen")
        self.sample.setVisible(of > 0)
        self.all_papers.setChecked(not only)
        self.sample.setChecked(only)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 160)
