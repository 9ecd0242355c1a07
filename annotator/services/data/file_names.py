"""Files handed to people: writing them, under names that differ and that every system allows.

Identity lies inside a file.
"""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from annotator.files.atomic import make_folder as make_folder
from annotator.files.atomic import write_atomic
from annotator.model.names import file_words

#: Bytes of UTF-8 for all parts; systems allow 255 with ending and number.
_MOST_BYTES = 210
_NOTHING_LEFT = "no name"


def file_name(*parts: str, suffix: str) -> str:
    """``parts`` joined by " - ", each cut to sixty characters, without what systems refuse.

    A part that is empty is left out; one of which nothing is left (a name of signs alone) becomes
    "no name", so that no file is named by its ending.
    """
    filled = [part for part in parts if part.strip()]
    most = _MOST_BYTES // max(1, len(filled))
    words = [file_words(part, most_bytes=most) or _NOTHING_LEFT for part in filled]
    return f"{' - '.join(words) or 'file'}{suffix}"


def free_name(wanted: str, taken: Container[str]) -> str:
    """``wanted``, or with a number where that is taken; ``taken`` are names in lower case."""
    stem, dot, ending = wanted.rpartition(".")
    name, number = wanted, 2
    while name.lower() in taken:
        name = f"{stem} ({number}){dot}{ending}" if dot else f"{wanted} ({number})"
        number += 1
    return name


def save_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; CannotWrite, and what was there is as it was."""
    write_atomic(path, content)
