"""The choice of colours as a menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from annotator.ui.look import Look
from annotator.ui.theme import ThemeChoice

THEME_WORDS = {
    ThemeChoice.SYSTEM: "Colours as on this computer",
    ThemeChoice.LIGHT: "Light",
    ThemeChoice.DARK: "Dark",
    ThemeChoice.SEPIA: "Sepia",
    ThemeChoice.CONTRAST: "High contrast",
}


def theme_menu(look: Look, choose: Callable[[ThemeChoice], None], parent: QWidget) -> QMenu:
    """A menu of the themes, the one in use checked; deletes itself when it closes."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    group = QActionGroup(menu)
    for choice, words in THEME_WORDS.items():
        action = QAction(words, menu, checkable=True)
        action.setChecked(look.themes.choice is choice)
        action.triggered.connect(lambda _on=False, c=choice: choose(c))
        group.addAction(action)
        menu.addAction(action)
    return menu
