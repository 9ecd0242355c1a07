"""Help inside the program: pages that can be searched, and the label guide on paper."""

from __future__ import annotations
