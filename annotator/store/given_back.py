"""Which hand-ins were given back: when, on which ways, and what the return said."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from annotator.model.received import (
    GivenBackPaper,
    ReturnContent,
    ReturnedBy,
    ReturnedOutcome,
)
from annotator.store.codec import from_json, moment, stamp, to_json
from annotator.store.database import Database
from annotator.store.errors import UNREADABLE

_PAPERS = """
SELECT g.submission_sha256, g.revision, g.returned,
    o.rule, o.named, o.required, o.points, o.possible, c.content
FROM given_back g
JOIN submissions s ON s.sha256 = g.submission_sha256
LEFT JOIN returned_outcomes o ON o.submission_sha256 = g.submission_sha256
LEFT JOIN returned_contents c ON c.submission_sha256 = g.submission_sha256
WHERE s.lesson_id = ?
"""


class GivenBackPapers:
    """Reads and writes what was given back last of each hand-in."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def note(
        self,
        sha256s: Iterable[str],
        at: datetime.datetime,
        outcomes: Mapping[str, ReturnedOutcome] | None = None,
        *,
        contents: Mapping[str, ReturnContent] | None = None,
        way: ReturnedBy | None = None,
    ) -> None:
        """Note a new return of each hand-in, given back at ``at`` (UTC).

        ``outcomes`` and ``contents`` are what they came to and what they say, by hash; ``way`` is
        None where it is not known.
        """
        papers = list(sha256s)
        with self._db.transaction():
            self._db.execute_many(
                "INSERT OR REPLACE INTO returned_outcomes VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (sha256, each.rule, each.named, each.required, each.points, each.possible)
                    for sha256, each in (outcomes or {}).items()
                ],
            )
            # What an earlier return said is not what this one says.
            for table in ("returned_contents", "return_ways"):
                self._db.execute_many(
                    f"DELETE FROM {table} WHERE submission_sha256 = ?",  # noqa: S608 -- our own
                    [(sha256,) for sha256 in papers],
                )
            self._db.execute_many(
                "INSERT INTO returned_contents VALUES (?, ?)",
                [(sha256, _to_json(each)) for sha256, each in (contents or {}).items()],
            )
            self._db.execute_many(
                "INSERT INTO given_back (submission_sha256, revision, returned) VALUES (?, 1, ?) "
                "ON CONFLICT (submission_sha256) DO UPDATE SET revision = revision + 1, "
                "returned = excluded.returned",
                [(sha256, stamp(at)) for sha256 in papers],
            )
            if way is not None:
                self.note_way(papers, at, way)

    def note_way(self, sha256s: Iterable[str], at: datetime.datetime, way: ReturnedBy) -> None:
        """The very return that was given back before went on this way as well, at ``at`` (UTC)."""
        self._db.execute_many(
            "INSERT INTO return_ways VALUES (?, ?, ?) "
            "ON CONFLICT (submission_sha256, way) DO UPDATE SET returned = excluded.returned",
            [(sha256, way.value, stamp(at)) for sha256 in sha256s],
        )

    def of_lesson(self, lesson_id: str) -> dict[str, GivenBackPaper]:
        """All hand-ins of a lesson that were given back, by hash."""
        ways: dict[str, list[ReturnedBy]] = {}
        for sha256, way in self._db.rows(
            "SELECT w.submission_sha256, w.way FROM return_ways w "
            "JOIN submissions s ON s.sha256 = w.submission_sha256 "
            "WHERE s.lesson_id = ? ORDER BY w.returned, w.way",
            [lesson_id],
        ):
            ways.setdefault(sha256, []).append(ReturnedBy(way))
        return {
            row[0]: GivenBackPaper(
                revision=row[1],
                returned=moment(row[2]),
                ways=tuple(ways.get(row[0], ())),
                outcome=ReturnedOutcome(*row[3:8]) if row[3] is not None else None,
                content=_content(row[8]),
            )
            for row in self._db.rows(_PAPERS, [lesson_id])
        }


def _to_json(content: ReturnContent) -> str:
    return to_json(
        {
            "key": content.key_version,
            "verdicts": {name: list(each) for name, each in content.verdicts.items()},
            "remarks": sorted((list(each) for each in content.remarks), key=str),
            "answers": sorted(list(each) for each in content.answers),
        }
    )


def _content(text: str | None) -> ReturnContent | None:
    """What a return said; None where that is not known, or can't be read any more."""
    if text is None:
        return None
    try:
        value: Any = from_json(text)
        return ReturnContent(
            key_version=value["key"],
            verdicts={n: (each[0], each[1], each[2]) for n, each in value["verdicts"].items()},
            remarks=frozenset(tuple(each) for each in value["remarks"]),
            answers=frozenset(tuple(each) for each in value["answers"]),
        )
    except UNREADABLE:
        # It only tells what is new; the return itself is with its student.
        return None
