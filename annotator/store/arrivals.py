"""Whose hand a hand-in came from, and which student of the list that is.

A hand is what a file can prove or say of its maker: the key of a class card, or a name together
with the id that one machine gave it. Hands are placed with students; files never change hands.
"""

from __future__ import annotations

from annotator.model.moments import utc_now
from annotator.model.names import sort_key
from annotator.model.received import Arrival
from annotator.store.codec import moment, optional_moment, stamp
from annotator.store.database import Database
from annotator.store.errors import NoSuchRecord

#: Files that were added one by one, without a list, have no hand of their own yet.
_ROWS = """
SELECT s.sha256, coalesce(a.hand, 'file:' || s.student_id), coalesce(a.card, ''),
    coalesce(f.student_id, h.student_id, ''), coalesce(h.how, ''), coalesce(t.name, s.student_name),
    s.file_name, s.lesson_id, coalesce(f.assignment_id, s.assignment_id), s.attempt_id,
    s.attempt_number,
    coalesce(a.supersedes, ''), s.handed_in, s.received
FROM submissions s
LEFT JOIN arrivals a ON a.sha256 = s.sha256
LEFT JOIN hands h ON h.hand = a.hand
LEFT JOIN filed f ON f.submission_sha256 = s.sha256
LEFT JOIN students t ON t.id = coalesce(f.student_id, h.student_id)
"""


class Arrivals:
    """Reads and writes hands and what came from them."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def known(self) -> set[str]:
        """The hashes of all hand-ins that were ever received."""
        return {row[0] for row in self._db.rows("SELECT sha256 FROM submissions")}

    def add(
        self,
        sha256: str,
        hand: str,
        *,
        card: str = "",
        supersedes: str = "",
        return_key: str = "",
    ) -> None:
        """Note whose hand a received hand-in came from; the hand must have been met.

        ``return_key`` is the public key of the attempt that it carried.
        """
        self._db.execute(
            "INSERT INTO arrivals (sha256, hand, card, supersedes, return_key) VALUES (?,?,?,?,?)",
            [sha256, hand, card, supersedes, return_key],
        )

    def return_key(self, sha256: str) -> str:
        """The public key of the attempt that a hand-in carried; empty where it had none."""
        row = self._db.row("SELECT return_key FROM arrivals WHERE sha256 = ?", [sha256])
        return str(row[0]) if row else ""

    def meet(self, hand: str, student_id: str = "", how: str = "") -> bool:
        """Note a hand, with the student it seems to be; a hand that is known stays as it is.

        False where it was known.
        """
        return bool(
            self._db.execute(
                "INSERT INTO hands (hand, student_id, how, placed) VALUES (?,?,?,?) "
                "ON CONFLICT (hand) DO NOTHING",
                [hand, student_id or None, how if student_id else "", stamp(utc_now())],
            )
        )

    def place(self, hand: str, student_id: str) -> None:
        """The teacher says whose hand it is; an empty id puts it back into the queue."""
        if not self._db.execute(
            "UPDATE hands SET student_id = ?, how = ?, placed = ? WHERE hand = ?",
            [student_id or None, "teacher" if student_id else "", stamp(utc_now()), hand],
        ):
            raise NoSuchRecord("Nothing has come from this hand.")

    def hands_of(self, student_id: str) -> tuple[str, ...]:
        """The hands that are placed with a student."""
        rows = self._db.rows("SELECT hand FROM hands WHERE student_id = ?", [student_id])
        return tuple(row[0] for row in rows)

    def names_of(self, hand: str) -> tuple[str, ...]:
        """The names that stood in what came from a hand, each once."""
        rows = self._db.rows(
            "SELECT DISTINCT s.student_name FROM arrivals a "
            "JOIN submissions s ON s.sha256 = a.sha256 WHERE a.hand = ?",
            [hand],
        )
        return tuple(row[0] for row in rows)

    def of_lesson(self, lesson_id: str) -> tuple[Arrival, ...]:
        """All that came in for a lesson, by name, then attempt, then time."""
        return self._select("WHERE s.lesson_id = ?", [lesson_id])

    def find(self, sha256: str) -> Arrival | None:
        """One hand-in by its hash, or None."""
        return next(iter(self._select("WHERE s.sha256 = ?", [sha256])), None)

    def waiting(self) -> tuple[Arrival, ...]:
        """What came from hands that belong to no student yet, and was not put aside."""
        return self._select(
            "WHERE h.student_id IS NULL "
            "AND (f.submission_sha256 IS NULL OR f.assignment_id IS NOT NULL)",
            [],
        )

    def _select(self, where: str, values: list[str]) -> tuple[Arrival, ...]:
        rows = self._db.rows(
            f"{_ROWS} {where} ORDER BY 2, s.attempt_number, s.handed_in, s.received, s.sha256",
            values,
        )
        found = (
            Arrival(
                sha256=row[0],
                hand=row[1],
                card=row[2],
                student_id=row[3],
                how=row[4],
                student_name=row[5],
                file_name=row[6],
                lesson_id=row[7],
                assignment_id=row[8],
                attempt_id=row[9],
                attempt_number=row[10],
                supersedes=row[11],
                handed_in=optional_moment(row[12]),
                received=moment(row[13]),
            )
            for row in rows
        )
        return tuple(sorted(found, key=lambda each: sort_key(each.student_name)))
