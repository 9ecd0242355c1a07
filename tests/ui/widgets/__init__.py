"""Tests of the kit."""

from __future__ import annotations
