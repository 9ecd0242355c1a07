"""Opening files: every refusal made for real, and the file left as it was."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.model.errors import StoreError
from annotator.store import errors
from annotator.store.database import Database
from annotator.store.schema import STEPS, DatabaseKind
from annotator.store.students import Students

ROOT = Path(__file__).parents[2]
Opener = Callable[..., Database]


def change(path: Path, *statements: str) -> None:
    """Do to a closed file what this program would not do."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement).fetchall()
    connection.close()


def add_many(database: Database, count: int) -> None:
    """Students with long names, all in one transaction."""
    with database.transaction():
        for number in range(count):
            Students(database).add_student(f"Student {number} " + "x" * 150)


def fill(folder: Path) -> Path:
    """Write until the disk is full; the file that fills it."""
    with (folder / "filler").open("wb", buffering=0) as filler, contextlib.suppress(OSError):
        while True:
            filler.write(b"x" * 1024)
    return folder / "filler"


def add_and_fail(database: Database, name: str) -> None:
    """A transaction that breaks off after its first change."""
    with database.transaction():
        Students(database).add_student(name)
        raise ZeroDivisionError


def closed_file(open_student: Opener) -> Path:
    """A whole student's file with one student, closed."""
    with open_student() as database:
        Students(database).add_student("Ada")
        return database.path


def test_new_file_is_ours_strict_and_in_wal(database: Database) -> None:
    assert database.row("PRAGMA application_id") == (DatabaseKind.STUDENT.value,)
    assert database.version == len(STEPS[DatabaseKind.STUDENT])
    assert database.journal_mode == "wal"
    assert database.row("PRAGMA synchronous") == (2,)  # FULL
    assert database.row("PRAGMA foreign_keys") == (1,)
    tables = database.rows("PRAGMA table_list")
    ours = [row for row in tables if row[2] == "table" and not row[1].startswith(("sqlite_", "_"))]
    assert len(ours) > 5
    assert all(row[5] == 1 for row in ours), "every table is STRICT"
    database.check_integrity()


def test_closing_leaves_one_file(open_student: Opener, tmp_path: Path) -> None:
    closed_file(open_student)
    assert [path.name for path in tmp_path.iterdir()] == ["student.db"]


def test_both_kinds_have_different_ids_and_refuse_each_other(tmp_path: Path) -> None:
    for kind in DatabaseKind:
        Database.open(tmp_path / kind.file_name, kind=kind).close()
    before = (tmp_path / "teacher.db").read_bytes()
    with pytest.raises(errors.WrongKind, match="teacher's data"):
        Database.open(tmp_path / "teacher.db", kind=DatabaseKind.STUDENT)
    assert (tmp_path / "teacher.db").read_bytes() == before


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "student.db"
    change(path, "CREATE TABLE recipes (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(errors.NotOurs, match="another program"):
        Database.open(path, kind=DatabaseKind.STUDENT)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 5000, b"Dear diary, " * 900], ids=["empty", "zeros", "text"]
)
def test_what_is_no_database_is_named_and_left(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "student.db"
    path.write_bytes(content)
    with pytest.raises(errors.DatabaseDamaged, match=r"“student\.db” is damaged"):
        Database.open(path, kind=DatabaseKind.STUDENT)
    assert path.read_bytes() == content
    assert [p.name for p in tmp_path.iterdir()] == ["student.db"]


def test_a_file_cut_short(open_student: Opener) -> None:
    path = closed_file(open_student)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
    before = path.read_bytes()
    with pytest.raises(errors.DatabaseDamaged):
        open_student().check_integrity()
    assert path.read_bytes()[: len(before)] == before


def test_damaged_pages_are_found_by_the_check(open_student: Opener) -> None:
    path = closed_file(open_student)
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(os.urandom(4096 * 12))
    with pytest.raises(errors.DatabaseDamaged, match="damaged"):
        open_student().check_integrity()


def test_a_missing_file_with_its_changes_still_there(open_student: Opener) -> None:
    path = closed_file(open_student)
    path.unlink()
    path.with_name("student.db-wal").write_bytes(b"changes")
    with pytest.raises(errors.DatabaseDamaged, match="missing"):
        open_student()
    assert not path.exists(), "a new file must not take over old changes"


def test_a_folder_where_the_file_belongs(tmp_path: Path) -> None:
    (tmp_path / "student.db").mkdir()
    with pytest.raises(StoreError, match="folder"):
        Database.open(tmp_path / "student.db", kind=DatabaseKind.STUDENT)


def test_missing_and_not_asked_for(tmp_path: Path) -> None:
    with pytest.raises(errors.DatabaseMissing):
        Database.open(tmp_path / "student.db", kind=DatabaseKind.STUDENT, create=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "PRAGMA user_version = 99",
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
        "VALUES ('annotator-student', 's0099_future', 'later')",
    ],
)
def test_a_newer_file_is_refused(open_student: Opener, statement: str) -> None:
    path = closed_file(open_student)
    change(path, statement)
    before = path.read_bytes()
    with pytest.raises(errors.DatabaseNewer, match="newer version of Annotator"):
        open_student()
    assert path.read_bytes() == before


def test_a_record_of_versions_that_contradicts_itself(open_student: Opener) -> None:
    path = closed_file(open_student)
    change(path, "PRAGMA user_version = 1")
    with pytest.raises(errors.DatabaseDamaged, match="contradicts"):
        open_student()


def test_locked_by_another_process(open_student: Opener) -> None:
    path = closed_file(open_student)
    code = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(errors.DatabaseLocked, match="Another program"):
            open_student(busy_ms=50)
        other.communicate(b"")
    open_student(busy_ms=50)


def make_read_only(path: Path) -> bool:
    """Take away the permission to write, from root too where chattr is there; True if it worked."""
    path.chmod(0o555 if path.is_dir() else 0o444)
    if os.access(path, os.W_OK) and shutil.which("chattr"):
        subprocess.run(["chattr", "+i", str(path)], check=False, capture_output=True)
    return not os.access(path, os.W_OK)


@pytest.fixture
def read_only_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that can't be written, with a whole student's file inside."""
    folder = tmp_path / "medium"
    folder.mkdir()
    with Database.open(folder / "student.db", kind=DatabaseKind.STUDENT) as database:
        Students(database).add_student("Ada")
    if not make_read_only(folder):
        pytest.skip("NOT TESTED: no way here to make a folder read-only for this user")
    yield folder
    subprocess.run(["chattr", "-i", str(folder)], check=False, capture_output=True)
    folder.chmod(0o755)


def test_read_only_folder(read_only_folder: Path) -> None:
    path = read_only_folder / "student.db"
    with pytest.raises(errors.DatabaseReadOnly, match="reading only"):
        Database.open(path, kind=DatabaseKind.STUDENT)
    with Database.open(path, kind=DatabaseKind.STUDENT, read_only=True) as database:
        assert [s.name for s in Students(database).students()] == ["Ada"]
        with pytest.raises(errors.DatabaseReadOnly):
            Students(database).add_student("Bo")
    with pytest.raises(errors.DatabaseReadOnly):
        Database.open(read_only_folder / "teacher.db", kind=DatabaseKind.TEACHER)
    assert [p.name for p in read_only_folder.iterdir()] == ["student.db"]


def test_read_only_file(open_student: Opener) -> None:
    path = closed_file(open_student)
    try:
        if not make_read_only(path):
            pytest.skip("NOT TESTED: no way here to make a file read-only for this user")
        with pytest.raises(errors.DatabaseReadOnly):
            open_student()
    finally:
        subprocess.run(["chattr", "-i", str(path)], check=False, capture_output=True)
        path.chmod(0o644)


def test_opened_for_reading_leaves_nothing_beside_it(open_student: Opener, tmp_path: Path) -> None:
    path = closed_file(open_student)
    before = path.read_bytes()
    with open_student(read_only=True) as database:
        assert len(Students(database).students()) == 1
        assert [p.name for p in tmp_path.iterdir()] == ["student.db"]
    assert [p.name for p in tmp_path.iterdir()] == ["student.db"]
    assert path.read_bytes() == before


def test_opened_for_reading_sees_what_lies_in_the_wal(open_student: Opener) -> None:
    Students(open_student()).add_student("Ada")  # stays open, so the change stays in the WAL
    with open_student(read_only=True) as database:
        assert [s.name for s in Students(database).students()] == ["Ada"]


def test_full_disk_by_page_count(database: Database) -> None:
    pages = database.row("PRAGMA page_count")
    assert pages is not None
    database.execute(f"PRAGMA max_page_count = {pages[0]}")
    with pytest.raises(errors.DiskFull, match="full"):
        add_many(database, 2000)
    assert Students(database).students() == ()
    assert not database.in_transaction


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 300 kB of its own."""
    mount = tmp_path / "disk"
    mount.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(mount)],
        check=False,
        capture_output=True,
    )
    if done.returncode != 0:
        pytest.skip("NOT TESTED: a small disk can't be mounted here (needs root on Linux)")
    yield mount
    subprocess.run(["umount", str(mount)], check=True)


def test_full_disk_for_real(small_disk: Path) -> None:
    with Database.open(small_disk / "student.db", kind=DatabaseKind.STUDENT) as database:
        students = Students(database)
        students.add_student("Ada")
        filler = fill(small_disk)
        with pytest.raises(errors.DiskFull, match="full"):
            add_many(database, 500)
        filler.unlink()
        count = len(students.students())
        assert count == 1, "what failed left nothing behind"
        students.add_student("After")
        database.check_integrity()
        assert len(students.students()) == count + 1


def test_new_file_on_a_full_disk_leaves_nothing(small_disk: Path) -> None:
    fill(small_disk)
    with pytest.raises(errors.DiskFull):
        Database.open(small_disk / "student.db", kind=DatabaseKind.STUDENT)
    assert [p.name for p in small_disk.iterdir()] == ["filler"]


def test_network_folder_uses_a_rollback_journal(open_student: Opener, tmp_path: Path) -> None:
    closed_file(open_student)  # in WAL mode, as on a local disk
    with open_student(network=True) as database:
        assert database.journal_mode == "delete"
        assert database.row("PRAGMA synchronous") == (2,)
        Students(database).add_student("Bo")
        assert not (tmp_path / "student.db-wal").exists()
        with open_student(network=True) as second:
            assert len(Students(second).students()) == 2
    with open_student(network=False) as database:
        assert database.journal_mode == "wal"


def test_where_wal_fails_a_rollback_journal_is_used(open_student: Opener, tmp_path: Path) -> None:
    closed_file(open_student)
    (tmp_path / "student.db-shm").mkdir()  # no shared memory to be had
    with open_student(network=False) as database:
        assert database.journal_mode == "delete"
        assert database.row("PRAGMA foreign_keys") == (1,)
        assert database.row("PRAGMA synchronous") == (2,)
        Students(database).add_student("Bo")
        assert len(Students(database).students()) == 2


def test_wal_left_by_a_crash_is_played_back(open_student: Opener, tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path;"
        "from annotator.store.database import Database;"
        "from annotator.store.schema import DatabaseKind;"
        "from annotator.store.students import Students;"
        "db = Database.open(Path(sys.argv[1]), kind=DatabaseKind.STUDENT);"
        "Students(db).add_student('Ada'); os._exit(1)"
    )
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "student.db")], cwd=ROOT, check=False
    )
    assert (tmp_path / "student.db-wal").stat().st_size > 0
    assert [s.name for s in Students(open_student()).students()] == ["Ada"]


def test_a_transaction_is_all_or_nothing(database: Database) -> None:
    students = Students(database)
    with pytest.raises(ZeroDivisionError):
        add_and_fail(database, "Ada")
    assert students.students() == ()
    with database.transaction():
        students.add_student("Bo")
        with pytest.raises(ZeroDivisionError):
            add_and_fail(database, "Cy")
    assert [s.name for s in students.students()] == ["Bo"]


def test_no_sqlite_exception_leaves_raw(database: Database) -> None:
    with pytest.raises(errors.BrokenRule):
        database.execute("INSERT INTO settings (key, value) VALUES ('a', 'no json')")
    with pytest.raises(errors.BrokenRule):
        database.insert("settings", {"key": "a", "value": 'no "json"'})
    with pytest.raises(StoreError):
        database.rows("SELECT nothing FROM nowhere")
    database.close()
    with pytest.raises(StoreError):
        database.rows("SELECT 1")


def test_reading_needs_sqlite3_only(open_student: Opener) -> None:
    path = closed_file(open_student)
    code = (
        "import sys; from pathlib import Path;"
        "from annotator.store.database import Database;"
        "from annotator.store.drafts import Drafts;"
        "from annotator.store.preferences import Preferences;"
        "from annotator.store.schema import DatabaseKind;"
        "from annotator.store.students import Students;"
        "db = Database.open(Path(sys.argv[1]), kind=DatabaseKind.STUDENT);"
        "s = Students(db).students()[0]; Preferences(db).all(s.id); Drafts(db).progress(s.id);"
        "d = Drafts(db); a = d.open_draft(s.id, 'x', '0' * 64);"
        "print(sorted(m for m in ('sqlite_utils', 'platformdirs', 'click') if m in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def test_a_backup_is_one_whole_plain_file(open_student: Opener, tmp_path: Path) -> None:
    database = open_student()
    Students(database).add_student("Ada")
    copy = database.back_up(tmp_path / "copy.backup")
    assert copy == tmp_path / "copy.backup"
    again = database.back_up(tmp_path / "copy.backup")
    assert again == tmp_path / "copy.2.backup", "nothing is overwritten"
    with Database.open(copy, kind=DatabaseKind.STUDENT, read_only=True) as opened:
        assert opened.journal_mode == "delete"
        assert [s.name for s in Students(opened).students()] == ["Ada"]
    assert not list(tmp_path.glob("*.part"))
