"""Another Annotator's data: what is sound comes in once, what is hostile comes in never."""

from __future__ import annotations

import hashlib
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.files.hand_in import write_hand_in
from annotator.model.errors import StoreError
from annotator.model.review import Decision, DecisionKind
from annotator.model.work import Assignment
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.old_database import bring_in, kind_of_database
from annotator.store import errors, foreign
from annotator.store.arrivals import Arrivals
from annotator.store.articles import Articles
from annotator.store.classes import Assignments, Classes
from annotator.store.database import Database
from annotator.store.drafts import Drafts
from annotator.store.foreign import open_foreign
from annotator.store.keys import Keys
from annotator.store.reviews import Reviews
from annotator.store.schema import DatabaseKind
from annotator.store.students import Students
from annotator.store.submissions import Submissions
from tests.files.make import WHEN, a_key, a_submission, an_article, an_id

ARTICLE = an_article()
OLD = Path(__file__).parents[2] / "store" / "data"
STUDENT, TEACHER = DatabaseKind.STUDENT, DatabaseKind.TEACHER


@pytest.fixture
def student_file(tmp_path: Path) -> Path:
    path = tmp_path / "there" / "student.db"
    path.parent.mkdir()
    work = a_submission(ARTICLE)
    with Database.open(path, kind=STUDENT) as database:
        Students(database).keep(work.student)
        Articles(database).add(ARTICLE)
        Drafts(database).adopt(work)
    return path


@pytest.fixture
def here(tmp_path: Path) -> Iterator[DataFile]:
    made = DataFile.open(lambda: Database.open(tmp_path / "here.db", kind=STUDENT))
    yield made
    made.close()


def everything(path: Path) -> list[tuple[object, ...]]:
    with Database.open(path, kind=STUDENT) as database:
        tables = ("students", "attempts", "annotations", "relations", "hand_ins", "articles")
        return [row for table in tables for row in database.rows(f"SELECT * FROM {table}")]


def change(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for sql in statements:
        connection.execute(sql)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def test_a_students_work_comes_in_once(student_file: Path, here: DataFile, tmp_path: Path) -> None:
    before = student_file.read_bytes()
    report = bring_in(student_file, here)
    assert (report.new, report.left_out) == ({"students": 1, "pieces of work": 1}, [])
    with Database.open(tmp_path / "here.db", kind=STUDENT) as database:
        found = Drafts(database).load(an_id(91), ARTICLE.text)
    assert set(found.annotations) == set(a_submission(ARTICLE).annotations)
    assert set(found.relations) == set(a_submission(ARTICLE).relations)
    kept = everything(tmp_path / "here.db")
    again = bring_in(student_file, here)
    assert (again.new, again.known) == ({}, 1)
    assert everything(tmp_path / "here.db") == kept
    assert student_file.read_bytes() == before
    assert [path.name for path in student_file.parent.iterdir()] == ["student.db"]


def test_files_of_older_versions_are_read_as_they_are(here: DataFile, tmp_path: Path) -> None:
    path = tmp_path / "student-v1.db"
    shutil.copy(OLD / "student-v1.db", path)
    report = bring_in(path, here)
    assert (report.new, len(report.left_out)) == ({}, 1)
    assert "article is not known" in report.left_out[0], "that file never held the text"
    assert path.read_bytes() == (OLD / "student-v1.db").read_bytes()


def test_the_text_may_be_here_already(student_file: Path, here: DataFile) -> None:
    change(student_file, "DELETE FROM articles")
    assert "not known" in bring_in(student_file, here).left_out[0]
    here.call(lambda db: Articles(db).add(ARTICLE))
    assert bring_in(student_file, here).new["pieces of work"] == 1


def test_handed_in_work_comes_with_its_file(
    student_file: Path, here: DataFile, tmp_path: Path
) -> None:
    file = write_hand_in(a_submission(ARTICLE), ARTICLE, program_version="1")
    with Database.open(student_file, kind=STUDENT) as database:
        sha256 = hashlib.sha256(file).hexdigest()
        Drafts(database).hand_in(an_id(91), WHEN, file, sha256)
    assert bring_in(student_file, here).new["pieces of work"] == 1
    with Database.open(tmp_path / "here.db", kind=STUDENT) as database:
        assert Drafts(database).hand_in_file(an_id(91)) == (file, sha256)
        assert Drafts(database).attempt(an_id(91)).handed_in == WHEN


def test_a_desk_comes_in_once(tmp_path: Path) -> None:
    there, here = tmp_path / "there.db", tmp_path / "teacher.db"
    work = a_submission(ARTICLE)
    with Database.open(there, kind=TEACHER) as database:
        school_class = Classes(database).add_class("7b")
        Classes(database).add_student(school_class.id, work.student.name)
        sample = Classes(database).add_class("Made up", is_sample=True)
        for each in (school_class, sample):
            id = an_id(60 + each.is_sample)
            given = Assignment(id=id, lesson_id=work.lesson_id, class_id=each.id, title="Leak")
            Assignments(database).keep(given)
        Keys(database).add("03-leak", a_key(ARTICLE))
        Articles(database).add(ARTICLE)
        Submissions(database).add_received(work, "0" * 64, "a.handin")
        Arrivals(database).meet("card:" + "ab" * 32)
        Arrivals(database).add("0" * 64, "card:" + "ab" * 32, card="checked", return_key="cd" * 32)
        made_up = replace(work, assignment_id=an_id(61))
        Submissions(database).add_received(made_up, "1" * 64, "b.handin")
        decision = Decision(
            id=an_id(70),
            submission_sha256="0" * 64,
            kind=DecisionKind.ACCEPT,
            mark_id=an_id(1),
            comment="Well seen.",
            who="Ms Bell",
            decided=WHEN,
        )
        Reviews(database).keep(decision)
    made = DataFile.open(lambda: Database.open(here, kind=TEACHER))
    assert kind_of_database(there) is TEACHER
    report = bring_in(there, made)
    assert report.new == {
        "classes": 1,
        "students": 1,
        "assignments": 1,
        "answer keys": 1,
        "texts": 1,
        "hand-ins": 1,
        "decisions": 1,
    }
    assert "Class cards" in report.notes[0]
    again = bring_in(there, made)
    assert (again.new, again.known, again.left_out) == ({}, 5, [])
    with (
        DataFile.open(_opener(tmp_path / "student.db")) as student,
        pytest.raises(StoreError, match="teacher's desk"),
    ):
        bring_in(there, student)
    made.close()
    with Database.open(here, kind=TEACHER) as database:
        [found] = Classes(database).classes()
        assert [student.name for student in found.students] == [work.student.name]
        assert Submissions(database).load_received("0" * 64) == work
        # Whatever stood there: here no card vouches for it, and its name places it.
        [arrival] = Arrivals(database).of_lesson(work.lesson_id)
        assert (arrival.card, arrival.how) == ("", "name")
        assert arrival.student_id == found.students[0].id
        # What is given back through a class folder still opens where the work was made.
        assert Arrivals(database).return_key("0" * 64) == "cd" * 32
        [decision] = Reviews(database).of_submission("0" * 64)
        assert decision.comment == "Well seen."


def test_bringing_in_can_be_stopped_and_gone_on_with(tmp_path: Path) -> None:
    there, here = tmp_path / "there.db", tmp_path / "teacher.db"
    with Database.open(there, kind=TEACHER) as database:
        for name in ("7a", "7b", "7c"):
            Classes(database).add_class(name)
    made = DataFile.open(lambda: Database.open(here, kind=TEACHER))
    heard: list[tuple[int, int]] = []
    report = bring_in(
        there,
        made,
        progress=lambda done, of: heard.append((done, of)),
        cancelled=lambda: len(heard) == 2,
    )
    assert (report.new, report.stopped) == ({"classes": 2}, True)
    assert heard == [(0, 3), (1, 3)]
    report = bring_in(there, made, progress=lambda done, of: heard.append((done, of)))
    assert (report.new, report.known, report.stopped) == ({"classes": 1}, 2, False)
    assert heard[-1] == (3, 3)
    made.close()


def test_a_damaged_record_is_named_and_the_rest_comes_in(
    student_file: Path, here: DataFile, tmp_path: Path
) -> None:
    with Database.open(student_file, kind=STUDENT) as database:
        second = Drafts(database).open_draft(an_id(90), "other lesson", ARTICLE.sha256)
    change(student_file, f"UPDATE annotations SET quote = 'forged' WHERE id = '{an_id(1)}'")
    report = bring_in(student_file, here)
    assert report.new["pieces of work"] == 1
    assert len(report.left_out) == 1
    assert "checksum" in report.left_out[0]
    assert report.left_out[0].startswith(an_id(91))
    with Database.open(tmp_path / "here.db", kind=STUDENT) as database:
        assert Drafts(database).attempt(second.id).id == second.id


SLOW = "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"


@pytest.mark.parametrize(
    "trick",
    [
        "CREATE VIEW extra AS SELECT load_extension('x')",
        "CREATE TRIGGER t AFTER INSERT ON students BEGIN DELETE FROM students; END",
        "CREATE VIRTUAL TABLE v USING fts5(x)",
        "CREATE TABLE g (a, b GENERATED ALWAYS AS (a || 'x'))",
        "PRAGMA user_version = 99",
        "PRAGMA application_id = 7",
        "DROP TABLE students",
    ],
)
def test_what_no_file_of_ours_has_is_refused(
    student_file: Path, here: DataFile, tmp_path: Path, trick: str
) -> None:
    here.call(lambda db: None)
    before = everything(tmp_path / "here.db")
    change(student_file, "PRAGMA foreign_keys = OFF", trick)
    with pytest.raises(StoreError) as caught:
        bring_in(student_file, here)
    assert caught.value.kept
    assert everything(tmp_path / "here.db") == before


def test_a_view_in_the_place_of_a_table_is_refused(student_file: Path, here: DataFile) -> None:
    change(
        student_file,
        "PRAGMA foreign_keys = OFF",
        "DROP TABLE lessons",
        f"CREATE VIEW lessons AS {SLOW}",
    )
    with pytest.raises(errors.DatabaseDamaged):
        bring_in(student_file, here)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM students",
        "ATTACH ':memory:' AS other",
        "SELECT * FROM other_table",
        "SELECT randomblob(5)",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA writable_schema = ON",
        "CREATE TABLE t (x)",
    ],
)
def test_only_plain_reading_is_allowed(student_file: Path, tmp_path: Path, sql: str) -> None:
    change(student_file, "CREATE TABLE other_table (x)")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with open_foreign(student_file, scratch) as other, pytest.raises(StoreError):
        other.rows(sql)


def test_a_query_that_never_ends_is_stopped(student_file: Path, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    # Joins that would take centuries.
    names = ", ".join(f"annotations AS a{number}" for number in range(40))
    with (
        open_foreign(student_file, scratch, max_seconds=0.5) as other,
        pytest.raises(StoreError),
    ):
        other.rows(f"SELECT count(*) FROM {names}")


@pytest.mark.parametrize("name", ["MAX_BYTES", "MAX_ROWS"])
def test_limits_come_first(
    student_file: Path, here: DataFile, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(foreign, name, 3)
    with pytest.raises(StoreError):
        bring_in(student_file, here)


def test_flipped_bytes_bring_in_nothing_that_was_not_written(
    student_file: Path, tmp_path: Path
) -> None:
    """Whatever comes in of a damaged file is as it was; nothing crashes, nothing hangs."""
    good = {repr(mark) for mark in a_submission(ARTICLE).annotations}
    whole, chance, refused = student_file.read_bytes(), random.Random(7), 0
    for number in range(25):
        bad = bytearray(whole)
        for _ in range(4):
            bad[chance.randrange(len(bad))] ^= 1 << chance.randrange(8)
        student_file.write_bytes(bad)
        here = tmp_path / f"{number}.db"
        made = DataFile.open(_opener(here))
        try:
            report = bring_in(student_file, made)
            refused += bool(report.left_out)
        except StoreError:
            refused += 1
        made.call(lambda db: None)
        made.close()
        with Database.open(here, kind=STUDENT) as database:
            for (attempt_id,) in database.rows("SELECT id FROM attempts"):
                marks = Drafts(database).load(attempt_id, ARTICLE.text).annotations
                assert {repr(mark) for mark in marks} <= good
    assert refused


def _opener(path: Path) -> Callable[[], Database]:
    return lambda: Database.open(path, kind=STUDENT)
