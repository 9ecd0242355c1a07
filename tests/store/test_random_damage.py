"""Any damage to a data file is named with a sentence or has no effect; never a traceback."""

from __future__ import annotations

from pathlib import Path

from tests.store.damages import run

COUNT = 160


def test_no_damage_ends_in_a_traceback(tmp_path: Path) -> None:
    told = run(tmp_path, COUNT)
    assert told.tracebacks == []
    assert told.named > COUNT // 3
    # The times of an attempt carry no checksum, as names, settings, marks and files do: what hits
    # one of their figures, once in a thousand damages or so, is not noticed.
    assert len(told.wrong) <= 2
