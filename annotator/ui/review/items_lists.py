"""The items of the key as a list: in reading order, each with how many students have it right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from annotator.model.key import KeyItem
from annotator.model.labels import LabelGuide
from annotator.services.marking.wording import label_of
from annotator.services.review.item_answers import ItemTally
from annotator.ui.review.answer_rows import ROW_ROLE, AnswerDelegate, AnswerRow
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.rows import RowsList

_Index = QModelIndex | QPersistentModelIndex


class ItemsModel(QAbstractListModel):
    """One row an item of the key."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: tuple[KeyItem, ...] = ()
        self._guide: LabelGuide | None = None
        self._tally: ItemTally | None = None

    def show_items(
        self, items: Sequence[KeyItem], guide: LabelGuide, tally: ItemTally | None
    ) -> None:
        """List these; where only the figures are new, no row moves."""
        same = [each.id for each in items] == [each.id for each in self.items]
        self._guide, self._tally = guide, tally
        if same and items:
            self.items = tuple(items)
            self.dataChanged.emit(self.index(0, 0), self.index(len(items) - 1, 0))
            return
        self.beginResetModel()
        self.items = tuple(items)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.items):
            return None
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.quote
        if role == ROW_ROLE:
            share, below = self._figures(item)
            return AnswerRow(item.label, item.quote, share, below)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            label = label_of(self._guide, item.label).name if self._guide is not None else ""
            return ", ".join(part for part in (label, item.quote, *self._figures(item)) if part)
        return None

    def _figures(self, item: KeyItem) -> tuple[str, str]:
        tally = self._tally
        if tally is None or not tally.papers:
            return "", ""
        right, waiting = tally.right[item.id], tally.open[item.id]
        below = f"{right} of {tally.papers} right"
        if waiting:
            below += f", {waiting} to decide"
        elif not item.required:
            below += ", optional"
        return f"{round(100 * right / tally.papers)}%", below


class ItemsList(RowsList):
    """The list itself; one item is chosen."""

    item_chosen = Signal(int)

    def __init__(self, appearance: Appearance) -> None:
        items = ItemsModel()
        super().__init__(appearance, items, "Items of the key, in the order of the text")
        items.setParent(self)
        self.items = items
        self._delegate = AnswerDelegate(appearance, self)
        self.setItemDelegate(self._delegate)
        self.row_chosen.connect(lambda index: self.item_chosen.emit(index.row()))

    def show_items(
        self, items: Sequence[KeyItem], guide: LabelGuide, tally: ItemTally | None
    ) -> None:
        """Show these items, without telling."""
        self._delegate.set_guide(guide)
        with self.quietly():
            self.items.show_items(items, guide, tally)

    def choose(self, number: int) -> None:
        """Show one as chosen, without telling; -1 shows none."""
        self.choose_row(self.items.index(number, 0))
