"""The page on which an article is marked."""

from __future__ import annotations
