"""Any damage to a data file is named with a sentence or has no effect; never a traceback."""

from __future__ import annotations

from pathlib import Path

from tests.store.damages import run

COUNT = 160


def test_no_damage_ends_in_a_traceback(tmp_path: Path) -> None:
    told = run(tmp_path, COUNT)
    assert told.tracebacks == []
    assert told.named > COUNT // 3
    # Names, settings and pinned keys carry no checksum, as marks and files do: the five in a
    # thousand that change one of these are not noticed.
    assert len(told.wrong) <= COUNT // 30
