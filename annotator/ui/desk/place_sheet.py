"""The sheet on which the teacher says whose a hand-in is, and where it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from annotator.model.work import KnownName
from annotator.services.exchange.filing import FilingChoice, Unfiled
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import ButtonKind
from annotator.ui.widgets.labels import ElidedLabel, Role, TextLabel
from annotator.ui.widgets.picker import searchable
from annotator.ui.widgets.scroll_pane import ScrollPane
from annotator.ui.widgets.sheets import Sheet


class NoClass(Enum):
    """Where hand-ins go that are counted with no class."""

    ASIDE = "keep it aside"
    ASK = "ask me again"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownHand:
    """One person's work: the name that the files say, what there is, who it may be (ids)."""

    hand: str
    name: str
    detail: str
    sha256s: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()


class PlaceSheet(Sheet):
    """One line for each hand, and for each lesson that a class was not given. What is not chosen
    stays in the queue."""

    kept = Signal(list, list, list)
    """Pairs of hand and student id; pairs of hashes and a FilingChoice or NoClass; names that are
    a student's no more, as :class:`KnownName`."""

    def __init__(
        self,
        appearance: Appearance,
        hands: Sequence[UnknownHand],
        students: Sequence[tuple[str, str]],
        unfiled: Sequence[Unfiled] = (),
        titles: Mapping[str, str] | None = None,
        *,
        known_names: Sequence[tuple[KnownName, str]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, "Where does it belong?", parent)
        self.resize(720, 520)
        self._appearance, self._titles = appearance, titles or {}
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(10)
        self._hands = {each.hand: each for each in hands}
        self.boxes: dict[str, QComboBox] = {}
        self.places: list[tuple[Unfiled, QComboBox]] = []
        if hands:
            self._add_hands(students)
        self._add_unfiled([each for each in unfiled if not each.is_aside], is_aside=False)
        self._add_unfiled([each for each in unfiled if each.is_aside], is_aside=True)
        self.names: list[tuple[KnownName, QComboBox]] = []
        self._add_names(known_names)
        if not hands and not unfiled and not known_names:
            self._add_text("Nothing waits, and nothing is kept aside.")
        self._column.addStretch(1)
        scroll = ScrollPane("Whose work it is")
        scroll.setWidget(holder)
        holder.setAutoFillBackground(False)
        self.body.addWidget(scroll, 1)
        self.add_button("Not now").clicked.connect(self.reject)
        self.yes_button = self.add_button("Keep", ButtonKind.PRIMARY)
        self.yes_button.clicked.connect(self._keep)

    # -- building ------------------------------------------------------------------------------

    def _add_hands(self, students: Sequence[tuple[str, str]]) -> None:
        self._column.addWidget(TextLabel(self._appearance, "On no list", Role.STRONG))
        self._add_text(
            "The names are what the files say; nobody has checked them. What you choose holds for "
            "all that came from the same hand, and for what still comes."
        )
        grid = self._grid()
        for hand in self._hands.values():
            box = self._box(f"Whose work is that of {hand.name}", "nobody yet")
            # Who has this name, or one like it, comes first, but is not chosen: two can share one.
            first = {id: place for place, id in enumerate(hand.likely)}
            for id, name in sorted(students, key=lambda each: first.get(each[0], len(first))):
                box.addItem(f"perhaps {name}" if id in first else name, id)
            box.addItem(NoClass.ASIDE.value, NoClass.ASIDE)
            searchable(box, "Type a name, or choose")
            self._add_line(grid, hand.name, hand.detail, box)
            self.boxes[hand.hand] = box

    def _add_unfiled(self, unfiled: Sequence[Unfiled], *, is_aside: bool) -> None:
        if not unfiled:
            return
        self._column.addSpacing(6 if self._column.count() else 0)
        title = "Kept aside" if is_aside else "Not clear where it counts"
        self._column.addWidget(TextLabel(self._appearance, title, Role.STRONG))
        self._add_text(
            "These are kept and count nowhere."
            if is_aside
            else "Say where they count. Until then they count nowhere."
        )
        grid = self._grid()
        for each in unfiled:
            who = _names(each)
            box = self._box(
                f"Where does the work of {who} count", "kept aside" if is_aside else "nowhere yet"
            )
            for choice in each.choices:
                box.addItem(_choice_text(choice), choice)
            other = NoClass.ASK if is_aside else NoClass.ASIDE
            box.addItem(other.value, other)
            self._add_line(grid, who, self._detail(each), box)
            self.places.append((each, box))

    def _add_names(self, known_names: Sequence[tuple[KnownName, str]]) -> None:
        """Names of which the teacher said whose they are; ``str`` is the student, as in a list."""
        if not known_names:
            return
        self._column.addSpacing(6 if self._column.count() else 0)
        self._column.addWidget(TextLabel(self._appearance, "One student, two names", Role.STRONG))
        self._add_text("You said that these are one student. It holds for the class.")
        grid = self._grid()
        for known, student in known_names:
            box = self._box(f"Whether {known.name} is {student}", "the same student")
            box.addItem("not the same: ask me again", known.key)
            self._add_line(grid, known.name, student, box)
            self.names.append((known, box))

    def _add_text(self, text: str) -> None:
        self._column.addWidget(TextLabel(self._appearance, text, ink="soft_ink", wrap=True))

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._column.addLayout(grid)
        return grid

    def _add_line(self, grid: QGridLayout, name: str, detail: str, box: QComboBox) -> None:
        row = grid.rowCount()
        grid.addWidget(ElidedLabel(self._appearance, name, Role.STRONG), row, 0)
        grid.addWidget(ElidedLabel(self._appearance, detail, Role.SMALL, lines=2), row + 1, 0)
        grid.addWidget(box, row, 1, 2, 1)
        grid.setRowMinimumHeight(row + 2, 8)

    def _box(self, name: str, nothing: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(16)
        box.addItem(nothing, "")
        return box

    def _detail(self, each: Unfiled) -> str:
        title = self._titles.get(each.lesson_id, "a lesson that is not here")
        if not each.class_name:
            return f"“{title}” · in no class now"
        if each.given_to and each.given_to != each.class_name:
            return f"“{title}”, which {each.given_to} was given · in {each.class_name}"
        if any(
            choice.class_id == each.class_id and choice.assignment_id for choice in each.choices
        ):
            return f"“{title}”, from a lesson file that this desk does not know · {each.class_name}"
        return f"“{title}”, which {each.class_name} was not given"

    # -- keeping -------------------------------------------------------------------------------

    def _keep(self) -> None:
        hands: list[tuple[str, str]] = []
        filed: list[tuple[tuple[str, ...], FilingChoice | NoClass]] = []
        for hand, box in self.boxes.items():
            chosen = box.currentData()
            if isinstance(chosen, NoClass):
                filed.append((self._hands[hand].sha256s, chosen))
            elif chosen:
                hands.append((hand, chosen))
        for each, box in self.places:
            if isinstance(chosen := box.currentData(), FilingChoice | NoClass):
                filed.append((each.sha256s, chosen))
        taken_back = [known for known, box in self.names if box.currentData()]
        self.kept.emit(hands, filed, taken_back)
        self.accept()


def _names(each: Unfiled) -> str:
    """Who handed in, by name; the first two where there are more."""
    if len(each.names) <= 2:
        return " and ".join(each.names)
    return f"{each.names[0]}, {each.names[1]} and {len(each.names) - 2} more"


def _choice_text(choice: FilingChoice) -> str:
    if choice.assignment_id:
        return f"count it with {choice.class_name}"
    return f"give {choice.class_name} this lesson and count it there"
