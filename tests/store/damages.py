"""Damage of every kind to a data file, at random; what was named, and what was shown otherwise.

:func:`run` is called with a few hundred in the tests and with any number by a long run.
"""

from __future__ import annotations

import hashlib
import random
import re
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from annotator.files.label_guide import load_label_guide
from annotator.files.lesson_file import write_lesson_file
from annotator.model.errors import AnnotatorError
from annotator.model.lesson import Lesson
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.old_database import bring_in
from annotator.store.articles import Articles
from annotator.store.database import Database
from annotator.store.drafts import Drafts
from annotator.store.lesson_files import LessonFiles
from annotator.store.preferences import Preferences
from annotator.store.schema import DatabaseKind
from annotator.store.students import Students
from annotator.store.teacher_keys import HowKnown, TeacherKeys
from tests.files.make import GUIDE, WHEN
from tests.store.conftest import ARTICLE
from tests.store.test_flipped_bytes import written

STUDENT = DatabaseKind.STUDENT


@dataclass(slots=True)
class Damages:
    """What became of damaged files: how many were named, how many had no effect, and tracebacks."""

    named: int = 0
    harmless: int = 0
    wrong: list[tuple[int, str]] = field(default_factory=list)
    tracebacks: list[tuple[int, str]] = field(default_factory=list)


def make_file(path: Path) -> None:
    """A student's file with something in every table that a page shows."""
    attempt_id, _marks, _ties = written(path)
    lesson = Lesson(id="l", title="Leak é🚦", article=ARTICLE, guide=load_label_guide(GUIDE))
    with Database.open(path, kind=STUDENT) as database:
        LessonFiles(database).add(lesson, "leak.lesson", write_lesson_file(lesson))
        (student,) = Students(database).students()
        Preferences(database).set("theme", "dark")
        Preferences(database).set("size", {"points": 18}, student_id=student.id)
        TeacherKeys(database).pin(["a-class"], "a" * 64, HowKnown.FIRST_SIGHT, "Ms Bell")
        file = b"annotator hand-in 1" + bytes(3_000)
        drafts = Drafts(database)
        drafts.hand_in(attempt_id, WHEN, file, hashlib.sha256(file).hexdigest())
        drafts.take_return(attempt_id, 1, WHEN, b"annotator return 1" + bytes(5_000), signed=True)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def read_all(database: Database) -> list[str]:
    """Everything that a student's pages show of a data file, as text."""
    drafts, shown = Drafts(database), []
    for student in Students(database).students():
        shown.append(repr(student))
        shown.append(repr(sorted(Preferences(database).all(student.id).items())))
        for progress in drafts.progress(student.id):
            article = Articles(database).load(progress.article_sha256)
            work = drafts.load(progress.attempt.id, article.text)
            shown += [repr(progress), repr(sorted(map(repr, work.annotations)))]
            shown.append(repr(drafts.returned_file(progress.attempt.id)))
    shown += [repr(Preferences(database).all()), repr(TeacherKeys(database).all())]
    files = LessonFiles(database)
    # What has lost its card is read instead: the start page lists it all the same.
    listed = {card.file_sha256: card.title for card in files.cards()}
    listed |= {sha256: files.load(sha256).title for sha256 in files.undescribed()}
    shown += [repr(sorted(listed.items())), repr(files.all())]
    return shown


def damaged(whole: bytes, chance: random.Random) -> bytes:
    """The bytes of a database with one damage of a kind that disks, sync programs and people do."""
    data = bytearray(whole)
    page = int.from_bytes(data[16:18], "big") or 4096
    match chance.randrange(8):
        case 0:
            for _ in range(chance.choice([1, 4, 40])):
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        case 1:  # the schema: the tables' own words
            data[chance.randrange(100, page)] = chance.randrange(256)
        case 2:  # text that is not UTF-8, somewhere in the schema or a record
            places = [found.start() for found in re.finditer(rb"[a-z]{6}", data)]
            at = chance.choice(places)
            data[at : at + 2] = bytes([chance.randrange(0x80, 0x100), 0xFF])
        case 3:  # a page of zeros, or of another page
            at = chance.randrange(len(data) // page) * page
            other = chance.randrange(len(data) // page) * page
            data[at : at + page] = chance.choice([bytes(page), bytes(data[other : other + page])])
        case 4:
            del data[chance.randrange(1, len(data)) :]
        case 5:
            data[chance.randrange(100)] = chance.randrange(256)
        case 6:
            data += chance.randbytes(chance.choice([1, page, 3 * page]))
        case _:
            at = chance.randrange(len(data))
            data[at : at + 300] = chance.randbytes(len(data[at : at + 300]))
    return bytes(data)


def run(folder: Path, count: int, seed: int = 1) -> Damages:
    """Damage a data file ``count`` times; open it, read it, check it, bring it in."""
    path, told = folder / STUDENT.file_name, Damages()
    make_file(path)
    whole = path.read_bytes()
    with Database.open(path, kind=STUDENT) as database:
        before = read_all(database)
    for number in range(seed, seed + count):
        chance = random.Random(number)
        for beside in folder.glob(f"{path.name}*"):
            beside.unlink()
        bad = damaged(whole, chance)
        path.write_bytes(bad)
        if chance.random() < 0.2:
            path.with_name(f"{path.name}-wal").write_bytes(
                chance.randbytes(chance.choice([32, 5000]))
            )
        try:
            _look(path, folder, number, before, told)
        except Exception:  # noqa: BLE001 -- whatever it is, it is what is looked for
            told.tracebacks.append((number, traceback.format_exc()))
    return told


def _look(path: Path, folder: Path, number: int, before: list[str], told: Damages) -> None:
    named = False
    try:
        with Database.open(path, kind=STUDENT) as database:
            shown = read_all(database)
            try:
                database.check_integrity()
            except AnnotatorError:
                named = True
        if shown != before and not named:
            told.wrong.append((number, "something else is shown, and nothing was named"))
    except AnnotatorError:
        named = True
    here = folder / "here"
    here.mkdir(exist_ok=True)
    with DataFile.open(lambda: Database.open(here / f"{number}.db", kind=STUDENT)) as data:
        try:
            bring_in(path, data)
        except AnnotatorError:
            named = True
    for gone in here.iterdir():
        gone.unlink()
    told.named += named
    told.harmless += not named
