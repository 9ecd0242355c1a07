"""The Tab key on the student's page, at each step."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from annotator.ui.marking.page import StudentPage
from annotator.ui.marking.session import LessonStep
from tests.ui.tab_walk import faults, invisible_focus

from .conftest import Desk
from .test_shortcuts import page as page


@pytest.mark.parametrize("step", list(LessonStep), ids=lambda step: step.name)
def test_the_tab_key_goes_round(page: StudentPage, desk: Desk, step: LessonStep) -> None:
    claim = desk.mark("The old ferry will stop running in June", "claim")
    desk.mark("the Harbour Post", "source")
    page.panel.show_step(step)
    if step is LessonStep.MARK:
        page.choose(claim)
    QApplication.processEvents()
    for size in ((1280, 832), (1093, 614)):
        page.resize(*size)
        QApplication.processEvents()
        assert faults(page) == []
    assert invisible_focus(page) == []
