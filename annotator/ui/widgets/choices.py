"""One answer of a few, all of them in sight: small radio buttons that wrap like words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import WholePress
from annotator.ui.widgets.flow import FlowLayout
from annotator.ui.widgets.fonts import article_font, small_font
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.painting import focus_ring, rounded_box

_HEIGHT = 34
_DOT = 12
_SIDE = 9
_SWATCH = 18


class Choice(WholePress, QRadioButton):
    """A pill with a round mark that is filled while the answer is chosen."""

    def __init__(self, appearance: Appearance, label: str, question: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._label = label
        self._swatch: tuple[QColor, QColor] | None = None
        self.setFont(small_font(strong=True))
        self.setAccessibleName(label)
        self.setAccessibleDescription(question)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.update)

    @property
    def label(self) -> str:
        """What the answer says."""
        return self._label

    def set_sample(self, font: QFont) -> None:
        """Write the words in the face that the answer stands for."""
        self.setFont(font)
        self.updateGeometry()

    def set_swatch(self, paper: QColor, ink: QColor) -> None:
        """Show the colours that the answer stands for, next to its words."""
        self._swatch = (paper, ink)
        self.updateGeometry()
        self.update()

    @property
    def _before(self) -> int:
        """Where the words begin."""
        return _SIDE + _DOT + 6 + (_SWATCH + 6 if self._swatch else 0)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        width = metrics.horizontalAdvance(self._label) + self._before + _SIDE
        return QSize(width, max(_HEIGHT, metrics.height() + 12))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, on = self._appearance.theme, self.isChecked()
        painter = QPainter(self)
        if not self.isEnabled():
            painter.setOpacity(0.5)
        ground = theme.hover if self.underMouse() else theme.card
        fill, line = (theme.accent_tint, theme.accent) if on else (ground, theme.line)
        radius = self.height() / 2
        rounded_box(painter, self.rect(), radius, fill, line, 1.5 if on else 1.0)
        dot = QRectF(_SIDE, (self.height() - _DOT) / 2, _DOT, _DOT)
        painter.setPen(theme.accent if on else theme.strong_line)
        painter.setBrush(theme.card)
        painter.drawEllipse(dot)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.accent)
            painter.drawEllipse(dot.adjusted(3, 3, -3, -3))
        if self._swatch is not None:
            self._paint_swatch(painter, *self._swatch)
        painter.setFont(self.font())
        painter.setPen(theme.ink)
        rect = QRect(self.rect()).adjusted(self._before, 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(rect, flags, self._label)
        if self._ring and self.hasFocus():
            focus_ring(painter, self.rect(), radius, theme.accent)
        painter.end()

    def _paint_swatch(self, painter: QPainter, paper: QColor, ink: QColor) -> None:
        box = QRect(_SIDE + _DOT + 6, (self.height() - _SWATCH) // 2, _SWATCH, _SWATCH)
        rounded_box(painter, box, 4, paper, self._appearance.theme.strong_line)
        painter.setFont(article_font(13, bold=True))
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "A")


class ChoiceRow(QWidget):
    """A question and its answers. Where ``optional``, choosing the chosen one again takes it back.

    One stop for the Tab key; the arrow keys move inside.
    """

    chosen = Signal(object)
    """The person chose this value; None where an answer was taken back."""

    def __init__(
        self,
        appearance: Appearance,
        question: str,
        answers: Sequence[tuple[object, str]],
        *,
        optional: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._optional = optional
        self._value: object = None
        self.setAccessibleName(question)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(TextLabel(appearance, question, Role.SMALL, wrap=True))
        row = FlowLayout(gap=6, line_gap=6)
        column.addLayout(row)
        self._choices: list[tuple[object, Choice]] = []
        for value, label in answers:
            choice = Choice(appearance, label, question, self)
            choice.clicked.connect(lambda _on, wanted=value: self._clicked(wanted))
            row.addWidget(choice)
            self._choices.append((value, choice))
        self._set_stop()

    @property
    def value(self) -> object:
        """What is chosen; None where nothing is."""
        return self._value

    def set_value(self, value: object) -> None:
        """Show an answer as chosen, without telling; None for no answer."""
        self._value = value
        for each, choice in self._choices:
            on = value is not None and each == value
            if choice.isChecked() != on:
                # An exclusive button can't be switched off, so it is not exclusive for a moment.
                choice.setAutoExclusive(False)
                choice.setChecked(on)
                choice.setAutoExclusive(True)
        self._set_stop()

    def _set_stop(self) -> None:
        """The Tab key stops at the chosen answer, at the first one where none is chosen."""
        stop = next((choice for _, choice in self._choices if choice.isChecked()), None)
        for number, (_, choice) in enumerate(self._choices):
            is_stop = choice is stop or (stop is None and number == 0)
            policy = Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus
            choice.setFocusPolicy(policy)

    @property
    def choices(self) -> tuple[tuple[object, Choice], ...]:
        """The values with their buttons, in their order."""
        return tuple(self._choices)

    def choice(self, value: object) -> Choice:
        """The button of one answer; KeyError where there is none."""
        for each, choice in self._choices:
            if each == value:
                return choice
        raise KeyError(value)

    def _clicked(self, value: object) -> None:
        new = None if self._optional and value == self._value else value
        if new == self._value:
            return
        self.set_value(new)
        self.chosen.emit(new)
