"""The verb "return": outcomes, whys and comments back to the students."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.files.atomic import make_folder, write_atomic, writing
from annotator.files.card_keys import student_id_of
from annotator.files.class_folder import ClassFolder, FolderPart, student_tag
from annotator.files.lms_zip import write_zip
from annotator.files.return_file import (
    SUFFIX,
    Return,
    write_class_return,
    write_return,
)
from annotator.files.sealing import KeyRing
from annotator.model.errors import InvalidModel
from annotator.model.key import AnswerKey
from annotator.model.lesson import Lesson
from annotator.model.moments import utc_now
from annotator.model.outcome import Comparison
from annotator.model.received import Arrival, ReturnContent, ReturnedOutcome
from annotator.model.review import Answered, Decision, Disagreement, Remark
from annotator.services.data.data_file import DataFile
from annotator.services.data.file_names import file_name, free_name
from annotator.services.marking.attempts import StudentWork
from annotator.store.arrivals import Arrivals
from annotator.store.cards import Cards
from annotator.store.submissions import Submissions

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeReturn:
    """A return that was made for one hand-in.

    ``card_id`` is the id that the student's class card stands for; empty where the student has
    none, and then the file is open to anyone who holds it. ``folder_file`` is what may lie in a
    class folder: without a card it is sealed to the computer that made the attempt, and empty where
    that made no key. ``hand_ins`` are the hashes of all that came from this student, by which
    archives are searched. ``earlier`` is the number of a try that goes out again with the one that
    counts; 0 for that one. ``content`` is what it says, to be told apart from the next;
    ``is_known``: it says what was given back before, under that number.
    """

    sha256: str
    student_name: str
    file_name: str
    file: bytes
    folder_file: bytes
    revision: int
    card_id: str
    hand_ins: frozenset[str]
    outcome: ReturnedOutcome
    earlier: int = 0
    content: ReturnContent | None = None
    is_known: bool = False

    @property
    def whose(self) -> str:
        """The student's name, with the try where it is not the one that counts."""
        return f"{self.student_name} (try {self.earlier})" if self.earlier else self.student_name

    @property
    def called(self) -> str:
        """What the file is called, after whose and which lesson it is."""
        return _called(self.earlier)


@dataclass(frozen=True, slots=True)
class Packed:
    """An archive or class file for returns: whose are in it, and who is not, by name.

    ``sha256s`` are the hashes of the hand-ins whose returns are inside.
    """

    file: bytes
    students: tuple[str, ...]
    left_out: tuple[str, ...]
    sha256s: tuple[str, ...]


class Returning:
    """What "Give back" asks for. ``data`` belongs to the thread that calls."""

    def __init__(self, data: DataFile, keys: KeyRing, *, teacher: str = "") -> None:
        self._data = data
        self._keys = keys
        self._teacher = teacher

    def make(
        self,
        lesson: Lesson,
        work: StudentWork,
        comparison: Comparison,
        decisions: Sequence[Decision] = (),
        *,
        answers: Iterable[Disagreement] = (),
        key: AnswerKey | None = None,
        paper: Arrival | None = None,
        revision: int = 1,
    ) -> MadeReturn:
        """The return for the hand-in that counts (or for ``paper``).

        ``comparison`` is what counts after ``decisions``; ``answers`` are the disagreements with
        this paper, of which those that are answered go out; ``key`` is the version that the
        comparison was made with, the lesson's own where none is given. Sealed to the card that the
        student has now, whichever the work was made with; open where there is none. InvalidModel
        where the outcome can't be written.
        """
        paper = paper or work.counts
        key = key or lesson.key
        submission = Submissions(self._data.db).load_received(paper.sha256)
        if comparison.article_sha256 != submission.article_sha256:
            raise InvalidModel(
                "It was made on an older version of the text, which the student still has."
            )
        cards = Cards(self._data.db).of_student(paper.student_id) if paper.student_id else ()
        box_key = cards[0].box_key if cards else ""
        content = Return(
            student_id=submission.student.id,
            student_name=submission.student.name,
            lesson_id=submission.lesson_id,
            assignment_id=submission.assignment_id,
            attempt_id=submission.attempt.id,
            attempt_number=submission.attempt.number,
            hand_in_sha256=paper.sha256,
            revision=revision,
            returned=utc_now(),
            teacher=self._teacher,
            comparison=comparison,
            remarks=tuple(Remark.of(decision) for decision in decisions),
            answers=tuple(filter(None, map(Answered.of, answers))),
            key_ties=key.relations if key else (),
        )
        file = write_return(content, keys=self._keys, box_key=box_key)
        earlier = paper.attempt_number if paper.sha256 != work.counts.sha256 else 0
        whose = work.student_name or "no name"
        return MadeReturn(
            sha256=paper.sha256,
            student_name=work.student_name,
            file_name=file_name(whose, lesson.title, _called(earlier), suffix=SUFFIX),
            file=file,
            folder_file=file if box_key else self._to_attempt(content),
            revision=revision,
            card_id=student_id_of(cards[0].verify_key) if cards else "",
            hand_ins=frozenset(each.sha256 for each in ((paper,) if earlier else work.all)),
            outcome=ReturnedOutcome.of(comparison),
            earlier=earlier,
        )

    def _to_attempt(self, content: Return) -> bytes:
        """The return for the computer that made the attempt; empty where that can't be."""
        key = Arrivals(self._data.db).return_key(content.hand_in_sha256)
        if not key:
            return b""
        try:
            return write_return(content, keys=self._keys, attempt_key=key)
        except InvalidModel:
            # The key is as the file says, which may be anything.
            _log.warning("the key of an attempt can't be used")
            return b""


def has_attempt_key(data: DataFile, sha256: str) -> bool:
    """Whether a hand-in says a key of its attempt, to which a return can be sealed."""
    return bool(Arrivals(data.db).return_key(sha256))


def to_folder(made: Iterable[MadeReturn], folder: Path) -> list[Path]:
    """One file for each student in ``folder``, which is made where need be; where they are.

    A file of that name that is there already is not replaced. CannotWrite where one can't be
    written.
    """
    make_folder(folder)
    with writing(folder):
        taken = {path.name.lower() for path in folder.iterdir()}
    written = []
    for each in made:
        path = folder / free_name(each.file_name, taken)
        taken.add(path.name.lower())
        write_atomic(path, each.file)
        written.append(path)
    return written


def to_class_folder(
    made: Iterable[MadeReturn], place: Path
) -> tuple[tuple[MadeReturn, ...], tuple[str, ...]]:
    """Each return where its student finds it; those that went there, and who was left out.

    Everybody sees the folder, so nothing open goes there: work without a class card goes sealed to
    the computer that made it, and is left out where that made no key. FolderUnreachable or
    CannotWrite where it can't be done; what was put there until then stays, and may go once more.
    """
    folder = ClassFolder.open(place)
    given: list[MadeReturn] = []
    left_out: list[str] = []
    for each in made:
        if each.folder_file:
            tag = student_tag(each.card_id or each.sha256, "return")
            folder.put(FolderPart.RETURNS, each.folder_file, tag=tag)
            given.append(each)
        else:
            left_out.append(each.whose)
    return tuple(given), tuple(left_out)


def to_zip(made: Sequence[MadeReturn]) -> Packed:
    """All returns in one archive, one file for each student."""
    files: dict[str, bytes] = {}
    taken: set[str] = set()
    for each in made:
        name = free_name(each.file_name, taken)
        taken.add(name.lower())
        files[name] = each.file
    return packed(write_zip(files), made, (each.sha256 for each in made))


def to_class_file(made: Sequence[MadeReturn]) -> Packed:
    """One file for everybody: each part opens only with its own card.

    Students without a card are left out: what everybody gets must not be open. There is one part
    for each student: of several tries the newest.
    """
    newest: dict[str, MadeReturn] = {}
    for each in made:
        if each.card_id and (each.card_id not in newest or is_newer(each, newest[each.card_id])):
            newest[each.card_id] = each
    inside = tuple(newest.values())
    sealed = {each.card_id: each.file for each in inside}
    return packed(write_class_return(sealed), made, (each.sha256 for each in inside))


def is_newer(one: MadeReturn, other: MadeReturn) -> bool:
    """Whether of two returns of one student the first is of the later try."""
    return not one.earlier or (other.earlier > 0 and one.earlier > other.earlier)


def packed(file: bytes, made: Sequence[MadeReturn], placed: Iterable[str]) -> Packed:
    """What was packed, and who of ``made`` is not among the hashes ``placed``."""
    inside = set(placed)
    return Packed(
        file,
        tuple(each.whose for each in made if each.sha256 in inside),
        tuple(each.whose for each in made if each.sha256 not in inside),
        tuple(each.sha256 for each in made if each.sha256 in inside),
    )


def _called(earlier: int) -> str:
    return f"returned, try {earlier}" if earlier else "returned"
