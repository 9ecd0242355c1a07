"""What a selection means: the span of words that would be marked. Pure."""

from __future__ import annotations

import unicodedata

from annotator.model.article import Article
from annotator.model.text import Span


def selected_spans(
    article: Article, anchor: int, caret: int, *, exact: bool = False, across: bool = False
) -> tuple[Span, ...]:
    """The spans that a selection from ``anchor`` to ``caret`` (code points) stands for.

    Each is snapped outward to whole words and trimmed of edge punctuation and space, unless
    ``exact``. One span a block when ``across``; otherwise only the part in the block where the
    selection was begun.
    """
    if anchor == caret or not article.text:
        return ()
    raw = Span(min(anchor, caret), max(anchor, caret))
    # A selection that begins at the very end of a block and goes on belongs to the next one.
    blocks = article.blocks_of(raw) if across else [article.block_number_at(anchor)]
    found: list[Span] = []
    for number in blocks:
        within = article.blocks[number].span
        start, end = max(raw.start, within.start), min(raw.end, within.end)
        if start >= end:
            continue
        span = Span(start, end) if exact else article.words.snap(Span(start, end))
        if span is not None:
            found.append(span)
    return tuple(found)


def moved_edge(
    article: Article, span: Span, *, at_start: bool, forward: bool, by_character: bool
) -> Span | None:
    """``span`` with one edge moved by a word or a character; None where it can't.

    The span stays in its block and keeps at least a word (or a character).
    """
    block = article.blocks[article.block_number_at(span.start)].span
    if by_character:
        start = span.start + ((1 if forward else -1) if at_start else 0)
        end = span.end + ((1 if forward else -1) if not at_start else 0)
        start, end = _whole_clusters(article.text, start, end, forward=forward)
    else:
        words = article.words
        inside = words.numbers(span)
        if not inside:
            return None
        first, last = inside[0], inside[-1]
        if at_start:
            snapped = words.starts[first] == span.start
            # An edge inside a word goes to the word's own edge first.
            first += 1 if forward else -1 if snapped else 0
        else:
            snapped = words.ends[last] == span.end
            last += (1 if snapped else 0) if forward else -1
        if not 0 <= first <= last < len(words):
            return None
        start = words.starts[first] if at_start else span.start
        end = words.ends[last] if not at_start else span.end
    if not block.start <= start < end <= block.end or (start, end) == (span.start, span.end):
        return None
    return Span(start, end)


def dragged_edge(
    article: Article, span: Span, position: int, *, at_start: bool, exact: bool
) -> Span:
    """``span`` with one edge dragged to ``position``; stays in its block, never turns over."""
    block = article.blocks[article.block_number_at(span.start)].span
    position = min(max(position, block.start), block.end)
    if at_start:
        raw = Span(min(position, span.end - 1), span.end)
    else:
        raw = Span(span.start, max(position, span.start + 1))
    if exact:
        return raw
    snapped = article.words.snap(raw)
    if snapped is None:
        return span
    # Only the edge that is dragged may move.
    return Span(snapped.start, span.end) if at_start else Span(span.start, snapped.end)


def _whole_clusters(text: str, start: int, end: int, *, forward: bool) -> tuple[int, int]:
    """Move edges on over what combines with the character before (accents, joined emoji)."""
    step = 1 if forward else -1
    while 0 < start < len(text) and _joins(text, start):
        start += step
    while 0 < end < len(text) and _joins(text, end):
        end += step
    return start, end


def _joins(text: str, position: int) -> bool:
    char, before = text[position], text[position - 1]
    return (
        unicodedata.category(char)[0] == "M"
        or char in "\u200c\u200d"
        or before == "\u200d"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
    )
