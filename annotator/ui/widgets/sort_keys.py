"""Sorting a table by key: by the column in which the keyboard is, up or down."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.single_keys import bind_key

_ORDERS = {
    "Alt+Up": (Qt.SortOrder.AscendingOrder, "the least first"),
    "Alt+Down": (Qt.SortOrder.DescendingOrder, "the most first"),
}


def add_sort_keys(appearance: Appearance, table: QTableView) -> None:
    """Alt+Up sorts by the current column, the least first; Alt+Down the other way round."""

    def sort(key: str) -> None:
        order, text = _ORDERS[key]
        column = max(0, table.currentIndex().column())
        table.horizontalHeader().setSortIndicator(column, order)
        name = table.model().headerData(column, Qt.Orientation.Horizontal)
        announce(table, f"Sorted by {name}, {text}")

    for key in _ORDERS:
        bind_key(appearance, key, table, partial(sort, key), within=True)
    table.setAccessibleDescription("Alt+Up or Alt+Down sorts by the column that the keyboard is in")
