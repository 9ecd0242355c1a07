"""Some whole papers that are looked at before all are returned: which, and how many were seen."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator.services.review.inbox import sample
from annotator.ui.review.decision_panel import DecisionPanel
from annotator.ui.review.inbox_filter import InboxFilter
from annotator.ui.review.inbox_model import InboxModel
from annotator.ui.review.left import ReviewLists
from annotator.ui.review.session import ReviewSession


class WholePapers(QObject):
    """Keeps the sample steady while it is gone through, and says how far that is."""

    paper_requested = Signal(str)

    def __init__(
        self,
        session: ReviewSession,
        papers: InboxModel,
        shown: InboxFilter,
        lists: ReviewLists,
        panel: DecisionPanel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._papers, self._filter = session, papers, shown
        self._lists, self._panel = lists, panel
        self._sample: tuple[str, ...] = ()
        self._only = False
        lists.sample_wanted.connect(self.show_alone)
        panel.sample_requested.connect(self.look)
        session.looked_at.connect(lambda _sha256: self.refresh())

    def sample(self) -> tuple[str, ...]:
        """The papers (SHA-256) to look at; empty while not all are known."""
        if not self._papers.knows_all:
            return ()
        lines = [(row.sha256, self._papers.line(row.sha256)) for row in self._session.rows]
        return sample(lines, self._session.review.lesson.id)

    def look(self) -> None:
        """Show the papers of the sample alone, beginning with one that was not opened yet."""
        self._sample = self.sample()
        self.show_alone(True)
        unseen = (s for s in self._sample if self._session.row(s).looked is None)
        first = next(unseen, next(iter(self._sample), ""))
        if first:
            self.paper_requested.emit(first)

    def show_alone(self, alone: bool) -> None:
        """List the papers of the sample alone, or all."""
        self._only = alone
        self._filter.show_only(self._sample if alone else None)
        self.refresh()

    def refresh(self) -> None:
        """Say how many are seen and how many are left."""
        # What was begun is gone through to its end: decisions made meanwhile choose no others.
        if not self._only and self._papers.knows_all:
            self._sample = self.sample()
        # A later try takes the place of one that was among them.
        self._sample = tuple(s for s in self._sample if self._papers.row_of(s) >= 0)
        seen = sum(self._session.row(s).looked is not None for s in self._sample)
        self._lists.show_sample(seen, len(self._sample), only=self._only)
        done = self._session.is_ready and not self._session.open_count
        rows = [self._session.review.papers.row(sha256) for sha256 in self._sample]
        left = sum(row.looked is None and row.returned is None for row in rows)
        self._panel.show_sample(left if done else 0)
