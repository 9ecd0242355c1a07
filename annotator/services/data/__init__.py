"""The data folder: its writer, backups, preferences and names."""

from __future__ import annotations
