"""The first minutes: the warm-up, the tour, what a new teacher is shown."""

from __future__ import annotations
