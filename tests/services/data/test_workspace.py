"""The data folder: one process at a time, two files, a log, backups."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.services.data import workspace as module
from annotator.services.data.data_file import DataFile
from annotator.services.data.workspace import AlreadyOpen, FolderUnusable, Workspace, server_name
from annotator.services.data.writer import Writer
from annotator.store.database import Database
from annotator.store.schema import DatabaseKind
from annotator.store.students import Students

ROOT = Path(__file__).parents[3]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An open data folder that didn't exist before."""
    with Workspace.open(tmp_path / "new" / "data") as opened:
        yield opened


def test_files_are_made_when_first_needed(workspace: Workspace) -> None:
    assert not workspace.has(DatabaseKind.STUDENT)
    assert sorted(p.name for p in workspace.folder.iterdir()) == ["annotator.lock", "logs"]
    with workspace.database(DatabaseKind.STUDENT) as database:
        Students(database).add_student("Ada")
    assert workspace.has(DatabaseKind.STUDENT)
    assert not workspace.has(DatabaseKind.TEACHER)
    workspace.opener(DatabaseKind.TEACHER)().close()
    assert {p.name for p in workspace.folder.glob("*.db")} == {"student.db", "teacher.db"}


def test_without_wal_reader_and_writer_still_share_a_file(workspace: Workspace) -> None:
    workspace.database(DatabaseKind.STUDENT).close()
    (workspace.folder / "student.db-shm").mkdir()  # no shared memory to be had
    with workspace.database(DatabaseKind.STUDENT) as reader:
        assert reader.journal_mode == "delete"
        writer = Writer(workspace.opener(DatabaseKind.STUDENT))
        for name in ("Ada", "Bo"):
            writer.call(lambda database, name=name: Students(database).add_student(name))  # type: ignore[misc]
            assert Students(reader).students()[-1].name == name
        assert writer.close() is None


def test_a_second_start_learns_where_the_first_window_is(workspace: Workspace) -> None:
    with pytest.raises(AlreadyOpen, match="open already") as caught:
        Workspace.open(workspace.folder)
    assert caught.value.server_name == workspace.server_name
    assert caught.value.folder == workspace.folder


def test_another_process_is_kept_out_until_this_one_ends(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path;"
        "from annotator.services.data.workspace import Workspace;"
        "w = Workspace.open(Path(sys.argv[1])); print(w.server_name, flush=True);"
        "sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        name = other.stdout.readline().strip()
        with pytest.raises(AlreadyOpen) as caught:
            Workspace.open(tmp_path)
        assert caught.value.server_name == name
        other.kill()  # a crash leaves no lock behind
        other.wait()
    Workspace.open(tmp_path).close()


def test_the_lock_goes_with_close(tmp_path: Path) -> None:
    for _ in range(2):
        workspace = Workspace.open(tmp_path)
        workspace.close()
        workspace.close()


def test_two_spellings_of_a_folder_have_one_server(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path, target_is_directory=True)
    assert server_name(tmp_path / "link") == server_name(tmp_path)
    assert server_name(tmp_path) != server_name(tmp_path / "other")


def test_a_file_where_the_folder_belongs(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(FolderUnusable, match="can't be used"):
        Workspace.open(tmp_path / "data")
    with pytest.raises(FolderUnusable):
        Workspace.open(tmp_path / "data" / "below")


def test_a_folder_that_can_not_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o555)
    if os.access(folder, os.W_OK):
        subprocess.run(["chattr", "+i", str(folder)], check=False, capture_output=True)
    try:
        if os.access(folder, os.W_OK):
            pytest.skip("NOT TESTED: no way here to make a folder read-only for this user")
        with pytest.raises(FolderUnusable, match="--data FOLDER"):
            Workspace.open(folder)
    finally:
        subprocess.run(["chattr", "-i", str(folder)], check=False, capture_output=True)
        folder.chmod(0o755)


def test_the_log_is_a_file_and_ends_with_the_workspace(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Half a character is for the file alone: a runner with several processes can't pass it on.
    monkeypatch.setattr(logging.getLogger("annotator"), "propagate", False)
    log = logging.getLogger("annotator.test")
    log.warning("first \ud800 line")
    workspace.close()
    log.warning("second line")
    text = workspace.log_file.read_text("utf-8")
    assert "WARNING annotator.test first" in text
    assert "second" not in text


def test_a_log_that_has_grown_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOG_BYTES", 200)
    for number in range(8):
        with Workspace.open(tmp_path):
            logging.getLogger("annotator.test").warning("start %d %s", number, "x" * 200)
    logs = sorted((tmp_path / "logs").iterdir())
    assert [p.name for p in logs] == ["annotator.log", *(f"annotator.log.{n}" for n in (1, 2, 3))]
    assert ["start 7" in logs[0].read_text(), "start 4" in logs[3].read_text()] == [True, True]


def test_rolling_backups_are_few_and_whole(workspace: Workspace) -> None:
    with workspace.database(DatabaseKind.STUDENT) as database:
        Students(database).add_student("Ada")
    workspace.backups.mkdir()
    (workspace.backups / "mine.backup").write_text("somebody else's file")
    copies = [workspace.back_up(DatabaseKind.STUDENT, keep=2) for _ in range(4)]
    assert {p.name for p in workspace.backups.iterdir()} == {
        "mine.backup",
        copies[2].name,
        copies[3].name,
    }
    with Database.open(copies[3], kind=DatabaseKind.STUDENT, read_only=True) as database:
        assert [s.name for s in Students(database).students()] == ["Ada"]


@pytest.mark.skipif(os.name == "nt", reason="NOT TESTED: Windows keeps who may read elsewhere")
def test_the_data_folder_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with Workspace.open(folder) as opened:
        opened.database(DatabaseKind.STUDENT).close()
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o755)
    file = folder / DatabaseKind.STUDENT.file_name
    file.chmod(0o644)
    Workspace.open(folder).close()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert file.stat().st_mode & 0o777 == 0o600
    # A folder of somebody's own, in which none of our data lay, is left as it was made.
    other = tmp_path / "theirs"
    other.mkdir(mode=0o755)
    Workspace.open(other).close()
    assert other.stat().st_mode & 0o777 == 0o755


def test_the_platforms_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("NOT TESTED: this platform's folder can't be moved by a variable")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with Workspace.open() as workspace:
        assert workspace.folder == tmp_path / "Annotator"


def test_what_a_power_cut_left_half_written_goes_at_the_next_start(tmp_path: Path) -> None:
    for name in ("hand-ins", "backups", "arriving.0a1b.annotator-part"):
        (tmp_path / name).mkdir()
    left = (
        tmp_path / ".teacher.key.0a1b.annotator-part",
        tmp_path / "hand-ins" / ".Ada.handin.0a1b.annotator-part",
        tmp_path / "backups" / "student-20260101T000000000000Z.backup.part",
        tmp_path / "arriving.0a1b.annotator-part" / "teacher.db",
    )
    whole = tmp_path / "hand-ins" / "Ada.handin"
    for path in (*left, whole):
        path.write_bytes(b"half")
    with Workspace.open(tmp_path):
        assert not any(path.exists() for path in left)
        assert whole.read_bytes() == b"half"


def test_a_folder_that_was_made_again_is_locked_again(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with Workspace.open(folder) as workspace:
        data = DataFile.open(workspace.opener(DatabaseKind.STUDENT), back_off=(0.02,))
        data.call(lambda _: None)
        shutil.rmtree(folder)
        data.submit(lambda _: None)
        assert data.writer.flush(5)
        assert workspace.has(DatabaseKind.STUDENT)
        with pytest.raises(AlreadyOpen):
            Workspace.open(folder)
        assert data.close() is None
    Workspace.open(folder).close()
