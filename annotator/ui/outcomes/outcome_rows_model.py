"""The rows of a comparison as a Qt model, and a filter by outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from annotator.model.labels import LabelGuide
from annotator.services.marking.wording import label_of
from annotator.services.review.points import points_text
from annotator.services.review.wordings import SIGN_NAMES
from annotator.ui.article.marks import Sign
from annotator.ui.outcomes.outcome_rows import OutcomeRow

ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1

_Index = QModelIndex | QPersistentModelIndex


class EntriesModel(QAbstractListModel):
    """One row an entry; headings and sums can't be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[OutcomeRow, ...] = ()
        self._guide: LabelGuide | None = None

    def show_entries(self, entries: Sequence[OutcomeRow], guide: LabelGuide | None) -> None:
        """List other rows."""
        self.beginResetModel()
        self._entries, self._guide = tuple(entries), guide
        self.endResetModel()

    @property
    def entries(self) -> tuple[OutcomeRow, ...]:
        """Every row, filtered or not."""
        return self._entries

    def counts(self) -> Counter[Sign]:
        """How many rows carry each sign, of those that are counted."""
        return Counter(e.sign for e in self._entries if e.sign is not None and e.is_counted)

    def row_of(self, entry_id: str) -> int:
        """The row with this id, or -1."""
        return next((n for n, each in enumerate(self._entries) if each.id == entry_id), -1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not self._entries[index.row()].can_be_chosen:
            return Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index) | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.words
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(entry)
        return None

    def _spoken(self, entry: OutcomeRow) -> str:
        sign = SIGN_NAMES[entry.sign] if entry.sign is not None else ""
        label = label_of(self._guide, entry.label).name if entry.label and self._guide else ""
        points = "" if entry.points is None else f"{points_text(entry.points)} points"
        return ", ".join(part for part in (sign, label, entry.words, entry.note, points) if part)


class SignFilter(QSortFilterProxyModel):
    """Keeps the items and marks with one sign; every row while there is no wish."""

    def __init__(self, source: EntriesModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries = source
        self._sign: Sign | None = None
        self.setSourceModel(source)

    def show_sign(self, sign: Sign | None) -> None:
        """Keep only rows with this sign; None keeps every row."""
        self._sign = sign
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: _Index) -> bool:
        entry = self._entries.entries[row]
        return self._sign is None or (entry.sign is self._sign and entry.is_counted)
