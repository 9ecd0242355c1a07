"""The verbs of the program, where store, files and scoring meet."""

from __future__ import annotations
