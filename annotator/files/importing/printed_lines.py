"""Lines as a page of paper breaks them, made whole again: pages, hyphens, soft wraps.

A line of a printed page ends where the paper ends. Lines that stand on nearly every page are its
head and foot; a word that was cut at the end of a line is joined where the text itself shows how
it is written, and doubted where it does not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

_HYPHEN_END: Final = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_WORD_START: Final = re.compile(r"[^\W\d_]+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NUMBERS: Final = re.compile(r"\d+")
_PAGE_NUMBER: Final = re.compile(
    r"(?i:page|seite|p\.)?\s*[-–—]?\s*\d{1,4}\s*(?:[-–—/]|of|von)?\s*\d{0,4}"
)
#: After these a hyphen before a blank is meant: "pre- and post-war".
_JOINING: Final = frozenset("and or to und oder bis et ou y e o en of".split())
#: Head and foot are at most so many lines at each end of a page.
_EDGE: Final = 3
#: How many words a doubt names.
_NAMED: Final = 4
_AFTER_HYPHEN: Final = re.compile(r"(?<=[^\W\d_]{2})- (?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class HyphenDoubt:
    """A word that was cut at the end of a line, as it was joined and as it may have been meant."""

    joined: str
    other: str


class Hyphens:
    """Joins words that were cut, by how the same text writes them elsewhere."""

    def __init__(self, text: str) -> None:
        self._words = Counter(word.casefold() for word in _WORD.findall(text))
        self.doubts: list[HyphenDoubt] = []

    def join(self, line: str, after: str) -> str:
        """``line`` and the line ``after`` it as one."""
        cut, rest = _HYPHEN_END.search(line), _WORD_START.match(after)
        if cut is None or rest is None:
            return f"{line} {after}"
        whole, both = cut[1] + rest[0], f"{cut[1]}-{rest[0]}"
        if self._words[both.casefold()] and not self._words[whole.casefold()]:
            return line + after
        if rest[0][0].isupper() and not cut[1].isupper():
            return line + after  # “Anglo-Irish”: a name is not cut before a capital
        if not self._words[whole.casefold()]:
            self.doubts.append(HyphenDoubt(whole, both))
        return line[: cut.end(1)] + after

    def within(self, line: str) -> str:
        """``line`` with words joined that were cut where lines once ended: "di- verted".

        Only where the text shows the word whole elsewhere, or the second half alone nowhere: a
        hyphen before a blank can be meant ("pre- and post-war").
        """
        pieces = _AFTER_HYPHEN.split(line)
        made = pieces[0]
        for after in pieces[1:]:
            cut, rest = _HYPHEN_END.search(f"{made}-"), _WORD_START.match(after)
            is_meant = rest is None or rest[0].casefold() in (
                "and",
                "or",
                "to",
                "und",
                "oder",
                "et",
            )
            made = f"{made}- {after}" if is_meant or cut is None else self.join(f"{made}-", after)
        return made

    def sentence(self) -> str:
        """The doubts as a sentence; "" where there is none."""
        named = list(dict.fromkeys((d.joined, d.other) for d in self.doubts))
        if not named:
            return ""
        words = ", ".join(f"“{joined}” (or “{other}”?)" for joined, other in named[:_NAMED])
        more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
        return f"Words that were cut at the end of a line were joined: {words}{more}. Check them."


def without_page_lines(
    pages: Sequence[Sequence[str]],
) -> tuple[list[list[str]], list[tuple[int, str]]]:
    """The pages without their heads, feet and numbers, and these: page (from 0) and line.

    A head or foot stands at the same end of at least half of three pages or more, numbers apart.
    """
    counts: Counter[tuple[bool, str]] = Counter()
    for page in pages:
        counts.update({edge for _, edge in _edges(page)})
    often = max(2, (len(pages) + 1) // 2)
    kept: list[list[str]] = []
    left_out: list[tuple[int, str]] = []
    for number, page in enumerate(pages):
        repeated = {at for at, edge in _edges(page) if len(pages) > 2 and counts[edge] >= often}
        numbered = {at for at, line in enumerate(page) if _PAGE_NUMBER.fullmatch(line.strip())}
        frame = _from_the_ends(len(page), repeated | numbered)
        kept.append([line for at, line in enumerate(page) if at not in frame])
        left_out += [(number, page[at]) for at in sorted(frame)]
    return kept, left_out


def _from_the_ends(length: int, lines: set[int]) -> set[int]:
    """Those of ``lines`` that lie at the ends of a page with nothing else outside them."""
    frame: set[int] = set()
    for order in (range(_EDGE), range(length - 1, length - 1 - _EDGE, -1)):
        for at in order:
            if at not in lines:
                break
            frame.add(at)
    return frame


def _edges(page: Sequence[str]) -> Iterable[tuple[int, tuple[bool, str]]]:
    for at, line in enumerate(page):
        is_top = at < _EDGE
        if line.strip() and (is_top or at >= len(page) - _EDGE):
            yield at, (is_top, _NUMBERS.sub("#", line.strip()))
