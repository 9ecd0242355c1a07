"""The verb "make a lesson": the user's own article, its blocks named, its details filled in.

The text is fixed when it is read in: naming a block otherwise or writing another title moves no
span, so it can be done at any time (:func:`renewed`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.files.lesson_file import SUFFIX, write_lesson_file
from annotator.model.annotation import ATTRIBUTE_VALUES, RelationKind, new_id
from annotator.model.article import Article, Block
from annotator.model.errors import BadInput
from annotator.model.found_article import FoundArticle, FoundPart
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
    """A lesson that is being made: its article as it was confirmed, and what is typed.

    ``ties``, ``details`` and ``certain`` say what students are asked.
    """

    article: Article
    title: str = ""
    instructions: str = ""
    ties: bool = True
    details: bool = False
    certain: bool = True


def with_article(draft: LessonDraft, article: Article) -> LessonDraft:
    """The draft with its article as it was corrected, which may have given it its title."""
    old, new = draft.article.metadata.title, article.metadata.title
    title = new[:MAX_DETAIL] if new and draft.title == old else draft.title
    return replace(draft, article=article, title=title)


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


def found_again(article: Article) -> FoundArticle:
    """A lesson's article as one that can be looked over again."""
    known = article.metadata
    return FoundArticle(
        parts=tuple(FoundPart(b.kind, b.span.of(article.text)) for b in article.blocks),
        metadata=known,
        licence=known.licence,
    )


def renewed(article: Article, found: FoundArticle) -> Article:
    """The same text with the kinds and details of ``found``, as its next version.

    No span moves. ValueError where ``found`` is not made of this article's blocks.
    """
    blocks = tuple(
        Block(part.kind, block.span)
        for part, block in zip(found.parts, article.blocks, strict=True)
    )
    known = replace(found.metadata, licence=found.licence)
    if (blocks, known) == (article.blocks, article.metadata):
        return article
    version = article.metadata.version + 1
    return Article(article.text, blocks, replace(known, version=version))


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


def _line(words: str) -> str:
    return " ".join(words.split())[:MAX_DETAIL]
