"""One look into a student's class folder: what waits goes there, what is new comes here.

It may wait for a network and belongs in a thread of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.files.card_keys import CardKeys
from annotator.model.attempt import Student
from annotator.model.errors import AnnotatorError, FolderUnreachable
from annotator.model.lesson import Lesson
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.class_folder import HandInState, StudentFolder
from annotator.services.exchange.folder_drafts import FolderDrafts
from annotator.services.exchange.folder_intake import FolderIntake, TakenIn
from annotator.services.exchange.moving_drafts import DraftsFound, MovingDrafts
from annotator.services.exchange.reply_folder import ReplyFolder

_NOTHING = TakenIn()


@dataclass(frozen=True, slots=True)
class Who:
    """For whom the folder is looked into, with the card's keys where there is a card."""

    student: Student
    card: CardKeys | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One look: how hand-ins stand, and what is new of the teacher's.

    ``fault`` says why the folder can't be reached; ``draft`` how the open lesson's draft stands;
    ``replies`` how disagreements stand, as ``states`` for hand-ins; ``folder`` is where it was
    reached.
    """

    states: tuple[HandInState, ...] = ()
    replies: tuple[HandInState, ...] = ()
    taken: TakenIn = _NOTHING
    fault: AnnotatorError | None = None
    draft: DraftsFound | None = None
    folder: Path | None = None


class FolderLook:
    """Looks again and again; a file that lies there is looked at once, until it changes.

    ``set_aside`` keeps versions of drafts that were not chosen.
    """

    def __init__(self, set_aside: Path) -> None:
        self._set_aside = set_aside
        self._intake = FolderIntake()
        self._drafts = FolderDrafts()

    def forget(self) -> None:
        """Another student, or another key of the teacher's: everything is looked at once more."""
        self._intake = FolderIntake()
        self._drafts = FolderDrafts()

    def look(
        self, data: DataFile, who: Who, lesson: Lesson | None, cancelled: Callable[[], bool]
    ) -> Found:
        """Put there what waits and take in what is new; ``lesson`` is the one whose draft is kept
        there. ``cancelled`` is asked before each file. A StoreError where something can't be
        written here."""
        service, student_id = StudentFolder(data), who.student.id
        states = service.deliver(student_id)
        replies = ReplyFolder(data).deliver(student_id)
        fault = next((each.folder_fault for each in states if each.folder_fault), None)
        try:
            folder = service.folder(student_id)
            taken = self._intake.take(data, folder, student_id, who.card, cancelled=cancelled)
            draft = None
            if lesson is not None and who.card is not None:
                drafts = MovingDrafts(data, self._set_aside, in_folder=self._drafts)
                draft = drafts.keep(folder, who.card, who.student, lesson)
                strange = self._drafts.strangers(who.student, lesson)
                taken = replace(taken, strangers=taken.strangers + strange)
        except FolderUnreachable as error:
            return Found(states, replies, fault=error)
        return Found(states, replies, taken, fault, draft, folder.path)
