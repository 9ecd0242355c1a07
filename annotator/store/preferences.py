"""What people have set: for the machine (no student) or for one student. Values are JSON."""

from __future__ import annotations

from typing import Any

from annotator.store.checked import checked_rows, write_checked
from annotator.store.codec import from_json, to_json
from annotator.store.database import Database


class Preferences:
    """Reads and writes settings (``student_id`` empty) and a student's preferences."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self, student_id: str = "") -> dict[str, Any]:
        """Everything that is set, by key; RecordDamaged names a bad one."""
        if student_id:
            rows = checked_rows(self._db, "preferences", "WHERE student_id = ?", [student_id])
        else:
            rows = checked_rows(self._db, "settings")
        return {row[-2]: from_json(row[-1]) for row in rows}

    def get(self, key: str, default: Any = None, *, student_id: str = "") -> Any:
        """One value, or ``default`` where it was never set; RecordDamaged for a bad one."""
        if student_id:
            rows = checked_rows(
                self._db, "preferences", "WHERE student_id = ? AND key = ?", [student_id, key]
            )
        else:
            rows = checked_rows(self._db, "settings", "WHERE key = ?", [key])
        return from_json(rows[0][-1]) if rows else default

    def set(self, key: str, value: Any, *, student_id: str = "") -> None:
        """Set one value; anything that JSON can hold."""
        record = {"key": key, "value": to_json(value)}
        if student_id:
            record = {"student_id": student_id, **record}
            write_checked(self._db, "preferences", record, key="student_id, key")
        else:
            write_checked(self._db, "settings", record, key="key")

    def drop(self, key: str) -> None:
        """Forget a setting of the machine, if it was set."""
        self._db.execute("DELETE FROM settings WHERE key = ?", [key])
