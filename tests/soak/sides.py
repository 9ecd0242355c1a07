"""The honest sides of a class folder, each a process with a data folder of its own.

A :class:`Side` is asked by name; what comes back are plain values that cross a pipe: what its
pages would show, and how long it took.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from annotator import assets
from annotator.files.card_keys import CardKeys
from annotator.files.sealing import key_ring
from annotator.model.attempt import AttemptState, Student
from annotator.model.errors import AnnotatorError
from annotator.model.review import DecisionKind, Subject
from annotator.services.classes.cards import ClassCards, keep_student, open_card
from annotator.services.data.data_file import DataFile
from annotator.services.data.workspace import Workspace
from annotator.services.exchange.class_folder import StudentFolder
from annotator.services.exchange.collecting import Collecting, CollectReport
from annotator.services.exchange.folder_look import FolderLook, Who
from annotator.services.exchange.giving_back import GivingBack
from annotator.services.exchange.moving_drafts import MovingDrafts
from annotator.services.exchange.placing import place_hand
from annotator.services.exchange.reply_folder import ReplyFolder
from annotator.services.exchange.returning import to_class_folder
from annotator.services.exchange.teacher_folders import (
    FolderLooks,
    choose_folder,
    ignore_strangers,
    known_folders,
)
from annotator.services.lessons.publishing import Publishing
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.marking.attempt_keys import keys_of
from annotator.services.marking.attempts import work_of
from annotator.services.marking.objections import Objections
from annotator.services.marking.returned_work import open_return, take_return
from annotator.services.marking.studying import OpenWork, Studying
from annotator.services.marking.teachers import known_teachers, take_words
from annotator.services.review.reviewing import Review
from annotator.store.arrivals import Arrivals
from annotator.store.classes import Assignments, Classes
from annotator.store.database import Database
from annotator.store.desk import Disagreements
from annotator.store.lesson_files import LessonFiles
from annotator.store.schema import DatabaseKind
from annotator.store.students import Students
from tests.soak.kill import processes
from tests.soak.mutations import peak_memory

LESSON = "01-new-crossing"
#: Seconds after which a side that doesn't answer hangs.
PATIENCE = 180.0


class SideFailed(Exception):
    """A side ended in a traceback, or not at all."""


class Side:
    """The handle of a process: ``ask("verb", …)`` waits for the answer."""

    def __init__(self, name: str, make: Callable[[Path], Any], folder: Path) -> None:
        self.name = name
        context = processes()
        self._pipe, there = context.Pipe()
        self._process = context.Process(  # type: ignore[attr-defined]
            target=_serve, args=(make, folder, there), daemon=True
        )
        self._process.start()
        there.close()

    def ask(self, verb: str, *values: Any, **named: Any) -> Any:
        """What the side says; SideFailed where it hangs or fails."""
        self._pipe.send((verb, values, named))
        if not self._pipe.poll(PATIENCE):
            raise SideFailed(f"{self.name} did not answer “{verb}” within {PATIENCE:.0f} s")
        try:
            is_answer, answer = self._pipe.recv()
        except EOFError:
            raise SideFailed(f"{self.name} died at “{verb}”") from None
        if not is_answer:
            raise SideFailed(f"{self.name}, “{verb}”: {answer}")
        return answer

    def close(self) -> None:
        """End it, as a window that is closed."""
        with contextlib.suppress(OSError):
            self._pipe.send(None)
        self._process.join(20)
        self._process.kill()


def _serve(make: Callable[[Path], Any], folder: Path, pipe: Connection) -> None:
    with make(folder) as side:
        while (asked := pipe.recv()) is not None:
            verb, values, named = asked
            try:
                pipe.send((True, getattr(side, verb)(*values, **named)))
            except Exception:  # noqa: BLE001 -- whatever it is, it is what is looked for
                pipe.send((False, traceback.format_exc()[-1500:]))


@dataclass(frozen=True, slots=True)
class Look:
    """What one look of a side found. ``seconds`` are those of the processor; ``refused`` are
    sentences."""

    seconds: float
    lessons: tuple[str, ...] = ()
    returns: tuple[str, ...] = ()
    new: int = 0
    strangers: int = 0
    waiting: int = 0
    disagreements: int = 0
    refused: tuple[str, ...] = ()


class _Open:
    """An open data folder."""

    kind = DatabaseKind.STUDENT

    def __init__(self, folder: Path) -> None:
        # A forked process begins with all that the one before it had.
        self._had = peak_memory()
        self._workspace = Workspace.open(folder)
        self.folder = folder
        self.data = DataFile.open(self._workspace.opener(self.kind))
        self.shelf = LessonShelf(
            assets.lessons_dir(), assets.resources_dir() / "label_guide.toml", self.data
        )

    def __enter__(self) -> _Open:
        return self

    def __exit__(self, *_: object) -> None:
        self.data.close()
        self._workspace.close()

    def memory(self) -> int:
        """How much more memory this process had at most than at its start, in bytes."""
        return peak_memory() - self._had


class Teacher(_Open):
    """The teacher's desk."""

    kind = DatabaseKind.TEACHER

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._keys = key_ring(folder)
        self._lesson = self.shelf.load(LESSON)
        self._looks = FolderLooks(time.monotonic)
        self._assignment_id, self._times = "", 0

    def begin(self, place: Path, names: tuple[str, ...]) -> dict[str, str]:
        """A class with its folder and a lesson in it; the words of each student's card by name,
        and under an empty name the teacher's six words."""
        made = self.data.call(lambda db: Classes(db).add_class("7B"))

        def write(db: Database) -> None:
            for name in names:
                Classes(db).add_student(made.id, name)

        self.data.call(write)
        (school_class,) = Classes(self.data.db).classes()
        cards = ClassCards(self.data, self._keys)
        issued = cards.issue([each.id for each in school_class.students if each.name != "Ada"])
        choose_folder(self.data, made.id, "7B", place)
        publishing = Publishing(self.data, self._keys)
        given = publishing.assignment(self._lesson, school_class)
        self._assignment_id = given.id
        publishing.publish(self._lesson, given, teacher="Ms Bell").write(place)
        return {each.student.name: each.text for each in issued} | {"": cards.teacher_words}

    def look(self) -> Look:
        """One look into the class folder, and taking in what is new there."""
        began = time.process_time()
        new, faults = self._looks.look(self.data, known_folders(self.data))
        report = self._collecting().collect(new)
        strange = sum(self._looks.strange.values())
        said = [error.happened for error in faults.values()]
        return _looked(report, time.process_time() - began, strange, said)

    def collect(self, place: Path) -> Look:
        """Look for hand-ins in a folder that was chosen by hand."""
        began = time.process_time()
        report = self._collecting().collect([place])
        return _looked(report, time.process_time() - began, 0, [])

    def counting(self) -> dict[str, dict[str, Any]]:
        """By name what counts of each student: the hash, whether a card vouches for it, how many
        came in, and the note."""
        found = {}
        for work in work_of(Arrivals(self.data.db).of_lesson(LESSON)):
            if not work.student_id:
                continue
            found[work.student_name] = {
                "sha256": work.counts.sha256,
                "card": work.counts.card,
                "all": [each.sha256 for each in work.all],
                "note": work.note,
            }
        return found

    def settle(self, name: str, sha256: str) -> int:
        """The teacher has asked the student which of several papers is theirs: all other hands are
        put away from the name; how many."""
        (work,) = (
            each
            for each in work_of(Arrivals(self.data.db).of_lesson(LESSON))
            if each.student_name == name and each.student_id
        )
        theirs = {each.hand for each in work.all if each.sha256 == sha256}
        others = {each.hand for each in work.all} - theirs

        def put_away(db: Database) -> None:
            for hand in sorted(others):
                place_hand(db, hand, "")

        self.data.call(put_away)
        return len(others)

    def give_back(self) -> dict[str, int]:
        """Say something new to every paper and give back through the folder; the number of each
        return, by name."""
        self._times += 1
        given = [Assignments(self.data.db).load(self._assignment_id)]
        review = Review(self._lesson, given, self.data, who="Ms Bell")
        places = [(row.sha256, "") for row in review.papers.rows]
        review.decide(DecisionKind.COMMENT, places, comment=f"Read {self._times} times.")
        giving = GivingBack(self.data, self._keys, teacher="Ms Bell")
        made = giving.make(self._lesson)
        (known,) = known_folders(self.data)
        went, _left_out = to_class_folder(made.files, known.path)
        giving.note(made)
        return {each.student_name: each.revision for each in went}

    def disagreements(self) -> list[str]:
        """The reasons that students gave, as far as they were not taken back."""
        said = Disagreements(self.data.db).of_lesson(LESSON)
        return sorted(each.reason for each in said if each.withdrawn is None)

    def ignore(self) -> int:
        """Put away what only looks as if it were from here."""
        (known,) = known_folders(self.data)
        return ignore_strangers(self.data, known)

    def item(self) -> str:
        """The id of an item of the key; students learn it from any return."""
        assert self._lesson.key is not None
        return self._lesson.key.items[0].id

    def _collecting(self) -> Collecting:
        return Collecting(self.data, self.shelf.load, self._keys)


class Machine(_Open):
    """A computer on which students work."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.studying = Studying(self.data)
        self._look = FolderLook(folder / "set-aside")
        self._cards: dict[str, CardKeys | None] = {}

    def sign_in(self, name: str, words: str = "") -> str:
        """Work here from now on, with a card or with a name alone; the student's id."""
        if words:
            signed_in = open_card(name, words)
            self._cards[name] = signed_in.keys
            return keep_student(self.data, signed_in).id
        self._cards[name] = None
        return self.studying.add_person(name).id

    def join(self, name: str, place: Path) -> list[str]:
        """Use the class folder; the six words that are shown, or the sentence of a refusal."""
        try:
            StudentFolder(self.data).join(self._who(name).id, place)
        except AnnotatorError as error:
            return [error.happened]
        return [each.words for each in known_teachers(self.data.db)]

    def type_words(self, words: str) -> str:
        """Type the six words of the class card; what is said to it."""
        try:
            taken = self.data.call(lambda db: take_words(db, words))
        except AnnotatorError as error:
            return error.happened
        # As the window does: what was refused is looked at again.
        self._look.forget()
        return f"taken: {taken.words}"

    def look(self, name: str, *, with_draft: bool = False) -> Look:
        """One look into the folder for a student."""
        who = Who(self._who(name), self._cards[name])
        lesson = self._task() if with_draft else None
        began = time.process_time()
        found = self._look.look(self.data, who, lesson, lambda: False)
        took = time.process_time() - began
        refused = [found.taken.refused, found.fault]
        if found.draft is not None:
            refused += found.draft.faults
        return Look(
            took,
            lessons=found.taken.lessons,
            returns=found.taken.returns,
            strangers=found.taken.strangers,
            waiting=found.taken.waiting,
            refused=tuple(dict.fromkeys(each.happened for each in refused if each is not None)),
        )

    def look_again(self) -> None:
        """Start the program again: what was looked at is not remembered."""
        self._look.forget()

    def lesson_keys(self) -> list[str]:
        """To whom work on each lesson that was given out here would be sealed."""
        cards = LessonFiles(self.data.db).cards()
        cards = tuple(each for each in cards if each.teacher_key)
        return [self.shelf.load(each.assignment_id).task.teacher_key for each in cards]

    def open_by_hand(self, name: str, path: Path) -> str:
        """Open a file that came by mail; what is said."""
        try:
            if path.suffix == ".lesson":
                return self.shelf.open_file(path, keep=self.studying.keep_lesson).title
            taken = take_return(
                self.data, path.read_bytes(), card=self._cards[name], name=path.name
            )
        except AnnotatorError as error:
            return error.happened
        return f"from {taken.read.content.teacher}"

    def mark(self, name: str, starts: list[int]) -> int:
        """Mark ten characters at each place; how many marks there are then."""
        work = self._work(name)
        from annotator.model.text import Span

        for start in starts:
            work.marking.add([Span(start, start + 10)], "claim")
        self.studying.settle()
        return len(work.marking)

    def marks(self, name: str) -> int:
        """How many marks there are."""
        return len(self._work(name).marking)

    def go_on(self, name: str) -> str:
        """Take over the draft that lies in the folder, as opening the lesson does."""
        student, card = self._who(name), self._cards[name]
        assert card is not None
        drafts = MovingDrafts(self.data, self.folder / "set-aside")
        folder = StudentFolder(self.data).folder(student.id)
        look = drafts.look(folder, card, student, self._task())
        if len(look.there) == 1:
            drafts.take(look, student, self._task(), look.there[0], card)
        return look.standing.value

    def hand_in(self, name: str) -> str:
        """Hand in and send it into the folder; the hash of the file."""
        student, work = self._who(name), self._work(name)
        done = self.studying.hand_in(work, self._cards[name])
        StudentFolder(self.data).send(student.id, done.attempt.id)
        return hashlib.sha256(done.file).hexdigest()

    def heard(self, name: str) -> dict[str, str]:
        """Everything about a student's work that is not secret key, for an attacker to know."""
        student, work, card = self._who(name), self._work(name), self._cards[name]
        done = self.studying.handed_in(work)
        keys = keys_of(self.data.db, work.attempt.id)
        return {
            "name": name,
            "student_id": student.id,
            "attempt_id": work.attempt.id,
            "hand_in": hashlib.sha256(done.file).hexdigest(),
            "box_key": card.box_key if card else "",
            "verify_key": card.verify_key if card else "",
            "return_key": next(iter(keys), ""),
        }

    def known_of_draft(self, name: str) -> dict[str, str]:
        """As :meth:`heard`, before anything is handed in."""
        student, work, card = self._who(name), self._work(name), self._cards[name]
        return {
            "name": name,
            "student_id": student.id,
            "attempt_id": work.attempt.id,
            "hand_in": "0" * 64,
            "box_key": card.box_key if card else "",
            "verify_key": card.verify_key if card else "",
        }

    def shown(self, name: str) -> dict[str, Any] | None:
        """What the page of reasons would show: teacher, revision, comments; None where nothing
        came back."""
        attempt = self._work(name).attempt
        if attempt.state is not AttemptState.RETURNED:
            return None
        file = self.studying.returned_file(attempt)
        assert file is not None
        _own, read = open_return(self.data.db, file, card=self._cards[name], name="the return")
        comments = [each.comment for each in read.content.remarks if each.comment]
        return {
            "teacher": read.content.teacher,
            "revision": read.content.revision,
            "comments": comments,
            "signed": read.signature is not None,
        }

    def disagree(self, name: str, item: str, reason: str) -> None:
        """Disagree, and send it into the folder; an empty reason takes it back."""
        student, work, card = self._who(name), self._work(name), self._cards[name]
        objections = Objections(self.studying)
        objections.keep(work.attempt, reason, Subject(item_id=item), revision=1)
        made = objections.file(work, card=card)
        ReplyFolder(self.data).send(student.id, work.attempt.id, made.file)
        objections.note_given(work, made)

    def _who(self, name: str) -> Student:
        card = self._cards[name]
        return next(
            each
            for each in Students(self.data.db).students()
            if each.name == name and (card is None or each.id == card.student_id)
        )

    def _task(self) -> Any:
        cards = [card for card in LessonFiles(self.data.db).cards() if card.assignment_id]
        return self.shelf.load(cards[0].assignment_id)

    def _work(self, name: str) -> OpenWork:
        return self.studying.open_work(self._who(name), self._task())


def _looked(report: CollectReport, seconds: float, strange: int, said: list[str]) -> Look:
    reasons = [each.reason for each in (*report.damaged, *report.other_lessons)]
    return Look(
        seconds,
        new=len(report.new),
        strangers=strange,
        disagreements=report.disagreements,
        refused=tuple(dict.fromkeys([*said, *reasons])),
    )
