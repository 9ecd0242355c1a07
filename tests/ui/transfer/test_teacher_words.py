"""The teacher's six words on a student's computer: told once, compared, and new ones typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from annotator.files.signing import fingerprint
from annotator.model.errors import BadInput
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.folder_intake import FLOOD, TakenIn
from annotator.services.marking.teachers import NotTheTeacher, known_teachers
from annotator.store.database import Database
from annotator.store.schema import DatabaseKind
from annotator.store.teacher_keys import HowKnown, TeacherKeys
from annotator.ui.transfer.teacher_words import TeacherWords, TeacherWordsSheet
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.labels import TextLabel
from annotator.ui.widgets.main_window import MainWindow

MINE, NEW = "a" * 64, "b" * 64


@pytest.fixture
def data(tmp_path: Path) -> Iterator[DataFile]:
    path = tmp_path / "student.db"
    with DataFile.open(lambda: Database.open(path, kind=DatabaseKind.STUDENT)) as made:
        yield made


@pytest.fixture
def window(appearance: Appearance, qtbot: QtBot) -> MainWindow:
    made = MainWindow(appearance)
    qtbot.addWidget(made)
    made.resize(1093, 614)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def changes() -> list[str]:
    """How often another key was taken."""
    return []


@pytest.fixture
def words(window: MainWindow, data: DataFile, changes: list[str]) -> TeacherWords:
    return TeacherWords(window, data, lambda: changes.append("changed"), QObject(window))


@pytest.fixture
def known(data: DataFile) -> Callable[[], None]:
    """A teacher became known by the first file that came."""

    def pin() -> None:
        data.call(lambda db: TeacherKeys(db).pin(["class"], MINE, HowKnown.FIRST_SIGHT, "Ms Bell"))

    return pin


def said(sheet: TeacherWordsSheet) -> str:
    return " ".join(label.text() for label in sheet.findChildren(TextLabel) if label.isVisible())


def test_without_a_teacher_there_is_nothing_to_compare(words: TeacherWords) -> None:
    sheet = words.show()
    assert "No teacher’s signed file has come here yet." in said(sheet)
    assert not sheet.same_button.isVisible()
    sheet.close_button.click()


def test_who_became_known_is_said_once(
    words: TeacherWords, window: MainWindow, known: Callable[[], None]
) -> None:
    assert not words.show_new()
    known()
    assert words.show_new("One lesson is new.")
    text = window.banner.text()
    assert text.startswith("One lesson is new. Ms Bell signs the files that come here.")
    assert fingerprint(MINE) in text
    assert not words.show_new()


def test_words_that_are_on_the_card_are_confirmed(
    words: TeacherWords, data: DataFile, known: Callable[[], None], qtbot: QtBot
) -> None:
    known()
    sheet = words.show()
    assert fingerprint(MINE) in said(sheet)
    assert "Ms Bell: taken from the first file that came." in said(sheet)
    qtbot.mouseClick(sheet.same_button, Qt.MouseButton.LeftButton)
    (teacher,) = known_teachers(data.db)
    assert teacher.compared
    again = words.show()
    assert not again.same_button.isVisible()
    assert "Ms Bell: the same as on the class card." in said(again)
    again.close_button.click()


def test_new_words_are_taken_where_a_file_with_them_came(
    words: TeacherWords,
    data: DataFile,
    window: MainWindow,
    known: Callable[[], None],
    changes: list[str],
    qtbot: QtBot,
) -> None:
    known()
    sheet = words.show()
    qtbot.keyClicks(sheet.field, fingerprint(NEW))
    qtbot.keyClick(sheet.field, Qt.Key.Key_Return)
    assert sheet.hint.isVisible()
    assert "No file that came here belongs to these six words." in sheet.hint.text()
    assert sheet.field.text() == fingerprint(NEW), "what was typed stays"
    assert changes == []
    data.call(lambda db: TeacherKeys(db).refuse(NEW, ["class"]))
    qtbot.mouseClick(sheet.take_button, Qt.MouseButton.LeftButton)
    assert "new six words are in use now" in window.banner.text()
    assert changes == ["changed"]
    (teacher,) = known_teachers(data.db)
    assert (teacher.words, teacher.compared) == (fingerprint(NEW), True)


def test_a_refusal_and_a_flood_are_said_once(words: TeacherWords, window: MainWindow) -> None:
    refused = NotTheTeacher("“A” is not signed.", kept="It was not opened.", todo="Ask.")
    words.show_refused(TakenIn(refused=refused))
    assert "“A” is not signed." in window.banner.text()
    assert isinstance(refused, BadInput)
    window.banner.hide()
    words.show_refused(TakenIn(refused=refused))
    words.show_refused(TakenIn(strangers=FLOOD - 1))
    assert not window.banner.isVisible()
    words.show_refused(TakenIn(strangers=FLOOD))
    assert "Many files in your class folder are not from your teacher." in window.banner.text()
    window.banner.hide()
    words.show_refused(TakenIn(strangers=FLOOD + 5))
    assert not window.banner.isVisible()
