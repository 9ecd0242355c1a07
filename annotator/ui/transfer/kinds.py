"""What a file is, by how it begins: platforms rename what they carry."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from annotator.files.class_folder import MARKER
from annotator.files.container import kind_of

_PEEK = 64


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
        with path.open("rb") as file:
            said = kind_of(file.read(_PEEK))
    except OSError:
        return FileKind.OTHER
    if path.name == MARKER:
        return FileKind.CLASS_FOLDER
    return FileKind(said) if said in set(FileKind) else FileKind.OTHER
