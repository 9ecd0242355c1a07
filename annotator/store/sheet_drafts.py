"""Sheets of paper that a teacher is typing in: one draft for each student of an assignment.

They are few and live for minutes, so they lie among the settings and need no table of their own.
"""

from __future__ import annotations

from annotator.model.work import Submission
from annotator.store.codec import submission_from_json, submission_to_json
from annotator.store.database import Database
from annotator.store.errors import UNREADABLE, RecordDamaged
from annotator.store.preferences import Preferences

_CALLED = "sheet"


class SheetDrafts:
    """Reads and writes drafts; each takes the place of the one before."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def keep(self, draft: Submission) -> None:
        """Keep the draft as it is now; one without a mark is no draft."""
        name = _name(draft.assignment_id, draft.student.id)
        if draft.annotations:
            Preferences(self._db).set(name, submission_to_json(draft))
        else:
            Preferences(self._db).drop(name)

    def load(self, assignment_id: str, student_id: str) -> Submission | None:
        """The draft, if there is one; RecordDamaged where it can't be read any more."""
        name = _name(assignment_id, student_id)
        content = Preferences(self._db).get(name)
        if content is None:
            return None
        try:
            return submission_from_json(content)
        except UNREADABLE as error:
            path = self._db.path
            raise RecordDamaged.because(error, "settings", name, path=path) from error

    def drop(self, assignment_id: str, student_id: str) -> None:
        """Forget the draft, if there is one."""
        Preferences(self._db).drop(_name(assignment_id, student_id))

    def students(self, assignment_id: str) -> frozenset[str]:
        """Ids of the students whose sheet is begun."""
        start = _name(assignment_id, "")
        names = Preferences(self._db).all()
        return frozenset(name.removeprefix(start) for name in names if name.startswith(start))


def _name(assignment_id: str, student_id: str) -> str:
    return f"{_CALLED}/{assignment_id}/{student_id}"
