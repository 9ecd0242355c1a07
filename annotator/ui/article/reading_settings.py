"""How the article looks: a small window whose every change shows at once behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from annotator.services.data.preferences import BASE_SIZE, MAX_SIZE, MIN_SIZE, ReadingSettings
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind, icon_button
from annotator.ui.widgets.check import Check
from annotator.ui.widgets.choices import ChoiceRow
from annotator.ui.widgets.columns import ScrollColumn
from annotator.ui.widgets.fonts import SANS, SERIF, reading_families
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.painting import TOUCH
from annotator.ui.widgets.stepper import Stepper
from annotator.ui.widgets.tab_ring import VisualTabOrder
from annotator.ui.widgets.theme import ThemeChoice, resolve

_WIDTH = 388
#: A letter and its share of the spaces, in em of the serif.
_LETTER = 0.46
_MARGIN = 16
_EDGE = 8

THEMES = {
    ThemeChoice.SYSTEM: "Like the computer",
    ThemeChoice.LIGHT: "Light",
    ThemeChoice.DARK: "Dark",
    ThemeChoice.SEPIA: "Sepia",
    ThemeChoice.CONTRAST: "High contrast",
}
_SWITCHES = {
    "ruler": "Reading ruler",
    "hide_marks": "Hide the marks",
    "dim_unmarked": "Dim what is not marked",
    "single_keys": "Keys that are a single letter or figure",
}


def _percent(value: float) -> str:
    return f"{round(100 * value)}%"


def _of_base(value: float) -> str:
    return _percent(value / BASE_SIZE)


def _letters(width: float) -> str:
    """About how many letters fit on a line so wide at the base size."""
    return str(round(width / (_LETTER * BASE_SIZE)))


#: Field → name, least, most, step, how it is shown, words for less and more.
_Figure = tuple[str, float, float, float, Callable[[float], str], str, str]
_FIGURES: dict[str, _Figure] = {
    "size": ("Size of the words", MIN_SIZE, MAX_SIZE, 1.0, _of_base, "Smaller", "Larger"),
    "line_height": ("Room between lines", 1.4, 3.0, 0.1, "{:.1f}".format, "Less", "More"),
    "column_width": ("Letters on a line", 280, 1200, 40, _letters, "Narrower", "Wider"),
    "letter_spacing": ("Room between letters", 0.0, 0.2, 0.02, _percent, "Less", "More"),
    "word_spacing": ("Room between words", 0.0, 0.48, 0.04, _percent, "Less", "More"),
}


class ReadingSettingsPopover(VisualTabOrder, QFrame):
    """Opens next to the button that asks for it; a click elsewhere or Escape closes it."""

    settings_changed = Signal(object)
    """A ReadingSettings, at each change."""
    theme_chosen = Signal(object)
    """A ThemeChoice."""

    def __init__(
        self,
        appearance: Appearance,
        settings: ReadingSettings,
        *,
        families: Sequence[str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._appearance = appearance
        self._settings = settings
        self.setAccessibleName("How the article looks")
        self.setWindowTitle("How the article looks")
        self.steppers = {name: self._stepper(name, figure) for name, figure in _FIGURES.items()}
        special = reading_families() if families is None else families
        faces = [("", "Serif"), (SANS, "Sans"), *((family, family) for family in special)]
        self.font_row = ChoiceRow(appearance, "Typeface", faces, optional=False)
        self.theme_row = ChoiceRow(appearance, "Colours", list(THEMES.items()), optional=False)
        self._show_samples()
        self.switches = {name: Check(appearance, words) for name, words in _SWITCHES.items()}
        self.reset = Button(
            appearance, "As it was", icon="undo", tip="Back to how the program came"
        )
        self._close = icon_button(appearance, "close", "Close", kind=ButtonKind.QUIET)
        self._scroll = ScrollColumn(spacing=10)
        self._lay_out()
        self._wire()
        self._show()

    @property
    def settings(self) -> ReadingSettings:
        """The settings as they are now."""
        return self._settings

    def open_at(self, anchor: QWidget) -> None:
        """Open below ``anchor`` (above it where there is no room), inside its window."""
        frame = anchor.window().rect().translated(anchor.window().mapToGlobal(QPoint(0, 0)))
        room = frame.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        size = self.sizeHint().boundedTo(room.size())
        self.resize(size)
        below = anchor.mapToGlobal(QPoint(0, anchor.height() + 4))
        x = min(max(below.x(), room.left()), room.right() - size.width())
        y = min(max(below.y(), room.top()), room.bottom() - size.height())
        self.move(x, y)
        self.show()
        self.steppers["size"].more.setFocus(Qt.FocusReason.PopupFocusReason)

    # -- building -----------------------------------------------------------------------------

    def _stepper(self, field: str, figure: _Figure) -> Stepper:
        name, least, most, step, show, less, more = figure
        stepper = Stepper(
            self._appearance,
            name,
            least=least,
            most=most,
            step=step,
            show=show,
            less=less,
            more=more,
        )
        stepper.value_changed.connect(lambda value: self._change(field, value))
        return stepper

    def _show_samples(self) -> None:
        """Each typeface in itself, each set of colours as paper with ink on it."""
        for family, choice in self.font_row.choices:
            font = QFont(choice.font())
            font.setFamily(str(family) or SERIF)
            choice.set_sample(font)
        for each, choice in self.theme_row.choices:
            theme = resolve(ThemeChoice(str(each)))
            choice.set_swatch(theme.paper, theme.ink)

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(_MARGIN, 10, _MARGIN - 6, 12)
        outer.setSpacing(8)
        top = QHBoxLayout()
        title = TextLabel(self._appearance, "How the article looks", Role.HEADING, wrap=True)
        top.addWidget(title, 1)
        top.addWidget(self._close)
        outer.addLayout(top)
        outer.addWidget(self._scroll, 1)
        column = self._scroll.column
        for stepper in self.steppers.values():
            column.addWidget(stepper)
        column.addWidget(self.font_row)
        column.addWidget(self.theme_row)
        for switch in self.switches.values():
            column.addWidget(switch)
        column.addWidget(self.reset, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def _wire(self) -> None:
        self.font_row.chosen.connect(lambda family: self._change("font_family", family))
        self.theme_row.chosen.connect(self.theme_chosen)
        for name, switch in self.switches.items():
            switch.toggled.connect(lambda on, field=name: self._change(field, on))
        self.reset.clicked.connect(self._reset)
        self._close.clicked.connect(self.close)
        self._appearance.changed.connect(self._show)

    # -- wishes and facts -----------------------------------------------------------------------

    def _change(self, field: str, value: object) -> None:
        if field == "column_width" and isinstance(value, float):
            value = round(value)
        self._settings = replace(self._settings, **{field: value})  # type: ignore[arg-type]
        self._show()
        self.settings_changed.emit(self._settings)

    def _reset(self) -> None:
        changed = self._settings != ReadingSettings()
        self._settings = ReadingSettings()
        self._show()
        if changed:
            self.settings_changed.emit(self._settings)
        if self._appearance.choice is not ThemeChoice.SYSTEM:
            self.theme_row.set_value(ThemeChoice.SYSTEM)
            self.theme_chosen.emit(ThemeChoice.SYSTEM)

    def _show(self) -> None:
        """Show the settings as they are, without telling."""
        for name, stepper in self.steppers.items():
            stepper.set_value(float(getattr(self._settings, name)))
        family = self._settings.font_family
        self.font_row.set_value("" if family == SERIF else family)
        self.theme_row.set_value(self._appearance.choice)
        for name, switch in self.switches.items():
            blocked = switch.blockSignals(True)
            switch.setChecked(getattr(self._settings, name))
            switch.blockSignals(blocked)
        self.update()

    # -- shape --------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        inside = self._scroll.content_height(_WIDTH - 2 * _MARGIN - 16)
        return QSize(_WIDTH, inside + TOUCH + 36)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.strong_line)
        painter.fillRect(self.rect().adjusted(1, 1, -1, -1), theme.card)
        painter.end()
