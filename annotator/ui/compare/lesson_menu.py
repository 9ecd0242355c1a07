"""The menu of lessons that have an answer key."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from annotator.services.review.papers import KeyedLesson
from annotator.ui.article.vocabulary import plural


def lesson_menu(
    lessons: Iterable[KeyedLesson], current: str, choose: Callable[[str], object], parent: QWidget
) -> QMenu:
    """Number, title and papers of each lesson; ``choose`` gets the id of the one that is wanted."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName("Lessons with an answer key")
    for each in lessons:
        number = f"{each.number}  " if each.number else ""
        count = f"   ({plural(each.papers, 'paper')})" if each.papers else ""
        # In a menu a single & would make the next letter a shortcut.
        action = menu.addAction(f"{number}{each.title}{count}".replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(each.lesson_id == current)
        action.triggered.connect(lambda _on=False, wanted=each.lesson_id: choose(wanted))
    return menu
