"""The article in plain text, as people paste it: lines made whole first, then named."""

from __future__ import annotations

from annotator.files.article_text import article_from_text
from annotator.files.importing.printed_lines import Hyphens
from annotator.files.importing.typed_text import found_of
from annotator.model.found_article import FoundArticle


def article_in_text(text: str, name: str) -> FoundArticle:
    """What plain text holds; BadInput where there is not one word in it."""
    hyphens = Hyphens(text)
    article = article_from_text(text, hyphens)
    doubts = [doubt for doubt in (hyphens.sentence(),) if doubt]
    return found_of(article, name, doubts)
