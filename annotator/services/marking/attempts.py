"""Which of a student's hand-ins counts: one rule, for lists, comparisons and returns.

Within one hand and one assignment: the highest attempt number that no other attempt supersedes;
of several files with that number the one handed in last. Two hands under one name are never mixed:
each has a hand-in of its own that counts, and for the student the one with a class card comes
first, then the one that arrived last, whatever date it says of itself. That is shown with a note,
and the teacher may place a hand elsewhere. A sheet of paper that the teacher typed in belongs to
the hand that it follows upon.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from annotator.model.moments import is_after
from annotator.model.names import sort_key
from annotator.model.received import Arrival

_LONG_AGO = datetime.datetime.min.replace(tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentWork:
    """All that came from one student for one assignment. ``counts`` is the hand-in that counts.

    ``hands`` has what counts of each hand, that of the student first. ``student_id`` is empty
    while it is unknown whose it is.
    """

    student_id: str
    student_name: str
    assignment_id: str
    counts: Arrival
    all: tuple[Arrival, ...]
    hands: tuple[Arrival, ...]

    @property
    def note(self) -> str:
        """A quiet sentence where two hands stand under one name; else empty."""
        if len(self.hands) < 2:
            return ""
        return (
            f"{len(self.hands)} sets of work came in under the name {self.student_name}. They are "
            "kept apart. It may be one student on two computers, or two students."
        )


def work_of(arrivals: Iterable[Arrival]) -> tuple[StudentWork, ...]:
    """What came in, by student and assignment; by name."""
    groups: dict[tuple[str, str], list[Arrival]] = {}
    for each in arrivals:
        groups.setdefault((each.student_id or each.hand, each.assignment_id), []).append(each)
    found = [_work(group) for group in groups.values()]
    return tuple(sorted(found, key=lambda w: (sort_key(w.student_name), w.student_id)))


class ArrivalTimes(Protocol):
    """What lateness is told from; times are UTC."""

    @property
    def received(self) -> datetime.datetime: ...

    @property
    def handed_in(self) -> datetime.datetime | None: ...

    @property
    def from_paper(self) -> bool: ...


def is_late(work: ArrivalTimes, due: datetime.datetime | None) -> bool:
    """Whether it came after ``due`` (UTC), to the end of the minute.

    What was received in time is in time, whatever the student's clock says. What was received
    later and claims to have been handed in before is not late by itself, see
    :func:`claims_to_be_in_time`. A sheet of paper says nothing of when it was handed in, so it is
    never late by itself.
    """
    if work.from_paper or not is_after(work.received, due):
        return False
    return work.handed_in is None or is_after(work.handed_in, due)


def claims_to_be_in_time(work: ArrivalTimes, due: datetime.datetime | None) -> bool:
    """Whether only the file itself says that it was not late: the teacher decides.

    It may have waited in a folder that was offline, or a student's clock may have been set back.
    """
    came_late = not work.from_paper and is_after(work.received, due)
    return came_late and work.handed_in is not None and not is_after(work.handed_in, due)


def counting(arrivals: Iterable[Arrival]) -> Arrival:
    """The one of one hand's files that counts; there must be one."""
    several = list(arrivals)
    superseded = {each.supersedes for each in several if each.supersedes != each.attempt_id}
    # Files could name each other in a ring; then the number alone decides.
    left = [each for each in several if each.attempt_id not in superseded] or several
    return max(left, key=lambda each: (each.attempt_number, *_when(each)))


def _work(group: list[Arrival]) -> StudentWork:
    hands: dict[str, list[Arrival]] = {}
    for each in group:
        if not each.from_paper:
            # Cards of the student, whichever was in use when the file came, are one hand. A card
            # that was replaced before it came is not: it may have been found.
            hands.setdefault("card" if each.card == "checked" else each.hand, []).append(each)
    for sheet in sorted((a for a in group if a.from_paper), key=lambda a: a.attempt_number):
        # The teacher has said what a sheet follows upon: with that it is one hand.
        followed = [hand for hand, files in hands.items() if sheet.supersedes in _attempts(files)]
        hands.setdefault(followed[0] if followed else sheet.hand, []).append(sheet)
    best = sorted(
        (counting(files) for files in hands.values()),
        # Any name and any date can be written into work that no card signed.
        key=lambda each: (
            each.card == "checked",
            each.card == "replaced",
            each.received,
            each.sha256,
        ),
        reverse=True,
    )
    return StudentWork(
        student_id=best[0].student_id,
        student_name=best[0].student_name,
        assignment_id=best[0].assignment_id,
        counts=best[0],
        all=tuple(group),
        hands=tuple(best),
    )


def _attempts(files: list[Arrival]) -> set[str]:
    return {each.attempt_id for each in files}


def _when(each: Arrival) -> tuple[datetime.datetime, datetime.datetime, str]:
    typed_in = each.received if each.from_paper else _LONG_AGO
    return each.handed_in or typed_in, each.received, each.sha256
