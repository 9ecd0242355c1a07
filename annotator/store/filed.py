"""Where the teacher filed hand-ins whose place can't be read from themselves."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from annotator.store.codec import stamp
from annotator.store.database import Database


class Filed:
    """Reads and writes under which assignment a hand-in counts; None stands for "kept aside"."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def keep(
        self,
        sha256s: Iterable[str],
        assignment_id: str | None,
        at: datetime.datetime,
        *,
        student_id: str = "",
    ) -> None:
        """File these hand-ins, whatever was said of them before. ``at`` is UTC.

        ``student_id`` is whose they are in that class, where the hand is placed with the same
        person in another one.
        """
        with self._db.transaction():
            for sha256 in sha256s:
                self._db.insert(
                    "filed",
                    {
                        "submission_sha256": sha256,
                        "assignment_id": assignment_id,
                        "student_id": student_id or None,
                        "filed": stamp(at),
                    },
                    key="submission_sha256",
                )

    def forget(self, sha256s: Iterable[str]) -> None:
        """Say nothing of them any more: they are asked about again."""
        self._db.execute_many(
            "DELETE FROM filed WHERE submission_sha256 = ?", [(each,) for each in sha256s]
        )
