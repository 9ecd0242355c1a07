"""Which assignments were given out: how, when, and whether that is still what is wanted."""

from __future__ import annotations

from annotator.model.received import Given, GivenOutBy
from annotator.store.codec import clean, moment, stamp
from annotator.store.database import Database


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
