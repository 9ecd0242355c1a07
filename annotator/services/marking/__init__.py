"""Marking an article, and what is known of the attempt."""

from __future__ import annotations
