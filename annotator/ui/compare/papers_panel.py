"""The left side: what was handed in for a lesson, and what an extra mark costs in it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.services.review.papers import EXTRA_COSTS, LessonPapers
from annotator.ui.outcomes.papers_model import SHA_ROLE, PapersModel, papers_words
from annotator.ui.outcomes.points import points_words
from annotator.ui.outcomes.row_delegates import PaperDelegate
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.choices import ChoiceRow
from annotator.ui.widgets.ground import SideGround
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.rows import RowsList

_OPEN_KEY = (
    "For practice, not for grades: this lesson’s key comes with the program, so anyone can read it."
)
_NO_LIMIT = 16_777_215
_NOTHING_YET = (
    "Add the hand-in files that your students gave you, or drop them anywhere on this page."
)
_FREE_EXTRAS = "With 0, marking everything pays."


class PapersPanel(SideGround):
    """Lists the key and the papers; asks for the one that is chosen."""

    paper_chosen = Signal(str)
    """The SHA-256 of the paper that was chosen; empty for the key by itself."""
    extra_cost_requested = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, Qt.Edge.RightEdge, parent)
        self.model = PapersModel(self)
        self._count = TextLabel(appearance, "", Role.SMALL_STRONG)
        name = "The answer key and the papers that were handed in"
        self.list = RowsList(appearance, self.model, name)
        self.list.setItemDelegate(PaperDelegate(appearance, self.list))
        self.list.row_chosen.connect(self._chosen)
        answers = [(cost, points_words(cost)) for cost in EXTRA_COSTS]
        self.cost = ChoiceRow(appearance, "An extra mark costs", answers, optional=False)
        self.cost.chosen.connect(self._cost_chosen)
        self._free = TextLabel(appearance, _FREE_EXTRAS, Role.SMALL, ink="other", wrap=True)
        self.practice = TextLabel(appearance, _OPEN_KEY, Role.SMALL, wrap=True)
        self._nothing = TextLabel(appearance, _NOTHING_YET, Role.SMALL, wrap=True)
        self._nothing.setContentsMargins(14, 8, 12, 12)
        self._foot = QWidget()
        self._lay_out()

    def show_papers(self, papers: LessonPapers | None) -> None:
        """List a lesson's papers; nothing where no lesson is open."""
        with self.list.quietly():
            self.model.show_papers(papers)
        self._foot.setVisible(papers is not None)
        nothing = papers is not None and not self.model.papers
        self._nothing.setVisible(nothing)
        # What to do next stands right below the one row that there is.
        row = self.list.sizeHintForRow(0)
        self.list.setMaximumHeight(row if nothing and row > 0 else _NO_LIMIT)
        self._count.setText(papers_words(len(self.model.papers)))
        if papers is not None:
            self.practice.setVisible(papers.lesson.is_open)
            self.show_cost(papers.extra_cost)

    def show_cost(self, cost: int) -> None:
        """Show what an extra mark costs now; every paper's points follow."""
        self.cost.set_value(cost)
        self._free.setVisible(cost == 0)
        self.model.points_changed()

    def choose(self, sha256: str) -> None:
        """Show a paper (or the key, for an empty name) as chosen, without telling."""
        self.list.choose_row(self.model.index(self.model.row_of(sha256)))

    def step(self, by: int) -> None:
        """Choose the next (1) or the previous (-1) paper; at the ends nothing happens."""
        row = self.list.currentIndex().row() + by
        if 1 <= row < self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(row))

    def _lay_out(self) -> None:
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(14, 10, 12, 12)
        foot.setSpacing(6)
        foot.addWidget(self.cost)
        foot.addWidget(self._free)
        foot.addWidget(self.practice)
        self._count.setContentsMargins(14, 14, 12, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addWidget(self._count)
        column.addWidget(self.list, 1)
        column.addWidget(self._nothing)
        column.addStretch(0)
        column.addWidget(self._foot)

    def _chosen(self, index: QModelIndex) -> None:
        self.paper_chosen.emit(index.data(SHA_ROLE))

    def _cost_chosen(self, cost: object) -> None:
        assert isinstance(cost, int)
        self.extra_cost_requested.emit(cost)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._foot.isVisible():
            painter = QPainter(self)
            painter.fillRect(0, self._foot.y(), self.width(), 1, self._appearance.theme.line)
            painter.end()
