"""The side panel's page for the step Mark."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.ui.marking.inspector import Inspector
from annotator.ui.marking.marks_panel import MarksPanel
from annotator.ui.marking.session import MarkingSession
from annotator.ui.widgets.appearance import Appearance

_GAP = 10
#: Below these heights (logical pixels) rows by the details are lower, and fewer are kept whole.
_LOW, _LOWEST = 900, 560


class MarkPage(QWidget):
    """The list of marks and, below it, the details of the one that is chosen.

    The details take what the list can spare: three rows stay whole, in a low window two.
    """

    def __init__(self, appearance: Appearance, session: MarkingSession) -> None:
        super().__init__()
        self.marks = MarksPanel(appearance, session)
        self.inspector = Inspector(appearance, session)
        self.inspector.turned.connect(self._share)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addWidget(self.marks, 1)
        column.addWidget(self.inspector)

    def choose(self, mark_id: str) -> None:
        """Show one mark in both."""
        self.marks.choose(mark_id)
        self.inspector.show_mark(mark_id)

    def _share(self) -> None:
        """Give list and details their part of the height."""
        if self.inspector.isHidden():
            self.marks.set_lines(2)
            return
        self.marks.set_lines(1 if self.height() < _LOW else 2)
        rows = 3 if self.height() >= _LOWEST else 2
        self.inspector.set_most(self.height() - _GAP - self.marks.height_for_rows(rows))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()
