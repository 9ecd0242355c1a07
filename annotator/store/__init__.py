"""The SQLite files that hold people's work."""

from __future__ import annotations
