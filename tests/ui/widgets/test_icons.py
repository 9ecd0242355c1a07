"""Icons: one family on one grid, in the colour that was asked for, sharp on dense screens."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from PySide6.QtGui import QColor, QPixmap
from pytestqt.qtbot import QtBot

from annotator import assets
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.icons import IconSet
from annotator.ui.widgets.theme import ThemeChoice

FOLDER = assets.resources_dir() / "icons"
NAMES = sorted(path.stem for path in FOLDER.glob("*.svg"))


def colours(pixmap: QPixmap) -> set[tuple[int, int, int]]:
    image = pixmap.toImage()
    found = set()
    for x in range(image.width()):
        for y in range(image.height()):
            pixel = image.pixelColor(x, y)
            if pixel.alpha() > 250:
                found.add((pixel.red(), pixel.green(), pixel.blue()))
    return found


def test_there_are_some_thirty() -> None:
    assert len(NAMES) >= 30


@pytest.mark.parametrize("name", NAMES)
def test_each_is_of_the_family(name: str) -> None:
    root = ET.parse(FOLDER / f"{name}.svg").getroot()
    assert root.get("viewBox") == "0 0 24 24"
    assert root.get("stroke-width") == "1.75"
    assert root.get("fill") == "none"
    allowed = {"path", "circle"}
    assert {re.sub(r"\{.*\}", "", child.tag) for child in root} <= allowed


@pytest.mark.parametrize("name", NAMES)
def test_each_is_drawn_in_the_colour_asked_for(name: str, qtbot: QtBot) -> None:
    pixmap = IconSet(FOLDER).pixmap(name, QColor(12, 34, 56), 48, 2.0)
    assert pixmap.width() == 96
    assert pixmap.deviceIndependentSize().width() == 48
    assert colours(pixmap) == {(12, 34, 56)}


def test_a_picture_is_drawn_once_per_colour(qtbot: QtBot) -> None:
    icons = IconSet(FOLDER)
    first = icons.pixmap("back", QColor("red"), 20, 1.0)
    assert icons.pixmap("back", QColor("red"), 20, 1.0).cacheKey() == first.cacheKey()
    assert icons.pixmap("back", QColor("blue"), 20, 1.0).cacheKey() != first.cacheKey()


def test_an_unknown_name_is_named(qtbot: QtBot) -> None:
    with pytest.raises(FileNotFoundError, match="no-such-icon"):
        IconSet(FOLDER).pixmap("no-such-icon", QColor("red"))


def test_icons_follow_the_theme(appearance: Appearance, qtbot: QtBot) -> None:
    light = appearance.icon("undo").pixmap(20, 20).toImage()
    with qtbot.waitSignal(appearance.changed):
        appearance.choose(ThemeChoice.DARK)
    assert appearance.icon("undo").pixmap(20, 20).toImage() != light
