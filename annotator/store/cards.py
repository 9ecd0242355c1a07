"""Which class cards were issued: what a teacher needs to know a student's work, and no more.

The words themselves are here only as they were sealed to the teacher's own key, for printing a
card again.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from annotator.model.errors import InvalidModel
from annotator.store.codec import checksum, clean, moment, stamp
from annotator.store.database import Database
from annotator.store.errors import UNREADABLE, RecordDamaged

_COLUMNS = "verify_key, box_key, student_id, issue, card_name, words, issued, checksum"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCard:
    """One card: its public keys (64 hexadecimal digits), whose it is, the how-manieth, the name
    printed on it, its words sealed to the teacher, and when it was issued (UTC)."""

    verify_key: str
    box_key: str
    student_id: str
    issue: int
    card_name: str
    words: bytes = field(repr=False)
    issued: datetime.datetime


class Cards:
    """Reads and writes issued cards. A card is never removed: old work was signed with it."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, *cards: IssuedCard) -> None:
        """Write new cards and count them with their students, as one step.

        BrokenRule where a student isn't known or a card is there already.
        """
        with self._db.transaction():
            for card in cards:
                row = (
                    card.verify_key,
                    card.box_key,
                    card.student_id,
                    card.issue,
                    clean(card.card_name),
                    card.words,
                    stamp(card.issued),
                )
                self._db.execute(
                    f"INSERT INTO cards ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?)",  # noqa: S608
                    [*row, _sum(row)],
                )
                self._db.execute(
                    "UPDATE students SET card_issue = ? WHERE id = ?", [card.issue, card.student_id]
                )

    def all(self) -> tuple[IssuedCard, ...]:
        """Every card, those of a student together, the latest first; RecordDamaged names one."""
        rows = self._db.rows(
            f"SELECT {_COLUMNS} FROM cards ORDER BY student_id, issue DESC"  # noqa: S608
        )
        return tuple(self._card(row) for row in rows)

    def of_student(self, student_id: str) -> tuple[IssuedCard, ...]:
        """A student's cards, the latest first."""
        rows = self._db.rows(
            f"SELECT {_COLUMNS} FROM cards WHERE student_id = ? ORDER BY issue DESC",  # noqa: S608
            [student_id],
        )
        return tuple(self._card(row) for row in rows)

    def _card(self, row: tuple[Any, ...]) -> IssuedCard:
        try:
            if _sum(row[:-1]) != row[-1]:
                raise InvalidModel("its checksum is not right.")
            return IssuedCard(
                verify_key=row[0],
                box_key=row[1],
                student_id=row[2],
                issue=row[3],
                card_name=row[4],
                words=row[5],
                issued=moment(row[6]),
            )
        except UNREADABLE as error:
            raise RecordDamaged.because(error, "cards", row[0], path=self._db.path) from error


def _sum(row: tuple[Any, ...]) -> str:
    if not isinstance(row[5], bytes):
        raise InvalidModel("its words are missing.")
    return checksum(*row[:5], row[5].hex(), *row[6:])
