"""The kit that every page is built of: painted by role, named for screen readers, plain text."""

from __future__ import annotations
