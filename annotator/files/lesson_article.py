"""article.md: front matter, then blocks with their kinds; the form that lesson authors write."""

from __future__ import annotations

import datetime
import json
import re

from annotator.files import limits
from annotator.files.fields import Fields
from annotator.files.source import parse_toml
from annotator.model.article import Article, ArticleMetadata, BlockKind
from annotator.model.errors import BadInput
from annotator.model.text import normalise_block

_FENCE = "+++"
_MARK = re.compile(r"\[([^\]]*)\](?:\s+|$)")
#: Kinds that are written in brackets; a headline is "# ", a paragraph has no mark.
_MARKED = {kind.value: kind for kind in BlockKind}


def parse_lesson_article(text: str, name: str = "article.md") -> Article:
    """The article in ``text``; BadInput with file, line and reason. Lines count from 1."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    metadata, first = _front_matter(lines, name)
    blocks: list[tuple[BlockKind, str]] = []
    for number, block in _paragraphs(lines, first):
        kind, words = _block(block, number, name)
        if not normalise_block(words):
            raise _fault(name, number, f"there are no words in this {kind}.")
        blocks.append((kind, words))
        if len(blocks) > limits.BLOCKS:
            raise _fault(name, number, "the article has too many blocks.")
    if not any(kind is BlockKind.PARAGRAPH for kind, _ in blocks):
        raise _fault(name, len(lines), "the article has no paragraph.")
    return Article.from_blocks(blocks, metadata)


def write_lesson_article(article: Article) -> str:
    """The text of article.md that :func:`parse_lesson_article` reads as this article."""
    known = article.metadata
    details: dict[str, str] = {
        "title": known.title,
        "byline": known.byline,
        "publisher": known.publisher,
        "language": known.language or "en",
    }
    if known.licence:
        details["licence"] = known.licence
    # JSON's strings are TOML's, too.
    head = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in details.items()]
    if known.date is not None:
        head.append(f"date = {known.date.isoformat()}")
    blocks = [_written(block.kind, block.span.of(article.text)) for block in article.blocks]
    return "\n".join([_FENCE, *head, _FENCE, ""]) + "\n" + "\n\n".join(blocks) + "\n"


def _written(kind: BlockKind, text: str) -> str:
    if kind is BlockKind.HEADLINE:
        return f"# {text}"
    if kind is not BlockKind.PARAGRAPH:
        return f"[{kind}] {text}"
    return f"\\{text}" if text.startswith(("[", "# ", "\\[", "\\#", "\\\\")) else text


def _front_matter(lines: list[str], name: str) -> tuple[ArticleMetadata, int]:
    """What is known about the article, and the number of the first line after it (from 0)."""
    if lines[0].strip() != _FENCE:
        raise _fault(name, 1, f"the file should begin with a line “{_FENCE}”.")
    end = next((n for n, line in enumerate(lines) if n and line.strip() == _FENCE), None)
    if end is None:
        raise _fault(name, 1, f"the line “{_FENCE}” that closes the first part is missing.")
    fields = Fields(parse_toml("\n".join(lines[1:end]), name, first_line=2))
    date = fields.any("date", None)
    if date is not None and type(date) is not datetime.date:
        raise fields.fault(
            "“date” should be a date like 2026-03-14, without quotation marks.", "date"
        )
    metadata = ArticleMetadata(
        title=fields.text("title"),
        byline=fields.text("byline", ""),
        publisher=fields.text("publisher", ""),
        date=date,
        language=fields.text("language", "en", limit=40),
        licence=fields.text("licence", "", limit=limits.NOTE_CHARS),
    )
    fields.done()
    return metadata, end + 1


def _paragraphs(lines: list[str], first: int) -> list[tuple[int, list[str]]]:
    """Groups of lines between blank lines, each with the number of its first line (from 1)."""
    groups: list[tuple[int, list[str]]] = []
    is_open = False
    for number, line in enumerate(lines[first:], first + 1):
        if not line.strip():
            is_open = False
        elif is_open:
            groups[-1][1].append(line)
        else:
            groups.append((number, [line]))
            is_open = True
    return groups


def _block(lines: list[str], number: int, name: str) -> tuple[BlockKind, str]:
    words = " ".join(line.strip() for line in lines)
    if words.startswith("# "):
        return BlockKind.HEADLINE, words[2:]
    if words.startswith(("\\[", "\\#", "\\\\")):
        return BlockKind.PARAGRAPH, words[1:]
    if not words.startswith("["):
        return BlockKind.PARAGRAPH, words
    mark = _MARK.match(words)
    kind = _MARKED.get(mark.group(1)) if mark else None
    if mark is None or kind is None:
        raise _fault(
            name,
            number,
            f"“{words[:40]}” does not begin with a kind of block. The kinds are "
            f"{', '.join(_MARKED)}; a paragraph that begins with a bracket is written “\\[”.",
        )
    return kind, words[mark.end() :]


def _fault(name: str, line: int, reason: str) -> BadInput:
    return BadInput(
        f"{name}, line {line}: {reason}",
        kept="Nothing was changed.",
        todo="Mend the line and try again.",
    )
