"""Typing in what was marked on paper."""

from __future__ import annotations
