"""Old files, kept as they were written, come up to today's tables with everything in them.

``data/*-v1.db`` were written once by the first step alone and are never made again.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlite_utils

from annotator.model.annotation import EndKind, RelationKind
from annotator.model.errors import StoreError
from annotator.store import errors
from annotator.store import migrations as steps
from annotator.store.classes import Assignments, Classes
from annotator.store.damage import find_damage
from annotator.store.database import Database
from annotator.store.desk import Disagreements
from annotator.store.drafts import Drafts
from annotator.store.keys import Keys
from annotator.store.migrations import migrations
from annotator.store.preferences import Preferences
from annotator.store.reviews import Reviews
from annotator.store.schema import STEPS, DatabaseKind
from annotator.store.students import Students
from annotator.store.teacher_keys import TeacherKeys

DATA = Path(__file__).parent / "data"
TEXT = "Crossing opens\nThe bridge 🚦 is safe."


def old_file(folder: Path, kind: DatabaseKind) -> Path:
    """A copy of the kept file of version 1."""
    path = folder / kind.file_name
    shutil.copy(DATA / f"{kind.name.lower()}-v1.db", path)
    return path


@pytest.mark.parametrize("kind", DatabaseKind)
def test_names_of_the_steps_are_those_that_run(kind: DatabaseKind) -> None:
    with sqlite3.connect(":memory:") as connection:
        pending = migrations(kind).pending(sqlite_utils.Database(connection))
    connection.close()
    assert tuple(step.name for step in pending) == STEPS[kind]
    assert set(steps._SCRIPTS) == {name for names in STEPS.values() for name in names}


def test_an_old_students_file(tmp_path: Path) -> None:
    path = old_file(tmp_path, DatabaseKind.STUDENT)
    with Database.open(path, kind=DatabaseKind.STUDENT) as database:
        assert database.version == len(STEPS[DatabaseKind.STUDENT])
        database.check_integrity()
        (student,) = Students(database).students()
        assert student.name == "Żofia"
        assert Preferences(database).get("theme", student_id=student.id) == "dark"
        (progress,) = Drafts(database).progress(student.id)
        work = Drafts(database).load(progress.attempt.id, TEXT)
        assert [m.quote for m in work.annotations] == ["The bridge 🚦 is safe", "🚦"]
        (tie,) = work.relations
        assert tie.kind is RelationKind.SAID_BY
        assert tie.chain[0][0].kind is EndKind.NARRATOR
        assert Drafts(database).returned_file(progress.attempt.id) is None


def test_an_old_teachers_file(tmp_path: Path) -> None:
    path = old_file(tmp_path, DatabaseKind.TEACHER)
    with Database.open(path, kind=DatabaseKind.TEACHER) as database:
        database.check_integrity()
        (school_class,) = Classes(database).classes()
        assert [s.name for s in school_class.students] == ["Żofia"]
        (assignment,) = Assignments(database).of_class(school_class.id)
        assert Keys(database).load(assignment.lesson_id).items[0].why == "It can be checked."
        Reviews(database).log("Ms Bell", "looked")
        assert len(Reviews(database).log_entries()) == 1


def test_a_verified_backup_is_made_first(tmp_path: Path) -> None:
    path = old_file(tmp_path, DatabaseKind.STUDENT)
    Database.open(path, kind=DatabaseKind.STUDENT).close()
    backup = tmp_path / "student.db.before-5.backup"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["student.db", backup.name]
    kept = sqlite3.connect(backup)
    assert kept.execute("PRAGMA user_version").fetchone() == (1,)
    assert kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert kept.execute("SELECT count(*) FROM annotations").fetchone() == (2,)
    kept.close()
    Database.open(path, kind=DatabaseKind.STUDENT).close()
    assert len(list(tmp_path.glob("*.backup"))) == 1, "a file that is up to date needs none"


def test_a_step_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = old_file(tmp_path, DatabaseKind.STUDENT)
    bad = steps._SCRIPTS["s0002_returns"] + "INSERT INTO nowhere VALUES (1);\n"
    monkeypatch.setitem(steps._SCRIPTS, "s0002_returns", bad)
    with pytest.raises(StoreError, match=r"before-5\.backup"):
        Database.open(path, kind=DatabaseKind.STUDENT)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE name = 'returns'").fetchall()
    connection.close()
    assert tables == []
    monkeypatch.undo()
    with Database.open(path, kind=DatabaseKind.STUDENT) as database:
        assert len(Students(database).students()) == 1
    names = {p.name for p in tmp_path.glob("*.backup")}
    assert names == {"student.db.before-5.backup", "student.db.before-5.2.backup"}


def test_no_backup_no_migration(tmp_path: Path) -> None:
    path = old_file(tmp_path, DatabaseKind.STUDENT)
    (tmp_path / "student.db.before-5.backup.part").mkdir()  # the backup can't be written
    before = path.read_bytes()
    with pytest.raises(StoreError, match="No backup"):
        Database.open(path, kind=DatabaseKind.STUDENT)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    connection.close()
    # Bytes 18, 19, 24–27 and 92–99 say that the file is in WAL mode, and count changes.
    assert path.read_bytes()[100:] == before[100:]


def test_a_damaged_old_file_is_not_migrated(tmp_path: Path) -> None:
    path = old_file(tmp_path, DatabaseKind.STUDENT)
    with path.open("r+b") as file:
        file.seek(1024 * 14)
        file.write(b"\xff" * 1024 * 12)
    with pytest.raises(errors.DatabaseDamaged):
        Database.open(path, kind=DatabaseKind.STUDENT)
    assert list(tmp_path.glob("*.backup")) == []


def test_an_old_file_that_can_only_be_read_is_refused(
    tmp_path: Path, open_student: Callable[..., Database]
) -> None:
    path = old_file(tmp_path, DatabaseKind.STUDENT)
    before = path.read_bytes()
    with pytest.raises(errors.DatabaseReadOnly, match="older version"):
        open_student(read_only=True)
    assert path.read_bytes() == before


def test_what_students_disagreed_with_before_ties_could_be_is_there(tmp_path: Path) -> None:
    path = old_file(tmp_path, DatabaseKind.TEACHER)
    connection = sqlite3.connect(path)
    steps.migrate(connection, DatabaseKind.TEACHER, stop_before="t0016_disagreements_on_ties")
    paper, then = "a" * 64, "2026-03-14T10:00:00+00:00"
    connection.execute(
        "INSERT INTO submissions VALUES (?, 'a.handin', ?, 'x', '', ?, 's', 'Ann', 't', 1, NULL, "
        "0, '{}', '')",
        [paper, then, "b" * 64],
    )
    connection.execute(
        "INSERT INTO disagreements (id, submission_sha256, item_id, mark_id, reason, said, "
        "received) VALUES ('d', ?, 'item', '', 'It says may.', ?, ?)",
        [paper, then, then],
    )
    connection.commit()
    connection.close()
    with Database.open(path, kind=DatabaseKind.TEACHER) as database:
        (kept,) = Disagreements(database).of_lesson("x")
        assert (kept.id, kept.item_id, kept.tie_id) == ("d", "item", "")


def test_names_settings_and_pinned_keys_get_a_checksum(tmp_path: Path) -> None:
    path, at = old_file(tmp_path, DatabaseKind.STUDENT), "2026-03-14T09:30:00.000000+00:00"
    connection = sqlite3.connect(path, isolation_level=None)
    steps.migrate(connection, DatabaseKind.STUDENT, stop_before="s0004_checksums")
    row = ["class", "a" * 64, "first-sight", "Ms Bell", at, 0]
    connection.execute("INSERT INTO teacher_keys VALUES (?,?,?,?,?,?)", row)
    connection.execute("INSERT INTO settings VALUES ('size', '18')")
    connection.close()
    with Database.open(path, kind=DatabaseKind.STUDENT) as database:
        assert Preferences(database).all() == {"size": 18}
        assert [key.teacher for key in TeacherKeys(database).all()] == ["Ms Bell"]
        (student,) = Students(database).students()
        assert Preferences(database).all(student.id)
        assert find_damage(database) == ()
        for table in ("students", "settings", "preferences", "teacher_keys"):
            sums = [row[0] for row in database.rows(f"SELECT checksum FROM {table}")]
            assert sums, table
            assert all(len(each) == 16 for each in sums), table


def test_a_teachers_names_get_a_checksum(tmp_path: Path) -> None:
    path = old_file(tmp_path, DatabaseKind.TEACHER)
    with Database.open(path, kind=DatabaseKind.TEACHER) as database:
        assert find_damage(database) == ()
        database.execute("UPDATE students SET name = 'Sofia'")
        with pytest.raises(errors.RecordDamaged, match="students"):
            Classes(database).classes()
