"""Lessons: the shelf, making one, and writing its key."""

from __future__ import annotations
