"""Names for files that people can tell apart and every system allows. Identity lies inside."""

from __future__ import annotations

import re
from collections.abc import Container

_UNSAFE = re.compile(r"[^\w .,()-]+")
_MOST = 60


def file_name(*parts: str, suffix: str) -> str:
    """``parts`` joined by " - ", each cut to sixty characters, without what systems refuse."""
    words = (_UNSAFE.sub("", part).strip(" .")[:_MOST].strip(" .") for part in parts)
    return f"{' - '.join(word for word in words if word) or 'file'}{suffix}"


def free_name(wanted: str, taken: Container[str]) -> str:
    """``wanted``, or with a number where that is taken; ``taken`` are names in lower case."""
    stem, dot, ending = wanted.rpartition(".")
    name, number = wanted, 2
    while name.lower() in taken:
        name = f"{stem} ({number}){dot}{ending}" if dot else f"{wanted} ({number})"
        number += 1
    return name
