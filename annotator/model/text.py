"""Text as the program holds it: normalised blocks, spans in Unicode code points."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from annotator.model.errors import InvalidModel

#: Characters that a reader never sees and that would make offsets differ between programs:
#: BOM, soft hyphen, zero-width space, bidi controls, other control characters, non-characters
#: (Qt uses two of those for its own frames), the object placeholder. The zero-width joiner and
#: non-joiner stay: they change how Persian, Hindi and emoji are written.
_INVISIBLE = re.compile(
    "[\ufeff\u00ad\u200b\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffc\ufffe\uffff]"
)
_BREAKS = re.compile("\r\n|[\t\n\r\v\f\x1c-\x1e\x85\u00a0\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range ``[start, end)`` of Unicode code points. Never empty, never negative."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise InvalidModel(
                f"A mark must not be empty or begin after its end: {self.start}–{self.end}."
            )

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """True where the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """True where every code point of ``other`` is in this span."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """The words of ``text`` that this span covers; InvalidModel where it reaches outside."""
        if self.end > len(text):
            raise InvalidModel(
                f"A mark ends at {self.end}, but the text has {len(text)} characters."
            )
        return text[self.start : self.end]


def normalise_block(raw: str) -> str:
    """One block of an article as it is kept: NFC, one line, nothing invisible, trimmed.

    NBSP and every kind of line break become a space; runs of spaces stay as printed.
    Lone surrogates, which no file can hold as UTF-8, become U+FFFD.
    """
    text = _SURROGATE.sub("\ufffd", raw)
    text = _BREAKS.sub(" ", text)
    text = _stream_safe(_INVISIBLE.sub("", text))
    return unicodedata.normalize("NFC", text).strip()


def _stream_safe(text: str) -> str:
    """``text`` with a grapheme joiner after every 30 combining marks in a row (UAX #15, D4).

    No language has such runs, and putting 100,000 of them in order takes seconds.
    """
    marks = "".join(sorted(char for char in set(text) if unicodedata.combining(char)))
    if not marks:
        return text
    some = f"[{re.escape(marks)}]"
    return re.sub(f"({some}{{30}})(?={some})", "\\1\u034f", text)


def text_hash(text: str) -> str:
    """SHA-256 of the text as UTF-8, 64 lower-case hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
