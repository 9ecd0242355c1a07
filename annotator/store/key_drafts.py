"""Keys that are being written: one draft a lesson, until it is published as a version."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from annotator.model.key import AnswerKey
from annotator.model.moments import utc_now
from annotator.store.codec import checksum, moment, stamp
from annotator.store.database import Database
from annotator.store.errors import UNREADABLE, RecordDamaged
from annotator.store.keys import key_from_json, key_to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDraft:
    """A key that is being written. ``based_on`` is the version that it began with, 0 for none.

    ``changed`` is UTC.
    """

    lesson_id: str
    key: AnswerKey
    based_on: int
    changed: datetime.datetime


class KeyDrafts:
    """Reads and writes drafts of keys; each takes the place of the one before."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def keep(self, lesson_id: str, key: AnswerKey, based_on: int) -> None:
        """Keep the draft as it is now."""
        content = key_to_json(key)
        self._db.insert(
            "key_drafts",
            {
                "lesson_id": lesson_id,
                "article_sha256": key.article_sha256,
                "based_on": based_on,
                "content": content,
                "changed": stamp(utc_now()),
                "checksum": checksum(lesson_id, based_on, key.article_sha256, content),
            },
            key="lesson_id",
        )

    def load(self, lesson_id: str) -> KeyDraft | None:
        """The draft, if there is one; RecordDamaged where it was changed on the disk."""
        row = self._db.row(
            "SELECT article_sha256, based_on, content, changed, checksum FROM key_drafts "
            "WHERE lesson_id = ?",
            [lesson_id],
        )
        if row is None:
            return None
        article_sha256, based_on, content, changed, sum_ = row
        path = self._db.path
        if checksum(lesson_id, based_on, article_sha256, content) != sum_:
            raise RecordDamaged("key_drafts", lesson_id, "its checksum is not right.", path=path)
        try:
            return KeyDraft(
                lesson_id=lesson_id,
                key=key_from_json(content, article_sha256, max(1, based_on)),
                based_on=based_on,
                changed=moment(changed),
            )
        except UNREADABLE as error:
            raise RecordDamaged.because(error, "key_drafts", lesson_id, path=path) from error

    def drop(self, lesson_id: str) -> None:
        """Forget the draft, if there is one."""
        self._db.execute("DELETE FROM key_drafts WHERE lesson_id = ?", [lesson_id])

    def lessons(self) -> frozenset[str]:
        """Ids of all lessons whose key is being written."""
        return frozenset(row[0] for row in self._db.rows("SELECT lesson_id FROM key_drafts"))
