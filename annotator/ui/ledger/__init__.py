"""What students hold of their work beside what counts now, and the differences given back."""

from __future__ import annotations
