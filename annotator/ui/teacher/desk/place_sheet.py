"""The sheet on which the teacher says whose a hand-in of an unknown hand is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QScrollArea, QWidget

from annotator.ui.look import Look
from annotator.ui.widgets.buttons import ButtonKind
from annotator.ui.widgets.labels import ElidedWords, Role
from annotator.ui.widgets.sheets import Sheet


@dataclass(frozen=True, slots=True)
class UnknownHand:
    """Somebody's work: the name that the files say, what there is, who it may be (ids)."""

    hand: str
    name: str
    detail: str
    likely: tuple[str, ...] = ()


class PlaceSheet(Sheet):
    """One line for each hand. What is not chosen stays in the queue."""

    placed = Signal(list)
    """Pairs of hand and student id."""

    def __init__(
        self,
        look: Look,
        hands: Sequence[UnknownHand],
        students: Sequence[tuple[str, str]],
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, "Whose work is it?", parent)
        self.resize(680, 480)
        self.add_text(
            "The names are what the files say; nobody has checked them. What you choose holds for "
            "all that came from the same hand, and for what still comes.",
            ink="soft_ink",
        )
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(14)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.boxes: dict[str, QComboBox] = {}
        for number, each in enumerate(hands):
            grid.addWidget(ElidedWords(look, each.name, Role.STRONG), 2 * number, 0)
            grid.addWidget(ElidedWords(look, each.detail, Role.SMALL), 2 * number + 1, 0)
            box = self._box(each, students)
            grid.addWidget(box, 2 * number, 1, 2, 1)
            self.boxes[each.hand] = box
        grid.setRowStretch(2 * len(hands), 1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.viewport().setAutoFillBackground(False)
        scroll.setWidget(holder)
        holder.setAutoFillBackground(False)
        self.body.addWidget(scroll, 1)
        self.add_button("Not now").clicked.connect(self.reject)
        self.yes_button = self.add_button("Keep", ButtonKind.PRIMARY)
        self.yes_button.clicked.connect(self._keep)

    def _box(self, hand: UnknownHand, students: Sequence[tuple[str, str]]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(f"Whose work is that of {hand.name}")
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(16)
        box.addItem("nobody yet", "")
        likely = set(hand.likely)
        # Who has this name comes first, but is not chosen: two can share one.
        for id, name in sorted(students, key=lambda each: each[0] not in likely):
            box.addItem(name, id)
        return box

    def _keep(self) -> None:
        chosen = [(hand, box.currentData()) for hand, box in self.boxes.items()]
        self.placed.emit([(hand, id) for hand, id in chosen if id])
        self.accept()
