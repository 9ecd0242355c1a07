"""The verb "these are mine": drafts made under a name alone go to the card of the same name.

On a computer that is shared, names are open to everybody; so only what was made without a card may
be taken, and only where the name on the card is the same. What another card closed stays closed.
"""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model.attempt import AttemptState, LessonProgress, Student
from annotator.model.errors import InvalidModel
from annotator.model.names import typed_key
from annotator.services.data.data_file import DataFile
from annotator.store.database import Database
from annotator.store.drafts import Drafts
from annotator.store.preferences import Preferences
from annotator.store.students import Students

_ASKED = "not-mine/"


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """Drafts of one name without a card; ``student`` is who made them."""

    student: Student
    drafts: tuple[LessonProgress, ...]


def unclaimed(data: DataFile, card_student: Student) -> tuple[Unclaimed, ...]:
    """What was marked here under the name of this card, without one, and is not handed in.

    Empty where the student has said before that it is not theirs, and for students without a card.
    """
    if not card_student.card_issue:
        return ()
    found, database = [], data.db
    for who in Students(database).students():
        if who.card_issue or who.id == card_student.id or not _same(who, card_student):
            continue
        if Preferences(database).get(_ASKED + who.id, False, student_id=card_student.id):
            continue
        if drafts := _drafts(database, who):
            found.append(Unclaimed(who, drafts))
    return tuple(found)


def claim(data: DataFile, mine: Unclaimed, card_student: Student) -> tuple[int, int]:
    """Let the drafts belong to the card from now on; how many did, and how many could not.

    Where the card has a draft of the same lesson already, the other stays where it is. On disk
    when this returns. InvalidModel where they were not made under the name of the card alone.
    """
    if mine.student.card_issue or not _same(mine.student, card_student):
        raise InvalidModel("These marks were not made under the name on this card.")

    def act(db: Database) -> int:
        drafts = Drafts(db)
        return sum(
            drafts.give_to(each.attempt.id, card_student.id) for each in _drafts(db, mine.student)
        )

    moved = data.call(act)
    return moved, len(mine.drafts) - moved


def refuse(data: DataFile, other: Unclaimed, card_student: Student) -> None:
    """They are another student's: this card is not asked about them again."""
    key = _ASKED + other.student.id
    data.call(lambda db: Preferences(db).set(key, True, student_id=card_student.id))


def _drafts(database: Database, who: Student) -> tuple[LessonProgress, ...]:
    return tuple(
        each
        for each in Drafts(database).progress(who.id)
        if each.attempt.state is AttemptState.DRAFT and each.marks
    )


def _same(who: Student, card_student: Student) -> bool:
    # A computer's keyboard may lack the accents of the card; it is asked in any case.
    key = typed_key(who.name)
    return bool(key) and key == typed_key(card_student.name)
