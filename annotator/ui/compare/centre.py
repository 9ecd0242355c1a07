"""The middle of the teacher's page: the article, or why there is none."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.messages import EmptyState


class Centre(QStackedWidget):
    """Shows ``view``, or a sign with words in its place."""

    def __init__(self, appearance: Appearance, view: QWidget) -> None:
        super().__init__()
        self._appearance, self._view = appearance, view
        self._empty: EmptyState | None = None
        self.addWidget(view)

    def show_empty(self, icon: str, title: str, hint: str) -> None:
        """Say why there is nothing to read."""
        self.show_view()
        self._empty = EmptyState(self._appearance, icon, title, hint)
        self.addWidget(self._empty)
        self.setCurrentWidget(self._empty)

    def show_view(self) -> None:
        """Show the article again."""
        if self._empty is not None:
            self.removeWidget(self._empty)
            self._empty.deleteLater()
            self._empty = None
        self.setCurrentWidget(self._view)
