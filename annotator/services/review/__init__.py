"""A teacher's decisions on papers, and what many papers say together."""

from __future__ import annotations
