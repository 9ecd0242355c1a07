"""The verb "bring in what is in this old file": from another Annotator's data, record by record.

The file may be an old backup or come from a shared computer. It is only looked at, defended (see
store.foreign), and what is sound in it is written here by the same verbs that students' own work
takes. Nothing that is here already is changed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from annotator.files.container import open_container
from annotator.files.hand_in import KIND, SEALED_FORMAT, read_hand_in
from annotator.model.article import Article
from annotator.model.errors import AnnotatorError, InvalidModel, StoreError
from annotator.model.work import AttemptState, Submission
from annotator.services.data.data_file import DataFile
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
    """One attempt of the other file: its marks, its article, and the file if it was handed in."""

    submission: Submission
    article: Article
    hand_in: tuple[bytes, str] | None


def kind_of_database(path: Path) -> DatabaseKind:
    """Whether it is a student's or a teacher's; a StoreError where it can't be used."""
    with opened(path) as other:
        return other.kind


def bring_in(
    path: Path,
    kind: DatabaseKind,
    data: DataFile,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> BroughtIn:
    """Copy what is sound in the database at ``path`` into the one of ``data``.

    Doing it again changes nothing. ``progress`` hears how many of how many records are done;
    ``cancelled`` is asked before each. A StoreError where the file as a whole can't be used (too
    large, damaged, newer, of another kind); then nothing was taken from it.
    """
    with opened(path) as other:
        if other.kind is not kind:
            raise StoreError(
                f"“{path.name}” holds {_WHOSE[other.kind]}.",
                kept="Nothing was taken from it.",
                todo=f"Choose a file that holds {_WHOSE[kind]}.",
            )
        report = BroughtIn(kind)
        if kind is DatabaseKind.STUDENT:
            steps = _student_steps(other, data, report)
        else:
            from annotator.services.exchange.old_desk import desk_steps

            steps = desk_steps(other, data, report)
        take(steps, report, progress, cancelled)
        return report


def take(
    steps: Sequence[Step],
    report: BroughtIn,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> None:
    """Go through the records one by one; where it is stopped, what came in until then stays."""
    for number, (name, do) in enumerate(steps):
        if cancelled and cancelled():
            report.stopped = True
            return
        if progress:
            progress(number, len(steps))
        report.add(report.try_to(name, do))
    if progress:
        progress(len(steps), len(steps))


def told(report: BroughtIn) -> list[str]:
    """What a person reads of it: what is new, what was here before, what else to know."""
    new = [
        f"{number} {_ONE.get(what, what) if number == 1 else what}"
        for what, number in report.new.items()
    ]
    lines = [f"New: {', '.join(new)}." if new else "Nothing in it is new."]
    if report.known:
        records = "record was" if report.known == 1 else "records were"
        lines.append(f"{report.known} {records} here already.")
    if report.left_out:
        records = "record was" if len(report.left_out) == 1 else "records were"
        lines.append(f"{len(report.left_out)} {records} left out.")
    if report.stopped:
        lines.append("It was stopped. What came in until then is kept; do it again for the rest.")
    return lines + report.notes


_ONE = {
    "students": "student",
    "pieces of work": "piece of work",
    "classes": "class",
    "lessons": "lesson",
    "assignments": "assignment",
    "answer keys": "answer key",
    "texts": "text",
    "hand-ins": "hand-in",
    "decisions": "decision",
}
_WHOSE = {DatabaseKind.STUDENT: "students' work", DatabaseKind.TEACHER: "a teacher's desk"}


@contextmanager
def opened(path: Path) -> Iterator[Database]:
    """Another database, defended and only for reading; a StoreError where it can't be used."""
    with (
        tempfile.TemporaryDirectory(prefix="annotator-old-") as scratch,
        open_foreign(path, Path(scratch)) as other,
    ):
        yield other


# -- a student's file ---------------------------------------------------------------------------


def _student_steps(other: Database, data: DataFile, report: BroughtIn) -> list[Step]:
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
    opened = open_container(file, KIND, SEALED_FORMAT, name="a hand-in")
    if opened.format != SEALED_FORMAT:
        inside = read_hand_in(file, article).submission
        if (set(inside.annotations), inside.attempt.id) != (
            set(submission.annotations),
            attempt_id,
        ):
            raise InvalidModel("its marks are not those that were handed in.")
    return Work(submission=submission, article=article, hand_in=(file, sha256))


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
    return {"students": int(is_new), "pieces of work": 1}


def has(load: Callable[[], object]) -> bool:
    """Whether ``load`` finds its record."""
    try:
        load()
    except NoSuchRecord:
        return False
    return True
