"""What holds for single students of an assignment: an extension, or that nothing is expected."""

from __future__ import annotations

from annotator.model.moments import utc_now
from annotator.model.work import Away, OwnTerms
from annotator.store.codec import optional_moment, optional_stamp, stamp
from annotator.store.database import Database


class TermsOfStudents:
    """Reads and writes them."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def set(self, assignment_id: str, student_id: str, terms: OwnTerms | None) -> None:
        """Let this hold for a student from now on; None: what holds for everybody.

        BrokenRule for an assignment or a student that is not known.
        """
        if terms is None:
            self._db.execute(
                "DELETE FROM own_terms WHERE assignment_id = ? AND student_id = ?",
                [assignment_id, student_id],
            )
            return
        self._db.execute(
            "INSERT OR REPLACE INTO own_terms (assignment_id, student_id, due, away, set_at) "
            "VALUES (?, ?, ?, ?, ?)",
            [
                assignment_id,
                student_id,
                optional_stamp(terms.due),
                terms.away or "",
                stamp(utc_now()),
            ],
        )

    def all(self) -> dict[tuple[str, str], OwnTerms]:
        """Everything that was set, by assignment and student."""
        return {
            (row[0], row[1]): OwnTerms(
                due=optional_moment(row[2]), away=Away(row[3]) if row[3] else None
            )
            for row in self._db.rows("SELECT assignment_id, student_id, due, away FROM own_terms")
        }
