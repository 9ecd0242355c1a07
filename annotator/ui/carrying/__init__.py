"""Files on their way: into the window, into the class folder, out of it, and out of the house."""

from __future__ import annotations
