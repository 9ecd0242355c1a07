"""The desk's menu in a real window: class folders, new cards, the desk in a file, backups."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from annotator import assets
from annotator.files.class_folder import ClassFolder, FolderPart
from annotator.files.lesson_file import read_lesson_file
from annotator.files.sealing import key_ring
from annotator.services.data.data_file import DataFile
from annotator.services.data.workspace import Workspace
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.marking.studying import Studying
from annotator.store.arrivals import Arrivals
from annotator.store.cards import Cards
from annotator.store.classes import Classes
from annotator.store.database import Database
from annotator.store.schema import DatabaseKind
from annotator.ui.app.shell import Shell
from annotator.ui.app.teacher_pages import TeacherPages
from annotator.ui.app.teacher_side import TeacherSide
from annotator.ui.desk.page import DeskPage
from annotator.ui.desk.transfer import DeskTransfer
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.main_window import MainWindow
from annotator.ui.widgets.report_sheet import ReportSheet
from annotator.ui.widgets.save_status import SaveNews
from tests.services.desk import LESSON, a_hand_in


@dataclass
class ATeacher:
    """A window with its data folder, on the teacher's side."""

    window: MainWindow
    shell: Shell
    side: TeacherSide
    folder: Path
    qtbot: QtBot

    @property
    def pages(self) -> TeacherPages:
        found = self.window.pages.findChildren(TeacherPages)
        assert found, "the teacher's side is open"
        return found[-1]

    @property
    def transfer(self) -> DeskTransfer:
        assert self.pages.desk_pages is not None
        assert self.pages.desk_pages.transfer is not None
        return self.pages.desk_pages.transfer

    @property
    def page(self) -> DeskPage:
        page = self.pages.page
        assert isinstance(page, DeskPage)
        return page

    def settle(self) -> None:
        controller = self.pages.controller
        assert controller is not None
        self.qtbot.waitUntil(
            lambda: not self.transfer.worker.is_busy and not controller.hand_ins.shown.is_busy,
            timeout=15_000,
        )


@pytest.fixture
def teacher(tmp_path: Path, appearance: Appearance, qtbot: QtBot) -> Iterator[ATeacher]:
    folder = tmp_path / "desk"
    with Workspace.open(folder) as workspace:
        data = DataFile.open(workspace.opener(DatabaseKind.STUDENT))
        studying = Studying(data)
        guide = assets.resources_dir() / "label_guide.toml"
        shelf = LessonShelf(assets.lessons_dir(), guide, data)
        window = MainWindow(appearance)
        qtbot.addWidget(window)
        side = TeacherSide(window, workspace, shelf)
        shell = Shell(
            window,
            appearance,
            studying,
            shelf,
            SaveNews(),
            folder / "hand-ins",
            teacher=side,
        )
        window.resize(1280, 832)
        with qtbot.waitExposed(window):
            window.show()
        shell.show_teacher()
        made = ATeacher(window, shell, side, folder, qtbot)
        made.settle()
        yield made
        window.hide()
        assert side.close() is None
        assert data.close() is None


def a_class(teacher: ATeacher) -> str:
    made = teacher.pages.desk.add_class("7B", ["Amara Okoro", "Ben Li"])
    teacher.pages.desk.set_teacher_name("Ms Moreno")
    assert teacher.pages.controller is not None
    teacher.pages.controller.show(made.id)
    return made.id


def test_the_menu_offers_what_fits(teacher: ATeacher) -> None:
    """Without a class there is no class folder and no new card."""

    def offered() -> dict[str, bool]:
        menu = teacher.transfer.menu()
        found = {each.text(): each.isEnabled() for each in menu.actions() if each.text()}
        menu.deleteLater()
        return found

    before = offered()
    assert not before["Class folder…"]
    assert not before["A new card for a student…"]
    assert before["Open a desk from a file…"]
    a_class(teacher)
    off = [words for words, is_on in offered().items() if not is_on]
    assert off == ["Hand-ins kept aside…"], "nothing was kept aside"


def test_a_lesson_goes_into_the_class_folder_and_hand_ins_come_out_of_it(
    teacher: ATeacher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class_id = a_class(teacher)
    place = tmp_path / "shared"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: str(place))
    sheet = teacher.transfer.show_folder()
    sheet.choose_button.click()
    teacher.settle()
    assert "is the class folder of 7B now" in teacher.page.banner.text()
    folder = ClassFolder.open(place)
    (given,) = teacher.pages.desk.assign(LESSON, [class_id])
    teacher.page.give_out_requested.emit(given.id)
    teacher.settle()
    (entry,) = folder.entries(FolderPart.LESSONS)
    lesson = read_lesson_file(entry.path).lesson
    assert lesson.key is None
    assert lesson.task.assignment_id == given.id
    assert "is in the class folder." in teacher.page.banner.text()
    ring = key_ring(teacher.folder)
    folder.put(FolderPart.HAND_INS, a_hand_in(lesson, "Ben Li", keys=ring, assignment_id=given.id))
    teacher.transfer.folders.start()
    teacher.qtbot.waitUntil(lambda: "1 new hand-in." in teacher.page.banner.text())
    with teacher.pages._tools.data.in_this_thread() as data:
        (arrival,) = Arrivals(data.db).of_lesson(LESSON)
    assert arrival.how == "name"
    # The folder goes: the sheet says so, nothing else happens.
    place.rename(tmp_path / "away")
    teacher.transfer.folders.start()
    # A look from before may be under way; the next one finds it gone.
    looking = teacher.transfer.folders
    teacher.qtbot.waitUntil(lambda: class_id in looking.faults, timeout=15_000)


def test_a_hand_in_is_noticed_long_before_the_next_look(teacher: ATeacher, tmp_path: Path) -> None:
    class_id = a_class(teacher)
    place = tmp_path / "shared"
    teacher.transfer.use_folder(class_id, "7B", place)
    teacher.settle()
    folders = teacher.transfer.folders
    teacher.qtbot.waitUntil(lambda: bool(folders._watch._watcher.directories()))
    watched = {Path(each).name for each in folders._watch._watcher.directories()}
    assert watched == {"hand-ins", "replies"}, "disagreements are noticed as soon, too"
    # Looking by the clock alone would take an hour.
    folders._poll._every = 3600.0
    folders._poll.done(reached=True)
    lesson, ring = teacher.pages.desk.lesson(LESSON), key_ring(teacher.folder)
    ClassFolder.open(place).put(FolderPart.HAND_INS, a_hand_in(lesson, "Ben Li", keys=ring))
    said = teacher.page.banner.text
    teacher.qtbot.waitUntil(lambda: "1 new hand-in." in said(), timeout=15_000)
    # Somebody else's page: nothing is watched there.
    teacher.transfer.stop()
    assert folders._watch._watcher.directories() == []


def test_a_lost_card_is_replaced(teacher: ATeacher, tmp_path: Path) -> None:
    class_id = a_class(teacher)
    amara = teacher.pages.desk.school_class(class_id).students[0]
    pdf = tmp_path / "card.pdf"
    teacher.transfer.new_card.write(class_id, amara.id, pdf)
    teacher.settle()
    teacher.transfer.new_card.write(class_id, amara.id, pdf)
    teacher.settle()
    assert pdf.read_bytes().startswith(b"%PDF")
    assert "The new card of Amara Okoro" in teacher.page.banner.text()
    with teacher.pages._tools.data.in_this_thread() as data:
        assert [card.issue for card in Cards(data.db).of_student(amara.id)] == [2, 1]


def test_the_desk_goes_home_and_another_one_takes_its_place(
    teacher: ATeacher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_class(teacher)
    file = tmp_path / "my.desk"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(file), ""))
    sheet = teacher.transfer.ask_to_save_desk()
    teacher.qtbot.keyClicks(sheet.first, "four words of mine")
    teacher.qtbot.keyClicks(sheet.again, "four words of min")
    sheet.yes_button.click()
    assert sheet.hint.isVisible()
    teacher.qtbot.keyClick(sheet.again, Qt.Key.Key_E)
    sheet.yes_button.click()
    teacher.settle()
    assert "Your desk is in “my.desk”." in teacher.page.banner.text()
    key = (teacher.folder / "teacher.key").read_bytes()
    # What comes after that is not in the file.
    teacher.pages.desk.add_class("8C", ["Cy"])
    assert len(teacher.pages.desk.classes()) == 2
    opening = teacher.transfer.open_desk(file)
    teacher.qtbot.keyClicks(opening.field, "not the words at all")
    opening.yes_button.click()
    assert not opening.yes_button.isEnabled()
    opening.reject()
    assert opening.isVisible(), "it stays until it is known whether the file opens"
    teacher.qtbot.waitUntil(opening.hint.isVisible, timeout=10_000)
    assert "does not open" in opening.hint.text()
    assert len(teacher.pages.desk.classes()) == 2
    opening.field.clear()
    teacher.qtbot.keyClicks(opening.field, "four words of mine")
    before = teacher.page
    opening.yes_button.click()
    teacher.qtbot.waitUntil(lambda: teacher.window.page is not before, timeout=10_000)
    assert [each.name for each in teacher.pages.desk.classes()] == ["7B"]
    assert (teacher.folder / "teacher.key").read_bytes() == key
    assert "The desk from before is kept in" in teacher.window.banner.text()
    assert len(list(teacher.folder.glob("kept-*"))) == 1


def test_a_backup_is_made_and_put_back(teacher: ATeacher) -> None:
    a_class(teacher)
    teacher.transfer.make_backup()
    teacher.settle()
    assert "was looked through" in teacher.page.banner.text()
    class_id = teacher.pages.desk.last_class()
    teacher.pages.desk.rename_class(class_id, "9Z")
    sheet = teacher.transfer.show_backups()
    before = teacher.page
    sheet.rows[0].click()
    from annotator.ui.widgets.sheets import ConfirmSheet

    asked = next(each for each in teacher.page.findChildren(ConfirmSheet) if each.isVisible())
    asked.yes_button.click()
    teacher.qtbot.waitUntil(lambda: teacher.window.page is not before, timeout=10_000)
    assert [each.name for each in teacher.pages.desk.classes()] == ["7B"]
    assert "The desk is as it was on" in teacher.window.banner.text()


def test_work_from_another_computer_comes_onto_the_desk(
    teacher: ATeacher,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    picture: Callable[[QWidget, str], None],
) -> None:
    a_class(teacher)
    old = tmp_path / "teacher-old.backup"
    with Database.open(old, kind=DatabaseKind.TEACHER) as database:
        made = Classes(database).add_class("8C")
        Classes(database).add_student(made.id, "Zoe")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(old), ""))
    sheets = teacher.page.findChildren
    for new in ("New: 1 class, 1 student.", "Nothing in it is new."):
        teacher.transfer.ask_for_old_work()
        qtbot.waitUntil(lambda: bool(sheets(ReportSheet)), timeout=10_000)
        (sheet,) = sheets(ReportSheet)
        assert new in sheet.text()
        qtbot.wait(20)
        picture(sheet, "brought in")
        sheet.close_button.click()
        qtbot.waitUntil(lambda: not sheets(ReportSheet))
    assert [each.name for each in teacher.pages.desk.classes()] == ["7B", "8C"]
    old.write_bytes(b"no database")
    teacher.transfer.ask_for_old_work()
    qtbot.waitUntil(lambda: "teacher-old.backup" in teacher.page.banner.text(), timeout=10_000)
    assert not sheets(ReportSheet)


def test_the_report_of_what_came_in_is_whole_and_can_be_saved(
    teacher: ATeacher,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    picture: Callable[[QWidget, str], None],
) -> None:
    a_class(teacher)
    controller = teacher.pages.controller
    assert controller is not None
    folder = tmp_path / "in"
    folder.mkdir()
    lesson = teacher.pages.desk.lesson(LESSON)
    (folder / "a.handin").write_bytes(a_hand_in(lesson, "=cmd()"))
    for number in range(5):
        (folder / f"bad {number}.handin").write_bytes(b"annotator hand-in 1\nnonsense")
    assert controller.hand_ins.take_in([folder])
    teacher.settle()
    banner = teacher.page.banner
    assert "1 new hand-in." in banner.text()
    banner.action_requested.emit()
    (sheet,) = teacher.page.findChildren(ReportSheet)
    said = sheet.text()
    assert all(f"bad {number}.handin" in said for number in range(5))
    assert "Of these: from somebody on no list: 1" in said
    qtbot.wait(20)
    picture(sheet, "what came in")
    text, table = tmp_path / "r.txt", tmp_path / "r.csv"
    for button, place in ((sheet.text_button, text), (sheet.table_button, table)):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, p=place: (str(p), ""))
        button.click()
        assert place.name in sheet.hint.text()
    assert text.read_text("utf-8") == said
    rows = list(csv.reader(table.read_text("utf-8-sig").splitlines()))
    assert rows[1][:3] == ["new, on no list", "'=cmd()", "1"]
    assert len(rows) == 7
    assert all(row[0] == "can’t be used" and row[6] and row[7] for row in rows[2:])
    sheet.close_button.click()
    # Other news in the banner: its button is not the report's any more.
    banner.show_message("Something else.", action="Do it")
    banner.action_requested.emit()
    assert controller.hand_ins.read_report() is None
