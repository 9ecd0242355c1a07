"""A class list as the rows of a table: what each says, and what would become of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.services.classes.class_lists import ClassList, Doubt, Left, LeftOut, ListedStudent
from annotator.services.classes.list_explanation import doubt_text, left_text
from annotator.services.classes.list_plan import ListPlan, ListQuestion, SameOrNew
from annotator.ui.article.vocabulary import plural

STATE_ROLE = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex
#: The columns before those of the list.
ROW, WHAT = 0, 1
OWN_COLUMNS = 2


class RowState(Enum):
    """What becomes of a row."""

    IN_CLASS = "in class"
    NEW = "new"
    ASKED = "asked"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One row. ``words`` say what becomes of it; ``looked_at`` where a person had better look."""

    number: int
    state: RowState
    words: str
    cells: tuple[str, ...] = ()
    student: ListedStudent | None = None
    question: ListQuestion | None = None
    left: LeftOut | None = None
    looked_at: bool = False

    @property
    def is_struck(self) -> bool:
        """Whether it says something that is left out: nobody misses the row of headings."""
        return self.left is not None and bool(self.left.text)


def list_rows(listed: ClassList, plan: ListPlan) -> tuple[ListRow, ...]:
    """All rows of the list in their order; empty ones are left out."""
    kept = {match.listed.row: match for match in plan.kept}
    asked = {each.listed.row: each for each in plan.asked}
    students = {each.row: each for each in listed.students}
    left = {each.row: each for each in listed.left_out}
    rows = []
    for row in listed.table.rows:
        if row.is_empty:
            continue
        if row.number == listed.heading:
            out = LeftOut(row.number, "", Left.HEADING)
            rows.append(_left(out, row.cells))
        elif (out_of := left.get(row.number)) is not None:
            rows.append(_left(out_of, row.cells))
        elif (student := students.get(row.number)) is not None:
            question = asked.get(row.number)
            match = kept.get(row.number)
            other = match.student.name if match is not None else ""
            rows.append(_student(student, question, other, row.cells))
    return tuple(rows)


def _left(left: LeftOut, cells: tuple[str, ...]) -> ListRow:
    words = f"left out: {left_text(left)}"
    return ListRow(number=left.row, state=RowState.LEFT_OUT, words=words, cells=cells, left=left)


def _student(
    student: ListedStudent, question: ListQuestion | None, other: str, cells: tuple[str, ...]
) -> ListRow:
    state = RowState.IN_CLASS if other else RowState.NEW
    words = "in the class" if other else "new"
    if other and other.casefold() != student.name.casefold():
        words = f"in the class as {other}"
    if question is not None:
        state = RowState.ASKED
        words = (
            f"new; or is it {question.student.name}?"
            if question.answer is SameOrNew.NEW
            else f"the same as {question.student.name}"
        )
    # Students of the class who share a name are told apart already.
    doubt = "" if other and student.doubt is Doubt.SAME_NAME else doubt_text(student)
    return ListRow(
        number=student.row,
        state=state,
        words=f"{words} · {doubt}" if doubt else words,
        cells=cells,
        student=student,
        question=question,
        looked_at=bool(doubt) or question is not None,
    )


def list_report(listed: ClassList, plan: ListPlan, rows: Sequence[ListRow]) -> str:
    """What is in the list, what it changes, what was left out."""
    sentences = [f"{plural(len(listed.students), 'student')} in the list."]
    new = [each.name for each in plan.new]
    if new and (plan.kept or plan.asked):
        sentences.append(f"{len(new)} new: {_some(new)}.")
    asked = [each for each in plan.asked if each.answer is SameOrNew.NEW]
    if asked:
        pairs = [f"{each.listed.name} (like {each.student.name})" for each in asked]
        sentences.append(f"New, with a name like one that is here: {_some(pairs)}.")
    if plan.same:
        pairs = [f"{each.listed.name} is {each.student.name}" for each in plan.same]
        sentences.append(f"The same student: {_some(pairs)}.")
    if plan.gone:
        names = _some([each.name for each in plan.gone])
        sentences.append(f"Out of the class: {names}. Their work is kept.")
    elif plan.absent:
        sentences.append(
            f"Not on the list, and staying: {_some([each.name for each in plan.absent])}."
        )
    if left := sum(row.is_struck for row in rows):
        sentences.append(f"{plural(left, 'row')} left out; the table says why.")
    if listed.in_doubt:
        sentences.append(
            "Nothing in the list says which is the first name: look whether it is right."
        )
    if any(each.id or each.mail for each in listed.students):
        sentences.append("Mail addresses and IDs stay on this computer.")
    return " ".join(sentences)


def _some(names: Sequence[str]) -> str:
    shown = [name if len(name) <= 40 else name[:39] + "…" for name in names[:3]]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(shown) + more


class ListModel(QAbstractTableModel):
    """The rows that are shown, of all that there are."""

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[ListRow, ...] = ()
        self._shown: tuple[ListRow, ...] = ()
        self._headings: tuple[str, ...] = ()

    def show_rows(
        self, rows: Sequence[ListRow], shown: Sequence[ListRow], headings: Sequence[str]
    ) -> None:
        """Show these rows of all, under these headings."""
        self.beginResetModel()
        self._all, self._shown, self._headings = tuple(rows), tuple(shown), tuple(headings)
        self.endResetModel()

    @property
    def rows(self) -> tuple[ListRow, ...]:
        """The rows that are shown."""
        return self._shown

    def place_of(self, number: int) -> int:
        """The place of a row of the list among those shown; -1 where it isn't."""
        return next((at for at, row in enumerate(self._shown) if row.number == number), -1)

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else OWN_COLUMNS + len(self._headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return ("row", "What happens", *self._headings)[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._shown[index.row()]
        if role == STATE_ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == WHAT:
            name = row.student.name if row.student is not None else ""
            return f"Row {row.number}, {name or ' '.join(row.cells)[:60]}: {row.words}"
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if index.column() == ROW:
            return str(row.number) if role == Qt.ItemDataRole.DisplayRole else None
        if index.column() == WHAT:
            return row.words
        place = index.column() - OWN_COLUMNS
        return row.cells[place].strip()[:200] if place < len(row.cells) else ""
