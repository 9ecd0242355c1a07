"""Which kind of file is to be opened, told by its first bytes: platforms rename what they carry."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from annotator.files import limits
from annotator.files.class_folder import MARKER
from annotator.files.container import kind_of, open_container
from annotator.files.draft_file import SEALED_FORMAT as DRAFT
from annotator.files.reading import read_bytes
from annotator.files.return_file import CARD_FORMATS

#: So many bytes at the beginning of a file say what it is.
_PEEK = 64
#: The formats of each kind that are sealed to a card.
_SEALED = {"draft": frozenset({DRAFT}), "return": CARD_FORMATS}


class FileKind(StrEnum):
    """Kinds that a window opens, each in its own way. ``OTHER``: an article, or not ours."""

    LESSON = "lesson"
    HAND_IN = "hand-in"
    RETURN = "return"
    CLASS_RETURN = "class-return"
    DRAFT = "draft"
    DESK = "desk"
    CLASS_FOLDER = "class-folder"
    OTHER = ""


def kind_of_path(path: Path) -> FileKind:
    """The kind of a file or folder; ``OTHER`` too for one that can't be read."""
    try:
        if path.is_dir():
            return FileKind.CLASS_FOLDER if (path / MARKER).is_file() else FileKind.OTHER
        if not path.is_file():
            # A pipe would be waited for; reading it as an article then says that it is no file.
            return FileKind.OTHER
        with path.open("rb") as file:
            stated = kind_of(file.read(_PEEK))
    except OSError:
        return FileKind.OTHER
    if path.name == MARKER:
        return FileKind.CLASS_FOLDER
    return FileKind(stated) if stated in set(FileKind) else FileKind.OTHER


def read_carried(path: Path) -> bytes:
    """A file that was carried here; BadInput where it is too large or can't be read."""
    return read_bytes(path, limits.PACKED_BYTES)


def needs_card(file: bytes, kind: FileKind, *, name: str) -> bool:
    """Whether a return or a draft opens with a class card alone. BadInput where it is damaged."""
    if kind is FileKind.CLASS_RETURN:
        return True
    return open_container(file, kind.value, 10**6, name=name).format in _SEALED[kind.value]
