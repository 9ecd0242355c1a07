"""The article on the page: laid out by Qt, marked and painted by us."""

from __future__ import annotations
