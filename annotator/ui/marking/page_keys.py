"""Binding the keys that a sheet of keys shows, on a page or on its article alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from annotator.services.data.preferences import ReadingSettings
from annotator.ui.article.view import ArticleView
from annotator.ui.marking.mark_news import SWITCHED
from annotator.ui.marking.shortcuts import Binding, Where
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.messages import Banner, Tone
from annotator.ui.widgets.single_keys import bind_key


def bind_keys(
    appearance: Appearance,
    bindings: Iterable[Binding],
    actions: Mapping[str, Callable[[], object]],
    page: QWidget,
    article: QWidget,
) -> None:
    """Bind every line that names an action; those of the article work only while it is used."""
    for binding in bindings:
        for key in binding.keys if binding.action else ():
            on_article = binding.where is Where.ARTICLE
            owner = article if on_article else page
            bind_key(appearance, key, owner, actions[binding.action], within=on_article)


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
