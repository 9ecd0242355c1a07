"""An article as it was found in a page or a document, before anyone has said that it is right.

What was found is a list of parts in reading order. Those that seem to be no part of the article
are left out: they stay where they stood, with the reason, and can be put back. Nothing is thrown
away, and every change makes a new value, so that the way back is the value before.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from annotator.model.article import Article, ArticleMetadata, BlockKind
from annotator.model.errors import BadInput
from annotator.model.text import normalise_block


class LeftOut(StrEnum):
    """Why a part is left out."""

    MENU = "menu"
    ADVERT = "advert"
    LINK = "link"
    SHARE = "share"
    COMMENT = "comment"
    COOKIES = "cookies"
    FRAME = "frame"
    PAGE_LINE = "page line"
    BY_HAND = "by hand"


class Certainty(StrEnum):
    """How sure a detail of an article is."""

    PRINTED = "printed"
    """Stands in the page where readers see it."""
    STATED = "stated"
    """Stands in the page's description of itself, which readers don't see."""
    GUESSED = "guessed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class FoundPart:
    """One part: what it seems to be, its text on one line, why it is left out (None: it isn't)."""

    kind: BlockKind
    text: str
    left_out: LeftOut | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundArticle:
    """The parts of what was read, in reading order, and what is known about the article.

    ``source`` says where it came from (an address or the name of a file), ``doubts`` are whole
    sentences about what may be wrong. ``certainty`` has the names of the details as its keys.
    ``code_page`` is the one that its letters were read with, where the file does not say it.
    """

    parts: tuple[FoundPart, ...]
    metadata: ArticleMetadata = ArticleMetadata()
    licence: str = ""
    source: str = ""
    doubts: tuple[str, ...] = ()
    certainty: tuple[tuple[str, Certainty], ...] = ()
    code_page: str = ""

    @property
    def taken(self) -> tuple[FoundPart, ...]:
        """The parts that the article will have."""
        return tuple(part for part in self.parts if part.left_out is None)

    def certainty_of(self, detail: str) -> Certainty:
        """How sure a detail is: title, byline, publisher, date or language."""
        return dict(self.certainty).get(detail, Certainty.NONE)

    def article(self) -> Article:
        """The article that was found, its headline first; BadInput where no word is taken in."""
        taken = [(part.kind, part.text) for part in self.taken]
        if not any(char.isalnum() for _, text in taken for char in text):
            raise BadInput(
                "Every part is left out: there is no article.",
                kept="What was found is still here.",
                todo="Put back the parts that belong to the article.",
            )
        known = replace(self.metadata, licence=self.licence)
        return Article.from_blocks(headline_first(taken), known)

    # -- changes: each gives a new value; IndexError where there is no such part -----------------

    def retyped(self, number: int, kind: BlockKind) -> FoundArticle:
        """Part ``number`` (from 0) is another kind of part; one that was left out is put back."""
        return self._with(number, 1, FoundPart(kind, self.parts[number].text))

    def without(self, first: int, count: int = 1) -> FoundArticle:
        """``count`` parts from ``first`` are left out."""
        changed = (
            part if part.left_out else replace(part, left_out=LeftOut.BY_HAND)
            for part in self._range(first, count)
        )
        return self._with(first, count, *changed)

    def put_back(self, first: int, count: int = 1) -> FoundArticle:
        """``count`` parts from ``first`` are taken in."""
        changed = (replace(part, left_out=None) for part in self._range(first, count))
        return self._with(first, count, *changed)

    def merged(self, number: int) -> FoundArticle:
        """Part ``number`` and the one after it as one part, of the first one's kind."""
        one, other = self._range(number, 2)
        return self._with(number, 2, replace(one, text=f"{one.text} {other.text}"))

    def split(self, number: int, position: int) -> FoundArticle:
        """Part ``number`` as two, cut before code point ``position``; itself where one is empty."""
        part = self.parts[number]
        before, after = normalise_block(part.text[:position]), normalise_block(part.text[position:])
        if not before or not after:
            return self
        return self._with(number, 1, replace(part, text=before), replace(part, text=after))

    def moved(self, number: int, to: int) -> FoundArticle:
        """Part ``number`` stands at ``to``, counted without it."""
        parts = list(self.parts)
        parts.insert(to, parts.pop(number))
        return replace(self, parts=tuple(parts))

    def _range(self, first: int, count: int) -> tuple[FoundPart, ...]:
        if first < 0 or count < 1 or first + count > len(self.parts):
            raise IndexError(f"There are no parts {first} to {first + count}.")
        return self.parts[first : first + count]

    def _with(self, first: int, count: int, *changed: FoundPart) -> FoundArticle:
        self._range(first, count)
        parts = (*self.parts[:first], *changed, *self.parts[first + count :])
        return replace(self, parts=parts)


def headline_first(typed: Sequence[tuple[BlockKind, str]]) -> list[tuple[BlockKind, str]]:
    """The headline before all else (an article's text begins with it), the rest in its order."""
    for number, block in enumerate(typed):
        if block[0] is BlockKind.HEADLINE:
            return [block, *typed[:number], *typed[number + 1 :]]
    return list(typed)


def a_date(text: str) -> datetime.date | None:
    """The date at the start of an ISO 8601 text, or None."""
    try:
        return datetime.date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
