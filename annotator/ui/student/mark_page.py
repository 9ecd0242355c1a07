"""The side panel's page for the step Mark."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.ui.look import Look
from annotator.ui.student.inspector import Inspector
from annotator.ui.student.marks_panel import MarksPanel
from annotator.ui.student.session import MarkingSession


class MarkPage(QWidget):
    """The list of marks and, below it, the details of the one that is chosen."""

    def __init__(self, look: Look, session: MarkingSession) -> None:
        super().__init__()
        self.marks = MarksPanel(look, session)
        self.inspector = Inspector(look, session)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.marks, 1)
        column.addWidget(self.inspector)

    def choose(self, mark_id: str) -> None:
        """Show one mark in both."""
        self.marks.choose(mark_id)
        self.inspector.show_mark(mark_id)
