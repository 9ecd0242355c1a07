"""A teacher's file with made-up classes whose mistakes have known rates.

The papers come from the product's maker of sample classes; everything is written through the
same doors as real work: lists, assignments, hand-ins with hands.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator import assets
from annotator.model.lesson import Lesson
from annotator.model.work import Assignment, SchoolClass
from annotator.services.classes.class_lists import read_class_list
from annotator.services.classes.desk import TeacherDesk
from annotator.services.classes.sample_class import Rates, make_sample_class
from annotator.services.data.data_file import DataFile
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.review.reviewing import Review
from annotator.services.review.rule_change import note_shown
from annotator.store.classes import Assignments
from annotator.store.database import Database
from annotator.store.schema import DatabaseKind

NOW = datetime.datetime(2026, 3, 16, 14, 0, tzinfo=datetime.UTC)
LESSON = "03-reservoir-leak"


def shelf() -> LessonShelf:
    """The lessons that come with the program."""
    return LessonShelf(assets.lessons_dir(), assets.resources_dir() / "label_guide.toml")


def set_list(desk: TeacherDesk, class_id: str, names: Sequence[str], called: str = "") -> None:
    """Let these be the students of a class, as by its list; all who are not on it leave."""
    listed = read_class_list("\n".join(names)).students
    rosters = desk.rosters
    name = called or desk.school_class(class_id).name
    rosters.take_over(class_id, name, rosters.plan(class_id, listed))


@dataclass(slots=True)
class SeededDesk:
    """An open teacher's file. Close it at the end."""

    path: Path
    data: DataFile
    desk: TeacherDesk
    shelf: LessonShelf

    @classmethod
    def make(cls, folder: Path) -> SeededDesk:
        """A new, empty file in ``folder``, or the one that is there."""
        path = folder / "teacher.db"
        data = DataFile.open(lambda: Database.open(path, kind=DatabaseKind.TEACHER))
        lessons = shelf()
        # Nothing of older programs is in it.
        note_shown(data)
        return cls(path, data, TeacherDesk(data, lessons), lessons)

    def close(self) -> None:
        """Write what waits, and close."""
        assert self.data.close() is None

    def lesson(self, lesson_id: str = LESSON) -> Lesson:
        """A lesson with its key."""
        return self.shelf.load(lesson_id)

    def set_list(self, class_id: str, names: Sequence[str], called: str = "") -> None:
        """See :func:`set_list`."""
        set_list(self.desk, class_id, names, called)

    def add_class(
        self,
        name: str = "7B",
        *,
        students: int = 28,
        seed: int = 7,
        lessons: Sequence[str] = (LESSON,),
        rates: Rates | None = None,
    ) -> SchoolClass:
        """A class with papers for these lessons, the last of them due now."""
        return make_sample_class(
            self.data,
            [self.lesson(each) for each in lessons],
            now=NOW,
            name=name,
            students=students,
            seed=seed,
            rates=rates,
            is_sample=False,
        )

    def assignments(self, *classes: SchoolClass) -> tuple[Assignment, ...]:
        """The latest assignment of each class."""
        return tuple(Assignments(self.data.db).of_class(each.id)[0] for each in classes)

    def review(self, *classes: SchoolClass, who: str = "Ms Varga") -> Review:
        """The papers of the classes' latest assignments."""
        given = self.assignments(*classes)
        return Review(self.lesson(given[0].lesson_id), given, self.data, who=who)
