"""One lesson's papers beside its key."""

from __future__ import annotations
