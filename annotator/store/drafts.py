"""Attempts of the students of this machine: draft, handed in, returned."""

# ruff: noqa: S608 -- all that is put into SQL text here is our own lists of columns.
from __future__ import annotations

import contextlib
import datetime
import hashlib
from typing import Any

from annotator.model.annotation import new_id
from annotator.model.attempt import Attempt, AttemptState, LessonProgress, Submission
from annotator.model.changes import MarksChange
from annotator.model.errors import InvalidModel
from annotator.model.moments import utc_now
from annotator.model.text import text_hash
from annotator.store.codec import (
    ATTEMPT_COLUMNS,
    attempt_from_row,
    moment,
    stamp,
)
from annotator.store.database import Database
from annotator.store.errors import UNREADABLE, AttemptClosed, NoSuchRecord, RecordDamaged
from annotator.store.marks import Marks
from annotator.store.students import Students


class Drafts:
    """Reads and writes attempts: draft → handed in → returned."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._marks = Marks(database)

    # -- attempts --------------------------------------------------------------------------

    def latest(
        self, student_id: str, lesson_id: str, article_sha256: str, assignment_id: str = ""
    ) -> Attempt | None:
        """The attempt with the highest number, whatever its state; None where there is none."""
        row = self._db.row(
            f"SELECT {ATTEMPT_COLUMNS} FROM attempts WHERE student_id = ? AND lesson_id = ? "
            "AND article_sha256 = ? AND assignment_id = ? ORDER BY number DESC LIMIT 1",
            [student_id, lesson_id, article_sha256, assignment_id],
        )
        return self._attempt(row) if row else None

    def open_draft(
        self, student_id: str, lesson_id: str, article_sha256: str, assignment_id: str = ""
    ) -> Attempt:
        """The running draft, or a new one that supersedes the latest attempt."""
        with self._db.transaction():
            latest = self.latest(student_id, lesson_id, article_sha256, assignment_id)
            if latest is not None and latest.state is AttemptState.DRAFT:
                return latest
            attempt = Attempt(
                id=new_id(),
                number=latest.number + 1 if latest else 1,
                supersedes=latest.id if latest else "",
                started=utc_now(),
            )
            self._db.execute(
                f"INSERT INTO attempts ({ATTEMPT_COLUMNS}, student_id, lesson_id, "
                "article_sha256, assignment_id, saved) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
                [
                    attempt.id,
                    attempt.number,
                    attempt.supersedes,
                    str(attempt.state),
                    stamp(attempt.started),
                    None,
                    0,
                    student_id,
                    lesson_id,
                    article_sha256,
                    assignment_id,
                    stamp(attempt.started),
                ],
            )
            return attempt

    def attempt(self, attempt_id: str) -> Attempt:
        """One attempt; NoSuchRecord where the id is unknown."""
        row = self._db.row(f"SELECT {ATTEMPT_COLUMNS} FROM attempts WHERE id = ?", [attempt_id])
        if row is None:
            raise NoSuchRecord("This piece of work is not known here.")
        return self._attempt(row)

    def owner(self, attempt_id: str) -> tuple[str, str]:
        """Whose an attempt is, and of which assignment (empty for practice): both ids.

        NoSuchRecord where the id is unknown.
        """
        row = self._db.row(
            "SELECT student_id, assignment_id FROM attempts WHERE id = ?", [attempt_id]
        )
        if row is None:
            raise NoSuchRecord("This piece of work is not known here.")
        return row[0], row[1]

    def next_attempt(self, attempt_id: str, *, copy_marks: bool = False) -> Attempt:
        """The draft that follows a handed-in attempt: the running one, or a new one.

        ``copy_marks`` starts the new one with the marks and relations as they were handed in.
        """
        with self._db.transaction():
            if self.attempt(attempt_id).state is AttemptState.DRAFT:
                raise InvalidModel("A new try can begin when this one is handed in.")
            row = self._db.row(
                "SELECT student_id, lesson_id, article_sha256, assignment_id FROM attempts "
                "WHERE id = ?",
                [attempt_id],
            )
            assert row is not None
            before = self.latest(*row)
            following = self.open_draft(*row)
            is_new = before is None or before.id != following.id
            if copy_marks and is_new:
                self._marks.insert(following.id, *self._marks.read(attempt_id))
            return following

    def adopt(self, submission: Submission) -> Attempt:
        """Take a draft that was begun elsewhere, with its id and marks, as the latest attempt here.

        The student and the article must be known. InvalidModel where a draft is running already.
        """
        work, of = submission.attempt, submission
        with self._db.transaction():
            latest = self.latest(of.student.id, of.lesson_id, of.article_sha256, of.assignment_id)
            if latest is not None and latest.state is AttemptState.DRAFT:
                raise InvalidModel("There is a draft here already.")
            number = max(work.number, latest.number + 1 if latest else 1)
            self._db.execute(
                f"INSERT INTO attempts ({ATTEMPT_COLUMNS}, student_id, lesson_id, "
                "article_sha256, assignment_id, saved) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
                [
                    work.id,
                    number,
                    work.supersedes or (latest.id if latest else ""),
                    str(AttemptState.DRAFT),
                    stamp(work.started),
                    None,
                    work.seconds_spent,
                    of.student.id,
                    of.lesson_id,
                    of.article_sha256,
                    of.assignment_id,
                    stamp(utc_now()),
                ],
            )
            self._marks.insert(work.id, of.annotations, of.relations)
            return self.attempt(work.id)

    def give_to(self, attempt_id: str, student_id: str) -> bool:
        """Let a draft belong to another student of this machine, as the latest attempt.

        False, and nothing changes, where that student has a running draft of the same lesson.
        AttemptClosed on what was handed in.
        """
        with self._db.transaction():
            self._require_draft(attempt_id)
            row = self._db.row(
                "SELECT lesson_id, article_sha256, assignment_id, number FROM attempts "
                "WHERE id = ?",
                [attempt_id],
            )
            assert row is not None
            latest = self.latest(student_id, *row[:3])
            if latest is not None and latest.state is AttemptState.DRAFT:
                return False
            number = max(row[3], latest.number + 1 if latest else 1)
            self._db.execute(
                "UPDATE attempts SET student_id = ?, number = ?, supersedes = ? WHERE id = ?",
                [student_id, number, latest.id if latest else "", attempt_id],
            )
            return True

    def add_seconds(self, attempt_id: str, seconds: int) -> None:
        """Count time that was spent on a draft; seconds, never negative."""
        if seconds < 0:
            raise InvalidModel("Time can't be taken back.")
        with self._db.transaction():
            self._require_draft(attempt_id)
            self._db.execute(
                "UPDATE attempts SET seconds_spent = seconds_spent + ? WHERE id = ?",
                [seconds, attempt_id],
            )

    def hand_in(
        self, attempt_id: str, when: datetime.datetime, file_bytes: bytes, file_hash: str
    ) -> Attempt:
        """Close a draft and keep the file that it travels in, as one step.

        ``file_hash`` is the SHA-256 of ``file_bytes`` in hexadecimal; InvalidModel where it isn't.
        AttemptClosed where it was handed in before.
        """
        if hashlib.sha256(file_bytes).hexdigest() != file_hash:
            raise InvalidModel("The hand-in file is not as it was kept.")
        with self._db.transaction():
            self._require_draft(attempt_id)
            self._db.execute(
                "INSERT INTO hand_ins (attempt_id, sha256, file, handed_in) VALUES (?,?,?,?)",
                [attempt_id, file_hash, file_bytes, stamp(when)],
            )
            self._db.execute(
                "UPDATE attempts SET state = 'handed-in', handed_in = ? WHERE id = ?",
                [stamp(when), attempt_id],
            )
            return self.attempt(attempt_id)

    def hand_in_file(self, attempt_id: str) -> tuple[bytes, str]:
        """The bytes that were handed in and their SHA-256; RecordDamaged where they differ, or are
        not there any more."""
        row = self._db.row("SELECT file, sha256 FROM hand_ins WHERE attempt_id = ?", [attempt_id])
        if row is None:
            if self.attempt(attempt_id).state is not AttemptState.DRAFT:
                raise RecordDamaged(
                    "hand_ins", attempt_id, "the file is not there.", path=self._db.path
                )
            raise NoSuchRecord("This piece of work has not been handed in.")
        return self._check_hash(row[0], row[1], "hand_ins", attempt_id), row[1]

    def take_return(
        self,
        attempt_id: str,
        revision: int,
        when: datetime.datetime,
        file_bytes: bytes,
        *,
        signed: bool = False,
    ) -> Attempt:
        """Keep a returned file and say so of its attempt; the same file twice is kept once.

        One that is ``signed`` by the teacher is shown before any that is not.
        """
        sha256 = hashlib.sha256(file_bytes).hexdigest()
        with self._db.transaction():
            if self.attempt(attempt_id).state is AttemptState.DRAFT:
                raise InvalidModel("This attempt was never handed in, so it can't come back.")
            self._db.execute(
                "INSERT INTO returns (sha256, attempt_id, revision, file, received, signed) "
                "VALUES (?,?,?,?,?,?) ON CONFLICT (sha256) DO NOTHING",
                [sha256, attempt_id, revision, file_bytes, stamp(when), int(signed)],
            )
            self._db.execute("UPDATE attempts SET state = 'returned' WHERE id = ?", [attempt_id])
            return self.attempt(attempt_id)

    def returned_file(self, attempt_id: str, *, before: int | None = None) -> bytes | None:
        """The latest revision that came back (of those below ``before``), or None.

        RecordDamaged where something came back and is not there, or not as it was kept.
        """
        row = self._db.row(
            "SELECT file, sha256 FROM returns WHERE attempt_id = ? AND revision < ? "
            "ORDER BY signed DESC, revision DESC, received DESC LIMIT 1",
            [attempt_id, before if before is not None else 2**31],
        )
        if row is None:
            if before is None and self.attempt(attempt_id).state is AttemptState.RETURNED:
                raise RecordDamaged(
                    "returns", attempt_id, "what came back is not there.", path=self._db.path
                )
            return None
        return self._check_hash(row[0], row[1], "returns", attempt_id)

    def last_saved(self) -> dict[str, datetime.datetime]:
        """When work of each student was saved last (UTC); what can't be read is left out."""
        found = {}
        for student_id, saved in self._db.rows(
            "SELECT student_id, max(saved) FROM attempts GROUP BY student_id"
        ):
            with contextlib.suppress(*UNREADABLE):
                found[str(student_id)] = moment(saved)
        return found

    def progress(self, student_id: str) -> tuple[LessonProgress, ...]:
        """The latest attempt at each lesson and assignment, what was saved last at the front."""
        rows = self._db.rows(
            f"SELECT lesson_id, assignment_id, article_sha256, saved, "
            "(SELECT count(*) FROM annotations WHERE attempt_id = attempts.id), "
            f"{ATTEMPT_COLUMNS} FROM attempts WHERE student_id = ? AND number = "
            "(SELECT max(number) FROM attempts AS other WHERE other.student_id = "
            "attempts.student_id AND other.lesson_id = attempts.lesson_id AND "
            "other.assignment_id = attempts.assignment_id AND "
            "other.article_sha256 = attempts.article_sha256) ORDER BY saved DESC, id",
            [student_id],
        )
        return tuple(map(self._progress, rows))

    def _progress(self, row: tuple[Any, ...]) -> LessonProgress:
        try:
            return LessonProgress(
                lesson_id=row[0],
                assignment_id=row[1],
                article_sha256=row[2],
                saved=moment(row[3]),
                marks=row[4],
                attempt=self._attempt(row[5:]),
            )
        except UNREADABLE as error:
            raise self._damaged(error, "attempts", row[5]) from error

    # -- marks -----------------------------------------------------------------------------

    def load(self, attempt_id: str, text: str) -> Submission:
        """An attempt with all its marks, each checked against its checksum and ``text``.

        RecordDamaged names the first record that can't be trusted; InvalidModel where ``text`` is
        not the article that was marked.
        """
        row = self._db.row(
            "SELECT student_id, lesson_id, assignment_id, article_sha256 FROM attempts "
            "WHERE id = ?",
            [attempt_id],
        )
        if row is None:
            raise NoSuchRecord("This piece of work is not known here.")
        if text_hash(text) != row[3]:
            raise InvalidModel(
                "This piece of work belongs to another version of the article.",
                kept="Its marks are safe.",
            )
        marks, relations = self._marks.read(attempt_id, text)
        try:
            return Submission(
                student=Students(self._db).student(row[0]),
                lesson_id=row[1],
                assignment_id=row[2],
                article_sha256=row[3],
                attempt=self.attempt(attempt_id),
                annotations=marks,
                relations=relations,
            )
        except InvalidModel as error:
            raise self._damaged(error, "attempts", attempt_id) from error

    def apply(
        self, attempt_id: str, change: MarksChange, *, at: datetime.datetime | None = None
    ) -> None:
        """Write one change, wholly or not at all.

        AttemptClosed on what was handed in; InvalidModel where a relation would be left without
        its mark; BrokenRule where two marks would share span and label.
        """
        with self._db.transaction():
            self._require_draft(attempt_id)
            self._marks.apply(attempt_id, change)
            self._db.execute(
                "UPDATE attempts SET saved = ? WHERE id = ?", [stamp(at or utc_now()), attempt_id]
            )

    def _require_draft(self, attempt_id: str) -> None:
        row = self._db.row("SELECT state FROM attempts WHERE id = ?", [attempt_id])
        if row is None:
            raise NoSuchRecord("This piece of work is not known here.")
        if row[0] != AttemptState.DRAFT:
            raise AttemptClosed(
                "This piece of work has been handed in, so its marks can't be changed.",
                kept="It is safe as it was handed in.",
                todo="Start a new try, if your teacher allows one.",
            )

    def _attempt(self, row: tuple[Any, ...]) -> Attempt:
        try:
            return attempt_from_row(row)
        except UNREADABLE as error:
            raise self._damaged(error, "attempts", row[0]) from error

    def _damaged(self, error: Exception, table: str, record: object) -> RecordDamaged:
        return RecordDamaged.because(error, table, record, path=self._db.path)

    def _check_hash(self, file: object, sha256: object, table: str, record: str) -> bytes:
        if not isinstance(file, bytes) or hashlib.sha256(file).hexdigest() != sha256:
            raise RecordDamaged(
                table, record, "the file is not as it was kept.", path=self._db.path
            )
        return file
