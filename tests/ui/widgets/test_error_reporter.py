"""What may fail is told in a banner, or goes on to the caller where nobody could read it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from annotator.model.errors import AnnotatorError
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.error_reporter import ErrorReporter
from annotator.ui.widgets.messages import Banner, Tone


def fail() -> None:
    raise AnnotatorError("The disk is full.", kept="All is kept.", todo="Make room.")


def test_what_went_wrong_is_told(appearance: Appearance, qtbot: QtBot) -> None:
    banner = Banner(appearance)
    qtbot.addWidget(banner)
    error_reporter = ErrorReporter(lambda: banner)
    done: list[int] = []
    assert error_reporter(lambda: done.append(1))
    assert done == [1]
    assert banner.text() == ""
    assert not error_reporter(fail)
    assert banner.text() == "The disk is full. All is kept. Make room."
    assert banner.tone is Tone.TROUBLE


def test_what_nobody_can_read_or_nobody_foresaw_goes_on(
    appearance: Appearance, qtbot: QtBot
) -> None:
    banner = Banner(appearance)
    qtbot.addWidget(banner)
    with pytest.raises(AnnotatorError, match="disk is full"):
        ErrorReporter(lambda: None)(fail)
    with pytest.raises(ZeroDivisionError):
        ErrorReporter(lambda: banner)(lambda: 1 // 0)
    assert banner.text() == ""
