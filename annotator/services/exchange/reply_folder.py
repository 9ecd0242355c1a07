"""Disagreements on their way through the class folder, as a hand-in goes there.

What can't go now waits in the student's data, as the very file that will go, and goes when the
folder is back. Everything here may wait for a network and belongs in a thread of its own.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import logging
from collections.abc import Callable
from typing import Any

from annotator.files.atomic import CannotWrite
from annotator.files.class_folder import ClassFolder, FolderPart
from annotator.model.errors import AnnotatorError, BadInput, FolderUnreachable, InvalidModel
from annotator.model.moments import utc_now
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.class_folder import Carried, HandInState, StudentFolder
from annotator.services.exchange.folder_seal import sealed_for_folder
from annotator.store.codec import moment, stamp
from annotator.store.preferences import Preferences

_log = logging.getLogger(__name__)

_OUT = "reply-out:"


class ReplyFolder:
    """A student's side of it. ``data`` belongs to the thread that calls."""

    def __init__(
        self,
        data: DataFile,
        *,
        now: Callable[[], datetime.datetime] = utc_now,
    ) -> None:
        self._data, self._now = data, now
        self._side = StudentFolder(data)

    def send(self, student_id: str, attempt_id: str, file: bytes) -> HandInState:
        """Let the reply file of an attempt go into the folder, now or when it is there.

        It takes the place of one that still waits. That it waits is on disk before anything is
        tried. FolderUnreachable where no folder was chosen.
        """
        if self._side.folder_path(student_id) is None:
            raise FolderUnreachable("No class folder has been chosen.", todo="Choose one.")
        entry = {
            "file": base64.b64encode(file).decode("ascii"),
            "sha256": hashlib.sha256(file).hexdigest(),
            "since": None,
            "state": Carried.WAITING.value,
        }
        self._set(student_id, attempt_id, entry)
        states = {state.attempt_id: state for state in self.deliver(student_id)}
        return states[attempt_id]

    def deliver(self, student_id: str) -> tuple[HandInState, ...]:
        """Put everything that waits into the folder and look after the rest; how things stand.

        Raises nothing for a folder that isn't there or can't be written: the states say so.
        """
        path = self._side.folder_path(student_id)
        waiting = self._out(student_id)
        if path is None or not waiting:
            return ()
        fault: AnnotatorError | None = None
        try:
            folder = self._side.folder(student_id)
            for attempt_id, entry in waiting.items():
                after = self._carry(folder, entry)
                if after != entry:
                    self._set(student_id, attempt_id, after)
                    waiting[attempt_id] = after
        except (FolderUnreachable, CannotWrite, BadInput, InvalidModel) as error:
            _log.warning("a reply could not be put into the class folder: %s", error)
            fault = error
        return tuple(
            HandInState(
                attempt_id=attempt_id,
                carried=Carried(entry["state"]),
                since=moment(entry["since"]) if entry["since"] else None,
                folder=path,
                folder_fault=fault,
            )
            for attempt_id, entry in waiting.items()
        )

    def _carry(self, folder: ClassFolder, entry: dict[str, Any]) -> dict[str, Any]:
        sha256 = entry["sha256"]
        if Carried(entry["state"]) is Carried.WAITING:
            file = base64.b64decode(entry["file"])
            file = sealed_for_folder(self._data, folder, FolderPart.REPLIES, file)
            folder.put(FolderPart.REPLIES, file)
            sha256, state = hashlib.sha256(file).hexdigest(), Carried.IN_FOLDER.value
            return {"file": "", "sha256": sha256, "since": stamp(self._now()), "state": state}
        there = folder.has(FolderPart.REPLIES, sha256)
        return {**entry, "state": (Carried.IN_FOLDER if there else Carried.GONE).value}

    def _out(self, student_id: str) -> dict[str, dict[str, Any]]:
        every = Preferences(self._data.db).all(student_id)
        return {
            key.removeprefix(_OUT): value for key, value in every.items() if key.startswith(_OUT)
        }

    def _set(self, student_id: str, attempt_id: str, value: Any) -> None:
        key = _OUT + attempt_id
        self._data.call(lambda db: Preferences(db).set(key, value, student_id=student_id))
