"""The verb "make a lesson": an article of one's own, its blocks named, its details filled in.

The text is fixed when it is read in: naming a block otherwise or writing another title moves no
span, so it can be done at any time.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from annotator.files.article_text import article_from_text
from annotator.files.lesson_file import SUFFIX, write_lesson_file
from annotator.model.annotation import ATTRIBUTE_VALUES, RelationKind
from annotator.model.article import Article, Block, BlockKind
from annotator.model.errors import BadInput
from annotator.model.lesson import Lesson, LessonUses
from annotator.services.importing import import_article
from annotator.services.lessons import LessonShelf
from annotator.services.names import file_name
from annotator.services.writer import Writer
from annotator.store.articles import LessonFiles

#: Longest title and other details, in code points.
MAX_DETAIL = 200


def article_in_file(path: Path) -> Article:
    """The article in a file; BadInput with a sentence where there is none."""
    return import_article(path)


def article_in_text(text: str) -> Article:
    """The article in pasted text; BadInput where there is not one word in it."""
    return article_from_text(text)


def retyped(article: Article, number: int, kind: BlockKind) -> Article:
    """The same text with one block named otherwise; IndexError where there is no such block."""
    blocks = list(article.blocks)
    blocks[number] = Block(kind, blocks[number].span)
    return _next(article, blocks)


def with_details(
    article: Article,
    *,
    title: str,
    byline: str = "",
    publisher: str = "",
    date: datetime.date | None = None,
) -> Article:
    """The same text with other details; what is not given is taken away."""
    known = replace(
        article.metadata,
        title=_line(title),
        byline=_line(byline),
        publisher=_line(publisher),
        date=date,
    )
    if known == article.metadata:
        return article
    return _next(Article(article.text, article.blocks, known), article.blocks)


def own_lesson(
    shelf: LessonShelf,
    article: Article,
    *,
    title: str = "",
    instructions: str = "",
    relations: Sequence[RelationKind] = tuple(RelationKind),
    with_attributes: bool = False,
    certainty: bool = True,
) -> Lesson:
    """A lesson around an article, without a key; BadInput where it has no title."""
    made = shelf.own_lesson(article)
    title = _line(title) or made.title
    if not title.strip():
        raise BadInput("The lesson has no title.", todo="Write what it is called.")
    return replace(
        made,
        title=title,
        instructions=instructions.strip(),
        uses=LessonUses(
            attributes=tuple(ATTRIBUTE_VALUES) if with_attributes else (),
            relations=tuple(relations),
            certainty=certainty,
        ),
    )


def keep_own_lesson(writer: Writer, lesson: Lesson) -> None:
    """Put a lesson of one's own on the teacher's shelf; on disk when this returns.

    An earlier edition of the same text gives way. InvalidModel where it can't be written.
    """
    file = write_lesson_file(lesson)
    name = file_name(lesson.title, suffix=SUFFIX)
    writer.call(
        lambda db: LessonFiles(db).add(
            lesson.id, lesson.title, lesson.article, name, file, only_edition=True
        )
    )


def _next(article: Article, blocks: Sequence[Block]) -> Article:
    known = replace(article.metadata, version=article.metadata.version + 1)
    return Article(article.text, tuple(blocks), known)


def _line(words: str) -> str:
    return " ".join(words.split())[:MAX_DETAIL]
