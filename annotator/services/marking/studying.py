"""The verbs of a student's side: who is here, how far they are, open a lesson, hand in.

No Qt here.
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator import __version__
from annotator.model.attempt import Attempt, AttemptState, LessonProgress, Student, Submission, Try
from annotator.model.changes import MarksChange
from annotator.model.errors import InvalidModel, StoreError
from annotator.model.lesson import Lesson
from annotator.model.moments import utc_now
from annotator.model.names import file_words
from annotator.services.data.data_file import DataFile
from annotator.services.data.preferences import StudentPreferences
from annotator.services.marking.marking import Marking
from annotator.store.articles import Articles
from annotator.store.database import Database
from annotator.store.drafts import Drafts
from annotator.store.lesson_files import LessonFiles
from annotator.store.preferences import Preferences
from annotator.store.students import Students

if TYPE_CHECKING:
    from annotator.files.card_keys import CardKeys
    from annotator.files.return_file import ReturnKey

CURRENT_STUDENT = "current-student"
#: The setting that says where a student's class folder is; see services/class_folder.py.
CLASS_FOLDER = "class-folder"
#: Settings of one hand-in, each followed by the attempt's id: how far it is on its way to the class
#: folder, and whether the student has put it where the class collects work.
HAND_IN_OUT = "hand-in-out:"
PUT_THERE = "put-there-"


@dataclass(frozen=True, slots=True)
class OpenWork:
    """One student's attempt at one lesson, ready to be worked on; ``marking`` writes as it goes."""

    student: Student
    lesson: Lesson
    attempt: Attempt
    marking: Marking


@dataclass(frozen=True, slots=True)
class HandedIn:
    """An attempt that was handed in, and the file that it travels in (suggested name, bytes)."""

    attempt: Attempt
    file_name: str
    file: bytes


class Studying:
    """What the student's pages ask for. ``data`` belongs to the thread that calls."""

    def __init__(self, data: DataFile) -> None:
        self._data = data
        self.preferences = StudentPreferences(data)

    def settle(self, timeout: float = 5.0) -> None:
        """Make sure that all that was asked for is on disk: what follows builds on it.

        StoreError where it isn't after ``timeout`` seconds; the changes are still kept then.
        """
        if not self._data.writer.flush(timeout) or self._data.writer.failure is not None:
            raise StoreError(
                "Your last changes are not on the disk yet.",
                kept="They are kept while this window is open.",
                todo="Look that the disk is not full and may be written, then try again.",
            )

    # -- people and what they like -----------------------------------------------------------

    def people(self) -> tuple[Student, ...]:
        """Everybody who works on this machine."""
        return Students(self._data.db).students()

    def last_saved(self) -> dict[str, datetime.datetime]:
        """When each student's work was saved last (UTC), by id; without those who have none."""
        return Drafts(self._data.db).last_saved()

    def add_person(self, name: str) -> Student:
        """A new student; on disk when this returns. InvalidModel for an empty name."""
        return self._data.call(lambda db: Students(db).add_student(name))

    def current(self) -> Student | None:
        """Who worked here last; None on a first start."""
        wanted = self.setting(CURRENT_STUDENT, "")
        return next((who for who in self.people() if who.id == wanted), None)

    def choose(self, student_id: str) -> None:
        """This student works from now on."""
        self.set_setting(CURRENT_STUDENT, student_id)

    def setting(self, key: str, default: Any = None, *, student_id: str = "") -> Any:
        """A setting of the machine, or of one student."""
        return Preferences(self._data.db).get(key, default, student_id=student_id)

    def set_setting(self, key: str, value: Any, *, student_id: str = "") -> None:
        """Keep a setting; anything that JSON can hold."""
        self._data.submit(lambda db: Preferences(db).set(key, value, student_id=student_id))

    def class_folder(self, student: Student) -> Path | None:
        """Where this student's class folder is; None where there is none."""
        kept = self.setting(CLASS_FOLDER, None, student_id=student.id)
        return Path(kept["path"]) if kept else None

    def share_class_folder(self, student: Student) -> str:
        """Let a student who has never chosen a class folder use the one that the others of this
        computer use; its name. Empty where nothing changes: there is none, there are several, or
        the student has one, or left it.
        """
        if CLASS_FOLDER in Preferences(self._data.db).all(student.id):
            return ""
        kept = [self.setting(CLASS_FOLDER, student_id=who.id) for who in self.people()]
        folders = {each["id"]: each for each in kept if each}
        if len(folders) != 1:
            return ""
        (folder,) = folders.values()
        self.set_setting(CLASS_FOLDER, folder, student_id=student.id)
        return str(folder["name"] or Path(folder["path"]).name)

    def is_sent(self, student: Student, attempt_id: str) -> bool:
        """Whether a hand-in went into the class folder, or the student says that it was sent."""
        out = self.setting(HAND_IN_OUT + attempt_id, None, student_id=student.id)
        gone = bool(out) and out["state"] != "waiting"
        return gone or bool(self.setting(PUT_THERE + attempt_id, False))

    # -- lessons -----------------------------------------------------------------------------

    def keep_lesson(self, lesson: Lesson, file_name: str, file: bytes) -> None:
        """Keep a lesson file that was opened, so that the start page lists it from now on.

        NotTheTeacher for one that is not from the teacher who is known here; one that was kept
        before opens as it did. OlderLesson for a file of an assignment that was given out again
        since, which changes nothing.
        """
        from annotator.services.marking.teachers import admit_lesson, at_the_door, refuse_older

        sha256 = hashlib.sha256(file).hexdigest()

        def keep(db: Database) -> None:
            files = LessonFiles(db)
            if not files.has(sha256):
                admit_lesson(db, lesson)
            refuse_older(db, lesson)
            files.add(lesson, file_name, file)

        at_the_door(self._data, keep)

    def progress(self, student_id: str) -> tuple[LessonProgress, ...]:
        """How far a student is, what was saved last at the front; as far as it is on disk."""
        return Drafts(self._data.db).progress(student_id)

    def open_work(self, student: Student, lesson: Lesson) -> OpenWork:
        """The latest attempt at a lesson with its marks, or a new one.

        Work that was handed in comes as it is: its marks can be looked at, not changed.
        RecordDamaged where a mark on the disk can't be trusted.
        """
        self.settle()
        attempt = Drafts(self._data.db).latest(
            student.id, lesson.id, lesson.article.sha256, lesson.task.assignment_id
        )
        if attempt is None:
            attempt = self._data.call(lambda db: _first_attempt(db, student, lesson))
        return self._work(student, lesson, attempt)

    def next_try(self, work: OpenWork) -> OpenWork:
        """A new try at a lesson that was handed in, beginning with the same marks."""
        old = work.attempt.id
        attempt = self._data.call(lambda db: Drafts(db).next_attempt(old, copy_marks=True))
        return self._work(work.student, work.lesson, attempt)

    def try_before(self, work: OpenWork) -> OpenWork | None:
        """The try that this one follows, as it was handed in; None where this is the first."""
        if not work.attempt.supersedes:
            return None
        attempt = Drafts(self._data.db).attempt(work.attempt.supersedes)
        return self._work(work.student, work.lesson, attempt)

    def newer_try(self, work: OpenWork) -> Attempt | None:
        """The latest try, where that is another one than this; else None."""
        lesson = work.lesson
        latest = Drafts(self._data.db).latest(
            work.student.id, lesson.id, lesson.article.sha256, lesson.task.assignment_id
        )
        is_newer = latest is not None and latest.number > work.attempt.number
        return latest if is_newer else None

    def earlier_work(self, work: OpenWork) -> LessonProgress | None:
        """Marks of this student on the same text in another assignment, saved last; else None.

        None too where this draft has marks already, or was handed in.
        """
        if work.attempt.state is not AttemptState.DRAFT or len(work.marking):
            return None
        lesson = work.lesson
        for entry in self.progress(work.student.id):
            is_same = (entry.lesson_id, entry.article_sha256) == (lesson.id, lesson.article.sha256)
            if is_same and entry.marks and entry.assignment_id != lesson.task.assignment_id:
                return entry
        return None

    def bring_over(self, work: OpenWork, earlier: LessonProgress) -> OpenWork:
        """The empty draft ``work`` with the marks of ``earlier``, which stays as it is.

        So a student hands in once more where a lesson had to be given out again. On disk when
        this returns.
        """
        self.settle()
        old = Drafts(self._data.db).load(earlier.attempt.id, work.lesson.article.text)
        copied = MarksChange("copy", after=old.annotations, relations_after=old.relations)
        self._data.call(lambda db: Drafts(db).apply(work.attempt.id, copied))
        return self._work(work.student, work.lesson, work.attempt)

    def _work(self, student: Student, lesson: Lesson, attempt: Attempt) -> OpenWork:
        saved = Drafts(self._data.db).load(attempt.id, lesson.article.text)
        self._data.writer.forget_refused()

        def write(change: MarksChange) -> None:
            at = utc_now()
            self._data.submit(lambda db: Drafts(db).apply(attempt.id, change, at=at))

        marking = Marking(lesson.article, saved.annotations, saved.relations, write=write)
        return OpenWork(student, lesson, attempt, marking)

    def add_seconds(self, work: OpenWork, seconds: int) -> None:
        """Count time that was spent on a draft."""
        if seconds > 0 and work.attempt.state is AttemptState.DRAFT:
            self._data.submit(lambda db: Drafts(db).add_seconds(work.attempt.id, seconds))

    def hand_in(self, work: OpenWork, card: CardKeys | None = None) -> HandedIn:
        """Close the attempt and make its file, after all that waits to be written.

        The file of an assignment is sealed to the teacher who gave it out, and signed with the
        student's ``card`` where there is one. Practice stays open.
        On disk when this returns. A StoreError or InvalidModel says why it could not be done; then
        the attempt is a draft as before.
        """
        if work.attempt.state is not AttemptState.DRAFT:
            raise InvalidModel("This try was handed in before.", kept="It is safe as it was.")
        return self._data.call(lambda db: _hand_in(db, work, card))

    def handed_in(self, work: OpenWork) -> HandedIn:
        """The file of an attempt that was handed in, as it was then."""
        file, _hash = Drafts(self._data.db).hand_in_file(work.attempt.id)
        return HandedIn(work.attempt, hand_in_name(work.student.name, work.lesson.title), file)

    # -- what became of it -------------------------------------------------------------------

    def submission(self, attempt: Attempt, lesson: Lesson) -> Submission:
        """An attempt with its marks as they are on disk. RecordDamaged where they can't be
        trusted; InvalidModel where ``lesson`` is of another text."""
        return Drafts(self._data.db).load(attempt.id, lesson.article.text)

    def earlier(self, attempt: Attempt, lesson: Lesson, *, most: int = 10) -> list[Submission]:
        """The tries that this one follows, the latest first, at most so many."""
        drafts = Drafts(self._data.db)
        found: list[Submission] = []
        while attempt.supersedes and len(found) < most:
            found.append(drafts.load(attempt.supersedes, lesson.article.text))
            attempt = found[-1].attempt
        return found

    def returned_file(self, attempt: Attempt, *, before: int | None = None) -> bytes | None:
        """The latest file that a teacher gave back for this attempt, or None.

        With ``before`` the latest of a lower revision than that.
        """
        if attempt.state is not AttemptState.RETURNED:
            return None
        return Drafts(self._data.db).returned_file(attempt.id, before=before)

    def key_for(self, file: bytes, card: CardKeys | None) -> ReturnKey | None:
        """What may open a returned file: the student's ``card``, or the key of the attempt."""
        from annotator.services.marking.attempt_keys import key_for

        return key_for(self._data.db, file, card)

    def keep_try(self, attempt: Attempt, outcome: Try) -> None:
        """Keep how a try of practice came out. What a teacher gave back is not kept here: it may
        be sealed to a class card, and stays so."""
        kept = [outcome.number, outcome.named, outcome.required]
        self.set_setting(_outcome_key(attempt.id), kept)

    def kept_try(self, attempt_id: str) -> Try | None:
        """How a try came out when its reasons were read last; None where that was never."""
        match self.setting(_outcome_key(attempt_id)) if attempt_id else None:
            case [int(number), int(named), int(required)]:
                return Try(number=number, named=named, required=required)
        return None


def read_all_of_a_start(database: Database) -> None:
    """Read what a start of the program reads of the students' file, to see that it can be read.

    DatabaseDamaged where it can't.
    """
    Students(database).students()
    Preferences(database).all()


def _outcome_key(attempt_id: str) -> str:
    return f"try-{attempt_id}"


def hand_in_name(student: str, title: str) -> str:
    """A file name that people can tell apart and every system allows. Identity lies inside."""
    words = " - ".join(file_words(part, most_bytes=100) for part in (student, title))
    return f"{words.strip(' -') or 'hand-in'}.handin"


def keep_file(folder: Path, handed_in: HandedIn) -> Path:
    """Write the file into ``folder`` under a name that is free there; where it is then.

    CannotWrite where the folder can't be made, read or written.
    """
    from annotator.files.atomic import make_folder, write_atomic, writing

    make_folder(folder)
    wanted = Path(handed_in.file_name)
    path, number = folder / wanted, 2
    with writing(folder):
        while path.exists() and path.read_bytes() != handed_in.file:
            path = folder / f"{wanted.stem} ({number}){wanted.suffix}"
            number += 1
    write_atomic(path, handed_in.file)
    return path


def _first_attempt(db: Database, student: Student, lesson: Lesson) -> Attempt:
    # The text stays with the marks that stand on it, whatever becomes of the lesson's files.
    if not Articles(db).has(lesson.article.sha256):
        Articles(db).add(lesson.article)
    return Drafts(db).open_draft(
        student.id, lesson.id, lesson.article.sha256, lesson.task.assignment_id
    )


def _hand_in(db: Database, work: OpenWork, card: CardKeys | None) -> HandedIn:
    from annotator.files.hand_in import write_hand_in
    from annotator.services.marking.attempt_keys import new_key
    from annotator.services.marking.teachers import require_teacher_of

    require_teacher_of(db, work.lesson)
    drafts, article, attempt_id = Drafts(db), work.lesson.article, work.attempt.id
    draft = drafts.load(attempt_id, article.text)
    when = utc_now()
    final = replace(draft.attempt, state=AttemptState.HANDED_IN, handed_in=when)
    file = write_hand_in(
        replace(draft, attempt=final),
        article,
        program_version=__version__,
        teacher_key=work.lesson.task.teacher_key,
        card=card,
        # With a card, what comes back is sealed to that.
        return_key=new_key(db, attempt_id) if card is None else "",
    )
    attempt = drafts.hand_in(attempt_id, when, file, hashlib.sha256(file).hexdigest())
    return HandedIn(attempt, hand_in_name(draft.student.name, work.lesson.title), file)
