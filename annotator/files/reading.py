"""Read bytes with a cap, and turn them into text."""

from __future__ import annotations

import codecs
import os
import stat
from pathlib import Path

from annotator.files import limits
from annotator.files.atomic import reason_of
from annotator.model.errors import BadInput

#: Below this many bytes an encoding can't be told by counting letters, and where fewer than one
#: byte in so many is beyond ASCII the text is Western European.
_SHORT, _FEW = 2_000, 6
_UNTOUCHED = "The file is as it was."
# UTF-32's little-endian mark begins with UTF-16's: ask for it first.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What text never holds; tab, line ends, form feed and escape may occur in old files.
_BINARY = frozenset(range(32)) - {9, 10, 12, 13, 26, 27}


def read_bytes(path: Path, limit: int = limits.TEXT_BYTES) -> bytes:
    """All bytes of a file; BadInput where it can't be read or has more than ``limit`` bytes.

    Reads one byte more than allowed and no more, so a file that grows, a device or a pipe that
    never ends costs no more than that.
    """
    try:
        if path.exists() and not path.is_file():
            raise BadInput(f"“{path.name}” is not a file.", todo="Choose a file.")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        why = reason_of(error) if isinstance(error, OSError) else "its name is not a name"
        raise BadInput(
            f"“{path.name}” could not be read: {why}.",
            kept="Nothing was changed.",
            todo="Check that the file is there and that you may open it.",
        ) from error
    if len(data) > limit:
        raise _too_large(path, limit)
    return data


def is_plain_file(path: Path) -> bool:
    """Whether it is a file and nothing else: no link, pipe, socket or device."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def read_plain_file(path: Path, limit: int, *, most: int | None = None) -> bytes:
    """All bytes of a file that strangers may have put there, or its first ``most``.

    BadInput for what is no plain file (a link, a pipe, a socket, a device, a folder), which is not
    opened or not waited for, and for more than ``limit`` bytes, of which nothing is read.
    """
    flags = os.O_RDONLY
    for name in ("O_BINARY", "O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK"):
        flags |= getattr(os, name, 0)
    try:
        # A name may have become another thing since it was listed: only what is open counts. A pipe
        # opened so does not wait, and a device that acts when opened is none of these.
        if not stat.S_ISREG(path.lstat().st_mode):
            raise _not_plain(path)
        descriptor = os.open(path, flags)
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise _not_plain(path)
            if found.st_size > limit:
                raise _too_large(path, limit)
            data = file.read(limit + 1 if most is None else most)
    except (OSError, ValueError) as error:
        why = reason_of(error) if isinstance(error, OSError) else "its name is not a name"
        raise BadInput(f"“{path.name}” could not be read: {why}.", kept=_UNTOUCHED) from error
    if len(data) > limit:
        raise _too_large(path, limit)
    return data


def decode_text(data: bytes, name: str) -> str:
    """``data`` as text: by its byte-order mark, as UTF-8, or else by what its bytes look like.

    ``name`` is for messages. BadInput where there is nothing in it or where it is no text at all.
    Line ends stay as they are.
    """
    if not data.strip():
        raise BadInput(f"“{name}” is empty.", kept=_UNTOUCHED, todo="Choose another file.")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding).removeprefix("\ufeff")
            except UnicodeDecodeError as error:
                raise _not_text(name) from error
    if any(byte in _BINARY for byte in set(data)):
        raise _not_text(name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(data, name)


def read_text(path: Path, limit: int = limits.TEXT_BYTES) -> str:
    """:func:`read_bytes`, then :func:`decode_text`."""
    return decode_text(read_bytes(path, limit), path.name)


def read_utf8(path: Path, limit: int = limits.SETTINGS_BYTES) -> str:
    """A file that must be UTF-8 (lessons, keys, guides); BadInput names the line that is not."""
    data = read_bytes(path, limit)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadInput(
            f"{path.name}, line {line}: this is not UTF-8 text.",
            kept=_UNTOUCHED,
            todo="Save the file as UTF-8 and try again.",
        ) from error


def _guess(data: bytes, name: str) -> str:
    if len(data) < _SHORT and sum(byte > 127 for byte in data) * _FEW < len(data):
        # A detector has too little to go by here, and so few letters beyond ASCII are accents.
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            pass  # one of its five holes: something else, which the detector may know
    # Imported here: it costs time, and nearly every file is UTF-8.
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise _not_text(name)
    return str(best)


def _not_text(name: str) -> BadInput:
    return BadInput(
        f"“{name}” is not a text file, or its letters can’t be made out.",
        kept=_UNTOUCHED,
        todo="Open it in the program it was made with, save it as plain text, and try again.",
    )


def _not_plain(path: Path) -> BadInput:
    return BadInput(f"“{path.name}” is not a plain file.", kept="It was not opened.")


def _too_large(path: Path, limit: int) -> BadInput:
    return BadInput(
        f"“{path.name}” is too large: more than {_megabytes(limit)}.",
        kept=_UNTOUCHED,
        todo="Choose a smaller file, or only the part that you need.",
    )


def _megabytes(count: int) -> str:
    return f"{count / 1_000_000:g} MB"
