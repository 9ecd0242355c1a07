"""A teacher's desk with real files, and hand-ins made for it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator import assets
from annotator.files.card_keys import CardKeys
from annotator.files.hand_in import write_hand_in
from annotator.files.sealing import KeyRing, key_ring
from annotator.model.annotation import Annotation, new_id
from annotator.model.lesson import Lesson
from annotator.model.text import Span
from annotator.model.work import Attempt, AttemptState, SchoolClass, Student, Submission
from annotator.services.data.data_file import DataFile
from annotator.services.data.workspace import Workspace
from annotator.services.exchange.collecting import Collecting
from annotator.services.exchange.filing import Filing
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.marking.attempts import StudentWork, work_of
from annotator.store.arrivals import Arrivals
from annotator.store.classes import Classes
from annotator.store.database import Database
from annotator.store.schema import DatabaseKind

LESSON = "01-new-crossing"
WHEN = datetime.datetime(2026, 3, 14, 9, 30, tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True)
class ADesk:
    """An open data folder of a teacher, with her keys and one lesson."""

    folder: Path
    data: DataFile
    keys: KeyRing
    shelf: LessonShelf
    lesson: Lesson

    @property
    def collecting(self) -> Collecting:
        return Collecting(self.data, self.shelf.load, self.keys)

    @property
    def filing(self) -> Filing:
        return Filing(self.data)

    def work(self, lesson_id: str) -> tuple[StudentWork, ...]:
        """Who handed in what for a lesson, and which one counts."""
        return work_of(Arrivals(self.data.db).of_lesson(lesson_id))

    def add_class(self, name: str, *names: str) -> SchoolClass:
        def write(db: Database) -> str:
            made = Classes(db).add_class(name)
            for each in names:
                Classes(db).add_student(made.id, each)
            return made.id

        made_id = self.data.call(write)
        return next(each for each in Classes(self.data.db).classes() if each.id == made_id)

    def everything(self) -> dict[str, list[Any]]:
        """All rows of all tables, to see whether anything changed."""
        names = [
            row[0] for row in self.data.db.rows("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        return {
            name: sorted(map(repr, self.data.db.rows(f'SELECT * FROM "{name}"'))) for name in names
        }


@contextmanager
def a_desk(folder: Path) -> Iterator[ADesk]:
    shelf = LessonShelf(assets.lessons_dir(), assets.resources_dir() / "label_guide.toml")
    with Workspace.open(folder) as workspace:
        data = DataFile.open(workspace.opener(DatabaseKind.TEACHER))
        try:
            yield ADesk(folder, data, key_ring(workspace.folder), shelf, shelf.load(LESSON))
        finally:
            assert data.close() is None


def a_hand_in(
    lesson: Lesson,
    name: str,
    *,
    student_id: str = "",
    card: CardKeys | None = None,
    keys: KeyRing | None = None,
    assignment_id: str = "",
    number: int = 1,
    attempt_id: str = "",
    supersedes: str = "",
    minutes: int = 0,
    marks: int = 2,
) -> bytes:
    """A hand-in file, handed in so many minutes after :data:`WHEN`."""
    text = lesson.article.text
    submission = Submission(
        student=Student(id=card.student_id if card else student_id or new_id(), name=name),
        lesson_id=lesson.id,
        article_sha256=lesson.article.sha256,
        attempt=Attempt(
            id=attempt_id or new_id(),
            number=number,
            supersedes=supersedes,
            state=AttemptState.HANDED_IN,
            started=WHEN,
            handed_in=WHEN + datetime.timedelta(minutes=minutes),
        ),
        annotations=tuple(
            Annotation.on(text, Span(start, start + 20), "claim", at=WHEN)
            for start in range(0, 30 * marks, 30)
        ),
        assignment_id=assignment_id,
    )
    return write_hand_in(
        submission,
        lesson.article,
        program_version="1",
        teacher_key=keys.current.public if keys else "",
        card=card,
    )
