"""The class report on screen."""

from __future__ import annotations
