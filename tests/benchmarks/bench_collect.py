"""Collecting: 300 sealed and signed hand-ins of 60 marks from a local folder, and all once more.

The floor is reading and hashing the same files, measured right before, by turns.
"""

from __future__ import annotations

import datetime
import hashlib
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from annotator import assets
from annotator.files.card_keys import CardKeys
from annotator.files.hand_in import write_hand_in
from annotator.files.sealing import KeyRing, key_ring
from annotator.model.annotation import Annotation, new_id
from annotator.model.lesson import Lesson
from annotator.model.text import Span
from annotator.model.work import Attempt, AttemptState, Student, Submission
from annotator.services.data.data_file import DataFile
from annotator.services.data.workspace import Workspace
from annotator.services.exchange.collecting import Collecting, CollectReport
from annotator.services.lessons.shelf import LessonShelf
from annotator.store.schema import DatabaseKind
from tests.benchmarks.table import Row

HAND_INS = 300
MARKS = 60
WHEN = datetime.datetime(2026, 3, 14, 9, 30, tzinfo=datetime.UTC)
LABELS = ("claim", "denial", "source", "opinion")
ROUNDS = 3


def rows() -> Iterator[Row]:
    """First time and second time, each beside reading and hashing."""
    first, second, floors = [], [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as made:
            one, two, floor = _measure(Path(made))
        first.append(one)
        second.append(two)
        floors.append(floor)
    size = f"{HAND_INS} hand-ins of {MARKS} marks"
    floor = min(floors)
    yield Row("collect, first time", size, min(first), "s", floor, 5.0, "value")
    yield Row("collect again", size, min(second), "s", floor, 0.5, "value")


def _measure(folder: Path) -> tuple[float, float, float]:
    shelf = LessonShelf(assets.lessons_dir(), assets.resources_dir() / "label_guide.toml")
    lesson = shelf.load("08-tech-chief")
    inbox = folder / "in"
    inbox.mkdir()
    with Workspace.open(folder / "desk") as workspace:
        keys = key_ring(workspace.folder)
        write_hand_ins(inbox, lesson, keys)
        floor, _ = _timed(lambda: _read_and_hash(inbox))
        with DataFile.open(workspace.opener(DatabaseKind.TEACHER)) as data:
            collecting = Collecting(data, shelf.load, keys)

            def collect() -> CollectReport:
                return collecting.collect([inbox], lesson=lesson)

            first, came = _timed(collect)
            second, again = _timed(collect)
    assert isinstance(came, CollectReport)
    assert isinstance(again, CollectReport)
    assert (len(came.new), again.known, len(again.new)) == (HAND_INS, HAND_INS, 0)
    return first, second, floor


def write_hand_ins(inbox: Path, lesson: Lesson, keys: KeyRing, count: int = HAND_INS) -> None:
    """Hand-ins sealed to ``keys``; ten class cards sign them by turns, for cards take time."""
    names = [f"Student {number}" for number in range(10)]
    cards = [CardKeys.from_card(name, ("able", "able", "able", "able")) for name in names]
    text = lesson.article.text
    for number in range(count):
        card = cards[number % len(cards)]
        marks = [
            Annotation.on(text, Span(start, start + 25 + number % 7), LABELS[start % 4], at=WHEN)
            for start in range(0, MARKS * 30, 30)
        ]
        submission = Submission(
            student=Student(id=card.student_id, name=names[number % len(names)]),
            lesson_id=lesson.id,
            article_sha256=lesson.article.sha256,
            attempt=Attempt(
                id=new_id(),
                number=1 + number // len(cards),
                state=AttemptState.HANDED_IN,
                started=WHEN,
                handed_in=WHEN + datetime.timedelta(seconds=number),
            ),
            annotations=tuple(marks),
        )
        file = write_hand_in(
            submission,
            lesson.article,
            program_version="bench",
            teacher_key=keys.current.public,
            card=card,
        )
        (inbox / f"{number:03}.handin").write_bytes(file)


def _read_and_hash(inbox: Path) -> int:
    return len({hashlib.sha256(path.read_bytes()).digest() for path in inbox.iterdir()})


def _timed(work: object) -> tuple[float, object]:
    assert callable(work)
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result
