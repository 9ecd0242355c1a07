"""The Tab key where a key is written."""

from __future__ import annotations

from annotator.model.lesson import Lesson
from tests.ui.tab_walk import faults, invisible_focus

from .test_key_page import Make


def test_the_tab_key_goes_round(make_study: Make, lesson: Lesson) -> None:
    study = make_study(lesson)
    study.page.choose(study.key.items[0].id)
    assert faults(study.page) == []
    study.stack.resize(1093, 614)
    assert faults(study.page) == []
    assert invisible_focus(study.page) == []
