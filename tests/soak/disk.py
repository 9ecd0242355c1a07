"""A disk that fills up, can only be read, or goes away: what was saved stays, nothing is half.

Needs a small disk of its own (a tmpfs, which only root may make on Linux). Elsewhere the limit
for the size of a file stands in for the full disk, and the rest is said to be untested.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from annotator.files.atomic import CannotWrite
from annotator.files.class_folder import ClassFolder, FolderPart
from annotator.files.hand_in import write_hand_in
from annotator.model.annotation import Annotation, new_id
from annotator.model.changes import MarksChange
from annotator.model.errors import AnnotatorError, FolderUnreachable, StoreError
from annotator.model.text import Span
from annotator.services.data.backups import Backups
from annotator.services.data.file_set import arrive
from annotator.services.data.workspace import FolderUnusable, Workspace
from annotator.services.data.writer import Writer, WriterState
from annotator.store.articles import Articles
from annotator.store.database import Database
from annotator.store.drafts import Drafts
from annotator.store.schema import DatabaseKind
from annotator.store.students import Students
from tests.files.make import WHEN, a_submission, an_article
from tests.soak.report import Report

ARTICLE = an_article()
#: Bytes of the small disk.
SIZE = 2_000_000


def run(rounds: int, seed: int = 1) -> Report:
    """Each trouble so many times."""
    report = Report("disk")
    with tempfile.TemporaryDirectory(prefix="annotator-soak-") as place:
        for trouble in (_fills_up, _fills_up_for_files, _can_only_be_read, _goes_away):
            done = 0
            for _ in range(rounds):
                try:
                    with small_disk(Path(place) / "disk") as disk:
                        trouble(disk)
                        done += 1
                except NotHere as error:
                    report.skipped.append(f"{trouble.__name__.strip('_')}: {error}")
                    break
                except AssertionError as error:
                    report.faults.append(f"{trouble.__name__.strip('_')}: {error}")
            report.figures[trouble.__name__.strip("_").replace("_", " ")] = f"{done} times"
    return report


class NotHere(Exception):
    """This machine can't make such trouble."""


class SmallDisk:
    """A tmpfs of :data:`SIZE` bytes."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fill(self) -> None:
        """Leave no room at all."""
        with suppress(OSError), (self.path / "ballast").open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))

    def free(self) -> None:
        """Room again."""
        (self.path / "ballast").unlink()

    def remount(self, how: str) -> None:
        """Mount it as "ro" or "rw"."""
        subprocess.run(["mount", "-o", f"remount,{how}", str(self.path)], check=True)


@contextmanager
def small_disk(path: Path) -> Iterator[SmallDisk]:
    """A disk of its own at ``path``; NotHere where there can't be one."""
    path.mkdir()
    try:
        if sys.platform != "linux" or os.geteuid() or not shutil.which("mount"):
            raise NotHere("only root on Linux may make a small disk")
        words = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(path)]
        made = subprocess.run(words, capture_output=True, text=True, check=False)
        if made.returncode:
            raise NotHere(f"no small disk can be made here ({made.stderr.strip()[:100]})")
        try:
            yield SmallDisk(path)
        finally:
            subprocess.run(["umount", "-l", str(path)], check=False)
    finally:
        with suppress(OSError):
            path.rmdir()


# -- the troubles ---------------------------------------------------------------------------------


def _open(folder: Path) -> Database:
    return Database.open(folder / "student.db", kind=DatabaseKind.STUDENT)


def _prepare(folder: Path) -> str:
    folder.mkdir()
    with _open(folder) as database:
        Articles(database).add(ARTICLE)
        student = Students(database).add_student("Ada")
        return Drafts(database).open_draft(student.id, "l", ARTICLE.sha256).id


def _mark(number: int) -> MarksChange:
    start = number % (len(ARTICLE.text) - 5)
    return MarksChange(
        "mark", after=(Annotation.on(ARTICLE.text, Span(start, start + 4), new_id()),)
    )


def _marks(folder: Path, attempt_id: str) -> set[str]:
    with _open(folder) as database:
        database.check_integrity()
        return {mark.id for mark in Drafts(database).load(attempt_id, ARTICLE.text).annotations}


def _submit(writer: Writer, attempt_id: str, change: MarksChange, saved: list[str]) -> None:
    writer.submit(
        lambda db: Drafts(db).apply(attempt_id, change),
        on_saved=lambda: saved.append(change.after[0].id),
    )


def _fills_up(disk: SmallDisk) -> None:
    """Marking goes on in memory while the disk is full, and is written when there is room."""
    folder = disk.path / "data"
    attempt_id = _prepare(folder)
    saved: list[str] = []
    asked: list[str] = []
    writer = Writer(lambda: _open(folder), back_off=(0.02,))
    for number in range(400):
        if number == 150:
            disk.fill()
        change = _mark(number)
        asked.append(change.after[0].id)
        _submit(writer, attempt_id, change, saved)
        if number % 50 == 49:
            writer.flush(0.3)
    assert writer.state is WriterState.FAILED, f"a full disk was not noticed: {writer.state}"
    failure = writer.failure
    assert isinstance(failure, StoreError), failure
    assert "full" in failure.happened, failure
    before = list(saved)
    assert 0 < len(before) < 400, len(before)
    disk.free()
    writer.retry_now()
    assert writer.flush(20), "it was not written when there was room"
    writer.close()
    assert saved == asked, "some were lost, or their order"
    assert _marks(folder, attempt_id) == set(asked)


def _fills_up_for_files(disk: SmallDisk) -> None:
    """Hand-ins, desks and backups on a full disk: refused, nothing half, nothing gone."""
    folder = ClassFolder.create(disk.path / "class", "7b")
    first = write_hand_in(a_submission(ARTICLE), ARTICLE, program_version="1")
    kept = folder.put(FolderPart.HAND_INS, first)
    with Workspace.open(disk.path / "data") as workspace:
        with workspace.database(DatabaseKind.TEACHER) as database:
            Articles(database).add(ARTICLE)
        backups = Backups(workspace)
        backups.make(DatabaseKind.TEACHER)
        [backup] = backups.all(DatabaseKind.TEACHER)
        before = _content(disk.path)
        disk.fill()
        second = write_hand_in(a_submission(ARTICLE), ARTICLE, program_version="2")
        _refused(lambda: folder.put(FolderPart.HAND_INS, second), CannotWrite)
        _refused(lambda: arrive(workspace.folder, {"teacher.db": bytes(50_000)}, WHEN), CannotWrite)
        _refused(lambda: backups.make(DatabaseKind.TEACHER), StoreError)
        _refused(lambda: backups.restore(backup), AnnotatorError)
        disk.free()
        assert _content(disk.path) == before, "something was changed or left behind"
        assert kept.read_bytes() == first
        assert folder.put(FolderPart.HAND_INS, second).exists()


def _can_only_be_read(disk: SmallDisk) -> None:
    """A data folder or class folder without leave to write: said, and left as it was."""
    folder = disk.path / "data"
    attempt_id = _prepare(folder)
    writer = Writer(lambda: _open(folder), back_off=(0.02,))
    saved: list[str] = []
    _submit(writer, attempt_id, _mark(1), saved)
    assert writer.flush(10)
    writer.close()
    class_folder = ClassFolder.create(disk.path / "class", "7b")
    disk.remount("ro")
    try:
        before = _content(disk.path)
        _refused(lambda: _open(folder), StoreError)
        _refused(lambda: Workspace.open(folder), FolderUnusable)
        file = write_hand_in(a_submission(ARTICLE), ARTICLE, program_version="1")
        _refused(lambda: class_folder.put(FolderPart.HAND_INS, file), CannotWrite)
        with Database.open(
            folder / "student.db", kind=DatabaseKind.STUDENT, read_only=True
        ) as database:
            found = Drafts(database).load(attempt_id, ARTICLE.text).annotations
        assert [mark.id for mark in found] == saved
        assert _content(disk.path) == before
    finally:
        disk.remount("rw")
    _refuses_nothing(lambda: _marks(folder, attempt_id))


def _goes_away(disk: SmallDisk) -> None:
    """The folder is gone in the middle of it, and comes back."""
    folder = ClassFolder.create(disk.path / "class", "7b")
    file = write_hand_in(a_submission(ARTICLE), ARTICLE, program_version="1")
    away = folder.path.rename(disk.path / "away")
    _refused(lambda: folder.put(FolderPart.HAND_INS, file), FolderUnreachable)
    _refused(lambda: folder.entries(FolderPart.HAND_INS), FolderUnreachable)
    assert not folder.path.exists(), "a folder was made in its place"
    away.rename(folder.path)
    assert folder.put(FolderPart.HAND_INS, file).read_bytes() == file
    data = disk.path / "data"
    attempt_id = _prepare(data)
    saved: list[str] = []
    writer = Writer(lambda: _open(data), back_off=(0.02,))
    _submit(writer, attempt_id, _mark(1), saved)
    assert writer.flush(10)
    writer.close()
    gone = data.rename(disk.path / "gone")
    writer = Writer(lambda: _open(data), back_off=(0.02,))
    _submit(writer, attempt_id, _mark(2), saved)
    time.sleep(0.1)
    assert writer.state is WriterState.FAILED
    assert not data.exists()
    gone.rename(data)
    assert writer.flush(20)
    writer.close()
    assert _marks(data, attempt_id) == set(saved)
    assert len(saved) == 2


def _refused(do: Callable[[], object], kind: type[AnnotatorError]) -> None:
    try:
        do()
    except kind as error:
        if not error.happened:
            raise AssertionError("no sentence") from error
        return
    except Exception as error:
        raise AssertionError(f"{kind.__name__} was due, {error!r} came") from error
    raise AssertionError(f"{kind.__name__} was due, nothing came")


def _refuses_nothing(do: Callable[[], object]) -> None:
    try:
        do()
    except AnnotatorError as error:
        raise AssertionError(f"it works no more: {error}") from error


def _content(folder: Path) -> dict[str, str]:
    """Every file but the log, the lock and what SQLite shares between connections."""
    passed_over = ("-shm", "-wal", ".log", ".lock", "ballast")
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(passed_over)
    }
