"""The question mark at the right of a room's header."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind, icon_button
from annotator.ui.widgets.header import PageHeader


def add_help(
    appearance: Appearance, header: PageHeader, asked: Callable[[QWidget], None], *, key: str = "F1"
) -> Button:
    """Put a help button into a header; ``asked`` gets it, for a menu to open below.

    ``key`` is empty where the page has F1 for something else.
    """
    button = icon_button(appearance, "help", "Help", key=key, kind=ButtonKind.QUIET)
    button.clicked.connect(lambda: asked(button))
    header.add_right(button)
    return button
