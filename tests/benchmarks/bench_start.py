"""Start: until the student's page shows saved marks and has taken key 1, and peak memory.

Floor: a bare PySide6 window with a QTextBrowser, in the same run and by turns with the
program, so that a busy moment of the machine falls on both.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.process import Cost, cost, typical
from tests.benchmarks.table import Row

RUNS = 9
LESSON = "08-tech-chief"
BARE = [sys.executable, str(Path(__file__).with_name("bare_window.py"))]


def rows() -> Iterator[Row]:
    """Time (ms) and peak memory (MB) of the program's start beside a bare window's."""
    with tempfile.TemporaryDirectory() as data:
        program = [sys.executable, "-P", "-m", "annotator"]
        program += ["--bench-start", LESSON, "--data", data]
        bare, ours = by_turns(BARE, program)
    size = f"lesson {LESSON}, {RUNS} starts"
    yield Row(
        name="start: saved marks shown, key 1 taken",
        size=size,
        value=ours.ms,
        unit="ms",
        floor=bare.ms,
        goal=2.6,
    )
    yield Row(
        name="start: peak memory",
        size=size,
        value=ours.peak_mb,
        unit="MB",
        floor=bare.peak_mb,
        goal=1.5,
    )


def by_turns(first: list[str], second: list[str]) -> tuple[Cost, Cost]:
    """The typical cost of each; a first round warms the disk's cache and does not count.

    That round also leaves compiled modules, as installing does, whatever the surroundings say.
    """
    with tempfile.TemporaryDirectory() as compiled:
        environment = {
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": compiled,
        }
        rounds = [(cost(first, environment), cost(second, environment)) for _ in range(RUNS + 1)]
    counted = rounds[1:]
    return typical([a for a, _ in counted]), typical([b for _, b in counted])
