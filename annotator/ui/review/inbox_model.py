"""The papers as a Qt table; what a paper is worth is worked out when it is looked at, or idly.

A row is there at once from the list alone; its figures follow, those on the screen first. So a
thousand papers open as fast as ten.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from enum import IntEnum
from time import perf_counter
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from annotator.model.moments import moment_text
from annotator.model.names import sort_key
from annotator.model.received import InboxRow
from annotator.services.marking.wording import label_of
from annotator.services.review.inbox import Flag, InboxLine
from annotator.services.review.points import points_text
from annotator.services.review.states import PaperCounts, PaperState
from annotator.ui.article.vocabulary import found_text, plural
from annotator.ui.outcomes.row_delegates import (
    DETAILS_ROLE,
    FLAG_ROLE,
    NAME_ROLE,
    SCORE_ROLE,
    SHA_ROLE,
)
from annotator.ui.review.session import ReviewSession
from annotator.ui.widgets.painting import plain_tip

_Index = QModelIndex | QPersistentModelIndex
_PIECE = 0.008

_FLAGS = {
    Flag.LATE: "late",
    Flag.CUT_SMALL: "cut very small",
    Flag.SHORT_TIME: "very little time",
    Flag.CHAIN_BLANK: "no lines drawn",
    Flag.OTHER_TEXT: "older text",
    Flag.UNKNOWN: "on no list",
    Flag.PAPER: "entered from paper",
}
#: What is said of a paper that no class card of its student signed.
_NAME = "name not checked"


class Column(IntEnum):
    """The columns of the table."""

    STUDENT = 0
    CLASS = 1
    STATE = 2
    HANDED_IN = 3
    FOUND = 4
    PLACE = 5
    EDGES = 6
    POINTS = 7
    OPEN = 8
    FLAGS = 9


HEADINGS = (
    "Student",
    "Class",
    "State",
    "Handed in",
    "Found",
    "Place",
    "Edges",
    "Points",
    "Open marks",
    "Look at",
)
#: What a heading stands for, where one word does not say it.
HEADING_TIPS = {
    Column.FOUND: "Marked at the right place, with a label that the key accepts",
    Column.PLACE: "Marked at the right place, whatever the label",
    Column.EDGES: "Marked at the right place, with neither too many nor too few words",
    Column.OPEN: "Marks that wait; one decision is for all papers with the same answer",
}
_FIGURES = (Column.FOUND, Column.PLACE, Column.EDGES, Column.POINTS, Column.OPEN)


class InboxModel(QAbstractTableModel):
    """One row a paper that counts."""

    all_known = Signal()
    """Every paper's figures are known."""

    def __init__(self, session: ReviewSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: tuple[InboxRow, ...] = ()
        self._number: dict[str, int] = {}
        self._lines: dict[str, InboxLine] = {}
        self._seen: deque[str] = deque()
        self._rest: deque[str] = deque()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._work_on)
        session.changed.connect(self._decided)
        session.key_changed.connect(self.reload)
        session.lateness_changed.connect(self._work_out_again)
        session.names_changed.connect(self._renamed)
        session.looked_at.connect(self._looked_at)
        self.reload()

    def reload(self) -> None:
        """List the papers again; all figures are worked out again."""
        self.beginResetModel()
        self._rows = self._session.rows
        self._number = {row.sha256: n for n, row in enumerate(self._rows)}
        self._lines.clear()
        self._rest = deque(row.sha256 for row in self._rows)
        self.endResetModel()

    def work_out_all(self) -> None:
        """Go on with the figures of papers that are not in sight; sorting needs them."""
        if len(self._lines) < len(self._rows):
            self._timer.start()

    @property
    def knows_all(self) -> bool:
        """Whether every paper's figures are known."""
        return len(self._lines) == len(self._rows)

    @property
    def rows(self) -> tuple[InboxRow, ...]:
        """The papers in the order of the list."""
        return self._rows

    def row_of(self, sha256: str) -> int:
        """The row of a paper, or -1."""
        return self._number.get(sha256, -1)

    def line(self, sha256: str) -> InboxLine:
        """A paper's figures, worked out now if need be."""
        known = self._lines.get(sha256)
        if known is None:
            known = self._lines[sha256] = self._session.review.line(sha256)
        return known

    def standing(self, sha256s: Iterable[str] | None = None) -> PaperCounts:
        """How papers stand, all of them unless some are named; worked out now if need be."""
        rows = self._rows if sha256s is None else [self._session.row(each) for each in sha256s]
        lines = [(row, self.line(row.sha256)) for row in rows]
        return PaperCounts.of(
            ((row, None if line.fault else line.state) for row, line in lines),
            changed=sum(line.changed_since for _row, line in lines),
        )

    def _looked_at(self, sha256: str) -> None:
        number = self._number.get(sha256, -1)
        if number >= 0:
            self._rows = self._session.rows
            self._lines.pop(sha256, None)
            self._rest.append(sha256)
            self.dataChanged.emit(self.index(number, 0), self.index(number, len(HEADINGS) - 1))
            self.work_out_all()

    def _decided(self) -> None:
        """What was decided changes the papers that it was about, and no others."""
        numbers = []
        for sha256 in self._session.touched:
            if sha256 in self._number:
                self._lines.pop(sha256, None)
                self._rest.append(sha256)
                numbers.append(self._number[sha256])
        if numbers:
            last = len(HEADINGS) - 1
            self.dataChanged.emit(self.index(min(numbers), 0), self.index(max(numbers), last))

    def _work_out_again(self) -> None:
        """What is said of any paper may have changed; the list itself is as it was."""
        self._lines.clear()
        self._rest = deque(row.sha256 for row in self._rows)
        last = self.index(len(self._rows) - 1, len(HEADINGS) - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.work_out_all()

    def _renamed(self) -> None:
        self.beginResetModel()
        self.endResetModel()

    def _known(self, sha256: str) -> InboxLine | None:
        line = self._lines.get(sha256)
        if line is None:
            self._seen.append(sha256)
            if not self._timer.isActive():
                self._timer.start()
        return line

    def _work_on(self) -> None:
        until, papers = perf_counter() + _PIECE, self._session.review.papers
        done: list[int] = []
        while perf_counter() < until:
            queue = self._seen or self._rest
            if not queue:
                break
            sha256 = queue.popleft()
            if sha256 in papers and not papers.is_at_hand(sha256):
                # It is being compared in a thread of its own: its figures come last.
                self._rest.append(sha256)
                if not self._seen and len(self._rest) == 1:
                    break
                continue
            if sha256 in self._number and sha256 not in self._lines:
                self.line(sha256)
                done.append(self._number[sha256])
        if done:
            low, high = min(done), max(done)
            self.dataChanged.emit(self.index(low, 0), self.index(high, len(HEADINGS) - 1))
        if not self._seen and not self._rest:
            self._timer.stop()
            self.all_known.emit()

    def ranks(self, column: Column) -> list[int]:
        """For each row its place when sorted by a column; equal ones stand as in the list."""
        rows = self._rows
        order = sorted(range(len(rows)), key=lambda n: (*self._order(rows[n], column), n))
        places = [0] * len(rows)
        for place, number in enumerate(order):
            places[number] = place
        return places

    # -- Qt ------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as above
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"   {HEADINGS[section]}" if section == 0 else HEADINGS[section]
        if role == Qt.ItemDataRole.ToolTipRole and Column(section) in HEADING_TIPS:
            return plain_tip(HEADING_TIPS[Column(section)])
        if role == Qt.ItemDataRole.TextAlignmentRole and Column(section) in _FIGURES:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            return int(right if column in _FIGURES else left)
        if role == SHA_ROLE:
            return row.sha256
        if role == NAME_ROLE:
            return self._session.name(row.sha256)
        if role == Qt.ItemDataRole.ToolTipRole and column is Column.FLAGS:
            line = self._lines.get(row.sha256)
            return f"<p>{line.fault}</p>" if line is not None and line.fault else None
        if role in (SCORE_ROLE, DETAILS_ROLE, FLAG_ROLE):
            return self._for_list(row, role)
        if role == Qt.ItemDataRole.AccessibleTextRole and column is Column.STUDENT:
            return self._spoken(row)
        return None

    def _spoken(self, row: InboxRow) -> str:
        """A row of the list as a screen reader says it."""
        line = self._known(row.sha256)
        score = f"{line.score} percent" if line is not None and line.score is not None else ""
        details, flags = (self._for_list(row, role) for role in (DETAILS_ROLE, FLAG_ROLE))
        parts = (self._session.name(row.sha256), details, score, flags)
        return ", ".join(part for part in parts if part)

    def _words(self, row: InboxRow, column: Column) -> str:
        if column is Column.STUDENT:
            return self._session.name(row.sha256)
        if column is Column.CLASS:
            return self._session.class_name(row.class_id)
        if column is Column.HANDED_IN:
            if row.from_paper:
                return "on paper"
            return moment_text(row.handed_in or row.received, short=True)
        line = self._known(row.sha256)
        if line is None:
            return "…" if column is Column.STATE else ""
        if column is Column.STATE:
            return line.state_words
        if column is Column.FLAGS:
            return ", ".join(self.flag_text(line))
        if line.fault:
            return ""
        if column is Column.POINTS:
            score = "" if line.score is None else f"  {line.score}%"
            return f"{points_text(line.points)}{score}"
        if column is Column.OPEN:
            return str(line.open) if line.open else ""
        count = {
            Column.FOUND: line.named,
            Column.PLACE: line.placed,
            Column.EDGES: line.tidy,
        }[column]
        return f"{count} of {line.required}"

    def flag_text(self, line: InboxLine) -> list[str]:
        """What to look at, in words; none of them is an accusation."""
        flags = [_FLAGS[flag] for flag in line.flags if flag in _FLAGS]
        if Flag.PAINTED in line.flags:
            name = label_of(self._session.lesson.guide, line.painted).name.lower()
            flags.append(f"{name} on most of the text")
        if line.claim:
            flags.append(line.claim)
        if line.terms:
            flags.append(line.terms)
        if line.fault:
            flags.append(line.fault)
        return flags

    def _for_list(self, row: InboxRow, role: int) -> str:
        line = self._known(row.sha256)
        if line is None:
            return ""
        if role == SCORE_ROLE:
            tick = " ✓" if line.state.is_done and not line.changed_since else ""
            return f"{line.score}{tick}" if line.score is not None else ""
        if role == FLAG_ROLE:
            # It takes the place of the figures; that a name is not checked stands next to them.
            flags = self.flag_text(line)
            return "" if flags == [_NAME] else ", ".join(flags)
        name = f" · {_NAME}" if Flag.NAME_NOT_CHECKED in line.flags else ""
        left = f" · {plural(line.open, 'mark')} to decide" if line.open else ""
        return f"{found_text(line.named, line.required, line.marks)}{name}{left}"

    def _order(self, row: InboxRow, column: Column) -> tuple[Any, ...]:
        place = self._session.place(row.sha256)
        if column is Column.STUDENT:
            # While names are hidden the order has to say nothing either.
            return (place,) if self._session.is_blind else sort_key(row.student_name)
        if column is Column.CLASS:
            return (self._session.class_name(row.class_id).casefold(), place)
        if column is Column.HANDED_IN:
            return ((row.handed_in or row.received).timestamp(),)
        line = self._lines.get(row.sha256)
        if line is None or (line.fault and column is not Column.FLAGS):
            return (2, 0, place)
        value = {
            Column.STATE: list(PaperState).index(line.state),
            Column.FOUND: line.named,
            Column.PLACE: line.placed,
            Column.EDGES: line.tidy,
            Column.POINTS: line.points,
            Column.OPEN: line.open,
            Column.FLAGS: -len(self.flag_text(line)),
        }[column]
        return (1, value, place)
