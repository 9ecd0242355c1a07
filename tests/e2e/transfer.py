"""Students on machines of their own, and archives shaped as platforms shape them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from annotator import assets
from annotator.files.card_keys import CardKeys
from annotator.model.lesson import Lesson
from annotator.model.work import Student
from annotator.services.classes.cards import keep_student, open_card
from annotator.services.data.data_file import DataFile
from annotator.services.data.workspace import Workspace
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.marking.studying import OpenWork, Studying
from annotator.store.schema import DatabaseKind


def the_shelf(data: DataFile | None = None) -> LessonShelf:
    """The lessons that come with the program, and those that were opened here."""
    return LessonShelf(
        assets.lessons_dir(),
        assets.resources_dir() / "label_guide.toml",
        data,
    )


@dataclass(frozen=True, slots=True)
class Machine:
    """A student's data folder, open."""

    data: DataFile
    studying: Studying
    shelf: LessonShelf

    def sign_in(self, name: str, words: str = "") -> tuple[Student, CardKeys | None]:
        """With a class card, or with a name alone."""
        if not words:
            return self.studying.add_person(name), None
        signed_in = open_card(name, words)
        return keep_student(self.data, signed_in), signed_in.keys

    def begin(self, student: Student, lesson_file: Path) -> OpenWork:
        """Open a lesson file as the window does."""
        lesson = self.shelf.open_file(lesson_file, keep=self.studying.keep_lesson)
        return self.studying.open_work(student, lesson)


@contextmanager
def machine(folder: Path) -> Iterator[Machine]:
    """A student's computer with its data in ``folder``."""
    with Workspace.open(folder) as workspace:
        data = DataFile.open(workspace.opener(DatabaseKind.STUDENT))
        try:
            yield Machine(data, Studying(data), the_shelf(data))
        finally:
            assert data.close() is None


def mark_items(work: OpenWork, keyed: Lesson, first: int, last: int) -> None:
    """Mark the key's required items from number ``first`` up to ``last``, as the key has them."""
    assert keyed.key is not None
    required = [item for item in keyed.key.items if item.required]
    for item in required[first:last]:
        work.marking.add([item.accepted[0].span], item.label)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """An archive as platforms make them: compressed, with whatever names they give."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()
