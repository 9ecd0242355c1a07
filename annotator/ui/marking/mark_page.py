"""The side panel's page for the step Mark: the marks, and in the chosen one's row its card."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.ui.marking.inspector import Inspector
from annotator.ui.marking.marks_panel import MarksPanel
from annotator.ui.marking.session import MarkingSession
from annotator.ui.widgets.appearance import Appearance


class MarkPage(QWidget):
    """One list, one chosen mark."""

    def __init__(self, appearance: Appearance, session: MarkingSession) -> None:
        super().__init__()
        self.inspector = Inspector(appearance, session)
        self.marks = MarksPanel(appearance, session, card=self.inspector)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.marks, 1)

    def choose(self, mark_id: str) -> None:
        """Show one mark in both."""
        self.inspector.show_mark(mark_id)
        self.marks.choose(mark_id)
