"""Annotator: learn to read the news critically by marking an article."""

from __future__ import annotations

__version__ = "0.1.0"
