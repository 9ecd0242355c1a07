"""Tests of the start page."""

from __future__ import annotations
