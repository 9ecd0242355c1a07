"""The verbs of class cards: issue them, print them again, open a student's work with one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from annotator.files.card_keys import CardKeys as CardKeys
from annotator.files.card_keys import (
    Words,
    card_format_for,
    card_tag,
    format_of,
    new_words,
    read_words,
)
from annotator.files.sealing import KeyRing, seal_to
from annotator.files.signing import fingerprint, signing_key
from annotator.model.errors import AnnotatorError, InvalidModel
from annotator.model.lesson import LessonTask
from annotator.model.moments import utc_now
from annotator.model.names import checked_name
from annotator.model.work import ClassCard, Student
from annotator.services.data.data_file import DataFile
from annotator.store.cards import Cards, IssuedCard
from annotator.store.classes import Classes
from annotator.store.students import Students


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A student whose card was typed: who it is on every machine, and the keys."""

    student: Student
    keys: CardKeys


class ClassCards:
    """What the teacher's desk asks for. ``data`` belongs to the thread that calls."""

    def __init__(self, data: DataFile, keys: KeyRing) -> None:
        self._data = data
        self._keys = keys

    @property
    def keys(self) -> KeyRing:
        """The teacher's keys, to which the words are sealed."""
        return self._keys

    @property
    def teacher_words(self) -> str:
        """The six words by which students know the teacher's files."""
        return fingerprint(signing_key(self._keys.current))

    def issue(
        self,
        student_ids: Iterable[str],
        *,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> tuple[ClassCard, ...]:
        """New cards for these students; on disk when this returns.

        A card that a student had before is replaced: what was handed in with it stays known as
        theirs, what comes in with it from now on is shown as made with the old card. About 0.2 s a
        card; ``progress`` hears how many of how many are done. ``cancelled`` is asked before each:
        then none is issued. InvalidModel for an unknown student.
        """
        wanted = list(dict.fromkeys(student_ids))
        known = self._students()
        if missing := [id for id in wanted if id not in known]:
            raise InvalidModel(f"{len(missing)} of these students are not on a list here.")
        issued: list[IssuedCard] = []
        cards: list[ClassCard] = []
        for number, student_id in enumerate(wanted, start=1):
            if cancelled is not None and cancelled():
                return ()
            student = known[student_id]
            words = new_words()
            card_format = card_format_for(student.name)
            keys = CardKeys.from_card(student.name, words, card_format)
            before = Cards(self._data.db).of_student(student_id)
            issue = max((each.issue for each in before), default=0) + 1
            card = ClassCard(student, words, issue, card_format)
            issued.append(self._record(card, keys))
            cards.append(card)
            if progress:
                progress(number, len(wanted))
        self._data.call(lambda db: Cards(db).add(*issued))
        return tuple(cards)

    def of_class(self, class_id: str) -> tuple[ClassCard, ...]:
        """The cards in use of a class with their words, for printing again; in list order.

        Students without a card are left out. BadInput where the key that sealed them isn't here.
        """
        latest: dict[str, IssuedCard] = {}
        for card in Cards(self._data.db).all():
            latest.setdefault(card.student_id, card)
        return tuple(
            self._card(student, latest[student.id])
            for student in self._students().values()
            if student.class_id == class_id and student.id in latest
        )

    def words_of(self, card: IssuedCard) -> Words:
        """The words of a card; BadInput where the key that sealed them isn't here."""
        return read_words(self._text_of(card))

    def keys_of(self, card: IssuedCard) -> CardKeys:
        """The keys of a card, for instance to seal what a lost card sealed to the new one."""
        text = self._text_of(card)
        return CardKeys.from_card(card.card_name, read_words(text), format_of(text))

    def _card(self, student: Student, card: IssuedCard) -> ClassCard:
        text = self._text_of(card)
        return ClassCard(student, read_words(text), card.issue, format_of(text))

    def _text_of(self, card: IssuedCard) -> str:
        sealed, _public = self._keys.unseal(card.words, "the class card")
        return sealed.decode("ascii", "replace")

    def _record(self, card: ClassCard, keys: CardKeys) -> IssuedCard:
        return IssuedCard(
            verify_key=keys.verify_key,
            box_key=keys.box_key,
            student_id=card.student.id,
            issue=card.issue,
            card_name=card.student.name,
            words=seal_to(self._keys.current.public, card.text.encode("ascii")),
            issued=utc_now(),
        )

    def _students(self) -> dict[str, Student]:
        found = (who for each in Classes(self._data.db).classes() for who in each.students)
        return {who.id: who for who in found}


def open_card(name: str, typed: str) -> SignedIn:
    """The student behind a name and four words; takes about 0.2 s.

    Every name with four words of the list makes keys: whether it is the right card shows when
    it opens something. BadInput names a word that is on no card; InvalidModel for no name.
    """
    kept = checked_name(name)
    keys = CardKeys.from_card(kept, read_words(typed), format_of(typed))
    return SignedIn(Student(id=keys.student_id, name=kept, card_issue=1), keys)


def students_with_card(data: DataFile) -> frozenset[str]:
    """The students on the lists who were ever issued a card."""
    return frozenset(card.student_id for card in Cards(data.db).all())


def keep_student(data: DataFile, signed_in: SignedIn) -> Student:
    """Note on this machine that this student works here; nothing secret is kept."""
    data.call(lambda db: Students(db).keep(signed_in.student))
    return signed_in.student


def is_of_the_class(task: LessonTask, student: Student) -> bool:
    """Whether a student's class card is one of those for which a lesson was given out.

    True, too, for a student without a card, and where the lesson's file doesn't say.
    """
    if not student.card_issue or not task.card_tags:
        return True
    return card_tag(task.assignment_id, student.id) in task.card_tags


def same_card(student: Student, signed_in: SignedIn) -> None:
    """AnnotatorError where the card that was typed is not the one of ``student``."""
    if signed_in.keys.student_id != student.id:
        raise AnnotatorError(
            f"This is not the class card of {student.name} on this computer.",
            kept="Nothing was opened.",
            todo="Check the name and the four words. If your teacher gave you a new card, go "
            "back, choose “I have a class card, but my name is not here” and type the new one.",
        )
