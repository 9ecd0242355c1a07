"""One look into a student's class folder: what waits goes there, what is new comes here.

It may wait for a network and belongs in a thread of its own.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from annotator.files import limits
from annotator.files.card_keys import CardKeys
from annotator.files.lesson_file import read_lesson_file
from annotator.files.reading import read_bytes
from annotator.model.attempt import AttemptState, Student
from annotator.model.errors import AnnotatorError, BadInput, FolderUnreachable
from annotator.model.lesson import Lesson
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.class_folder import HandInState, StudentFolder
from annotator.services.exchange.moving_drafts import DraftsFound, MovingDrafts
from annotator.services.exchange.reply_folder import ReplyFolder
from annotator.services.marking.returned_work import take_return
from annotator.store.articles import LessonFiles
from annotator.store.database import Database
from annotator.store.drafts import Drafts

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Who:
    """For whom the folder is looked into, with the card's keys where there is a card."""

    student: Student
    card: CardKeys | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One look: how hand-ins stand, titles of lessons and teachers' names of returns that are new.

    ``fault`` says why the folder can't be reached; ``draft`` how the open lesson's draft stands;
    ``replies`` how disagreements stand, as ``states`` for hand-ins; ``folder`` is where it was
    reached.
    """

    states: tuple[HandInState, ...] = ()
    replies: tuple[HandInState, ...] = ()
    lessons: tuple[str, ...] = ()
    returns: tuple[str, ...] = ()
    fault: AnnotatorError | None = None
    draft: DraftsFound | None = None
    folder: Path | None = None


class FolderLook:
    """Looks again and again; a file that lies there is looked at once, until it changes.

    ``set_aside`` keeps versions of drafts that were not chosen.
    """

    def __init__(self, set_aside: Path) -> None:
        self._set_aside = set_aside
        self._seen: set[tuple[str, int, int]] = set()

    def forget(self) -> None:
        """Another student: everything is looked at once more."""
        self._seen.clear()

    def look(self, data: DataFile, who: Who, lesson: Lesson | None) -> Found:
        """Put there what waits and take in what is new; ``lesson`` is the one whose draft is kept
        there. A StoreError where something can't be written here."""
        service, student_id = StudentFolder(data), who.student.id
        states = service.deliver(student_id)
        replies = ReplyFolder(data).deliver(student_id)
        fault = next((each.folder_fault for each in states if each.folder_fault), None)
        try:
            folder = service.folder(student_id)
            lessons = self._take_lessons(data, service.lessons(student_id))
            handed = [
                each.attempt.id
                for each in Drafts(data.db).progress(student_id)
                if each.attempt.state is not AttemptState.DRAFT
            ]
            returns = self._take_returns(data, service.returns(student_id, handed), who.card)
            draft = None
            if lesson is not None and who.card is not None:
                drafts = MovingDrafts(data, self._set_aside)
                draft = drafts.keep(folder, who.card, who.student, lesson)
        except FolderUnreachable as error:
            return Found(states, replies, fault=error)
        return Found(states, replies, lessons, returns, fault, draft, folder.path)

    def _take_lessons(self, data: DataFile, paths: tuple[Path, ...]) -> tuple[str, ...]:
        fresh = [path for path in paths if self._is_fresh(path)]
        if not fresh:
            return ()
        known = {each.file_sha256 for each in LessonFiles(data.db).all()}
        titles = []
        for path in fresh:
            try:
                file = read_bytes(path, limits.PACKED_BYTES)
                read = read_lesson_file(file, name=path.name)
            except BadInput as error:
                _log.warning("a lesson of the class folder was left alone: %s", error)
                continue
            if read.sha256 in known:
                continue
            mine, name = read.lesson, path.name

            def keep(db: Database, mine: Lesson = mine, name: str = name, f: bytes = file) -> None:
                LessonFiles(db).add(mine.id, mine.title, mine.article, name, f)

            data.call(keep)
            titles.append(mine.task.title or mine.title)
        return tuple(titles)

    def _take_returns(
        self, data: DataFile, paths: tuple[Path, ...], card: CardKeys | None
    ) -> tuple[str, ...]:
        teachers = []
        for path in paths:
            if not self._is_fresh(path):
                continue
            try:
                file = read_bytes(path, limits.PACKED_BYTES)
                taken = take_return(data, file, card=card, name=path.name)
            except AnnotatorError as error:
                # Somebody else's, under a name that says nothing; or one of an older machine.
                _log.info("a return of the class folder was left alone: %s", error)
                continue
            teachers.append(taken.read.content.teacher or "Your teacher")
        return tuple(teachers)

    def _is_fresh(self, path: Path) -> bool:
        """Whether this file, as it is now, has not been looked at since the program began."""
        try:
            stat = path.stat()
        except OSError:
            return False
        stamp = (path.name, stat.st_size, stat.st_mtime_ns)
        if stamp in self._seen:
            return False
        self._seen.add(stamp)
        return True
