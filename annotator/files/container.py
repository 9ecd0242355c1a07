"""The container of lesson files and hand-ins: two lines that say what it is, then zlib.

    annotator hand-in 1
    sha256 0f3a… (64 digits)
    (compressed JSON, to the end)

The hash covers the first line and everything after the second, so that no byte of the file can
change unnoticed. It tells damage, not forgery: anyone who changes a file can write a new hash.
The content between the lines and the JSON is opaque to this module: a sealed form (see
:mod:`sealing`) is another kind of content under another format number.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from dataclasses import dataclass

from annotator.files import limits
from annotator.model.errors import BadInput

_FIRST = re.compile(rb"annotator ([a-z-]{1,20}) ([1-9][0-9]{0,5})\n")
_SECOND = re.compile(rb"sha256 ([0-9a-f]{64})\n")
_ASK_AGAIN = "Ask for the file again, or copy it again from where it came."


@dataclass(frozen=True, slots=True)
class Contents:
    """What was in a container: its format number, the JSON's bytes, and the file's own hash."""

    format: int
    data: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A container whose hash is right, its body as it stands: compressed or sealed."""

    format: int
    body: bytes
    sha256: str


def pack(kind: str, format_number: int, data: bytes) -> bytes:
    """A container of this kind ("hand-in", "lesson"); the same input gives the same bytes."""
    return pack_body(kind, format_number, deflate(data))


def pack_body(kind: str, format_number: int, body: bytes) -> bytes:
    """A container around a body that is compressed or sealed already."""
    first = f"annotator {kind} {format_number}\n".encode("ascii")
    digest = hashlib.sha256(first + body).hexdigest()
    return first + f"sha256 {digest}\n".encode("ascii") + body


def unpack(file: bytes, kind: str, newest: int, *, name: str) -> Contents:
    """The contents of a container; BadInput where it is damaged, newer, of another kind or a bomb.

    ``name`` is for messages. Nothing is unpacked before size and hash have been checked.
    """
    opened = open_container(file, kind, newest, name=name)
    return Contents(opened.format, inflate(opened.body, name), opened.sha256)


def kind_of(file: bytes) -> str:
    """What the first line says that a file is ("hand-in", "return"…); empty for other files.

    The first forty bytes are enough. Names can't be trusted: some platforms give a returned file
    the name under which the student's file went in.
    """
    first = _FIRST.match(file)
    return first.group(1).decode("ascii") if first else ""


def beginning_of(file: bytes) -> tuple[str, int, bytes]:
    """Kind, format and the first bytes of the body, as far as ``file`` reaches; nothing is checked.

    An empty kind and 0 for other files.
    """
    first = _FIRST.match(file)
    if not first:
        return "", 0, b""
    second = _SECOND.match(file, first.end())
    body = file[second.end() :] if second else b""
    return first.group(1).decode("ascii"), int(first.group(2)), body


def open_container(
    file: bytes, kind: str, newest: int, *, name: str, limit: int = limits.PACKED_BYTES
) -> Opened:
    """The body of a container, not unpacked; BadInput as for :func:`unpack`."""
    if len(file) > limit:
        raise BadInput(f"“{name}” is too large for a {_called(kind)}.", todo=_ASK_AGAIN)
    first = _FIRST.match(file)
    if not first:
        raise BadInput(
            f"“{name}” is not a {_called(kind)} of Annotator, or its beginning is damaged.",
            kept="Nothing was changed.",
            todo=_ASK_AGAIN,
        )
    found = first.group(1).decode("ascii")
    if found != kind:
        raise BadInput(
            f"“{name}” is a {_called(found)}, not a {_called(kind)}.", kept="Nothing was changed."
        )
    number = int(first.group(2))
    if number > newest:
        raise BadInput(
            f"“{name}” was made with a newer version of Annotator.",
            kept="The file is fine and was left as it is.",
            todo="Install the newer version to open it.",
        )
    second = _SECOND.match(file, first.end())
    body = file[second.end() :] if second else b""
    digest = hashlib.sha256(first.group(0) + body).hexdigest()
    if not second or digest != second.group(1).decode("ascii"):
        raise BadInput(
            f"“{name}” is damaged: it is not as it was when it was written.",
            kept="Nothing was taken from it.",
            todo=_ASK_AGAIN,
        )
    return Opened(number, body, hashlib.sha256(file).hexdigest())


def deflate(data: bytes) -> bytes:
    """Compressed; the same bytes for the same data."""
    return zlib.compress(data, 9)


def inflate(body: bytes, name: str) -> bytes:
    """The reverse of :func:`deflate`, within the limits; BadInput for damage and for bombs."""
    room = min(limits.UNPACKED_BYTES, max(limits.RATIO_FROM, len(body) * limits.UNPACKED_RATIO))
    inflater = zlib.decompressobj()
    try:
        data = inflater.decompress(body, room + 1)
    except zlib.error as error:
        raise BadInput(f"“{name}” is damaged: it can’t be unpacked.", todo=_ASK_AGAIN) from error
    if len(data) > room:
        raise BadInput(f"“{name}” unpacks to far more than it should.", kept="It was left alone.")
    if not inflater.eof or inflater.unused_data:
        raise BadInput(f"“{name}” is damaged: its end is missing or is too long.", todo=_ASK_AGAIN)
    return data


def _called(kind: str) -> str:
    names = {
        "hand-in": "hand-in file",
        "lesson": "lesson file",
        "return": "returned file",
        "class-return": "file with a class’s returns",
        "teacher-key": "teacher’s key file",
        "draft": "draft",
        "desk": "desk file",
        "class-folder": "marker of a class folder",
    }
    return names.get(kind, f"“{kind}” file")
