"""The class folder: names, copies, halves of files, drives that go away."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator.files import class_folder as module
from annotator.files.class_folder import (
    LEFTOVER_SECONDS,
    MARKER,
    ClassFolder,
    FolderPart,
    is_whole,
    student_tag,
)
from annotator.files.container import pack
from annotator.model.errors import BadInput, FolderUnreachable

HAND_IN = pack("hand-in", 1, b"some work")


@pytest.fixture
def folder(tmp_path: Path) -> ClassFolder:
    return ClassFolder.create(tmp_path / "class", "7b")


def names(folder: ClassFolder, part: FolderPart) -> list[str]:
    return [entry.path.name for entry in folder.entries(part)]


def test_made_once_and_opened_by_name(folder: ClassFolder) -> None:
    again = ClassFolder.create(folder.path, "another name")
    assert again == folder
    assert ClassFolder.open(folder.path, expected=folder.id).name == "7b"
    assert sorted(p.name for p in folder.path.iterdir()) == [
        "class.annotator",
        "drafts",
        "hand-ins",
        "lessons",
        "replies",
        "returns",
    ]


def test_an_empty_folder_in_its_place_is_not_it(folder: ClassFolder) -> None:
    """An unplugged network drive leaves its empty mount point behind."""
    away = folder.path.rename(folder.path.with_name("away"))
    folder.path.mkdir()
    with pytest.raises(FolderUnreachable, match="not a class folder"):
        folder.put(FolderPart.HAND_INS, HAND_IN)
    assert list(folder.path.iterdir()) == []
    ClassFolder.create(folder.path, "8a")
    with pytest.raises(FolderUnreachable, match="another class"):
        folder.put(FolderPart.HAND_INS, HAND_IN)
    shutil.rmtree(folder.path)
    away.rename(folder.path)
    assert folder.put(FolderPart.HAND_INS, HAND_IN).exists()


def test_a_damaged_marker_is_said_and_kept(folder: ClassFolder) -> None:
    marker = folder.path / MARKER
    marker.write_bytes(marker.read_bytes()[:-3])
    with pytest.raises(FolderUnreachable, match="damaged"):
        ClassFolder.open(folder.path)
    marker.unlink()
    again = ClassFolder.create(folder.path, "7b", folder_id=folder.id)
    assert again.id == folder.id


def test_the_same_file_twice_is_there_once(folder: ClassFolder) -> None:
    path = folder.put(FolderPart.HAND_INS, HAND_IN)
    assert folder.put(FolderPart.HAND_INS, HAND_IN) == path
    assert path.name == hashlib.sha256(HAND_IN).hexdigest()[:32] + ".handin"
    assert folder.has(FolderPart.HAND_INS, hashlib.sha256(HAND_IN).hexdigest())
    path.write_bytes(HAND_IN[:-1])
    assert not folder.has(FolderPart.HAND_INS, hashlib.sha256(HAND_IN).hexdigest())
    assert folder.put(FolderPart.HAND_INS, HAND_IN).read_bytes() == HAND_IN


def test_only_the_right_kind_goes_in(folder: ClassFolder) -> None:
    with pytest.raises(BadInput):
        folder.put(FolderPart.HAND_INS, pack("lesson", 1, b""))
    with pytest.raises(BadInput):
        folder.put(FolderPart.LESSONS, b"SQLite format 3\0")


def test_lessons_keep_their_names(folder: ClassFolder) -> None:
    one, two = pack("lesson", 1, b"one"), pack("lesson", 1, b"two")
    assert (
        folder.put(FolderPart.LESSONS, one, name="Who said it? / 1").name == "Who said it 1.lesson"
    )
    assert (
        folder.put(FolderPart.LESSONS, two, name="Who said it? / 1").name
        == "Who said it 1 - 2.lesson"
    )
    assert (
        folder.put(FolderPart.LESSONS, one, name="Who said it? / 1").name == "Who said it 1.lesson"
    )


@pytest.mark.parametrize(
    "copy",
    [
        "work (Ada's conflicted copy 2026-03-14).handin",
        "work (conflicted copy 2026-03-14 101500).handin",
        "work-DESKTOP-4F2K9Q.handin",
        "work (1).handin",
        "work.sync-conflict-20260314-101500-ABCDEFG.handin",
        "work - Copy.handin",
        "work 2.handin",
    ],
)
def test_copies_of_sync_programs_are_known(folder: ClassFolder, copy: str) -> None:
    part = folder.path / "hand-ins"
    (part / copy).write_bytes(HAND_IN)
    assert [entry.copy_of for entry in folder.entries(FolderPart.HAND_INS)] == [""]
    (part / "work.handin").write_bytes(HAND_IN)
    copies = {entry.path.name: entry.copy_of for entry in folder.entries(FolderPart.HAND_INS)}
    assert copies == {"work.handin": "", copy: "work.handin"}


def test_what_is_not_whole_is_left_out(folder: ClassFolder) -> None:
    part = folder.path / "hand-ins"
    for name in (".a.handin", "~b.handin", "c.handin.part", "d.handin.tmp", ".e.handin.icloud"):
        (part / name).write_bytes(HAND_IN)
    (part / "folder.handin").mkdir()
    (part / "half.handin").write_bytes(HAND_IN[:-2])
    (part / "empty.handin").write_bytes(b"")
    (part / "whole.HANDIN").write_bytes(HAND_IN)
    assert names(folder, FolderPart.HAND_INS) == ["empty.handin", "half.handin", "whole.HANDIN"]
    whole = [
        e.path.name
        for e in folder.entries(FolderPart.HAND_INS)
        if is_whole(e.path, FolderPart.HAND_INS)
    ]
    assert whole == ["whole.HANDIN"]


def test_a_tag_finds_a_file_among_thousands(folder: ClassFolder) -> None:
    mine, other = student_tag("me"), student_tag("you")
    file = pack("draft", 1, b"mine")
    path = folder.put(FolderPart.DRAFTS, file, tag=mine)
    for number in range(2_000):
        name = f"{other}-{number:032x}.draft"
        (folder.path / "drafts" / name).write_bytes(b"")
    (folder.path / "drafts" / "renamed by somebody.draft").write_bytes(file)
    found = [e.path.name for e in folder.entries(FolderPart.DRAFTS, tags=frozenset({mine}))]
    assert sorted(found) == sorted([path.name, "renamed by somebody.draft"])
    assert len(folder.entries(FolderPart.DRAFTS)) == 2_002


def test_only_drafts_are_ever_removed(folder: ClassFolder, tmp_path: Path) -> None:
    path = folder.put(FolderPart.HAND_INS, HAND_IN)
    with pytest.raises(BadInput):
        folder.remove(path)
    draft = folder.put(FolderPart.DRAFTS, pack("draft", 1, b""))
    folder.remove(draft)
    folder.remove(draft)
    assert path.exists()
    assert not draft.exists()


@pytest.mark.skipif(os.name == "nt", reason="needs a signal that can't be caught")
def test_killed_between_write_and_rename(folder: ClassFolder) -> None:
    """What stands under the file's name is whole or not there; the next try puts it there."""
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from annotator.files.class_folder import ClassFolder, FolderPart\n"
        "Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "ClassFolder.open(Path(sys.argv[1])).put(FolderPart.HAND_INS, bytes.fromhex(sys.argv[2]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder.path), HAND_IN.hex()],
        cwd=Path(module.__file__).parents[2],
        check=False,
    )
    assert done.returncode == -9
    left = [path.name for path in (folder.path / "hand-ins").iterdir()]
    assert len(left) == 1, "it was killed after the write"
    assert left[0].endswith(".annotator-part")
    assert names(folder, FolderPart.HAND_INS) == []
    folder.put(FolderPart.HAND_INS, HAND_IN)
    assert len(names(folder, FolderPart.HAND_INS)) == 1


def test_only_old_halves_are_cleared_from_a_shared_folder(tmp_path: Path) -> None:
    folder = ClassFolder.create(tmp_path / "8b", "8b")
    fresh, old = (folder.path / "hand-ins" / f".{n}.0a1b.annotator-part" for n in "ab")
    foreign = folder.path / "hand-ins" / ".c.part"
    for half in (fresh, old, foreign):
        half.write_bytes(b"half")
    long_ago = time.time() - LEFTOVER_SECONDS - 60
    for half in (old, foreign):
        os.utime(half, (long_ago, long_ago))
    assert folder.clear_leftovers() == 1
    assert fresh.exists()
    assert foreign.exists()
    assert not old.exists()
