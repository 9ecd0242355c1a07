"""The students who share a machine."""

from __future__ import annotations

from typing import Any

from annotator.model.annotation import new_id
from annotator.model.attempt import Student
from annotator.model.moments import utc_now
from annotator.model.names import checked_name
from annotator.store.checked import checked_rows, write_checked
from annotator.store.codec import stamp
from annotator.store.database import Database
from annotator.store.errors import NoSuchRecord


class Students:
    """Reads and writes the students of a student's file."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def students(self) -> tuple[Student, ...]:
        """All students, the one who came first at the front; RecordDamaged names a bad one."""
        rows = checked_rows(self._db, "students", "ORDER BY created, rowid")
        return tuple(_student(row) for row in rows)

    def student(self, student_id: str) -> Student:
        """One student; NoSuchRecord where the id is unknown."""
        rows = checked_rows(self._db, "students", "WHERE id = ?", [student_id])
        if not rows:
            raise NoSuchRecord("This student is not known here.")
        return _student(rows[0])

    def add_student(self, name: str, *, class_id: str = "", card_issue: int = 0) -> Student:
        """A new student with this name; two may share one. InvalidModel for an empty name."""
        student = Student(
            id=new_id(), name=checked_name(name), class_id=class_id, card_issue=card_issue
        )
        self.keep(student)
        return student

    def keep(self, student: Student) -> None:
        """Write a student whose id was made elsewhere, or what changed about one."""
        with self._db.transaction():
            row = self._db.row("SELECT created FROM students WHERE id = ?", [student.id])
            write_checked(
                self._db,
                "students",
                {
                    "id": student.id,
                    "name": checked_name(student.name),
                    "class_id": student.class_id,
                    "card_issue": student.card_issue,
                    "created": row[0] if row else stamp(utc_now()),
                },
                key="id",
            )

    def rename(self, student_id: str, name: str) -> Student:
        """Give a student another name; the work stays theirs."""
        old = self.student(student_id)
        student = Student(
            id=old.id,
            name=checked_name(name),
            class_id=old.class_id,
            card_issue=old.card_issue,
        )
        self.keep(student)
        return student


def _student(row: tuple[Any, ...]) -> Student:
    return Student(id=row[0], name=row[1], class_id=row[3], card_issue=row[4])
