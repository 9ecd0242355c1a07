"""The bar above the article: from difference to difference, what is painted, the sum."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from annotator.ui.outcomes.layers import Layers
from annotator.ui.outcomes.sum_line import SumLine
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.measures import PAGE_MARGIN

_LEAST = 520
_TIPS = {
    Layers.BOTH: "The student’s marks with the key over them",
    Layers.MARKS: "Only what the student marked",
    Layers.KEY: "Only the answer key",
}


class CompareBar(QWidget):
    """Asks for the next and previous difference and for other layers."""

    step_requested = Signal(int)
    layers_requested = Signal(object)
    papers_requested = Signal()
    details_requested = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.papers = Button(appearance, "Papers", icon="people", checkable=True)
        self.papers.clicked.connect(self.papers_requested)
        self.previous = Button(
            appearance, "Previous difference", icon="back", key="K", show_key=True
        )
        self.next = Button(appearance, "Next difference", icon="next", key="J", show_key=True)
        self.details = Button(appearance, "Details", icon="list", checkable=True)
        self.details.clicked.connect(self.details_requested)
        self.previous.clicked.connect(lambda: self.step_requested.emit(-1))
        self.next.clicked.connect(lambda: self.step_requested.emit(1))
        self.layers = {layers: self._layer_button(layers) for layers in Layers}
        self.layers[Layers.BOTH].setChecked(True)
        self.sum = SumLine(appearance)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(PAGE_MARGIN, 8, PAGE_MARGIN, 8)
        self._column.setSpacing(4)
        self._row = QHBoxLayout()
        self._row.setSpacing(10)
        for button in (self.papers, self.previous, self.next, *self.layers.values()):
            self._row.addWidget(button)
        self._row.addStretch(1)
        self._row.addWidget(self.details)
        self._column.addLayout(self._row)
        self._column.addWidget(self.sum)
        # Less than the buttons ask for now: they drop their words once they are told of the width.
        self.setMinimumWidth(_LEAST)
        self._is_below = True
        self.set_drawers(papers=False, details=False)
        appearance.changed.connect(self.update)

    def show_layers(self, layers: Layers) -> None:
        """Show which layers are painted, without telling."""
        self.layers[layers].setChecked(True)

    def show_differences(self, count: int) -> None:
        """How many there are to walk through."""
        self.previous.setEnabled(count > 0)
        self.next.setEnabled(count > 0)

    def show_paper(self, has_paper: bool) -> None:
        """Without a paper there is nothing to lay over the key, and no sum."""
        self.sum.setVisible(has_paper)
        for layers, button in self.layers.items():
            button.setEnabled(has_paper or layers is Layers.KEY)

    def set_drawers(self, *, papers: bool, details: bool) -> None:
        """Whether the list of papers and the details are drawers now, with a button each."""
        self.papers.setVisible(papers)
        self.details.setVisible(details)
        self.fit()

    def _layer_button(self, layers: Layers) -> Button:
        button = Button(self._appearance, layers.value, checkable=True, tip=_TIPS[layers])
        group = self.findChild(QButtonGroup) or QButtonGroup(self)
        group.setExclusive(True)
        group.addButton(button)
        button.clicked.connect(lambda: self.layers_requested.emit(layers))
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """The sum stands at the right where it fits, else on a line of its own."""
        room = self.width() - 2 * PAGE_MARGIN
        for button in (self.previous, self.next, self.papers, self.details):
            button.set_words_shown(True)
        needed = self.sum.least_width() + 16
        if self._buttons_width() + needed > room:
            for button in (self.previous, self.next):
                button.set_words_shown(False)
        if self._buttons_width() > room:
            for button in (self.papers, self.details):
                button.set_words_shown(False)
        below = self._buttons_width() + needed > room
        if below != self._is_below:
            self._is_below = below
            self._column.removeWidget(self.sum)
            self._row.removeWidget(self.sum)
            if below:
                self._column.addWidget(self.sum)
            else:
                self._row.insertWidget(self._row.count() - 1, self.sum, 100)
            self.updateGeometry()

    def _buttons_width(self) -> int:
        buttons = (self.papers, self.previous, self.next, *self.layers.values(), self.details)
        shown = [button for button in buttons if not button.isHidden()]
        return sum(button.sizeHint().width() + 10 for button in shown)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.panel)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.line)
        painter.end()
