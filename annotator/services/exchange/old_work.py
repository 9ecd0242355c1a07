"""Records of another Annotator's database: what came of each, and a student's work among them.

Each record is read from the other file, held against its text, and written here in one piece.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from annotator.files.container import open_container
from annotator.files.hand_in import KIND, SEALED_FORMAT, read_hand_in
from annotator.model.article import Article
from annotator.model.errors import AnnotatorError, InvalidModel
from annotator.model.work import AttemptState, Submission
from annotator.services.data.data_file import DataFile
from annotator.services.marking.attempt_keys import keep_keys, keys_of
from annotator.store.articles import Articles
from annotator.store.database import Database
from annotator.store.drafts import Drafts
from annotator.store.errors import NoSuchRecord
from annotator.store.foreign import open_foreign
from annotator.store.schema import DatabaseKind
from annotator.store.students import Students

T = TypeVar("T")
Counts = dict[str, int]
#: One record: what to call it where it is left out, and what brings it in.
Step = tuple[str, Callable[[], Counts]]


@dataclass(slots=True)
class BroughtIn:
    """What came of it: how many of each were new, how many records were here already.

    ``left_out`` says of each record that was left out which one it was and why; ``notes`` are
    sentences on what was taken in another way than it stood there.
    """

    kind: DatabaseKind
    new: Counts = field(default_factory=dict)
    known: int = 0
    left_out: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    stopped: bool = False

    def add(self, new: Counts | None) -> None:
        """What one record brought: nothing where it was here already, None where it failed."""
        if new is not None and not any(new.values()):
            self.known += 1
        for what, number in (new or {}).items():
            if number:
                self.new[what] = self.new.get(what, 0) + number

    def try_to(self, name: str, do: Callable[[], T]) -> T | None:
        """What ``do`` returns; what can't be read or written is named, and the rest goes on."""
        try:
            return do()
        except AnnotatorError as error:
            self.left_out.append(f"{name[:80]}: {error.happened}")
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One attempt of the other file: its marks, its article, and the file if it was handed in,
    with the keys to which what comes back is sealed."""

    submission: Submission
    article: Article
    hand_in: tuple[bytes, str] | None
    keys: dict[str, str] = field(default_factory=dict)


@contextmanager
def opened(path: Path) -> Iterator[Database]:
    """Another database, defended and only for reading; a StoreError where it can't be used."""
    with (
        tempfile.TemporaryDirectory(prefix="annotator-old-") as scratch,
        open_foreign(path, Path(scratch)) as other,
    ):
        yield other


def student_steps(other: Database, data: DataFile) -> list[Step]:
    """Everything that there is to bring in of a student's file."""
    rows = other.rows("SELECT id, article_sha256 FROM attempts ORDER BY student_id, number, id")

    def bring(attempt_id: str, article_sha256: str) -> Counts:
        work = read_work(other, data, attempt_id, article_sha256)
        return data.call(partial(write_work, work))

    return [(str(id)[:40], partial(bring, id, sha256)) for id, sha256 in rows]


def read_work(other: Database, data: DataFile, attempt_id: str, article_sha256: str) -> Work:
    """One attempt of the other file, held against its text; AnnotatorError where it doesn't fit."""
    if Articles(other).has(article_sha256):
        article = Articles(other).load(article_sha256)
    else:
        article = data.call(lambda db: Articles(db).load(article_sha256))
    drafts = Drafts(other)
    submission = drafts.load(attempt_id, article.text)
    if submission.attempt.state is AttemptState.DRAFT:
        return Work(submission=submission, article=article, hand_in=None)
    file, sha256 = drafts.hand_in_file(attempt_id)
    keys = keys_of(other, attempt_id)
    opened = open_container(file, KIND, SEALED_FORMAT, name="a hand-in")
    if opened.format != SEALED_FORMAT:
        inside = read_hand_in(file, article).submission
        if (set(inside.annotations), inside.attempt.id) != (
            set(submission.annotations),
            attempt_id,
        ):
            raise InvalidModel("its marks are not those that were handed in.")
    return Work(submission=submission, article=article, hand_in=(file, sha256), keys=keys)


def write_work(work: Work, db: Database) -> Counts:
    """Write an attempt with its student and its text; nothing where it is here already."""
    student, attempt = work.submission.student, work.submission.attempt
    drafts = Drafts(db)
    if has(partial(drafts.attempt, attempt.id)):
        return {}
    is_new = not has(partial(Students(db).student, student.id))
    if is_new:
        Students(db).keep(student)
    if not Articles(db).has(work.article.sha256):
        Articles(db).add(work.article)
    drafts.adopt(work.submission)
    if work.hand_in is not None:
        drafts.hand_in(attempt.id, attempt.handed_in or attempt.started, *work.hand_in)
        keep_keys(db, attempt.id, work.keys)
    return {"students": int(is_new), "pieces of work": 1}


def has(load: Callable[[], object]) -> bool:
    """Whether ``load`` finds its record."""
    try:
        load()
    except NoSuchRecord:
        return False
    return True
