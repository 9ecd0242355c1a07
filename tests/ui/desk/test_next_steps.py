"""Each row says one next step, in turn; hand-ins that fit nowhere are asked about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from annotator.files.hand_in import write_hand_in
from annotator.model.annotation import new_id
from annotator.model.moments import clock_text
from annotator.model.received import GivenOutBy
from annotator.model.work import SchoolClass, Student
from annotator.services.classes.sample_class import PaperMaker
from annotator.services.lessons.publishing import note_given
from annotator.ui.desk.place_sheet import PlaceSheet
from annotator.ui.desk.rows import AssignmentRow, DeskCard
from annotator.ui.desk.steps import DeskStep
from tests.seeded import LESSON, NOW, SeededDesk
from tests.ui.desk.conftest import Opened

LEFT = Qt.MouseButton.LeftButton
OpenDesk = Callable[..., Opened]


def first_row(opened: Opened) -> AssignmentRow:
    opened.controller.show()
    opened.settle()
    return next(row for row in opened.page.findChildren(AssignmentRow) if row.isVisible())


def said(row: AssignmentRow) -> str:
    return row.data.strong + row.data.state


def test_a_lesson_is_given_out_before_anything_is_looked_for(
    open_desk: OpenDesk, seeded: SeededDesk, qtbot: QtBot
) -> None:
    mine = seeded.desk.add_class("7B", ["Ada", "Ben"])
    given = seeded.desk.assign(LESSON, [mine.id], due=NOW)[0]
    opened = open_desk()
    row = first_row(opened)
    assert said(row) == "Not given out yet. Your students need its lesson file."
    assert (row.button.label, row.data.step.waits) == ("Give out…", True)
    with qtbot.waitSignal(opened.page.give_out_requested) as told:
        qtbot.mouseClick(row.button, LEFT)
    assert told.args == [given.id]
    note_given(seeded.data, given.id, GivenOutBy.FILE, "x.lesson", now=lambda: NOW)
    row = first_row(opened)
    assert said(row) == f"lesson file saved today {clock_text(NOW)} · waiting for 2 students"
    assert (row.button.label, row.data.step.waits) == ("Look for hand-ins", False)
    opened.page.hand_ins_requested.disconnect()  # else a dialog waits for a person
    with qtbot.waitSignal(opened.page.hand_ins_requested):
        qtbot.mouseClick(row.button, LEFT)
    seeded.desk.change(replace(given, due=None))
    row = first_row(opened)
    assert said(row) == "Changed since you gave it out. Give it out again."
    assert row.data.step is DeskStep.GIVE_OUT
    note_given(seeded.data, given.id, GivenOutBy.FOLDER, "x.lesson", now=lambda: NOW)
    assert said(first_row(opened)).startswith(f"in the class folder since today {clock_text(NOW)}")


def test_review_then_give_back_then_the_report(
    open_desk: OpenDesk, seeded: SeededDesk, qtbot: QtBot
) -> None:
    mine = seeded.add_class(students=4)
    given = seeded.desk.assignments()[0]
    opened = open_desk()
    assert first_row(opened).data.step is DeskStep.REVIEW
    review = seeded.review(mine)
    review.keep_rest(review.papers.grouping().run())
    seeded.data.writer.flush()
    row = first_row(opened)
    assert (row.data.step, said(row)) == (
        DeskStep.GIVE_BACK,
        "everything decided, ready to give back",
    )
    with qtbot.waitSignal(opened.page.give_back_requested) as told:
        qtbot.mouseClick(row.button, LEFT)
    assert told.args == [given.id]
    review.give_back([row.sha256 for row in review.papers.rows])
    seeded.data.writer.flush()
    row = first_row(opened)
    assert row.data.step is DeskStep.REPORT
    with qtbot.waitSignal(opened.page.report_requested) as told:
        qtbot.mouseClick(row.button, LEFT)
    assert told.args == [given.id]
    menu = row.menu()
    assert menu.actions()[0].text() == "Look at the papers"
    with qtbot.waitSignal(opened.page.review_requested):
        menu.actions()[0].trigger()
    menu.close()


def paper(seeded: SeededDesk, folder: Path, name: str, lesson_id: str) -> Path:
    lesson = seeded.lesson(lesson_id)
    work = PaperMaker(lesson, seed=1).paper(Student(id=new_id(), name=name), started=NOW)
    path = folder / f"{name}-{lesson_id}.handin"
    path.write_bytes(write_hand_in(work, lesson.article, program_version="1"))
    return path


def take_in(opened: Opened, qtbot: QtBot, paths: list[Path]) -> None:
    assert opened.controller.hand_ins.take_in(paths)
    qtbot.waitUntil(lambda: opened.page.banner.isVisible(), timeout=10_000)
    opened.settle()


def a_class(seeded: SeededDesk) -> SchoolClass:
    mine = seeded.desk.add_class("8b", ["Ada Okoro", "Ben Lind", "Cem Demir"])
    seeded.desk.assign("05-pier-crack", [mine.id])
    return mine


def choose(box: QComboBox, words: str) -> None:
    assert box.findText(words) >= 0, [box.itemText(n) for n in range(box.count())]
    box.setCurrentIndex(box.findText(words))


def test_work_on_a_lesson_that_the_class_was_not_given(
    open_desk: OpenDesk, seeded: SeededDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    a_class(seeded)
    opened = open_desk()
    qtbot.mouseClick(
        next(b for b in opened.page.findChildren(DeskCard) if "sample" in b.accessibleName()), LEFT
    )
    opened.settle()
    sample = next(each for each in seeded.desk.classes() if each.is_sample)
    before = [line.came_in for o in seeded.desk.overviews() for line in o.lines]
    names = ("Ada Okoro", "Ben Lind", sample.students[0].name)
    take_in(opened, qtbot, [paper(seeded, tmp_path, name, LESSON) for name in names])
    assert "2 wait for you to say where they count." in opened.page.banner.text()
    assert "1 from somebody who is on no list." in opened.page.banner.text()
    assert [line.came_in for o in seeded.desk.overviews() for line in o.lines] == before
    waiting = opened.page.data.waiting
    assert (waiting.unknown, waiting.unfiled, waiting.aside) == (1, 2, 0)
    cards = opened.page.findChildren(DeskCard)
    qtbot.mouseClick(next(c for c in cards if c.accessibleName().startswith("3 hand-ins")), LEFT)
    sheet = opened.page.findChild(PlaceSheet)
    assert isinstance(sheet, PlaceSheet)
    (_unfiled, box) = sheet.places[0]
    (hand,) = sheet.boxes.values()
    assert not any(sample.name in hand.itemText(n) for n in range(hand.count()))
    choose(box, "give 8b this lesson and count it there")
    choose(hand, "keep it aside")
    qtbot.mouseClick(sheet.yes_button, LEFT)
    opened.settle()
    waiting = opened.page.data.waiting
    assert (waiting.unknown, waiting.unfiled, waiting.aside) == (0, 0, 1)
    counted = {
        o.school_class.name: {line.assignment.lesson_id: line.came_in for line in o.lines}
        for o in seeded.desk.overviews()
    }
    assert counted["8b"] == {"05-pier-crack": 0, LESSON: 2}
    again = opened.controller.hand_ins.place_hands()
    assert again is not None
    ((_unfiled, box),) = again.places
    choose(box, "ask me again")
    qtbot.mouseClick(again.yes_button, LEFT)
    opened.settle()
    assert opened.page.data.waiting.unknown == 1


def test_a_like_name_is_asked_about_remembered_and_taken_back(
    open_desk: OpenDesk, seeded: SeededDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    mine = seeded.desk.add_class("7B", ["Ben Lind", "José Ruiz"])
    seeded.desk.assign(LESSON, [mine.id])
    opened = open_desk()
    take_in(opened, qtbot, [paper(seeded, tmp_path, "Jose Ruiz", LESSON)])
    sheet = opened.controller.hand_ins.place_hands()
    (box,) = sheet.boxes.values()
    assert box.itemText(1) == "perhaps José Ruiz · 7B"
    assert box.currentData() == "", "a likeness is a question"
    choose(box, "perhaps José Ruiz · 7B")
    qtbot.mouseClick(sheet.yes_button, LEFT)
    opened.settle()
    assert opened.page.data.waiting.names == 1
    # From another computer the same name is no question any more.
    other = tmp_path / "other"
    other.mkdir()
    take_in(opened, qtbot, [paper(seeded, other, "Jose Ruiz", LESSON)])
    assert opened.page.data.waiting.unknown == 0
    again = opened.controller.hand_ins.place_hands()
    ((known, answer),) = again.names
    assert known.name == "Jose Ruiz"
    choose(answer, "not the same: ask me again")
    qtbot.mouseClick(again.yes_button, LEFT)
    opened.settle()
    waiting = opened.page.data.waiting
    assert (waiting.names, waiting.unknown) == (0, 2)
