"""A student's files on their way: class folder, drafts, receipts, cards."""

from __future__ import annotations
