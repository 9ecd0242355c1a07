"""Which assignments were given out: how, when, and whether that is still what is wanted."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from annotator.store.codec import clean, moment, stamp
from annotator.store.database import Database


class GivenOutBy(StrEnum):
    """How a lesson file reached the class, as far as it is known here."""

    FILE = "file"
    FOLDER = "folder"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The last time that an assignment's lesson file was written for its class.

    ``given`` is UTC, ``name`` the file's. ``outdated``: the assignment was changed since, so the
    file that is out there says something else.
    """

    way: GivenOutBy
    name: str
    given: datetime.datetime
    outdated: bool = False


class GivenOut:
    """Reads and writes what was given out."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def note(self, assignment_id: str, given: Given) -> None:
        """It was given out; the time before is forgotten. BrokenRule for an unknown assignment."""
        self._db.insert(
            "given_out",
            {
                "assignment_id": assignment_id,
                "how": given.way.value,
                "name": clean(given.name),
                "given": stamp(given.given),
                "outdated": int(given.outdated),
            },
            key="assignment_id",
        )

    def outdate(self, assignment_id: str) -> None:
        """The assignment says something else now; nothing for one that was never given out."""
        self._db.execute(
            "UPDATE given_out SET outdated = 1 WHERE assignment_id = ?", [assignment_id]
        )

    def all(self) -> dict[str, Given]:
        """What was given out, by assignment."""
        return {
            row[0]: Given(
                way=GivenOutBy(row[1]), name=row[2], given=moment(row[3]), outdated=bool(row[4])
            )
            for row in self._db.rows(
                "SELECT assignment_id, how, name, given, outdated FROM given_out"
            )
        }
