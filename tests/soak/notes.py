"""Kill the window while a note is typed without a pause; nothing older than two seconds is lost.

The child is a process of its own with the real page on a real file. It says each key before it is
pressed, with the time; the clock is the machine's, so that both processes read the same one.
"""

from __future__ import annotations

import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.soak.report import Report

#: Seconds that may pass between a key and the disk.
ALLOWED = 2.0

#: Milliseconds between two keys: quicker than any pause that the field waits for.
BETWEEN = 40

ROOT = Path(__file__).parents[2]
LESSON = "01-new-crossing"
TEXT = "somebody said so but who was there to see it and why does the paper not name them "


def run(count: int, seed: int = 1) -> Report:
    """Kill ``count`` windows; the report says how old the oldest key was that was lost."""
    chance = random.Random(seed)
    report = Report("kill: typing notes")
    keys = lost = 0
    oldest = 0.0
    start = time.monotonic()
    for number in range(count):
        folder = Path(tempfile.mkdtemp(prefix="annotator-notes-"))
        try:
            pressed, killed = _one_kill(folder, chance.uniform(0.2, 5.0))
            typed = "".join(itertools.islice(itertools.cycle(TEXT), len(pressed)))
            kept = _note(folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        keys += len(pressed)
        if not typed.startswith(kept):
            report.faults.append(f"kill {number}: “{kept[-40:]}” is on disk, not what was typed")
            continue
        # A space at the end is not kept, and is no loss.
        rest = len(typed[len(kept) :].lstrip())
        lost += rest
        age = killed - pressed[len(pressed) - rest] if rest else 0.0
        oldest = max(oldest, age)
        if age > ALLOWED:
            report.faults.append(f"kill {number}: a key of {age:.2f} s before was lost")
    report.figures = {
        "kills": count,
        "keys pressed": keys,
        "keys lost, all of the last moment": lost,
        "oldest key lost, seconds": round(oldest, 2),
        "seconds": round(time.monotonic() - start),
    }
    return report


def _one_kill(folder: Path, seconds: float) -> tuple[list[float], float]:
    """Let a child type and kill it after a while; when each key was pressed, and the end."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.soak.notes", str(folder)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, cwd=ROOT
    ) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(seconds)
        killed = time.monotonic()
        child.kill()
        lines = [first, *child.stdout.read().splitlines(keepends=True)]
    return [float(line) for line in lines if line.endswith(b"\n")], killed


def _note(folder: Path) -> str:
    from annotator.store.database import Database
    from annotator.store.schema import DatabaseKind

    with Database.open(folder / "student.db", kind=DatabaseKind.STUDENT) as database:
        database.check_integrity()
        return str(database.rows("SELECT note FROM annotations")[0][0])


def _type_until_killed(folder: Path) -> None:
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from annotator.model.text import Span
    from tests.ui.marking.house import open_house

    application = QApplication([])
    with open_house(folder) as house:
        student = house.studying.add_person("Amara")
        work = house.studying.open_work(student, house.shelf.load(LESSON, with_key=False))
        page = house.page(work)
        page.session.add([Span(0, 3)], "claim")
        house.data.writer.flush()
        page.panel.edit_mark(page.session.marking.at(0).id)
        field = application.focusWidget()
        assert field is not None
        for key in itertools.cycle(TEXT):
            print(time.monotonic(), flush=True)
            QTest.keyClicks(field, key)
            QTest.qWait(BETWEEN)


if __name__ == "__main__":
    _type_until_killed(Path(sys.argv[1]))
