"""The verb "bring my work back": one student's own work out of a backup of this computer.

A backup holds everyone's work on this computer. Students who bring something back get their own and
no one else's, and no one else's work changes. What is here now is put into a backup of its own
before, so that this can be taken back in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from annotator.model.attempt import LessonProgress
from annotator.model.changes import MarksChange
from annotator.model.errors import AnnotatorError
from annotator.model.work import AttemptState
from annotator.services.data.backups import Backup, Backups
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.old_work import (
    Counts,
    Work,
    has,
    opened,
    read_work,
    write_work,
)
from annotator.store.database import Database
from annotator.store.drafts import Drafts
from annotator.store.schema import DatabaseKind


@dataclass(frozen=True, slots=True)
class Held:
    """What a backup holds of one student; ``fault`` says why it can't be used, where it can't."""

    backup: Backup
    work: tuple[LessonProgress, ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtBack:
    """How many pieces of work came back, how many drafts have the marks of then again, what could
    not be brought, and the backup of what was here before."""

    back: int
    changed: int
    left_out: tuple[str, ...]
    before: Path


class MyBackups:
    """What the student's sheet asks for. Each call may take seconds."""

    def __init__(self, backups: Backups, data: DataFile) -> None:
        self._backups, self._data = backups, data

    def held(self, student_id: str) -> tuple[Held, ...]:
        """Each backup with what it holds of this student, the newest at the front."""
        return tuple(
            self._look(backup, student_id) for backup in self._backups.all(DatabaseKind.STUDENT)
        )

    def bring_back(self, backup: Backup, student_id: str) -> BroughtBack:
        """Let this student's drafts be as they are in ``backup``, and bring what is missing.

        What was handed in meanwhile stays handed in. On disk when this returns; an AnnotatorError,
        and nothing changed, where the backup can't be read or none can be made of what is here.
        """
        left_out: list[str] = []
        works: list[Work] = []
        # All of it is read before: making a backup may push this very one out.
        with opened(backup.path) as other:
            rows = other.rows(
                "SELECT id, article_sha256 FROM attempts WHERE student_id = ? ORDER BY number",
                [student_id],
            )
            for attempt_id, article_sha256 in rows:
                try:
                    works.append(read_work(other, self._data, attempt_id, article_sha256))
                except AnnotatorError as error:
                    left_out.append(error.happened)
        # A copy is made of what is on the disk.
        self._data.writer.flush()
        before = self._backups.make(DatabaseKind.STUDENT)
        back = changed = 0
        for work in works:
            try:
                counts = self._data.call(partial(_bring, work))
            except AnnotatorError as error:
                left_out.append(error.happened)
                continue
            back += counts.get("pieces of work", 0)
            changed += counts.get("changed", 0)
        return BroughtBack(back=back, changed=changed, left_out=tuple(left_out), before=before)

    def _look(self, backup: Backup, student_id: str) -> Held:
        try:
            with opened(backup.path) as other:
                return Held(backup, Drafts(other).progress(student_id))
        except AnnotatorError as error:
            return Held(backup, fault=error.happened)


def _bring(work: Work, db: Database) -> Counts:
    then, drafts = work.submission, Drafts(db)
    is_draft = then.attempt.state is AttemptState.DRAFT
    if has(partial(drafts.attempt, then.attempt.id)):
        here = drafts.attempt(then.attempt.id)
    else:
        latest = drafts.latest(
            then.student.id, then.lesson_id, then.article_sha256, then.assignment_id
        )
        if not is_draft or latest is None or latest.state is not AttemptState.DRAFT:
            return write_work(work, db)
        here = latest
    if not is_draft or here.state is not AttemptState.DRAFT:
        return {}
    now = drafts.load(here.id, work.article.text)
    if (set(now.annotations), set(now.relations)) == (set(then.annotations), set(then.relations)):
        return {}
    change = MarksChange(
        "bring back", now.annotations, then.annotations, now.relations, then.relations
    )
    drafts.apply(here.id, change)
    return {"changed": 1}
