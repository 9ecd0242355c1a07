"""What a student's program takes out of the class folder by itself: the teacher's files, no others.

Everybody in the class may put files there, so a look costs by what is new and never more than a
pass allows: the smallest files first, each once, and of a file that names another signer than the
class's teacher no more than its first bytes. What is not the teacher's is left where it is.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from annotator.files import limits
from annotator.files.card_keys import CardKeys
from annotator.files.class_folder import ClassFolder, FolderFile, FolderPart, peek
from annotator.files.container import open_container
from annotator.files.lesson_file import SIGNED_FORMAT, read_lesson_file
from annotator.files.reading import read_plain_file
from annotator.model.attempt import AttemptState
from annotator.model.errors import AnnotatorError, BadInput, InvalidModel
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.class_folder import return_tag
from annotator.services.marking.returned_work import take_return
from annotator.services.marking.teachers import (
    NotTheTeacher,
    OlderLesson,
    admit_lesson,
    at_the_door,
    folder_key,
    pin_folder,
    refuse_older,
)
from annotator.store.database import Database
from annotator.store.drafts import Drafts
from annotator.store.lesson_files import LessonFiles

_log = logging.getLogger(__name__)

#: What one pass reads of lessons, and again of returns: whole files, and bytes of them.
PASS_FILES = 200
PASS_BYTES = 32_000_000
#: Lessons that are taken from a class folder whose teacher's key is not known.
UNSIGNED_LESSONS = 30
#: Passes for which a file that is not whole may still be arriving.
ARRIVING_PASSES = 40
#: Files that are not the teacher's, past which it is a flood and said to be one.
FLOOD = 20


@dataclass(frozen=True, slots=True)
class TakenIn:
    """One pass: titles of lessons and teachers' names of returns that are new here.

    ``refused`` is the first file that named another teacher, ``strangers`` how many files lie there
    that are not the teacher's, ``waiting`` how many are left for the next pass.
    """

    lessons: tuple[str, ...] = ()
    returns: tuple[str, ...] = ()
    refused: NotTheTeacher | None = None
    strangers: int = 0
    waiting: int = 0


@dataclass(slots=True)
class _Pass:
    """What may still be read, and what was found."""

    files: int = PASS_FILES
    bytes: int = PASS_BYTES
    refused: NotTheTeacher | None = None
    waiting: int = 0


class FolderIntake:
    """Remembers what it has seen of one folder for one student, until the program ends."""

    def __init__(self) -> None:
        self._done: dict[str, tuple[int, int]] = {}
        self._arriving: dict[str, int] = {}
        self._strangers: set[str] = set()
        self._marker = ""

    def look_again(self) -> None:
        """Look at everything once more: another key is known now."""
        self._done.clear()
        self._arriving.clear()
        self._strangers.clear()
        self._marker = ""

    def take(
        self,
        data: DataFile,
        folder: ClassFolder,
        student_id: str,
        card: CardKeys | None,
        *,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> TakenIn:
        """Take in what is new of the teacher's; on disk when this returns.

        FolderUnreachable where the folder has gone; a StoreError where nothing can be written.
        ``cancelled`` is asked before each file.
        """
        found = _Pass()
        self._look_at_marker(data, folder, found)
        lessons, returns = [], []
        for each, file in self._fresh(folder, FolderPart.LESSONS, data, found, cancelled):
            if title := self._lesson(data, folder, each, file, found):
                lessons.append(title)
        tags = return_tags(data.db, student_id)
        # However many lessons there seem to be, they hold up no return.
        found.files, found.bytes = PASS_FILES, PASS_BYTES
        for each, file in self._fresh(folder, FolderPart.RETURNS, data, found, cancelled, tags):
            if teacher := self._return(data, folder, each, file, card, found):
                returns.append(teacher)
        return TakenIn(
            tuple(lessons), tuple(returns), found.refused, len(self._strangers), found.waiting
        )

    # -- which files ----------------------------------------------------------------------------

    def _look_at_marker(self, data: DataFile, folder: ClassFolder, found: _Pass) -> None:
        """Whose folder it is now, once for each key that signs it. A student who joined while the
        marker was another's hears of the teacher's own here, and can type its six words."""
        signed, key = folder.signature, folder_key(data.db, folder.id)
        if signed is None or not key or signed.key in (self._marker, key):
            return
        self._marker = signed.key
        try:
            scopes = (folder.id, folder.class_id)
            at_the_door(data, lambda db: pin_folder(db, scopes, signed))
        except NotTheTeacher as error:
            _log.warning("the marker of the class folder was refused: %s", error)
            found.refused = error

    def _fresh(
        self,
        folder: ClassFolder,
        part: FolderPart,
        data: DataFile,
        found: _Pass,
        cancelled: Callable[[], bool],
        tags: frozenset[str] | None = None,
    ) -> Iterable[tuple[FolderFile, bytes]]:
        """The files that are new, whole, and may be the teacher's, with what is in them."""
        new = [
            each
            for each in folder.entries(part, tags=tags)
            if self._done.get(_name(each)) != each.stamp
        ]
        # A copy that a sync program made comes after its original, a large file after small ones.
        for each in sorted(new, key=lambda file: (file.copy_of != "", file.stamp[0], file.path)):
            if cancelled():
                return
            key = folder_key(data.db, folder.id)
            match self._by_its_beginning(each, part, key):
                case None if self._is_arriving(each):
                    continue
                case None | False:
                    self._strange(each)
                    continue
            if found.files < 1 or found.bytes < each.stamp[0]:
                found.waiting += 1
                continue
            found.files -= 1
            found.bytes -= each.stamp[0]
            file = self._whole(each, part)
            if file is not None:
                self._settle(each)
                yield each, file

    def _by_its_beginning(self, each: FolderFile, part: FolderPart, key: str) -> bool | None:
        """Whether it may be the teacher's: of the right kind, and not openly signed by another.

        None where the beginning is not there yet. One that names older keys has to be read.
        """
        if each.stamp[0] > limits.PACKED_BYTES:
            return False
        first = peek(each.path)
        if not first.kind:
            return None
        if first.kind != part.kind:
            return False
        if part is FolderPart.LESSONS and key:
            if first.format < SIGNED_FORMAT:
                return False
            return (first.signer == key or first.older > 0) if first.signer else None
        return True

    def _whole(self, each: FolderFile, part: FolderPart) -> bytes | None:
        try:
            file = read_plain_file(each.path, limits.PACKED_BYTES)
            open_container(file, part.kind, 10**6, name=each.path.name)
        except BadInput as error:
            if not self._is_arriving(each):
                _log.warning("a file of the class folder was left alone: %s", error)
                self._strange(each)
            return None
        return file

    def _is_arriving(self, each: FolderFile) -> bool:
        """Whether a file that is not whole may still become so; it is asked once a pass."""
        name = _name(each)
        self._arriving[name] = self._arriving.get(name, 0) + 1
        return self._arriving[name] < ARRIVING_PASSES

    def _strange(self, each: FolderFile) -> None:
        self._settle(each)
        self._strangers.add(_name(each))

    def _settle(self, each: FolderFile) -> None:
        self._done[_name(each)] = each.stamp
        self._arriving.pop(_name(each), None)
        self._strangers.discard(_name(each))

    # -- taking one -----------------------------------------------------------------------------

    def _lesson(
        self, data: DataFile, folder: ClassFolder, each: FolderFile, file: bytes, found: _Pass
    ) -> str:
        """Keep a lesson; its title, or nothing where it was here or is not the teacher's."""
        name = each.path.name
        if LessonFiles(data.db).has(hashlib.sha256(file).hexdigest()):
            return ""
        try:
            read = read_lesson_file(file, name=name)
            mine = read.lesson

            def keep(db: Database) -> bool:
                files = LessonFiles(db)
                if files.has(read.sha256):
                    return False
                admit_lesson(db, mine, folder_id=folder.id)
                refuse_older(db, mine)
                if not mine.task.signed_by and _unsigned(files) >= UNSIGNED_LESSONS:
                    raise InvalidModel("There are too many lessons here that are not signed.")
                files.add(mine, name, file)
                return True

            if not at_the_door(data, keep):
                return ""
        except NotTheTeacher as error:
            self._refuse(each, error, found)
            return ""
        except OlderLesson:
            # It may lie there for good: the newer one is what the student works on.
            return ""
        except (BadInput, InvalidModel) as error:
            _log.warning("a lesson of the class folder was left alone: %s", error)
            self._strange(each)
            return ""
        return mine.task.title or mine.title

    def _return(
        self,
        data: DataFile,
        folder: ClassFolder,
        each: FolderFile,
        file: bytes,
        card: CardKeys | None,
        found: _Pass,
    ) -> str:
        """Keep a return; its teacher's name, or nothing where it is not for this student."""
        name = each.path.name
        try:
            taken = take_return(data, file, card=card, name=name, folder_id=folder.id)
        except NotTheTeacher as error:
            self._refuse(each, error, found)
            return ""
        except AnnotatorError as error:
            # Another student's, under a name that says nothing; or one of an older machine.
            _log.info("a return of the class folder was left alone: %s", error)
            return ""
        return taken.read.content.teacher or "Your teacher"

    def _refuse(self, each: FolderFile, error: NotTheTeacher, found: _Pass) -> None:
        _log.warning("a file of the class folder was refused: %s", error)
        self._strange(each)
        found.refused = found.refused or error


def _name(each: FolderFile) -> str:
    return f"{each.path.parent.name}/{each.path.name}"


def _unsigned(files: LessonFiles) -> int:
    return sum(1 for card in files.cards() if card.assignment_id and not card.signed_by)


def return_tags(db: Database, student_id: str) -> frozenset[str]:
    """What the names of returns for this student begin with: of the card, and of each hand-in."""
    drafts = Drafts(db)
    handed = [
        drafts.hand_in_file(each.attempt.id)[1]
        for each in drafts.progress(student_id)
        if each.attempt.state is not AttemptState.DRAFT
    ]
    return frozenset(return_tag(whose) for whose in (student_id, *handed))
