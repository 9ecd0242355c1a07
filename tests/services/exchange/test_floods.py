"""Too much at once at the teacher's desk: one hand, one archive, one folder; and stopping it."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path

import pytest

from annotator.files.class_folder import ClassFolder, FolderPart
from annotator.files.container import pack
from annotator.services.exchange import collecting, teacher_folders
from annotator.services.exchange.teacher_folders import TeacherFolder
from tests.e2e.transfer import zipped
from tests.services.desk import ADesk, a_hand_in


def put(inbox: Path, name: str, file: bytes) -> Path:
    inbox.mkdir(parents=True, exist_ok=True)
    (inbox / name).write_bytes(file)
    return inbox / name


def test_pipes_sockets_and_links_in_a_folder_are_passed_by(
    desk: ADesk, tmp_path: Path, inbox: Path
) -> None:
    real = put(inbox, "a.handin", a_hand_in(desk.lesson, "Ann", keys=desk.keys))
    os.mkfifo(inbox / "b.handin")
    outside = put(tmp_path / "else", "x.handin", a_hand_in(desk.lesson, "Bo", keys=desk.keys))
    (inbox / "c.handin").symlink_to(outside)
    (inbox / "d.zip").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(inbox / "e.handin"))
        # One that were opened would be read for ever.
        report = desk.collecting.collect([inbox])
    assert [each.student_name for each in report.new] == ["Ann"]
    assert real.exists()
    assert sorted(fault.file for fault in report.damaged) == [
        "b.handin",
        "c.handin",
        "d.zip",
        "e.handin",
    ]
    # One that a person chose is not waited for either.
    report = desk.collecting.collect([inbox / "b.handin"])
    assert len(report.damaged) == 1


def test_one_hand_that_sends_too_much_holds_up_nobody(
    desk: ADesk, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "MOST_OF_ONE", 4)
    mallory = "11111111-1111-4111-8111-111111111111"
    for number in range(9):
        file = a_hand_in(
            desk.lesson, "Mallory", student_id=mallory, keys=desk.keys, number=number + 1
        )
        put(inbox, f"a{number}.handin", file)
    put(inbox, "z.handin", a_hand_in(desk.lesson, "Ann", keys=desk.keys))
    report = desk.collecting.collect([inbox])
    names = [each.student_name for each in report.new]
    assert (names.count("Mallory"), names.count("Ann")) == (4, 1)
    assert len(report.damaged) == 5
    assert all("of Mallory came at once" in fault.reason for fault in report.damaged)


def test_more_than_one_pass_takes_waits_for_the_next(
    desk: ADesk, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "MOST_NEW", 3)
    for number in range(5):
        put(inbox, f"{number}.handin", a_hand_in(desk.lesson, f"S {number}", keys=desk.keys))
    report = desk.collecting.collect([inbox])
    assert len(report.new) == 3
    assert "look once more" in report.damaged[-1].reason
    assert len(desk.collecting.collect([inbox]).new) == 2


def test_a_slow_archive_comes_last_and_is_stopped_at_once(desk: ADesk, inbox: Path) -> None:
    bombs = {f"{n}.handin": pack("hand-in", 1, os.urandom(400_000)) for n in range(150)}
    put(inbox, "a.zip", zipped(bombs))
    put(inbox, "z.handin", a_hand_in(desk.lesson, "Ann", keys=desk.keys))
    asked = 0

    def cancelled() -> bool:
        # “Stop” is pressed some way into the archive.
        nonlocal asked
        asked += 1
        return asked > 12

    report = desk.collecting.collect([inbox], cancelled=cancelled)
    assert report.stopped
    assert [each.student_name for each in report.new] == ["Ann"]
    assert asked == 13, "once it is stopped, it is stopped"
    assert 0 < len(report.damaged) <= 12, "asked before each file, and none is read after that"


def test_a_look_reads_its_share_the_smallest_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teacher_folders, "LOOK_FILES", 10)
    folder = ClassFolder.create(tmp_path / "class", "7b")
    teacher = TeacherFolder(folder, time.monotonic)
    place = folder.path / FolderPart.HAND_INS.folder
    for number in range(25):
        (place / f"{number:02}.handin").write_bytes(pack("hand-in", 1, os.urandom(2_000 + number)))
    small = folder.put(FolderPart.HAND_INS, pack("hand-in", 1, b"small"))
    first = teacher.look()
    assert len(first.new) == 10
    assert small in first.new
    assert first.arriving == 16
    assert [len(teacher.look().new) for _ in range(3)] == [10, 6, 0]
