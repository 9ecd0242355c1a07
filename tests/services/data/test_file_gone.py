"""The file goes away under a running writer: said, kept, written again; never into another one."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.services.data.data_file import DataFile
from annotator.services.data.workspace import Workspace
from annotator.services.data.writer import Writer, WriterState
from annotator.store.database import Database
from annotator.store.errors import FileGone
from annotator.store.preferences import Preferences
from annotator.store.schema import DatabaseKind

#: Both kinds of journal: the one with shared memory, and the one for network drives.
JOURNALS = pytest.mark.parametrize("network", [False, True], ids=["wal", "delete"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def opener(folder: Path, network: bool) -> Callable[[], Database]:
    path = folder / "student.db"
    there: list[bool] = []

    def open_it() -> Database:
        kind = DatabaseKind.STUDENT
        found = Database.open(path, kind=kind, create=not there, network=network, busy_ms=100)
        there.append(True)
        return found

    return open_it


@pytest.fixture
def data(opener: Callable[[], Database]) -> Iterator[DataFile]:
    data = DataFile.open(opener, back_off=(0.02,))
    data.call(put(1))
    yield data
    data.close()


def put(number: int) -> Callable[[Database], None]:
    return lambda db: Preferences(db).set(f"n{number}", number)


def on_disk(path: Path) -> list[int]:
    """The numbers that a program without our connections finds in the file."""
    copy = path.with_name("looked-at.db")
    for end in ("", "-wal"):
        beside = path.with_name(path.name + end)
        if beside.exists():
            shutil.copy(beside, copy.with_name(copy.name + end))
    connection = sqlite3.connect(copy)
    try:
        rows = connection.execute("SELECT value FROM settings WHERE key LIKE 'n%' ORDER BY 1")
        return [int(row[0]) for row in rows]
    finally:
        connection.close()
        for each in path.parent.glob("looked-at.db*"):
            each.unlink()


def numbers(data: DataFile) -> list[int]:
    """The numbers that the program itself reads."""
    return [n for n in range(1, 10) if Preferences(data.db).get(f"n{n}", 0)]


def fails(data: DataFile) -> bool:
    """Whether the next write is not acknowledged, and why it is not is said."""
    return not data.writer.flush(0.5) and data.writer.state is WriterState.FAILED


@JOURNALS
def test_a_file_that_was_deleted_is_written_once_more(data: DataFile, folder: Path) -> None:
    (folder / "student.db").unlink()
    data.submit(put(2))
    assert data.writer.flush(5)
    assert on_disk(folder / "student.db") == [1, 2]
    assert numbers(data) == [1, 2]
    data.call(put(3))
    # The connections of before are closed by now, and have taken nothing with them.
    assert on_disk(folder / "student.db") == [1, 2, 3]
    assert data.close() is None
    assert on_disk(folder / "student.db") == [1, 2, 3]


@JOURNALS
def test_a_file_that_was_deleted_with_all_beside_it(data: DataFile, folder: Path) -> None:
    for each in list(folder.iterdir()):
        each.unlink()
    data.submit(put(2))
    assert data.writer.flush(5)
    assert on_disk(folder / "student.db") == numbers(data) == [1, 2]


@JOURNALS
def test_a_folder_that_was_deleted_is_made_again(data: DataFile, folder: Path) -> None:
    shutil.rmtree(folder)
    data.submit(put(2))
    assert data.writer.flush(5)
    assert on_disk(folder / "student.db") == numbers(data) == [1, 2]


@pytest.mark.parametrize("network", [False])
def test_it_is_noticed_without_a_change(data: DataFile, folder: Path) -> None:
    (folder / "student.db").unlink()
    assert data.close() is None
    assert on_disk(folder / "student.db") == [1]


@JOURNALS
def test_another_file_in_its_place_is_left_alone(
    data: DataFile, folder: Path, tmp_path: Path
) -> None:
    path, other = folder / "student.db", tmp_path / "other.db"
    Database.open(other, kind=DatabaseKind.STUDENT).close()
    before = other.read_bytes()
    other.replace(path)
    data.submit(put(2))
    assert fails(data)
    assert isinstance(data.writer.failure, FileGone)
    assert "Another file" in str(data.writer.failure)
    assert numbers(data)[0] == 1, "what was known before can be read"
    assert path.read_bytes() == before
    path.rename(tmp_path / "aside.db")
    assert data.writer.flush(5)
    assert on_disk(path) == numbers(data) == [1, 2]
    assert (tmp_path / "aside.db").read_bytes() == before


@JOURNALS
def test_another_file_stays_and_closing_says_so(
    data: DataFile, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    Database.open(other, kind=DatabaseKind.STUDENT).close()
    other.replace(folder / "student.db")
    data.submit(put(2))
    unsaved = data.close()
    assert unsaved is not None
    assert unsaved.jobs == 1
    assert isinstance(unsaved.error, FileGone)
    assert on_disk(folder / "student.db") == []


@JOURNALS
def test_a_moved_folder_that_comes_back(
    data: DataFile, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = tmp_path / "away"
    folder.rename(away)
    folder.write_text("something else has the name, so that no folder can be made")
    data.submit(put(2))
    assert fails(data)
    assert "no longer in the folder" in str(data.writer.failure)
    data.submit(put(3))
    assert fails(data)
    folder.unlink()
    away.rename(folder)
    assert data.writer.flush(5)
    assert data.writer.refused == ()
    assert on_disk(folder / "student.db") == numbers(data) == [1, 2, 3]


@JOURNALS
def test_a_moved_file_is_whole_where_it_is(data: DataFile, folder: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved.db"
    (folder / "student.db").rename(moved)
    data.submit(put(2))
    assert data.writer.flush(5)
    data.close()
    assert on_disk(folder / "student.db") == [1, 2]
    assert on_disk(moved)[0] == 1


def test_a_mount_point_without_its_drive_is_not_written_into(tmp_path: Path) -> None:
    path = tmp_path / "student.db"

    def open_it() -> Database:
        database = Database.open(path, kind=DatabaseKind.STUDENT)
        assert database.place is not None
        # As if the folder were on another disk now.
        disk = database.place.folder_device + 1
        database.place = replace(database.place, folder_device=disk)
        return database

    writer = Writer(open_it, back_off=(0.02,))
    writer.call(lambda _: None)
    path.unlink()
    writer.submit(put(1))
    assert not writer.flush(0.5)
    assert isinstance(writer.failure, FileGone)
    assert not path.exists()
    assert writer.close() is not None


def test_a_teacher_s_file_waits_for_its_folder(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "data") as workspace:
        data = DataFile.open(workspace.opener(DatabaseKind.TEACHER), back_off=(0.02,))
        data.call(put(1))
        (tmp_path / "data").rename(tmp_path / "away")
        data.submit(put(2))
        assert fails(data)
        assert not (tmp_path / "data").exists(), "its keys lie in the folder that is away"
        (tmp_path / "away").rename(tmp_path / "data")
        assert data.writer.flush(5)
        assert numbers(data) == [1, 2]
        assert data.close() is None


def test_a_refused_change_is_said_until_the_work_is_read_again(tmp_path: Path) -> None:
    said: list[WriterState] = []
    writer = Writer(
        lambda: Database.open(tmp_path / "student.db", kind=DatabaseKind.STUDENT),
        on_state=lambda state, _: said.append(state),
    )

    def wrong(_: Database) -> None:
        raise ValueError("a mistake")

    writer.submit(wrong)
    writer.submit(put(1))
    assert writer.flush(5)
    assert [writer.state, said[-1]] == [WriterState.FAILED] * 2
    assert writer.unsaved == 1
    assert "could not be saved" in str(writer.failure)
    writer.forget_refused()
    assert [writer.state, said[-1]] == [WriterState.SAVED] * 2
    assert writer.unsaved == 0
    assert writer.close() is None
