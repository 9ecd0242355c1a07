"""A comparison as rows, words, signs and paint, shared by review, returned work and reports."""

from __future__ import annotations
