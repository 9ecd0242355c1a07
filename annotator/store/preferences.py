"""What people have set: for the machine (no student) or for one student. Values are JSON."""

from __future__ import annotations

from typing import Any

from annotator.store.codec import from_json, to_json
from annotator.store.database import Database


class Preferences:
    """Reads and writes settings (``student_id`` empty) and a student's preferences."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self, student_id: str = "") -> dict[str, Any]:
        """Everything that is set, by key."""
        if student_id:
            rows = self._db.rows(
                "SELECT key, value FROM preferences WHERE student_id = ?", [student_id]
            )
        else:
            rows = self._db.rows("SELECT key, value FROM settings")
        return {key: from_json(value) for key, value in rows}

    def get(self, key: str, default: Any = None, *, student_id: str = "") -> Any:
        """One value, or ``default`` where it was never set."""
        if student_id:
            row = self._db.row(
                "SELECT value FROM preferences WHERE student_id = ? AND key = ?",
                [student_id, key],
            )
        else:
            row = self._db.row("SELECT value FROM settings WHERE key = ?", [key])
        return default if row is None else from_json(row[0])

    def set(self, key: str, value: Any, *, student_id: str = "") -> None:
        """Set one value; anything that JSON can hold."""
        record = {"key": key, "value": to_json(value)}
        if student_id:
            self._db.insert(
                "preferences", {"student_id": student_id, **record}, key="student_id, key"
            )
        else:
            self._db.insert("settings", record, key="key")

    def drop(self, key: str) -> None:
        """Forget a setting of the machine, if it was set."""
        self._db.execute("DELETE FROM settings WHERE key = ?", [key])
