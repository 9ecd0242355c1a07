"""Backups: few, each one sound; put back with what was there kept; damage named by record."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.files.atomic import CannotWrite
from annotator.model.errors import DatabaseDamaged
from annotator.services.data.backups import Backups, damage_text
from annotator.services.data.workspace import BACKUPS, Workspace
from annotator.store.articles import Articles
from annotator.store.classes import Classes
from annotator.store.drafts import Drafts
from annotator.store.keys import Keys
from annotator.store.schema import DatabaseKind
from annotator.store.submissions import Submissions
from tests.files.make import a_key, a_submission, an_article, an_id

ARTICLE = an_article()
TEACHER, STUDENT = DatabaseKind.TEACHER, DatabaseKind.STUDENT


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "data") as opened:
        yield opened


def add_class(workspace: Workspace, name: str) -> None:
    with workspace.database(TEACHER) as database:
        Classes(database).add_class(name)


def classes(workspace: Workspace) -> list[str]:
    with workspace.database(TEACHER) as database:
        return [each.name for each in Classes(database).classes()]


def test_few_are_kept_and_the_newest_comes_first(workspace: Workspace) -> None:
    backups = Backups(workspace)
    for number in range(BACKUPS + 3):
        add_class(workspace, str(number))
        backups.make(TEACHER)
    (workspace.backups / "mine.backup").write_bytes(b"somebody's own")
    every = backups.all(TEACHER)
    assert len(every) == BACKUPS
    assert [each.path for each in every] == sorted((e.path for e in every), reverse=True)
    assert all(backups.check(each) == () for each in every)
    assert (workspace.backups / "mine.backup").exists()
    assert backups.all(STUDENT) == ()


def test_when_one_is_due(workspace: Workspace) -> None:
    now = datetime.datetime.now(datetime.UTC)
    backups = Backups(workspace, now=lambda: now)
    assert not backups.is_due(TEACHER), "there is nothing to back up"
    add_class(workspace, "7b")
    assert backups.is_due(TEACHER)
    backups.make(TEACHER)
    now += datetime.timedelta(hours=1)
    assert not backups.is_due(TEACHER)
    now += datetime.timedelta(hours=20)
    assert backups.is_due(TEACHER)
    now -= datetime.timedelta(days=30)
    assert backups.is_due(TEACHER), "the clock was set back"


def test_a_backup_is_put_back_and_what_was_there_is_kept(workspace: Workspace) -> None:
    add_class(workspace, "7b")
    backups = Backups(workspace)
    backups.make(TEACHER)
    add_class(workspace, "8a")
    [backup] = backups.all(TEACHER)
    restored = backups.restore(backup)
    assert classes(workspace) == ["7b"]
    assert restored.kept is not None
    with Workspace.open(restored.kept) as before:
        assert classes(before) == ["7b", "8a"]
    assert backup.path.exists()


def test_a_damaged_file_pushes_no_sound_backup_out(workspace: Workspace) -> None:
    add_class(workspace, "7b")
    backups = Backups(workspace)
    backups.make(TEACHER)
    path = workspace.path(TEACHER)
    path.write_bytes(b"SQLite format 3\0" + b"damaged" * 5000)
    with pytest.raises(DatabaseDamaged):
        backups.make(TEACHER)
    assert backups.damage(TEACHER) != ()
    [backup] = backups.all(TEACHER)
    kept = backups.restore(backup).kept
    assert classes(workspace) == ["7b"]
    assert kept is not None
    assert b"damaged" in (kept / "teacher.db").read_bytes()


def test_a_damaged_backup_is_passed_over_and_not_put_back(workspace: Workspace) -> None:
    add_class(workspace, "7b")
    backups = Backups(workspace)
    backups.make(TEACHER)
    add_class(workspace, "8a")
    backups.make(TEACHER)
    newest, oldest = backups.all(TEACHER)
    data = bytearray(newest.path.read_bytes())
    data[len(data) // 3 : len(data) // 2] = b"\xff" * (len(data) // 2 - len(data) // 3)
    newest.path.write_bytes(data)
    assert backups.check(newest) != ()
    with pytest.raises(DatabaseDamaged):
        backups.restore(newest)
    assert classes(workspace) == ["7b", "8a"]
    assert backups.newest_sound(TEACHER) == oldest


def test_no_room_to_put_one_back(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    add_class(workspace, "7b")
    backups = Backups(workspace)
    backups.make(TEACHER)
    add_class(workspace, "8a")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("annotator.services.data.file_set.os.fsync", full)
        with pytest.raises(CannotWrite):
            backups.restore(backups.all(TEACHER)[0])
    assert classes(workspace) == ["7b", "8a"]


def test_damage_names_the_records(workspace: Workspace) -> None:
    work = a_submission(ARTICLE)
    with workspace.database(TEACHER) as database:
        Articles(database).add(ARTICLE)
        Keys(database).add("03-leak", a_key(ARTICLE))
        Submissions(database).add_received(work, "0" * 64, "a.handin")
    with workspace.database(STUDENT) as database:
        from annotator.store.students import Students

        Students(database).keep(work.student)
        Articles(database).add(ARTICLE)
        Drafts(database).adopt(work)
    backups = Backups(workspace)
    assert backups.damage(TEACHER) == ()
    assert backups.damage(STUDENT) == ()
    swap = "UPDATE {} SET content = replace(content, '{}', '{}')"
    change(workspace.path(TEACHER), swap.format("submissions", "Flatly", "Hardly"))
    change(workspace.path(TEACHER), swap.format("keys", "measure", "count"))
    change(workspace.path(STUDENT), f"UPDATE annotations SET note = 'x' WHERE id = '{an_id(2)}'")
    change(workspace.path(STUDENT), "UPDATE articles SET text = text || '.'")
    assert {(each.table, each.record) for each in backups.damage(TEACHER)} == {
        ("submissions", "0" * 64),
        ("keys", "03-leak version 1"),
    }
    found = backups.damage(STUDENT)
    assert {(each.table, each.record) for each in found} == {
        ("annotations", f"{an_id(2)} of {work.attempt.id}"),
        ("articles", ARTICLE.sha256),
    }
    assert f"annotations {an_id(2)}" in damage_text(found)


def change(path: Path, sql: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        assert connection.execute(sql).rowcount == 1
    connection.close()
