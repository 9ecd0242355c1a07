"""Folders that can't be made, read or used: a sentence each time, never the system's bare error."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.files.atomic import CannotWrite
from annotator.files.class_folder import ClassFolder, is_class_folder
from annotator.model.attempt import Attempt, AttemptState
from annotator.model.errors import FolderUnreachable
from annotator.services.data.backups import Backups
from annotator.services.data.desk_in_file import save_desk
from annotator.services.data.workspace import Workspace
from annotator.services.exchange.returning import to_folder
from annotator.services.marking.studying import HandedIn, keep_file
from annotator.store.schema import DatabaseKind

#: A name of more bytes than any system takes.
TOO_LONG = "x" * 400
NOON = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)


def handed_in() -> HandedIn:
    attempt = Attempt(id="a", state=AttemptState.HANDED_IN, started=NOON, handed_in=NOON)
    return HandedIn(attempt, "Ada - Leak.handin", b"work")


def below_a_file(tmp_path: Path) -> Path:
    (tmp_path / "taken").write_text("a file", "utf-8")
    return tmp_path / "taken" / "hand-ins"


def too_long(tmp_path: Path) -> Path:
    return tmp_path / TOO_LONG


PLACES = pytest.mark.parametrize("place", [below_a_file, too_long])


@PLACES
def test_a_hand_in_says_why_it_can_t_be_kept(place: Callable[[Path], Path], tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="can’t be used"):
        keep_file(place(tmp_path), handed_in())


def test_a_folder_under_the_name_of_a_hand_in(tmp_path: Path) -> None:
    (tmp_path / "Ada - Leak.handin").mkdir()
    with pytest.raises(CannotWrite, match="can’t be used"):
        keep_file(tmp_path, handed_in())


@PLACES
def test_returns_say_why_they_can_t_be_written(
    place: Callable[[Path], Path], tmp_path: Path
) -> None:
    with pytest.raises(CannotWrite, match="can’t be used"):
        to_folder((), place(tmp_path))


@PLACES
def test_no_class_folder_is_there(place: Callable[[Path], Path], tmp_path: Path) -> None:
    assert not is_class_folder(place(tmp_path))
    with pytest.raises(FolderUnreachable):
        ClassFolder.create(place(tmp_path), "7B")


def test_no_room_beside_for_a_desk_or_a_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Workspace.open(tmp_path / "data") as workspace:
        workspace.database(DatabaseKind.TEACHER).close()
        backups = Backups(workspace)
        backups.make(DatabaseKind.TEACHER)
        (backup,) = backups.all(DatabaseKind.TEACHER)
        before = workspace.path(DatabaseKind.TEACHER).read_bytes()
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
        with pytest.raises(CannotWrite, match="can’t be used"):
            save_desk(workspace, "four words of a passphrase", tmp_path / "my.desk")
        with pytest.raises(CannotWrite, match="can’t be used"):
            backups.restore(backup)
        assert workspace.path(DatabaseKind.TEACHER).read_bytes() == before
        assert not (tmp_path / "my.desk").exists()
