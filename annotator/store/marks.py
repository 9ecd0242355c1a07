"""The marks of attempts and their ties.

The statements of a stroke are plain SQL, prepared once by ``sqlite3``: a stroke is what people wait
for, and table methods would look the table up each time.
"""

# ruff: noqa: S608 -- all that is put into SQL text here is our own lists of columns.
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from annotator.model.annotation import Annotation, Relation
from annotator.model.changes import MarksChange
from annotator.model.errors import InvalidModel
from annotator.store.codec import (
    ANNOTATION_COLUMNS,
    RELATION_COLUMNS,
    annotation_from_row,
    annotation_row,
    relation_from_row,
    relation_row,
)
from annotator.store.database import Database
from annotator.store.errors import UNREADABLE, RecordDamaged


class Marks:
    """Reads and writes marks; whether an attempt may still be changed is asked elsewhere."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def apply(self, attempt_id: str, change: MarksChange) -> None:
        """Write one change, inside a transaction of the caller.

        InvalidModel where a tie would be left without its mark; BrokenRule where two marks would
        share span and label.
        """
        # Rewritten marks go first: two that swap label or place never meet half-way.
        gone = [*change.removed_ids, *(mark.id for mark in change.after)]
        self._db.execute_many(
            "DELETE FROM annotations WHERE attempt_id = ? AND id = ?",
            [(attempt_id, id) for id in gone],
        )
        cut = [*change.removed_relation_ids, *(r.id for r in change.relations_after)]
        self._db.execute_many(
            "DELETE FROM relations WHERE attempt_id = ? AND id = ?",
            [(attempt_id, id) for id in cut],
        )
        self.insert(attempt_id, change.after, change.relations_after)
        self._check_ties(attempt_id, change)

    def insert(
        self, attempt_id: str, marks: tuple[Annotation, ...], relations: tuple[Relation, ...]
    ) -> None:
        """Add marks and ties to an attempt that has none of these ids."""
        self._db.execute_many(
            f"INSERT INTO annotations ({ANNOTATION_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            [annotation_row(attempt_id, mark) for mark in marks],
        )
        self._db.execute_many(
            f"INSERT INTO relations ({RELATION_COLUMNS}) VALUES (?,?,?,?,?,?,?)",
            [relation_row(attempt_id, relation) for relation in relations],
        )

    def read(
        self, attempt_id: str, text: str | None = None
    ) -> tuple[tuple[Annotation, ...], tuple[Relation, ...]]:
        """All marks in reading order, and all ties.

        RecordDamaged names the first that can't be trusted; with ``text`` each mark is held against
        the article, too.
        """
        marks: list[Annotation] = []
        for row in self._db.rows(
            f"SELECT {ANNOTATION_COLUMNS} FROM annotations WHERE attempt_id = ? "
            'ORDER BY start, "end" DESC, label',
            [attempt_id],
        ):
            try:
                mark = annotation_from_row(row)
                marks.append(mark if text is None else mark.check(text))
            except UNREADABLE as error:
                raise self._damaged(error, "annotations", row[1]) from error
        return tuple(marks), self._read_relations(attempt_id)

    def _read_relations(self, attempt_id: str) -> tuple[Relation, ...]:
        return self._relations(
            self._db.rows(
                f"SELECT {RELATION_COLUMNS} FROM relations WHERE attempt_id = ? ORDER BY id",
                [attempt_id],
            )
        )

    def _relations_naming(self, attempt_id: str, mark_id: str) -> tuple[Relation, ...]:
        # SQLite looks for the id in the text of the chains; reading them all takes far longer.
        return self._relations(
            self._db.rows(
                f"SELECT {RELATION_COLUMNS} FROM relations WHERE attempt_id = ? "
                "AND (source_id = ? OR instr(chain, ?))",
                [attempt_id, mark_id, mark_id],
            )
        )

    def _relations(self, rows: Iterable[tuple[Any, ...]]) -> tuple[Relation, ...]:
        relations: list[Relation] = []
        for row in rows:
            try:
                relations.append(relation_from_row(row))
            except UNREADABLE as error:
                raise self._damaged(error, "relations", row[1]) from error
        return tuple(relations)

    def _check_ties(self, attempt_id: str, change: MarksChange) -> None:
        """Every relation that was written, or that may have lost a mark, still has its marks."""
        needed = {id for relation in change.relations_after for id in relation.mark_ids}
        for gone in change.removed_ids:
            for tie in self._relations_naming(attempt_id, gone):
                needed |= tie.mark_ids
        for id in needed:
            if not self._db.row(
                "SELECT 1 FROM annotations WHERE attempt_id = ? AND id = ?", [attempt_id, id]
            ):
                raise InvalidModel("A relation names a mark that is not there.")

    def _damaged(self, error: Exception, table: str, record: object) -> RecordDamaged:
        return RecordDamaged.because(error, table, record, path=self._db.path)
