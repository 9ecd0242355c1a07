"""An article out of plain text, as people paste it from a page.

What was printed stays as printed and nothing is dropped: lines that are no body text are kept and
typed. The rules are about scraped news text in general: a headline stands before the byline, a
publisher after it, a credit ends a caption, body text is sentences.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from annotator.files.article_dates import date_in, is_relative_time, split_date_line
from annotator.files.article_furniture import (
    is_byline,
    is_caption,
    is_credit,
    is_navigation,
    is_run_together,
    split_caption,
)
from annotator.files.article_language import guess_language
from annotator.files.importing.printed_lines import Hyphens
from annotator.model.article import Article, ArticleMetadata, BlockKind
from annotator.model.errors import BadInput
from annotator.model.found_article import headline_first
from annotator.model.text import normalise_block

Typed = tuple[BlockKind, str]

_LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SENTENCE_END = tuple(".?!…:;”\"’')]。？！」»")
_SEPARATORS = re.compile(r"\s+[|·•]\s+")
#: A hard-wrapped text has no line longer than this (characters).
_WRAP_LIMIT = 120
#: A headline has at most this many words, a line under the byline that names a publisher that few.
_HEADLINE_WORDS = 40
_PUBLISHER_WORDS = 5


def article_from_text(text: str, hyphens: Hyphens | None = None) -> Article:
    """The article in ``text``; BadInput where there is not one word in it.

    ``hyphens`` joins the words that were cut at the ends of lines, and keeps its doubts.
    """
    lines = _lines(text, hyphens or Hyphens(text))
    typed = list(_type_lines(lines))
    typed = headline_first(typed)
    if not any(any(char.isalnum() for char in block) for _, block in typed):
        raise BadInput(
            "There are no words in this text.", todo="Choose another file, or paste the article."
        )
    return Article.from_blocks(typed, _metadata(typed))


def _lines(text: str, hyphens: Hyphens) -> list[str]:
    """The text's lines, normalised, empty ones left out, hard-wrapped paragraphs made whole."""
    raw = [normalise_block(line) for line in _LINE_ENDS.split(text)]
    groups: list[list[str]] = [[]]
    for line in raw:
        if line:
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    groups = [group for group in groups if group]
    width = max((len(line) for group in groups for line in group), default=0)
    if not _is_wrapped(groups, width):
        return [hyphens.within(line) for group in groups for line in group]
    return [line for group in groups for line in _unwrapped(group, width, hyphens)]


def _is_wrapped(groups: Sequence[Sequence[str]], width: int) -> bool:
    """True where nearly every line inside a paragraph broke because the next word did not fit."""
    breaks = [pair for group in groups for pair in pairwise(group)]
    if width > _WRAP_LIMIT or width < 40 or len(breaks) < 3:
        return False
    full = sum(_breaks_at(width, line, after) for line, after in breaks)
    return full / len(breaks) > 0.7


def _breaks_at(width: int, line: str, after: str) -> bool:
    return len(line) + 1 + len(after.split()[0]) > width - 4


def _unwrapped(group: Sequence[str], width: int, hyphens: Hyphens) -> Iterator[str]:
    whole = group[0]
    for line, after in pairwise(group):
        if _breaks_at(width, line, after) and not is_byline(line):
            whole = hyphens.join(whole, after)
        else:
            yield whole
            whole = after
    yield whole


def _type_lines(lines: Sequence[str]) -> Iterator[Typed]:
    """Each line with its kind; a line that is two things (a caption and its credit) is split."""
    body = _body_start(lines)
    head = [piece for line in lines[:body] for piece in _split_header(line)]
    yield from _type_header(head)
    for number, line in enumerate(lines[body:], body):
        after = lines[number + 1] if number + 1 < len(lines) else ""
        yield from _type_body_line(line, after)


def _body_start(lines: Sequence[str]) -> int:
    """Number of the first line of the body: the first long sentence that is no headline.

    What stands before the byline (headline, standfirst) is never body.
    """
    byline = next((n for n, line in enumerate(lines[:20]) if _has_byline(line)), -1)
    first = byline + 1
    for number, line in enumerate(lines[first:], first):
        if byline < 0 and number == _first_title(lines):
            continue
        if _is_sentence_line(line):
            return number
    return len(lines)


def _first_title(lines: Sequence[str]) -> int:
    """Where no byline helps: the first line that could be a headline, else -1."""
    for number, line in enumerate(lines):
        if _could_be_headline(line):
            return number
        if _is_sentence_line(line):
            return -1
    return -1


def _could_be_headline(line: str) -> bool:
    if not 2 <= len(line.split()) <= _HEADLINE_WORDS or line.endswith((".", ":", ";", ",")):
        return False
    return not _is_furniture(line)


def _is_furniture(line: str) -> bool:
    return (
        is_navigation(line)
        or is_relative_time(line)
        or is_byline(line)
        or is_credit(line)
        or split_date_line(line) is not None
        or split_caption(line) is not None
    )


def _is_sentence_line(line: str) -> bool:
    """True for running text: it ends like a sentence and has some length."""
    if _is_furniture(line) or is_caption(line):
        return False
    return line.endswith(_SENTENCE_END) and (len(line.split()) >= 6 or len(line) > 60)


def _has_byline(line: str) -> bool:
    return any(is_byline(part) for part in _SEPARATORS.split(line))


def _split_header(line: str) -> list[str]:
    """A header line's parts: a date and what was glued to it, "By A | Paper | 3 May 2024"."""
    parts = _SEPARATORS.split(line)
    if len(parts) > 1 and any(is_byline(part) or split_date_line(part) for part in parts):
        # The separators were printed: they stay at the end of the part before them.
        marks = [*_SEPARATORS.findall(line), ""]
        parts = [part + mark.rstrip() for part, mark in zip(parts, marks, strict=True)]
    else:
        parts = [line]
    pieces: list[str] = []
    for part in parts:
        split = split_date_line(part)
        pieces += [piece for piece in split if piece] if split else [part]
    return pieces


def _type_header(lines: Sequence[str]) -> Iterator[Typed]:
    bare = [line.rstrip(" |·•") for line in lines]
    byline = next((n for n, line in enumerate(bare) if is_byline(line)), -1)
    titles = [
        n for n, line in enumerate(bare) if _could_be_headline(line) or _is_sentence_line(line)
    ]
    before = [n for n in titles if n < byline]
    headline = (before or titles or [-1])[0]
    counts = Counter(bare)
    for number, line in enumerate(bare):
        if number == headline:
            kind = BlockKind.HEADLINE
        elif is_byline(line):
            kind = BlockKind.BYLINE
        elif is_relative_time(line):
            kind = BlockKind.OTHER
        elif split_date_line(line):
            kind = BlockKind.DATELINE
        elif (captioned := split_caption(line)) is not None:
            yield from _caption(captioned)
            continue
        elif is_credit(line):
            kind = BlockKind.CREDIT
        elif is_caption(line):
            kind = BlockKind.CAPTION
        elif is_navigation(line):
            kind = BlockKind.OTHER
        elif _names_publisher(line, number, byline, counts):
            kind = BlockKind.PUBLISHER
        elif headline < number < byline or (byline < 0 <= headline < number):
            kind = BlockKind.STANDFIRST if len(line.split()) > 5 else BlockKind.OTHER
        else:
            kind = BlockKind.OTHER
        yield kind, lines[number]


def _names_publisher(line: str, number: int, byline: int, counts: Counter[str]) -> bool:
    """A short name in capitals right under the byline, or one that the header prints twice."""
    words = line.split()
    if len(words) > _PUBLISHER_WORDS or line.endswith((".", "?", "!")):
        return False
    if not all(word[0].isupper() or word in ("of", "the", "and", "&") for word in words):
        return False
    return (0 <= byline < number) or counts[line] > 1


def _type_body_line(line: str, after: str) -> Iterable[Typed]:
    captioned = split_caption(line)
    if captioned is not None:
        return _caption(captioned)
    if is_relative_time(line) or is_navigation(line) or is_run_together(line):
        return [(BlockKind.OTHER, line)]
    if is_credit(line):
        return [(BlockKind.CREDIT, line)]
    if is_caption(line):
        return [(BlockKind.CAPTION, line)]
    if is_byline(line):
        return [(BlockKind.BYLINE, line)]
    split = split_date_line(line)
    if split is not None and not split[1]:
        return [(BlockKind.DATELINE, line)]
    if line.endswith(_SENTENCE_END) or len(line.split()) > 12:
        return [(BlockKind.PARAGRAPH, line)]
    # Short and no sentence: a caption where a credit follows, else a cross-heading or a button.
    return [(BlockKind.CAPTION if is_credit(after) else BlockKind.OTHER, line)]


def _caption(parts: tuple[str, str]) -> list[Typed]:
    return [(BlockKind.CAPTION, parts[0]), (BlockKind.CREDIT, parts[1])]


def _metadata(typed: Sequence[Typed]) -> ArticleMetadata:
    def first(kind: BlockKind) -> str:
        return next((text.rstrip(" |·•") for k, text in typed if k is kind), "")

    dates = (date_in(text) for kind, text in typed if kind is BlockKind.DATELINE)
    body = " ".join(text for kind, text in typed if kind is BlockKind.PARAGRAPH)
    return ArticleMetadata(
        title=first(BlockKind.HEADLINE),
        byline=first(BlockKind.BYLINE),
        publisher=first(BlockKind.PUBLISHER),
        date=next((date for date in dates if date), None),
        language=guess_language(body or first(BlockKind.HEADLINE)),
    )
