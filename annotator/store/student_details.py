"""What a teacher's desk knows of a student besides the name; none of it goes into a lesson file."""

from __future__ import annotations

from annotator.model.moments import utc_now
from annotator.model.work import KnownName, StudentDetails
from annotator.store.codec import clean, stamp
from annotator.store.database import Database


class Details:
    """Reads and writes what is known of students."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> dict[str, StudentDetails]:
        """The details of everybody who has any, by student's id."""
        rows = self._db.rows("SELECT student_id, school_id, mail FROM student_details")
        return {row[0]: StudentDetails(row[1], row[2]) for row in rows}

    def keep(self, student_id: str, details: StudentDetails) -> None:
        """Write what is known now; nothing at all leaves no row."""
        self._db.execute("DELETE FROM student_details WHERE student_id = ?", [student_id])
        if details:
            self._db.execute(
                "INSERT INTO student_details (student_id, school_id, mail) VALUES (?,?,?)",
                [student_id, clean(details.school_id), clean(details.mail)],
            )


class KnownNames:
    """Reads and writes which names a teacher said are one student."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self, class_id: str = "") -> tuple[KnownName, ...]:
        """All that she said (of one class), the latest last."""
        rows = self._db.rows(
            "SELECT class_id, name_key, student_id, name FROM known_names "
            "WHERE ? = '' OR class_id = ? ORDER BY said, rowid",
            [class_id, class_id],
        )
        return tuple(KnownName(*row) for row in rows)

    def keep(self, known: KnownName) -> None:
        """Note an answer; in a class a name is one student's."""
        self._db.execute(
            "INSERT INTO known_names (class_id, name_key, student_id, name, said) "
            "VALUES (?,?,?,?,?) ON CONFLICT (class_id, name_key) DO UPDATE SET "
            "student_id = excluded.student_id, name = excluded.name, said = excluded.said",
            [known.class_id, known.key, known.student_id, clean(known.name), stamp(utc_now())],
        )

    def forget(self, class_id: str, key: str) -> None:
        """Take an answer back."""
        self._db.execute(
            "DELETE FROM known_names WHERE class_id = ? AND name_key = ?", [class_id, key]
        )
