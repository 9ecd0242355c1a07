"""What can go wrong around the review of a lesson: a broken key, a disk that refuses."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator import assets
from annotator.model.labels import CLAIM
from annotator.services.data.data_file import DataFile
from annotator.services.data.workspace import Workspace
from annotator.services.data.writer import Writer
from annotator.services.exchange.taking_in import TakingIn
from annotator.services.lessons.shelf import LessonShelf
from annotator.store.database import Database
from annotator.store.errors import disk_full
from annotator.ui.app.teacher_side import TeacherSide
from annotator.ui.desk.page import DeskPage
from annotator.ui.review.page import ReviewPage
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.main_window import MainWindow
from tests.ui.outcomes.conftest import Pupil, required, shelf
from tests.ui.review.lesson_table import LESSON, LessonTable, add_files
from tests.ui.review.lesson_table import table as table


def test_a_broken_key_is_a_sentence_and_the_other_lessons_work(
    dressed: Appearance, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "lessons"
    for slug in (LESSON, "01-new-crossing"):
        shutil.copytree(assets.lessons_dir() / slug, folder / slug)
    (folder / LESSON / "key.json").write_text("{ broken", encoding="utf-8")
    lessons = LessonShelf(folder, assets.resources_dir() / "label_guide.toml")
    with Workspace.open(tmp_path / "data") as workspace:
        window = MainWindow(dressed)
        qtbot.addWidget(window)
        side = TeacherSide(window, workspace, lessons)
        pages = side.open()
        pages.begin()
        pages.reviews.open_lesson(LESSON)
        desk = pages.page
        assert isinstance(desk, DeskPage)
        assert "key.json" in desk.banner.text()
        pages.reviews.open_lesson("01-new-crossing")
        page = pages.page
        assert isinstance(page, ReviewPage)
        assert page.session.lesson.id == "01-new-crossing"
        assert side.close() is None


def test_a_full_disk_keeps_nothing_and_says_so(
    table: LessonTable, dressed: Appearance, qtbot: QtBot
) -> None:
    full = table.folder / "full.db"

    def refuse() -> Database:
        raise disk_full(full)

    # A disk can't be filled for a test; the writer meets the error that the store would raise.
    writer, database = Writer(refuse), table.data.db
    full_file = DataFile(lambda: Database.open(database.path, kind=database.kind), database, writer)
    table.taking_in = TakingIn(full_file, shelf())
    page = table.open(dressed, qtbot)
    pupil = Pupil(table.lesson, "Ada")
    pupil.mark(required(table.lesson)[0].span, CLAIM)
    add_files(page, qtbot, table.write(pupil))
    assert "full" in page.banner.text().lower()
    assert page.papers.rowCount() == 0
    page.hide()
    writer.close(0.2)


@pytest.fixture
def side(tmp_path: Path, dressed: Appearance, qtbot: QtBot) -> Iterator[TeacherSide]:
    with Workspace.open(tmp_path / "data") as workspace:
        window = MainWindow(dressed)
        qtbot.addWidget(window)
        made = TeacherSide(window, workspace, shelf())
        assert not (tmp_path / "data" / "teacher.db").exists()
        yield made
        assert made.close() is None


def test_the_teachers_file_is_made_on_the_first_visit_and_kept(
    side: TeacherSide, tmp_path: Path, table: LessonTable, qtbot: QtBot
) -> None:
    def opened() -> ReviewPage:
        pages = side.open()
        pages.begin()
        pages.reviews.open_lesson(LESSON)
        page = pages.page
        assert isinstance(page, ReviewPage)
        return page

    first = opened()
    assert (tmp_path / "data" / "teacher.db").exists()
    assert first.adding is not None
    assert first.adding.add([table.write(Pupil(table.lesson, "Ada"))])
    # In a thread: the window lives on meanwhile, and says in the end what became of it.
    assert not first.banner.isVisibleTo(first)
    qtbot.waitUntil(lambda: "1 new hand-in." in first.banner.text())
    assert [row.student_name for row in first.papers.rows] == ["Ada"]
    assert side.close() is None
    again = opened()
    assert again.session.lesson.id == LESSON
    assert [row.student_name for row in again.papers.rows] == ["Ada"]
