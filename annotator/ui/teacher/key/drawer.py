"""The panel beside the article; where the window is narrow, a drawer over its right side."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.ui.widgets.buttons import Button

#: Below this width (logical pixels) the panel becomes a drawer.
_DRAWER_BELOW = 900
_ROOMY = 1150


class Drawer:
    """Places ``panel`` in ``row`` or over ``view``; ``button`` opens and closes it there."""

    def __init__(self, row: QHBoxLayout, view: QWidget, panel: QWidget, button: Button) -> None:
        self._row, self._view, self._panel, self._button = row, view, panel, button
        self.is_drawer = False

    def fit(self, page: QSize) -> None:
        """Place the panel for a page of this size."""
        self.is_drawer = page.width() < _DRAWER_BELOW
        beside = self._row.indexOf(self._panel) >= 0
        self._button.setVisible(self.is_drawer)
        if self.is_drawer and beside:
            self._row.removeWidget(self._panel)
            self.show(False)
        elif not self.is_drawer and not beside:
            self._row.addWidget(self._panel)
            self._panel.show()
        if self.is_drawer:
            top = self._view.geometry().top()
            width = min(340, page.width() - 60)
            self._panel.setFixedWidth(width)
            self._panel.setGeometry(page.width() - width, top, width, page.height() - top)
        else:
            self._panel.setFixedWidth(320 if page.width() < _ROOMY else 372)

    def open(self) -> None:
        """Open the panel where it is a drawer on a page that is shown."""
        if self.is_drawer and self._view.isVisible():
            self.show(True)

    def show(self, shown: bool) -> None:
        """Open or close it."""
        self._panel.setVisible(shown)
        if shown:
            self._panel.raise_()
        self._button.setChecked(shown)
