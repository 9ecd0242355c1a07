"""The bundled families are found, registered and used at the sizes that were asked for."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontDatabase, QFontInfo, QFontMetricsF
from pytestqt.qtbot import QtBot

from annotator.ui.widgets import fonts


def test_all_files_are_found_and_used(qtbot: QtBot) -> None:
    assert fonts.register_fonts() == ()
    families = QFontDatabase.families()
    assert fonts.SERIF in families
    assert fonts.SANS in families
    for font, family in ((fonts.ui_font(), fonts.SANS), (fonts.article_font(), fonts.SERIF)):
        assert QFontInfo(font).family() == family


@pytest.mark.parametrize("size", [13.5, 15, 19, 31])
def test_sizes_are_logical_pixels(qtbot: QtBot, size: float) -> None:
    fonts.register_fonts()
    # Source Serif rises 1.036 em above the base line.
    height = QFontMetricsF(fonts.article_font(size)).ascent()
    assert height == pytest.approx(size * 1.036, abs=1)


def test_strong_is_a_drawn_weight_not_a_smeared_one(qtbot: QtBot) -> None:
    fonts.register_fonts()
    plain, strong = QFontMetricsF(fonts.ui_font()), QFontMetricsF(fonts.ui_font(strong=True))
    assert strong.horizontalAdvance("Hand in") > plain.horizontalAdvance("Hand in")


def test_a_missing_package_is_named_and_survived(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "_FILES", (("no_such_package_of_fonts", "No.ttf"),))
    assert fonts.register_fonts() == ("No.ttf",)
