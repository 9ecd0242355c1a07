"""Every theme keeps the contrasts that WCAG 2.2 AA asks for, and follows what people choose."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor, QGuiApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from annotator import assets, ui
from annotator.files.label_guide import load_label_guide
from annotator.ui.article.view import ArticleView
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.confusion import heat, laid_over, most_heat
from annotator.ui.widgets.theme import (
    LabelColours,
    Theme,
    ThemeChoice,
    all_themes,
    contrast,
    resolve,
)
from tests.ui.article.eyes import CONES, seen_with

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
        grounds = (theme.paper, theme.panel, theme.card, theme.hover, theme.accent_tint, tint)
        for ground in grounds:
            assert contrast(colour, ground) >= 4.5
        assert contrast(theme.ink, tint) >= 7


@each_theme
def test_ink_is_read_on_the_warmest_words(theme: Theme) -> None:
    for colour in (theme.missed, theme.found, theme.other, *(c.line for c in label_colours(theme))):
        for ground in (theme.paper, theme.card):
            most = most_heat(colour, ground, theme.ink, 0.55)
            assert heat(colour, 1, most).alphaF() == pytest.approx(most, abs=0.01)
            assert contrast(theme.ink, laid_over(colour, ground, most)) >= 4.5
            # Even the least share that is told apart from none can be seen.
            assert most >= 0.3


def _distance(one: QColor, two: QColor) -> float:
    """How far two colours lie apart for the eye: ΔE of CIE 1976, 2.3 is just noticed."""
    first, second = (_lab(colour) for colour in (one, two))
    return math.dist(first, second)


def _lab(colour: QColor) -> tuple[float, float, float]:
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (colour.redF(), colour.greenF(), colour.blueF())
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("cones", sorted(CONES))
@each_theme
def test_labels_that_look_alike_to_some_eyes_have_other_patterns_and_letters(
    theme: Theme, cones: str
) -> None:
    guide = load_label_guide(assets.resources_dir() / "label_guide.toml")
    for one, two in combinations(guide.labels, 2):
        lines = [seen_with(cones, theme.label(each.colour).line) for each in (one, two)]
        alike = _distance(*lines) < 15
        differ = one.pattern is not two.pattern and one.letter != two.letter
        assert differ or not alike
    # Words are read for every pair of eyes, on every ground.
    for ground in (theme.paper, theme.panel, theme.card):
        seen = [seen_with(cones, colour) for colour in (theme.ink, ground)]
        assert contrast(*seen) >= 7


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


def test_no_function_holds_a_widget_that_colours_are_told_to() -> None:
    """A function that is connected outlives its widget: other colours would then break the page.

    ``theme_changed`` with the widget's own method ends with the widget. The program's own style is
    there as long as the program.
    """
    windows = Path(ui.__file__).parent
    found = [
        str(path.relative_to(windows))
        for path in windows.rglob("*.py")
        if "ppearance.changed.connect(lambda" in path.read_text("utf-8")
    ]
    assert found == [str(Path("app", "app.py"))]


def test_colours_that_change_do_not_reach_a_page_that_has_gone(dressed: Appearance) -> None:
    view = ArticleView()
    dressed.theme_changed.connect(view.set_theme)
    view.deleteLater()
    QCoreApplication.sendPostedEvents(view, QEvent.Type.DeferredDelete)
    assert not isValid(view)
    dressed.choose(ThemeChoice.DARK)
    assert dressed.theme.name == "dark"
