"""Too much of everything in a class folder: sizes, counts, depths, archives, things that are no
files. Made by the formats alone, as :mod:`attacker` is."""

from __future__ import annotations

import io
import os
import socket
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.soak.attacker import Attacker, container

#: Ways in which an entry of an archive may be packed, by APPNOTE 4.4.5; 0 and 8 are usual.
METHODS = {
    0: "stored",
    1: "shrunk",
    6: "imploded",
    8: "deflated",
    9: "deflate64",
    12: "bzip2",
    14: "LZMA",
    93: "Zstandard",
    95: "XZ",
    97: "WavPack",
    98: "PPMd",
    99: "AES",
}
_PARTS = {
    "lessons": (".lesson", "lesson"),
    "hand-ins": (".handin", "hand-in"),
    "drafts": (".draft", "draft"),
    "returns": (".return", "return"),
    "replies": (".reply", "reply"),
}
_DEEP = 200_000
_BOMB = 20_000_000


def by_count(attacker: Attacker, lesson: bytes, count: int) -> int:
    """So many files in each part, each another one; how many in all."""
    front = lesson.split(b"\n", 2)[2][:33]
    for part, (suffix, kind) in _PARTS.items():
        for number in range(count):
            # A lesson begins with the teacher's own key: its first bytes say that it may be hers.
            body = front + os.urandom(200) if part == "lessons" else os.urandom(200)
            name = f"{os.urandom(10).hex()}-{os.urandom(16).hex()}{suffix}"
            attacker.put(part, name, container(kind, 2, body))
            if number % 10 == 0:
                attacker.put(part, f"half {number}{suffix}", b"annotator ")
    return len(_PARTS) * (count + (count + 9) // 10)


def by_size(attacker: Attacker, lesson: bytes) -> int:
    """Files of gigabytes that take no room on the disk, and some just under what is read."""
    front = lesson[:150]
    for part, (suffix, kind) in _PARTS.items():
        with (attacker.folder / part / f"huge{suffix}").open("wb") as file:
            file.write(front if part == "lessons" else container(kind, 2, b""))
            file.truncate(5 * 2**30)
        attacker.put(part, f"large{suffix}", container(kind, 2, os.urandom(7_900_000)))
    return 2 * len(_PARTS)


def by_depth(attacker: Attacker) -> int:
    """Nests of lists, texts that unpack without end, folders in folders."""
    deep = zlib.compress(b"[" * _DEEP + b"]" * _DEEP)
    nested = zlib.compress(b'{"lesson":' * _DEEP + b"1" + b"}" * _DEEP)
    bomb = zlib.compress(bytes(_BOMB), 9)
    for part, (suffix, kind) in _PARTS.items():
        for name, body in (("deep", deep), ("nested", nested), ("bomb", bomb)):
            attacker.put(part, f"{name} 1{suffix}", container(kind, 1, body))
            attacker.put(
                part, f"{name} 2{suffix}", container(kind, 2, attacker.signed(kind, 2, body))
            )
        place = attacker.folder / part / ("a/" * 100)
        place.mkdir(parents=True, exist_ok=True)
        (place / f"deep{suffix}").write_bytes(container(kind, 1, deep))
    return 7 * len(_PARTS)


@contextmanager
def no_files(attacker: Attacker) -> Iterator[int]:
    """Pipes, sockets, devices and links under the names of files; how many."""
    with socket.socket(socket.AF_UNIX) as listening:
        made = 0
        for part, (suffix, _kind) in _PARTS.items():
            place = attacker.folder / part
            os.mkfifo(place / f"pipe{suffix}")
            (place / f"link{suffix}").symlink_to("/dev/zero")
            (place / f"up{suffix}").symlink_to("..")
            (place / f"folder{suffix}").mkdir()
            made += 4
        here = Path.cwd()
        try:
            # The path of a socket has about a hundred bytes at most.
            os.chdir(attacker.folder)
            listening.bind("hand-ins/socket.handin")
        finally:
            os.chdir(here)
        yield made + 1


def archive(files: dict[str, bytes], method: int) -> bytes:
    """An archive whose entries say that they are packed by ``method``; some of them truly are."""
    made = io.BytesIO()
    real = method if method in (0, 8, 12, 14) else 0
    with zipfile.ZipFile(made, "w", real) as out:
        for name, content in files.items():
            out.writestr(name, content)
    data = bytearray(made.getvalue())
    if real != method:
        for sign, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
            place = data.find(sign)
            while place >= 0:
                data[place + at : place + at + 2] = struct.pack("<H", method)
                place = data.find(sign, place + 4)
    return bytes(data)


def archives(attacker: Attacker, forged: bytes) -> int:
    """An archive for each way of packing, each with a bomb in it, and archives in archives."""
    # Incompressible to the eye of a hash, and large when unpacked: a hand-in's beginning and zeros.
    bomb = b"annotator hand-in 1\n" + bytes(_BOMB)
    for method, name in METHODS.items():
        files = {"forged.handin": forged, "bomb.handin": bomb}
        if method not in (8, 12, 14):
            del files["bomb.handin"]
        attacker.put("hand-ins", f"{name}.zip", archive(files, method))
    nest = archive({"forged.handin": forged}, 8)
    for _ in range(30):
        nest = archive({"inner.zip": nest}, 8)
    attacker.put("hand-ins", "nest.zip", nest)
    many = {f"{number}.handin": b"annotator hand-in 1\n" for number in range(11_000)}
    attacker.put("hand-ins", "many.zip", archive(many, 8))
    attacker.put("hand-ins", "overlap.zip", _overlapping(forged))
    return len(METHODS) + 3


def _overlapping(data: bytes, entries: int = 2_000) -> bytes:
    """Thousands of entries over the same bytes, as a bomb without recursion has them."""
    packed, name = zlib.compress(data * 50, 9)[2:-4], b"x.handin"
    crc, size = zlib.crc32(data * 50), len(data) * 50
    local = struct.pack(
        "<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(packed), size, len(name), 0
    )
    central = b"".join(
        struct.pack(
            "<4s6H3I5H2I",
            b"PK\x01\x02",
            20,
            20,
            0,
            8,
            0,
            0,
            crc,
            len(packed),
            size,
            len(each),
            *(0, 0, 0, 0, 0, 0),
        )
        + each
        for each in (f"{number}.handin".encode() for number in range(entries))
    )
    start = len(local) + len(name) + len(packed)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, entries, entries, len(central), start, 0)
    return local + name + packed + central + end
