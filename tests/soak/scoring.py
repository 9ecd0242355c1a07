"""The grading rule against its own words: every promise of it, in very many random cases.

The properties are those of the tests; here each is tried as often as it was asked for.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from tests.soak.report import Report

TOP = Path(__file__).parents[2]
PROPERTIES = ("tests/scoring/test_grading_rule.py", "tests/scoring/test_relations.py")


def run(count: int, seed: int) -> Report:
    """``count`` random cases for each property of the rule and of ties."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider"]
    command += ["--maxfail=5", "-m", "hypothesis", f"--hypothesis-seed={seed}", *PROPERTIES]
    began = time.perf_counter()
    done = subprocess.run(
        command,
        cwd=TOP,
        env={**os.environ, "ANNOTATOR_EXAMPLES": str(count)},
        capture_output=True,
        text=True,
        check=False,
    )
    passed = re.search(r"(\d+) passed", done.stdout)
    kept = int(passed[1]) if passed else 0
    report = Report("scoring")
    report.figures["random cases of each property"] = f"{count:,}"
    report.figures["properties that held"] = kept
    report.figures["seconds"] = round(time.perf_counter() - began)
    report.faults = [line for line in done.stdout.splitlines() if line.startswith("FAILED")]
    if done.returncode and not report.faults:
        report.faults = [f"the properties could not be tried: {done.stdout[-500:]}{done.stderr}"]
    return report
