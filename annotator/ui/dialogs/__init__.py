"""Small windows over the pages."""

from __future__ import annotations
