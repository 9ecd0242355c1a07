"""Hand-ins that arrived late and say that they were in time: what the teacher says of them."""

from __future__ import annotations

from collections.abc import Iterable

from annotator.model.moments import clock_text, local, moment_text
from annotator.services.data.data_file import DataFile
from annotator.services.marking.attempts import ArrivalTimes
from annotator.store.database import Database
from annotator.store.preferences import Preferences


def claim_text(row: ArrivalTimes) -> str:
    """ "claims 15:58, arrived 16:20"; with the dates where they are two days."""
    if row.handed_in is None:
        return ""
    is_one_day = local(row.handed_in).date() == local(row.received).date()
    if is_one_day:
        return f"claims {clock_text(row.handed_in)}, arrived {clock_text(row.received)}"
    claimed, arrived = (moment_text(each, short=True) for each in (row.handed_in, row.received))
    return f"claims {claimed}, arrived {arrived}"


class LateClaims:
    """The teacher's answers for one lesson's hand-ins, by SHA-256: whether each counts as late."""

    def __init__(self, data: DataFile, lesson_id: str) -> None:
        self._data, self._name = data, f"late-claims/{lesson_id}"

    def answers(self) -> dict[str, bool]:
        """What was said so far; a hand-in that is not there is undecided."""
        return dict(Preferences(self._data.db).get(self._name, {}))

    def answer(self, sha256s: Iterable[str], late: bool | None) -> None:
        """One answer for all of these; None takes it back. On disk when this returns."""
        wanted = tuple(sha256s)

        def keep(db: Database) -> None:
            answers = dict(Preferences(db).get(self._name, {}))
            for each in wanted:
                answers.pop(each, None)
                if late is not None:
                    answers[each] = late
            Preferences(db).set(self._name, answers)

        self._data.call(keep)
