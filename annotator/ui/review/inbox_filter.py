"""The papers sorted and chosen from: by column, state, flags, names, or a list of some."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from annotator.model.names import folded
from annotator.services.review.states import PaperState
from annotator.ui.review.inbox_model import Column, InboxModel

_Index = QModelIndex | QPersistentModelIndex


class InboxFilter(QSortFilterProxyModel):
    """Sorted by any column; only papers of a state, or with something in their name or class."""

    def __init__(self, source: InboxModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = source
        self._words = ""
        self._states: frozenset[PaperState] = frozenset()
        self._flagged = False
        self._only: frozenset[str] | None = None
        self._rank: list[int] = []
        self.setDynamicSortFilter(False)
        self.setSourceModel(source)
        source.all_known.connect(self._sort_again)

    def show_words(self, words: str) -> None:
        """Keep papers whose student or class holds these words."""
        self._words = folded(words.strip())
        self.invalidate()

    def show_states(self, *states: PaperState, flagged: bool = False) -> None:
        """Keep papers of these states (none named: of all), or those with something to look at."""
        self._states, self._flagged = frozenset(states), flagged
        if states or flagged:
            self._model.work_out_all()
        self.invalidate()

    def show_only(self, sha256s: Iterable[str] | None) -> None:
        """Keep these papers alone; None keeps all."""
        self._only = None if sha256s is None else frozenset(sha256s)
        self.invalidate()

    def index_of(self, sha256: str) -> QModelIndex:
        """The first cell of a paper's row; not valid where it is filtered out."""
        row = self._model.row_of(sha256)
        return self.mapFromSource(self._model.index(row, 0)) if row >= 0 else QModelIndex()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; by -1 papers stand as the list has them, by name."""
        if column not in (-1, Column.STUDENT, Column.CLASS, Column.HANDED_IN):
            self._model.work_out_all()
        # Every row is asked once for its place, not once for each comparison.
        self._rank = self._model.ranks(Column(column)) if column >= 0 else []
        super().sort(column, order)

    def _sort_again(self) -> None:
        if self.sortColumn() >= 0:
            self._rank = self._model.ranks(Column(self.sortColumn()))
        self.invalidate()

    def lessThan(self, left: _Index, right: _Index) -> bool:
        one, two = left.row(), right.row()
        if max(one, two) >= len(self._rank):
            return one < two
        return self._rank[one] < self._rank[two]

    def filterAcceptsRow(self, row: int, parent: _Index) -> bool:
        paper = self._model.rows[row]
        if self._only is not None and paper.sha256 not in self._only:
            return False
        if self._words:
            name = paper_name(self._model, row)
            if self._words not in name:
                return False
        if not self._states and not self._flagged:
            return True
        line = self._model.line(paper.sha256)
        if self._flagged:
            return bool(line.flags or line.fault)
        return not line.fault and line.state in self._states


def paper_name(model: InboxModel, row: int) -> str:
    """What a search looks through: the name as it is shown, and the class."""
    shown = (model.index(row, column).data() for column in (Column.STUDENT, Column.CLASS))
    return folded(" ".join(str(each) for each in shown))
