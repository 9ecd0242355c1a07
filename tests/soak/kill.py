"""Kill a working process again and again; what it acknowledged must be there each time.

A child names each state that it is about to write (a digest of all it should hold then) and says
so again once the write is acknowledged. After the kill the files must be in the last acknowledged
state, or in one of those that were named after it: nothing lost, nothing half.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path

from tests.soak.report import Report

GOING, SAVED = b"g", b"s"

#: Kills on the same files before new ones are begun.
GENERATION = 50

#: Seconds after which a child that says nothing is a fault of its own.
PATIENCE = 60


def processes() -> BaseContext:
    """Fork where it is to be had: a child then needs no start of its own."""
    ways = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("fork" if "fork" in ways else "spawn")


class Mouth:
    """How a child tells what it is about to write, and what was acknowledged."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def going(self, digest: str) -> None:
        """The state that comes next, before anything of it is written."""
        self._connection.send_bytes(GOING + digest.encode("ascii"))

    def saved(self, digest: str) -> None:
        """This state was acknowledged."""
        self._connection.send_bytes(SAVED + digest.encode("ascii"))


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of work to be interrupted.

    ``prepare`` fills an empty folder; ``work`` runs in the child until it is killed (or returns);
    ``digest`` says which state the files are in, and raises where they can't be trusted.
    """

    name: str
    prepare: Callable[[Path], None]
    work: Callable[[Path, int, Mouth], None]
    digest: Callable[[Path], str]
    #: Seconds that a kill may come late, after the last word that was waited for.
    late: float = 0.01
    #: The most words that are waited for before that.
    words: int = 12
    #: Whether every kill begins with a new folder.
    fresh: bool = False


def run(job: Job, count: int, seed: int = 1) -> Report:
    """Kill ``count`` times; the report counts kills, acknowledged writes and losses."""
    chance = random.Random(seed)
    report = Report(f"kill: {job.name}")
    acknowledged = unfinished = 0
    start = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="annotator-soak-"))
    try:
        for number in range(count):
            if number % (1 if job.fresh else GENERATION) == 0:
                shutil.rmtree(folder)
                folder.mkdir()
                job.prepare(folder)
            before = job.digest(folder)
            words = _one_kill(job, folder, chance)
            states, last = _states(before, words)
            acknowledged += sum(word[:1] == SAVED for word in words)
            try:
                found = job.digest(folder)
            except Exception as error:  # noqa: BLE001 -- whatever it is, it is the finding
                report.faults.append(f"kill {number}: {type(error).__name__}: {error}")
                shutil.rmtree(folder)
                folder.mkdir()
                job.prepare(folder)
                continue
            if found not in states[last:]:
                was = states.index(found) if found in states else "unknown"
                report.faults.append(
                    f"kill {number}: state {was} was found, {last} of {len(states) - 1} was "
                    "acknowledged"
                )
            unfinished += len(states) - 1 > last
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    report.figures = {
        "kills": count,
        "acknowledged writes": acknowledged,
        "kills with a write under way": unfinished,
        "acknowledged writes lost": len(report.faults),
        "seconds": round(time.monotonic() - start),
    }
    return report


def _one_kill(job: Job, folder: Path, chance: random.Random) -> list[bytes]:
    """Let a child work and kill it; all that it said before."""
    context = processes()
    ears, mouth = context.Pipe(duplex=False)
    child = context.Process(  # type: ignore[attr-defined]
        target=_child, args=(job, folder, chance.randrange(2**31), mouth), daemon=True
    )
    child.start()
    mouth.close()
    words: list[bytes] = []
    with ears:
        with contextlib.suppress(EOFError):
            for _ in range(chance.randint(1, job.words)):
                if not ears.poll(PATIENCE):
                    raise TimeoutError(f"The child of “{job.name}” says nothing.")
                words.append(ears.recv_bytes())
            time.sleep(chance.random() * job.late)
        child.kill()
        child.join()
        # Only whole words count: a pipe that ends inside one is the kill itself.
        with contextlib.suppress(EOFError, OSError):
            while True:
                words.append(ears.recv_bytes())
    child.close()
    return words


def _child(job: Job, folder: Path, seed: int, connection: Connection) -> None:
    job.work(folder, seed, Mouth(connection))


def _states(before: str, words: list[bytes]) -> tuple[list[str], int]:
    """Every state that may have been reached, in order, and the place of the last certain one."""
    states = [before] + [word[1:].decode("ascii") for word in words if word[:1] == GOING]
    # Acknowledgements come in the order of the writes: as many as there are, so far it is sure.
    return states, sum(word[:1] == SAVED for word in words)
