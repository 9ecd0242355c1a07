"""A teacher's desk on a real file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.seeded import SeededDesk


@pytest.fixture
def seeded(tmp_path: Path) -> Iterator[SeededDesk]:
    """A new teacher's file without classes."""
    desk = SeededDesk.make(tmp_path)
    yield desk
    desk.close()
