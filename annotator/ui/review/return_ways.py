"""The ways on which returns go: a row for each, with what it is for or what it needs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.columns import ScrollColumn
from annotator.ui.widgets.labels import Role, TextLabel

#: Room on the screen for the heading, the buttons and the window's own frame around the list, and
#: the least for the list.
_AROUND, _LEAST = 220, 150
#: What a scroll bar takes of the width.
_BAR = 24


class ReturnWay(Enum):
    """A way back to the students."""

    CLASS_FOLDER = auto()
    FOLDER = auto()
    MOODLE = auto()
    CANVAS = auto()
    CLASS_FILE = auto()
    PAPER = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What decides which ways there are: of ``papers`` so many came from each platform, so many
    students have a class card; ``for_folder`` of the papers can be sealed to their students in a
    class folder; the names of the class folders."""

    papers: int = 0
    class_folders: tuple[str, ...] = ()
    from_moodle: int = 0
    from_canvas: int = 0
    with_card: int = 0
    for_folder: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    title: str
    detail: str
    button: str
    enabled: bool = True


class ReturnWays(ScrollColumn):
    """The first way is the one to take unless there is a reason for another."""

    chosen = Signal(object)
    """A :class:`ReturnWay`."""

    def __init__(self, appearance: Appearance, known: Known, parent: QWidget | None = None) -> None:
        super().__init__(spacing=6, parent=parent)
        self._appearance = appearance
        self.buttons: dict[ReturnWay, Button] = {}
        for way, row in _rows(known).items():
            self.column.addWidget(self._make(way, row, is_first=not self.buttons))
        self.column.addStretch(1)
        self._before = 0

    def add_before_rows(self, part: QWidget) -> None:
        """Put something above the rows, below what is there already."""
        self.column.insertWidget(self._before, part)
        self._before += 1

    def fit(self, width: int) -> None:
        """Be as high as the rows at this width, where the screen has the room."""
        room = max(_LEAST, self.screen().availableGeometry().height() - _AROUND)
        self.setMinimumHeight(min(self.content_height(width - _BAR), room))

    def _make(self, way: ReturnWay, row: _Row, *, is_first: bool) -> Card:
        appearance = self._appearance
        card = Card(appearance)
        line = QHBoxLayout(card)
        line.setContentsMargins(14, 8, 10, 8)
        line.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(TextLabel(appearance, row.title, Role.STRONG, wrap=True))
        words.addWidget(TextLabel(appearance, row.detail, Role.SMALL, wrap=True))
        line.addLayout(words, 1)
        kind = ButtonKind.PRIMARY if is_first and row.enabled else ButtonKind.PLAIN
        button = Button(appearance, row.button, kind=kind)
        button.setAutoDefault(False)
        button.setEnabled(row.enabled)
        button.setAccessibleName(f"{row.title}: {row.button}")
        button.setAccessibleDescription(row.detail)
        button.clicked.connect(lambda: self.chosen.emit(way))
        line.addWidget(button)
        self.buttons[way] = button
        return card


def _rows(known: Known) -> dict[ReturnWay, _Row]:
    rows: dict[ReturnWay, _Row] = {}
    if known.class_folders:
        names = " and ".join(f"“{name}”" for name in known.class_folders)
        rows[ReturnWay.CLASS_FOLDER] = _Row(
            f"The class folder {names}",
            "Each student’s program finds its own. It is sealed: with a class card it opens on any "
            "computer, without one only on the computer where the work was handed in."
            if known.for_folder
            else "Everybody sees this folder, and none of this work can be sealed to its student: "
            "there are no class cards, and it was handed in with an older version.",
            "Put them there",
            enabled=known.for_folder > 0,
        )
    rows[ReturnWay.FOLDER] = _Row(
        "A folder",
        "One file for each student, to give out by mail or on a stick.",
        "Choose a folder…",
    )
    rows[ReturnWay.MOODLE] = _platform(
        "Moodle",
        "A ZIP that Moodle takes under “Upload multiple feedback files in a zip”.",
        known.from_moodle,
        known.papers,
    )
    rows[ReturnWay.CANVAS] = _platform(
        "Canvas",
        "A ZIP that Canvas takes under “Upload submissions”.",
        known.from_canvas,
        known.papers,
    )
    rows[ReturnWay.CLASS_FILE] = _Row(
        "One file for the class",
        "For Google Classroom and the like: everybody gets the same file, and each part opens only "
        "with its class card."
        if known.with_card
        else "Needs class cards: everybody gets the same file, and nobody may open another’s part. "
        "None of these students has a card.",
        "Save it…",
        enabled=known.with_card > 0,
    )
    rows[ReturnWay.PAPER] = _Row("Paper", "A PDF for each student, to print.", "Make PDFs…")
    return rows


def _platform(name: str, what: str, came: int, papers: int) -> _Row:
    if came >= papers:
        return _Row(f"Back to {name}", what, "Save the ZIP…")
    if came:
        detail = f"{what} {came} of {papers} came in from there; the others are left out."
        return _Row(f"Back to {name}", detail, "Save the ZIP…")
    detail = (
        f"None of this work came in as a ZIP from {name}. If you have the ZIP that {name} gave, "
        "choose it: the names in it are needed."
    )
    return _Row(f"Back to {name}", detail, "Choose that ZIP…")
