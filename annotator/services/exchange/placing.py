"""Which student on the lists a hand-in belongs to, and how certain that is."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.files.hand_in import HandIn
from annotator.model.names import ALIKE, AlikeNames, bare_key, likeness, name_key
from annotator.model.work import KnownName, Student
from annotator.store.arrivals import Arrivals
from annotator.store.cards import Cards
from annotator.store.classes import Assignments, Classes
from annotator.store.database import Database
from annotator.store.student_details import KnownNames


@dataclass(frozen=True, slots=True)
class HandOwner:
    """Whose hand it is; see :class:`annotator.store.arrivals.Arrival` for the words."""

    hand: str
    card: str = ""
    student_id: str = ""
    how: str = ""


class Placing:
    """The lists as they are now. Made for one go: a list that changes needs a new one.

    No one is placed in a made-up class.
    """

    def __init__(self, database: Database) -> None:
        self._arrivals = Arrivals(database)
        self._class_of = {each.id: each.class_id for each in Assignments(database).all()}
        self._by_name: dict[str, list[Student]] = {}
        for school_class in Classes(database).classes():
            for student in () if school_class.is_sample else school_class.students:
                self._by_name.setdefault(name_key(student.name), []).append(student)
        self._students = {who.id: who for each in self._by_name.values() for who in each}
        self._known_names: dict[str, dict[str, str]] = {}
        for known in KnownNames(database).all():
            self._known_names.setdefault(known.key, {})[known.class_id] = known.student_id
        self._cards: dict[str, tuple[str, bool]] = {}
        latest: set[str] = set()
        for card in Cards(database).all():
            self._cards[card.verify_key] = (card.student_id, card.student_id not in latest)
            latest.add(card.student_id)

    def of(self, found: HandIn) -> HandOwner:
        """A card that is known decides; without a card, a name that one student alone has.

        A card that is unknown here is never placed by its name: it waits for the teacher. Nor
        does the id in an unsigned file count for anything: its writer can put any there.
        """
        student = found.submission.student
        if found.card:
            hand = f"card:{found.card}"
            if found.card not in self._cards:
                return HandOwner(hand, "unknown")
            student_id, in_use = self._cards[found.card]
            return HandOwner(hand, "checked" if in_use else "replaced", student_id, "card")
        hand = self._name_hand(student)
        named = self.named(student.name, found.submission.assignment_id)
        if not named:
            named = self._merged_by_teacher(student.name, found.submission.assignment_id)
        if len(named) != 1:
            return HandOwner(hand)
        return HandOwner(hand, "", named[0].id, "name")

    def named(self, name: str, assignment_id: str = "") -> tuple[Student, ...]:
        """Students with this name: those of the class that was given the assignment, or else all.

        Equal as :func:`name_key` says: accents and vowel signs count.
        """
        key = name_key(name)
        everybody = self._by_name.get(key, []) if key else []
        class_id = self._class_of.get(assignment_id, "")
        own = [who for who in everybody if class_id and who.class_id == class_id]
        return tuple(own or everybody)

    def _merged_by_teacher(self, name: str, assignment_id: str) -> tuple[Student, ...]:
        """Who the teacher said has this name, too, in the class that was given the assignment, or
        else in all."""
        by_class = self._known_names.get(name_key(name), {})
        class_id = self._class_of.get(assignment_id, "")
        found = (
            [by_class[class_id]] if class_id in by_class else [*dict.fromkeys(by_class.values())]
        )
        return tuple(self._students[id] for id in found if id in self._students)

    def likely(self, name: str, assignment_id: str = "") -> tuple[Student, ...]:
        """Who it may be, for a person to decide: those with this name, or else with one like it."""
        if equal := self.named(name, assignment_id):
            return equal
        class_id = self._class_of.get(assignment_id, "")
        listed = [who for several in self._by_name.values() for who in several]
        found = [listed[place] for place in AlikeNames([who.name for who in listed]).of(name)]
        return tuple(sorted(found, key=lambda who: who.class_id != class_id))

    def namesake(self, student_name: str, assignment_id: str) -> str:
        """Who has this name, alone, in the class that was given the assignment; an id or empty.

        A student may be on the lists of two classes. Their work counts in the class that it is for.
        """
        class_id = self._class_of.get(assignment_id, "")
        key = name_key(student_name)
        own = [who for who in self._by_name.get(key, []) if key and who.class_id == class_id]
        return own[0].id if len(own) == 1 else ""

    def _name_hand(self, student: Student) -> str:
        """The hand of a name on one machine.

        Hands were long told apart without the marks of a name. One that all came under this very
        name goes on, so that a student's work stays together.
        """
        key = name_key(student.name)
        before = f"name:{student.id}:{bare_key(student.name)}"
        names = self._arrivals.names_of(before)
        if names and all(name_key(each) == key for each in names):
            return before
        # The sign keeps it apart from a hand of before whose name had other marks.
        return f"name:{student.id}:={key}"


def place_hand(db: Database, hand: str, student_id: str) -> None:
    """The teacher says whose hand it is; empty: not known yet. Called inside a transaction.

    Where the name in the files is only like that of the student, it is remembered for the class, so
    that she is not asked again about the same name from another computer.
    """
    arrivals = Arrivals(db)
    arrivals.place(hand, student_id)
    student = Classes(db).student(student_id) if student_id else None
    if student is None or not student.class_id or not hand.startswith("name:"):
        return
    for name in arrivals.names_of(hand):
        key = name_key(name)
        if key and key != name_key(student.name) and likeness(name, student.name) >= ALIKE:
            KnownNames(db).keep(KnownName(student.class_id, key, student.id, name))
