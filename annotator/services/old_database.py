"""The verb "bring in what is in this old file": from another Annotator's data, record by record.

The file may be an old backup or come from a shared computer. It is only looked at, defended (see
store.foreign), and what is sound in it is written here by the same verbs that students' own work
takes. Nothing that is here already is changed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from annotator.files.container import open_container
from annotator.files.hand_in import KIND, SEALED_FORMAT, read_hand_in
from annotator.model.article import Article
from annotator.model.errors import AnnotatorError, InvalidModel, StoreError
from annotator.model.key import AnswerKey
from annotator.model.work import AttemptState, SchoolClass, Submission
from annotator.services.writer import Writer
from annotator.store.articles import Articles
from annotator.store.classes import Classes
from annotator.store.database import Database
from annotator.store.drafts import Drafts
from annotator.store.errors import NoSuchRecord
from annotator.store.foreign import open_foreign
from annotator.store.keys import Keys
from annotator.store.schema import DatabaseKind
from annotator.store.students import Students
from annotator.store.submissions import Submissions

T = TypeVar("T")
Counts = dict[str, int]


@dataclass(slots=True)
class BroughtIn:
    """What came of it: how many of each were new, how many records were here already.

    ``left_out`` says of each record that was left out which one it was and why.
    """

    kind: DatabaseKind
    new: Counts = field(default_factory=dict)
    known: int = 0
    left_out: list[str] = field(default_factory=list)

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
class _Work:
    """One attempt of the other file: its marks, its article, and the file if it was handed in."""

    submission: Submission
    article: Article
    hand_in: tuple[bytes, str] | None


def kind_of_database(path: Path) -> DatabaseKind:
    """Whether it is a student's or a teacher's; a StoreError where it can't be used."""
    with _opened(path) as other:
        return other.kind


def bring_in(path: Path, kind: DatabaseKind, writer: Writer) -> BroughtIn:
    """Copy what is sound in the database at ``path`` into the one of ``writer``.

    Doing it again changes nothing. A StoreError where the file as a whole can't be used (too
    large, damaged, newer, of another kind); then nothing was taken from it.
    """
    with _opened(path) as other:
        if other.kind is not kind:
            raise StoreError(
                f"“{path.name}” holds a {other.kind.name.lower()}'s data.",
                kept="Nothing was taken from it.",
                todo=f"Choose a {kind.name.lower()}'s file.",
            )
        report = BroughtIn(kind)
        if kind is DatabaseKind.STUDENT:
            _bring_in_students(other, writer, report)
        else:
            _bring_in_desk(other, writer, report)
        return report


@contextmanager
def _opened(path: Path) -> Iterator[Database]:
    with (
        tempfile.TemporaryDirectory(prefix="annotator-old-") as scratch,
        open_foreign(path, Path(scratch)) as other,
    ):
        yield other


# -- a student's file ---------------------------------------------------------------------------


def _bring_in_students(other: Database, writer: Writer, report: BroughtIn) -> None:
    rows = other.rows("SELECT id, article_sha256 FROM attempts ORDER BY student_id, number, id")
    for attempt_id, article_sha256 in rows:
        name = str(attempt_id)[:40]
        work = report.try_to(name, partial(_read_work, other, writer, attempt_id, article_sha256))
        if work is not None:
            report.add(report.try_to(name, partial(writer.call, partial(_write_work, work))))


def _read_work(other: Database, writer: Writer, attempt_id: str, article_sha256: str) -> _Work:
    if Articles(other).has(article_sha256):
        article = Articles(other).load(article_sha256)
    else:
        article = writer.call(lambda db: Articles(db).load(article_sha256))
    drafts = Drafts(other)
    submission = drafts.load(attempt_id, article.text)
    if submission.attempt.state is AttemptState.DRAFT:
        return _Work(submission=submission, article=article, hand_in=None)
    file, sha256 = drafts.hand_in_file(attempt_id)
    opened = open_container(file, KIND, SEALED_FORMAT, name="a hand-in")
    if opened.format != SEALED_FORMAT:
        inside = read_hand_in(file, article).submission
        if (set(inside.annotations), inside.attempt.id) != (
            set(submission.annotations),
            attempt_id,
        ):
            raise InvalidModel("its marks are not those that were handed in.")
    return _Work(submission=submission, article=article, hand_in=(file, sha256))


def _write_work(work: _Work, db: Database) -> Counts:
    student, attempt = work.submission.student, work.submission.attempt
    drafts = Drafts(db)
    if _has(partial(drafts.attempt, attempt.id)):
        return {}
    is_new = not _has(partial(Students(db).student, student.id))
    if is_new:
        Students(db).keep(student)
    if not Articles(db).has(work.article.sha256):
        Articles(db).add(work.article)
    drafts.adopt(work.submission)
    if work.hand_in is not None:
        drafts.hand_in(attempt.id, attempt.handed_in or attempt.started, *work.hand_in)
    return {"students": int(is_new), "pieces of work": 1}


# -- a teacher's file ---------------------------------------------------------------------------


def _bring_in_desk(other: Database, writer: Writer, report: BroughtIn) -> None:
    for school_class in report.try_to("classes", Classes(other).classes) or ():
        write = partial(_write_class, school_class)
        report.add(report.try_to(school_class.name, partial(writer.call, write)))
    for (lesson_id,) in other.rows("SELECT DISTINCT lesson_id FROM keys"):
        for version in Keys(other).versions(lesson_id):
            name = f"key of {lesson_id[:60]}, version {version}"
            key = report.try_to(name, partial(Keys(other).load, lesson_id, version))
            if key is not None:
                write_key = partial(_write_key, lesson_id, key)
                report.add(report.try_to(name, partial(writer.call, write_key)))
    if other.version < 2:
        return
    for sha256, name in other.rows("SELECT sha256, file_name FROM submissions ORDER BY received"):
        work = report.try_to(name, partial(_read_paper, other, sha256))
        if work is not None:
            write_paper = partial(_write_paper, work, sha256, name[:200])
            report.add(report.try_to(name, partial(writer.call, write_paper)))


def _write_class(school_class: SchoolClass, db: Database) -> Counts:
    classes = Classes(db)
    here = {each.id: each for each in classes.classes()}
    known = {student.id for each in here.values() for student in each.students}
    if school_class.id not in here:
        classes.keep_class(school_class)
    new = [student for student in school_class.students if student.id not in known]
    for student in new:
        classes.keep_student(student)
    return {"classes": int(school_class.id not in here), "students": len(new)}


def _write_key(lesson_id: str, key: AnswerKey, db: Database) -> Counts:
    keys = Keys(db)
    for version in keys.versions(lesson_id):
        if replace(keys.load(lesson_id, version), version=key.version) == key:
            return {}
    keys.add(lesson_id, key)
    return {"answer keys": 1}


def _read_paper(other: Database, sha256: str) -> Submission:
    work = Submissions(other).load_received(sha256)
    if Articles(other).has(work.article_sha256):
        work.check(Articles(other).load(work.article_sha256).text)
    return work


def _write_paper(work: Submission, sha256: str, name: str, db: Database) -> Counts:
    return {"hand-ins": int(Submissions(db).add_received(work, sha256, name))}


def _has(load: Callable[[], object]) -> bool:
    try:
        load()
    except NoSuchRecord:
        return False
    return True
