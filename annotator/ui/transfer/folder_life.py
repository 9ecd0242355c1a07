"""A student's class folder in the background: looked into now and then, never waited for."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.files import limits
from annotator.files.class_folder import FolderPart
from annotator.files.lesson_file import read_lesson_file
from annotator.files.reading import read_bytes
from annotator.model.attempt import AttemptState, Student
from annotator.model.errors import AnnotatorError, BadInput, FolderUnreachable
from annotator.model.lesson import Lesson
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.class_folder import HandInState, Poll, StudentFolder
from annotator.services.exchange.moving_drafts import DraftsFound, MovingDrafts
from annotator.services.exchange.reply_folder import ReplyFolder
from annotator.services.marking.returned_work import take_return
from annotator.store.articles import LessonFiles
from annotator.store.database import Database
from annotator.store.drafts import Drafts
from annotator.ui.transfer.watch import FolderWatch
from annotator.ui.widgets.data_worker import DataWorker

if TYPE_CHECKING:
    from annotator.files.card_keys import CardKeys

_log = logging.getLogger(__name__)

#: How often the clock asks whether a look is due, in milliseconds.
_TICK_MS = 1000


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


class FolderLife(QObject):
    """Carries for one student at a time. ``set_aside`` keeps versions that were not chosen."""

    looked = Signal(object)
    """A :class:`Found`."""

    def __init__(
        self,
        worker: DataWorker,
        set_aside: Path,
        *,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._worker, self._set_aside = worker, set_aside
        self._poll = Poll(clock)
        self._who: Who | None = None
        self._lesson: Lesson | None = None
        self._busy = False
        self._seen: set[tuple[str, int, int]] = set()
        self.last = Found()
        self._is_changed = False
        # Not the drafts: everybody's change there all the time.
        self._watch = FolderWatch(FolderPart.LESSONS, FolderPart.RETURNS, parent=self)
        self._watch.changed.connect(self._notice)
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)

    def follow(self, who: Who | None) -> None:
        """Look into the folder for this student from now on; for nobody where None."""
        self._who, self._lesson = who, None
        self._seen.clear()
        self.last = Found()
        self._watch.watch(())
        if who is None:
            self._timer.stop()
            return
        self._timer.start()
        self.hurry()

    def keep_draft(self, lesson: Lesson | None) -> None:
        """Keep the draft of this lesson in the folder as it goes; of none where None."""
        self._lesson = lesson
        self.hurry()

    def hurry(self) -> None:
        """Look now."""
        if self._who is not None:
            self._poll.hurry()
            self._tick()

    def state_of(self, attempt_id: str) -> HandInState | None:
        """What the last look said of a hand-in."""
        return next((each for each in self.last.states if each.attempt_id == attempt_id), None)

    def reply_of(self, attempt_id: str) -> HandInState | None:
        """What the last look said of the disagreements with an attempt's return."""
        return next((each for each in self.last.replies if each.attempt_id == attempt_id), None)

    def _notice(self) -> None:
        """Something changed: the next beat looks. Of a burst of changes that is one look."""
        self._is_changed = True
        self._poll.hurry()

    def _tick(self) -> None:
        if self._who is None or self._busy or not self._poll.is_due:
            return
        self._busy, self._is_changed = True, False
        who, lesson = self._who, self._lesson
        self._worker.run(
            lambda data: self._look(data, who, lesson),
            lambda found: self._told(who, found),
            lambda error: self._told(who, replace(self.last, fault=error)),
        )

    def _told(self, who: Who, found: Found) -> None:
        self._busy = False
        self._poll.done(found.fault is None)
        if self._is_changed or who is not self._who:
            self._poll.hurry()
        if who is not self._who:
            return
        self._watch.watch([found.folder] if found.folder is not None else ())
        self.last = found
        self.looked.emit(found)

    # -- in the worker's thread ------------------------------------------------------------------

    def _look(self, data: DataFile, who: Who, lesson: Lesson | None) -> Found:
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
