"""Working with a class card."""

from __future__ import annotations
