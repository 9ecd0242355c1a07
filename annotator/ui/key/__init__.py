"""The key editor: items, traps and edges of an answer key, and the user's own articles."""

from __future__ import annotations
