"""The ledger as a Qt table: students in groups, each with what they hold and what counts now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from annotator.model.moments import date_text
from annotator.model.names import folded
from annotator.model.received import GivenBackPaper, ReturnedBy, ReturnedOutcome
from annotator.services.review.ledger import HoldingState, Ledger, LedgerRow
from annotator.services.review.points import points_text
from annotator.ui.article.vocabulary import plural
from annotator.ui.widgets.painting import plain_tip

_Index = QModelIndex | QPersistentModelIndex

LINE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The :class:`LedgerLine` of a row."""
SECOND_ROLE = int(Qt.ItemDataRole.UserRole) + 2
"""What stands small under a cell's words."""


class Column(IntEnum):
    """The columns of the ledger."""

    TICK = 0
    STUDENT = 1
    HOLDS = 2
    COUNTS = 3
    CHANGE = 4
    WHY = 5


HEADINGS = ("", "Student", "They hold", "Counts now", "Change", "Why")

#: Title and explanation of each group, in the order in which they stand.
GROUPS: dict[HoldingState, tuple[str, str]] = {
    HoldingState.CHANGED: ("Returned, changed since", "they hold other figures than count now"),
    HoldingState.WORDS: ("Answer or comment not sent", "same points; your words are new to them"),
    HoldingState.NEW: ("Not returned yet", "ticked once everything of it is decided"),
    HoldingState.UNREADABLE: ("Can’t be returned", "the paper can’t be compared"),
    HoldingState.CURRENT: ("Up to date", "hold exactly what counts; nothing is sent to them"),
    HoldingState.NOTHING: ("Nothing received", ""),
}
#: Groups that show their students only when asked.
FOLDED = frozenset({HoldingState.CURRENT, HoldingState.NOTHING})

WAYS = {
    ReturnedBy.CLASS_FOLDER: "class folder",
    ReturnedBy.FILE: "file",
    ReturnedBy.CLASS_FILE: "class file",
    ReturnedBy.MOODLE: "Moodle",
    ReturnedBy.CANVAS: "Canvas",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One line of the table: the head of a group, or (``row``) a student.

    ``is_open`` says whether the students of a head's group are shown.
    """

    state: HoldingState
    count: int = 0
    row: LedgerRow | None = None
    is_open: bool = True
    names: str = ""


class LedgerModel(QAbstractTableModel):
    """Lines of a ledger; remembers what the teacher ticked."""

    ticked_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._ledger = Ledger()
        self._lines: list[LedgerLine] = []
        self._opened: set[HoldingState] = set()
        self._chosen: dict[str, bool] = {}
        self._only: HoldingState | None = None
        self._words = ""

    # -- what is shown ---------------------------------------------------------------------------

    def show_ledger(self, ledger: Ledger) -> None:
        """Show this; what the teacher ticked or unticked stays so while it is a difference."""
        self._ledger = ledger
        self._fill()
        self.ticked_changed.emit()

    def show_only(self, state: HoldingState | None) -> None:
        """Show one group, or all."""
        self._only = state
        self._fill()

    def show_words(self, words: str) -> None:
        """Show students with these letters in their names."""
        self._words = folded(words.strip())
        self._fill()

    @property
    def ledger(self) -> Ledger:
        """All that can be shown."""
        return self._ledger

    @property
    def lines(self) -> Sequence[LedgerLine]:
        """What is shown, line by line."""
        return self._lines

    def turn_group(self, line: LedgerLine) -> None:
        """Show the students of a folded group, or put them away."""
        if line.row is None and line.state in FOLDED:
            self._opened ^= {line.state}
            self._fill()

    def _fill(self) -> None:
        self.beginResetModel()
        self._lines = []
        for state in GROUPS:
            found = self._ledger.of(state)
            rows = [row for row in found if not self._words or self._words in folded(row.name)]
            if not rows or self._only not in (None, state):
                continue
            is_open = state not in FOLDED or state in self._opened
            is_open = is_open or bool(self._words) or self._only is state
            names = ", ".join(row.name for row in rows) if state is HoldingState.NOTHING else ""
            self._lines.append(
                LedgerLine(state=state, count=len(rows), is_open=is_open, names=names)
            )
            if is_open:
                self._lines += [LedgerLine(state=state, row=row) for row in rows]
        self.endResetModel()

    # -- what is ticked --------------------------------------------------------------------------

    def is_ticked(self, row: LedgerRow) -> bool:
        """Whether a student's difference is to be returned."""
        return row.state.is_difference and self._chosen.get(row.sha256, row.is_ready)

    def turn_tick(self, number: int) -> None:
        """Tick a line, or untick it; nothing where there is no difference."""
        row = self._lines[number].row
        if row is None or not row.state.is_difference:
            return
        self._chosen[row.sha256] = not self.is_ticked(row)
        self.dataChanged.emit(self.index(number, 0), self.index(number, len(HEADINGS) - 1))
        self.ticked_changed.emit()

    def ticked(self) -> list[LedgerRow]:
        """The students whose differences are to be returned, whether they are shown or not."""
        return [row for row in self._ledger.rows if self.is_ticked(row)]

    # -- Qt --------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as above
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line, column = self._lines[index.row()], Column(index.column())
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(line) if column is Column.TICK else None
        if line.row is None:
            is_words = role == Qt.ItemDataRole.DisplayRole and column is Column.TICK
            return head_text(line) if is_words else None
        if role == Qt.ItemDataRole.CheckStateRole and column is Column.TICK:
            if not line.row.state.is_difference:
                return None
            on = self.is_ticked(line.row)
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(line.row, column)
        if role == SECOND_ROLE:
            return second_text(line.row) if column is Column.HOLDS else ""
        if role == Qt.ItemDataRole.ToolTipRole and column in (Column.HOLDS, Column.WHY):
            text = second_text(line.row) if column is Column.HOLDS else ""
            return plain_tip(text or cell_text(line.row, column))
        return None

    def _spoken(self, line: LedgerLine) -> str:
        """A line as a screen reader says it."""
        row = line.row
        if row is None:
            return head_text(line)
        parts = [row.name]
        if row.held is not None and row.held.outcome is not None:
            parts.append(f"holds {figures_text(row.held.outcome)}")
        if row.counts is not None:
            parts.append(f"counts {figures_text(row.counts)}")
        if row.change:
            parts.append(f"{'plus' if row.change > 0 else 'minus'} {points_text(abs(row.change))}")
        parts += row.reasons
        if row.state.is_difference:
            parts.append("ticked" if self.is_ticked(row) else "not ticked")
        return ", ".join(parts)


def head_text(line: LedgerLine) -> str:
    """What the head of a group says, for those who hear it and for tests."""
    title, about = GROUPS[line.state]
    shown = "" if line.is_open or line.state not in FOLDED else f"Show the {line.count}"
    return " · ".join(part for part in (title, line.names or about, shown) if part)


def figures_text(outcome: ReturnedOutcome) -> str:
    """ "18.5 of 25 · 74%"."""
    text = f"{points_text(outcome.points)} of {points_text(outcome.possible)}"
    if not outcome.possible:
        return text
    return f"{text} · {round(100 * outcome.points / outcome.possible)}%"


def change_text(row: LedgerRow) -> str:
    """ "+0.5", "−0.5", "0", "new"; empty where nothing can be said."""
    if row.change is None:
        return "new" if row.state is HoldingState.NEW else ""
    if row.state is HoldingState.CURRENT:
        return ""
    return f"+{points_text(row.change)}" if row.change > 0 else points_text(row.change)


def cell_text(row: LedgerRow, column: Column) -> str:
    """The words of a cell."""
    if column is Column.STUDENT:
        return row.name or "no name"
    if column is Column.HOLDS:
        if row.held is None:
            return "nothing yet" if row.sha256 else ""
        return figures_text(row.held.outcome) if row.held.outcome else "returned, not known how"
    if column is Column.COUNTS:
        return figures_text(row.counts) if row.counts is not None else ""
    if column is Column.CHANGE:
        return change_text(row)
    if column is Column.WHY:
        left = f"{plural(row.open, 'mark')} to decide" if row.open else ""
        return " · ".join(part for part in (*row.reasons, left) if part)
    return ""


def second_text(row: LedgerRow) -> str:
    """ "return 2 · 24 Nov · class folder"; with the try where it is an earlier one."""
    if row.held is None:
        return ""
    held: GivenBackPaper = row.held
    tries = f"try {row.held_attempt}" if row.held_attempt != row.attempt else ""
    ways = " and ".join(WAYS[way] for way in held.ways)
    when = date_text(held.returned, short=True)
    return " · ".join(part for part in (tries, f"return {held.revision}", when, ways) if part)
