"""What a teacher's desk lists: who a hand-in is from, what was given back, who disagrees."""

# ruff: noqa: S608 -- all that is put into SQL text here is our own lists of columns.
from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from annotator.model.names import sort_key
from annotator.model.received import PAPER, InboxRow
from annotator.model.review import Decision, Disagreement, Verdict
from annotator.store.codec import clean, moment, optional_moment, optional_stamp, stamp
from annotator.store.database import Database
from annotator.store.errors import UNREADABLE, RecordDamaged
from annotator.store.reviews import COLUMNS, decision_from_row
from annotator.store.samples import HAND

#: A file is placed by whose hand it came from (or by the teacher); the id in it proves nothing.
_ROWS = f"""
SELECT s.sha256, s.lesson_id, coalesce(f.assignment_id, s.assignment_id), s.article_sha256,
    coalesce(p.id, ''), coalesce(p.name, s.student_name), coalesce(p.class_id, ''),
    s.attempt_number, s.received, s.handed_in, s.marks, coalesce(g.revision, 0), g.returned,
    coalesce(a.hand, ''), l.looked,
    f.assignment_id IS NOT NULL, f.submission_sha256 IS NOT NULL AND f.assignment_id IS NULL,
    coalesce(c.is_sample, 0) AND coalesce(a.hand, '') NOT LIKE '{HAND}%'
        AND coalesce(a.hand, '') NOT LIKE '{PAPER}%',
    coalesce(a.card, '')
FROM submissions s
LEFT JOIN arrivals a ON a.sha256 = s.sha256
LEFT JOIN hands h ON h.hand = a.hand
LEFT JOIN filed f ON f.submission_sha256 = s.sha256
LEFT JOIN students p ON p.id = coalesce(f.student_id, h.student_id)
LEFT JOIN given_back g ON g.submission_sha256 = s.sha256
LEFT JOIN looked_at l ON l.submission_sha256 = s.sha256
LEFT JOIN assignments n ON n.id = coalesce(f.assignment_id, s.assignment_id)
LEFT JOIN classes c ON c.id = n.class_id
"""


class Desk:
    """Reads what lists over many hand-ins need, in one query each."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def inbox(self, lesson_id: str = "") -> tuple[InboxRow, ...]:
        """Hand-ins of a lesson (or of all), by name, then attempt, then time of arrival."""
        rows = self._db.rows(
            _ROWS + "WHERE (? = '' OR s.lesson_id = ?) ORDER BY 5, "
            "s.attempt_number, s.handed_in, s.received, s.sha256",
            [lesson_id, lesson_id],
        )
        found = (_inbox_row(row) for row in rows)
        return tuple(sorted(found, key=lambda row: sort_key(row.student_name)))

    def decisions(self, lesson_id: str) -> dict[str, tuple[Decision, ...]]:
        """All decisions on a lesson's hand-ins by hand-in, oldest first."""
        found: dict[str, list[Decision]] = {}
        columns = ", ".join(f"r.{name.strip()}" for name in COLUMNS.split(","))
        for row in self._db.rows(
            f"SELECT {columns} FROM reviews r JOIN submissions s "
            "ON s.sha256 = r.submission_sha256 WHERE s.lesson_id = ? ORDER BY r.decided, r.rowid",
            [lesson_id],
        ):
            try:
                decision = decision_from_row(row)
            except UNREADABLE as error:
                path = self._db.path
                raise RecordDamaged.because(error, "reviews", row[0], path=path) from error
            found.setdefault(decision.submission_sha256, []).append(decision)
        return {sha256: tuple(each) for sha256, each in found.items()}

    def note_looked(self, sha256: str, at: datetime.datetime) -> None:
        """Note that the teacher opened a hand-in whole at ``at`` (UTC); the first time counts."""
        self._db.execute(
            "INSERT INTO looked_at (submission_sha256, looked) VALUES (?, ?) "
            "ON CONFLICT (submission_sha256) DO NOTHING",
            [sha256, stamp(at)],
        )


class Disagreements:
    """Reads and writes what students have to say to an outcome."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, *disagreements: Disagreement) -> int:
        """Keep disagreements; those whose id is known are passed over. How many were new."""
        new = 0
        with self._db.transaction():
            for each in disagreements:
                new += self._db.execute(
                    "INSERT INTO disagreements (id, submission_sha256, item_id, mark_id, tie_id, "
                    "reason, said, received, revision, verdict, answer, answered, withdrawn) "
                    "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?) "
                    "ON CONFLICT (id) DO NOTHING",
                    [
                        each.id,
                        each.submission_sha256,
                        each.item_id,
                        each.mark_id,
                        each.tie_id,
                        clean(each.reason),
                        stamp(each.raised),
                        stamp(each.received),
                        each.revision,
                        each.verdict or "",
                        clean(each.answer),
                        optional_stamp(each.answered),
                        optional_stamp(each.withdrawn),
                    ],
                )
        return new

    def take(self, disagreements: Iterable[Disagreement]) -> int:
        """Keep what came from a student; how many were new.

        About one item, mark or tie there is one disagreement: the one that was said last takes the
        place of those that are not answered yet. One that its student took back is kept, so that
        an older file that still has it brings it back no more, but isn't counted as new.
        """
        new = 0
        with self._db.transaction():
            for each in disagreements:
                if each.withdrawn is not None:
                    self._db.execute(
                        "UPDATE disagreements SET withdrawn = ? "
                        "WHERE id = ? AND submission_sha256 = ? AND withdrawn IS NULL",
                        [stamp(each.withdrawn), each.id, each.submission_sha256],
                    )
                about = [
                    each.submission_sha256,
                    each.item_id,
                    each.mark_id,
                    each.tie_id,
                    stamp(each.raised),
                ]
                where = (
                    "WHERE submission_sha256 = ? AND item_id = ? AND mark_id = ? AND tie_id = ? "
                    "AND said"
                )
                if self._db.rows(f"SELECT id FROM disagreements {where} >= ?", about):
                    continue
                self._db.execute(
                    f"DELETE FROM disagreements {where} < ? AND answered IS NULL", about
                )
                added = self.add(each)
                new += added if each.withdrawn is None else 0
        return new

    def keep_answers(self, *disagreements: Disagreement) -> None:
        """Write the answers that these have now; one without takes its answer back."""
        self._db.execute_many(
            "UPDATE disagreements SET verdict = ?, answer = ?, answered = ? WHERE id = ?",
            [
                (each.verdict or "", clean(each.answer), optional_stamp(each.answered), each.id)
                for each in disagreements
            ],
        )

    def of_lesson(self, lesson_id: str = "") -> tuple[Disagreement, ...]:
        """All of a lesson (or of every lesson), oldest first.

        What was taken back before anybody answered it is not among them.
        """
        rows = self._db.rows(
            "SELECT d.id, d.submission_sha256, d.item_id, d.mark_id, d.reason, d.said, d.received, "
            "d.answer, d.answered, d.verdict, d.revision, d.withdrawn, d.tie_id "
            "FROM disagreements d JOIN submissions s ON s.sha256 = d.submission_sha256 "
            "WHERE (? = '' OR s.lesson_id = ?) "
            "AND (d.withdrawn IS NULL OR d.answered IS NOT NULL) ORDER BY d.said, d.id",
            [lesson_id, lesson_id],
        )
        return tuple(_disagreement(row) for row in rows)


def _inbox_row(row: tuple[Any, ...]) -> InboxRow:
    return InboxRow(
        sha256=row[0],
        lesson_id=row[1],
        assignment_id=row[2],
        article_sha256=row[3],
        student_id=row[4],
        student_name=row[5],
        class_id=row[6],
        attempt_number=row[7],
        received=moment(row[8]),
        handed_in=optional_moment(row[9]),
        marks=row[10],
        revision=row[11],
        returned=optional_moment(row[12]),
        from_paper=row[13].startswith(PAPER),
        looked=optional_moment(row[14]),
        is_filed=bool(row[15]),
        is_aside=bool(row[16]),
        names_sample=bool(row[17]),
        card=row[18],
    )


def _disagreement(row: tuple[Any, ...]) -> Disagreement:
    return Disagreement(
        id=row[0],
        submission_sha256=row[1],
        item_id=row[2],
        mark_id=row[3],
        reason=row[4],
        raised=moment(row[5]),
        received=moment(row[6]),
        answer=row[7],
        answered=optional_moment(row[8]),
        # Until verdicts were kept, an answer was words alone, and changed nothing.
        verdict=Verdict(row[9]) if row[9] else Verdict.STANDS if row[8] else None,
        revision=row[10],
        withdrawn=optional_moment(row[11]),
        tie_id=row[12],
    )
