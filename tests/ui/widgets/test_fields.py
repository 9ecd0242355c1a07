"""Fields with an arrow: it is there, in the ink of each theme, and the calendar can be read."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.moments import clock_text
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.style import apply_style
from annotator.ui.widgets.theme import Theme, all_themes, contrast
from annotator.ui.widgets.when_field import WhenField

NOON = datetime.datetime(2026, 3, 14, 12, 0, tzinfo=datetime.UTC)


def strongest(image: QImage, theme: Theme) -> float:
    """The highest contrast to the field's ground in its right end, without the frame."""
    return max(
        contrast(image.pixelColor(x, y), theme.card)
        for x in range(image.width() - 28, image.width() - 6)
        for y in range(8, image.height() - 8)
    )


@pytest.mark.parametrize("theme", all_themes(), ids=lambda theme: theme.name)
def test_every_drop_down_has_an_arrow_that_is_seen(
    appearance: Appearance, qapp: QApplication, qtbot: QtBot, theme: Theme
) -> None:
    appearance._use(theme)
    apply_style(qapp, theme)
    box = QComboBox()
    box.addItem("one")
    fields: list[QWidget] = [box, WhenField(appearance, NOON)]
    for field in fields:
        qtbot.addWidget(field)
        field.resize(300, 44)
        # 3 to 1 is what WCAG 2.2 asks of signs (1.4.11).
        assert strongest(field.grab().toImage(), theme) >= 3
    box.setEnabled(False)
    assert strongest(box.grab().toImage(), theme) < 1.5, "there is nothing to choose"


def test_weekends_are_readable_in_the_dark(appearance: Appearance, qtbot: QtBot) -> None:
    field = WhenField(appearance, NOON)
    qtbot.addWidget(field)
    for theme in all_themes():
        appearance._use(theme)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            ink = field.calendarWidget().weekdayTextFormat(day).foreground().color()
            assert contrast(ink, theme.card) >= 4.5


@pytest.fixture
def german() -> Iterator[None]:
    """Qt as it is where the system speaks German."""
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    yield
    QLocale.setDefault(before)


@pytest.mark.usefixtures("german")
def test_a_month_is_named_in_english_whatever_the_system_speaks(
    appearance: Appearance, qtbot: QtBot
) -> None:
    field = WhenField(appearance, NOON)
    qtbot.addWidget(field)
    assert f"14 March 2026, {clock_text(NOON)}" == field.text()
    assert field.calendarWidget().locale().language() is QLocale.Language.English
    assert field.moment == NOON
    field.setDateTime(QDateTime(2026, 7, 1, 16, 0, 0))
    assert clock_text(field.moment) == "16:00"
