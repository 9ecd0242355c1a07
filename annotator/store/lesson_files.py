"""The lesson files that were opened here, as they came, and what a list shows of each.

A list is made of the cards alone: a thousand lessons cost no more to list than their titles.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from annotator.model.lesson import Lesson
from annotator.model.moments import utc_now
from annotator.store.articles import Articles
from annotator.store.codec import clean, moment, stamp
from annotator.store.database import Database
from annotator.store.errors import UNREADABLE, NoSuchRecord, RecordDamaged


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedLesson:
    """A lesson file that was opened: where it came from, and its bytes as they came."""

    lesson_id: str
    title: str
    article_sha256: str
    file_name: str
    file_sha256: str
    opened: datetime.datetime
    file: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonCard:
    """What is known of a lesson file without reading it. ``due`` and ``given`` are UTC; ``given``
    is None for a lesson that was not given out, and in files of older programs.

    ``teacher_key`` is the key to which work on it is sealed, ``signed_by`` the one that signed the
    file; both are empty for a lesson that was not given out.
    """

    lesson_id: str
    file_sha256: str
    assignment_id: str
    title: str
    number: int
    skill: str
    summary: str
    minutes: int
    words: int
    due: datetime.datetime | None
    teacher_key: str
    signed_by: str
    given: datetime.datetime | None = None


def card_of(file_sha256: str, lesson: Lesson) -> LessonCard:
    """The card of a lesson that was read from the file of this hash."""
    task = lesson.task
    return LessonCard(
        lesson_id=lesson.id,
        file_sha256=file_sha256,
        assignment_id=task.assignment_id,
        title=clean(task.title or lesson.title),
        number=lesson.number,
        skill=clean(lesson.skill),
        summary=clean(lesson.summary),
        minutes=lesson.minutes,
        words=lesson.article.body_word_count,
        due=task.due,
        teacher_key=task.teacher_key,
        signed_by=task.signed_by,
        given=task.given,
    )


def newest_of(cards: Iterable[LessonCard]) -> LessonCard | None:
    """Of the files of one assignment, what was opened last at the front, the one that counts."""
    best: LessonCard | None = None
    for card in cards:
        if best is None or is_older(best.given, card.given):
            best = card
    return best


def is_older(given: datetime.datetime | None, kept: datetime.datetime | None) -> bool:
    """Whether a file given out at ``given`` came before one given out at ``kept``, of the same
    assignment; one that doesn't say when is older than one that does."""
    return kept is not None and (given is None or given < kept)


class LessonFiles:
    """Reads and writes the lesson files that were opened here; other editions are kept apart."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(
        self, lesson: Lesson, file_name: str, file: bytes, *, only_edition: bool = False
    ) -> None:
        """Keep a lesson file and its article; one that is here already is only opened again.

        With ``only_edition`` other files of this lesson go: the lesson is made here, and changed.
        """
        sha256 = hashlib.sha256(file).hexdigest()
        with self._db.transaction():
            Articles(self._db).add(lesson.article)
            if only_edition:
                self._db.execute(
                    "DELETE FROM lessons WHERE id = ? AND file_sha256 <> ?", [lesson.id, sha256]
                )
            self._db.insert(
                "lessons",
                {
                    "id": lesson.id,
                    "file_sha256": sha256,
                    "title": clean(lesson.title),
                    "article_sha256": lesson.article.sha256,
                    "file_name": clean(file_name),
                    "file": file,
                    "opened": stamp(utc_now()),
                },
                key="id, file_sha256",
            )
            self.describe(sha256, lesson)

    def describe(self, file_sha256: str, lesson: Lesson) -> None:
        """Note what a list shows of a lesson file."""
        card = card_of(file_sha256, lesson)
        self._db.insert(
            "lesson_cards",
            {
                "file_sha256": file_sha256,
                "assignment_id": card.assignment_id,
                "title": card.title,
                "number": card.number,
                "skill": card.skill,
                "summary": card.summary,
                "minutes": card.minutes,
                "words": card.words,
                "due": stamp(card.due) if card.due else None,
                "teacher_key": card.teacher_key,
                "signed_by": card.signed_by,
                "given": stamp(card.given) if card.given else None,
            },
            key="file_sha256",
        )

    def cards(self) -> tuple[LessonCard, ...]:
        """What is known of every lesson file, what was opened last at the front."""
        rows = self._db.rows(f"{_CARDS} ORDER BY l.opened DESC, l.id")
        return _cards(rows)

    def of_assignment(self, assignment_id: str) -> tuple[LessonCard, ...]:
        """What is known of the files of one assignment, what was opened last at the front."""
        rows = self._db.rows(
            f"{_CARDS} WHERE c.assignment_id = ? ORDER BY l.opened DESC, l.id", [assignment_id]
        )
        return _cards(rows)

    def newest(self, assignment_id: str) -> LessonCard | None:
        """The file of an assignment that counts: given out last, of two alike opened last."""
        return newest_of(self.of_assignment(assignment_id)) if assignment_id else None

    def has(self, file_sha256: str) -> bool:
        """Whether this very file is here."""
        row = self._db.row("SELECT 1 FROM lessons WHERE file_sha256 = ?", [file_sha256])
        return row is not None

    def undescribed(self) -> tuple[str, ...]:
        """Hashes of files without a card that can be read: older versions kept none."""
        there = {card.file_sha256 for card in self.cards()}
        rows = self._db.rows("SELECT file_sha256 FROM lessons ORDER BY opened DESC, id")
        return tuple(str(row[0]) for row in rows if row[0] not in there)

    def load(self, file_sha256: str) -> OpenedLesson:
        """One file; NoSuchRecord where it isn't here, RecordDamaged where it is not as it was."""
        row = self._db.row(f"{_FILES} WHERE file_sha256 = ?", [file_sha256])
        if row is None:
            raise NoSuchRecord("This lesson file is not here.")
        return self._opened(row)

    def all(self) -> tuple[OpenedLesson, ...]:
        """Every lesson file, what was opened last at the front; RecordDamaged names a bad one."""
        return tuple(map(self._opened, self._db.rows(f"{_FILES} ORDER BY opened DESC, id")))

    def _opened(self, row: tuple[Any, ...]) -> OpenedLesson:
        if hashlib.sha256(row[6]).hexdigest() != row[4]:
            raise RecordDamaged(
                "lessons", row[0], "the file is not as it was kept.", path=self._db.path
            )
        return OpenedLesson(
            lesson_id=row[0],
            title=row[1],
            article_sha256=row[2],
            file_name=row[3],
            file_sha256=row[4],
            opened=moment(row[5]),
            file=row[6],
        )


_FILES = "SELECT id, title, article_sha256, file_name, file_sha256, opened, file FROM lessons"
_CARDS = (
    "SELECT l.id, c.file_sha256, c.assignment_id, c.title, c.number, c.skill, c.summary, "
    "c.minutes, c.words, c.due, c.teacher_key, c.signed_by, c.given "
    "FROM lesson_cards c JOIN lessons l ON l.file_sha256 = c.file_sha256"
)


def _cards(rows: list[tuple[Any, ...]]) -> tuple[LessonCard, ...]:
    """The cards of these rows; one that was damaged is as if it had never been made."""
    cards = []
    for row in rows:
        with contextlib.suppress(*UNREADABLE):
            cards.append(_card(row))
    return tuple(cards)


def _card(row: tuple[Any, ...]) -> LessonCard:
    return LessonCard(
        lesson_id=row[0],
        file_sha256=row[1],
        assignment_id=row[2],
        title=row[3],
        number=row[4],
        skill=row[5],
        summary=row[6],
        minutes=row[7],
        words=row[8],
        due=moment(row[9]) if row[9] else None,
        teacher_key=row[10],
        signed_by=row[11],
        given=moment(row[12]) if row[12] else None,
    )
