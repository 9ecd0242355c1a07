"""What can go wrong around the teacher's page: a broken key, no lessons, a disk that refuses."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator import assets
from annotator.model.labels import CLAIM
from annotator.services.data.data_file import DataFile
from annotator.services.data.workspace import Workspace
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.review.papers import Papers
from annotator.store.database import Database
from annotator.store.errors import disk_full
from annotator.ui.app.teacher_side import TeacherSide
from annotator.ui.compare.page import TeacherPage
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.labels import TextLabel
from tests.ui.compare.conftest import LESSON, Pupil, Table, required, shelf


def shown_words(page: TeacherPage) -> str:
    return " ".join(words.text() for words in page.findChildren(TextLabel) if words.isVisible())


@pytest.fixture
def lessons_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "lessons"
    for slug in (LESSON, "01-new-crossing"):
        shutil.copytree(assets.lessons_dir() / slug, folder / slug)
    return folder


def page_of(table: Table, appearance: Appearance, folder: Path, qtbot: QtBot) -> TeacherPage:
    shelf = LessonShelf(folder, assets.resources_dir() / "label_guide.toml")
    page = TeacherPage(appearance, Papers(table.data, shelf))
    qtbot.addWidget(page)
    page.resize(1280, 832)
    page.show()
    return page


def test_a_broken_key_is_a_sentence_and_the_other_lessons_work(
    table: Table, dressed: Appearance, lessons_folder: Path, qtbot: QtBot
) -> None:
    (lessons_folder / LESSON / "key.json").write_text("{ broken", encoding="utf-8")
    page = page_of(table, dressed, lessons_folder, qtbot)
    assert page.lesson_id == "01-new-crossing"
    assert not page.open_lesson(LESSON)
    assert page.banner.isVisible()
    assert "key.json" in page.banner.text()
    assert page.lesson_id == "01-new-crossing"
    page.hide()


def test_without_any_lesson_the_page_says_so(
    table: Table, dressed: Appearance, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "none").mkdir()
    page = page_of(table, dressed, tmp_path / "none", qtbot)
    assert "There is no lesson with an answer key here." in shown_words(page)
    page.step(1)
    page.choose("anything")
    page.resize(700, 500)
    QApplication.processEvents()
    bad = table.folder / "bad.handin"
    bad.write_bytes(b"no")
    page.add_files([bad])
    assert "bad.handin" in page.banner.text()
    page.hide()


def test_a_full_disk_keeps_nothing_and_says_so(
    table: Table, dressed: Appearance, qtbot: QtBot, lessons_folder: Path
) -> None:
    full = table.folder / "full.db"

    opened: list[Database] = []

    def refuse() -> Database:
        if opened:
            raise disk_full(full)
        opened.append(Database.open(table.data.db.path, kind=table.data.db.kind))
        return opened[0]

    # A disk can't be filled for a test; the writer meets the error that the store would raise.
    data = DataFile.open(refuse)
    shelf = LessonShelf(lessons_folder, assets.resources_dir() / "label_guide.toml")
    page = TeacherPage(dressed, Papers(data, shelf))
    qtbot.addWidget(page)
    pupil = Pupil(table.lesson, "Ada")
    pupil.mark(required(table.lesson)[0].span, CLAIM)
    page.show()
    page.open_lesson(LESSON)
    page.add_files([table.write(pupil)])
    assert page.banner.isVisible()
    assert "full" in page.banner.text().lower()
    assert page.side.model.rowCount() == 1
    page.hide()
    data.close(0.2)


@pytest.fixture
def side(tmp_path: Path, dressed: Appearance) -> Iterator[TeacherSide]:
    with Workspace.open(tmp_path / "data") as workspace:
        made = TeacherSide(dressed, workspace, shelf())
        assert not (tmp_path / "data" / "teacher.db").exists()
        yield made
        assert made.close() is None


def test_the_teachers_file_is_made_on_the_first_visit_and_kept(
    side: TeacherSide, tmp_path: Path, table: Table, qtbot: QtBot
) -> None:
    rooms = side.page()
    qtbot.addWidget(rooms)
    assert (tmp_path / "data" / "teacher.db").exists()
    rooms.lessons.open(LESSON)
    assert rooms.lessons.page is not None
    first = rooms.lessons.page
    first.add_files([table.write(Pupil(table.lesson, "Ada"))])
    # Beside the window: it lives on meanwhile, and tells in the end.
    assert not first.banner.isVisibleTo(first)
    qtbot.waitUntil(lambda: "1 hand-in added." in first.banner.text())
    assert [row.student_name for row in first.side.model.papers] == ["Ada"]
    assert side.close() is None
    again = side.page()
    qtbot.addWidget(again)
    again.lessons.open(LESSON)
    page = again.lessons.page
    assert page is not None
    assert page.lesson_id == LESSON
    assert [row.student_name for row in page.side.model.papers] == ["Ada"]
