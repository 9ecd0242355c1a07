"""The teacher's desk: classes, assignments, and what came in."""

from __future__ import annotations
