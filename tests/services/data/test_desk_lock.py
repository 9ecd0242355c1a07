"""The passphrase of a desk: set, tried, changed, taken away, and what is left of the plain keys."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from nacl import pwhash

from annotator.files.container import inflate
from annotator.files.desk_file import read_desk
from annotator.files.locked_keys import read_locked_keys
from annotator.files.passphrase import WrongPassphrase
from annotator.files.sealing import (
    FILE_NAME,
    KeyRing,
    KeysLocked,
    SecretKey,
    is_locked,
    key_file,
    key_ring,
    read_keys,
    write_key_file,
)
from annotator.model.errors import AnnotatorError, BadInput, InvalidModel
from annotator.services.classes.cards import ClassCards
from annotator.services.classes.desk import TeacherDesk
from annotator.services.data.backups import Backups
from annotator.services.data.data_file import DataFile
from annotator.services.data.desk_in_file import open_desk, save_desk, unlock_desk
from annotator.services.data.desk_lock import DeskLock, Guard
from annotator.services.data.old_passphrase import SETTING
from annotator.services.data.workspace import Workspace
from annotator.store.classes import Classes
from annotator.store.preferences import Preferences
from annotator.store.schema import DatabaseKind
from tests.quick_lock import QUICK, WORDS, lock_desk
from tests.seeded import shelf


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "desk") as opened:
        yield opened


@pytest.fixture
def data(workspace: Workspace) -> Iterator[DataFile]:
    with opened(workspace) as desk:
        yield desk


def opened(workspace: Workspace) -> DataFile:
    """The desk as a new start of the program has it."""
    return DataFile.open(workspace.opener(DatabaseKind.TEACHER))


def set_old(data: DataFile, words: str = WORDS) -> bytes:
    """A passphrase as older versions kept it; the hash."""
    kept = pwhash.argon2id.str(words.encode(), opslimit=1, memlimit=8 * 1024)
    data.call(lambda db: Preferences(db).set(SETTING, kept.decode("ascii")))
    return bytes(kept)


def contents(path: Path) -> bytes:
    """What is in a file; of a key file, what it says once it is unpacked."""
    file = path.read_bytes()
    return inflate(file.split(b"\n", 2)[2], path.name) if path.name == FILE_NAME else file


def test_cards_can_not_be_read_past_the_passphrase(workspace: Workspace) -> None:
    with opened(workspace) as data:
        desk = TeacherDesk(data, shelf())
        mine = desk.add_class("7B", ["Ada"])
        (student,) = Classes(data.db).classes()[0].students
        (card,) = ClassCards(data, data.keys()).issue([student.id])
        secrets = (" ".join(card.words).encode(), data.keys().current.secret.hex().encode())
        code = lock_desk(data)
    for path in (each for each in workspace.folder.rglob("*") if each.is_file()):
        for secret in secrets:
            assert secret not in contents(path), path.name
    for typed in (WORDS, code):
        with opened(workspace) as data:
            with pytest.raises(KeysLocked, match="cards can’t be printed"):
                data.keys()
            lock = DeskLock(data)
            for wrong in ("", "three blue heron", "four green frogs"):
                with pytest.raises(WrongPassphrase):
                    lock.open(wrong)
            assert lock.open(typed) is (typed == code)
            assert ClassCards(data, data.keys()).of_class(mine.id)[0].words == card.words
            with data.in_this_thread() as beside:
                assert beside.keys() == data.keys()
            lock.close()
            with pytest.raises(KeysLocked):
                data.keys()


def test_nothing_changes_before_the_sheet_was_tried(workspace: Workspace, data: DataFile) -> None:
    lock, path = DeskLock(data, cost=QUICK), workspace.folder / FILE_NAME
    ring = data.keys()
    plain = path.read_bytes()
    with pytest.raises(InvalidModel, match="at least 10"):
        lock.begin("too short")
    new = lock.begin(WORDS)
    assert new.code not in repr(new)
    assert WORDS not in repr(new)
    wrong = " ".join(reversed(new.code.split()))
    for typed in ("", WORDS, wrong, new.code + " adapt"):
        with pytest.raises(BadInput):
            lock.finish(new, typed)
        assert path.read_bytes() == plain
        assert lock.guard is Guard.NONE
    steps: list[tuple[int, int]] = []
    lock.finish(new, new.code, lambda done, of: steps.append((done, of)))
    assert steps == [(1, 3), (2, 3)]
    assert lock.guard is Guard.KEYS
    assert data.keys() == ring, "the desk stays open"
    assert not list(workspace.folder.glob(".*part"))


def test_it_is_changed_renewed_and_taken_away(workspace: Workspace, data: DataFile) -> None:
    ring, lock = data.keys(), DeskLock(data, cost=QUICK)
    code = lock_desk(data)
    with pytest.raises(WrongPassphrase):
        lock.change("wrong words here", "four green frogs")
    lock.change(WORDS, "four green frogs")
    with pytest.raises(WrongPassphrase):
        lock.open(WORDS)
    # It is lost, but the sheet is there.
    lock.change(code, "five red foxes")
    new = lock.begin_sheet("five red foxes")
    assert lock.open(code), "not before the new one was tried"
    lock.finish(new, new.code)
    with pytest.raises(WrongPassphrase):
        lock.open(code)
    assert lock.open(new.code)
    assert not lock.open("five red foxes")
    lock.remove(new.code)
    assert lock.guard is Guard.NONE
    assert key_ring(workspace.folder) == data.keys() == ring


def test_a_disk_that_refuses_leaves_the_keys_as_they_were(
    workspace: Workspace, data: DataFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workspace.folder / FILE_NAME
    data.keys()
    lock = DeskLock(data, cost=QUICK)
    new = lock.begin(WORDS)
    plain = path.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(AnnotatorError, match="the disk is full"):
            lock.finish(new, new.code)
    assert path.read_bytes() == plain
    lock.finish(new, new.code)
    before = path.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", lambda _path: before[:-1] + b"!")
        with pytest.raises(AnnotatorError):
            lock.change(WORDS, "four green frogs")
    assert path.read_bytes() == before


# -- what older versions left ------------------------------------------------------------------


def test_the_old_passphrase_still_guards_and_goes_with_the_new_one(workspace: Workspace) -> None:
    with opened(workspace) as data:
        kept = set_old(data)
        lock = DeskLock(data, cost=QUICK)
        assert DeskLock(data).guard is Guard.WINDOW
        for typed in ("three blue heron", ""):
            with pytest.raises(WrongPassphrase):
                lock.open(typed)
            with pytest.raises(WrongPassphrase):
                lock.begin("four green frogs", typed)
        assert not lock.open(f" {WORDS.replace(' ', '  ')}")
        backup = workspace.back_up(DatabaseKind.TEACHER)
        migrated = workspace.folder / "teacher.db.before-15.backup"
        migrated.write_bytes(backup.read_bytes())
        assert kept in backup.read_bytes()
        new = lock.begin("four green frogs", WORDS)
        lock.finish(new, new.code)
        assert lock.guard is Guard.KEYS
        for path in workspace.folder.rglob("*"):
            assert not path.is_file() or kept not in path.read_bytes(), path.name
        assert backup.exists()
        assert migrated.exists()
    with opened(workspace) as data:
        data.db.check_integrity()
        assert Preferences(data.db).get(SETTING) is None
    assert Backups(workspace).newest_sound(DatabaseKind.TEACHER) is not None


def test_the_old_passphrase_can_be_taken_away(data: DataFile) -> None:
    set_old(data)
    lock = DeskLock(data, cost=QUICK)
    with pytest.raises(WrongPassphrase):
        lock.remove("three blue heron")
    lock.remove(WORDS)
    assert lock.guard is Guard.NONE


def test_what_is_left_of_the_plain_keys_goes_at_the_next_unlocking(
    workspace: Workspace,
) -> None:
    with opened(workspace) as data:
        ring = data.keys()
        kept = workspace.folder / "kept-20260314T093000000000Z"
        others = workspace.folder / "kept-20260315T093000000000Z"
        strange = KeyRing((SecretKey(b"x" * 32),))
        for folder, keys in ((kept, KeyRing((*ring.keys, *strange.keys))), (others, strange)):
            folder.mkdir()
            write_key_file(folder / FILE_NAME, keys)
        lock_desk(data)
        older = read_locked_keys((kept / FILE_NAME).read_bytes(), FILE_NAME)
        assert older.open(WORDS).ring == KeyRing((*ring.keys, *strange.keys))
        # The desk of another teacher, perhaps, who knows nothing of this passphrase.
        assert read_keys((others / FILE_NAME).read_bytes(), FILE_NAME) == strange
        (kept / FILE_NAME).write_bytes(key_file(ring))
        lock = DeskLock(data, cost=QUICK)
        lock.open(WORDS)
        assert is_locked(kept / FILE_NAME)
        before = (kept / FILE_NAME).read_bytes()
        lock.open(WORDS)
        assert (kept / FILE_NAME).read_bytes() == before, "once is enough"
        lock.change(WORDS, "four green frogs")
        older = read_locked_keys((kept / FILE_NAME).read_bytes(), FILE_NAME)
        assert older.open("four green frogs").ring == ring
        lock.remove("four green frogs")
        assert read_keys((kept / FILE_NAME).read_bytes(), FILE_NAME) == ring
        lock_desk(data)
        locked = (workspace.folder / FILE_NAME).read_bytes()
        for damaged in (b"damaged", locked[:-1], locked[:-1] + b"!"):
            (kept / FILE_NAME).write_bytes(damaged)
            lock.open(WORDS)
            assert (kept / FILE_NAME).read_bytes() == damaged


def test_what_can_not_be_tidied_now_is_said_and_done_later(
    workspace: Workspace, data: DataFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = set_old(data)
    backup = workspace.back_up(DatabaseKind.TEACHER)
    lock = DeskLock(data, cost=QUICK)
    new = lock.begin("four green frogs", WORDS)

    def full(*_paths: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(shutil, "copyfile", full)
        assert not lock.finish(new, new.code)
    assert lock.guard is Guard.KEYS
    assert kept in backup.read_bytes()
    lock.open("four green frogs")
    assert kept not in backup.read_bytes()


def test_a_desk_in_a_file_keeps_its_passphrase(workspace: Workspace, tmp_path: Path) -> None:
    with opened(workspace) as data:
        ring = data.keys()
        lock_desk(data)
    path = tmp_path / "my.desk"
    save_desk(workspace, "a passphrase of the file", path, cost=QUICK)
    assert is_locked(workspace.folder / FILE_NAME)
    inside = read_desk(path.read_bytes(), "a passphrase of the file")
    assert all(key.secret.hex().encode() not in inside[FILE_NAME] for key in ring.keys)
    with Workspace.open(tmp_path / "home") as home:
        open_desk(home, unlock_desk(path, "a passphrase of the file"))
        with opened(home) as data:
            lock = DeskLock(data)
            assert lock.guard is Guard.KEYS
            lock.open(WORDS)
            assert data.keys() == ring


# -- a process that is killed ------------------------------------------------------------------

_CHILD = """
import sys
from pathlib import Path
from annotator.services.data.data_file import DataFile
from annotator.services.data.desk_lock import DeskLock, Guard
from annotator.services.data.workspace import DatabaseKind, Workspace
from tests.quick_lock import QUICK, lock_desk
with Workspace.open(Path(sys.argv[1])) as workspace:
    with DataFile.open(workspace.opener(DatabaseKind.TEACHER)) as data:
        lock = DeskLock(data, cost=QUICK)
        data.desk_keys.known()
        print("ready", flush=True)
        for number in range(10_000):
            lock_desk(data, "the first passphrase")
            lock.change("the first passphrase", "the second passphrase")
            lock.remove("the second passphrase")
"""


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_kill_in_the_middle_leaves_a_desk_that_opens(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    with Workspace.open(folder) as workspace, opened(workspace) as data:
        ring = data.keys()
    for seconds in (0.003, 0.02, 0.05):
        kill_in_the_middle(folder, seconds)
        with Workspace.open(folder) as after, opened(after) as data:
            lock = DeskLock(data, cost=QUICK)
            for typed in ("the first passphrase", "the second passphrase"):
                with contextlib.suppress(WrongPassphrase):
                    lock.remove(typed)
            assert data.keys() == ring
            assert not list(folder.glob(".*part"))


def kill_in_the_middle(folder: Path, seconds: float) -> None:
    """Set, change and take away without end in a process of its own, which is killed."""
    command = [sys.executable, "-c", _CHILD, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(seconds)
        child.send_signal(signal.SIGKILL)
