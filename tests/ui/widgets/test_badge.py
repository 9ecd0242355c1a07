"""A label's badge tells labels apart by pattern and letter, in grey too."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from annotator.model.labels import Label, Pattern
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.badge import LabelBadge, badge_icon, badge_pixmap, paint_underline
from annotator.ui.widgets.theme import all_themes


def label(pattern: Pattern, letter: str = "C", colour: str = "claim") -> Label:
    return Label(colour, colour.title(), colour + "s", letter, pattern, colour)


def line(pattern: Pattern) -> QImage:
    image = QImage(120, 6, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    paint_underline(painter, QRectF(0, 0, 120, 6), pattern, QColor("black"))
    painter.end()
    return image


def test_patterns_differ_in_grey(qtbot: QtBot) -> None:
    images = {pattern: line(pattern) for pattern in Pattern}
    for one, two in combinations(Pattern, 2):
        different = sum(
            abs(images[one].pixelColor(x, y).red() - images[two].pixelColor(x, y).red()) > 96
            for x in range(120)
            for y in range(6)
        )
        # A tenth of the strip's pixels is seen at a glance.
        assert different >= 36, (one, two)


def test_broken_lines_are_broken_and_solid_ones_are_not(qtbot: QtBot) -> None:
    def dark(pattern: Pattern) -> list[bool]:
        image = line(pattern)
        return [any(image.pixelColor(x, y).red() < 128 for y in range(6)) for x in range(2, 118)]

    assert all(dark(Pattern.SOLID))
    assert all(dark(Pattern.WAVE))
    assert all(dark(Pattern.DOUBLE))
    assert not all(dark(Pattern.DASH))
    assert not all(dark(Pattern.DOT))
    assert not all(dark(Pattern.DASH_DOT))


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_a_badge_is_sharp_at_every_ratio(
    ratio: float, appearance: Appearance, qtbot: QtBot
) -> None:
    pixmap = badge_pixmap(appearance.theme, label(Pattern.DOT), ratio)
    assert pixmap.width() == pytest.approx(26 * ratio, abs=1)
    assert pixmap.devicePixelRatio() == ratio


def test_a_badge_shows_line_tint_and_letter(qtbot: QtBot, appearance: Appearance) -> None:
    for theme in all_themes():
        image = badge_pixmap(theme, label(Pattern.SOLID), 4.0).toImage()
        colours = {
            image.pixelColor(x, y).name()
            for x in range(image.width())
            for y in range(image.height())
        }
        wanted = theme.label("claim")
        assert {wanted.line.name(), wanted.tint.name(), wanted.ink.name()} <= colours


def test_a_badge_names_its_label(appearance: Appearance, qtbot: QtBot) -> None:
    badge = LabelBadge(appearance, label(Pattern.SOLID))
    qtbot.addWidget(badge)
    assert badge.accessibleName() == "Claim"
    other = LabelBadge(appearance, label(Pattern.WAVE, "O", "opinion"))
    qtbot.addWidget(other)
    assert other.accessibleName() == "Opinion"
    assert badge.grab().toImage() != other.grab().toImage()


def test_an_icon_has_the_badge(appearance: Appearance, qtbot: QtBot) -> None:
    icon = badge_icon(appearance.theme, label(Pattern.SOLID))
    assert not icon.isNull()
    assert len(icon.availableSizes()) == 3
