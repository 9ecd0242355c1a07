"""Long runs: ``python3 start.py soak NAME [--count N]``; without a name it lists them.

The exit code is 1 where anything was lost, and 2 for a name that there isn't.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable
from functools import partial

from tests.soak import attack, crowd, damage, disk, fsync, kill, mutations, notes, scoring
from tests.soak.jobs import JOBS
from tests.soak.report import Report

Run = Callable[[int, int], Report]


def runs() -> dict[str, tuple[int, str, Run]]:
    """Every long run: how many rounds it has unless told, what it does, and the run itself."""
    found: dict[str, tuple[int, str, Run]] = {
        f"kill-{name.replace(' ', '-')}": (
            1_000,
            f"kill a process while it is {name}; count what was lost",
            partial(kill.run, job),
        )
        for name, job in JOBS.items()
    }
    found["kill-typing-notes"] = (
        200,
        "kill the window while a note is typed; nothing older than 2 s may be lost",
        notes.run,
    )
    found["mutations"] = (100_000, "read faulty files of every kind", mutations.run)
    found["attack"] = (
        1,
        "a class folder from assign to return, with an attacker’s process beside it",
        attack.run,
    )
    found["crowd"] = (10, "60 students hand in at once while the teacher collects", crowd.run)
    found["disk"] = (20, "a disk that fills up, can only be read, or goes away", disk.run)
    found["fsync"] = (100, "watch that the disk has it before it is acknowledged", fsync.run)
    found["damage"] = (
        1_000,
        "damage a data file at random; it is named or shows the same",
        damage.run,
    )
    found["scoring"] = (20_000, "every promise of the grading rule, at random", scoring.run)
    return found


def main(arguments: list[str] | None = None) -> int:
    """Run what was asked for; the exit code."""
    known = runs()
    parser = argparse.ArgumentParser(prog="start.py soak")
    parser.add_argument("names", nargs="*", metavar="NAME", help="which run; “all” for every one")
    parser.add_argument("--count", type=int, help="how many rounds")
    parser.add_argument("--seed", type=int, default=1, help="another number, other chances")
    options = parser.parse_args(arguments)
    names = list(known) if options.names == ["all"] else options.names
    if not names or set(names) - set(known):
        for name, (count, what, _) in known.items():
            print(f"{name:20} {what} ({count:,} rounds)")
        return 2 if names else 0
    # What the program would write into its log file is not what is looked for here.
    logging.disable(logging.CRITICAL)
    lost = False
    for name in names:
        count, _, run = known[name]
        report = run(options.count or count, options.seed)
        print(report, flush=True)
        lost = lost or bool(report.faults)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
