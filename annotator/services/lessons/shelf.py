"""The shelf of lessons: those that come with the program, and those that were opened here."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from annotator.files.label_guide import load_label_guide
from annotator.files.lesson_folder import SETTINGS, lesson_cards, load_lesson
from annotator.model.annotation import RelationKind
from annotator.model.article import Article
from annotator.model.errors import BadInput
from annotator.model.labels import LabelGuide
from annotator.model.lesson import Lesson, LessonUses
from annotator.model.warm_up import WarmUp
from annotator.services.data.data_file import DataFile
from annotator.store.database import Database
from annotator.store.lesson_files import LessonCard, LessonFiles, OpenedLesson, card_of, newest_of

#: How the id of a lesson begins that was made from the user's own article.
OWN = "own-"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfCard:
    """A lesson as the start page lists it. ``fault`` is a sentence where it can't be opened.

    ``shipped`` lessons come with the program and are open: their keys can be read. A lesson that
    a teacher gave out stands here by its assignment, so that it is never taken for the open
    lesson of the same name, and ``given_of`` is the id of the lesson itself. ``due`` is UTC.
    """

    lesson_id: str
    title: str
    number: int = 0
    skill: str = ""
    summary: str = ""
    minutes: int = 0
    words: int = 0
    has_key: bool = False
    shipped: bool = True
    fault: str = ""
    due: datetime.datetime | None = None
    given_of: str = ""


@dataclass(frozen=True, slots=True)
class ReadLesson:
    """A lesson that was read from a file; ``file`` is its lesson file, empty for a folder."""

    lesson: Lesson
    name: str
    file: bytes = b""

    def kept_by(self, keep: Callable[[Lesson, str, bytes], None]) -> Lesson:
        """The lesson, once ``keep`` has it; raises what that raises."""
        if self.file:
            keep(self.lesson, self.name, self.file)
        return self.lesson


class LessonShelf:
    """Lists and loads lessons. Reads from disk each time: files may change while it runs.

    ``data`` has the lesson files that were opened here; without it there are the shipped ones
    alone. A start into a shipped lesson reads no other.
    """

    def __init__(self, shipped: Path, guide_file: Path, data: DataFile | None = None) -> None:
        self._shipped = shipped
        self._guide_file = guide_file
        self._data = data
        self._guide: LabelGuide | None = None

    def beside(self, data: DataFile) -> LessonShelf:
        """The same shipped lessons with other lesson files: a teacher's own, or those that another
        thread reads."""
        return LessonShelf(self._shipped, self._guide_file, data)

    @property
    def guide(self) -> LabelGuide:
        """The program's own label guide; read once. BadInput where the file is broken."""
        if self._guide is None:
            self._guide = load_label_guide(self._guide_file)
        return self._guide

    def warm_up(self) -> WarmUp:
        """The sentences with which a newcomer begins. BadInput where the file is broken."""
        from annotator.files.warm_up import load_warm_up

        return load_warm_up(self._guide_file.with_name("warm_up.toml"), self.guide)

    def cards(self) -> tuple[ShelfCard, ...]:
        """Shipped lessons by number, then what was opened here, latest first.

        A lesson with a fault is listed with it. BadInput where the lessons' folder can't be read.
        """
        shipped = tuple(
            ShelfCard(
                lesson_id=card.slug,
                title=card.title,
                number=card.number,
                skill=card.skill,
                summary=card.summary,
                minutes=card.minutes,
                words=card.words,
                has_key=card.has_key,
                fault=card.fault,
            )
            for card in lesson_cards(self._shipped)
        )
        return shipped + self._opened_cards()

    def load(self, lesson_id: str, *, with_key: bool = True) -> Lesson:
        """A lesson by its id; BadInput where there is none, or naming what is wrong with it."""
        folder = self._shipped / lesson_id
        if lesson_id == Path(lesson_id).name and (folder / SETTINGS).is_file():
            return load_lesson(folder, self.guide, with_key=with_key)
        if self._data is not None:
            from annotator.files.lesson_file import read_lesson_file

            files = LessonFiles(self._data.db)
            # An assignment is never taken for the open lesson of the same name.
            card = newest_of(c for c in _cards(files) if lesson_id == _shelf_id(c))
            if card is not None:
                kept = files.load(card.file_sha256)
                return read_lesson_file(kept.file, name=kept.file_name, is_kept=True).lesson
        raise BadInput(
            f"There is no lesson “{lesson_id}” here.",
            todo="Open its lesson file again, or choose another lesson on the start page.",
        )

    def has(self, lesson_id: str) -> bool:
        """Whether a shipped lesson has this id; cheap."""
        return (
            bool(lesson_id)
            and lesson_id == Path(lesson_id).name
            and (self._shipped / lesson_id / SETTINGS).is_file()
        )

    def load_path(self, path: Path, *, with_key: bool = True) -> Lesson:
        """A lesson from a folder or a lesson file that lies elsewhere; it is not kept."""
        if path.is_dir():
            return load_lesson(path, self.guide, with_key=with_key)
        from annotator.files.lesson_file import read_lesson_file

        return read_lesson_file(path).lesson

    def open_file(self, path: Path, *, keep: Callable[[Lesson, str, bytes], None]) -> Lesson:
        """A lesson as :meth:`read_file` reads it, which the start page lists from now on.

        ``keep`` is given the lesson, a file name and the bytes of its lesson file. A folder is not
        kept: it is where its author works on it. BadInput says what is wrong with a file.
        """
        return self.read_file(path).kept_by(keep)

    def read_file(self, path: Path) -> ReadLesson:
        """A lesson from a lesson file, a lesson folder, or the user's own article; from any thread.

        BadInput says what is wrong with a file.
        """
        if path.is_dir():
            return ReadLesson(self.load_path(path), path.name)
        from annotator.files.lesson_file import SUFFIX, read_lesson_file, write_lesson_file
        from annotator.files.reading import read_bytes, read_text

        if path.suffix.lower() == SUFFIX or _is_lesson_file(path):
            file = read_bytes(path)
            return ReadLesson(read_lesson_file(file, name=path.name).lesson, path.name, file)
        from annotator.files.article_text import article_from_text

        lesson = self.own_lesson(article_from_text(read_text(path)))
        return ReadLesson(lesson, path.name, write_lesson_file(lesson))

    def open_text(self, text: str, *, keep: Callable[[Lesson, str, bytes], None]) -> Lesson:
        """A lesson around a text that was pasted; ``keep`` as in :meth:`open_file`.

        BadInput where there are no words in it, or too many.
        """
        from annotator.files import limits
        from annotator.files.article_text import article_from_text
        from annotator.files.lesson_file import write_lesson_file

        if len(text.encode("utf-8", errors="replace")) > limits.TEXT_BYTES:
            raise BadInput(
                "This text is too long for a news story.",
                kept="Nothing was opened.",
                todo="Paste one story alone.",
            )
        lesson = self.own_lesson(article_from_text(text))
        keep(lesson, "pasted text", write_lesson_file(lesson))
        return lesson

    def own_lesson(self, article: Article) -> Lesson:
        """A lesson around an article that was brought along: all labels and ties, no key."""
        first = article.blocks[0].span.of(article.text) if article.blocks else "Article"
        return Lesson(
            id=f"{OWN}{article.sha256[:24]}",
            title=(article.metadata.title or first)[:200],
            article=article,
            guide=self.guide,
            skill="your own",
            uses=LessonUses(relations=tuple(RelationKind), certainty=True),
        )

    def _opened_cards(self) -> tuple[ShelfCard, ...]:
        if self._data is None:
            return ()
        cards: list[ShelfCard] = []
        files = LessonFiles(self._data.db)
        for card in _that_count(_cards(files)):
            cards.append(
                ShelfCard(
                    lesson_id=_shelf_id(card),
                    title=card.title,
                    number=card.number,
                    skill=card.skill,
                    summary=card.summary,
                    minutes=card.minutes,
                    words=card.words,
                    shipped=False,
                    due=card.due,
                    given_of=card.lesson_id if card.assignment_id else "",
                )
            )
        for kept, lesson in _undescribed(files):
            if isinstance(lesson, BadInput):
                broken = ShelfCard(lesson_id=kept.lesson_id, title=kept.title, shipped=False)
                cards.append(replace(broken, fault=str(lesson)))
        return tuple(cards)


def describe_kept(data: DataFile) -> None:
    """Make cards for lesson files that older versions kept without; on disk when this returns.

    What can't be read gets none: the shelf says so each time.
    """
    for kept, lesson in _undescribed(LessonFiles(data.db)):
        if not isinstance(lesson, BadInput):
            data.call(partial(_describe, kept.file_sha256, lesson))


def _describe(sha256: str, lesson: Lesson, db: Database) -> None:
    LessonFiles(db).describe(sha256, lesson)


def _shelf_id(card: LessonCard) -> str:
    return card.assignment_id or card.lesson_id


def _that_count(cards: Iterable[LessonCard]) -> Iterator[LessonCard]:
    """One card for each assignment that was given out again, where its first stands; all others."""
    editions: dict[str, list[LessonCard]] = {}
    for card in cards:
        editions.setdefault(card.assignment_id or card.file_sha256, []).append(card)
    for alike in editions.values():
        if (newest := newest_of(alike)) is not None:
            yield newest


def _cards(files: LessonFiles) -> tuple[LessonCard, ...]:
    """The cards of all files, also of those that have none yet."""
    read = (
        card_of(kept.file_sha256, lesson)
        for kept, lesson in _undescribed(files)
        if not isinstance(lesson, BadInput)
    )
    return (*files.cards(), *read)


def _undescribed(files: LessonFiles) -> Iterator[tuple[OpenedLesson, Lesson | BadInput]]:
    """The files that have no card, read; those that can't be read with the reason."""
    waiting = files.undescribed()
    if not waiting:
        return
    from annotator.files.lesson_file import read_lesson_file

    for sha256 in waiting:
        kept = files.load(sha256)
        try:
            yield kept, read_lesson_file(kept.file, name=kept.file_name, is_kept=True).lesson
        except BadInput as error:
            yield kept, error


def _is_lesson_file(path: Path) -> bool:
    """Whether a file begins as lesson files do, whatever its name is by now."""
    from annotator.files.container import kind_of

    if not path.is_file():
        # A pipe would be waited for.
        return False
    try:
        with path.open("rb") as file:
            return kind_of(file.read(40)) == "lesson"
    except OSError:
        return False
