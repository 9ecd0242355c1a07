"""Words of a text, and spans snapped to them.

A word is letters and digits, joined inside by ``. ' ’ - ‑ _`` (and a comma between digits), with a
currency sign before and a percent sign after. What is invisible (U+2060 to U+2064) leaves a word
whole. Qt's own word finder is not used: it gives "“fares" and "doubled—it’s" as one word each.

Where no spaces are written between words, a unit that a hand can mark takes the word's place. A CJK
character is a word by itself. Thai, Lao, Khmer and Burmese are cut by syllable: a consonant, the
vowels and signs written around it, and the consonant that closes it. This is an approximation:
without a dictionary a vowel that is not written can't be seen, so a syllable of bare consonants
may be cut in two or take in the next one, and only in Burmese, where the closing consonant bears a
sign, is it right for almost all words.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

from annotator.model.text import Span

_CJK = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_FIRST_CJK = "\u3005"
_CURRENCY = (
    "$¢£¤¥\u058f\u060b\u09f2\u09f3\u0e3f\u17db\u20a0-\u20c0\ufdfc\ufe69\uff04\uffe0\uffe1\uffe5"
)
_JOINERS = ".'’\\-\u2010\u2011_\u200c\u200d\u2060-\u2064"
#: Letters of scripts that are cut by syllable: Thai, Lao, Burmese, Khmer (without their digits).
_SYLLABIC = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u0edc-\u0edf\u1000-\u103f\u1050-\u108f\u1780-\u17da"
)
_FIRST_SYLLABIC, _LAST_SYLLABIC = "\u0e01", "\u17da"


def _syllable(letter: str, before: str, after: str, signs: str, tail: str, clusters: str) -> str:
    """A syllable of Thai or Lao, which put no sign on a closing consonant.

    Classes of characters: letters that begin one, vowels written before and after them, signs above
    and below, and letters that stand between a vowel and its end. ``clusters`` are two letters that
    begin a syllable together, as a pattern.
    """
    voiced = f"(?=[{signs}{after}])"
    bare = f"(?!{clusters}{voiced})[{letter}](?![{signs}{after}])"
    begins = f"[{before}]?(?:{clusters}{voiced}|[{letter}])[{signs}]*[{after}]*[{signs}]*"
    return f"{begins}(?:[{tail}](?={bare}))?(?:{bare})?"


@lru_cache(maxsize=1)
def _syllables() -> str:
    thai = _syllable(
        "\u0e01-\u0e2e",
        "\u0e40-\u0e44",
        "\u0e30\u0e32\u0e33\u0e45",
        "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e",
        "\u0e22\u0e27\u0e2d",
        "[\u0e01\u0e02\u0e04\u0e15\u0e1b\u0e1c\u0e1e][\u0e23\u0e25]",
    )
    lao = _syllable(
        "\u0e81-\u0eae\u0edc-\u0edf",
        "\u0ec0-\u0ec4",
        "\u0eb0\u0eb2\u0eb3\u0ebd",
        "\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece",
        "\u0ea7\u0ead",
        "[\u0e81\u0e84]\u0ea7",
    )
    # A subscript consonant follows the sign U+17D2 and belongs to the same syllable.
    khmer = "[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d3\u17dd])*"
    khmer += "(?:[\u1780-\u17b3](?![\u17b4-\u17d3\u17dd]))?"
    # A closing consonant bears U+103A, or U+1039 with the next letter stacked below it.
    base, signs = "[\u1000-\u102a\u103f]", "[\u102b-\u1038\u103a-\u103e]"
    closed = f"{base}\u1037?\u103a{signs}*|{base}?\u1039{base}{signs}*"
    burmese = f"{base}{signs}*(?:{closed})*"
    return "|".join((thai, lao, khmer, burmese))


@lru_cache(maxsize=32)
def _pattern(marks: str, has_cjk: bool = True, has_syllables: bool = False) -> re.Pattern[str]:
    """The word pattern for a text whose combining marks are ``marks`` (``\\w`` leaves them out).

    Without ``has_cjk`` or ``has_syllables`` it does for texts that have none of those characters;
    compiling their classes takes longer than searching an article.
    """
    m = re.escape(marks)
    others = (_CJK if has_cjk else "") + (_SYLLABIC if has_syllables else "")
    letter = f"(?:[^\\W_{others}]|[{m}])" if marks else f"[^\\W_{others}]"
    run = f"{letter}+"
    inner = f"(?:[{_JOINERS}]+{run}|(?<=\\d),(?=\\d){run}|\\*+(?:{run})?)*"
    cjk = f"[{_CJK}][{m}]*" if marks else f"[{_CJK}]"
    word = f"[{_CURRENCY}]?{run}{inner}[%‰]?"
    parts = [cjk] if has_cjk else []
    if has_syllables:
        # Letters of their neighbours in those scripts stand alone, with their signs.
        parts += [_syllables(), f"(?=[{_SYLLABIC}])[^\\W_]" + (f"[{m}]*" if marks else "")]
    return re.compile("|".join((*parts, word)))


def find_words(text: str) -> list[Span]:
    """All words of ``text`` in order, as spans in code points."""
    marks = "".join(sorted(c for c in set(text) if unicodedata.category(c)[0] == "M"))
    has_cjk = max(text, default="") >= _FIRST_CJK
    has_syllables = any(_FIRST_SYLLABIC <= c <= _LAST_SYLLABIC for c in set(text))
    pattern = _pattern(marks, has_cjk, has_syllables)
    return [Span(*match.span()) for match in pattern.finditer(text)]


class WordIndex:
    """Where the words of one text are; every look-up is a binary search.

    The index is built once per text; positions are code points, word numbers count from 0.
    """

    __slots__ = ("ends", "starts")

    def __init__(self, text: str) -> None:
        words = find_words(text)
        self.starts: Sequence[int] = [word.start for word in words]
        self.ends: Sequence[int] = [word.end for word in words]

    def __len__(self) -> int:
        return len(self.starts)

    def word(self, number: int) -> Span:
        """The span of one word; IndexError outside."""
        return Span(self.starts[number], self.ends[number])

    def at(self, position: int) -> Span | None:
        """The word that holds the code point at ``position``, else None."""
        number = bisect_right(self.starts, position) - 1
        if number >= 0 and position < self.ends[number]:
            return self.word(number)
        return None

    def numbers(self, span: Span) -> range:
        """The numbers of all words that share a code point with ``span``; may be empty."""
        first = bisect_right(self.ends, span.start)
        last = bisect_left(self.starts, span.end)
        return range(first, max(first, last))

    def snap(self, span: Span) -> Span | None:
        """``span`` trimmed of edge space and punctuation and grown to whole words.

        None where it touches no word at all.
        """
        numbers = self.numbers(span)
        if not numbers:
            return None
        return Span(self.starts[numbers[0]], self.ends[numbers[-1]])
