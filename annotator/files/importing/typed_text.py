"""Lines of a document with what the document says that they are, as parts of an article.

A document knows headings, lists and quotes; it knows no byline, date or photo credit. So the
rules for plain text name every line, and what the document says of a line goes before.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from annotator.files.article_furniture import is_navigation
from annotator.files.article_text import article_from_text
from annotator.model.article import Article, BlockKind
from annotator.model.found_article import Certainty, FoundArticle, FoundPart
from annotator.model.text import normalise_block

_HEADING_WORDS: Final = 12
_BULLETS: Final = "•◦▪‣⁃●○■"
#: A line, and its kind where the document says one that a paragraph of text can't show.
Line = tuple[str, BlockKind | None]


def found_in_lines(lines: Sequence[Line], source: str, doubts: Iterable[str] = ()) -> FoundArticle:
    """The article in the lines of a document; BadInput where there is not one word in them."""
    found = found_of(article_from_text("\n\n".join(text for text, _ in lines)), source, doubts)
    stated: dict[str, deque[BlockKind]] = defaultdict(deque)
    headline = ""
    for text, kind in lines:
        if kind is not None:
            stated[normalise_block(text)].append(kind)
        if kind is BlockKind.HEADLINE:
            headline = normalise_block(text)
    parts = []
    for part in _with_subheadings(found.parts):
        if queue := stated.get(part.text):
            part = replace(part, kind=queue.popleft())
        elif headline and part.kind is BlockKind.HEADLINE:
            part = replace(part, kind=BlockKind.PARAGRAPH)
        parts.append(_bulleted(part))
    metadata = replace(found.metadata, title=headline or found.metadata.title)
    return replace(found, parts=tuple(parts), metadata=metadata)


def _with_subheadings(parts: Sequence[FoundPart]) -> Iterator[FoundPart]:
    """Short lines above a paragraph head it: in a document they are no buttons."""
    has_body = False
    for part, after in zip_longest(parts, parts[1:]):
        has_body = has_body or part.kind is BlockKind.PARAGRAPH
        is_over = after is not None and after.kind is BlockKind.PARAGRAPH
        is_short = part.kind is BlockKind.OTHER and len(part.text.split()) <= _HEADING_WORDS
        if has_body and is_over and is_short and not is_navigation(part.text):
            part = replace(part, kind=BlockKind.SUBHEADING)
        yield part


def _bulleted(part: FoundPart) -> FoundPart:
    """A line that begins with a bullet is an entry of a list, and the bullet no word of it."""
    text = part.text.lstrip(_BULLETS)
    if text == part.text or part.kind not in (BlockKind.PARAGRAPH, BlockKind.OTHER):
        return part
    return FoundPart(BlockKind.LIST_ITEM, text.strip()) if text.strip() else part


def found_of(article: Article, source: str, doubts: Iterable[str] = ()) -> FoundArticle:
    """An article that plain rules have named, as one that was found."""
    known = article.metadata
    certainty = {
        name: Certainty.PRINTED if getattr(known, name) else Certainty.NONE
        for name in ("title", "byline", "publisher", "date")
    }
    certainty["language"] = Certainty.GUESSED if known.language else Certainty.NONE
    return FoundArticle(
        parts=tuple(FoundPart(b.kind, b.span.of(article.text)) for b in article.blocks),
        metadata=known,
        source=source,
        doubts=tuple(doubts),
        certainty=tuple(certainty.items()),
    )


def one_headline(lines: Sequence[Line]) -> list[Line]:
    """Of several headlines the first is one; without any, the first heading is."""
    kinds = [kind for _, kind in lines]
    wanted = BlockKind.HEADLINE if BlockKind.HEADLINE in kinds else BlockKind.SUBHEADING
    first = kinds.index(wanted) if wanted in kinds else -1
    made: list[Line] = []
    for number, (text, kind) in enumerate(lines):
        if number == first:
            made.append((text, BlockKind.HEADLINE))
        else:
            made.append((text, BlockKind.SUBHEADING if kind is BlockKind.HEADLINE else kind))
    return made
