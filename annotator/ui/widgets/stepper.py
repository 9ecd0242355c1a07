"""A figure with a button for less and one for more: easier to hit than a slider, and exact."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.labels import Role, TextLabel

_VALUE_WIDTH = 56


class Stepper(QWidget):
    """Name, −, value, +. ``show`` turns the value into words; values stay on the grid of steps."""

    value_changed = Signal(float)
    """The person chose this value."""

    def __init__(
        self,
        appearance: Appearance,
        name: str,
        *,
        least: float,
        most: float,
        step: float,
        show: Callable[[float], str],
        less: str = "Less",
        more: str = "More",
        width: int = _VALUE_WIDTH,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._least, self._most, self._step, self._show = least, most, step, show
        self._name = name
        self._value = least
        self._words = TextLabel(appearance, "", Role.STRONG)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setMinimumWidth(width)
        self.less = Button(appearance, "−", tip=f"{less}: {name}")
        self.more = Button(appearance, "+", tip=f"{more}: {name}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(TextLabel(appearance, name, Role.BODY, wrap=True), 1)
        for widget in (self.less, self._words, self.more):
            row.addWidget(widget)
        self.setAccessibleName(name)
        for button, words, by in ((self.less, less, -1), (self.more, more, 1)):
            button.setAccessibleName(f"{words}: {name}")
            button.setAutoRepeat(True)
            button.clicked.connect(lambda _on, way=by: self._go(way))

    @property
    def value(self) -> float:
        """The value that is shown."""
        return self._value

    def text(self) -> str:
        """The value in words."""
        return self._words.text()

    def set_range(self, least: float, most: float) -> None:
        """Other limits; the value has to be set again."""
        self._least, self._most = least, most

    def set_value(self, value: float) -> None:
        """Show a value, without telling; what lies outside the limits is pulled in."""
        self._value = min(self._most, max(self._least, value))
        words = self._show(self._value)
        self._words.setText(words)
        # Half a step of room: figures such as 0.1 are not exact.
        self.less.setEnabled(self._value > self._least + self._step / 2)
        self.more.setEnabled(self._value < self._most - self._step / 2)
        for button in (self.less, self.more):
            button.setAccessibleDescription(f"{self._name}: {words}")

    def _go(self, by: int) -> None:
        self.set_value(round(self._value + by * self._step, 6))
        announce(self, f"{self._name}: {self.text()}")
        self.value_changed.emit(self._value)
