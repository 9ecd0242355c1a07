"""The pages on which a teacher decides."""

from __future__ import annotations
