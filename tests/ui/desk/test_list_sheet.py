"""The class list on its sheet: seen, changed and answered before it is kept, and taken back."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from annotator.services.classes.list_columns import ColumnMeaning
from annotator.services.classes.list_plan import SameOrNew
from annotator.ui.desk.list_rows import OWN_COLUMNS, WHAT
from annotator.ui.desk.list_sheet import ClassListSheet
from annotator.ui.desk.list_table import MEANINGS
from annotator.ui.widgets.sheets import ConfirmSheet
from tests.seeded import SeededDesk
from tests.ui.desk.conftest import Opened

OpenDesk = Callable[..., Opened]
LEFT = Qt.MouseButton.LeftButton
SAMPLES = Path(__file__).parents[2] / "cases" / "lists" / "samples"
LIST = """First name;Surname;Email address;ID number;Groups
Ada;Mensah;ada@x.example;48201;7B
Kai;Roth;kai@x.example;48217;7B
Zoe;Obrien;zoe@x.example;48213;7B
Inés;Ortega;ines@x.example;;7B
Kai;Roth;kai@x.example;48217;7B
"""


@pytest.fixture
def listed(open_desk: OpenDesk, seeded: SeededDesk, tmp_path: Path) -> tuple[Opened, Path, str]:
    """A desk with a class, a file for it, and the class's id."""
    mine = seeded.desk.add_class("7B", ["Ada Mensah", "Zoë O’Brien-Smith", "Tom Ahn"])
    file = tmp_path / "participants.csv"
    file.write_bytes(LIST.encode("cp1252"))
    return open_desk(), file, mine.id


def opened_sheet(opened: Opened, class_id: str) -> ClassListSheet:
    sheet = opened.controller.lists.edit(class_id)
    assert sheet is not None
    return sheet


def pick(box: QComboBox, value: object) -> None:
    """Choose in a box as a person does."""
    place = next(at for at in range(box.count()) if box.itemData(at) == value)
    box.setCurrentIndex(place)
    box.activated.emit(place)


def said(widget: QWidget) -> str:
    return " ".join(each.text() for each in widget.findChildren(QLabel))


def what(sheet: ClassListSheet) -> dict[int, str]:
    return {row.number: row.words for row in sheet.table.rows.rows}


def names(seeded: SeededDesk, class_id: str) -> list[str]:
    return [each.name for each in seeded.desk.school_class(class_id).students]


def test_each_row_says_what_happens_to_it(listed: tuple[Opened, Path, str]) -> None:
    opened, file, class_id = listed
    sheet = opened_sheet(opened, class_id)
    sheet.take_file(str(file))
    assert what(sheet) == {
        1: "left out: headings",
        2: "in the class",
        3: "new",
        4: "new; or is it Zoë O’Brien-Smith?",
        5: "new",
        6: "left out: the same name and ID as row 3",
    }
    assert [chip.label for chip in sheet.chips.values() if not chip.isHidden()] == [
        "All 6",
        "In the class 1",
        "New 2",
        "To look at 1",
        "Left out 1",
    ]
    assert [box.currentData() for box in sheet.table.head.boxes] == [
        ColumnMeaning.FIRST,
        ColumnMeaning.LAST,
        ColumnMeaning.MAIL,
        ColumnMeaning.ID,
        ColumnMeaning.SECTION,
    ]
    assert "The letters are a guess: “Inés”." in sheet.hint.text()
    assert sheet.keep_button.label == "Take over 4 names"
    told = sheet.table.rows.index(3, WHAT).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "Row 4, Zoe Obrien: new; or is it Zoë O’Brien-Smith?"
    sheet.reject()


def test_columns_letters_and_the_first_row_can_be_changed(listed: tuple[Opened, Path, str]) -> None:
    opened, file, class_id = listed
    sheet = opened_sheet(opened, class_id)
    sheet.take_file(str(file))
    pick(sheet.table.head.boxes[0], ColumnMeaning.LAST)
    # One column is the last name: the other one is left out now.
    assert [box.currentData() for box in sheet.table.head.boxes][:2] == [
        ColumnMeaning.LAST,
        ColumnMeaning.OTHER,
    ]
    pick(sheet.table.head.boxes[1], ColumnMeaning.FIRST)
    assert sheet.table.rows.rows[2].student is not None
    assert sheet.table.rows.rows[2].student.name == "Roth Kai"
    pick(sheet.options.letters, "cp850")
    assert sheet.table.rows.index(4, OWN_COLUMNS).data() == "InÚs"
    pick(sheet.options.first, False)
    assert 1 in {row.number for row in sheet.table.rows.rows if row.student is not None}
    pick(sheet.options.delimiter, ",")
    assert sheet.table.rows.columnCount() == OWN_COLUMNS + 1
    sheet.type_instead()
    assert sheet.field.toPlainText().startswith("Ada Mensah\n")
    assert set(what(sheet).values()) == {"in the class"}
    sheet.reject()


def test_who_is_asked_about_is_seen_side_by_side_and_answered_by_keys(
    listed: tuple[Opened, Path, str], seeded: SeededDesk, qtbot: QtBot
) -> None:
    opened, file, class_id = listed
    zoe = seeded.desk.school_class(class_id).students[1]
    sheet = opened_sheet(opened, class_id)
    sheet.take_file(str(file))
    qtbot.mouseClick(sheet.next_button, LEFT)
    assert sheet.table.current is not None
    assert sheet.table.current.number == 4
    assert sheet.panel.answer.value is SameOrNew.NEW, "new, unless the teacher says otherwise"
    shown = [sheet.panel._one._name.text(), sheet.panel._two._name.text()]
    assert shown == ["Zoe Obrien", "Zoë O’Brien-Smith"]
    assert sheet.panel._one._about.text() == "zoe@x.example · ID 48213 · 7B"
    assert sheet.panel._two._about.text() == "no class card · nothing handed in"
    qtbot.keyClick(sheet.panel, Qt.Key.Key_3)
    assert what(sheet)[4] == "the same as Zoë O’Brien-Smith"
    assert "The same student: Zoe Obrien is Zoë O’Brien-Smith." in sheet.report.text()
    assert names(seeded, class_id)[1] == "Zoë O’Brien-Smith", "nothing is kept yet"
    qtbot.mouseClick(sheet.keep_button, LEFT)
    now = seeded.desk.school_class(class_id).students
    assert [each.name for each in now if each.id == zoe.id] == ["Zoe Obrien"]
    assert "Tom Ahn" in names(seeded, class_id), "a file takes nobody out unasked"


def test_a_row_is_taken_in_or_left_out_by_hand(
    listed: tuple[Opened, Path, str], seeded: SeededDesk, qtbot: QtBot
) -> None:
    opened, file, class_id = listed
    sheet = opened_sheet(opened, class_id)
    sheet.take_file(str(file))
    assert sheet.table.choose(6)
    assert sheet.panel.toggle.label == "Take it in"
    qtbot.mouseClick(sheet.panel.toggle, LEFT)
    assert what(sheet)[6] == "new"
    assert sheet.table.choose(5)
    qtbot.keyClick(sheet.table, Qt.Key.Key_Return)
    assert what(sheet)[5] == "left out: as you said"
    qtbot.mouseClick(sheet.keep_button, LEFT)
    assert names(seeded, class_id).count("Kai Roth") == 2
    assert "Inés Ortega" not in names(seeded, class_id)


def test_a_list_that_was_taken_over_is_taken_back_from_the_desk(
    listed: tuple[Opened, Path, str], seeded: SeededDesk, qtbot: QtBot
) -> None:
    opened, file, class_id = listed
    before = seeded.desk.school_class(class_id)
    sheet = opened_sheet(opened, class_id)
    sheet.take_file(str(file))
    qtbot.mouseClick(sheet.take_out, LEFT)
    qtbot.mouseClick(sheet.keep_button, LEFT)
    assert "Tom Ahn" not in names(seeded, class_id)
    assert "7B has 4 students now." in said(opened.page.banner)
    opened.page.banner.action_requested.emit()
    assert seeded.desk.school_class(class_id) == before
    opened.page.banner.action_requested.emit()
    assert seeded.desk.school_class(class_id) == before, "it is taken back once"
    made = opened_sheet(opened, "")
    made.name_field.setText("8A")
    made.field.setPlainText("Ida Braun")
    qtbot.mouseClick(made.keep_button, LEFT)
    assert [each.name for each in seeded.desk.classes()] == ["7B", "8A"]
    opened.page.banner.action_requested.emit()
    assert [each.name for each in seeded.desk.classes()] == ["7B"]
    opened.settle()


def test_a_roster_and_a_workbook_offer_their_other_parts(open_desk: OpenDesk, qtbot: QtBot) -> None:
    sheet = opened_sheet(open_desk(), "")
    sheet.take_file(str(SAMPLES / "oneroster_1_2.zip"))
    pick(sheet.options.sheet, "Geography 9B, evening")
    assert [row.student.name for row in sheet.table.rows.rows if row.student] == ["Tariq Cole, Jr."]
    sheet.take_file(str(SAMPLES / "plain_12_title_rows.xlsx"))
    assert [sheet.options.sheet.itemText(at) for at in range(2)] == ["8c", "Vorjahr"]
    assert "left out: hidden or struck out in the file" in what(sheet).values()
    sheet.take_file(str(SAMPLES / "expected.png"))
    assert "expected.png" in sheet.report.text()
    sheet.reject()


def test_what_a_list_says_is_text(open_desk: OpenDesk) -> None:
    sheet = opened_sheet(open_desk(), "")
    sheet.field.setPlainText("<b>Ada</b>\n<img src=x>\nAda <b>Okoro</b>")
    assert sheet.table.rows.index(0, OWN_COLUMNS).data() == "<b>Ada</b>"
    assert sheet.panel.words.text() == "" or "<" in sheet.panel.words.text()
    sheet.reject()


def test_every_meaning_has_its_words() -> None:
    assert set(MEANINGS) == set(ColumnMeaning)


def test_a_preview_grows_with_its_rows_and_no_faster(
    open_desk: OpenDesk, seeded: SeededDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    """How long 2,000 rows take is a benchmark; here no list may cost its square."""
    mine = seeded.desk.add_class("7B", [f"Müller {n} Ağça" for n in range(30)])
    sheet = opened_sheet(open_desk(), mine.id)
    qtbot.waitExposed(sheet)
    few, many = (_seconds_to_preview(sheet, tmp_path, count) for count in (200, 2_000))
    sheet.reject()
    assert many < 30 * few


def _seconds_to_preview(sheet: ClassListSheet, folder: Path, count: int) -> float:
    file = folder / f"{count}.csv"
    rows = "".join(f"Müller-{n};Anna {n};s{n};m{n}@x.example;7b\n" for n in range(count))
    file.write_bytes(f"Nachname;Vorname;ID;E-Mail;Klasse\n{rows}".encode("cp1252"))
    best = 9.0
    for _ in range(3):
        begin = time.process_time()
        sheet.take_file(str(file))
        sheet.table.viewport().grab()
        best = min(best, time.process_time() - begin)
        sheet.type_instead()
    return best


def test_students_who_share_a_name_are_not_shown_as_left_out(
    open_desk: OpenDesk, seeded: SeededDesk
) -> None:
    mine = seeded.desk.add_class("7B", ["Ada Okoro", "Kim Lee", "Kim Lee", "Kim Lee"])
    sheet = opened_sheet(open_desk(), mine.id)
    assert what(sheet) == dict.fromkeys(range(1, 5), "in the class")
    assert "4 students in the list." in sheet.report.text()
    assert "left out" not in sheet.report.text()
    sheet.field.appendPlainText("Kim Lee")
    assert what(sheet)[5].startswith("left out: the same name")
    assert "1 row left out" in sheet.report.text()
    sheet.reject()


def test_the_report_counts_the_rows_that_are_struck_through(
    listed: tuple[Opened, Path, str],
) -> None:
    opened, file, class_id = listed
    sheet = opened_sheet(opened, class_id)
    sheet.take_file(str(file))
    struck = [row.number for row in sheet.table.rows.rows if row.is_struck]
    assert struck == [6], "the headings are no student"
    assert "1 row left out" in sheet.report.text()
    assert sheet.chips["Left out"].label == "Left out 1"
    sheet.reject()


def test_a_typed_list_takes_no_student_out_unasked(
    listed: tuple[Opened, Path, str], seeded: SeededDesk, qtbot: QtBot
) -> None:
    opened, _file, class_id = listed
    sheet = opened_sheet(opened, class_id)
    sheet.field.setPlainText("Ada Mensah\nCem Demir")
    assert sheet.take_out.isVisibleTo(sheet)
    assert not sheet.take_out.isChecked()
    qtbot.mouseClick(sheet.keep_button, LEFT)
    assert names(seeded, class_id) == ["Ada Mensah", "Zoë O’Brien-Smith", "Tom Ahn", "Cem Demir"]


def test_a_second_class_with_the_same_name_is_asked_about(
    listed: tuple[Opened, Path, str], seeded: SeededDesk, qtbot: QtBot
) -> None:
    opened, _file, _id = listed
    sheet = opened_sheet(opened, "")
    sheet.name_field.setText("7b ")
    sheet.field.setPlainText("Cem Demir")
    assert "There is a class called “7B” already." in sheet.report.text()
    qtbot.mouseClick(sheet.keep_button, LEFT)
    qtbot.mouseClick(sheet.findChildren(ConfirmSheet)[-1].no_button, LEFT)
    assert len(seeded.desk.classes()) == 1
    qtbot.mouseClick(sheet.keep_button, LEFT)
    qtbot.mouseClick(sheet.findChildren(ConfirmSheet)[-1].yes_button, LEFT)
    assert [each.name for each in seeded.desk.classes()] == ["7B", "7b"]
