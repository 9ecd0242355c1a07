"""Windows of several machines, each with a data folder of its own, and a teacher's desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from annotator import assets
from annotator.model.work import Assignment, ClassCard, SchoolClass
from annotator.services.classes.cards import ClassCards
from annotator.services.data.backups import Backups
from annotator.services.data.data_file import DataFile
from annotator.services.data.workspace import Workspace
from annotator.services.lessons.publishing import Publishing
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.marking.studying import Studying
from annotator.store.schema import DatabaseKind
from annotator.ui.app.shell import Shell
from annotator.ui.marking.page import StudentPage
from annotator.ui.start.page import StartPage
from annotator.ui.transfer.card_sheet import CardSheet
from annotator.ui.transfer.student_transfer import StudentTransfer
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.main_window import MainWindow
from annotator.ui.widgets.save_status import SaveNews
from tests.services.desk import ADesk, a_desk

T = TypeVar("T", bound=QDialog)

LESSON = "01-new-crossing"


class AMachine:
    """A student's computer with its window; ``close`` is leaving it for good."""

    def __init__(self, folder: Path, appearance: Appearance, qtbot: QtBot) -> None:
        self.folder, self._qtbot, self._closed = folder, qtbot, False
        self.workspace = Workspace.open(folder)
        news = SaveNews()
        opener = self.workspace.opener(DatabaseKind.STUDENT)
        self.data = DataFile.open(opener, on_state=news.report)
        self.studying = Studying(self.data)
        guide = assets.resources_dir() / "label_guide.toml"
        shelf = LessonShelf(assets.lessons_dir(), guide, self.data)
        self.window = MainWindow(appearance)
        self.shell = Shell(
            self.window,
            appearance,
            self.studying,
            shelf,
            news,
            folder / "hand-ins",
            make_transfer=self._transfer,
        )
        self.shell.begin_with(self.studying.current())
        self.shell.show_start()
        self.window.resize(1093, 614)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.shell.transfer.start(self.shell.student)

    def _transfer(self, shell: Shell) -> StudentTransfer:
        return StudentTransfer(shell, self.data, self.folder, Backups(self.workspace))

    @property
    def transfer(self) -> StudentTransfer:
        made = self.shell.transfer.get()
        assert made is not None
        return made

    @property
    def start(self) -> StartPage:
        assert isinstance(self.window.page, StartPage)
        return self.window.page

    @property
    def page(self) -> StudentPage:
        assert self.shell.student_page is not None
        return self.shell.student_page

    def sheet(self, kind: type[T]) -> T:
        """The sheet that is open."""
        self._qtbot.waitUntil(lambda: any(s.isVisible() for s in self.window.findChildren(kind)))
        return next(s for s in self.window.findChildren(kind) if s.isVisible())

    def type_card(self, name: str, words: str) -> CardSheet:
        """Fill in the card sheet that is open and press its button."""
        sheet = self.sheet(CardSheet)
        sheet.name_field.clear()
        self._qtbot.keyClicks(sheet.name_field, name)
        sheet.words_field.clear()
        self._qtbot.keyClicks(sheet.words_field, words)
        sheet.open_button.click()
        return sheet

    def open_path(self, path: Path) -> None:
        """Open a file by hand, and wait until it is read."""
        self.shell.open_path(path)
        self._qtbot.waitUntil(lambda: not self.shell.patience.is_waiting, timeout=10_000)

    def settle(self) -> None:
        """Wait until nothing is on its way to the folder."""
        self._qtbot.waitUntil(lambda: not self.transfer.worker.is_busy, timeout=10_000)

    def mark(self, *numbers: int) -> None:
        words = self.page.session.lesson.article.words
        for number in numbers:
            self.page.session.add([words.word(number * 5)], "claim")

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self.shell.leave_work()
        self.shell.transfer.close(5.0)
        assert self.data.close() is None
        self.workspace.close()
        self.window.hide()
        self.window.deleteLater()


@dataclass(frozen=True, slots=True)
class Given:
    """A class with cards, and a lesson that was given out to it."""

    desk: ADesk
    school_class: SchoolClass
    assignment: Assignment
    cards: dict[str, ClassCard]
    lesson_file: bytes

    def words(self, name: str) -> str:
        return " ".join(self.cards[name].words)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ADesk]:
    with a_desk(tmp_path / "desk") as made:
        yield made


@pytest.fixture
def given(desk: ADesk) -> Given:
    """Class 7B with cards; lesson 1 is given out."""
    mine = desk.add_class("7B", "Amara Okoro", "Ben Li")
    service = ClassCards(desk.data, desk.keys)
    cards = service.issue(each.id for each in mine.students)
    publishing = Publishing(desk.data, desk.keys)
    assignment = publishing.assignment(desk.lesson, mine)
    made = publishing.publish(desk.lesson, assignment, teacher="Ms Moreno", class_name="7B")
    by_name = {card.student.name: card for card in cards}
    return Given(desk, mine, assignment, by_name, made.file)


@pytest.fixture
def machine(
    tmp_path: Path, appearance: Appearance, qtbot: QtBot
) -> Iterator[Callable[[str], AMachine]]:
    """Makes machines by name; the same name is the same machine again."""
    opened: list[AMachine] = []

    def make(name: str) -> AMachine:
        opened.append(AMachine(tmp_path / name, appearance, qtbot))
        return opened[-1]

    yield make
    for each in opened:
        each.close()
