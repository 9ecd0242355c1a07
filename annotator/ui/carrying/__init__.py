"""Files on their way: into the window, into the class folder, out of it, and home."""

from __future__ import annotations
