"""The keys of the key page; what they do is on the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from annotator.ui.teacher.key.tools import ACCEPT, CORE, EXTENT

if TYPE_CHECKING:
    from annotator.ui.teacher.key.page import KeyPage


def wire_keys(page: KeyPage) -> None:
    """Letters work while the keyboard is in the article, keys with Ctrl everywhere on the page."""
    everywhere: tuple[tuple[str, Callable[[], object]], ...] = (
        ("Ctrl+Y", page.redo),
        ("Ctrl+F", page.panel.search),
        ("Ctrl+J", lambda: page.choose_next(1)),
        ("Ctrl+K", lambda: page.choose_next(-1)),
    )
    on_article: tuple[tuple[str, Callable[[], object]], ...] = (
        ("Del", page.remove_chosen),
        ("Backspace", page.remove_chosen),
        ("Esc", page.escape),
        ("J", lambda: page.choose_next(1)),
        ("K", lambda: page.choose_next(-1)),
        ("Space", page.view.cycle_marks),
        ("T", page.make_trap),
        ("A", lambda: page.use_label(ACCEPT)),
        ("C", lambda: page.use_label(CORE)),
        ("X", lambda: page.use_label(EXTENT)),
        ("E", page.next_edges),
        ("O", page.toggle_required),
        ("W", page.write_why),
        ("N", page.write_why),
    )
    for key, action in everywhere:
        QShortcut(QKeySequence(key), page).activated.connect(action)
    for key, action in on_article:
        shortcut = QShortcut(QKeySequence(key), page.view)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(action)
