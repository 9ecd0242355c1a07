"""Work that came back is announced in whichever way its student signs in."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from annotator.files.class_folder import ClassFolder, FolderPart
from annotator.services.exchange.giving_back import GivingBack
from annotator.services.exchange.teacher_folders import TeacherFolder
from annotator.store.classes import Classes
from annotator.ui.start.cards import NameCard, WaitingCard
from annotator.ui.start.who import PersonCard
from annotator.ui.transfer.card_sheet import CardSheet
from tests.ui.transfer.conftest import AMachine, Given

Machines = Callable[[str], AMachine]
WAIT = 10_000


@dataclass(frozen=True, slots=True)
class School:
    """A class folder, and a computer on which several students work: Amara has a card, the others
    have none."""

    given: Given
    folder: ClassFolder
    machine: Machines
    qtbot: QtBot
    path: Path

    def sit_down(self, name: str, here: AMachine) -> None:
        """At the start page: by the card where ``name`` is Amara's, by the name alone else."""
        known = [c for c in here.start.findChildren(PersonCard) if c.isVisible()]
        card = next((c for c in known if c.person.name == name), None)
        if card is not None:
            card.click()
        if name == "Amara Okoro":
            if card is None:
                here.start.card_requested.emit()
            here.type_card(name, self.given.words(name))
        elif card is None:
            here.start.add_person()
            field = here.start.findChildren(NameCard)[-1].field
            self.qtbot.keyClicks(field, name)
            self.qtbot.keyClick(field, Qt.Key.Key_Return)
        self.qtbot.waitUntil(
            lambda: here.shell.student is not None and here.shell.student.name == name, timeout=WAIT
        )

    def hand_in(self, name: str, *, folder: bool) -> None:
        """Hand in at the computer, through the class folder or as a file; somebody else is there
        last."""
        here = self.machine("one")
        self.sit_down(name, here)
        if folder:
            here.transfer.join(self.folder.path)
            here.settle()
        here.open_path(self.path)
        if name != "Amara Okoro":
            here.sheet(CardSheet).without_button.click()
        self.qtbot.waitUntil(lambda: here.shell.student_page is not None, timeout=WAIT)
        here.mark(1, 2)
        here.shell.attempt_controller.hand_in()
        here.settle()
        here.shell.show_start()
        here.shell.ask_who()
        self.sit_down("Cy Ray", here)
        here.settle()
        here.close()

    def give_back(self) -> bytes:
        """What the teacher returns; it lies in the class folder, too."""
        desk = self.given.desk
        found = [each.path for each in self.folder.entries(FolderPart.HAND_INS)]
        files = [*found, *(self.path.parent / "one" / "hand-ins").glob("*.handin")]
        desk.collecting.collect(files)
        giving = GivingBack(desk.data, desk.keys, teacher="Ms Moreno")
        given = giving.make(desk.lesson)
        giving.note(given)
        (made,) = given.files
        teacher = TeacherFolder(self.folder, time.monotonic)
        teacher.give_return(made.folder_file, card_id=made.card_id, hand_in_sha256=made.sha256)
        return made.file

    def is_announced(self, here: AMachine, name: str) -> None:
        """The banner says so; the work stands on the start page first, and in its summary."""
        self.qtbot.waitUntil(
            lambda: "has given back work of" in here.window.banner.text(), timeout=WAIT
        )
        assert "Ms Moreno has given back work of" in here.window.banner.text()
        assert here.shell.student is not None
        assert here.shell.student.name == name
        assert any(c.isVisible() for c in here.start.findChildren(WaitingCard))
        assert "back from your teacher" in here.start._data.summary
        assert here.start._data.waiting[0].returned


@pytest.fixture
def school(given: Given, machine: Machines, qtbot: QtBot, tmp_path: Path) -> School:
    class_id = given.school_class.id
    given.desk.data.call(lambda db: Classes(db).add_student(class_id, "Ed Moss"))
    folder = ClassFolder.create(tmp_path / "class", "7B", keys=given.desk.keys)
    path = tmp_path / "new.lesson"
    path.write_bytes(given.lesson_file)
    return School(given, folder, machine, qtbot, path)


@pytest.mark.parametrize("name", ["Amara Okoro", "Ed Moss"])
def test_by_a_card_and_by_a_name_where_somebody_else_was_here_last(
    school: School, name: str
) -> None:
    school.hand_in(name, folder=True)
    school.give_back()
    here = school.machine("one")
    assert here.shell.student is None, "two people work here: it is asked who comes"
    school.sit_down(name, here)
    school.is_announced(here, name)


def test_by_the_class_folder_that_is_chosen_later(school: School) -> None:
    school.hand_in("Ed Moss", folder=False)
    school.give_back()
    here = school.machine("one")
    school.sit_down("Ed Moss", here)
    here.transfer.join(school.folder.path)
    school.is_announced(here, "Ed Moss")


@pytest.mark.parametrize("name", ["Amara Okoro", "Ed Moss"])
def test_by_the_file_with_which_the_program_was_started(
    school: School, name: str, tmp_path: Path
) -> None:
    school.hand_in(name, folder=False)
    path = tmp_path / "came back.return"
    path.write_bytes(school.give_back())
    here = school.machine("one")
    assert not here.shell.open_wanted(str(path))
    school.sit_down(name, here)
    school.is_announced(here, name)


def test_the_second_student_of_a_computer_has_the_class_folder_too(school: School) -> None:
    school.hand_in("Ed Moss", folder=True)
    here = school.machine("one")
    school.sit_down("Dee Po", here)
    assert "You use the class folder “7B”" in here.window.banner.text()
    dee = here.shell.student
    assert dee is not None
    assert here.studying.class_folder(dee) == school.folder.path
    # One who leaves it is not brought back into it.
    here.transfer._leave_folder()
    here.settle()
    here.shell.ask_who()
    school.sit_down("Dee Po", here)
    assert here.studying.class_folder(dee) is None
