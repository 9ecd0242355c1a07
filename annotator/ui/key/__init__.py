"""The key editor: items, traps and edges of an answer key, and articles of one's own."""

from __future__ import annotations
