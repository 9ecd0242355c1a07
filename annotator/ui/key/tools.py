"""The student's tools with what only a key has: traps, and other words for the chosen item."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from annotator.model.labels import LabelGuide
from annotator.ui.marking.selection_bar import SelectionBar
from annotator.ui.marking.tool_row import ToolRow
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button

TRAP = "trap"
ACCEPT = "accept"
CORE = "core"
EXTENT = "extent"
MENTION = "mention"
_WIDE = 1160


class KeyTools(ToolRow):
    """A row of tools with one more: the trap."""

    trap_requested = Signal()

    def __init__(
        self, appearance: Appearance, guide: LabelGuide, parent: QWidget | None = None
    ) -> None:
        self.trap: Button | None = None
        super().__init__(appearance, guide, parent)
        self.trap = Button(
            appearance, "Trap", icon="flag", tip="The selected words are right under no label (T)"
        )
        self.trap.clicked.connect(self.trap_requested)
        self._row.insertWidget(len(self.tools), self.trap)
        # How an article looks is set on the student's side; here it is only followed.
        self.reading.hide()
        self.list.set_label("Items")
        self.list.set_tip("Show the items")
        self.remove.set_tip("Remove the chosen item or trap")

    def show_actions(self, shown: bool) -> None:
        """As of every row of tools; the trap goes with the labels."""
        super().show_actions(shown)
        if self.trap is not None:
            self.trap.setVisible(not shown)

    def _fit(self) -> None:
        if self.trap is not None:
            self.trap.set_label_shown(self.width() >= _WIDE)
        super()._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class KeySelectionBar(SelectionBar):
    """What are these words? One of the labels, a trap, or a part of the chosen item."""

    def __init__(self, appearance: Appearance, guide: LabelGuide, parent: QWidget) -> None:
        super().__init__(appearance, guide, parent)
        row = self.layout()
        assert row is not None
        tips = {
            TRAP: ("Trap", "flag", "Right under no label (T)"),
            ACCEPT: ("Accept, too", "plus", "Also right for the chosen item (A)"),
            CORE: ("Must", "", "Must be included in the chosen item (C)"),
            EXTENT: ("May", "", "May be included in the chosen item (X)"),
            MENTION: ("Later mention", "", "Names the chosen source, too: counts here alone (M)"),
        }
        for name, (words, icon, tip) in tips.items():
            button = Button(appearance, words, icon=icon, tip=tip)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _on=False, which=name: self.label_requested.emit(which))
            self.buttons[name] = button
            row.addWidget(button)

    def show_for(self, selection: QRect, *, for_item: bool, for_source: bool) -> None:
        """Stand next to the selection; with an item chosen its parts are offered, too."""
        for name in (ACCEPT, CORE, EXTENT):
            self.buttons[name].setVisible(for_item)
        self.buttons[MENTION].setVisible(for_source)
        self.show_at(selection)
