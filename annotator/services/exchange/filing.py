"""Where a hand-in belongs when that can't be known: asked, never guessed.

A hand-in counts with the assignment that it names, when that was given to the student's own class;
one that names none counts with what the class had been given of its lesson when it came in.
Everything else waits here until the teacher says where it counts, or keeps it aside. Nothing ever
counts in a made-up class.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotator.model.moments import utc_now
from annotator.model.received import Arrival, InboxRow
from annotator.model.work import Assignment, SchoolClass, Student
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.placing import Placing, place_hand
from annotator.services.review.inbox import assignment_of
from annotator.store.arrivals import Arrivals
from annotator.store.classes import Assignments, Classes
from annotator.store.database import Database
from annotator.store.desk import Desk
from annotator.store.filed import Filed


@dataclass(frozen=True, slots=True)
class FilingChoice:
    """A class with which hand-ins can be counted. ``assignment_id`` is empty where it would have
    to be given the lesson first."""

    lesson_id: str
    class_id: str
    class_name: str
    assignment_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfiled:
    """Hand-ins of one class on one lesson that have to be asked about; ``names`` are by name.

    ``class_name`` is where the students are (empty: in no class), ``given_to`` the class whose
    assignment the files name (empty: none that is known here).
    """

    sha256s: tuple[str, ...]
    names: tuple[str, ...]
    class_id: str
    class_name: str
    lesson_id: str
    given_to: str = ""
    is_aside: bool = False
    choices: tuple[FilingChoice, ...] = ()


class Filing:
    """What waits for a place, and putting it there. ``data`` is of the thread that calls."""

    def __init__(
        self,
        data: DataFile,
        *,
        now: Callable[[], datetime.datetime] = utc_now,
    ) -> None:
        self._data, self._now = data, now

    def waiting(self) -> tuple[Arrival, ...]:
        """The queue: hand-ins whose student is not known."""
        return Arrivals(self._data.db).waiting()

    def suggestions(self, arrival: Arrival) -> tuple[Student, ...]:
        """Students of the lists whose name is the one in the file, or else like it."""
        return Placing(self._data.db).likely(arrival.student_name, arrival.assignment_id)

    def place(self, hand: str, student_id: str) -> None:
        """Say whose hand it is: all that came from it, and all that will. Empty: not known yet.

        A name that is only like the student's is remembered for the class.
        """
        self._data.call(lambda db: place_hand(db, hand, student_id))

    def unfiled(self) -> tuple[Unfiled, ...]:
        """All that waits, by class and lesson; then what was kept aside."""
        given = Assignments(self._data.db).all()
        classes = {each.id: each for each in Classes(self._data.db).classes()}
        groups: dict[tuple[bool, str, str, str], list[InboxRow]] = {}
        for row in Desk(self._data.db).inbox():
            waits = bool(row.student_id) and assignment_of(row, given) is None
            if row.is_aside or waits:
                groups.setdefault(
                    (row.is_aside, row.class_id, row.lesson_id, row.assignment_id), []
                ).append(row)
        return tuple(_unfiled(groups[key], given, classes) for key in sorted(groups))

    def count_with(self, sha256s: Sequence[str], assignment_id: str) -> None:
        """These count with this assignment from now on; on disk when this returns."""

        def write(db: Database) -> None:
            placing, arrivals = Placing(db), Arrivals(db)
            for sha256 in sha256s:
                found = arrivals.find(sha256)
                if found is not None:
                    whose = placing.namesake(found.student_name, assignment_id)
                    Filed(db).keep([sha256], assignment_id, self._now(), student_id=whose)

        self._data.call(write)

    def keep_aside(self, sha256s: Sequence[str]) -> None:
        """These are kept and count nowhere; they are not asked about again."""
        self._data.call(lambda db: Filed(db).keep(sha256s, None, self._now()))

    def ask_again(self, sha256s: Sequence[str]) -> None:
        """Take back what was said of these."""
        self._data.call(lambda db: Filed(db).forget(sha256s))


def file_with_namesake(db: Database, placing: Placing, sha256: str) -> None:
    """A student on the lists of two classes: the work counts in the class that it names.

    Called inside a transaction, once the hand-in is noted with its hand.
    """
    found = Arrivals(db).find(sha256)
    if found is None or not found.student_id:
        return
    whose = placing.namesake(found.student_name, found.assignment_id)
    if whose and whose != found.student_id:
        Filed(db).keep([sha256], found.assignment_id, utc_now(), student_id=whose)


def _unfiled(
    rows: Sequence[InboxRow], given: Sequence[Assignment], classes: dict[str, SchoolClass]
) -> Unfiled:
    first = rows[0]
    own = classes.get(first.class_id)
    named = next((each for each in given if each.id == first.assignment_id), None)
    lesson = [
        each
        for each in given
        if each.lesson_id == first.lesson_id and not classes[each.class_id].is_sample
    ]
    choices = [
        FilingChoice(a.lesson_id, a.class_id, classes[a.class_id].name, a.id) for a in lesson
    ]
    if own is not None and not own.is_sample and own.id not in {each.class_id for each in lesson}:
        choices.append(FilingChoice(first.lesson_id, own.id, own.name))
    # Their own class first, then by name.
    choices.sort(key=lambda each: (each.class_id != first.class_id, each.class_name))
    return Unfiled(
        sha256s=tuple(row.sha256 for row in rows),
        names=tuple(dict.fromkeys(row.student_name for row in rows)),
        class_id=first.class_id,
        class_name=own.name if own is not None else "",
        lesson_id=first.lesson_id,
        given_to=classes[named.class_id].name if named is not None else "",
        is_aside=first.is_aside,
        choices=tuple(choices),
    )
