"""The step "Check", and the receipt after it: what is there, what is open, and no more."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.model.annotation import (
    Attributes,
    Attribution,
    Certainty,
    Checkable,
    DenialKind,
    EndKind,
    RelationEnd,
    RelationKind,
)
from annotator.ui.marking.check_panel import SOON_MS, CheckPanel
from annotator.ui.marking.receipt_panel import HandInReceipt, ReceiptPanel, breakable
from annotator.ui.marking.session import LessonStep
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.sheets import ConfirmSheet
from annotator.ui.widgets.theme import ThemeChoice
from tests.ui.marking.conftest import Desk

LEFT = Qt.MouseButton.LeftButton
NARRATOR = [[RelationEnd(EndKind.NARRATOR)]]


@pytest.fixture
def panel(qtbot: QtBot, appearance: Appearance, desk: Desk) -> Iterator[CheckPanel]:
    page = CheckPanel(appearance, desk.session)
    qtbot.addWidget(page)
    page.resize(300, 640)
    page.show()
    qtbot.waitExposed(page)
    yield page
    page.close()


def texts(panel: CheckPanel) -> dict[str, str]:
    return {key: point.text() for key, point in panel.points.items()}


def settle(qtbot: QtBot) -> None:
    qtbot.wait(SOON_MS + 50)


def test_nothing_yet(panel: CheckPanel) -> None:
    assert list(texts(panel)) == ["empty"]
    assert panel.hand_in.isEnabled()


def test_counts_follow_the_marks(qtbot: QtBot, panel: CheckPanel, desk: Desk) -> None:
    desk.mark("the engine is broken", "claim")
    desk.mark("the owner", "source")
    desk.mark("a clerk", "source")
    settle(qtbot)
    assert {name: words.text() for name, words in panel._counts.items()} == {
        "claim": "1",
        "denial": "0",
        "source": "2",
        "opinion": "0",
    }
    desk.undo()
    settle(qtbot)
    assert panel._counts["source"].text() == "1"


def test_what_is_open_until_it_is_done(qtbot: QtBot, panel: CheckPanel, desk: Desk) -> None:
    claim = desk.mark("the engine is broken", "claim")
    denial = desk.mark("The engine runs well", "denial")
    settle(qtbot)
    assert texts(panel) == {
        "said_by": "2 marks have no “said by” yet.",
        "denies": "1 denial is not tied to a claim yet.",
        "unsure": "2 marks do not say how sure you are.",
        "asked": "2 marks leave open: “Does the article say who says so?” and “Could it be "
        "checked?” and “Is there a number in it?” and “How does it deny?”",
    }
    said = Attributes(attribution=Attribution.STATED, checkable=Checkable.NOW, figure=False)
    desk.session.set_attributes(claim, said)
    settle(qtbot)
    assert texts(panel)["asked"] == "1 mark leaves open: “How does it deny?”"
    action = panel.points["asked"].action
    assert action is not None
    with qtbot.waitSignal(panel.mark_chosen) as chosen:
        action.click()
    assert chosen.args == [denial]
    desk.session.set_attributes(denial, Attributes(denial_kind=DenialKind.PARTIAL))
    desk.session.relate(claim, RelationKind.SAID_BY, NARRATOR)
    desk.session.set_certainty(claim, Certainty.SURE)
    settle(qtbot)
    assert texts(panel)["said_by"] == "1 mark has no “said by” yet."
    assert texts(panel)["unsure"] == "1 mark does not say how sure you are."
    desk.session.relate(denial, RelationKind.SAID_BY, NARRATOR)
    desk.session.relate(denial, RelationKind.DENIES, [[RelationEnd.mark(claim)]])
    desk.session.set_certainty(denial, Certainty.GUESS)
    settle(qtbot)
    assert texts(panel) == {
        "done": "Your 2 marks say all that this lesson asks of them. You marked no sources and no "
        "opinions. If there are none, hand in; if unsure, look again."
    }
    assert panel._open.text() == "Before you hand in"
    assert panel.points["done"].action is None


def test_a_label_on_most_of_the_words(qtbot: QtBot, panel: CheckPanel, desk: Desk) -> None:
    for block in desk.session.lesson.article.blocks:
        desk.session.add([block.span], "opinion")
    settle(qtbot)
    assert texts(panel)["painted opinion"].startswith("100% of the words are marked as opinions.")
    asked: list[object] = []
    panel.step_requested.connect(asked.append)
    panel.mark_chosen.connect(asked.append)
    action = panel.points["painted opinion"].action
    assert action is not None
    QTest.mouseClick(action, LEFT)
    assert asked == [LessonStep.MARK, desk.marking.marks[0].id]


def test_the_ways_there(qtbot: QtBot, panel: CheckPanel, desk: Desk) -> None:
    sure = desk.mark("The old ferry", "claim")
    desk.session.set_certainty(sure, Certainty.SURE)
    mark = desk.mark("the engine is broken", "claim")
    settle(qtbot)
    tie, unsure = panel.points["said_by"].action, panel.points["unsure"].action
    assert tie is not None
    assert unsure is not None
    with qtbot.waitSignal(panel.step_requested) as asked:
        tie.setFocus()
        QTest.keyClick(tie, Qt.Key.Key_Return)
    assert asked.args == [LessonStep.CONNECT]
    with qtbot.waitSignal(panel.mark_chosen) as chosen:
        QTest.mouseClick(unsure, LEFT)
    assert chosen.args == [mark]


def test_a_lesson_that_asks_for_nothing_more(
    qtbot: QtBot, appearance: Appearance, make_desk: Callable[..., Desk]
) -> None:
    desk = make_desk(relations=(), certainty=False, attributes=())
    page = CheckPanel(appearance, desk.session)
    qtbot.addWidget(page)
    desk.mark("the engine is broken", "claim")
    page.refresh()
    assert texts(page)["done"].startswith(
        "Your mark says all that this lesson asks of it. You mark"
    )
    assert "no denials, no sources and no opinions" in texts(page)["done"]
    for words, label in (("a clerk", "source"), ("careless", "opinion"), ("runs well", "denial")):
        desk.mark(words, label)
    page.refresh()
    assert texts(page)["done"].endswith("Whether you found everything, only you can check.")


def test_many_more_marks_than_things_to_find_are_asked_about(
    qtbot: QtBot, appearance: Appearance, make_desk: Callable[..., Desk]
) -> None:
    desk = make_desk(relations=(), certainty=False)
    lesson = desk.session.lesson
    desk.session.lesson = replace(lesson, task=replace(lesson.task, to_find=1))
    page = CheckPanel(appearance, desk.session)
    qtbot.addWidget(page)
    for words in ("the engine", "is broken"):
        desk.mark(words, "claim")
    page.refresh()
    assert "cut small" not in texts(page)
    desk.mark("a clerk", "source")
    page.refresh()
    assert texts(page)["cut small"].startswith("You made 3 marks. That is very many")
    with qtbot.waitSignal(page.mark_chosen):
        action = page.points["cut small"].action
        assert action is not None
        QTest.mouseClick(action, LEFT)


def the_question(panel: CheckPanel) -> ConfirmSheet:
    (sheet,) = [each for each in panel.findChildren(ConfirmSheet) if each.isVisible()]
    return sheet


def test_a_hand_in_with_nothing_in_it_asks_first(qtbot: QtBot, panel: CheckPanel) -> None:
    with qtbot.assertNotEmitted(panel.hand_in_requested):
        QTest.mouseClick(panel.hand_in, LEFT)
    sheet = the_question(panel)
    assert sheet.windowTitle() == "Nothing is marked. Hand in all the same?"
    assert sheet.focusWidget() is sheet.no_button
    with (
        qtbot.assertNotEmitted(panel.hand_in_requested),
        qtbot.waitSignal(panel.step_requested) as back,
    ):
        QTest.keyClick(sheet.no_button, Qt.Key.Key_Return)
    assert back.args == [LessonStep.MARK]
    QTest.mouseClick(panel.hand_in, LEFT)
    with qtbot.waitSignal(panel.hand_in_requested):
        QTest.mouseClick(the_question(panel).yes_button, LEFT)


def test_hand_in_by_click_and_key(qtbot: QtBot, panel: CheckPanel, desk: Desk) -> None:
    desk.mark("the engine is broken", "claim")
    with qtbot.waitSignal(panel.hand_in_requested):
        QTest.mouseClick(panel.hand_in, LEFT)
    with qtbot.waitSignal(panel.hand_in_requested):
        QTest.keyClick(panel.hand_in, Qt.Key.Key_Return)


def test_hidden_it_does_nothing_and_shown_it_is_right(
    qtbot: QtBot, panel: CheckPanel, desk: Desk
) -> None:
    panel.hide()
    desk.mark("the engine is broken", "claim")
    settle(qtbot)
    assert panel._counts["claim"].text() == "0"
    panel.show()
    assert panel._counts["claim"].text() == "1"


def a_receipt(**values: object) -> HandInReceipt:
    known: dict[str, object] = {
        "file_name": "Amara-O_7B_ferry-to-stop_try-1.annotator-handin",
        "handed_in": datetime.datetime(2026, 3, 14, 9, 5, tzinfo=datetime.UTC),
        "marks": 12,
    }
    return HandInReceipt(**(known | values))  # type: ignore[arg-type]


@pytest.fixture
def receipt(qtbot: QtBot, appearance: Appearance) -> Iterator[ReceiptPanel]:
    page = ReceiptPanel(appearance, a_receipt())
    qtbot.addWidget(page)
    page.resize(300, 560)
    page.show()
    qtbot.waitExposed(page)
    yield page
    page.close()


def test_the_receipt_knows_the_file_and_no_more(qtbot: QtBot, receipt: ReceiptPanel) -> None:
    assert receipt._file.accessibleName() == "Amara-O_7B_ferry-to-stop_try-1.annotator-handin"
    assert receipt._facts.text().startswith("12 marks · made 14 March 2026, ")
    assert receipt._next.text() == "Put it where your class collects work."
    assert not receipt.go_on.isVisible()
    with qtbot.waitSignal(receipt.show_file_requested):
        QTest.mouseClick(receipt.show_file, LEFT)
    with qtbot.waitSignal(receipt.save_copy_requested):
        QTest.mouseClick(receipt.save_copy, LEFT)


def test_it_says_where_a_return_can_be_read(receipt: ReceiptPanel) -> None:
    assert not receipt._comes_back.isVisible()
    receipt.show_receipt(a_receipt(comes_back="On this computer only."))
    assert receipt._comes_back.isVisible()
    assert receipt._comes_back.text() == "On this computer only."


def test_the_tick_is_what_the_student_says(qtbot: QtBot, receipt: ReceiptPanel) -> None:
    with qtbot.waitSignal(receipt.put_there_changed) as told:
        QTest.keyClick(receipt.put_there, Qt.Key.Key_Space)
    assert told.args == [True]
    assert "only your teacher can tell" in receipt._next.text()
    with qtbot.waitSignal(receipt.put_there_changed) as told:
        QTest.keyClick(receipt.put_there, Qt.Key.Key_Space)
    assert told.args == [False]
    with qtbot.assertNotEmitted(receipt.put_there_changed):
        receipt.show_receipt(a_receipt(put_there=True, attempt=2, may_go_on=True))
    assert receipt.put_there.isChecked()
    assert "try number 2" in receipt._facts.text()
    with qtbot.waitSignal(receipt.go_on_requested):
        QTest.mouseClick(receipt.go_on, LEFT)


def test_a_file_name_is_text_and_can_break() -> None:
    assert breakable("a-b.c").replace("\u200b", "") == "a-b.c"
    assert breakable("a-b.c") == "a-\u200bb.\u200bc"


@pytest.mark.parametrize("theme", list(ThemeChoice)[1:])
def test_pictures(
    qtbot: QtBot,
    panel: CheckPanel,
    receipt: ReceiptPanel,
    desk: Desk,
    appearance: Appearance,
    theme: ThemeChoice,
    picture: Callable[[QWidget, str], None],
) -> None:
    appearance.choose(theme)
    desk.mark("the engine is broken", "claim")
    desk.mark("The engine runs well", "denial")
    for block in desk.session.lesson.article.blocks:
        desk.session.add([block.span], "opinion")
    qtbot.wait(SOON_MS + 100)
    picture(panel, f"check-{theme}")
    picture(receipt, f"receipt-{theme}")
    assert panel._scroll.inside.width() <= panel._scroll.viewport().width()
