"""What a list would change in a class: who is there already, who is new, whom to ask about.

Two names are one student when they are equal, or when the teacher said so before. What is only
alike is asked, and is two students until she says otherwise: next year's list is full of names
that are like those of this year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.model.names import AlikeNames, name_key
from annotator.model.work import Student, StudentDetails
from annotator.services.classes.class_lists import ListedStudent


class SameOrNew(StrEnum):
    """Who a student on the list is, where the class has one with a similar name."""

    NEW = "new"
    SAME = "same"
    SAME_NEW_NAME = "same-new-name"


class ListAgreement(StrEnum):
    """What speaks for one student, besides the names."""

    SCHOOL_ID = "school-id"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class ListMatch:
    """A student on the list who is in the class already."""

    listed: ListedStudent
    student: Student


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """Someone on the list who may be a student of the class; NEW unless the teacher or the
    school's own number says otherwise."""

    listed: ListedStudent
    student: Student
    answer: SameOrNew
    agreement: ListAgreement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPlan:
    """What a new list does to a class. Students who are kept or renamed keep all their work.

    Those who are ``gone`` are taken out of the class; they and their work are kept. ``absent`` are
    all who are not on the list, whether they go or stay. ``changes`` says whether anything would be
    written.
    """

    new: tuple[ListedStudent, ...] = ()
    kept: tuple[ListMatch, ...] = ()
    asked: tuple[ListQuestion, ...] = ()
    gone: tuple[Student, ...] = ()
    absent: tuple[Student, ...] = ()
    changes: bool = False

    @property
    def same(self) -> tuple[ListQuestion, ...]:
        """Who is one student under two names."""
        return tuple(each for each in self.asked if each.answer is not SameOrNew.NEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownClass:
    """A class as it is: its students, what is known of them, and names that are theirs, too (by
    :func:`~annotator.model.names.name_key`)."""

    students: tuple[Student, ...] = ()
    details: Mapping[str, StudentDetails] | None = None
    known_names: Mapping[str, str] | None = None


def plan(
    known: KnownClass,
    listed: Sequence[ListedStudent],
    *,
    answers: Mapping[int, SameOrNew] | None = None,
    take_out: bool = True,
) -> ListPlan:
    """How ``listed`` follows from the class of now. ``answers`` are by row of the list.

    With ``take_out``, students who are not on the list leave the class; without it they stay.
    """
    kept, left_over, free = _equal(known, listed)
    asked, new = _alike(known, left_over, free, answers or {})
    same = {each.student.id for each in asked if each.answer is not SameOrNew.NEW}
    absent = tuple(each for each in free if each.id not in same)
    gone = absent if take_out else ()
    details = known.details or {}
    changed = any(_differs(each, details) for each in kept)
    return ListPlan(
        new=new,
        kept=kept,
        asked=asked,
        gone=gone,
        absent=absent,
        changes=bool(new or asked or gone or changed),
    )


def merged(before: StudentDetails, listed: ListedStudent) -> StudentDetails:
    """What is known of a student after the list: its own words where it has any."""
    return StudentDetails(listed.id or before.school_id, listed.mail or before.mail)


def name_after(match: ListMatch) -> str:
    """How a student who is kept is called: as the list writes the same name."""
    equal = name_key(match.listed.name) == name_key(match.student.name)
    return match.listed.name if equal else match.student.name


def _differs(match: ListMatch, details: Mapping[str, StudentDetails]) -> bool:
    before = details.get(match.student.id, StudentDetails())
    return name_after(match) != match.student.name or merged(before, match.listed) != before


def _equal(
    known: KnownClass, listed: Sequence[ListedStudent]
) -> tuple[tuple[ListMatch, ...], list[ListedStudent], list[Student]]:
    """Those with equal names, the rest of the list, and the rest of the class."""
    details, theirs = known.details or {}, known.known_names or {}
    by_name: dict[str, list[Student]] = {}
    by_id = {each.id: each for each in known.students}
    for student in known.students:
        by_name.setdefault(name_key(student.name) or student.name, []).append(student)
    kept: list[ListMatch] = []
    taken: set[str] = set()
    left_over: list[ListedStudent] = []
    for each in listed:
        key = name_key(each.name) or each.name
        same = [who for who in by_name.get(key, ()) if who.id not in taken]
        # Of several with one name the one with this number; else the next of them.
        numbered = [w for w in same if each.id and _number(details, w) == each.id]
        free = [w for w in same if not each.id or _number(details, w) in ("", each.id)]
        also = by_id.get(theirs.get(key, ""))
        if also is not None and also.id not in taken and not same:
            numbered = [also]
        if not (numbered or free):
            left_over.append(each)
            continue
        who = (numbered or free)[0]
        taken.add(who.id)
        kept.append(ListMatch(each, who))
    on_the_list = {name_key(each.name) or each.name for each in listed}
    # Students who share a name are one line of a list; all of them stay.
    rest = [
        who
        for who in known.students
        if who.id not in taken and (name_key(who.name) or who.name) not in on_the_list
    ]
    return tuple(kept), left_over, rest


def _alike(
    known: KnownClass,
    listed: Sequence[ListedStudent],
    free: Sequence[Student],
    answers: Mapping[int, SameOrNew],
) -> tuple[tuple[ListQuestion, ...], tuple[ListedStudent, ...]]:
    """Whom to ask about, each student of the class at most once; and who is new without a doubt."""
    details = known.details or {}
    by_number = {number: who for who in free if (number := _number(details, who))}
    names = AlikeNames([who.name for who in free])
    asked: list[ListQuestion] = []
    new: list[ListedStudent] = []
    used: set[str] = set()
    for each in listed:
        found = [free[place] for place in names.of(each.name)]
        if (numbered := by_number.get(each.id)) is not None:
            found.insert(0, numbered)
        who = next((one for one in found if one.id not in used), None)
        if who is None:
            new.append(each)
            continue
        used.add(who.id)
        agreement = None
        if each.id and each.id == _number(details, who):
            agreement = ListAgreement.SCHOOL_ID
        elif each.mail and each.mail == details.get(who.id, StudentDetails()).mail:
            # A family may share an address: that is said, but decides nothing.
            agreement = ListAgreement.MAIL
        usual = SameOrNew.SAME if agreement is ListAgreement.SCHOOL_ID else SameOrNew.NEW
        asked.append(ListQuestion(each, who, answers.get(each.row, usual), agreement))
    return tuple(asked), tuple(new)


def _number(details: Mapping[str, StudentDetails], who: Student) -> str:
    return details.get(who.id, StudentDetails()).school_id
