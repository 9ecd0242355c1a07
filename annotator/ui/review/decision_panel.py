"""The right side while decisions are made: the difference explained, the verdicts, who gave it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.model.labels import LabelGuide
from annotator.services.review.explanation import Explanation
from annotator.ui.outcomes.difference import DifferenceCard
from annotator.ui.review.others_here import OthersHere
from annotator.ui.review.verdicts import DecisionChoice, VerdictBar
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.chips import Chip
from annotator.ui.widgets.flow import FlowLayout
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.scroll_pane import ScrollPane
from annotator.ui.widgets.sidebars import SideGround

#: So many names stand on the panel; the rest is in the table.
_MOST = 12


class DecisionPanel(SideGround):
    """Says what a decision is about; asks for verdicts and for single papers."""

    verdict_given = Signal(object)
    paper_requested = Signal(str)
    rest_requested = Signal()
    explained_requested = Signal()
    """The key is to stand wherever it says itself why a label is wrong."""
    sample_requested = Signal()
    """Some whole papers are to be looked at before all are returned."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent=parent)
        self.card = DifferenceCard(appearance)
        self.verdicts = VerdictBar(appearance)
        self.verdicts.verdict_given.connect(self.verdict_given)
        self.others = OthersHere(appearance)
        self._who = TextLabel(appearance, "", Role.STRONG, wrap=True)
        self._names = QWidget()
        self._flow = FlowLayout(gap=6, line_gap=6)
        self._names.setLayout(self._flow)
        self.rest = Button(
            appearance,
            "",
            key="Shift+S",
            show_key=True,
            kind=ButtonKind.QUIET,
            tip="Nothing else of these papers waits then; one step to undo",
        )
        self.rest.clicked.connect(self.rest_requested)
        self.explained = Button(
            appearance,
            "",
            key="Shift+E",
            show_key=True,
            kind=ButtonKind.QUIET,
        )
        self.explained.clicked.connect(self.explained_requested)
        self.sample = Button(appearance, "", icon="article", kind=ButtonKind.PRIMARY)
        self.sample.clicked.connect(self.sample_requested)
        self.sample.hide()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        column.addWidget(self.card)
        column.addWidget(self.verdicts)
        column.addWidget(self.others)
        column.addWidget(self.explained, 0, Qt.AlignmentFlag.AlignLeft)
        below = QVBoxLayout()
        below.setContentsMargins(16, 6, 14, 6)
        below.setSpacing(8)
        below.addWidget(self._who)
        below.addWidget(self._names)
        column.addLayout(below)
        column.addStretch(1)
        self._scroll = ScrollPane("What the answer is, and the decision")
        self._scroll.setWidget(inside)
        inside.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 4)
        outer.setSpacing(0)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(self.others.keep, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addWidget(self.rest, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addWidget(self.sample, 0, Qt.AlignmentFlag.AlignHCenter)

    def show_decision(
        self,
        explanation: Explanation,
        place: str,
        guide: LabelGuide,
        verdicts: tuple[DecisionChoice, ...],
        people: list[tuple[str, str]],
    ) -> None:
        """Show one decision; ``people`` are (paper, name) of those who gave the answer."""
        self.card.set_guide(guide)
        self.card.show_explanation(explanation, place)
        self.verdicts.offer(*verdicts)
        self._who.setVisible(bool(people))
        self._who.setText("Who gave this answer")
        # Out of sight while it changes: each part shown by itself would be laid out by itself.
        self._names.hide()
        self._flow.clear()
        for sha256, name in people[:_MOST]:
            chip = Chip(self._appearance, name, tip=f"Open the paper of {name}")
            chip.setCheckable(False)
            chip.clicked.connect(lambda _on=False, s=sha256: self.paper_requested.emit(s))
            self._flow.addWidget(chip)
        if len(people) > _MOST:
            more = TextLabel(self._appearance, f"and {len(people) - _MOST} more", Role.SMALL)
            self._flow.addWidget(more)
        self._names.setVisible(bool(people))
        self._names.updateGeometry()
        self._scroll.verticalScrollBar().setValue(0)

    def show_rest(self, count: int) -> None:
        """How many decisions are still open; the key can stand for all of them at once."""
        self.rest.setVisible(count > 0)
        self.rest.set_label(
            "Key stands for the other one" if count == 1 else f"Key stands for all {count} left"
        )

    def show_explained(self, answers: int, times: int) -> None:
        """For how many open answers, how often given, the key says itself why they are wrong."""
        self.explained.setVisible(answers > 1)
        self.explained.set_label(f"Key stands for {answers} it explains")
        self.explained.set_tip(
            f"{answers} answers, {times} times in all: another label where the key says why it is "
            "wrong. The students read that sentence. One step to undo"
        )

    def show_sample(self, left: int) -> None:
        """Once all is decided: how many whole papers are still to be looked at; 0 asks nothing."""
        self.sample.setVisible(left > 0)
        what = "whole paper" if left == 1 else "whole papers"
        self.sample.set_label(f"Look at {left} {what} before you return")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.verdicts.fit_panel(self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(260, 200)
