"""Time and memory of a process of its own, up to the line it prints when it is ready.

The memory of a process that a large one starts begins at the large one's: Linux hands the
peak on. So a small Python in between starts the process and looks at the clock; run as a
script this file is that small Python.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process cost: milliseconds until its first line, peak memory in MB (10⁶ bytes)."""

    ms: float
    peak_mb: float


def cost(command: Sequence[str], env: dict[str, str] | None = None) -> Cost:
    """Run the command once. Raises RuntimeError with its words when it fails or prints nothing."""
    helper = [sys.executable, "-I", "-S", __file__, *command]
    result = subprocess.run(
        helper, capture_output=True, text=True, env=os.environ | (env or {}), check=False
    )
    if result.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{result.stdout}{result.stderr}")
    answer = json.loads(result.stdout.splitlines()[-1])
    return Cost(ms=answer["ms"], peak_mb=answer["peak_mb"])


def typical(costs: Sequence[Cost]) -> Cost:
    """The median of each."""
    return Cost(ms=median(c.ms for c in costs), peak_mb=median(c.peak_mb for c in costs))


def _main(command: list[str]) -> int:
    begin = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        ms = (time.perf_counter() - begin) * 1000
        process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode or not line.strip():
        print(f"exit code {process.returncode}, first line {line!r}", file=sys.stderr)
        return 1
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss: bytes there, KiB elsewhere
    print(json.dumps({"ms": ms, "peak_mb": usage.ru_maxrss * unit / 1e6}))
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
