"""Matching marks with a key and counting the points: pure functions on model values."""

from __future__ import annotations
