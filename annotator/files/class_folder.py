"""A class folder: lessons out, drafts and hand-ins in, returns out. Files only, never a database.

It may be local, on a network, or kept in step by a sync program that shows files before they are
whole and makes copies of its own. So: every file has a unique name, is written
beside and renamed, and is known by what is in it; the name is a help, never a proof.
"""

from __future__ import annotations

import hashlib
import os
import re
import uuid
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from annotator.files import limits
from annotator.files.atomic import CannotWrite, clear_leftovers, reason_of, write_atomic
from annotator.files.container import beginning_of, kind_of, open_container
from annotator.files.folder_marker import MARKER as MARKER
from annotator.files.folder_marker import claimed_id, read_marker, unreachable, write_marker
from annotator.files.reading import read_plain_file
from annotator.files.sealing import KEY_BYTES, KeyRing
from annotator.files.signing import Signature, signer_of, signing_key
from annotator.model.errors import BadInput, FolderUnreachable
from annotator.model.names import file_words

#: Where files go that belong to no one here: no program looks into it.
IGNORED = "ignored"

#: Files looked at in one part of the folder; past it something else is wrong.
MAX_FILES = 50_000

#: How old a half-written file is before it counts as left behind.
LEFTOVER_SECONDS = 7 * 24 * 3600.0

_PEEK_BYTES = 300
_HASH = 32
_CLASS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:x-annotator:class")
_BY_HASH = re.compile(r"(?:[0-9a-f]{20}[.-])?[0-9a-f]{32}\.[a-z]+")
#: What sync programs put behind a name when two machines wrote it, before the ending.
_COPY = re.compile(
    r"( \([^()]*(conflicted copy|conflict)[^()]*\)"
    r"|\.sync-conflict-[0-9]{8}-[0-9]{6}(-[0-9A-Z]{7})?"
    r"|[ _]conflict[-_ ][^/]*"
    r"| ?\([0-9]{1,3}\)"
    r"| - Cop(y|ie|ia)( \([0-9]+\))?"
    r"|-[A-Z][A-Z0-9]*-?[A-Z0-9]{2,15}"
    r"| [2-9])$",
    re.IGNORECASE,
)
_UNFINISHED = re.compile(
    r"^[.~]|\.(tmp|part|partial|crdownload|icloud|annotator-part)$|^desktop\.ini$", re.IGNORECASE
)


class FolderPart(Enum):
    """A part of the folder: where it is and how its files end."""

    LESSONS = ("lessons", ".lesson", "lesson")
    HAND_INS = ("hand-ins", ".handin", "hand-in")
    DRAFTS = ("drafts", ".draft", "draft")
    RETURNS = ("returns", ".return", "return")
    REPLIES = ("replies", ".reply", "reply")

    @property
    def folder(self) -> str:
        """The name of its folder."""
        return self.value[0]

    @property
    def suffix(self) -> str:
        """The ending of its files, with the dot."""
        return self.value[1]

    @property
    def kind(self) -> str:
        """What the first line of its files says that they are."""
        return self.value[2]


@dataclass(frozen=True, slots=True)
class FolderFile:
    """A file as a listing shows it: not opened yet. ``stamp`` changes when its content does."""

    path: Path
    stamp: tuple[int, int]
    #: The name that it seems to be a copy of, where that file is there too.
    copy_of: str = ""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a file says of itself in its first bytes, unchecked; ``kind`` is empty for others.

    ``signer`` is the key that a signed file names, ``older`` how many keys vouch for it.
    """

    kind: str = ""
    format: int = 0
    signer: str = ""
    older: int = 0


@dataclass(frozen=True, slots=True)
class ClassFolder:
    """An open class folder. Any method may wait for a network; none belongs in a window's thread.

    ``teacher_key`` is the public key to which students' work is sealed here; empty in a folder that
    an older version made.

    All raise FolderUnreachable where the folder has gone.
    """

    path: Path
    id: str
    name: str
    class_id: str = ""
    signature: Signature | None = None
    teacher_key: str = ""

    @classmethod
    def create(
        cls,
        path: Path,
        name: str,
        *,
        folder_id: str = "",
        class_id: str = "",
        keys: KeyRing | None = None,
    ) -> ClassFolder:
        """Make a class folder, or take the one that is there already (then ``name`` isn't used).

        ``folder_id`` is for setting up again a folder whose marker was lost. With ``keys`` the
        marker is signed, so that a student who joins sees whose folder it is.
        """
        path = path.absolute()
        try:
            is_new = not (path / MARKER).exists()
        except OSError as error:
            raise unreachable(path, reason_of(error)) from error
        if is_new:
            marker = write_marker(folder_id or str(uuid.uuid4()), name, class_id, keys)
            try:
                path.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise unreachable(path, reason_of(error)) from error
            write_atomic(path / MARKER, marker)
        folder = cls.open(path, expected=folder_id)
        for part in FolderPart:
            folder._place(part)
        return folder

    @classmethod
    def open(cls, path: Path, *, expected: str = "") -> ClassFolder:
        """The class folder at ``path``; FolderUnreachable where there is none.

        With ``expected``, an id, it must be that very folder: another drive may have its place.
        """
        path = path.absolute()
        marker = read_marker(path)
        if expected and marker.id != expected:
            raise unreachable(path, "another class’s folder is in its place")
        return cls(
            path, marker.id, marker.name, marker.class_id, marker.signature, marker.teacher_key
        )

    @classmethod
    def open_own(
        cls, path: Path, *, expected: str, name: str, class_id: str, keys: KeyRing
    ) -> ClassFolder:
        """The teacher's own class folder, with her marker in it.

        One that was written over it is replaced, where it says that it is this very folder:
        students would refuse it, and so the folder. FolderUnreachable as for :meth:`open`;
        CannotWrite.
        """
        path = path.absolute()
        try:
            folder = cls.open(path, expected=expected)
        except FolderUnreachable:
            if claimed_id(path) != expected:
                raise
            write_atomic(path / MARKER, write_marker(expected, name, class_id, keys))
            folder = cls.open(path, expected=expected)
        return folder.sign(class_id, keys)

    def sign(self, class_id: str, keys: KeyRing) -> ClassFolder:
        """The same folder with a marker that the teacher signed; CannotWrite.

        Nothing is done where that is so already: a folder that an older version made says of
        itself only which one it is.
        """
        key = signing_key(keys.current)
        wanted = (key, class_id, keys.current.public)
        if self.signature is not None and wanted == (
            self.signature.key,
            self.class_id,
            self.teacher_key,
        ):
            return self
        write_atomic(self.path / MARKER, write_marker(self.id, self.name, class_id, keys))
        return ClassFolder.open(self.path, expected=self.id)

    def check(self) -> None:
        """FolderUnreachable unless the same folder is still there."""
        ClassFolder.open(self.path, expected=self.id)

    # -- writing ----------------------------------------------------------------------------

    def put(self, part: FolderPart, data: bytes, *, tag: str = "", name: str = "") -> Path:
        """Put a file into its part of the folder and read it back; where it is then.

        Its name is made of its hash (after ``tag``, 20 hexadecimal digits that help to find it),
        so the same file twice is there once; ``name`` is for lessons, which people read. Raises
        CannotWrite where it could not be written or doesn't read back the same.
        """
        self.check()
        if kind_of(data) != part.kind:
            raise BadInput(f"Only a {part.kind} belongs in “{part.folder}”.")
        folder = self._place(part)
        digest = hashlib.sha256(data).hexdigest()[:_HASH]
        path = folder / f"{f'{tag}-' if tag else ''}{digest}{part.suffix}"
        if name:
            path = _free_name(folder, name, part.suffix, data)
        if _reads_as(path, data):
            return path
        # By its hash, whatever else has this name is a damaged copy of this very file.
        write_atomic(path, data)
        if not _reads_as(path, data):
            raise CannotWrite(
                f"“{path.name}” can’t be read back from “{folder}” as it was written.",
                kept="Your own copy is safe.",
                todo="Check the drive; the program will try again.",
            )
        return path

    def remove(self, path: Path) -> None:
        """Take away a draft that a newer one includes; one that has gone already is no matter."""
        if path.parent != self.path / FolderPart.DRAFTS.folder:
            raise BadInput("Only drafts are ever removed from a class folder.")
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise unreachable(self.path, reason_of(error)) from error

    def ignore(self, path: Path) -> None:
        """Move a file into the part where no program looks; one that has gone already is no matter.

        CannotWrite where it can't be moved.
        """
        if path.parent.parent != self.path:
            raise BadInput("Only what lies in a part of the class folder is put away.")
        place = self.path / IGNORED
        try:
            place.mkdir(exist_ok=True)
            path.rename(place / f"{os.urandom(4).hex()}-{path.name}"[-200:])
        except FileNotFoundError:
            return
        except OSError as error:
            raise CannotWrite(
                f"“{path.name}” could not be put away: {reason_of(error)}.",
                kept="It was left where it is.",
            ) from error

    def clear_leftovers(self) -> int:
        """Remove half-written files that are untouched for a week; how many there were.

        They are of machines that went off in the middle: a writer that lives is done in seconds,
        and the wide margin is for clocks that differ. Those that may not be removed stay.
        """
        self.check()
        places = (self.path, *(self.path / part.folder for part in FolderPart))
        return sum(clear_leftovers(place, older_than=LEFTOVER_SECONDS) for place in places)

    # -- reading ----------------------------------------------------------------------------

    def entries(
        self, part: FolderPart, *, tags: frozenset[str] | None = None
    ) -> tuple[FolderFile, ...]:
        """The files of a part by name, half-written ones left out.

        With ``tags``, only files with one of these, and those that were renamed: their
        name says nothing, so they must be looked into.
        """
        self.check()
        found: dict[str, tuple[int, int]] = {}
        try:
            self._refuse_link(part)
            with os.scandir(self.path / part.folder) as listing:
                for item in listing:
                    if len(found) >= MAX_FILES:
                        break
                    # Links, pipes, sockets and devices are never opened: this program makes none.
                    if _wanted(item.name, part, tags) and item.is_file(follow_symlinks=False):
                        stat = item.stat(follow_symlinks=False)
                        found[item.name] = (stat.st_size, stat.st_mtime_ns)
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise unreachable(self.path, reason_of(error)) from error
        return tuple(
            FolderFile(self.path / part.folder / name, found[name], _original(name, found))
            for name in sorted(found)
        )

    def has(self, part: FolderPart, data_sha256: str) -> bool:
        """Whether a file with this hash lies there under the name that :meth:`put` gave it."""
        self.check()
        path = self.path / part.folder / f"{data_sha256[:_HASH]}{part.suffix}"
        try:
            data = read_plain_file(path, limits.PACKED_BYTES)
            return hashlib.sha256(data).hexdigest() == data_sha256
        except BadInput:
            return False

    def _refuse_link(self, part: FolderPart) -> None:
        """FolderUnreachable where a part leads somewhere else: what goes in would go there."""
        if (self.path / part.folder).is_symlink():
            raise unreachable(self.path, f"“{part.folder}” leads to another place")

    def _place(self, part: FolderPart) -> Path:
        folder = self.path / part.folder
        try:
            self._refuse_link(part)
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise CannotWrite(
                f"“{part.folder}” could not be made in “{self.path}”: {reason_of(error)}.",
                kept="Your own copy is safe.",
            ) from error
        return folder


def is_class_folder(place: Path) -> bool:
    """Whether ``place`` is a class folder, whose students look into it by themselves."""
    try:
        return (place / MARKER).is_file()
    except OSError:
        return False


def is_whole(path: Path, part: FolderPart) -> bool:
    """Whether a file is all there: its own hash is right. False for one that still arrives."""
    try:
        file = read_plain_file(path, limits.PACKED_BYTES)
        open_container(file, part.kind, 10**6, name=path.name)
    except BadInput:
        return False
    return True


def peek(path: Path) -> Beginning:
    """What a file of the folder says of itself, from its first bytes alone, however large it is."""
    try:
        kind, number, body = beginning_of(read_plain_file(path, 2**62, most=_PEEK_BYTES))
    except BadInput:
        return Beginning()
    older = body[KEY_BYTES] if len(body) > KEY_BYTES else 0
    return Beginning(kind, number, signer_of(body), older)


def class_tag(class_id: str) -> str:
    """The id under which a class is known outside its teacher's data (a UUID): it says that two
    files are for one class, and nothing of which."""
    return str(uuid.uuid5(_CLASS, class_id)) if class_id else ""


def student_tag(student_id: str, *work: str) -> str:
    """Twenty hexadecimal digits that stand for a student (and a piece of work) in a file's name.

    Only those who know the id can tell whose file it is.
    """
    words = "\n".join(("annotator folder tag", student_id, *work))
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:20]


def _wanted(name: str, part: FolderPart, tags: frozenset[str] | None) -> bool:
    if not name.lower().endswith(part.suffix) or _UNFINISHED.search(name):
        return False
    return tags is None or name[:20] in tags or not _BY_HASH.fullmatch(name)


def _original(name: str, names: dict[str, tuple[int, int]]) -> str:
    whole = Path(name)
    original = _COPY.sub("", whole.stem) + whole.suffix
    return original if original != name and original in names else ""


def _reads_as(path: Path, data: bytes) -> bool:
    try:
        return read_plain_file(path, len(data)) == data
    except BadInput:
        return False


def _free_name(folder: Path, name: str, suffix: str, data: bytes) -> Path:
    stem = " ".join(file_words(name, 80).split()) or "lesson"
    path, number = folder / f"{stem}{suffix}", 2
    while path.exists() and not _reads_as(path, data):
        path = folder / f"{stem} - {number}{suffix}"
        number += 1
    return path
