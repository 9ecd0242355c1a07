"""Every theme keeps the contrasts that WCAG 2.2 AA asks for, and follows what people choose."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication
from pytestqt.qtbot import QtBot

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.theme import (
    LabelColours,
    Theme,
    ThemeChoice,
    all_themes,
    contrast,
    resolve,
)

THEMES = all_themes()
each_theme = pytest.mark.parametrize("theme", THEMES, ids=[theme.name for theme in THEMES])


def label_colours(theme: Theme) -> Iterator[LabelColours]:
    yield from theme.labels.values()
    yield from theme.further


def test_contrast_is_the_one_of_wcag() -> None:
    assert contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21)
    assert contrast(QColor("#ffffff"), QColor("#000000")) == pytest.approx(21)
    # A widely quoted pair: #767676 is the lightest grey that passes AA on white.
    assert contrast(QColor("#767676"), QColor("#ffffff")) == pytest.approx(4.54, abs=0.01)


@each_theme
def test_text_is_legible_on_every_ground(theme: Theme) -> None:
    grounds = (theme.paper, theme.panel, theme.card)
    for ground in (*grounds, theme.selection, theme.hover, theme.accent_tint):
        assert contrast(theme.ink, ground) >= 7
    for ground in (*grounds, theme.hover):
        assert contrast(theme.soft_ink, ground) >= 4.5
        assert contrast(theme.accent_ink, ground) >= 4.5
    assert contrast(theme.accent_ink, theme.accent_tint) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    # The focus ring and the frame of fields are what tells a control from its ground.
    for ground in grounds:
        assert contrast(theme.accent, ground) >= 3
        assert contrast(theme.strong_line, ground) >= 3


@each_theme
def test_labels_are_seen_and_read(theme: Theme) -> None:
    for colours in label_colours(theme):
        for ground in (theme.paper, theme.panel, theme.card):
            assert contrast(colours.line, ground) >= 3
        assert contrast(colours.ink, colours.tint) >= 4.5
        assert contrast(theme.ink, colours.tint) >= 7
        assert contrast(theme.soft_ink, colours.tint) >= 4.5
        # The underline also runs along the tint's lower edge.
        assert contrast(colours.line, colours.tint) >= 3


@each_theme
def test_outcomes_are_seen_and_their_words_read(theme: Theme) -> None:
    for name in ("found", "other", "missed", "extra"):
        colour, tint = getattr(theme, name), getattr(theme, f"{name}_tint")
        assert contrast(colour, theme.panel) >= 4
        for ground in (theme.paper, theme.card, tint):
            assert contrast(colour, ground) >= 4.5
        assert contrast(theme.ink, tint) >= 7


def test_high_contrast_is_higher_than_the_rest() -> None:
    for theme in THEMES:
        if not theme.name.startswith("contrast"):
            continue
        for colour in (theme.soft_ink, theme.accent_ink, theme.found, theme.other, theme.missed):
            assert contrast(colour, theme.paper) >= 7
        assert contrast(theme.line, theme.paper) >= 7


@each_theme
def test_tints_and_lines_differ_between_labels(theme: Theme) -> None:
    every = list(label_colours(theme))
    assert len({colours.line.name() for colours in every}) == len(every)
    assert len({colours.tint.name() for colours in every}) == len(every)


def test_a_label_that_no_theme_knows_keeps_its_colour() -> None:
    for theme in THEMES:
        assert theme.label("evidence") is theme.label("evidence")
        assert theme.label("evidence") in theme.further
        assert theme.label("claim") is theme.labels["claim"]


def test_the_choice_is_followed(appearance: Appearance, qtbot: QtBot) -> None:
    assert appearance.theme.name == "light"
    with qtbot.waitSignal(appearance.changed):
        appearance.choose(ThemeChoice.SEPIA)
    assert appearance.theme.name == "sepia"
    with qtbot.assertNotEmitted(appearance.changed):
        appearance.choose(ThemeChoice.SEPIA)


def test_the_system_is_followed_live(
    appearance: Appearance, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The offscreen platform has one colour scheme only, so the answer is put in Qt's mouth;
    # the signal that follows is Qt's own.
    hints = QGuiApplication.styleHints()
    system = Appearance(ThemeChoice.SYSTEM, appearance.icons)
    appearance.choose(ThemeChoice.SEPIA)
    assert system.theme.name == "light"
    for is_dark, name, strong in ((True, "dark", "contrast-dark"), (False, "light", "contrast")):
        monkeypatch.setattr(
            "annotator.ui.widgets.theme._system_is_dark", lambda answer=is_dark: answer
        )
        hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark if is_dark else Qt.ColorScheme.Light)
        assert system.theme.name == name
        assert appearance.theme.name == "sepia"
        assert resolve(ThemeChoice.CONTRAST).name == strong


def test_the_wish_for_contrast_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.ui.widgets.theme._system_wants_contrast", lambda: True)
    assert resolve(ThemeChoice.SYSTEM).name == "contrast"
    assert resolve(ThemeChoice.LIGHT).name == "light"
