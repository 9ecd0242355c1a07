"""How things look now: the theme in use, and icons in its colours; handed to whatever paints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPixmap

from annotator.ui.widgets.icons import ICON_SIZE, IconSet
from annotator.ui.widgets.theme import Theme, ThemeChoice, resolve

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon


class Appearance(QObject):
    """The theme and the icons in its colours; follows the system live where that was chosen."""

    changed = Signal()
    """Theme and icons are to be asked for again."""
    theme_changed = Signal(object)
    """The Theme to paint with now. Connect a widget's own method to it, which ends with the widget;
    a function that holds the widget would be called after it has gone."""
    single_keys_changed = Signal(bool)
    """Keys that are a single character work from now on, or no longer."""

    def __init__(self, choice: ThemeChoice, icons: IconSet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice, self._theme = choice, resolve(choice)
        self.icons = icons
        self._has_single_keys = True
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)
        # QAccessibilityHints came with Qt 6.10.
        accessibility = getattr(hints, "accessibility", None)
        if accessibility is not None:
            accessibility().contrastPreferenceChanged.connect(self._follow_system)

    @property
    def theme(self) -> Theme:
        """The theme to paint with now."""
        return self._theme

    @property
    def choice(self) -> ThemeChoice:
        """What the person picked."""
        return self._choice

    def choose(self, choice: ThemeChoice) -> None:
        """Use another theme from now on; ``changed`` only where the colours differ."""
        self._choice = choice
        self._use(resolve(choice))

    @property
    def has_single_keys(self) -> bool:
        """Whether keys that are a single character work."""
        return self._has_single_keys

    def set_single_keys(self, on: bool) -> None:
        """Whether keys that are a single character work from now on."""
        if on != self._has_single_keys:
            self._has_single_keys = on
            self.single_keys_changed.emit(on)

    def icon(self, name: str, colour: QColor | None = None) -> QIcon:
        """An icon in the theme's ink, or in ``colour``; greyed where disabled."""
        return self.icons.icon(name, colour or self.theme.ink, self.theme.strong_line)

    def pixmap(
        self, name: str, colour: QColor, size: int = ICON_SIZE, ratio: float | None = None
    ) -> QPixmap:
        """An icon as a picture; ``size`` in logical pixels."""
        return self.icons.pixmap(name, colour, size, ratio)

    def _follow_system(self) -> None:
        if self._choice in (ThemeChoice.SYSTEM, ThemeChoice.CONTRAST):
            self._use(resolve(self._choice))

    def _use(self, theme: Theme) -> None:
        if theme.name != self._theme.name:
            self._theme = theme
            self.changed.emit()
            # After the style of the program, which sets colours of its own.
            self.theme_changed.emit(self._theme)
