"""What each key of the student's page does, bound from the list that the sheet of keys shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from annotator.services.data.preferences import ReadingSettings
from annotator.ui.article.view import ArticleView
from annotator.ui.marking.mark_news import SWITCHED
from annotator.ui.marking.shortcuts import Where, bindings
from annotator.ui.widgets.messages import Banner, Tone

if TYPE_CHECKING:
    from annotator.ui.marking.page import StudentPage


def key_actions(page: StudentPage) -> Mapping[str, Callable[[], object]]:
    """What the bindings' actions do on the page."""

    def switch(field: str, key: str) -> None:
        page.settings_changed.emit(switch_reading(page.view, page.banner, field, key))

    return {
        "across": lambda: page.bars.take_across(not page.view.words.across),
        "redo": page.redo,
        "escape": page.escape,
        "note": lambda: page.panel.edit_mark(page.chosen),
        "sure": page.show_how_sure,
        "tie": page.tie_chosen,
        "remove": page.remove_chosen,
        "next": lambda: page.choose_next(1),
        "previous": lambda: page.choose_next(-1),
        "cycle": page.view.requests.cycle,
        "search": page.panel.search,
        "hide": lambda: switch("hide_marks", "H"),
        "dim": lambda: switch("dim_unmarked", "D"),
        "ruler": lambda: switch("ruler", "R"),
    }


def bind_keys(page: StudentPage) -> None:
    """Bind every line that names an action, on the page or on the article alone."""
    lesson, actions = page.session.lesson, key_actions(page)
    for binding in bindings(lesson.guide, lesson.uses):
        for key in binding.keys if binding.action else ():
            on_view = binding.where is Where.ARTICLE
            shortcut = QShortcut(QKeySequence(key), page.view if on_view else page)
            if on_view:
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(actions[binding.action])


def switch_reading(view: ArticleView, banner: Banner, field: str, key: str) -> ReadingSettings:
    """Turn a reading setting on or off and say how to turn it back; the settings in use then."""
    settings = view.settings()
    value = not getattr(settings, field)
    settings = replace(settings, **{field: value})  # type: ignore[arg-type]
    view.set_settings(settings)
    on, off = SWITCHED[field]
    if value:
        banner.show_message(f"{on}.", todo=f"Press {key} in the article to turn this off again.")
    else:
        banner.show_message(f"{off}.", tone=Tone.GOOD)
    return settings
