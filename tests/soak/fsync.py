"""Is it on the disk before it is acknowledged? Killing a process can't tell; strace can.

kill -9 leaves what the system had taken over, so it loses nothing even without a single fsync. Here
every write to a file is watched: at each acknowledgement none may be without its fsync.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.soak.jobs import JOBS
from tests.soak.kill import Mouth
from tests.soak.report import Report

ROOT = Path(__file__).parents[2]
_CALLS = "trace=fsync,fdatasync,write,pwrite64,pwritev,writev,rename,unlink,ftruncate"
_WRITE = re.compile(r"\b(?:write|pwrite64|pwritev|writev|ftruncate)\((\d+)<([^>]*)>")
_SYNC = re.compile(r"\bf(?:data)?sync\(\d+<([^>]*)>")
_MOVED = re.compile(r'\b(rename|unlink)\("([^"]*)"(?:, "([^"]*)")?\)')
#: Files that nobody's work depends on: shared memory, copies that are only looked at, hand-ins
#: that stand in for what a sync program brings.
_NOT_WORK = re.compile(r"-shm$|/copy/|/in/|\.log$|\.lock$")


class _Aloud(Mouth):
    """Says the same on standard output, where strace sees it; stops after so many."""

    def __init__(self, left: int) -> None:
        self._left = left

    def going(self, digest: str) -> None:
        """Nothing to say: only acknowledgements are watched."""

    def saved(self, digest: str) -> None:
        sys.stdout.write("saved\n")
        sys.stdout.flush()
        self._left -= 1
        if self._left <= 0:
            sys.stdout.close()
            os._exit(0)


def run(count: int, seed: int = 1) -> Report:
    """``count`` acknowledgements of each kind of work; one of migrating."""
    report = Report("fsync")
    strace = shutil.which("strace")
    if strace is None:
        report.skipped.append("strace is not here, so the order of fsync and word is not seen")
        return report
    for name, job in JOBS.items():
        folder = Path(tempfile.mkdtemp(prefix="annotator-soak-"))
        try:
            job.prepare(folder)
            log = folder.with_suffix(".strace")
            words = [sys.executable, "-m", "tests.soak.fsync", name, str(folder), str(count)]
            done = subprocess.run(
                [strace, "-f", "-y", "-s", "8", "-e", _CALLS, "-o", str(log), *words],
                cwd=ROOT,
                capture_output=True,
                text=True,
                timeout=600,
                check=False,
            )
            if not log.exists() or "ptrace" in done.stderr:
                report.skipped.append("strace may not look at processes here")
                return report
            said, synced, faults = story(log.read_text("utf-8", "replace"), str(folder))
            log.unlink()
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        if said < (1 if name == "migrating" else count):
            faults.append(f"only {said} acknowledgements: {done.stderr[-300:]}")
        report.faults += [f"{name}: {fault}" for fault in faults]
        report.figures[name] = f"{said} acknowledgements, {synced} fsyncs, {len(faults)} too early"
    return report


def story(log: str, folder: str) -> tuple[int, int, list[str]]:
    """How many acknowledgements and fsyncs there were, and what was not on disk at one."""
    unsynced: set[str] = set()
    faults: list[str] = []
    said = synced = 0
    for line in log.splitlines():
        if match := _WRITE.search(line):
            if match.group(1) == "1":
                said += 1
                if unsynced:
                    names = ", ".join(sorted(Path(path).name for path in unsynced))
                    faults.append(f"at word {said}, not on disk: {names}")
            elif match.group(2).startswith(folder) and not _NOT_WORK.search(match.group(2)):
                unsynced.add(match.group(2))
        elif match := _SYNC.search(line):
            synced += match.group(1).startswith(folder)
            unsynced.discard(match.group(1))
        elif match := _MOVED.search(line):
            verb, old, new = match.groups()
            if old in unsynced:
                unsynced.discard(old)
                if verb == "rename":
                    unsynced.add(new)
    return said, synced, faults


if __name__ == "__main__":
    job = JOBS[sys.argv[1]]
    job.work(Path(sys.argv[2]), 1, _Aloud(int(sys.argv[3])))
