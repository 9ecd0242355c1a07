"""Whose files are taken here: the teachers' signing keys, by class, class folder and assignment."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from annotator.model.moments import utc_now
from annotator.store.checked import COLUMNS, checked_rows, write_checked
from annotator.store.codec import clean, moment, stamp
from annotator.store.database import Database
from annotator.store.errors import UNREADABLE, RecordDamaged

#: Keys that were refused and are remembered.
MAX_REFUSED = 20


class HowKnown(StrEnum):
    """How a key came to be taken for the teacher's."""

    FIRST_SIGHT = "first-sight"
    CARD = "card"
    OLDER_KEY = "older-key"
    WORDS = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeacherKey:
    """A key that is pinned: files of its scope are taken from no one else.

    ``key`` is the public signing key in 64 hexadecimal digits, ``teacher`` the name that came with
    it, ``since`` UTC. ``is_shown`` tells whether the student was shown it.
    """

    scope: str
    key: str
    how: HowKnown
    teacher: str
    since: datetime.datetime
    is_shown: bool = False


class TeacherKeys:
    """Reads and writes pinned keys, and remembers those that were refused."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def of(self, scope: str) -> TeacherKey | None:
        """The key of a class, class folder or assignment, by its id; None where there is none."""
        return next((each for each in self.all() if each.scope == scope), None)

    def all(self) -> tuple[TeacherKey, ...]:
        """Every key, the first that was pinned at the front; RecordDamaged names a bad one."""
        rows = checked_rows(self._db, "teacher_keys", "ORDER BY since, scope")
        return tuple(map(self._key, rows))

    def _key(self, row: tuple[Any, ...]) -> TeacherKey:
        try:
            bytes.fromhex(row[1])
            return TeacherKey(
                scope=row[0],
                key=row[1],
                how=HowKnown(row[2]),
                teacher=row[3],
                since=moment(row[4]),
                is_shown=bool(row[5]),
            )
        except UNREADABLE as error:
            raise RecordDamaged.because(
                error, "teacher_keys", row[0], path=self._db.path
            ) from error

    def pin(self, scopes: Iterable[str], key: str, how: HowKnown, teacher: str) -> None:
        """Take files of these scopes from this key alone from now on."""
        with self._db.transaction():
            for scope in scopes:
                write_checked(
                    self._db,
                    "teacher_keys",
                    {
                        "scope": scope,
                        "key": key,
                        "how": how.value,
                        "teacher": clean(teacher),
                        "since": stamp(utc_now()),
                        "said": 0,
                    },
                    key="scope",
                )
            self._db.execute("DELETE FROM refused_keys WHERE key = ?", [key])

    def confirm(self, key: str) -> None:
        """The student compared it with the class card."""
        self._change(key, how=HowKnown.CARD.value, said=1)

    def note_shown(self, key: str) -> None:
        """The student was shown this key."""
        self._change(key, said=1)

    def _change(self, key: str, **changes: str | int) -> None:
        names = COLUMNS["teacher_keys"].split(", ")
        with self._db.transaction():
            for row in checked_rows(self._db, "teacher_keys", "WHERE key = ?", [key]):
                record = dict(zip(names, row, strict=True)) | changes
                write_checked(self._db, "teacher_keys", record, key="scope")

    def refuse(self, key: str, scopes: Iterable[str]) -> None:
        """Remember whose file was refused, so that its words can be typed later."""
        when = stamp(utc_now())
        with self._db.transaction():
            for scope in scopes:
                record = {"key": key, "scope": scope, "refused": when}
                self._db.insert("refused_keys", record, key="key, scope")
            self._db.execute(
                "DELETE FROM refused_keys WHERE key NOT IN (SELECT key FROM refused_keys "
                "GROUP BY key ORDER BY max(refused) DESC LIMIT ?)",
                [MAX_REFUSED],
            )

    def refused(self) -> dict[str, tuple[str, ...]]:
        """The keys that were refused, the latest at the front, each with its scopes."""
        rows = self._db.rows(
            "SELECT key, scope FROM refused_keys ORDER BY refused DESC, key, scope"
        )
        found: dict[str, list[str]] = {}
        for key, scope in rows:
            found.setdefault(key, []).append(scope)
        return {key: tuple(scopes) for key, scopes in found.items()}
