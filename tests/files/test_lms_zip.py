"""Archives of platforms: names told right, nothing believed, nothing written anywhere."""

from __future__ import annotations

import copy
import io
import os
import struct
import time
import tracemalloc
import warnings
import zipfile
from pathlib import Path

import pytest

from annotator.files import limits
from annotator.files.hand_in import write_hand_in
from annotator.files.lms_zip import (
    ArchiveMember,
    Platform,
    entries,
    is_plain,
    is_zip,
    moodle_name,
    names,
    platform_of,
    write_zip,
)
from annotator.model.errors import BadInput, InvalidModel
from tests.files.make import a_submission, an_article

HAND_IN = write_hand_in(a_submission(an_article()), an_article(), program_version="1")


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(made, "w", method) as archive:
        warnings.simplefilter("ignore")  # names that occur twice are what is tried
        for name, data in files:
            archive.writestr(name, data)
    return made.getvalue()


def read(*files: tuple[str, bytes]) -> list[ArchiveMember]:
    return list(entries(zipped(*files)))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Ana Li_12345_assignsubmission_file_/a b.handin", (Platform.MOODLE, "12345", False)),
        ("Ana Li_12345_assignsubmission_file/x/a.handin", (Platform.MOODLE, "12345", False)),
        ("Course/Ana Li_7_assignsubmission_file/a.handin", (Platform.MOODLE, "7", False)),
        ("Ana Li_12345_assignsubmission_file_a_b.handin", (Platform.MOODLE, "12345", False)),
        ("Ana Li_12345_assignsubmission_onlinetext_/x.html", (Platform.MOODLE, "12345", False)),
        ("Participant_9_assignsubmission_file_/a.handin", (Platform.MOODLE, "9", False)),
        ("liana_4711_998877_a_b-2.handin", (Platform.CANVAS, "4711", False)),
        ("liana_LATE_4711_998877_a.handin", (Platform.CANVAS, "4711", True)),
        ("submissions/李明_4711_998877_a.handin", (Platform.CANVAS, "4711", False)),
        ("braun_ida_4709_998877_work.handin", (Platform.CANVAS, "4709", False)),
        ("de_la_cruz_juan_LATE_4709_998877_my_2_3_work.handin", (Platform.CANVAS, "4709", True)),
        ("anon_Ab12c_998875_work.handin", (Platform.CANVAS, "Ab12c", False)),
        ("LATE_anon_Xy9zQ_998876_work.handin", (Platform.CANVAS, "Xy9zQ", True)),
        ("anon_Ab12c_LATE_998875_work.handin", (Platform.CANVAS, "Ab12c", True)),
        ("Ana_Maria Li_12345_assignsubmission_file/a.handin", (Platform.MOODLE, "12345", False)),
        ("Ana Li.handin", (Platform.OTHER, "", False)),
        ("week_3_final.handin", (Platform.OTHER, "", False)),
        ("", (Platform.OTHER, "", False)),
    ],
)
def test_what_names_tell(path: str, expected: tuple[Platform, str, bool]) -> None:
    assert platform_of(path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Ana_1_assignsubmission_file_/x/a.handin", "Ana_1_assignsubmission_file_/r.return"),
        ("Ana_1_assignsubmission_file/a.handin", "Ana_1_assignsubmission_file/r.return"),
        ("Ana_1_assignsubmission_file_a_b.handin", "Ana_1_assignsubmission_file_r.return"),
        ("C/Ana_1_assignsubmission_file/a.handin", "C/Ana_1_assignsubmission_file/r.return"),
    ],
)
def test_feedback_keeps_the_participants_name(path: str, expected: str) -> None:
    assert moodle_name(path, "r.return") == expected
    assert moodle_takes(expected) == ("1", "r.return")


def moodle_takes(path: str) -> tuple[str, str] | None:
    """The participant and file name as Moodle's importer tells them: five parts between "_"."""
    parts = path.split("/")
    while parts:
        info = parts.pop(0).split("_", 4)
        if len(info) < 4 or not info[1].isdecimal():
            continue
        rest = "/".join([*info[4:5], *parts])
        return info[1], rest.lstrip("/")
    return None


def test_other_names_get_no_feedback() -> None:
    with pytest.raises(InvalidModel):
        moodle_name("Ana.handin", "r.return")


def test_only_what_is_ours_is_unpacked() -> None:
    found = read(
        ("a.handin", HAND_IN),
        ("no ending", HAND_IN),
        ("photo.jpg", b"\xff\xd8" + bytes(5_000_000)),
        ("__MACOSX/._a.handin", b"x"),
        ("b/.DS_Store", b"x"),
        ("empty/", b""),
        ("void.handin", b""),
    )
    assert [(each.path, each.kind, len(each.data)) for each in found] == [
        ("a.handin", "hand-in", len(HAND_IN)),
        ("no ending", "hand-in", len(HAND_IN)),
        ("photo.jpg", "", 64),
        ("void.handin", "", 0),
    ]


def test_archives_in_archives_one_level_deep() -> None:
    inner = zipped(("mine.handin", HAND_IN))
    (found,) = read(("Ana_1_assignsubmission_file_/work.zip", inner))
    assert found.path == "Ana_1_assignsubmission_file_/work.zip/mine.handin"
    assert found.data == HAND_IN
    assert found.participant == "1"
    (deeper,) = read(("a.zip", zipped(("b.zip", inner))))
    assert deeper.kind == ""


@pytest.mark.parametrize(
    "name", ["../../x.handin", "/etc/x.handin", "C:\\x.handin", "a/../b.handin"]
)
def test_names_that_lead_elsewhere_are_only_names(tmp_path: Path, name: str) -> None:
    place = tmp_path / "deep" / "a.zip"
    place.parent.mkdir()
    place.write_bytes(zipped((name, HAND_IN)))
    (found,) = entries(place)
    assert found.data == HAND_IN
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.zip", "deep"]
    with pytest.raises(InvalidModel):
        write_zip({name: b""})


def test_the_same_name_twice_is_two_files() -> None:
    assert [each.data for each in read(("a.handin", HAND_IN), ("a.handin", HAND_IN[:-1]))] == [
        HAND_IN,
        HAND_IN[:-1],
    ]


def test_utf_8_without_its_flag(tmp_path: Path) -> None:
    name = "Żofia Ö_5_assignsubmission_file_/zażółć.handin"
    data = zipped((name, HAND_IN))
    assert [each.path for each in entries(data)] == [name]
    unflagged = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = unflagged.index(signature) + offset
        flags = struct.unpack_from("<H", unflagged, at)[0]
        struct.pack_into("<H", unflagged, at, flags & ~0x800)
    assert [each.path for each in entries(bytes(unflagged))] == [name]
    place = tmp_path / "a.zip"
    place.write_bytes(unflagged)
    assert names(place) == [name]


def test_bombs_cost_neither_time_nor_memory() -> None:
    bomb = zipped(("bomb.handin", HAND_IN[:30] + bytes(400_000_000)))
    nested = zipped(*((f"{number}.zip", zipped(("x", bytes(50_000_000)))) for number in range(20)))
    started = time.thread_time()
    tracemalloc.start()
    (found,) = entries(bomb)
    list(entries(nested))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "far larger" in found.fault
    assert found.data == b""
    assert peak < 50_000_000
    assert time.thread_time() - started < 50


def test_one_broken_file_keeps_no_other_out() -> None:
    whole = bytearray(
        zipped(("a.handin", HAND_IN), ("b.handin", HAND_IN), method=zipfile.ZIP_STORED)
    )
    at = whole.index(HAND_IN) + len(HAND_IN) // 2
    whole[at] ^= 0xFF
    first, second = entries(bytes(whole))
    assert "damaged inside the archive" in first.fault
    assert second.data == HAND_IN


def test_locked_entries_are_named() -> None:
    locked = bytearray(zipped(("a.handin", HAND_IN)))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(signature) + offset] |= 1
    (found,) = entries(bytes(locked))
    assert "locked with a password" in found.fault


def test_too_many_entries_are_refused_before_they_are_listed() -> None:
    many = zipped(*((f"{number}", b"") for number in range(limits.ZIP_ENTRIES + 1)))
    with pytest.raises(BadInput, match="more than this program reads"):
        list(entries(many))
    lying = bytearray(zipped(("a.handin", HAND_IN)))
    at = lying.rindex(b"PK\x05\x06")
    struct.pack_into("<I", lying, at + 12, 0xFFFFFFF0)
    with pytest.raises(BadInput, match="more than this program reads"):
        list(entries(bytes(lying)))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no archive", bytes(100)])
def test_what_is_no_archive_is_a_sentence(tmp_path: Path, data: bytes) -> None:
    place = tmp_path / "a.zip"
    place.write_bytes(data)
    with pytest.raises(BadInput, match=r"“a\.zip” can’t be read"):
        list(entries(place))
    with pytest.raises(BadInput, match="it is not there"):
        list(entries(tmp_path / "none.zip"))
    assert not is_zip(tmp_path / "none.zip")


def test_what_is_written_can_be_read_by_anybody() -> None:
    files = {"Ż_1_assignsubmission_file_/r.return": b"one", "b.return": b"two"}
    made = write_zip(files)
    assert made == write_zip(dict(reversed(files.items())))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == files


@pytest.mark.parametrize(
    "name", ["", "/", "a//b", "a/.", "..", "a\0b", "a:b", "a\\b", "x" * 1001, " "]
)
def test_names_that_no_archive_gets(name: str) -> None:
    assert not is_plain(name)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_refused_unread(method: int) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        archive.writestr("a.handin", b"annotator hand-in 1\n" + bytes(50_000_000))
    before = time.thread_time()
    (found,) = entries(made.getvalue())
    assert "packed in a way" in found.fault
    assert found.data == b""
    assert time.thread_time() - before < 5


def test_entries_that_share_their_bytes_are_refused() -> None:
    """A list of entries that all name the same bytes: small to carry, endless to read."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.handin", b"annotator hand-in 1\n" + os.urandom(20_000))
        (info,) = archive.infolist()
        for number in range(200):
            twin = copy.copy(info)
            twin.filename = twin.orig_filename = f"{number}.handin"
            archive.filelist.append(twin)
    with pytest.raises(BadInput, match="more than this program reads"):
        list(entries(made.getvalue()))


def test_reading_an_archive_stops_between_files_and_inside_them() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(50):
            archive.writestr(f"{number}.handin", b"annotator hand-in 1\n" + bytes(5_000_000))
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 3

    found = list(entries(made.getvalue(), stop=stop))
    assert len(found) <= 2
    assert len(asked) < 10
