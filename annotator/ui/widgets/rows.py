"""A list of rows that are painted by their own delegate; one row is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QListView, QWidget

from annotator.ui.widgets.appearance import Appearance


class RowsList(QListView):
    """Shows ``model`` on the ground of the panel around it; ``name`` is for screen readers."""

    row_chosen = Signal(QModelIndex)
    """The person chose this row; not told for what :meth:`choose_row` shows."""

    def __init__(
        self,
        appearance: Appearance,
        model: QAbstractItemModel,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.viewport().setAutoFillBackground(False)
        self.selectionModel().currentChanged.connect(self._changed)
        appearance.changed.connect(self.viewport().update)

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """While this lasts, nothing is told of which row is the chosen one."""
        model = self.selectionModel()
        blocked = model.blockSignals(True)
        try:
            yield
        finally:
            model.blockSignals(blocked)

    def choose_row(self, index: QModelIndex) -> None:
        """Show a row as chosen, without telling; an invalid index shows none."""
        with self.quietly():
            if index.isValid():
                only_this = QItemSelectionModel.SelectionFlag.ClearAndSelect
                self.selectionModel().setCurrentIndex(index, only_this)
                self.scrollTo(index)
            else:
                self.selectionModel().clear()
        self.viewport().update()

    def _changed(self, index: QModelIndex) -> None:
        if index.isValid():
            self.row_chosen.emit(index)
