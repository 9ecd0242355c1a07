"""Archives of learning platforms, both ways: hand-ins out of them, returns into them.

How Moodle names what "Download all submissions" gives: a folder for each participant,
``Full name_12345_assignsubmission_file`` (4.1 and later) or the same with ``_`` at its end (3.1 to
4.0); or, without folders, the same words in front of the file's name. What it takes back as
feedback has to carry the same names (moodle, mod/assign/classes/downloader.php and
mod/assign/feedback/file/importziplib.php).

How Canvas names them: ``lastfirst_LATE_userid_attachmentid_name-1.ext``, without folders;
``LATE`` and ``-1`` only where they apply. Marked anonymously, ``anon_code_attachmentid_name.ext``.
Names of people may hold ``_``: the first two parts of digits alone are the numbers (canvas-lms,
lib/content_zipper.rb). What is uploaded again has to have the very name, and
Canvas then shows it to the student under the name of the first upload, with its ending (canvas-lms,
issue 2406): a return that comes out of Canvas is called ``….handin`` and is known by its content.

Nothing is ever unpacked to the disk, so a name in an archive can't write anywhere.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePosixPath

from annotator.files import limits
from annotator.files.atomic import reason_of
from annotator.files.container import kind_of
from annotator.files.fields import clean_text
from annotator.model.errors import BadInput, InvalidModel

_MOODLE = re.compile(
    r"(?P<name>[^/]*?)_(?P<id>[0-9]{1,18})_assignsubmission_[a-z]+(?:_(?P<rest>.*))?"
)
_CANVAS = re.compile(
    r"(?P<name>[^/]+?)(?P<late>_(?i:late))?"
    r"_(?P<user>[0-9]{1,20})_(?P<file>[0-9]{1,20})_(?P<rest>[^/]+)"
)
_CANVAS_ANONYMOUS = re.compile(
    r"(?P<before>(?i:late)_)?anon_(?P<user>[A-Za-z0-9]{1,40})(?P<late>_(?i:late))?"
    r"_(?P<file>[0-9]{1,20})_(?P<rest>[^/]+)"
)
#: Stored and deflate: what platforms write. The others unpack a thousand times more from a byte.
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_PEEK = 64
_CHUNK = 1 << 20
#: What an entry of the list of entries takes at most: its own 46 bytes, and long names.
_NAME_BYTES = 1_000
#: The end record with the longest comment, and the two records in front of it.
_TAIL_BYTES = 22 + 65_535 + 76
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
#: Every entry of an archive that is written here has this date, so that the bytes can be repeated.
_DATE = (2000, 1, 1, 0, 0, 0)

_TOO_DEEP = "It is an archive in an archive in an archive, and was not opened."


class Platform(Enum):
    """Where an archive comes from, by the names in it."""

    MOODLE = "moodle"
    CANVAS = "canvas"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveMember:
    """One file of an archive. ``path`` is its full name there, for messages and for returns.

    ``participant`` is the platform's own number of the student (empty where the name tells none),
    ``late`` the platform's word for it. ``fault`` is a sentence where the file can't be read; then
    ``data`` is empty. ``data`` is empty too where the file is of no kind that we know.
    """

    path: str
    data: bytes = b""
    kind: str = ""
    platform: Platform = Platform.OTHER
    participant: str = ""
    late: bool = False
    fault: str = ""


def is_zip(path: Path) -> bool:
    """Whether a file begins as a ZIP archive does; False where it can't be read, or is a pipe or a
    device, which would be waited for."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
    except OSError:
        return False


def entries(
    archive: Path | bytes,
    *,
    name: str = "the archive",
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[ArchiveMember]:
    """The files of an archive that are ours, and those that can't be read, one after the other.

    BadInput where the archive itself is damaged or beyond the limits. Sizes are measured while
    unpacking, never believed; archives inside the archive are read too, one level deep. ``stop`` is
    asked before each file and each piece of one: it ends there when it says so.
    """
    if isinstance(archive, Path):
        name = archive.name
    budget = _Budget(limits.ZIP_ENTRIES, limits.ZIP_UNPACKED_BYTES, stop)
    yield from _entries(archive, name, "", limits.ZIP_NESTED, budget)


def names(archive: Path) -> list[str]:
    """The full names of an archive's files, as they will be kept; BadInput as above."""
    with _opened(archive, archive.name) as opened:
        infos = opened.infolist()
        if len(infos) > limits.ZIP_ENTRIES:
            raise _too_much(archive.name)
        return [_name_of(info) for info in infos if not info.is_dir()]


def platform_of(path: str) -> tuple[Platform, str, bool]:
    """What a name in an archive tells: platform, participant's number, late."""
    parts = PurePosixPath(path).parts
    for part in parts:
        if found := _MOODLE.fullmatch(part):
            return Platform.MOODLE, found["id"], False
    if parts and (found := _CANVAS_ANONYMOUS.fullmatch(parts[-1])):
        return Platform.CANVAS, found["user"], bool(found["late"] or found["before"])
    if parts and (found := _CANVAS.fullmatch(parts[-1])):
        return Platform.CANVAS, found["user"], bool(found["late"])
    return Platform.OTHER, "", False


def unpacked_name(path: Path) -> str:
    """The name that a file had in the archive from which it was unpacked: from the folder on
    that the platform named; else the file's own name."""
    parts = path.parts
    for number, part in enumerate(parts):
        if _MOODLE.fullmatch(part):
            return "/".join(parts[number:])
    return path.name


def moodle_name(path: str, file_name: str) -> str:
    """The name under which Moodle takes a feedback file for the participant of ``path``.

    InvalidModel where the path isn't one of Moodle's.
    """
    parts = PurePosixPath(path).parts
    for number, part in enumerate(parts):
        found = _MOODLE.fullmatch(part)
        if not found:
            continue
        if number < len(parts) - 1:
            return "/".join((*parts[: number + 1], file_name))
        prefix = part[: len(part) - len(found["rest"])] if found["rest"] else part + "_"
        return "/".join((*parts[:number], prefix + file_name))
    raise InvalidModel(f"“{path[:100]}” is not a name that Moodle gives.")


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """An archive of files by name, the same bytes for the same files.

    InvalidModel for names that lead out of the archive or can't stand in one.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for path, data in sorted(files.items()):
            if not is_plain(path):
                raise InvalidModel(f"“{path[:100]}” is not a name for a file in an archive.")
            info = zipfile.ZipInfo(path, _DATE)
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return made.getvalue()


def is_plain(path: str) -> bool:
    """Whether a name stays inside its folder on every system."""
    parts = path.split("/")
    return (
        0 < len(path) <= 1_000
        and path == clean_text(path)
        and not any(c in path for c in '\\:\n\t"<>|?*')
        and all(part.strip(" ") and part not in (".", "..") for part in parts)
    )


@dataclass(slots=True)
class _Budget:
    """What may still be read of an archive with all that is inside it."""

    entries: int
    unpacked: int
    stop: Callable[[], bool]

    def take(self, name: str, *, entries: int = 0, unpacked: int = 0) -> None:
        self.entries -= entries
        self.unpacked -= unpacked
        if self.entries < 0 or self.unpacked < 0:
            raise _too_much(name)


def _entries(
    archive: Path | bytes, name: str, above: str, depth: int, budget: _Budget
) -> Iterator[ArchiveMember]:
    with _opened(archive, name) as opened:
        infos = opened.infolist()
        budget.take(name, entries=len(infos))
        if sum(info.compress_size for info in infos) > _size_of(archive):
            # Entries that share their bytes: a small file that never ends.
            raise _too_much(name)
        for info in infos:
            if budget.stop():
                return
            own = _name_of(info)
            path = above + own
            if info.is_dir() or _is_litter(own):
                continue
            platform, participant, late = platform_of(path)
            try:
                data = _read(opened, info, depth, budget, name)
            except BadInput as error:
                if budget.unpacked < 0:
                    raise
                yield ArchiveMember(path=path, platform=platform, fault=error.happened)
                continue
            if data[:4] == b"PK\x03\x04" and not depth and own.lower().endswith(".zip"):
                yield ArchiveMember(path=path, platform=platform, fault=_TOO_DEEP)
                continue
            if data[:4] == b"PK\x03\x04" and depth:
                try:
                    yield from _entries(data, own, f"{path}/", depth - 1, budget)
                except BadInput as error:
                    if budget.entries < 0 or budget.unpacked < 0:
                        raise
                    yield ArchiveMember(path=path, platform=platform, fault=error.happened)
                continue
            yield ArchiveMember(
                path=path,
                data=data,
                kind=kind_of(data[:_PEEK]),
                platform=platform,
                participant=participant,
                late=late,
            )


def _read(
    opened: zipfile.ZipFile, info: zipfile.ZipInfo, depth: int, budget: _Budget, name: str
) -> bytes:
    """An entry's bytes; only its beginning where it is neither ours nor an archive.

    An entry that says it is ours by its name but not by its beginning is given with that much.
    """
    own = _name_of(info)
    if info.flag_bits & 1:
        raise BadInput(f"“{own}” is locked with a password.")
    if info.compress_type not in _METHODS:
        raise BadInput(f"“{own}” is packed in a way that is not read here.")
    try:
        with opened.open(info) as stream:
            head = stream.read(_PEEK)
            budget.take(name, unpacked=len(head))
            is_archive = head[:4] == b"PK\x03\x04" and depth > 0
            if not kind_of(head) and not is_archive:
                return head
            most = limits.ZIP_INNER_BYTES if is_archive else limits.PACKED_BYTES
            parts, size = [head], len(head)
            while part := stream.read(min(_CHUNK, most + 1 - size)):
                if budget.stop():
                    raise BadInput(f"“{own}” was not read to its end.")
                budget.take(name, unpacked=len(part))
                parts.append(part)
                size += len(part)
                if size > most or size > max(
                    limits.RATIO_FROM, info.compress_size * limits.UNPACKED_RATIO
                ):
                    raise BadInput(f"“{own}” is far larger than such a file can be.")
    except _BROKEN as error:
        raise BadInput(f"“{own}” is damaged inside the archive.") from error
    except OSError as error:
        raise BadInput(f"“{own}” could not be read: {reason_of(error)}.") from error
    return b"".join(parts)


def _size_of(archive: Path | bytes) -> int:
    return archive.stat().st_size if isinstance(archive, Path) else len(archive)


def _opened(archive: Path | bytes, name: str) -> zipfile.ZipFile:
    try:
        if _directory_bytes(archive) > limits.ZIP_ENTRIES * _NAME_BYTES:
            raise _too_much(name)
        return zipfile.ZipFile(archive if isinstance(archive, Path) else io.BytesIO(archive))
    except (*_BROKEN, OSError) as error:
        why = reason_of(error) if isinstance(error, OSError) else "it is not a whole ZIP archive"
        raise BadInput(
            f"“{name}” can’t be read: {why}.",
            kept="Nothing was taken from it.",
            todo="Download it again.",
        ) from error


def _directory_bytes(archive: Path | bytes) -> int:
    """How long the list of entries says it is; read before the list itself is built in memory.

    From the end record, and the larger one that archives over 4 GB have in front of it
    (APPNOTE.TXT 6.3.10, sections 4.3.14 to 4.3.16); 0 where there is none.
    """
    if isinstance(archive, Path):
        with archive.open("rb") as file:
            size = file.seek(0, io.SEEK_END)
            file.seek(max(0, size - _TAIL_BYTES))
            tail = file.read(_TAIL_BYTES)
    else:
        tail = archive[-_TAIL_BYTES:]
    at = tail.rfind(b"PK\x05\x06")
    if at < 0:
        return 0
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    if at >= 76 and tail[at - 20 : at - 16] == b"PK\x06\x07":
        length = max(length, int.from_bytes(tail[at - 36 : at - 28], "little"))
    return length


def _name_of(info: zipfile.ZipInfo) -> str:
    """An entry's name. Without the flag for UTF-8 old programs mean whatever they like: UTF-8 is
    tried, since platforms write it and forget the flag."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            name = info.orig_filename.encode("cp437").decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = info.filename
    return clean_text(name.replace("\\", "/").replace("\0", ""))[:1_000]


def _is_litter(path: str) -> bool:
    """What systems put beside people's files."""
    parts = PurePosixPath(path).parts
    return not parts or parts[0] == "__MACOSX" or parts[-1].startswith((".", "~"))


def _too_much(name: str) -> BadInput:
    return BadInput(
        f"“{name}” holds more than this program reads from one archive.",
        kept="It was left as it is.",
        todo="Unpack it yourself, and take the folder with the hand-ins.",
    )
