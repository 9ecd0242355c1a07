"""Run the benchmarks: ``python -m tests.benchmarks [--json FILE] [--only NAME]``.

Each module ``bench_NAME.py`` beside this one has ``def rows() -> Iterable[Row]``. One that
fails is reported, the others still run, and the exit code is 1. A goal that is missed is
no failure: the table says so.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
import traceback
from pathlib import Path

from tests import benchmarks
from tests.benchmarks.table import Row, as_json, as_table


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table, write the JSON; returns the exit code."""
    parser = argparse.ArgumentParser(prog="start.py bench")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows to this file")
    parser.add_argument("--only", metavar="NAME", help="only the modules with this in their name")
    options = parser.parse_args(arguments)
    names = [name for name in module_names() if (options.only or "") in name]
    if not names:
        print(f"No benchmark has “{options.only}” in its name.", file=sys.stderr)
        return 2
    rows, failed = measure(names)
    if rows:
        print(as_table(rows))
    if options.json is not None:
        options.json.write_text(as_json(rows), "utf-8")
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def module_names() -> list[str]:
    """The names of the benchmark modules, without ``bench_``; the start comes first."""
    found = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    names = [name.removeprefix("bench_") for name in found if name.startswith("bench_")]
    return sorted(names, key=lambda name: (name != "start", name))


def measure(names: list[str]) -> tuple[list[Row], list[str]]:
    """All rows of the named modules, and the names of those that failed."""
    rows: list[Row] = []
    failed: list[str] = []
    for name in names:
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        try:
            module = importlib.import_module(f"{benchmarks.__name__}.bench_{name}")
            rows.extend(module.rows())
        except Exception:  # noqa: BLE001 - one benchmark's failure must not lose the others' rows
            traceback.print_exc()
            failed.append(name)
    return rows, failed


if __name__ == "__main__":
    sys.exit(main())
