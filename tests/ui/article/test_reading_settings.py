"""The reading settings: each change is told at once, and all of it can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from annotator.services.data.preferences import MAX_SIZE, ReadingSettings
from annotator.ui.article.reading_settings import ReadingSettingsPopover
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.fonts import SANS, SERIF
from annotator.ui.widgets.theme import ThemeChoice
from tests.ui.conftest import dress

LEFT = Qt.MouseButton.LeftButton

# Said of every popup by the platform without a screen.
pytestmark = pytest.mark.qt_log_ignore(
    "This plugin does not support grabbing the keyboard", extend=True
)


@pytest.fixture
def appearance(appearance: Appearance, qapp: QApplication) -> Appearance:
    """The popover is looked at with the program's own style."""
    return dress(appearance, qapp)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1093, 614)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close()


@pytest.fixture
def popover(
    qtbot: QtBot, appearance: Appearance, window: QWidget
) -> Iterator[ReadingSettingsPopover]:
    anchor = QPushButton("Aa", window)
    anchor.setGeometry(900, 60, 60, 42)
    anchor.show()
    made = ReadingSettingsPopover(
        appearance, ReadingSettings(), families=("Atkinson Hyperlegible",), parent=window
    )
    made.open_at(anchor)
    qtbot.waitExposed(made)
    yield made
    made.close()


def test_faces_and_colours_are_shown_and_a_width_is_said_in_letters(
    popover: ReadingSettingsPopover,
) -> None:
    serif, sans = (popover.font_row.choice(family) for family in ("", SANS))
    assert (serif.font().family(), sans.font().family()) == (SERIF, SANS)
    pictures = {
        choice.value: popover.theme_row.choice(choice).grab().toImage().copy(27, 8, 18, 18)
        for choice in (ThemeChoice.LIGHT, ThemeChoice.DARK, ThemeChoice.SEPIA)
    }
    light, dark, sepia = pictures.values()
    assert light != dark != sepia != light
    figure = popover.steppers["column_width"]
    assert figure.text() == "73"
    QTest.mouseClick(figure.more, LEFT)
    assert figure.text() == "78"


def test_each_change_is_told_at_once(qtbot: QtBot, popover: ReadingSettingsPopover) -> None:
    told: list[ReadingSettings] = []
    popover.settings_changed.connect(told.append)
    QTest.mouseClick(popover.steppers["size"].more, LEFT)
    QTest.mouseClick(popover.steppers["line_height"].more, LEFT)
    QTest.mouseClick(popover.steppers["column_width"].less, LEFT)
    QTest.mouseClick(popover.steppers["letter_spacing"].more, LEFT)
    QTest.mouseClick(popover.steppers["word_spacing"].more, LEFT)
    QTest.mouseClick(popover.font_row.choice(SANS), LEFT)
    QTest.keyClick(popover.switches["ruler"], Qt.Key.Key_Space)
    QTest.keyClick(popover.switches["dim_unmarked"], Qt.Key.Key_Space)
    assert told[0] == ReadingSettings(size=20)
    assert told[-1] == popover.settings
    assert popover.settings == ReadingSettings(
        size=20,
        line_height=1.8,
        column_width=600,
        letter_spacing=0.02,
        word_spacing=0.04,
        font_family=SANS,
        ruler=True,
        dim_unmarked=True,
    )
    assert len(told) == 8


def test_figures_in_words_and_their_limits(qtbot: QtBot, appearance: Appearance) -> None:
    made = ReadingSettingsPopover(appearance, ReadingSettings(size=MAX_SIZE), families=())
    qtbot.addWidget(made)
    size = made.steppers["size"]
    assert not size.more.isEnabled()
    assert size.less.isEnabled()
    assert size.text() == f"{round(100 * MAX_SIZE / 19)}%"
    assert not made.steppers["letter_spacing"].less.isEnabled()
    for _ in range(30):
        made.steppers["letter_spacing"].more.click()
    # WCAG 1.4.12 asks that 0.12 em between letters and 0.16 em between words can be had.
    assert made.settings.letter_spacing == pytest.approx(0.2)
    assert made.steppers["letter_spacing"].text() == "20%"
    assert not made.steppers["letter_spacing"].more.isEnabled()


def test_wcag_text_spacing_can_be_had_exactly(popover: ReadingSettingsPopover) -> None:
    for _ in range(6):
        popover.steppers["letter_spacing"].more.click()
    for _ in range(4):
        popover.steppers["word_spacing"].more.click()
    assert popover.settings.letter_spacing == pytest.approx(0.12)
    assert popover.settings.word_spacing == pytest.approx(0.16)


def test_themes(qtbot: QtBot, popover: ReadingSettingsPopover, appearance: Appearance) -> None:
    assert popover.theme_row.choice(ThemeChoice.LIGHT).isChecked()
    popover.theme_chosen.connect(appearance.choose)
    with qtbot.waitSignal(popover.theme_chosen) as told:
        QTest.mouseClick(popover.theme_row.choice(ThemeChoice.SEPIA), LEFT)
    assert told.args == [ThemeChoice.SEPIA]
    assert appearance.theme.name == "sepia"
    assert popover.theme_row.value is ThemeChoice.SEPIA
    with qtbot.assertNotEmitted(popover.theme_chosen):
        QTest.mouseClick(popover.theme_row.choice(ThemeChoice.SEPIA), LEFT)
    assert popover.theme_row.choice(ThemeChoice.SEPIA).isChecked()


def test_as_it_was(qtbot: QtBot, popover: ReadingSettingsPopover, appearance: Appearance) -> None:
    popover.theme_chosen.connect(appearance.choose)
    QTest.mouseClick(popover.steppers["size"].more, LEFT)
    popover.switches["hide_marks"].setChecked(True)
    with qtbot.waitSignals([popover.settings_changed, popover.theme_chosen]):
        QTest.mouseClick(popover.reset, LEFT)
    assert popover.settings == ReadingSettings()
    assert not popover.switches["hide_marks"].isChecked()
    assert appearance.choice is ThemeChoice.SYSTEM


def test_what_it_does_not_show_is_kept(qtbot: QtBot, appearance: Appearance) -> None:
    odd = replace(ReadingSettings(), size=19.4, font_family="Some Face")
    made = ReadingSettingsPopover(appearance, odd, families=())
    qtbot.addWidget(made)
    made.switches["ruler"].click()
    assert made.settings == replace(odd, ruler=True)


def test_it_stays_inside_its_window(popover: ReadingSettingsPopover, window: QWidget) -> None:
    frame = window.rect().translated(window.mapToGlobal(window.rect().topLeft()))
    assert frame.contains(popover.frameGeometry())
    assert popover._scroll.inside.width() <= popover._scroll.viewport().width()


def test_escape_closes(popover: ReadingSettingsPopover) -> None:
    QTest.keyClick(popover, Qt.Key.Key_Escape)
    assert not popover.isVisible()


def test_names_for_screen_readers(popover: ReadingSettingsPopover) -> None:
    size = popover.steppers["size"]
    assert size.more.accessibleName() == "Larger: Size of the words"
    assert size.more.accessibleDescription() == "Size of the words: 100%"
    assert popover.switches["ruler"].accessibleName() == "Reading ruler"


@pytest.mark.parametrize("theme", list(ThemeChoice)[1:])
def test_pictures(
    popover: ReadingSettingsPopover,
    appearance: Appearance,
    picture: Callable[[QWidget, str], None],
    theme: ThemeChoice,
) -> None:
    appearance.choose(theme)
    QTest.qWait(30)
    picture(popover, f"reading-{theme}")
    assert popover.theme_row.value is theme
