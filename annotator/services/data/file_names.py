"""Names for files that people can tell apart and every system allows; people's names in order.

Identity lies inside a file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

_UNSAFE = re.compile(r"[^\w .,()-]+")
_MOST = 60
#: What a name neither begins nor ends with: systems and people trip over it.
_EDGES = " .,-_"
_NOTHING_LEFT = "no name"


def file_name(*parts: str, suffix: str) -> str:
    """``parts`` joined by " - ", each cut to sixty characters, without what systems refuse.

    A part that is empty is left out; one of which nothing is left (a name of signs alone) becomes
    "no name", so that no file is named by its ending.
    """
    words = [_plain(part) or _NOTHING_LEFT for part in parts if part.strip()]
    return f"{' - '.join(words) or 'file'}{suffix}"


def _plain(part: str) -> str:
    return _UNSAFE.sub("", part).strip(_EDGES)[:_MOST].strip(_EDGES)


def free_name(wanted: str, taken: Container[str]) -> str:
    """``wanted``, or with a number where that is taken; ``taken`` are names in lower case."""
    stem, dot, ending = wanted.rpartition(".")
    name, number = wanted, 2
    while name.lower() in taken:
        name = f"{stem} ({number}){dot}{ending}" if dot else f"{wanted} ({number})"
        number += 1
    return name


def folded(name: str) -> str:
    """A name without capitals and accents: names are typed with some and searched without."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))
