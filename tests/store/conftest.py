"""A student's file with a student and a running draft, on a text with everything in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.model.annotation import Annotation
from annotator.model.article import Article, BlockKind
from annotator.model.text import Span
from annotator.model.work import Attempt, Student
from annotator.store.database import Database
from annotator.store.drafts import Drafts
from annotator.store.schema import DatabaseKind
from annotator.store.students import Students

ARTICLE = Article.from_blocks(
    [
        (BlockKind.HEADLINE, "Crossing opens 🚦 on Mill Lane"),
        (BlockKind.PARAGRAPH, "“It is safe,” said Żofia Nowak. قال المتحدث إن الجسر آمن."),
        (BlockKind.PARAGRAPH, "👩‍👩‍👧 families waited; कहते हैं, the café didn’t open."),
    ]
)
TEXT = ARTICLE.text


def mark_on(start: int, end: int, label: str = "claim") -> Annotation:
    """An annotation on the text of these tests."""
    return Annotation.on(TEXT, Span(start, end), label)


@pytest.fixture
def open_student(tmp_path: Path) -> Iterator[Callable[..., Database]]:
    """Opens the student's file in ``tmp_path``, any number of times; all are closed at the end."""
    opened: list[Database] = []

    def open_it(**options: object) -> Database:
        path = tmp_path / "student.db"
        opened.append(Database.open(path, kind=DatabaseKind.STUDENT, **options))  # type: ignore[arg-type]
        return opened[-1]

    yield open_it
    for database in opened:
        database.close()


@pytest.fixture
def database(open_student: Callable[..., Database]) -> Database:
    """A new student's file."""
    return open_student()


@pytest.fixture
def student(database: Database) -> Student:
    """A student in that file."""
    return Students(database).add_student("Ada")


@pytest.fixture
def attempt(database: Database, student: Student) -> Attempt:
    """That student's running draft."""
    return Drafts(database).open_draft(student.id, "01-crossing", ARTICLE.sha256)
