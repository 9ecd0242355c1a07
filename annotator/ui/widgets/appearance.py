"""How things look now: the theme in use, and icons in its colours; handed to whoever paints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QPixmap

from annotator.ui.widgets.icons import ICON_SIZE, IconSet
from annotator.ui.widgets.theme import Theme, ThemeSource

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon


class Appearance(QObject):
    """The theme and the icons in its colours. ``changed`` tells that both are to be asked anew."""

    changed = Signal()

    def __init__(self, themes: ThemeSource, icons: IconSet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.themes = themes
        self.icons = icons
        themes.theme_changed.connect(self.changed)

    @property
    def theme(self) -> Theme:
        """The theme to paint with now."""
        return self.themes.theme

    def icon(self, name: str, colour: QColor | None = None) -> QIcon:
        """An icon in the theme's ink, or in ``colour``; greyed where disabled."""
        return self.icons.icon(name, colour or self.theme.ink, self.theme.strong_line)

    def pixmap(
        self, name: str, colour: QColor, size: int = ICON_SIZE, ratio: float | None = None
    ) -> QPixmap:
        """An icon as a picture; ``size`` in logical pixels."""
        return self.icons.pixmap(name, colour, size, ratio)
