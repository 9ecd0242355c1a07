"""The check-up: sentences that never run into each other, and one number wherever it is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from annotator.model.lesson import Lesson
from annotator.services.lessons.key_checkup import Thin
from annotator.ui.key.check_panel import KeyCheckPanel, thin_text
from annotator.ui.key.panel import KeyStepName
from annotator.ui.widgets.labels import TextLabel
from tests.ui.key.conftest import Study

Make = Callable[..., Study]


def check_up_of(study: Study) -> KeyCheckPanel:
    words = study.lesson.article.words
    study.pages.session.add([words.word(number) for number in range(20, 90, 6)], "claim")
    study.page.panel.show_step(KeyStepName.CHECK)
    return study.page.panel.check


def test_rows_are_as_high_as_their_sentences_at_any_width(
    make_study: Make, lesson: Lesson, qtbot: QtBot
) -> None:
    check = check_up_of(make_study(replace(lesson, key=None)))
    view = check.list
    delegate = view.itemDelegate()
    for width in (330, 210, 280):
        view.setFixedWidth(width)
        qtbot.wait(5)
        model, below = view.model(), 0
        for row in range(view.count()):
            index = model.index(row, 0)
            rect = view.visualRect(index)
            wanted: QSize = delegate.sizeHint(None, index)  # type: ignore[arg-type]
            assert rect.top() >= below, f"row {row} runs into the one above at {width}"
            assert rect.height() == wanted.height()
            below = rect.bottom() + 1


def test_the_same_number_is_said_everywhere(make_study: Make, lesson: Lesson, qtbot: QtBot) -> None:
    study = make_study(replace(lesson, key=None))
    check = check_up_of(study)
    said = thin_text(check.found)
    first = sum(thin.needs_fixing for thin in check.found)
    assert said == f"{len(check.found)} thin places, {first} of them to mend first"
    assert check.chips[False].label == f"To mend first: {first}"
    assert check.chips[True].label == f"All {len(check.found)}"
    assert any(said in each.text() for each in check.findChildren(TextLabel))
    study.pages.ask_to_publish()
    sheet = study.pages.sheet
    assert sheet is not None
    assert any(said in each.text() for each in sheet.findChildren(TextLabel))
    sheet.reject()


def test_one_place_and_none() -> None:
    assert thin_text(()) == ""
    light = Thin(words="x", needs_fixing=False)
    assert thin_text([light]) == "1 thin place, none of them to mend first"
