"""A teacher's decisions on submissions, and the log of who did what."""

# ruff: noqa: S608 -- all that is put into SQL text here is our own lists of columns.
from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from annotator.model.errors import InvalidModel
from annotator.model.moments import utc_now
from annotator.model.review import Decision, DecisionKind
from annotator.store.codec import checksum, clean, from_json, moment, stamp, to_json
from annotator.store.database import Database
from annotator.store.errors import UNREADABLE, RecordDamaged

COLUMNS = (
    "id, submission_sha256, kind, item_id, mark_id, points, comment, why, who, decided, checksum"
)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the log: when (UTC), who, what, and the particulars as JSON values."""

    at: datetime.datetime
    who: str
    what: str
    detail: dict[str, Any]


class Reviews:
    """Reads and writes decisions; taking one back removes it, and the log keeps both."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def keep(self, *decisions: Decision) -> None:
        """Write decisions (new ones, or changed ones under their id) and log them, as one step."""
        with self._db.transaction():
            for decision in decisions:
                row = _row(decision)
                self._db.execute("DELETE FROM reviews WHERE id = ?", [decision.id])
                self._db.execute(
                    f"INSERT INTO reviews ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?)", row
                )
                self.log(decision.who, f"decided: {decision.kind}", decision_id=decision.id)

    def take_back(self, decision_ids: tuple[str, ...], who: str) -> None:
        """Remove decisions and log that, as one step; unknown ids are passed over."""
        with self._db.transaction():
            for id in decision_ids:
                if self._db.execute("DELETE FROM reviews WHERE id = ?", [id]):
                    self.log(who, "took back", decision_id=id)

    def of_submission(self, sha256: str) -> tuple[Decision, ...]:
        """All decisions on one submission, oldest first; RecordDamaged names a bad one."""
        found = []
        for row in self._db.rows(
            f"SELECT {COLUMNS} FROM reviews WHERE submission_sha256 = ? ORDER BY decided, rowid",
            [sha256],
        ):
            try:
                found.append(decision_from_row(row))
            except UNREADABLE as error:
                path = self._db.path
                raise RecordDamaged.because(error, "reviews", row[0], path=path) from error
        return tuple(found)

    def log(self, who: str, what: str, **detail: Any) -> None:
        """Add a line to the log."""
        self._db.execute(
            "INSERT INTO log (at, who, what, detail) VALUES (?,?,?,?)",
            [stamp(utc_now()), clean(who), clean(what), to_json(detail)],
        )

    def log_entries(self, *, with_detail: str = "") -> tuple[LogEntry, ...]:
        """The log, oldest first: all of it, or the lines that can have a detail of this name."""
        # Looked for as it is written: a long log is read line by line only where it may matter.
        rows = self._db.rows(
            "SELECT at, who, what, detail FROM log"
            " WHERE instr(detail, ?) > 0 OR ? = '' ORDER BY id",
            [f'"{with_detail}"', with_detail],
        )
        return tuple(LogEntry(moment(at), who, what, from_json(d)) for at, who, what, d in rows)


def _row(decision: Decision) -> tuple[Any, ...]:
    row = (
        decision.id,
        decision.submission_sha256,
        str(decision.kind),
        decision.item_id,
        decision.mark_id,
        decision.points,
        clean(decision.comment),
        clean(decision.why),
        clean(decision.who),
        stamp(decision.decided),
    )
    return (*row, checksum(*row))


def decision_from_row(row: tuple[Any, ...]) -> Decision:
    """A decision from the columns of :data:`COLUMNS`; InvalidModel for what can't be one."""
    if checksum(*row[:-1]) != row[-1]:
        raise InvalidModel("its checksum is not right.")
    try:
        kind = DecisionKind(row[2])
    except ValueError:
        raise InvalidModel(f"“{row[2]}” is not a kind of decision.") from None
    return Decision(
        id=row[0],
        submission_sha256=row[1],
        kind=kind,
        item_id=row[3],
        mark_id=row[4],
        points=row[5],
        comment=row[6],
        why=row[7],
        who=row[8],
        decided=moment(row[9]),
    )
