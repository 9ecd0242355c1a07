"""What the words of the project mean: plain frozen values, no files, no window."""

from __future__ import annotations
