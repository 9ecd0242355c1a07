"""The hand-ins that a teacher received. They are known by the SHA-256 of their file."""

# ruff: noqa: S608 -- all that is put into SQL text here is our own lists of columns.
from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from annotator.model.errors import InvalidModel
from annotator.model.moments import utc_now
from annotator.model.names import sort_key
from annotator.model.text import text_hash
from annotator.model.work import Submission
from annotator.store.codec import (
    checksum,
    clean,
    moment,
    optional_moment,
    optional_stamp,
    stamp,
    submission_from_json,
    submission_to_json,
)
from annotator.store.database import Database
from annotator.store.errors import UNREADABLE, NoSuchRecord, RecordDamaged

_SUMMARY = (
    "sha256, file_name, received, lesson_id, assignment_id, article_sha256, student_id, "
    "student_name, attempt_id, attempt_number, handed_in, marks"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What a list shows of a hand-in without loading its marks. Times are UTC."""

    sha256: str
    file_name: str
    received: datetime.datetime
    lesson_id: str
    assignment_id: str
    article_sha256: str
    student_id: str
    student_name: str
    attempt_id: str
    attempt_number: int
    handed_in: datetime.datetime | None
    marks: int


class Submissions:
    """Reads and writes received hand-ins. One that was received never changes."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add_received(
        self,
        submission: Submission,
        sha256: str,
        file_name: str,
        *,
        received: datetime.datetime | None = None,
    ) -> bool:
        """Keep a hand-in; False, and nothing changes, where this file was received before."""
        content = submission_to_json(submission)
        with self._db.transaction():
            if self._db.row("SELECT 1 FROM submissions WHERE sha256 = ?", [sha256]):
                return False
            self._db.insert(
                "submissions",
                {
                    "sha256": sha256,
                    "file_name": clean(file_name),
                    "received": stamp(received or utc_now()),
                    "lesson_id": submission.lesson_id,
                    "assignment_id": submission.assignment_id,
                    "article_sha256": submission.article_sha256,
                    "student_id": submission.student.id,
                    "student_name": clean(submission.student.name),
                    "attempt_id": submission.attempt.id,
                    "attempt_number": submission.attempt.number,
                    "handed_in": optional_stamp(submission.attempt.handed_in),
                    "marks": len(submission.annotations),
                    "content": content,
                    "checksum": checksum(sha256, content),
                },
            )
            return True

    def received(self, lesson_id: str) -> tuple[Received, ...]:
        """All hand-ins for a lesson, by student's name and attempt."""
        rows = self._db.rows(
            f"SELECT {_SUMMARY} FROM submissions WHERE lesson_id = ? "
            "ORDER BY student_id, attempt_number, received",
            [lesson_id],
        )
        found = (_summary(row) for row in rows)
        return tuple(sorted(found, key=lambda each: sort_key(each.student_name)))

    def load_received(self, sha256: str, text: str | None = None) -> Submission:
        """A hand-in with its marks, checked against its checksum and, if given, ``text``.

        NoSuchRecord where it was never received; RecordDamaged where it is no longer what was
        received; InvalidModel where ``text`` is not the article that was marked.
        """
        row = self._db.row("SELECT content, checksum FROM submissions WHERE sha256 = ?", [sha256])
        if row is None:
            raise NoSuchRecord("This hand-in is not known here.")
        try:
            if checksum(sha256, row[0]) != row[1]:
                raise InvalidModel("its checksum is not right.")
            submission = submission_from_json(row[0])
        except UNREADABLE as error:
            name = sha256[:12]
            raise RecordDamaged.because(error, "submissions", name, path=self._db.path) from error
        if text is None:
            return submission
        if text_hash(text) != submission.article_sha256:
            raise InvalidModel("This hand-in belongs to another version of the article.")
        return submission.check(text)


def _summary(row: tuple[Any, ...]) -> Received:
    return Received(
        sha256=row[0],
        file_name=row[1],
        received=moment(row[2]),
        lesson_id=row[3],
        assignment_id=row[4],
        article_sha256=row[5],
        student_id=row[6],
        student_name=row[7],
        attempt_id=row[8],
        attempt_number=row[9],
        handed_in=optional_moment(row[10]),
        marks=row[11],
    )
