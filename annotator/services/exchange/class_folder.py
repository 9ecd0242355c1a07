"""A student's verbs around a class folder: hand in through it, and know how things stand.

A hand-in that can't go now waits in the student's data and goes when the folder is back. What is
said of it is only what is known: it waits, it lies there since then, it is not there any more.
Everything here may wait for a network and belongs in a thread of its own.
"""

from __future__ import annotations

import datetime
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from annotator.files.atomic import CannotWrite
from annotator.files.class_folder import ClassFolder, student_tag
from annotator.files.class_folder import FolderPart as FolderPart
from annotator.model.errors import AnnotatorError, BadInput, FolderUnreachable, InvalidModel
from annotator.model.moments import utc_now
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.folder_seal import sealed_for_folder
from annotator.services.marking.studying import CLASS_FOLDER
from annotator.services.marking.studying import HAND_IN_OUT as _OUT
from annotator.services.marking.teachers import at_the_door, pin_folder
from annotator.store.codec import moment, stamp
from annotator.store.drafts import Drafts
from annotator.store.preferences import Preferences

_log = logging.getLogger(__name__)


#: Seconds between two looks into the folder, and the most after looks that failed.
POLL_SECONDS = 15.0
POLL_SLOWEST = 120.0


class Carried(StrEnum):
    """How far a hand-in is on its way: still here, in the folder, or no longer there."""

    WAITING = "waiting"
    IN_FOLDER = "in-folder"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandInState:
    """What a student's page can show of one hand-in.

    ``since`` (UTC) is when it was put there; ``folder_fault`` says why the folder can't be reached
    now (then ``carried`` is what was known last).
    """

    attempt_id: str
    carried: Carried
    folder: Path
    since: datetime.datetime | None = None
    folder_fault: AnnotatorError | None = None


class Poll:
    """When to look again: every so often, more rarely while it fails. No clock on the wall.

    ``clock`` counts seconds and never goes back (``time.monotonic``).
    """

    def __init__(self, clock: Callable[[], float], every: float = POLL_SECONDS) -> None:
        self._clock = clock
        self._every = every
        self._pause = every
        self._next = clock()

    @property
    def is_due(self) -> bool:
        """Whether it is time."""
        return self._clock() >= self._next

    def hurry(self) -> None:
        """Something changed (a watcher says so): the next look is due now."""
        self._next = self._clock()

    def done(self, reached: bool) -> None:
        """A look is over."""
        self._pause = self._every if reached else min(self._pause * 2, POLL_SLOWEST)
        self._next = self._clock() + self._pause


class StudentFolder:
    """A student's side of the class folder. ``data`` belongs to the thread that calls."""

    def __init__(
        self,
        data: DataFile,
        *,
        now: Callable[[], datetime.datetime] = utc_now,
    ) -> None:
        self._data = data
        self._now = now

    # -- which folder --------------------------------------------------------------------------

    def join(self, student_id: str, path: Path) -> ClassFolder:
        """Use the class folder at ``path`` from now on; FolderUnreachable where it is none.

        The key that signed it is the teacher's here from now on, where none was known.
        NotTheTeacher where another is.
        """
        folder = ClassFolder.open(path)
        if (signed := folder.signature) is not None:
            scopes = (folder.id, folder.class_id)
            at_the_door(self._data, lambda db: pin_folder(db, scopes, signed))
        value = {"path": str(folder.path), "id": folder.id, "name": folder.name}
        self._set(student_id, CLASS_FOLDER, value)
        return folder

    def leave(self, student_id: str) -> None:
        """Use none; what waits goes on waiting and can be saved as a file."""
        self._set(student_id, CLASS_FOLDER, None)

    def folder_path(self, student_id: str) -> Path | None:
        """Where this student's class folder is, reachable or not; None where there is none."""
        value = Preferences(self._data.db).get(CLASS_FOLDER, None, student_id=student_id)
        return Path(value["path"]) if value else None

    def folder(self, student_id: str) -> ClassFolder:
        """The folder, open; FolderUnreachable where it is not there now, or another is."""
        value = Preferences(self._data.db).get(CLASS_FOLDER, None, student_id=student_id)
        if not value:
            raise FolderUnreachable("No class folder has been chosen.", todo="Choose one.")
        return ClassFolder.open(Path(value["path"]), expected=value["id"])

    # -- handing in ------------------------------------------------------------------------------

    def send(self, student_id: str, attempt_id: str) -> HandInState:
        """Let a hand-in go into the folder, now or when it is there; also once more if it's gone.

        That it waits is on disk before anything is tried.
        """
        path = self.folder_path(student_id)
        if path is None:
            raise FolderUnreachable("No class folder has been chosen.", todo="Choose one.")
        _file, sha256 = Drafts(self._data.db).hand_in_file(attempt_id)
        entry = {"sha256": sha256, "since": None, "state": Carried.WAITING.value}
        self._set(student_id, _OUT + attempt_id, entry)
        states = {state.attempt_id: state for state in self.deliver(student_id)}
        return states[attempt_id]

    def deliver(self, student_id: str) -> tuple[HandInState, ...]:
        """Put everything that waits into the folder and look after the rest; how things stand.

        Raises nothing for a folder that isn't there or can't be written: the states say so.
        """
        path = self.folder_path(student_id)
        if path is None:
            return ()
        try:
            folder = self.folder(student_id)
        except FolderUnreachable as error:
            return self._states(student_id, path, error)
        fault: AnnotatorError | None = None
        for attempt_id, entry in self._out(student_id):
            try:
                after = self._carry(folder, attempt_id, entry)
            except (FolderUnreachable, CannotWrite, BadInput, InvalidModel) as error:
                _log.warning("a hand-in could not be put into the class folder: %s", error)
                fault = error
                continue
            if after != entry:
                self._set(student_id, _OUT + attempt_id, after)
        return self._states(student_id, path, fault)

    def states(self, student_id: str) -> tuple[HandInState, ...]:
        """As :meth:`deliver`, without touching the folder: what was known last."""
        path = self.folder_path(student_id)
        return () if path is None else self._states(student_id, path, None)

    def _carry(self, folder: ClassFolder, attempt_id: str, entry: dict[str, Any]) -> dict[str, Any]:
        state, sha256 = Carried(entry["state"]), entry["sha256"]
        if state is Carried.WAITING:
            file, sha256 = Drafts(self._data.db).hand_in_file(attempt_id)
            sent = sealed_for_folder(self._data, folder, FolderPart.HAND_INS, file)
            folder.put(FolderPart.HAND_INS, sent)
            return {
                "sha256": sha256,
                "sent": hashlib.sha256(sent).hexdigest(),
                "since": stamp(self._now()),
                "state": Carried.IN_FOLDER.value,
            }
        there = folder.has(FolderPart.HAND_INS, entry.get("sent", sha256))
        # It may have been taken out by the teacher, and come back from a sync program.
        return {**entry, "state": (Carried.IN_FOLDER if there else Carried.GONE).value}

    # -- inside ----------------------------------------------------------------------------------

    def _out(self, student_id: str) -> list[tuple[str, dict[str, Any]]]:
        every = Preferences(self._data.db).all(student_id)
        return [
            (key.removeprefix(_OUT), value) for key, value in every.items() if key.startswith(_OUT)
        ]

    def _states(
        self, student_id: str, path: Path, fault: AnnotatorError | None
    ) -> tuple[HandInState, ...]:
        return tuple(
            HandInState(
                attempt_id=attempt_id,
                carried=Carried(entry["state"]),
                since=moment(entry["since"]) if entry["since"] else None,
                folder=path,
                folder_fault=fault,
            )
            for attempt_id, entry in self._out(student_id)
        )

    def _set(self, student_id: str, key: str, value: Any) -> None:
        self._data.call(lambda db: Preferences(db).set(key, value, student_id=student_id))


def return_tag(whose: str) -> str:
    """What a returned file's name begins with, so that its student finds it among thousands.

    ``whose`` is the id that a class card stands for, or the SHA-256 of a hand-in.
    """
    return student_tag(whose, "return")
