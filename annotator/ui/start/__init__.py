"""The start page: who is here, what is waiting, which lessons there are."""

from __future__ import annotations
