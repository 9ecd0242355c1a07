"""The marks that can be tied as a Qt model: each with its ties, made and open. Done ones stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.model.annotation import Annotation, EndKind, Relation, RelationEnd, RelationKind
from annotator.services.marking.checking import TiedMark, tied_marks
from annotator.services.marking.marking import Marking
from annotator.ui.article.vocabulary import RELATION_LABELS, SPANLESS, shortened
from annotator.ui.marking.chain import Chain, chain_of
from annotator.ui.marking.marks_model import DETAILS_ROLE, MARK_ROLE
from annotator.ui.marking.session import MarkingSession

TIES_ROLE = Qt.ItemDataRole.UserRole + 9
OPEN_ROLE = Qt.ItemDataRole.UserRole + 10
_CIRCLED = "①②③④⑤⑥⑦⑧⑨"
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class TieCounts:
    """How many ties the lesson expects, how many are made, how many of each kind are open."""

    expected: int
    made: int
    open: dict[RelationKind, int]


class TiesModel(QAbstractListModel):
    """One row a mark. ``refresh`` looks at the marking; in between the rows stay as they are."""

    def __init__(self, session: MarkingSession) -> None:
        super().__init__()
        self._session = session
        self._rows: Sequence[TiedMark] = ()
        #: The marks of the rows: until the next refresh a row may be asked for whose mark is gone.
        self._marks: dict[str, Annotation] = {}
        self.kind: RelationKind | None = None

    def refresh(self) -> TieCounts:
        """Look at what is there now."""
        session = self._session
        every = tied_marks(session.lesson, session.marking, RELATION_LABELS)
        rows = [row for row in every if self.kind is None or self.kind in row.kinds]
        self._marks = {row.mark_id: session.marking.mark(row.mark_id) for row in rows}
        if [row.mark_id for row in rows] != [row.mark_id for row in self._rows]:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
        else:
            old, self._rows = self._rows, rows
            for number, (before, now) in enumerate(zip(old, rows, strict=True)):
                if before != now:
                    self._row_changed(number)
        open_kinds = [kind for row in every for kind in row.open]
        expected = sum(len(row.kinds) for row in every)
        return TieCounts(
            expected,
            expected - len(open_kinds),
            {kind: open_kinds.count(kind) for kind in RelationKind},
        )

    def touch(self, mark_id: str) -> None:
        """What is said of this mark has changed."""
        row = self.row_of(mark_id)
        if row >= 0:
            self._row_changed(row)

    def row_of(self, mark_id: str) -> int:
        """The row of a mark, or -1."""
        ids = [row.mark_id for row in self._rows]
        return ids.index(mark_id) if mark_id in ids else -1

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, marking = self._rows[index.row()], self._session.marking
        mark = self._marks[row.mark_id]
        if role == TIES_ROLE:
            return row
        if role == OPEN_ROLE:
            return bool(row.open)
        if role == Qt.ItemDataRole.DisplayRole:
            return mark.quote
        if role == MARK_ROLE:
            return mark
        if role == DETAILS_ROLE:
            return tie_lines(marking, row) if row.mark_id in marking else []
        if role == Qt.ItemDataRole.AccessibleTextRole:
            name = self._session.lesson.guide.label(mark.label).name
            lines = tie_lines(marking, row) if row.mark_id in marking else []
            return ". ".join([f"{name}: {mark.quote}", *lines])
        return None

    def _row_changed(self, row: int) -> None:
        index = self.index(row, 0)
        self.dataChanged.emit(index, index)


def tie_lines(marking: Marking, row: TiedMark) -> list[str]:
    """ "① Earshot › ② Lantern Watch", "denies what? not yet": a line a tie."""
    lines = []
    for kind in row.kinds:
        chain = chain_of(marking.relation_from(row.mark_id, kind))
        if kind is RelationKind.SAID_BY:
            lines.append(_chain_line(marking, chain) if chain else "who says so? not yet")
        else:
            lines.append(f"no to {_listed(marking, chain, 'or')}" if chain else _DENIES_NOTHING)
    return lines


def tie_text(marking: Marking, relation: Relation) -> str:
    """ "Who says so: ① Earshot › ② Lantern Watch": a whole tie, short."""
    if relation.kind is RelationKind.SAID_BY:
        return f"Who says so: {_chain_line(marking, relation.chain)}"
    if relation.kind is RelationKind.DENIES:
        return f"Says no to {_listed(marking, relation.chain, 'or')}"
    return f"The same as {_listed(marking, relation.chain, 'and')}"


_DENIES_NOTHING = "denies what? not yet"


def _listed(marking: Marking, chain: Chain, joint: str) -> str:
    return f" {joint} ".join(_name(marking, end) for place in chain for end in place)


def _chain_line(marking: Marking, chain: Chain) -> str:
    places = []
    for number, place in enumerate(chain):
        sign = _CIRCLED[number] if number < len(_CIRCLED) else f"{number + 1}"
        places.append(f"{sign} {' and '.join(_name(marking, end) for end in place)}")
    return " › ".join(places)


def _name(marking: Marking, end: RelationEnd) -> str:
    if end.kind is EndKind.MARK:
        mark = marking.mark(end.id)
        quote = shortened(mark.quote, 32)
        return quote if mark.label == "source" else f"“{quote}”"
    return f"“{shortened(end.text, 32)}”" if end.text else SPANLESS[end.kind]
