"""Reading and writing bytes: caps, encodings, and files that are whole or as they were."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from annotator.files import atomic
from annotator.files.atomic import CannotWrite, clear_leftovers, write_atomic
from annotator.files.reading import decode_text, read_bytes, read_text, read_utf8
from annotator.model.errors import BadInput


def test_a_file_is_written_whole_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    place = tmp_path / "a.handin"
    write_atomic(place, b"one")
    write_atomic(place, b"two")
    assert place.read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["a.handin"]


def test_it_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "a.handin"
    place.write_bytes(b"old")
    seen: list[tuple[str, bytes]] = []
    real = os.fsync

    def watched(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        seen.append(("folder" if is_folder else "file", place.read_bytes()))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    write_atomic(place, b"new")
    assert seen == [("file", b"old"), ("folder", b"new")]


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "the disk can only be read")],
)
def test_a_failure_leaves_the_old_file_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    place = tmp_path / "a.handin"
    place.write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWrite, match=words):
        write_atomic(place, b"new")
    assert place.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.handin"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="it is not there"):
        write_atomic(tmp_path / "gone" / "a.handin", b"x")


def test_what_a_power_cut_left_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    left = tmp_path / f".a.handin.0123{atomic._SUFFIX}"
    left.write_bytes(b"half")
    (tmp_path / "a.handin").write_bytes(b"whole")
    assert clear_leftovers(tmp_path) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a.handin"]


def test_where_others_write_a_fresh_half_is_left_alone(tmp_path: Path) -> None:
    fresh = tmp_path / f".a.handin.0123{atomic._SUFFIX}"
    old = tmp_path / f".b.handin.4567{atomic._SUFFIX}"
    for half in (fresh, old):
        half.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert clear_leftovers(tmp_path, older_than=60) == 1
    assert fresh.exists()
    assert not old.exists()


def test_the_cap_is_exact(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    place.write_bytes(b"x" * 10)
    assert read_bytes(place, 10) == b"x" * 10
    with pytest.raises(BadInput, match="too large"):
        read_bytes(place, 9)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "gone", Path("/dev/zero"), Path("a\x00b")):
        with pytest.raises(BadInput):
            read_bytes(place)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "windows-1252"])
def test_text_in_usual_encodings(tmp_path: Path, encoding: str) -> None:
    text = "Die Bürgermeisterin sagte: „Größe ist nicht alles“ – und ging. " * 20
    place = tmp_path / "a.txt"
    place.write_bytes(text.encode(encoding))
    assert read_text(place) == text


@pytest.mark.parametrize("encoding", ["latin-1", "windows-1252"])
def test_a_few_accents_in_a_short_text_are_western(tmp_path: Path, encoding: str) -> None:
    text = "The café opened.\nIts owner said it was naïve to ask why."
    place = tmp_path / "a.txt"
    place.write_bytes(text.encode(encoding))
    assert read_text(place) == text


def test_a_short_text_in_another_script_is_left_to_the_detector(tmp_path: Path) -> None:
    text = "Мэр города сказал, что мост закрыт до мая и что денег на ремонт нет. " * 3
    place = tmp_path / "a.txt"
    place.write_bytes(text.encode("windows-1251"))
    assert read_text(place) == text


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 20,
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"PK\x03\x04\x14\x00\x00\x00\x08\x00",
        b"\xff\xfea\x00\xd8",
        b"abc\x00def",
    ],
    ids=range(5),
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match="not a text file"):
        decode_text(data, "a.txt")


@pytest.mark.parametrize("data", [b"", b"  \n\t", b"\n"])
def test_nothing_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match=r"“a\.txt” is empty"):
        decode_text(data, "a.txt")


def test_settings_are_utf8_or_refused_by_line(tmp_path: Path) -> None:
    place = tmp_path / "a.toml"
    place.write_bytes("ok = 1\nbad = 'Größe'\n".encode("latin-1"))
    with pytest.raises(BadInput, match=r"a\.toml, line 2: this is not UTF-8"):
        read_utf8(place)


class HeldError(PermissionError):
    """What Windows raises where a virus scanner looks at a file."""

    winerror = 32


def held(times: int, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Renaming fails so many times, as it does on Windows while another program holds a file."""
    tried: list[Path] = []
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        tried.append(self)
        if len(tried) <= times:
            raise HeldError(13, "held")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    return tried


def test_a_file_that_a_scanner_holds_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = held(3, monkeypatch)
    write_atomic(tmp_path / "a", b"one")
    assert (tmp_path / "a").read_bytes() == b"one"
    assert len(tried) == 4


def test_one_that_stays_held_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr(atomic, "_HELD_SECONDS", 0.1)
    held(1_000, monkeypatch)
    with pytest.raises(CannotWrite, match="another program holds it"):
        write_atomic(tmp_path / "a", b"new")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("a", b"old")]
