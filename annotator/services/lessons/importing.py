"""The verb "import": an article from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from annotator.files.article_text import article_from_text
from annotator.files.reading import read_text
from annotator.model.article import Article
from annotator.model.errors import BadInput


def article_in_file(path: Path) -> Article:
    """The article in a file of plain text; BadInput with a sentence for anything else."""
    text = read_text(path)
    try:
        return article_from_text(text)
    except BadInput as error:
        raise BadInput(
            f"“{path.name}”: {error.happened}", kept="The file is as it was.", todo=error.todo
        ) from error


def article_in_text(text: str) -> Article:
    """The article in pasted text; BadInput where there is not one word in it."""
    return article_from_text(text)


def article_to_json(article: Article) -> dict[str, Any]:
    """An article as ``import --json`` prints it; positions are code points, ends exclusive."""
    known = article.metadata
    return {
        "title": known.title,
        "byline": known.byline,
        "publisher": known.publisher,
        "date": known.date.isoformat() if known.date else None,
        "language": known.language,
        "sha256": article.sha256,
        "blocks": [
            {
                "kind": block.kind.value,
                "text": block.span.of(article.text),
                "start": block.span.start,
                "end": block.span.end,
            }
            for block in article.blocks
        ],
    }
