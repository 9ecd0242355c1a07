"""The article: layout, painting, selecting, and the keys that work in it."""

from __future__ import annotations
