"""Work that was handed in for real: a data file, the shipped lessons with their keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator import assets
from annotator.model.annotation import Annotation
from annotator.model.key import KeyItem
from annotator.model.labels import CLAIM, DENIAL, OPINION, SOURCE
from annotator.model.lesson import Lesson
from annotator.model.text import Span
from annotator.services.data.data_file import DataFile
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.marking.studying import OpenWork, Studying
from annotator.services.review.practice import Practice, Results
from annotator.store.database import Database
from annotator.store.schema import DatabaseKind
from annotator.ui.returned.page import ReturnedPage
from annotator.ui.widgets.appearance import Appearance

LESSON = "03-reservoir-leak"


@dataclass
class Desk:
    """A student's table with one lesson on it, and the key for whoever makes the mistakes."""

    studying: Studying
    data: DataFile
    shelf: LessonShelf
    practice: Practice
    keyed: Lesson

    def begin(self, name: str = "Amara O.") -> OpenWork:
        """Open the lesson for a student."""
        student = self.studying.add_person(name)
        return self.studying.open_work(student, self.shelf.load(LESSON, with_key=False))

    def hand_in(self, work: OpenWork) -> OpenWork:
        """Hand the work in; as it is opened again then."""
        self.studying.hand_in(work)
        return self.studying.open_work(work.student, work.lesson)

    def results(self, work: OpenWork) -> Results:
        """What may be shown of it; there must be something."""
        results = self.practice.results(work)
        assert results is not None
        return results

    @property
    def required(self) -> list[KeyItem]:
        """What is to be found, in reading order."""
        assert self.keyed.key is not None
        return sorted((i for i in self.keyed.key.items if i.required), key=lambda i: i.span)


def mark(work: OpenWork, span: Span, label: str) -> Annotation:
    """One mark, written as a stroke is."""
    return work.marking.add([span], label).after[0]


def make_mistakes(desk: Desk, work: OpenWork) -> dict[str, str]:
    """Right but for: item 2 another label, 4 too long, 5 and 8 passed over, a trap, an extra."""
    assert desk.keyed.key is not None
    text = work.lesson.article.text
    made = {}
    for number, item in enumerate(desk.required):
        if number == 2:
            wrong = next(x for x in (CLAIM, OPINION, DENIAL, SOURCE) if x not in item.labels)
            likely = [label for label, _ in item.likely_mistakes]
            made["wrong"] = mark(work, item.span, likely[0] if likely else wrong).id
        elif number == 4:
            end = min(text.index("\n", item.span.end), item.span.end + 90)
            made["long"] = mark(work, Span(item.span.start, end), item.label).id
        elif number not in (5, 8):
            made[f"right {number}"] = mark(work, item.span, item.label).id
    made["trap"] = mark(work, desk.keyed.key.traps[0].span, SOURCE).id
    return made


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty one; its store is a real file."""
    path = tmp_path / "student.db"
    data = DataFile.open(lambda: Database.open(path, kind=DatabaseKind.STUDENT))
    studying = Studying(data)
    shelf = LessonShelf(assets.lessons_dir(), assets.resources_dir() / "label_guide.toml")
    practice = Practice(studying, shelf.load, shelf.has)
    yield Desk(studying, data, shelf, practice, shelf.load(LESSON))
    assert data.close() is None


@dataclass
class Shown:
    """A page on work with known mistakes, and the ids of the marks that hold them."""

    desk: Desk
    work: OpenWork
    made: dict[str, str]
    page: ReturnedPage


@pytest.fixture
def shown(desk: Desk, dressed: Appearance, qtbot: QtBot) -> Iterator[Shown]:
    """Amara's work, handed in, with its reasons on the screen."""
    draft = desk.begin()
    made = make_mistakes(desk, draft)
    work = desk.hand_in(draft)
    page = ReturnedPage(dressed, desk.results(work))
    page.objected.connect(
        lambda reason, subject: desk.practice.objections.keep(work.attempt, reason, subject)
    )
    page.resize(1280, 832)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    yield Shown(desk, work, made, page)
    page.hide()
