"""Everything that goes in or out as a file."""

from __future__ import annotations
