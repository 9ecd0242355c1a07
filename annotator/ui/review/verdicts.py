"""The verdicts and their keys: one row of buttons for a decision or for one paper's mark."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.flow import FlowLayout
from annotator.ui.widgets.labels import Role, TextLabel

#: Below this height (logical pixels) the reasons need the room more than the keys on buttons.
_LOW = 560


#: Where the keys of decisions work, inside a sentence.
PLACE_OF_KEYS = "the list, the article and the details"


class DecisionChoice(Enum):
    """What can be decided: (words, key, tip)."""

    ACCEPT = ("Accept", "A", "Counts as right for whoever is shown; the key stays as it is")
    EVERYONE = (
        "For everyone…",
        "Shift+A",
        "Puts the answer into the key for these classes; you see first who gains and who loses",
    )
    KEEP = ("Key stands", "S", "It was looked at, and what the key says holds")
    WAIVE = ("Let through", "W", "An extra mark that costs nothing")
    OVERRIDE = ("Points…", "O", "Other points, with a reason")
    COMMENT = ("Comment…", "C", "Words for the student")


#: Stand under the buttons, of those that are shown, until one was pressed for the first time ever.
_HINTS = {
    DecisionChoice.ACCEPT: "Accept leaves the key as it is.",
    DecisionChoice.EVERYONE: "For everyone changes it.",
    DecisionChoice.KEEP: "Key stands: looked at, and not accepted.",
    DecisionChoice.WAIVE: "Let through: it costs nothing.",
}


class VerdictBar(QWidget):
    """Buttons that wrap, with their keys."""

    verdict_given = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[DecisionChoice, Button] = {}
        flow = FlowLayout(gap=8, line_gap=8)
        for verdict in DecisionChoice:
            words, key, tip = verdict.value
            button = Button(appearance, words, key=key, show_key=True, tip=tip)
            button.clicked.connect(lambda _on=False, v=verdict: self.verdict_given.emit(v))
            self.buttons[verdict] = button
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 14, 10)
        column.addLayout(flow)
        self.hint = TextLabel(appearance, "", Role.SMALL, wrap=True)
        column.addWidget(self.hint)
        self._knows = self._is_low = self._has_choice = False

    def set_key_scope(self, scope: QWidget) -> None:
        """Let keys decide only while the keyboard is in what is decided on."""
        for button in self.buttons.values():
            button.set_key_scope(scope, PLACE_OF_KEYS)

    def set_known(self) -> None:
        """Explain the buttons no longer; their tips still say what they do."""
        self._knows = True
        self._show_hint()

    def _show_hint(self) -> None:
        self.hint.setVisible(self._has_choice and not self._is_low and not self._knows)

    def fit_panel(self, height: int) -> bool:
        """Keep keys to the tool tips in a low panel: two lines of buttons instead of three.

        ``height`` is the panel's, in logical pixels; whether it is a low one.
        """
        low = height < _LOW
        for button in self.buttons.values():
            button.set_key_shown(not low)
        self._is_low = low
        self._show_hint()
        return low

    def offer(self, *verdicts: DecisionChoice) -> None:
        """Show these alone."""
        for verdict, button in self.buttons.items():
            button.setVisible(verdict in verdicts)
        self._has_choice = DecisionChoice.ACCEPT in verdicts
        self.hint.setText(" ".join(words for each, words in _HINTS.items() if each in verdicts))
        self._show_hint()
