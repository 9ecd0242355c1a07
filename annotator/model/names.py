"""People's names: how they are kept, compared, searched, put in order and used in file names.

A combining mark belongs to its letter. In Hindi, Thai or Arabic it is often a vowel, so मीना and
मोना are two people; names are equal only with their marks. What is merely alike (José and Jose)
is for a person to decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from annotator.model.errors import InvalidModel
from annotator.model.text import normalise_block

#: Longest name, in code points; the tables check it too.
MAX_NAME = 200
#: From here on two names are worth a question.
ALIKE = 0.7

#: Scripts before this one (Latin, Greek, Cyrillic) are often typed without their accents.
_AFTER_CYRILLIC = "\u0530"
#: Letters that do not come apart into a plain one and an accent.
_PLAIN = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"}
)
#: They change how letters are written, and are none.
JOINERS = "\u200c\u200d"
_FILE_SIGNS = " .,()-"


def checked_name(name: str) -> str:
    """A name as it is kept: NFC, on one line, trimmed, nothing invisible in it.

    InvalidModel where nothing is left or it is far too long.
    """
    kept = shown_name(name)
    if not kept.strip(JOINERS):
        raise InvalidModel("A name needs at least one letter.", todo="Type a name.")
    if len(kept) > MAX_NAME:
        raise InvalidModel(
            f"This name has {len(kept)} characters; {MAX_NAME} is the most.",
            todo="Type a shorter name.",
        )
    return kept


def shown_name(name: str) -> str:
    """A name out of a file as it may be shown: as :func:`checked_name`, but empty where nothing is
    left, and of any length."""
    is_plain = name.isascii() and name.isprintable()
    return " ".join((name if is_plain else normalise_block(name)).split())


def name_key(name: str) -> str:
    """What two names share that are equal: letters with their marks, and figures, without case.

    Spaces and punctuation do not count. Empty where nothing is left.
    """
    plain = name[:1000]
    if not plain.isascii():
        plain = unicodedata.normalize("NFD", plain)
    plain = plain.casefold()
    return unicodedata.normalize("NFC", "".join(_letters(plain)))


def typed_key(name: str) -> str:
    """As :func:`name_key`, without the accents that many keyboards lack.

    Those of Latin, Greek and Cyrillic letters; a mark of any other script stays.
    """
    return "".join(_letters(_apart(name), drop_accents=True))


def bare_key(name: str) -> str:
    """Letters and figures without any mark: how cards of format 1 read a name."""
    return "".join(c for c in _apart(name) if c.isalnum())


def folded(text: str) -> str:
    """Text as it is searched: no case, no accents of Latin, Greek and Cyrillic; spaces stay."""
    kept: list[str] = []
    base = ""
    for char in _apart(text):
        if _is_mark(char):
            if base < _AFTER_CYRILLIC:
                continue
        else:
            base = char
        kept.append(char)
    return "".join(kept).translate(_PLAIN)


def sort_key(name: str) -> tuple[str, str]:
    """The place of a name in a list: accents come second, so that Özil stands by Ozon."""
    return folded(name), name


def likeness(one: str, two: str) -> float:
    """From 0 to 1, how alike two names are in whatever order their parts stand."""
    if (key := bare_key(one)) and key == bare_key(two):
        return 1.0
    return _alike(SequenceMatcher(None, _in_order(one), _in_order(two), autojunk=False))


class AlikeNames:
    """Finds the names of a list that are like a given one, fast enough for long lists."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = [(bare_key(name), _in_order(name)) for name in names]
        self._pairs = [_pairs(plain) for _, plain in self._names]

    def of(self, name: str) -> tuple[int, ...]:
        """The places of names that are alike, the most alike first."""
        key, plain = bare_key(name), _in_order(name)
        own = _pairs(plain)
        # What is compared with many is told once, as the second.
        matcher = SequenceMatcher(None, "", plain, autojunk=False)
        found = []
        for place, (bare, other) in enumerate(self._names):
            if key and key == bare:
                found.append((-1.0, place))
                continue
            pairs = self._pairs[place]
            # Names that share few pairs of letters are hardly ever as alike as ALIKE.
            if not key or 5 * len(own & pairs) < len(own) + len(pairs):
                continue
            matcher.set_seq1(other)
            if (how_far := _alike(matcher)) >= ALIKE:
                found.append((-how_far, place))
        return tuple(place for _, place in sorted(found))


def _alike(matcher: SequenceMatcher[str]) -> float:
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()


_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"}
)


def file_words(text: str, most: int = 60, most_bytes: int = 180) -> str:
    """``text`` as part of a file's name on every system: letters with their marks, figures and a
    few signs, at most this many code points and bytes of UTF-8."""
    kept: list[str] = []
    size = 0
    for cluster in _clusters(unicodedata.normalize("NFC", text)):
        size += len(cluster.encode("utf-8", "replace"))
        if len(kept) + len(cluster) > most or size > most_bytes:
            break
        kept += cluster
    words = "".join(kept).strip(f"{_FILE_SIGNS}_")
    # Windows keeps these names for itself, whatever ending follows.
    return f"{words}_" if words.casefold().partition(".")[0] in _RESERVED else words


def _clusters(text: str) -> Iterator[str]:
    """Letters with their marks and signs that files may be named by; nothing else."""
    cluster = ""
    for char in text:
        if _is_mark(char) or char in JOINERS:
            cluster += char if cluster and cluster[0] not in _FILE_SIGNS else ""
            continue
        if cluster:
            yield cluster.rstrip(JOINERS)
        cluster = char if char.isalnum() or char == "_" or char in _FILE_SIGNS else ""
    if cluster:
        yield cluster.rstrip(JOINERS)


def _apart(text: str) -> str:
    if text.isascii():
        return text[:1000].casefold()
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text[:1000]).casefold())


def _letters(text: str, *, drop_accents: bool = False) -> Iterator[str]:
    """Letters, figures, and the marks of those that are kept."""
    base = ""
    for char in text:
        if char.isalnum():
            base = char
            yield char
        elif _is_mark(char):
            if base and not (drop_accents and base < _AFTER_CYRILLIC):
                yield char
        elif unicodedata.category(char) != "Cf":
            base = ""


def _is_mark(char: str) -> bool:
    """Whether it belongs to the letter before it; selectors and joiners of fonts don't."""
    return (
        char > "\u02ff"
        and unicodedata.category(char) in ("Mn", "Mc")
        and not ("\ufe00" <= char <= "\ufe0f" or char == "\u034f" or char >= "\U000e0100")
    )


_PARTS = re.compile(r"[\s\-‐-―,.;]+")


def _in_order(name: str) -> str:
    return " ".join(sorted(part for part in _PARTS.split(folded(name)) if part))


def _pairs(plain: str) -> frozenset[str]:
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))
