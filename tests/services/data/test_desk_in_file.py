"""A desk in one file: there and back on another machine, and what if it is lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.files.container import pack_body
from annotator.files.desk_file import WrongPassphrase, read_desk, write_desk
from annotator.files.hand_in import read_hand_in, write_hand_in
from annotator.files.sealing import SealedForOthers, key_ring
from annotator.model.errors import BadInput, InvalidModel
from annotator.services.data.desk_in_file import (
    IF_LOST,
    DeskHere,
    open_desk,
    save_desk,
    unlock_desk,
)
from annotator.services.data.workspace import Workspace
from annotator.store.classes import Classes
from annotator.store.keys import Keys
from annotator.store.preferences import Preferences
from annotator.store.schema import DatabaseKind
from annotator.store.submissions import Submissions
from tests.files.make import a_key, a_submission, an_article

WORDS = "four quiet words here"
ARTICLE = an_article()


def fill(workspace: Workspace, name: str = "7b") -> str:
    """A desk with one of everything; its public key."""
    with workspace.database(DatabaseKind.TEACHER) as database:
        Classes(database).add_class(name)
        Keys(database).add("03-leak", a_key(ARTICLE))
        Submissions(database).add_received(a_submission(ARTICLE), "0" * 64, "a.handin")
        Preferences(database).set("teacher", "Ms Okafor")
    return key_ring(workspace.folder).current.public


def classes(workspace: Workspace) -> list[str]:
    with workspace.database(DatabaseKind.TEACHER) as database:
        return [each.name for each in Classes(database).classes()]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A desk file, and the public key of its desk."""
    folder = tmp_path_factory.mktemp("desk")
    path = folder / "my.desk"
    with Workspace.open(folder / "school") as workspace:
        public = fill(workspace)
        with workspace.database(DatabaseKind.TEACHER):  # in use meanwhile
            save_desk(workspace, WORDS, path)
        assert classes(workspace) == ["7b"], "the desk stays"
    return path, public


def test_it_opens_on_another_machine(desk: tuple[Path, str], tmp_path: Path) -> None:
    path, public = desk
    with Workspace.open(tmp_path / "home") as workspace:
        # The same letters from another keyboard, and a space too many.
        assert open_desk(workspace, unlock_desk(path, f" {WORDS} ")).kept is None
        assert key_ring(workspace.folder).current.public == public
        with workspace.database(DatabaseKind.TEACHER) as database:
            assert Keys(database).load("03-leak").items == a_key(ARTICLE).items
            work = Submissions(database).load_received("0" * 64, ARTICLE.text)
            assert work == a_submission(ARTICLE)
            assert Preferences(database).get("teacher") == "Ms Okafor"


def test_nothing_can_be_read_without_the_passphrase(desk: tuple[Path, str], tmp_path: Path) -> None:
    path, _ = desk
    assert b"Okafor" not in path.read_bytes()
    with Workspace.open(tmp_path / "home") as workspace:
        with pytest.raises(WrongPassphrase, match="does not open"):
            unlock_desk(path, WORDS.upper())
        assert not workspace.has(DatabaseKind.TEACHER)


def test_a_desk_that_is_here_is_said_and_kept(desk: tuple[Path, str], tmp_path: Path) -> None:
    path, public = desk
    with Workspace.open(tmp_path / "home") as workspace:
        other = fill(workspace, "8a")
        with pytest.raises(DeskHere):
            open_desk(workspace, unlock_desk(path, WORDS))
        assert classes(workspace) == ["8a"]
        kept = open_desk(workspace, unlock_desk(path, WORDS), replace=True).kept
        assert classes(workspace) == ["7b"]
        assert key_ring(workspace.folder).current.public == public
    assert kept is not None
    with Workspace.open(kept) as before:
        assert classes(before) == ["8a"]
        assert key_ring(before.folder).current.public == other


def test_a_damaged_file_changes_nothing(desk: tuple[Path, str], tmp_path: Path) -> None:
    file = desk[0].read_bytes()
    path = tmp_path / "bad.desk"
    with Workspace.open(tmp_path / "home") as workspace:
        fill(workspace, "8a")
        for bad in (b"", file[:50], file[:-1], file[:200] + b"x" + file[201:], b"x" * 5000):
            path.write_bytes(bad)
            with pytest.raises(BadInput):
                open_desk(workspace, unlock_desk(path, WORDS), replace=True)
        body = file.split(b"\n", 2)[2]
        for words in (b'"passes":3', b'"memory":268435456'):
            asked = body.replace(words, words[:-1] + b"99999999")
            path.write_bytes(pack_body("desk", 1, asked))
            with pytest.raises(BadInput, match="should be from"):
                open_desk(workspace, unlock_desk(path, WORDS), replace=True)
        assert classes(workspace) == ["8a"]


def test_what_is_locked_in_must_be_a_desk(tmp_path: Path) -> None:
    path = tmp_path / "odd.desk"
    with Workspace.open(tmp_path / "home") as workspace:
        for files in ({"../teacher.db": b"x"}, {"teacher.db": b"x", "teacher.key": b"y"}, {}):
            path.write_bytes(write_desk(files, WORDS))
            with pytest.raises(BadInput):
                open_desk(workspace, unlock_desk(path, WORDS))
        assert not workspace.has(DatabaseKind.TEACHER)
    assert not (tmp_path / "teacher.db").exists()


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(InvalidModel, match="at least 10"):
        write_desk({}, "short    ")
    assert read_desk(write_desk({"a": b"b"}, "Žofie čte noviny"), "Žofie čte noviny") == {"a": b"b"}


def test_the_way_out_when_everything_is_lost(tmp_path: Path) -> None:
    """A new desk can't read what was sealed to the old; handing in again works."""
    old, new = key_ring(_folder(tmp_path, "old")), key_ring(_folder(tmp_path, "new"))
    work = a_submission(ARTICLE)
    lost = write_hand_in(work, ARTICLE, program_version="1", teacher_key=old.current.public)
    with pytest.raises(SealedForOthers, match="hand in once more"):
        read_hand_in(lost, ARTICLE, keys=new)
    again = replace(work, attempt=replace(work.attempt, number=3, supersedes=work.attempt.id))
    file = write_hand_in(again, ARTICLE, program_version="1", teacher_key=new.current.public)
    assert read_hand_in(file, ARTICLE, keys=new).submission.annotations == work.annotations
    assert "hand it in once more" in IF_LOST


def _folder(path: Path, name: str) -> Path:
    (path / name).mkdir()
    return path / name
