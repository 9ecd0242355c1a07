"""Words of a text, and spans snapped to them.

A word is letters and digits, joined inside by ``. ' ’ - ‑ _`` (and a comma between digits), with a
currency sign before and a percent sign after. A CJK character is a word by itself. Qt's own word
finder is not used: it gives "“fares" and "doubled—it’s" as one word each.
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
_JOINERS = ".'’\\-\u2010\u2011_\u200c\u200d"


@lru_cache(maxsize=32)
def _pattern(marks: str, has_cjk: bool = True) -> re.Pattern[str]:
    """The word pattern for a text whose combining marks are ``marks`` (``\\w`` leaves them out).

    Without ``has_cjk`` it does for texts that have none of those characters; compiling their
    classes takes longer than searching an article.
    """
    m = re.escape(marks)
    others = _CJK if has_cjk else ""
    letter = f"(?:[^\\W_{others}]|[{m}])" if marks else f"[^\\W_{others}]"
    run = f"{letter}+"
    inner = f"(?:[{_JOINERS}]+{run}|(?<=\\d),(?=\\d){run}|\\*+(?:{run})?)*"
    cjk = f"[{_CJK}][{m}]*" if marks else f"[{_CJK}]"
    word = f"[{_CURRENCY}]?{run}{inner}[%‰]?"
    return re.compile(f"{cjk}|{word}" if has_cjk else word)


def find_words(text: str) -> list[Span]:
    """All words of ``text`` in order, as spans in code points."""
    marks = "".join(sorted(c for c in set(text) if unicodedata.category(c)[0] == "M"))
    has_cjk = max(text, default="") >= _FIRST_CJK
    return [Span(*match.span()) for match in _pattern(marks, has_cjk).finditer(text)]


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
