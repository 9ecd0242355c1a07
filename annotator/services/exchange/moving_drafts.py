"""The verb "go on marking": a draft that moves from machine to machine, and is never mixed.

Each version names what it has seen of all others. One that has seen all of another's may take its
place; where both moved on, both are kept and the student chooses.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from annotator import __version__
from annotator.files.atomic import make_folder, write_atomic
from annotator.files.card_keys import CardKeys
from annotator.files.class_folder import ClassFolder, FolderPart
from annotator.files.draft_file import (
    SUFFIX,
    DraftVersion,
    Seal,
    merged,
    newest,
    read_draft,
    write_draft,
)
from annotator.files.draft_file import Draft as Draft
from annotator.model.annotation import new_id
from annotator.model.changes import MarksChange
from annotator.model.errors import AnnotatorError, BadInput, InvalidModel
from annotator.model.lesson import Lesson
from annotator.model.moments import table_text, utc_now
from annotator.model.names import file_words
from annotator.model.work import Attempt, AttemptState, Student, Submission
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.draft_memory import DraftMemory, digest
from annotator.services.exchange.folder_drafts import FolderDrafts, draft_tag
from annotator.store.articles import Articles
from annotator.store.database import Database
from annotator.store.drafts import Drafts
from annotator.store.errors import NoSuchRecord
from annotator.store.students import Students


class DraftStanding(Enum):
    """How the draft here stands to what is in the class folder."""

    NOTHING = "nothing"
    SAME = "same"
    NEWER_HERE = "newer here"
    NEWER_THERE = "newer there"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftsFound:
    """What was found. ``here`` is this machine's draft; ``there`` versions that it hasn't seen.

    ``faults`` are files that could not be read; they were left alone. ``known`` are files that
    the draft here includes: they may go once a newer version is in the folder.
    """

    standing: DraftStanding
    here: Submission | None = None
    there: tuple[Draft, ...] = ()
    known: tuple[Path, ...] = ()
    faults: tuple[AnnotatorError, ...] = ()


class MovingDrafts:
    """Drafts of one data folder. ``data`` belongs to the thread that calls.

    ``set_aside`` is where a version goes that was not chosen; nothing there is ever deleted.
    ``in_folder`` remembers what it has seen in the class folder, where several looks share it.
    """

    def __init__(
        self,
        data: DataFile,
        set_aside: Path,
        *,
        in_folder: FolderDrafts | None = None,
        now: Callable[[], datetime.datetime] = utc_now,
    ) -> None:
        self._data = data
        self._set_aside = set_aside
        self._in_folder = in_folder or FolderDrafts()
        self._now = now

    # -- in a class folder -------------------------------------------------------------------

    def look(
        self,
        folder: ClassFolder,
        card: Seal,
        student: Student,
        lesson: Lesson,
    ) -> DraftsFound:
        """Compare what is here with what is in the folder; changes nothing.

        FolderUnreachable where the folder has gone.
        """
        found, faults = self._in_folder.read(folder, card, student, lesson)
        here = self._here(student.id, lesson)
        if here is None:
            heads = newest([d for d in found if not self._is_closed(d.submission.attempt.id)])
            standing = (DraftStanding.NOTHING, DraftStanding.NEWER_THERE)[bool(heads)]
            if len(heads) > 1:
                standing = DraftStanding.BOTH
            return DraftsFound(standing=standing, there=heads, faults=faults)
        memory = self._memory(here)
        known = [draft for draft in found if memory.has_seen(draft)]
        heads = newest([draft for draft in found if draft not in known])
        changed = memory.differs_from(here)
        paths = tuple(draft.path for draft in known if draft.path is not None)
        if not heads:
            standing = DraftStanding.NEWER_HERE if changed or not known else DraftStanding.SAME
        elif all(digest(head.submission) == digest(here) for head in heads):
            # Written and then not noted here (a power cut): the marks are the same.
            standing = DraftStanding.NEWER_THERE
        elif len(heads) > 1 or changed or not memory.is_seen_by(heads[0]):
            standing = DraftStanding.BOTH
        else:
            standing = DraftStanding.NEWER_THERE
        return DraftsFound(standing=standing, here=here, there=heads, known=paths, faults=faults)

    def keep(
        self,
        folder: ClassFolder,
        card: Seal,
        student: Student,
        lesson: Lesson,
    ) -> DraftsFound:
        """Put the draft that is here into the folder, if that loses nothing.

        Returns how things stand: where the folder has versions that this machine hasn't seen,
        nothing is written, and the student has to take one or choose. What the new version
        includes is taken away afterwards.
        """
        look = self.look(folder, card, student, lesson)
        if look.here is not None and look.standing is DraftStanding.NEWER_THERE:
            same = [d for d in look.there if digest(d.submission) == digest(look.here)]
            if same:
                self.take(look, student, lesson, same[0], card)
                look = self.look(folder, card, student, lesson)
        if look.standing is not DraftStanding.NEWER_HERE or look.here is None:
            return look
        version, memory = self._following(look.here)
        file = write_draft(
            look.here, lesson.article, version, program_version=__version__, card=card
        )
        path = folder.put(FolderPart.DRAFTS, file, tag=draft_tag(student, lesson))
        self._remember(student.id, look.here.attempt.id, memory)
        for old in look.known:
            if old != path:
                folder.remove(old)
                self._in_folder.removed(old)
        return DraftsFound(
            standing=DraftStanding.SAME, here=look.here, known=(path,), faults=look.faults
        )

    def take(
        self,
        look: DraftsFound,
        student: Student,
        lesson: Lesson,
        chosen: Draft | None,
        card: Seal | None = None,
    ) -> Attempt:
        """Go on with ``chosen`` (one of ``look.there``), or with what is here (None).

        All other versions of ``look`` are first kept as files in the folder for what was set
        aside (sealed where there is a card); then they count as seen. On disk when this returns.
        """
        if chosen is not None and chosen not in look.there:
            raise InvalidModel("This version of the draft was not found there.")
        if chosen is None and look.here is None:
            raise InvalidModel("There is no draft here.")
        for draft in look.there:
            if draft is not chosen:
                self._put_aside(lesson, draft.file, draft.version.saved)
        before = self._memory(look.here) if look.here else DraftMemory()
        if look.here is not None and chosen is not None and look.standing is DraftStanding.BOTH:
            version, _ = self._following(look.here)
            file = write_draft(
                look.here, lesson.article, version, program_version=__version__, card=card
            )
            self._put_aside(lesson, file, version.saved)
        return self._data.call(lambda db: _take(db, look, student, lesson, chosen, before))

    def clear(
        self,
        folder: ClassFolder,
        card: Seal,
        student: Student,
        lesson: Lesson,
    ) -> int:
        """After handing in: take away the drafts of that attempt that are part of it; how many.

        A version that this machine hasn't seen stays where it is.
        """
        drafts = Drafts(self._data.db)
        attempt = drafts.latest(
            student.id, lesson.id, lesson.article.sha256, lesson.task.assignment_id
        )
        if attempt is None or attempt.state is AttemptState.DRAFT:
            return 0
        memory = DraftMemory.of(self._data.db, attempt.id, student.id)
        found, _ = self._in_folder.read(folder, card, student, lesson)
        old = [draft.path for draft in found if draft.path and memory.has_seen(draft)]
        for path in old:
            folder.remove(path)
        return len(old)

    # -- as a file -----------------------------------------------------------------------------

    def save_file(self, attempt_id: str, lesson: Lesson, path: Path) -> None:
        """Write a draft as a file that anybody can open; CannotWrite where that fails."""
        work = Drafts(self._data.db).load(attempt_id, lesson.article.text)
        version, memory = self._following(work)
        write_atomic(path, write_draft(work, lesson.article, version, program_version=__version__))
        self._remember(work.student.id, attempt_id, memory)

    def open_file(
        self, path: Path, student: Student, lesson: Lesson, card: Seal | None = None
    ) -> DraftsFound:
        """Read a draft from a file and compare it with what is here, as :meth:`look` does.

        Whose draft it was doesn't matter where it is open: it becomes ``student``'s, who was
        given it. BadInput where it is of another lesson or text, or can't be read.
        """
        draft = read_draft(path, lesson.article, card=card)
        work = draft.submission
        if (work.lesson_id, work.assignment_id) != (lesson.id, lesson.task.assignment_id):
            raise BadInput(
                f"“{path.name}” is a draft of another lesson.", todo="Open that lesson first."
            )
        here = self._here(student.id, lesson)
        if here is None:
            return DraftsFound(standing=DraftStanding.NEWER_THERE, there=(draft,))
        memory = self._memory(here)
        if memory.has_seen(draft):
            return DraftsFound(standing=DraftStanding.NEWER_HERE, here=here)
        newer = not memory.differs_from(here) and memory.is_seen_by(draft)
        standing = DraftStanding.NEWER_THERE if newer else DraftStanding.BOTH
        return DraftsFound(standing=standing, here=here, there=(draft,))

    # -- inside --------------------------------------------------------------------------------

    def _here(self, student_id: str, lesson: Lesson) -> Submission | None:
        """The running draft; None where there is none, or where nothing has been marked."""
        drafts = Drafts(self._data.db)
        attempt = drafts.latest(
            student_id, lesson.id, lesson.article.sha256, lesson.task.assignment_id
        )
        if attempt is None or attempt.state is not AttemptState.DRAFT:
            return None
        work = drafts.load(attempt.id, lesson.article.text)
        if not work.annotations and not self._memory(work):
            return None
        return work

    def _is_closed(self, attempt_id: str) -> bool:
        """Whether this attempt was handed in from here."""
        try:
            return Drafts(self._data.db).attempt(attempt_id).state is not AttemptState.DRAFT
        except NoSuchRecord:
            return False

    def _memory(self, work: Submission) -> DraftMemory:
        return DraftMemory.of(self._data.db, work.attempt.id, work.student.id)

    def _following(self, work: Submission) -> tuple[DraftVersion, DraftMemory]:
        return self._memory(work).following(work, self._now())

    def _remember(self, student_id: str, attempt_id: str, memory: DraftMemory) -> None:
        self._data.call(lambda db: memory.keep(db, attempt_id, student_id))

    def _put_aside(self, lesson: Lesson, file: bytes, saved: datetime.datetime) -> None:
        make_folder(self._set_aside)
        day = table_text(saved).replace(":", "")
        name = f"{_safe(lesson.title)} {day} {hashlib.sha256(file).hexdigest()[:8]}{SUFFIX}"
        write_atomic(self._set_aside / name, file)


def work_in_file(path: Path, card: CardKeys | None) -> Submission:
    """The work that a draft file holds; BadInput where it can't be read, or not with this card."""
    return read_draft(path, card=card).submission


def _take(
    db: Database,
    look: DraftsFound,
    student: Student,
    lesson: Lesson,
    chosen: Draft | None,
    before: DraftMemory,
) -> Attempt:
    seen = merged([*(dict(d.version.seen) for d in look.there), dict(before.seen)])
    if chosen is None:
        assert look.here is not None
        attempt, marks, version = look.here.attempt, "", new_id()
    else:
        attempt, version = _bring_in(db, chosen.submission, student, lesson), chosen.version.id
        marks = digest(Drafts(db).load(attempt.id, lesson.article.text))
    machine = before.machine or new_id()
    if look.standing is DraftStanding.BOTH:
        # What was chosen comes after all of them, also after one that counted just the same.
        seen[machine] = seen.get(machine, 0) + 1
    # Where there were several, a new version has to say that all of them were seen.
    marks = marks if len(look.there) < 2 else ""
    DraftMemory(machine, seen, version, marks).keep(db, attempt.id, student.id)
    return attempt


def _bring_in(db: Database, work: Submission, student: Student, lesson: Lesson) -> Attempt:
    try:
        Students(db).student(student.id)
    except NoSuchRecord:
        Students(db).keep(student)
    if not Articles(db).has(lesson.article.sha256):
        Articles(db).add(lesson.article)
    drafts, own = Drafts(db), replace(work, student=student)
    latest = drafts.latest(student.id, lesson.id, work.article_sha256, work.assignment_id)
    if latest is None or latest.state is not AttemptState.DRAFT:
        return drafts.adopt(own)
    old = drafts.load(latest.id, lesson.article.text)
    drafts.apply(
        latest.id,
        MarksChange(
            "go on marking", old.annotations, own.annotations, old.relations, own.relations
        ),
    )
    return latest


def _safe(title: str) -> str:
    return file_words(title) or "Draft"
