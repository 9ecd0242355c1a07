"""What came in from students and what went out to them, as a teacher's data folder knows it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from annotator.model.outcome import Comparison

#: How the hand of a sheet begins that the teacher typed in: no file came, and no time is known.
PAPER = "paper:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A received hand-in with its hand. Times are UTC.

    ``card`` is "checked", "replaced" (a card that has a newer issue), "unknown" (a card of nobody
    here) or empty (no card: name not checked). ``student_id`` is the teacher's own id, empty while
    the hand waits for one; ``how`` it was placed is "card", "name", "teacher" or empty.
    ``assignment_id`` is the one that the teacher filed it under, else the one that the file names.
    """

    sha256: str
    hand: str
    card: str
    student_id: str
    how: str
    student_name: str
    file_name: str
    lesson_id: str
    assignment_id: str
    attempt_id: str
    attempt_number: int
    supersedes: str
    handed_in: datetime.datetime | None
    received: datetime.datetime

    @property
    def from_paper(self) -> bool:
        """Whether the teacher typed it in from a sheet of paper."""
        return self.hand.startswith(PAPER)


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """One hand-in as the inbox lists it, without its marks. Times are UTC.

    ``student_id`` and ``class_id`` are the teacher's own; both are empty while it is unknown who
    it is from. ``student_name`` is then what the file says. ``returned`` is None, ``revision`` 0
    while it was not given back. ``from_paper``: the teacher typed it in from a sheet. ``looked`` is
    when the teacher opened it whole for the first time. Where the teacher filed it (``is_filed``),
    ``assignment_id`` is the one it was filed under, and else the one that the file names; what
    ``is_aside`` counts nowhere. ``names_sample``: a real hand-in that names what a made-up class
    was given; a sheet that the teacher typed in for such a class, to try that out, is made up, too.
    ``card`` is as in :class:`Arrival`.
    """

    sha256: str
    lesson_id: str
    assignment_id: str
    article_sha256: str
    student_id: str
    student_name: str
    class_id: str
    attempt_number: int
    received: datetime.datetime
    handed_in: datetime.datetime | None
    marks: int
    revision: int = 0
    returned: datetime.datetime | None = None
    from_paper: bool = False
    looked: datetime.datetime | None = None
    is_filed: bool = False
    is_aside: bool = False
    names_sample: bool = False
    card: str = ""

    @property
    def is_name_checked(self) -> bool:
        """Whether the student's class card vouches for the name, or the teacher typed it in."""
        return self.card == "checked" or self.from_paper


@dataclass(frozen=True, slots=True)
class ReturnedOutcome:
    """What a hand-in came to when it was given back; points are micro-points.

    ``rule`` is the version of the grading rule that counted it.
    """

    rule: int
    named: int
    required: int
    points: int
    possible: int

    @classmethod
    def of(cls, comparison: Comparison) -> Self:
        """What a comparison comes to."""
        return cls(
            comparison.rule,
            comparison.named,
            comparison.required,
            comparison.points,
            comparison.possible,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnContent:
    """What a return says to its student, as far as two returns are told apart by it.

    ``verdicts`` are what became of each mark, item and tie (``"mark ID"``, ``"item ID"``,
    ``"tie ID"``): its state, its micro-points, and a digest of why. ``remarks`` are the teacher's
    decisions and comments (kind, item, mark, micro-points, comment, why), ``answers`` those to
    disagreements (id, verdict, words). ``key_version`` tells which key it was counted with; it is
    nothing that the student reads.
    """

    key_version: int = field(default=0, compare=False)
    verdicts: Mapping[str, tuple[str, int, str]]
    remarks: frozenset[tuple[str, str, str, int | None, str, str]]
    answers: frozenset[tuple[str, str, str]]


class ReturnedBy(StrEnum):
    """The ways on which a return goes to its student."""

    CLASS_FOLDER = "class-folder"
    FILE = "file"
    CLASS_FILE = "class-file"
    MOODLE = "moodle"
    CANVAS = "canvas"


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBackPaper:
    """What is known of a hand-in that was given back: its return's number, when (UTC), the ways
    on which that return went, what it came to and what it said.

    ``outcome`` and ``content`` are None, ``ways`` empty where an older program gave it back.
    """

    revision: int
    returned: datetime.datetime
    ways: tuple[ReturnedBy, ...] = ()
    outcome: ReturnedOutcome | None = None
    content: ReturnContent | None = None


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
