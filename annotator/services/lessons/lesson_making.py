"""The verb "make a lesson": the user's own article, its blocks named, its details filled in.

The text is fixed when it is read in: naming a block otherwise or writing another title moves no
span, so it can be done at any time.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.files.lesson_file import SUFFIX, write_lesson_file
from annotator.model.annotation import ATTRIBUTE_VALUES, RelationKind, new_id
from annotator.model.article import Article, Block, BlockKind
from annotator.model.errors import BadInput
from annotator.model.key import AnswerKey
from annotator.model.lesson import Lesson, LessonUses
from annotator.services.data.data_file import DataFile
from annotator.services.data.file_names import file_name
from annotator.services.lessons.shelf import OWN, LessonShelf
from annotator.store.arrivals import Arrivals
from annotator.store.database import Database
from annotator.store.key_drafts import KeyDrafts
from annotator.store.lesson_files import LessonFiles

#: Longest title and other details, in code points.
MAX_DETAIL = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonDraft:
    """A lesson that is being made: its article, the blocks as they are named, what is typed.

    ``date`` is as it was typed. ``ties``, ``details`` and ``certain`` say what students are asked.
    """

    article: Article
    title: str = ""
    byline: str = ""
    publisher: str = ""
    date: str = ""
    instructions: str = ""
    ties: bool = True
    details: bool = False
    certain: bool = True


@dataclass(frozen=True, slots=True)
class DraftStep:
    """One change of a draft, which knows its way back; ``verb`` names it."""

    verb: str
    before: LessonDraft
    after: LessonDraft

    def inverse(self) -> DraftStep:
        """The way back."""
        return DraftStep(self.verb, self.after, self.before)

    def __bool__(self) -> bool:
        """Whether it changes anything."""
        return self.before != self.after


def is_own(lesson_id: str) -> bool:
    """Whether a lesson was made from the user's own article."""
    return lesson_id.startswith(OWN)


def has_hand_ins(data: DataFile, lesson_id: str) -> bool:
    """Whether work on a lesson came in; then its article stays as it is."""
    return bool(Arrivals(data.db).of_lesson(lesson_id))


def copy_of(lesson: Lesson) -> Lesson:
    """The same article as a lesson of its own, without a key; not kept yet."""
    title = f"{lesson.title} (copy)"[:MAX_DETAIL]
    return replace(lesson, id=f"{OWN}{new_id()}", title=title, key=None)


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
    base: Lesson | None = None,
) -> Lesson:
    """A lesson around an article, without a key; BadInput where it has no title.

    ``base`` is a lesson that was made of this text before, and stays the same lesson.
    """
    made = replace(base, article=article, key=None) if base else shelf.own_lesson(article)
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


def keep_own_lesson(data: DataFile, lesson: Lesson, key: AnswerKey | None = None) -> None:
    """Put the user's own lesson on the teacher's shelf; on disk when this returns.

    An earlier edition of the lesson gives way. ``key`` becomes the draft of its key.
    InvalidModel where it can't be written.
    """
    file = write_lesson_file(lesson)
    name = file_name(lesson.title, suffix=SUFFIX)

    def write(db: Database) -> None:
        LessonFiles(db).add(lesson, name, file, only_edition=True)
        if key is not None:
            KeyDrafts(db).keep(lesson.id, key, 0)

    data.call(write)


def _next(article: Article, blocks: Sequence[Block]) -> Article:
    known = replace(article.metadata, version=article.metadata.version + 1)
    return Article(article.text, tuple(blocks), known)


def _line(words: str) -> str:
    return " ".join(words.split())[:MAX_DETAIL]
