"""The list of marks as a Qt model: rows in reading order, kept in step change by change."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from annotator.model.annotation import Annotation
from annotator.model.changes import MarksChange
from annotator.services.marking.marking import Place, reading_place
from annotator.ui.article.vocabulary import mark_details
from annotator.ui.marking.session import MarkingSession

MARK_ROLE = Qt.ItemDataRole.UserRole + 1
DETAILS_ROLE = Qt.ItemDataRole.UserRole + 2

_Index = QModelIndex | QPersistentModelIndex


class MarksModel(QAbstractListModel):
    """One row a mark. Rows move only where marks were made, moved or removed."""

    def __init__(self, session: MarkingSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        #: The places of the rows in reading order; the last of each is the mark's id.
        self._places = [reading_place(mark) for mark in session.marking.marks]
        #: The marks of the rows. Between two steps of a change a row may be asked for whose mark
        #: the session has no more.
        self._marks = {mark.id: mark for mark in session.marking.marks}
        session.changed.connect(self._follow)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._places)

    def mark(self, row: int) -> Annotation:
        """The mark in this row."""
        return self._marks[self._places[row][-1]]

    def row_of(self, mark_id: str) -> int:
        """The row of a mark that is in the list."""
        return self._session.marking.position_of(mark_id)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._places):
            return None
        mark = self.mark(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return mark.quote
        if role == MARK_ROLE:
            return mark
        if role == DETAILS_ROLE:
            return mark_details(self._session.marking, mark)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            name = self._session.lesson.guide.label(mark.label).name
            details = mark_details(self._session.marking, mark)
            return f"{name}: {mark.quote}" + (f". {details}" if details else "")
        return None

    def _follow(self, change: MarksChange) -> None:
        # The rows are in order after each step, so that every one is found by bisection.
        before = {mark.id: reading_place(mark) for mark in change.before}
        self._marks.update((mark.id, mark) for mark in change.after)
        for mark_id in change.removed_ids:
            row = bisect_left(self._places, before[mark_id])
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._places[row]
            self.endRemoveRows()
            del self._marks[mark_id]
        for mark in change.after:
            if mark.id in before:
                self._move(before[mark.id], reading_place(mark))
            else:
                self._insert(reading_place(mark))
        touched = {mark.id for mark in change.after if mark.id in before} | {
            relation.source_id
            for relation in change.relations_before + change.relations_after
            if relation.source_id in self._session.marking
        }
        for mark_id in touched:
            index = self.index(self.row_of(mark_id))
            self.dataChanged.emit(index, index)

    def _insert(self, place: Place) -> None:
        row = bisect_left(self._places, place)
        self.beginInsertRows(QModelIndex(), row, row)
        self._places.insert(row, place)
        self.endInsertRows()

    def _move(self, old: Place, new: Place) -> None:
        """Put a row where it belongs now; most stay, and one that is chosen stays chosen."""
        row = bisect_left(self._places, old)
        goal = bisect_left(self._places, new)
        if goal in (row, row + 1):
            self._places[row] = new
            return
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), goal)
        del self._places[row]
        self._places.insert(goal - (goal > row), new)
        self.endMoveRows()


class MarksFilter(QSortFilterProxyModel):
    """Only one label, only what holds the words searched for, or both."""

    def __init__(self, model: MarksModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._label = ""
        self._words = ""
        self.setSourceModel(model)

    @property
    def label(self) -> str:
        """The label shown, or an empty string for all."""
        return self._label

    def show_label(self, label: str) -> None:
        """Show one label only; an empty string shows all."""
        self._label = label
        self.invalidate()

    def search(self, words: str) -> None:
        """Show marks whose quote or note holds ``words``, whatever their case."""
        self._words = words.casefold().strip()
        self.invalidate()

    def filterAcceptsRow(self, source_row: int, source_parent: _Index) -> bool:
        model = self.sourceModel()
        assert isinstance(model, MarksModel)
        mark = model.mark(source_row)
        if self._label and mark.label != self._label:
            return False
        return not self._words or self._words in f"{mark.quote}\n{mark.note}".casefold()
