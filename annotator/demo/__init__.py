"""Plays the whole job in the real window and takes pictures of it."""

from __future__ import annotations
