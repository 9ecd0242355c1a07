"""A teacher's desk on a real file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.seeded import SeededDesk
from tests.services.desk import ADesk, a_desk


@pytest.fixture
def seeded(tmp_path: Path) -> Iterator[SeededDesk]:
    """A new teacher's file without classes."""
    desk = SeededDesk.make(tmp_path)
    yield desk
    desk.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ADesk]:
    """A teacher's data folder with keys, for hand-ins from files."""
    with a_desk(tmp_path / "desk") as made:
        yield made


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An empty folder for hand-ins."""
    made = tmp_path / "in"
    made.mkdir()
    return made
