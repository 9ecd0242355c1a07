"""Cards, the class folder and drafts in real windows on several data folders."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from annotator.files.card_keys import CardKeys, read_words
from annotator.files.class_folder import ClassFolder, FolderPart
from annotator.files.draft_file import read_draft
from annotator.files.hand_in import read_hand_in
from annotator.files.lesson_file import read_lesson_file
from annotator.model.attempt import AttemptState, Student
from annotator.model.errors import BadInput
from annotator.services.classes.cards import ClassCards, is_of_the_class
from annotator.services.classes.new_card import reseal_for
from annotator.services.data.backups import Backups
from annotator.services.exchange.my_backups import MyBackups
from annotator.services.lessons.publishing import Publishing
from annotator.store.schema import DatabaseKind
from annotator.ui.start.cards import NameCard
from annotator.ui.transfer.card_sheet import CardSheet
from annotator.ui.transfer.drafts import DraftChoice
from annotator.ui.transfer.my_backups import MyBackupsSheet
from annotator.ui.widgets.file_dialogs import DropFiles
from annotator.ui.widgets.sheets import ConfirmSheet
from tests.ui.transfer.conftest import AMachine, Given

Machines = Callable[[str], AMachine]


def lesson_path(tmp_path: Path, given: Given, name: str = "renamed by the platform.bin") -> Path:
    path = tmp_path / name
    path.write_bytes(given.lesson_file)
    return path


def give_name(here: AMachine, qtbot: QtBot, name: str) -> None:
    card = here.start.findChildren(NameCard)[-1]
    qtbot.keyClicks(card.field, name)
    qtbot.keyClick(card.field, Qt.Key.Key_Return)


def test_a_lesson_asks_for_the_card_and_a_wrong_word_is_named(
    machine: Machines, given: Given, tmp_path: Path, qtbot: QtBot
) -> None:
    here = machine("one")
    give_name(here, qtbot, "Amara Okoro")
    here.open_path(lesson_path(tmp_path, given))
    assert here.shell.student_page is None
    sheet = here.type_card("Amara Okoro", "apple zzzz river moon")
    assert sheet.isVisible()
    assert "“zzzz” is not a word of a class card." in sheet.hint.text()
    assert sheet.name_field.text() == "Amara Okoro"
    here.type_card("amara okoro", given.words("Amara Okoro").upper())
    qtbot.waitUntil(lambda: here.shell.student_page is not None)
    assert here.shell.student is not None
    assert here.shell.student.card_issue == 1
    here.mark(1, 2)
    here.shell.attempt_controller.hand_in()
    (path,) = (here.folder / "hand-ins").glob("*.handin")
    read = read_hand_in(path, keys=given.desk.keys)
    assert read.card
    report = given.desk.collecting.collect([path])
    assert [each.card for each in report.new] == ["checked"]
    assert report.work[0].counts.card == "checked"


def test_the_file_that_the_program_was_started_with_opens_after_a_card_sign_in(
    machine: Machines, given: Given, tmp_path: Path, qtbot: QtBot
) -> None:
    here = machine("one")
    assert not here.shell.open_wanted(str(lesson_path(tmp_path, given)))
    assert "Who is here?" in here.window.banner.text()
    here.start.card_requested.emit()
    here.type_card("Amara Okoro", given.words("Amara Okoro"))
    qtbot.waitUntil(lambda: here.shell.student_page is not None, timeout=10_000)
    assert here.page.session.lesson.task.assignment_id == given.assignment.id
    here.shell.show_start()
    assert given.assignment.id in [card.slug for card in here.start._data.assigned]
    # Once only: the next to sign in begins at the start page.
    here.start.card_requested.emit()
    here.type_card("Ben Li", given.words("Ben Li"))
    qtbot.waitUntil(lambda: here.shell.student is not None and here.shell.student.name == "Ben Li")
    assert here.shell.student_page is None


def test_without_a_card_the_work_goes_on_and_is_not_asked_twice(
    machine: Machines, given: Given, tmp_path: Path, qtbot: QtBot
) -> None:
    here = machine("one")
    give_name(here, qtbot, "Ben Li")
    here.open_path(lesson_path(tmp_path, given))
    here.sheet(CardSheet).without_button.click()
    assert here.shell.student_page is not None
    here.shell.show_start()
    here.studying.settle()
    here.shell.open_lesson(given.assignment.id)
    here.mark(1)
    here.shell.attempt_controller.hand_in()
    (path,) = (here.folder / "hand-ins").glob("*.handin")
    (arrival,) = given.desk.collecting.collect([path]).new
    assert (arrival.card, arrival.how) == ("", "name")


def test_work_with_a_card_is_closed_to_others_on_the_same_machine(
    machine: Machines, given: Given, tmp_path: Path, qtbot: QtBot
) -> None:
    here = machine("one")
    here.start.card_requested.emit()
    here.type_card("Amara Okoro", given.words("Amara Okoro"))
    amara = here.shell.student
    assert amara is not None
    here.close()
    again = machine("one")
    assert again.shell.student is None, "the card has to be typed first"
    again.start.student_chosen.emit(amara.id)
    sheet = again.type_card("Amara Okoro", given.words("Ben Li"))
    assert sheet.isVisible()
    assert "not the class card of Amara Okoro" in sheet.hint.text()
    assert again.shell.student is None
    again.type_card("Amara Okoro", given.words("Amara Okoro"))
    assert again.shell.student == amara
    # Somebody else sits down: the card that was typed counts no more.
    again.start.add_person()
    give_name(again, qtbot, "Cy")
    again.start.student_chosen.emit(amara.id)
    assert again.sheet(CardSheet).name_field.text() == "Amara Okoro"
    again.sheet(CardSheet).reject()


def test_a_card_of_another_class_is_named_before_it_is_worked_with(
    machine: Machines, given: Given, tmp_path: Path, qtbot: QtBot
) -> None:
    other = given.desk.add_class("8C", "Cy Ray")
    (card,) = ClassCards(given.desk.data, given.desk.keys).issue([other.students[0].id])
    here = machine("one")

    def open_it() -> ConfirmSheet:
        here.start.card_requested.emit()
        here.type_card("Cy Ray", card.text)
        qtbot.waitUntil(lambda: here.shell.student is not None)
        here.open_path(lesson_path(tmp_path, given))
        assert here.shell.student_page is None
        return here.sheet(ConfirmSheet)

    open_it().no_button.click()
    here.type_card("Amara Okoro", given.words("Amara Okoro"))
    here.open_path(lesson_path(tmp_path, given))
    qtbot.waitUntil(lambda: here.shell.student_page is not None)
    here.shell.show_start()
    open_it().yes_button.click()
    qtbot.waitUntil(lambda: here.shell.student_page is not None)
    # It is asked once.
    here.shell.show_start()
    here.shell.open_lesson(given.assignment.id)
    qtbot.waitUntil(lambda: here.shell.student_page is not None)


def test_a_card_that_replaces_one_of_the_class_is_asked_about_only_until_the_lesson_is_given_again(
    given: Given,
) -> None:
    desk, amara = given.desk, given.school_class.students[0]
    (new,) = ClassCards(desk.data, desk.keys).issue([amara.id])
    keys = CardKeys.from_card(amara.name, new.words, new.card_format)
    student = Student(id=keys.student_id, name=amara.name, card_issue=2)
    task = read_lesson_file(given.lesson_file).task
    assert len(task.card_tags) == 2
    assert not is_of_the_class(task, student)
    assert is_of_the_class(task, replace(student, card_issue=0)), "a name alone has no card"
    again = Publishing(desk.data, desk.keys).publish(desk.lesson, given.assignment)
    task = read_lesson_file(again.file).task
    assert is_of_the_class(task, student)
    assert len(task.card_tags) == 3, "what was handed in with the old card stays known"


def begun_under_a_name(here: AMachine, given: Given, tmp_path: Path, qtbot: QtBot) -> None:
    """Amara marks two places before she has her card at hand."""
    give_name(here, qtbot, "amara okoro")
    here.open_path(lesson_path(tmp_path, given))
    here.sheet(CardSheet).without_button.click()
    qtbot.waitUntil(lambda: here.shell.student_page is not None)
    here.mark(1, 2)
    here.shell.show_start()


@pytest.mark.parametrize("is_mine", [True, False])
def test_marks_under_the_name_alone_come_to_the_card_if_they_are_claimed(
    machine: Machines,
    given: Given,
    tmp_path: Path,
    qtbot: QtBot,
    picture: Callable[[QWidget, str], None],
    is_mine: bool,
) -> None:
    here = machine("one")
    begun_under_a_name(here, given, tmp_path, qtbot)
    alone = here.shell.student
    assert alone is not None
    for other in (True, False):
        here.start.card_requested.emit()
        name = "Ben Li" if other else "Amara Okoro"
        here.type_card(name, given.words(name))
        if other:
            # Another name: nothing is asked, nothing is shown.
            qtbot.waitUntil(lambda: here.shell.student not in (None, alone))
            assert not here.window.findChildren(ConfirmSheet)
    sheet = here.sheet(ConfirmSheet)
    labels = " ".join(each.text() for each in sheet.findChildren(QLabel))
    assert "2 marks in 1 lesson under the name amara okoro" in labels
    picture(sheet, "is this yours")
    (sheet.yes_button if is_mine else sheet.no_button).click()
    card = here.shell.student
    assert card is not None
    assert card.card_issue
    here.open_path(lesson_path(tmp_path, given))
    qtbot.waitUntil(lambda: here.shell.student_page is not None)
    assert len(here.page.session.marking) == (2 if is_mine else 0)
    here.shell.show_start()
    marks = sum(each.marks for each in here.studying.progress(alone.id))
    assert marks == (0 if is_mine else 2)
    # It is asked once, whatever the answer was.
    here.start.card_requested.emit()
    here.type_card("Amara Okoro", given.words("Amara Okoro"))
    qtbot.waitUntil(lambda: here.shell.is_at_start)
    assert not any(each.isVisible() for each in here.window.findChildren(ConfirmSheet))


def test_on_another_machine_the_work_goes_on_and_the_receipt_follows_the_folder(
    machine: Machines, given: Given, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = ClassFolder.create(tmp_path / "class", "7B")
    folder.put(FolderPart.LESSONS, given.lesson_file, name="New Crossing")

    def begin(name: str) -> AMachine:
        here = machine(name)
        here.start.card_requested.emit()
        here.type_card("Amara Okoro", given.words("Amara Okoro"))
        here.open_path(folder.path)
        here.settle()
        qtbot.waitUntil(
            lambda: given.assignment.id in [card.slug for card in here.start._data.assigned],
            timeout=5000,
        )
        return here

    one = begin("one")
    one.shell.open_lesson(given.assignment.id)
    qtbot.waitUntil(lambda: one.shell.student_page is not None)
    one.mark(1, 2, 3)
    one.shell.show_start()
    one.settle()
    assert len(folder.entries(FolderPart.DRAFTS)) == 1
    two = begin("two")
    two.shell.open_lesson(given.assignment.id)
    qtbot.waitUntil(lambda: two.shell.student_page is not None)
    assert len(two.page.session.marking) == 3
    two.mark(4)
    page = two.page
    two.shell.attempt_controller.hand_in()
    two.settle()
    qtbot.waitUntil(lambda: bool(page.receipt and "in the class folder since" in said(page)))
    assert len(folder.entries(FolderPart.HAND_INS)) == 1
    assert folder.entries(FolderPart.DRAFTS) == ()
    # The folder goes, and comes back.
    away = tmp_path / "away"
    folder.path.rename(away)
    two.transfer.life.hurry()
    qtbot.waitUntil(lambda: "can’t be reached now" in said(page))
    away.rename(folder.path)
    two.transfer.life.hurry()
    qtbot.waitUntil(lambda: "in the class folder since" in said(page))
    # Taken out by the teacher: that is all that is said, and it can go there once more.
    (entry,) = folder.entries(FolderPart.HAND_INS)
    entry.path.unlink()
    two.transfer.life.hurry()
    qtbot.waitUntil(lambda: "not in the class folder any more" in said(page))
    assert page.receipt is not None
    assert page.receipt.send.isVisible()
    page.receipt.send.click()
    qtbot.waitUntil(lambda: len(folder.entries(FolderPart.HAND_INS)) == 1)


def test_a_new_card_opens_what_the_old_one_kept_in_the_folder(
    machine: Machines, given: Given, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = ClassFolder.create(tmp_path / "class", "7B")

    def begin(name: str, words: str) -> AMachine:
        here = machine(name)
        here.start.card_requested.emit()
        here.type_card("Amara Okoro", words)
        here.open_path(folder.path)
        here.settle()
        here.open_path(lesson_path(tmp_path, given))
        if words != given.words("Amara Okoro"):
            # Issued after the lesson was given out.
            here.sheet(ConfirmSheet).yes_button.click()
        qtbot.waitUntil(lambda: here.shell.student_page is not None)
        return here

    old_words = given.words("Amara Okoro")
    one = begin("one", old_words)
    one.mark(1, 2, 3)
    one.close()
    (before,) = folder.entries(FolderPart.DRAFTS)
    desk, amara = given.desk, given.school_class.students[0]
    cards = ClassCards(desk.data, desk.keys)
    (card,) = cards.issue([amara.id])
    moved = reseal_for(desk.data, desk.keys, folder, amara.id)
    assert moved == (1, 0)
    (after,) = folder.entries(FolderPart.DRAFTS)
    assert after.path != before.path
    # On the very computer where the old card's student has the same attempt, too.
    two = begin("one", " ".join(card.words))
    assert len(two.page.session.marking) == 3
    two.close()
    with pytest.raises(BadInput, match="does not open"):
        read_draft(after.path, card=CardKeys.from_card("Amara Okoro", read_words(old_words)))
    assert reseal_for(desk.data, desk.keys, folder, amara.id) == (0, 0)


def said(page: object) -> str:
    return page.receipt._way.text()  # type: ignore[attr-defined]


def test_a_hand_in_waits_until_the_folder_is_back(
    machine: Machines, given: Given, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = ClassFolder.create(tmp_path / "class", "7B")
    here = machine("one")
    here.start.card_requested.emit()
    here.type_card("Ben Li", given.words("Ben Li"))
    here.open_path(folder.path)
    here.settle()
    folder.path.rename(tmp_path / "away")
    here.open_path(lesson_path(tmp_path, given))
    qtbot.waitUntil(lambda: here.shell.student_page is not None)
    here.mark(1)
    page = here.page
    here.shell.attempt_controller.hand_in()
    qtbot.waitUntil(lambda: "It waits here" in said(page))
    (tmp_path / "away").rename(folder.path)
    here.transfer.life.hurry()
    qtbot.waitUntil(lambda: "in the class folder since" in said(page))
    assert len(folder.entries(FolderPart.HAND_INS)) == 1


def test_two_machines_that_both_went_on_are_a_choice(
    machine: Machines, given: Given, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = ClassFolder.create(tmp_path / "class", "7B")

    def begin(name: str) -> AMachine:
        here = machine(name)
        here.start.card_requested.emit()
        here.type_card("Ben Li", given.words("Ben Li"))
        here.settle()
        return here

    def opened(here: AMachine) -> AMachine:
        here.open_path(lesson_path(tmp_path, given))
        qtbot.waitUntil(lambda: here.shell.student_page is not None)
        return here

    one, two = opened(begin("one")), opened(begin("two"))
    one.mark(1, 2)
    two.mark(6, 7, 8)
    # The second one comes to the folder after the first has left its marks there.
    for here in (one, two):
        here.transfer.join(folder.path)
        here.settle()
        here.shell.show_start()
        here.settle()
    two.shell.open_lesson(given.assignment.id)
    sheet = two.sheet(DraftChoice)
    assert (
        sheet.buttons_of[0]
        .accessibleName()
        .startswith("Go on with this: On this computer, 3 marks")
    )
    sheet.buttons_of[1].click()
    qtbot.waitUntil(lambda: two.shell.student_page is not None)
    assert len(two.page.session.marking) == 2
    assert len(list((two.folder / "set-aside").glob("*.draft"))) == 1


def test_a_draft_goes_as_a_file(
    machine: Machines, given: Given, tmp_path: Path, qtbot: QtBot
) -> None:
    here, there = machine("one"), machine("two")
    for each in (here, there):
        give_name(each, qtbot, "Ben Li")
        each.open_path(lesson_path(tmp_path, given))
        each.sheet(CardSheet).without_button.click()
    here.mark(1, 2)
    path = tmp_path / "ben.draft"
    assert here.shell.work is not None
    here.transfer.drafts.save(here.shell.work, path)
    here.settle()
    assert path.exists()
    assert "saved as “ben.draft”" in here.window.banner.text()
    DropFiles(there.window, there.shell.open_dropped)
    drop(there, path)
    qtbot.waitUntil(lambda: len(there.page.session.marking) == 2, timeout=10_000)
    drop(there, path)
    qtbot.waitUntil(lambda: "is here already" in there.window.banner.text())


def drop(here: AMachine, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    at, copy = QPointF(200, 200), Qt.DropAction.CopyAction
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(at.toPoint(), copy, data, button, none)
    QApplication.sendEvent(here.window, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(here.window, QDropEvent(at, copy, data, button, none))


def test_files_that_belong_elsewhere_say_where(
    machine: Machines, given: Given, tmp_path: Path, qtbot: QtBot
) -> None:
    here = machine("one")
    give_name(here, qtbot, "Ben Li")
    here.open_path(lesson_path(tmp_path, given))
    here.sheet(CardSheet).without_button.click()
    here.shell.attempt_controller.hand_in()
    (path,) = (here.folder / "hand-ins").glob("*.handin")
    renamed = tmp_path / "essay.txt"
    shutil.copyfile(path, renamed)
    here.open_path(renamed)
    assert "is work that was handed in" in here.window.banner.text()
    assert "Give it to your teacher" in here.window.banner.text()


def test_marks_are_brought_over_where_the_lesson_was_given_out_anew(
    machine: Machines, given: Given, tmp_path: Path, qtbot: QtBot
) -> None:
    from dataclasses import replace

    from annotator.files.lesson_file import read_lesson_file, write_lesson_file
    from annotator.model.annotation import new_id

    here = machine("one")
    give_name(here, qtbot, "Ben Li")
    here.open_path(lesson_path(tmp_path, given))
    here.sheet(CardSheet).without_button.click()
    here.mark(1, 2)
    here.shell.show_start()
    lesson = read_lesson_file(given.lesson_file).lesson
    anew = tmp_path / "again.lesson"
    task = replace(lesson.task, assignment_id=new_id(), cards=False)
    anew.write_bytes(write_lesson_file(lesson, task, keys=given.desk.keys))
    here.open_path(anew)
    assert "You have marked this text before: 2 marks." in here.page.banner.text()
    here.page.banner.action_requested.emit()
    qtbot.waitUntil(lambda: len(here.page.session.marking) == 2)
    assert here.page.session is not None
    assert here.shell.work is not None
    assert here.shell.work.attempt.state is AttemptState.DRAFT


def test_the_file_can_be_dragged_and_copied(
    machine: Machines, given: Given, tmp_path: Path, qtbot: QtBot
) -> None:
    here = machine("one")
    give_name(here, qtbot, "Ben Li")
    here.open_path(lesson_path(tmp_path, given))
    here.sheet(CardSheet).without_button.click()
    page = here.page
    here.shell.attempt_controller.hand_in()
    assert page.receipt is not None
    (url,) = page.receipt.card.mime_data().urls()
    assert Path(url.toLocalFile()).read_bytes()[:17] == b"annotator hand-in"
    page.receipt.card.setFocus()
    qtbot.keyClick(page.receipt.card, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().mimeData().urls() == [url]
    QApplication.clipboard().clear()


def test_a_student_brings_back_their_own_work_and_nobody_elses(
    machine: Machines,
    given: Given,
    tmp_path: Path,
    qtbot: QtBot,
    picture: Callable[[QWidget, str], None],
) -> None:
    here = machine("one")
    begun_under_a_name(here, given, tmp_path, qtbot)
    alone = here.shell.student
    assert alone is not None
    here.start.card_requested.emit()
    here.type_card("Ben Li", given.words("Ben Li"))
    here.open_path(lesson_path(tmp_path, given))
    qtbot.waitUntil(lambda: here.shell.student_page is not None)
    ben = here.shell.student
    assert ben is not None
    here.mark(1, 2, 3)
    here.shell.show_start()
    here.data.writer.flush()
    backups = Backups(here.workspace)
    backups.make(DatabaseKind.STUDENT)
    # Both go on; Ben takes his marks away.
    here.open_path(lesson_path(tmp_path, given))
    qtbot.waitUntil(lambda: here.shell.student_page is not None)
    session = here.page.session
    session.remove([mark.id for mark in session.marking.marks])
    here.mark(7)
    here.shell.show_start()
    here.data.writer.flush()
    amaras = [each.marks for each in here.studying.progress(alone.id)]
    here.start.backups_requested.emit()
    sheet = here.sheet(MyBackupsSheet)
    labels = " ".join(each.text() for each in sheet.findChildren(QLabel))
    assert "(3 marks)" in labels
    assert "(2 marks)" not in labels, "nobody else's work is told of"
    qtbot.wait(20)
    picture(sheet, "my backups")
    sheet.rows[0].click()
    here.sheet(ConfirmSheet).yes_button.click()
    qtbot.waitUntil(lambda: "1 lesson has the marks of" in here.window.banner.text())
    (mine,) = here.studying.progress(ben.id)
    assert mine.marks == 3
    assert [each.marks for each in here.studying.progress(alone.id)] == amaras
    # What was here before is a backup now, and can be brought back in the same way.
    (newest, *_) = MyBackups(backups, here.data).held(ben.id)
    assert [each.marks for each in newest.work] == [1]
    assert MyBackups(backups, here.data).bring_back(newest.backup, ben.id).changed == 1
    assert [each.marks for each in here.studying.progress(ben.id)] == [1]


def test_what_was_handed_in_stays_and_what_is_missing_comes_back(
    machine: Machines, given: Given, tmp_path: Path, qtbot: QtBot
) -> None:
    here = machine("one")
    begun_under_a_name(here, given, tmp_path, qtbot)
    who = here.shell.student
    assert who is not None
    backups = Backups(here.workspace)
    mine = MyBackups(backups, here.data)
    here.data.writer.flush()
    backups.make(DatabaseKind.STUDENT)
    (before,) = backups.all(DatabaseKind.STUDENT)
    here.open_path(lesson_path(tmp_path, given))
    qtbot.waitUntil(lambda: here.shell.student_page is not None)
    here.mark(9)
    here.shell.attempt_controller.hand_in()
    here.shell.show_start()
    told = mine.bring_back(before, who.id)
    assert (told.back, told.changed, told.left_out) == (0, 0, ())
    (progress,) = here.studying.progress(who.id)
    assert (progress.marks, progress.attempt.state) == (3, AttemptState.HANDED_IN)
    # Lost altogether: it comes back whole.
    here.data.call(lambda db: db.execute("DELETE FROM hand_ins"))
    here.data.call(lambda db: db.execute("DELETE FROM attempts"))
    told = mine.bring_back(before, who.id)
    assert (told.back, told.changed) == (1, 0)
    assert [each.marks for each in here.studying.progress(who.id)] == [2]
    # One that is damaged is named, and the others can still be used.
    before.path.write_bytes(b"damaged")
    (damaged,) = [each for each in mine.held(who.id) if each.backup.path == before.path]
    assert damaged.fault
