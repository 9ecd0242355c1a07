"""The right side while one paper is looked at: its rows, the verdicts, who else answered so."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.ui.outcomes.compare_panel import ComparePanel
from annotator.ui.review.verdicts import DecisionChoice, VerdictBar
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.sidebars import SideGround


class PaperPanel(SideGround):
    """The panel of differences with the verdicts below it."""

    verdict_given = Signal(object)
    same_answer_requested = Signal()

    def __init__(
        self, appearance: Appearance, *, share: float = 0.68, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, parent=parent)
        # ``share`` of the height above the verdicts is the explanation's at most.
        self.compare = ComparePanel(appearance, share=share)
        self.verdicts = VerdictBar(appearance)
        self.verdicts.verdict_given.connect(self.verdict_given)
        self.same = Button(appearance, "", kind=ButtonKind.QUIET, tip="Decide once for all of them")
        self.same.clicked.connect(self.same_answer_requested)
        self.same.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.compare, 1)
        column.addWidget(self.same, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.verdicts)

    def offer(self, verdicts: tuple[DecisionChoice, ...], same: str) -> None:
        """Show these verdicts; ``same`` is the way to everybody with this answer, or empty."""
        self.verdicts.offer(*verdicts)
        self.verdicts.setVisible(bool(verdicts))
        self.same.set_label(same)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a low window the way to the decision is left to the key of that view."""
        low = self.verdicts.fit_panel(self.height())
        self.same.setVisible(bool(self.same.label) and not low)

    def minimumSizeHint(self) -> QSize:
        return QSize(260, 200)
