"""Classes, class cards and assignments: the teacher's side of students' work.

A student, a try and what is in it, which every start of the program needs, lie in ``attempt``;
they can be had from here, too.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from annotator.model.attempt import Attempt as Attempt
from annotator.model.attempt import AttemptState as AttemptState
from annotator.model.attempt import Student as Student
from annotator.model.attempt import Submission as Submission
from annotator.model.errors import InvalidModel
from annotator.model.key import POINT

#: What an extra mark may cost, in micro-points: the first unless chosen.
EXTRA_COSTS = (POINT // 2, POINT // 4, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolClass:
    """A teacher's list of students."""

    id: str
    name: str
    students: tuple[Student, ...] = ()
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class StudentDetails:
    """A student's number in the school's own system, and the address; either may be empty."""

    school_id: str = ""
    mail: str = ""

    def __bool__(self) -> bool:
        return bool(self.school_id or self.mail)


@dataclass(frozen=True, slots=True)
class KnownName:
    """Another name that the teacher said is a student's: as it was written, and as compared."""

    class_id: str
    key: str
    student_id: str
    name: str


@dataclass(frozen=True, slots=True)
class ClassCard:
    """A name and four printed words that open a student's work on any machine.

    ``card_format`` is printed before the words from format 2 on.
    """

    student: Student
    words: tuple[str, str, str, str]
    issue: int = 1
    card_format: int = 1

    @property
    def text(self) -> str:
        """What is printed under the name, and typed."""
        return " ".join(
            self.words if self.card_format == 1 else (str(self.card_format), *self.words)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A lesson given to a class. Times are UTC; ``extra_cost`` is micro-points per extra mark."""

    id: str
    lesson_id: str
    class_id: str
    title: str = ""
    due: datetime.datetime | None = None
    stop_after_paragraph: int | None = None
    extra_cost: int = EXTRA_COSTS[0]
    graded: bool = True
    more_attempts: bool = False
    key_version: int | None = None
    created: datetime.datetime | None = None


class Away(StrEnum):
    """Why nothing is expected of a student for an assignment."""

    EXCUSED = "excused"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTerms:
    """What holds for one student alone of an assignment: a due time of their own (UTC), or that
    nothing is expected."""

    due: datetime.datetime | None = None
    away: Away | None = None

    def __post_init__(self) -> None:
        if (self.due is None) == (self.away is None):
            raise InvalidModel("A student has either a due time of their own or is away.")


def due_for(assignment: Assignment | None, terms: OwnTerms | None) -> datetime.datetime | None:
    """When (UTC) a student's work is due; None where it has no time, or nothing is expected."""
    if terms is not None:
        return terms.due
    return assignment.due if assignment is not None else None
