"""A file of the program's own is damaged: it is said, kept, and a sound backup is offered."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model.errors import DatabaseDamaged
from annotator.services.data.backups import Backups
from annotator.services.data.workspace import Workspace
from annotator.store.classes import Classes
from annotator.store.schema import DatabaseKind
from annotator.store.students import Students
from annotator.ui.app import app as root
from annotator.ui.app import recovery as mending
from annotator.ui.app.recovery import RecoverySheet
from annotator.ui.app.teacher_side import TeacherSide
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.main_window import MainWindow
from annotator.ui.widgets.page_stack import Page
from tests.seeded import shelf

STUDENT, TEACHER = DatabaseKind.STUDENT, DatabaseKind.TEACHER
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Ada is in the backup; Ben came after it."""
    with Workspace.open(tmp_path / "data") as opened:
        with opened.database(STUDENT) as database:
            Students(database).add_student("Ada")
        with opened.database(TEACHER) as database:
            Classes(database).add_class("7B")
        Backups(opened).make(STUDENT)
        Backups(opened).make(TEACHER)
        with opened.database(STUDENT) as database:
            Students(database).add_student("Ben")
        yield opened


def damage(workspace: Workspace, kind: DatabaseKind) -> bytes:
    """The head of the file is overwritten, as a bad sector does it; what is in the file now."""
    path = workspace.path(kind)
    with path.open("r+b") as file:
        file.write(b"\xff" * 200)
        file.flush()
        os.fsync(file.fileno())
    return path.read_bytes()


def people(workspace: Workspace) -> list[str]:
    with workspace.database(STUDENT) as database:
        return [each.name for each in Students(database).students()]


def kept(workspace: Workspace, kind: DatabaseKind) -> list[bytes]:
    return [path.read_bytes() for path in workspace.folder.glob(f"kept-*/{kind.file_name}")]


def a_sheet(workspace: Workspace, appearance: Appearance, qtbot: QtBot) -> RecoverySheet:
    with pytest.raises(DatabaseDamaged) as caught:
        people(workspace)
    sheet = RecoverySheet(appearance, workspace, STUDENT, caught.value)
    qtbot.addWidget(sheet)
    sheet.show()
    return sheet


def words_of(sheet: RecoverySheet) -> str:
    from annotator.ui.widgets.labels import TextLabel

    return " ".join(each.text() for each in sheet.findChildren(TextLabel) if each.isVisible())


def test_the_newest_sound_backup_is_put_back(
    workspace: Workspace, dressed: Appearance, qtbot: QtBot
) -> None:
    newer = Backups(workspace).make(STUDENT)
    newer.write_bytes(newer.read_bytes()[:5000])
    was = damage(workspace, STUDENT)
    sheet = a_sheet(workspace, dressed, qtbot)
    assert "student.db” is damaged" in words_of(sheet)
    assert "newest sound backup is of" in words_of(sheet)
    with qtbot.waitSignal(sheet.recovered) as told:
        qtbot.mouseClick(sheet.put_back, LEFT)
    assert people(workspace) == ["Ada"]
    assert kept(workspace, STUDENT) == [was]
    assert "as it was on" in told.args[0]
    assert "kept-" in told.args[0]


def test_without_a_sound_backup_one_may_begin_with_nothing(
    workspace: Workspace, dressed: Appearance, qtbot: QtBot
) -> None:
    for backup in Backups(workspace).all(STUDENT):
        backup.path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    was = damage(workspace, STUDENT)
    sheet = a_sheet(workspace, dressed, qtbot)
    assert "no sound backup" in words_of(sheet)
    assert not sheet.put_back.isVisible()
    qtbot.mouseClick(sheet.afresh, LEFT)
    assert people(workspace) == []
    assert kept(workspace, STUDENT) == [was]


def test_not_now_changes_nothing(workspace: Workspace, dressed: Appearance, qtbot: QtBot) -> None:
    was = damage(workspace, STUDENT)
    sheet = a_sheet(workspace, dressed, qtbot)
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert workspace.path(STUDENT).read_bytes() == was
    assert kept(workspace, STUDENT) == []


def test_what_can_t_be_done_is_said_in_the_sheet(
    workspace: Workspace, dressed: Appearance, qtbot: QtBot
) -> None:
    damage(workspace, STUDENT)
    sheet = a_sheet(workspace, dressed, qtbot)
    (backup,) = Backups(workspace).all(STUDENT)
    backup.path.unlink()  # between the look and the click
    qtbot.mouseClick(sheet.put_back, LEFT)
    assert sheet.isVisible()
    assert "could not be read" in words_of(sheet)


@pytest.mark.parametrize(("button", "after"), [("put_back", ["Ada"]), ("not_now", None)])
def test_the_start_asks_and_goes_on(
    workspace: Workspace,
    dressed: Appearance,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    button: str,
    after: list[str] | None,
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    assert root._make_usable(app, workspace) == "", "nothing is asked of a sound file"
    was = damage(workspace, STUDENT)
    with pytest.raises(DatabaseDamaged):
        root._make_usable(app, workspace)  # nobody sees this screen
    monkeypatch.setattr(root, "_UNSEEN", ())
    monkeypatch.setattr(mending, "apply_style", lambda *_: None)

    def press() -> None:
        sheet = app.activeModalWidget()
        assert isinstance(sheet, RecoverySheet)
        found = getattr(sheet, button)
        assert isinstance(found, Button)
        qtbot.mouseClick(found, LEFT)

    QTimer.singleShot(200, press)
    said = root._make_usable(app, workspace)
    if after is None:
        assert said is None
        assert workspace.path(STUDENT).read_bytes() == was
    else:
        assert said
        assert "as it was on" in said
        assert people(workspace) == after


def test_damage_that_shows_only_when_it_is_read(
    workspace: Workspace, dressed: Appearance, qtbot: QtBot
) -> None:
    """The head is sound, so the file opens; the page of the people's table isn't."""
    with workspace.database(STUDENT) as database:
        (page,) = database.rows("SELECT rootpage FROM sqlite_schema WHERE name = 'students'")[0]
        (size,) = database.row("PRAGMA page_size") or (0,)
    with workspace.path(STUDENT).open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    workspace.database(STUDENT).close()
    with pytest.raises(DatabaseDamaged):
        root._make_usable(app, workspace)
    assert workspace.set_aside(STUDENT) is not None
    assert people(workspace) == []


def test_the_teacher_s_door_asks_too(
    workspace: Workspace, dressed: Appearance, qtbot: QtBot
) -> None:
    was = damage(workspace, TEACHER)
    window = MainWindow(dressed)
    qtbot.addWidget(window)
    window.pages.show_first(Page())
    window.show()
    side = TeacherSide(window, workspace, shelf())
    side.show()
    (sheet,) = window.findChildren(RecoverySheet)
    assert "desk can’t be opened" in words_of(sheet)
    qtbot.mouseClick(sheet.put_back, LEFT)
    assert window.windowTitle().startswith("Teacher")
    assert "The desk is as it was on" in window.banner.text()
    assert kept(workspace, TEACHER) == [was]
    window.hide()
    assert side.close() is None
    with workspace.database(TEACHER) as database:
        assert [each.name for each in Classes(database).classes()] == ["7B"]
