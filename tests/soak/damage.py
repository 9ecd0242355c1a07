"""A data file that is damaged at random: never a traceback, and nothing false is shown unnamed."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.soak.report import Report
from tests.store import damages


def run(count: int, seed: int) -> Report:
    """Damage a student's file ``count`` times; open it, read it, check it, bring it in."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        told = damages.run(Path(folder), count, seed)
    report = Report("damage")
    report.figures["damages"] = f"{count:,}"
    report.figures["named with a sentence"] = told.named
    report.figures["without effect"] = told.harmless
    report.figures["tracebacks"] = len(told.tracebacks)
    report.figures["seconds"] = round(time.perf_counter() - began)
    report.faults = [f"{number}: {what[-300:]}" for number, what in told.tracebacks + told.wrong]
    return report
