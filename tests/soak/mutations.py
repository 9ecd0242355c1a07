"""Faulty files by the thousand: read in a process of its own, then collected into a real database.

That process measures the longest reading and its own memory. What was refused is then handed to
the importer: not a byte of the database may change.
"""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path

from annotator.files.card_keys import CardKeys
from annotator.files.container import kind_of
from annotator.files.label_guide import load_label_guide
from annotator.files.sealing import KeyRing, KeysLocked, SecretKey
from annotator.model.errors import BadInput, FolderUnreachable
from annotator.model.lesson import Lesson
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.collecting import Collecting
from annotator.store.articles import Articles
from annotator.store.database import Database
from annotator.store.schema import DatabaseKind
from annotator.store.submissions import Submissions
from tests.files.make import GUIDE, a_submission
from tests.files.mutation import HANG, Mutations
from tests.files.returns import card_of
from tests.soak.other_files import ARTICLE, OtherFiles
from tests.soak.report import Report

#: Files that lie in the folder at a time, and the most memory that reading them may take.
CHUNK = 2_000
MEMORY = 150_000_000


def run(count: int, seed: int = 0) -> Report:
    """Read ``count`` faulty files, seeds from ``seed`` on."""
    report = Report("mutations")
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    folder = Path(tempfile.mkdtemp(prefix="annotator-soak-"))
    (folder / "files").mkdir()
    reader = context.Process(target=_reader, args=(folder, there, card_of()), daemon=True)
    start = time.monotonic()
    read: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    slowest, memory, collected, stalls = 0.0, 0, 0, 0
    try:
        reader.start()
        there.close()
        mutations, others = Mutations(), OtherFiles(card_of())
        for first in range(seed, seed + count, CHUNK):
            numbers = range(first, min(first + CHUNK, seed + count))
            for number in numbers:
                own = number % 4 == 3
                file = (
                    others.file(random.Random(number))
                    if own
                    else mutations.file(number - number // 4)
                )
                (folder / "files" / f"{number}.bin").write_bytes(file)
            here.send(True)
            if not here.poll(len(numbers) * HANG):
                report.faults.append(f"the reader hangs between {first} and {first + CHUNK}")
                break
            answer = here.recv()
            read.update(answer["read"])
            refused.update(answer["refused"])
            report.faults += answer["faults"]
            slowest, memory = max(slowest, answer["slowest"]), answer["memory"]
            collected += answer["collected"]
            stalls += answer["stalls"]
        here.send(False)
        reader.join(20)
    except (EOFError, BrokenPipeError):
        report.faults.append("the reading process died")
    finally:
        reader.kill()
        shutil.rmtree(folder, ignore_errors=True)
    if memory > MEMORY:
        report.faults.append(f"reading took {memory / 1e6:.0f} MB")
    report.figures = {
        "files": read.total() + refused.total(),
        "refused with a sentence": refused.total(),
        "harmless, and read": read.total(),
        "by kind": ", ".join(f"{kind} {n:,}" for kind, n in (read + refused).most_common()),
        "crashes, hangs, changes": len(report.faults),
        "slowest reading": f"{slowest * 1000:.0f} ms",
        "slow once and not again (a busy machine)": stalls,
        "memory of the reading process": f"{memory / 1e6:.0f} MB",
        "refused files given to the importer": collected,
        "seconds": round(time.monotonic() - start),
    }
    return report


def _reader(folder: Path, pipe: Connection, card: CardKeys) -> None:
    """The process that reads: what became of the files that lie there, each time it is asked.

    The keys of ``card`` come ready made: to make them of its words takes 128 MB for a moment, on
    purpose, and that is no part of reading a file.
    """
    files = folder / "files"
    path = folder / "teacher.db"
    keys = KeyRing((SecretKey(b"t" * 32),))
    with DataFile.open(lambda: Database.open(path, kind=DatabaseKind.TEACHER)) as data:
        data.call(lambda db: Articles(db).add(ARTICLE))
        data.call(lambda db: Submissions(db).add_received(a_submission(ARTICLE), "0" * 64, "a"))
        before = _content(data.db)
        collecting = Collecting(data, _lesson, keys)
        while pipe.recv():
            answer = _read_all(files, folder, keys, card)
            # What is sound in spite of its fault would rightly be taken in.
            there = list(files.iterdir())
            answer["collected"] = len(there)
            report = collecting.collect(there)
            if report.new or _content(data.db) != before:
                answer["faults"].append(f"the database changed: {report.new[:3]}")
            for each in there:
                each.unlink()
            answer["memory"] = peak_memory()
            pipe.send(answer)


def _read_all(files: Path, folder: Path, keys: KeyRing, card: CardKeys) -> dict:
    """Read every file; what could be read, and archives, are taken out of the folder."""
    mutations = Mutations.__new__(Mutations)  # its reader alone: no bombs in this memory
    mutations.article, mutations.keys, mutations.card = ARTICLE, keys, card
    others = OtherFiles(card)
    read: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    faults: list[str] = []
    slowest, stalls = 0.0, 0
    for path in sorted(files.iterdir()):
        file = path.read_bytes()
        kind = others.kind(file) or kind_of(file) or ("zip" if file[:2] == b"PK" else "nothing")
        start = time.perf_counter()
        is_read = True
        try:
            _read_one(file, folder, mutations, others)
        except (BadInput, FolderUnreachable, KeysLocked) as error:
            is_read = False
            if not error.happened:
                faults.append(f"{path.stem}: refused without a sentence")
        except Exception as error:  # noqa: BLE001 -- that is what is looked for
            faults.append(f"{path.stem} ({kind}): {error!r}"[:300])
        took = time.perf_counter() - start
        if took > HANG:
            # Waiting for a busy machine is no hang: only what is slow again is one.
            took = min(took, *(_again(file, folder, mutations, others) for _ in range(2)))
            stalls += 1
        if took > HANG:
            faults.append(f"{path.stem} ({kind}): took {took:.1f} s")
        slowest = max(slowest, took)
        (read if is_read else refused)[kind] += 1
        if is_read or kind == "zip":
            path.unlink()
    return {
        "read": read,
        "refused": refused,
        "faults": faults,
        "slowest": slowest,
        "stalls": stalls,
    }


def _again(file: bytes, folder: Path, mutations: Mutations, others: OtherFiles) -> float:
    """Seconds that another reading of a refused or harmless file takes: of the processor, unless it
    waits for something ten times as long."""
    start, work = time.perf_counter(), time.process_time()
    with contextlib.suppress(BadInput, FolderUnreachable, KeysLocked):
        _read_one(file, folder, mutations, others)
    took = time.perf_counter() - start
    return took if took > 10 * HANG else time.process_time() - work


def _read_one(file: bytes, folder: Path, mutations: Mutations, others: OtherFiles) -> None:
    if not others.read(file, folder):
        mutations.read(file)


def _lesson(lesson_id: str) -> Lesson:
    """The one lesson that the importer knows."""
    if lesson_id != a_submission(ARTICLE).lesson_id:
        raise BadInput(f"There is no lesson “{lesson_id[:40]}” here.")
    return Lesson(id=lesson_id, title="Leak", article=ARTICLE, guide=load_label_guide(GUIDE))


def _content(database: Database) -> str:
    """Everything in the file, as one hash."""
    digest = hashlib.sha256()
    for line in database.connection.iterdump():
        digest.update(line.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def peak_memory() -> int:
    """The most memory that this process ever had, in bytes; 0 where the system doesn't say."""
    if sys.platform == "win32":
        return 0
    status = Path("/proc/self/status")
    if status.exists():
        # Not ru_maxrss: there a new process begins with the peak of the one that started it.
        line = next(each for each in status.read_text().splitlines() if each.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
