"""Classes, their students and cards, and how assignments stand."""

from __future__ import annotations
