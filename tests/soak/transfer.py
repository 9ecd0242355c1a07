"""The work that is killed while it goes into a class folder: handed in, and drafts on the move."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

from annotator.files.card_keys import CardKeys
from annotator.files.class_folder import ClassFolder, FolderPart
from annotator.files.draft_file import newest, read_draft
from annotator.files.hand_in import read_hand_in
from annotator.files.label_guide import load_label_guide
from annotator.model.lesson import Lesson
from annotator.model.text import Span
from annotator.model.work import AttemptState, Student
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.class_folder import StudentFolder
from annotator.services.exchange.moving_drafts import MovingDrafts
from annotator.services.marking.studying import Studying
from annotator.store.database import Database
from annotator.store.schema import DatabaseKind
from annotator.store.students import Students
from tests.files.make import GUIDE, an_article
from tests.files.returns import card_of
from tests.soak.kill import Job, Mouth

LESSON = Lesson(id="03-leak", title="Leak", article=an_article(), guide=load_label_guide(GUIDE))


def _open(folder: Path) -> Database:
    return Database.open(folder / "student.db", kind=DatabaseKind.STUDENT)


def _who(database: Database) -> Student:
    return Students(database).students()[0]


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:20]


# -- handing in -----------------------------------------------------------------------------------


def _prepare_handing_in(folder: Path) -> None:
    ClassFolder.create(folder / "class", "7b")
    with DataFile.open(lambda: _open(folder)) as data:
        data.call(lambda db: Students(db).add_student("Ada"))
        StudentFolder(data).join(_who(data.db).id, folder / "class")


def _handed_in(database: Database) -> list[int]:
    """The numbers of the tries that were handed in."""
    rows = database.rows("SELECT number FROM attempts WHERE state <> 'draft' ORDER BY number")
    return [row[0] for row in rows]


def _in_folder(folder: Path) -> list[int]:
    """The numbers of the tries whose files are there; each of them must be whole."""
    entries = ClassFolder.open(folder / "class").entries(FolderPart.HAND_INS)
    found = [read_hand_in(entry.path, LESSON.article).submission.attempt for entry in entries]
    return sorted(attempt.number for attempt in found)


def _handing_in_digest(folder: Path) -> str:
    with _open(folder) as database:
        database.check_integrity()
        return _digest(_handed_in(database), _in_folder(folder))


def _hand_in(folder: Path, seed: int, mouth: Mouth) -> None:
    """Hand in, put it into the folder, try again: each of the two steps is acknowledged."""
    chance = random.Random(seed)
    with DataFile.open(lambda: _open(folder)) as data:
        studying, carrier = Studying(data), StudentFolder(data)
        student = _who(data.db)
        handed_in, there = _handed_in(data.db), _in_folder(folder)
        work = studying.open_work(student, LESSON)
        while True:
            # What was handed in and not yet carried goes first, as after a start of the program.
            if work.attempt.state is not AttemptState.DRAFT:
                there = sorted({*there, work.attempt.number})
                mouth.going(_digest(handed_in, there))
                carrier.send(student.id, work.attempt.id)
                mouth.saved(_digest(handed_in, there))
                work = studying.next_try(work)
            start = chance.randrange(len(LESSON.article.text) - 9)
            if work.marking.find(Span(start, start + 9), "claim") is None:
                work.marking.add([Span(start, start + 9)], "claim")
            if len(work.marking) > 20:
                work.marking.remove([mark.id for mark in work.marking.marks[:15]])
            data.writer.flush()
            handed_in = [*handed_in, work.attempt.number]
            mouth.going(_digest(handed_in, there))
            studying.hand_in(work)
            mouth.saved(_digest(handed_in, there))
            work = studying.open_work(student, LESSON)


# -- drafts on the move ---------------------------------------------------------------------------


def _prepare_draft(folder: Path) -> None:
    ClassFolder.create(folder / "class", "7b")
    card = card_of()
    with DataFile.open(lambda: _open(folder)) as data:
        data.call(lambda db: Students(db).keep(Student(id=card.student_id, name="Ada")))


def _draft_digest(folder: Path) -> str:
    """What the newest draft in the folder holds: every acknowledged one must be in it."""
    entries = ClassFolder.open(folder / "class").entries(FolderPart.DRAFTS)
    drafts = [read_draft(entry.path, LESSON.article, card=card_of()) for entry in entries]
    heads = newest(drafts)
    # A version that was put there, and not yet noted here, is told from the next by its id.
    marks = {m.span.start for head in heads for m in head.submission.annotations}
    return _digest(sorted(marks))


def _keep_drafts(folder: Path, seed: int, mouth: Mouth) -> None:
    """Mark, and keep the draft in the folder; where a kill left a version unnoted, take it."""
    card: CardKeys = card_of()
    class_folder = ClassFolder.open(folder / "class")
    with DataFile.open(lambda: _open(folder)) as data:
        studying = Studying(data)
        drafts = MovingDrafts(data, folder / "aside")
        student = _who(data.db)
        look = drafts.look(class_folder, card, student, LESSON)
        if look.there:
            drafts.take(look, student, LESSON, look.there[0], card)
        work = studying.open_work(student, LESSON)
        while True:
            start = len(work.marking) % 60
            if len(work.marking) >= 60:
                work.marking.remove([mark.id for mark in work.marking.marks])
                start = 0
            while work.marking.find(Span(start, start + 9), "claim") is not None:
                start = (start + 1) % 100
            work.marking.add([Span(start, start + 9)], "claim")
            data.writer.flush()
            digest = _digest(sorted(mark.span.start for mark in work.marking.marks))
            mouth.going(digest)
            drafts.keep(class_folder, card, student, LESSON)
            mouth.saved(digest)


CARRYING = (
    Job("handing in", _prepare_handing_in, _hand_in, _handing_in_digest),
    Job("moving drafts", _prepare_draft, _keep_drafts, _draft_digest),
)
