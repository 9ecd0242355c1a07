"""The middle of the review: the article in one column or two, or what is said in its place."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from annotator.ui.outcomes.two_panes import TwoPanes
from annotator.ui.review.bar import View
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.messages import EmptyState


class ReviewCentre(QStackedWidget):
    """Shows one of them for each view."""

    def __init__(
        self, appearance: Appearance, panes: TwoPanes, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.panes = panes
        self.nobody = EmptyState(
            appearance,
            "note",
            "No disagreement has come in",
            "What students say to work that you gave back is listed here, to be answered. Your "
            "desk takes it in from the class folder while it is open.",
        )
        self.no_papers = EmptyState(
            appearance, "people", "Nothing has come in yet", "Look for hand-ins on your desk."
        )
        self.no_decisions = EmptyState(
            appearance,
            "check",
            "There is nothing to decide",
            "No paper has an answer that the key doesn’t know. Look at papers, or return them.",
        )
        for part in (panes, self.nobody, self.no_papers, self.no_decisions):
            self.addWidget(part)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show, and so nothing to list or explain either."""
        return self.currentWidget() is not self.panes

    def show_for(
        self,
        view: View,
        *,
        has_papers: bool,
        has_decisions: bool,
        has_disagreements: bool,
        has_key: bool = False,
    ) -> None:
        """Show what fits: where nothing is to be decided, papers can be looked at all the same.

        ``has_key``: while there are no papers, the key can be read by itself.
        """
        shown: QWidget = self.panes
        if view is View.DISAGREEMENTS:
            shown = self.panes if has_disagreements else self.nobody
        elif not has_papers and not (has_key and view is View.PAPERS):
            shown = self.no_papers
        elif view is View.DECISIONS and not has_decisions:
            shown = self.no_decisions
        self.setCurrentWidget(shown)
