"""The student's page: marking an article, tying marks together, handing in."""

from __future__ import annotations
