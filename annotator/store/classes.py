"""A teacher's classes, their students, and what was assigned to them."""

# ruff: noqa: S608 -- all that is put into SQL text here is our own lists of columns.
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from annotator.model.annotation import new_id
from annotator.model.moments import utc_now
from annotator.model.names import checked_name
from annotator.model.work import Assignment, SchoolClass, Student
from annotator.store.checked import checked_rows, write_checked
from annotator.store.codec import clean, optional_moment, optional_stamp, stamp
from annotator.store.database import Database
from annotator.store.errors import BrokenRule, NoSuchRecord

_ASSIGNMENT = (
    "id, lesson_id, class_id, title, due, stop_after_paragraph, extra_cost, graded, "
    "more_attempts, key_version, created"
)


class Classes:
    """Reads and writes the class lists of a teacher's file."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add_class(self, name: str, *, is_sample: bool = False) -> SchoolClass:
        """A new, empty class; InvalidModel for an empty name."""
        school_class = SchoolClass(id=new_id(), name=checked_name(name), is_sample=is_sample)
        self.keep_class(school_class)
        return school_class

    def keep_class(self, school_class: SchoolClass) -> None:
        """Write a new class whose id was made elsewhere, without its students; BrokenRule where
        there is one with this id."""
        self._db.insert(
            "classes",
            {
                "id": school_class.id,
                "name": checked_name(school_class.name),
                "is_sample": int(school_class.is_sample),
                "created": stamp(utc_now()),
            },
        )

    def add_student(self, class_id: str, name: str) -> Student:
        """A new student of a class; BrokenRule where there is no such class."""
        student = Student(id=new_id(), name=checked_name(name), class_id=class_id)
        self.keep_student(student)
        return student

    def keep_student(self, student: Student) -> None:
        """Write a student whose id is known, or what changed about one."""
        with self._db.transaction():
            row = self._db.row("SELECT created FROM students WHERE id = ?", [student.id])
            write_checked(
                self._db,
                "students",
                {
                    "id": student.id,
                    "name": checked_name(student.name),
                    "class_id": student.class_id or None,
                    "card_issue": student.card_issue,
                    "created": row[0] if row else stamp(utc_now()),
                },
                key="id",
            )

    def is_sample(self, class_id: str) -> bool:
        """Whether the students of a class are made up; not so of a class that is not known."""
        row = self._db.row("SELECT is_sample FROM classes WHERE id = ?", [class_id])
        return row is not None and bool(row[0])

    def rename_class(self, class_id: str, name: str) -> None:
        """Give a class another name; InvalidModel for an empty one."""
        kept = checked_name(name)
        if not self._db.execute("UPDATE classes SET name = ? WHERE id = ?", [kept, class_id]):
            raise NoSuchRecord("This class is not known here.")

    def take_out(self, student_ids: Iterable[str]) -> None:
        """Take students out of their class. Their work, their cards and they themselves stay."""
        self._db.execute_many(
            "UPDATE students SET class_id = NULL WHERE id = ?", [(id,) for id in student_ids]
        )

    def student(self, student_id: str) -> Student | None:
        """One student, in whatever class; None where the id is unknown."""
        rows = checked_rows(self._db, "students", "WHERE id = ?", [student_id])
        return _student(rows[0]) if rows else None

    def remove_unused(self, student_ids: Iterable[str]) -> None:
        """Take students out of their class, and away altogether where nothing speaks of them."""
        ids = [(id,) for id in student_ids]
        self.take_out(id for (id,) in ids)
        self._db.execute_many(
            "DELETE FROM students WHERE id = ? AND NOT EXISTS "
            "(SELECT 1 FROM hands WHERE student_id = students.id) AND NOT EXISTS "
            "(SELECT 1 FROM filed WHERE student_id = students.id) AND NOT EXISTS "
            "(SELECT 1 FROM cards WHERE student_id = students.id) AND NOT EXISTS "
            "(SELECT 1 FROM settings WHERE key LIKE 'sheet/%/' || students.id)",
            ids,
        )

    def remove_if_empty(self, class_id: str) -> None:
        """Remove a class without students to which nothing was given."""
        self._db.execute(
            "DELETE FROM classes WHERE id = ? AND NOT EXISTS "
            "(SELECT 1 FROM students WHERE class_id = classes.id) AND NOT EXISTS "
            "(SELECT 1 FROM assignments WHERE class_id = classes.id)",
            [class_id],
        )

    def classes(self) -> tuple[SchoolClass, ...]:
        """All classes with their students, oldest first; RecordDamaged names a bad name."""
        members: dict[str, list[Student]] = {}
        for row in checked_rows(
            self._db, "students", "WHERE class_id IS NOT NULL ORDER BY created, rowid"
        ):
            student = _student(row)
            members.setdefault(student.class_id, []).append(student)
        return tuple(
            SchoolClass(
                id=id, name=name, is_sample=bool(sample), students=tuple(members.get(id, ()))
            )
            for id, name, sample in self._db.rows(
                "SELECT id, name, is_sample FROM classes ORDER BY created, rowid"
            )
        )


class Assignments:
    """Reads and writes what was assigned to which class."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def keep(self, assignment: Assignment) -> Assignment:
        """Write a new assignment or what changed about one; returns it with its time."""
        created = assignment.created or utc_now()
        self._db.insert(
            "assignments",
            {
                "id": assignment.id,
                "lesson_id": assignment.lesson_id,
                "class_id": assignment.class_id,
                "title": clean(assignment.title),
                "due": optional_stamp(assignment.due),
                "stop_after_paragraph": assignment.stop_after_paragraph,
                "extra_cost": assignment.extra_cost,
                "graded": int(assignment.graded),
                "more_attempts": int(assignment.more_attempts),
                "key_version": assignment.key_version,
                "created": stamp(created),
            },
            key="id",
        )
        return self.load(assignment.id)

    def load(self, assignment_id: str) -> Assignment:
        """One assignment; NoSuchRecord where the id is unknown."""
        row = self._db.row(f"SELECT {_ASSIGNMENT} FROM assignments WHERE id = ?", [assignment_id])
        if row is None:
            raise NoSuchRecord("This assignment is not known here.")
        return _assignment(row)

    def of_class(self, class_id: str) -> tuple[Assignment, ...]:
        """What a class has been given, the latest first."""
        rows = self._db.rows(
            f"SELECT {_ASSIGNMENT} FROM assignments WHERE class_id = ? "
            "ORDER BY created DESC, rowid DESC",
            [class_id],
        )
        return tuple(_assignment(row) for row in rows)

    def all(self) -> tuple[Assignment, ...]:
        """Every assignment of every class, the latest first."""
        rows = self._db.rows(
            f"SELECT {_ASSIGNMENT} FROM assignments ORDER BY created DESC, rowid DESC"
        )
        return tuple(_assignment(row) for row in rows)

    def remove(self, assignment_id: str) -> None:
        """Take an assignment back; BrokenRule where work came in for it."""
        row = self._db.row(
            "SELECT 1 FROM submissions WHERE assignment_id = ?1 "
            "UNION ALL SELECT 1 FROM filed WHERE assignment_id = ?1 LIMIT 1",
            [assignment_id],
        )
        if row is not None:
            raise BrokenRule(
                "Work has come in for this assignment.",
                kept="The assignment and the work stay as they are.",
            )
        self._db.execute("DELETE FROM assignments WHERE id = ?", [assignment_id])


def _student(row: tuple[Any, ...]) -> Student:
    return Student(id=row[0], name=row[1], class_id=row[3] or "", card_issue=row[4])


def _assignment(row: tuple[Any, ...]) -> Assignment:
    return Assignment(
        id=row[0],
        lesson_id=row[1],
        class_id=row[2],
        title=row[3],
        due=optional_moment(row[4]),
        stop_after_paragraph=row[5],
        extra_cost=row[6],
        graded=bool(row[7]),
        more_attempts=bool(row[8]),
        key_version=row[9],
        created=optional_moment(row[10]),
    )
