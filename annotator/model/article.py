"""An article: its text, its blocks, what is known about it."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from annotator.model.errors import InvalidModel
from annotator.model.text import Span, normalise_block, text_hash
from annotator.model.words import WordIndex


class BlockKind(StrEnum):
    """What a block is. Those in ``BODY_KINDS`` can be right to mark."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    PUBLISHER = "publisher"
    DATELINE = "dateline"
    PARAGRAPH = "paragraph"
    SUBHEADING = "subheading"
    LIST_ITEM = "list-item"
    QUOTE = "quote"
    TABLE_ROW = "table-row"
    CAPTION = "caption"
    CREDIT = "credit"
    OTHER = "other"


#: Kinds whose words count as the article's own length.
BODY_KINDS = frozenset(
    {
        BlockKind.HEADLINE,
        BlockKind.STANDFIRST,
        BlockKind.PARAGRAPH,
        BlockKind.SUBHEADING,
        BlockKind.LIST_ITEM,
        BlockKind.QUOTE,
        BlockKind.TABLE_ROW,
        BlockKind.CAPTION,
    }
)


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its kind, and its span in the article's text (code points)."""

    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True)
class ArticleMetadata:
    """What is known about an article; is kept apart from the text, so changing it moves no span."""

    title: str = ""
    byline: str = ""
    publisher: str = ""
    date: datetime.date | None = None
    language: str = ""
    licence: str = ""
    """Who may use the text and how, as it was found or typed; empty where it is not known."""
    version: int = 1


@dataclass(frozen=True, slots=True)
class Article:
    """A text that never changes, known by the SHA-256 of its UTF-8 form.

    The text is its blocks in reading order joined by one line feed; ``blocks`` tile it exactly.
    Build one with :meth:`from_blocks`, which normalises; the constructor only checks.
    """

    text: str
    blocks: tuple[Block, ...]
    metadata: ArticleMetadata = ArticleMetadata()
    sha256: str = field(init=False, compare=False, repr=False)
    _words: list[WordIndex] = field(init=False, compare=False, repr=False)
    _starts: tuple[int, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        position = 0
        lines = self.text.split("\n") if self.text else []
        if len(lines) != len(self.blocks):
            raise InvalidModel("An article's blocks must tile its text.")
        for block, line in zip(self.blocks, lines, strict=True):
            if block.span.start != position or len(block.span) != len(line):
                raise InvalidModel("An article's blocks must tile its text.")
            if normalise_block(line) != line:
                raise InvalidModel("An article's text holds characters that it must not hold.")
            position = block.span.end + 1
        object.__setattr__(self, "sha256", text_hash(self.text))
        object.__setattr__(self, "_words", [])
        # Asked for with every position: a bisection of plain numbers needs no call per step.
        object.__setattr__(self, "_starts", tuple(block.span.start for block in self.blocks))

    @classmethod
    def from_blocks(
        cls,
        blocks: Iterable[tuple[BlockKind, str]],
        metadata: ArticleMetadata | None = None,
    ) -> Article:
        """Normalise each block, leave out those that are empty, and lay them end to end."""
        kept = [(kind, text) for kind, raw in blocks if (text := normalise_block(raw))]
        spans: list[Block] = []
        position = 0
        for kind, text in kept:
            spans.append(Block(kind, Span(position, position + len(text))))
            position += len(text) + 1
        return cls("\n".join(text for _, text in kept), tuple(spans), metadata or ArticleMetadata())

    @property
    def words(self) -> WordIndex:
        """The words of the text; found once, on first use."""
        if not self._words:
            self._words.append(WordIndex(self.text))
        return self._words[0]

    @property
    def body_word_count(self) -> int:
        """Words in headline, standfirst, paragraphs and captions."""
        return sum(len(self.words.numbers(b.span)) for b in self.blocks if b.kind in BODY_KINDS)

    def block_number_at(self, position: int) -> int:
        """Number of the block that holds ``position`` (its closing line feed included)."""
        return max(0, bisect_right(self._starts, position) - 1)

    def blocks_of(self, span: Span) -> range:
        """Numbers of all blocks that ``span`` touches."""
        return range(self.block_number_at(span.start), self.block_number_at(span.end - 1) + 1)
