"""What a student reads once work has come back."""

from __future__ import annotations
