"""Puts the program together: the window, its pages, errors, and one process per folder."""

from __future__ import annotations
