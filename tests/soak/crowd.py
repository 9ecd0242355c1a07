"""A whole class hands in at once, each from a process and a data folder of its own, while the
teacher's side collects: all must be there, none twice."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path

from annotator.files.class_folder import ClassFolder, FolderPart
from annotator.files.label_guide import load_label_guide
from annotator.model.lesson import Lesson
from annotator.model.text import Span
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.class_folder import Carried, StudentFolder
from annotator.services.exchange.collecting import Collecting
from annotator.services.exchange.teacher_folders import TeacherFolder
from annotator.services.marking.studying import Studying
from annotator.store.database import Database
from annotator.store.schema import DatabaseKind
from annotator.store.submissions import Submissions
from tests.files.make import GUIDE, an_article
from tests.soak.kill import processes
from tests.soak.report import Report

STUDENTS = 60
#: Seconds that one round may take.
PATIENCE = 180
LESSON = Lesson(id="03-leak", title="Leak", article=an_article(), guide=load_label_guide(GUIDE))


def run(rounds: int, seed: int = 1, *, students: int = STUDENTS) -> Report:
    """So many classes, one after the other."""
    report = Report("crowd")
    start, files, looks = time.monotonic(), 0, 0
    for number in range(rounds):
        folder = Path(tempfile.mkdtemp(prefix="annotator-soak-"))
        try:
            faults, these, looked = _round(folder, students)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        report.faults += [f"round {number}: {fault}" for fault in faults]
        files, looks = files + these, looks + looked
    report.figures = {
        "rounds": rounds,
        "student processes at once": students,
        "hand-ins in the teacher's data": files,
        "collections while they arrived": looks,
        "missing or twice": len(report.faults),
        "seconds": round(time.monotonic() - start),
    }
    return report


def _round(folder: Path, students: int) -> tuple[list[str], int, int]:
    class_folder = ClassFolder.create(folder / "class", "7b")
    context = processes()
    barrier = context.Barrier(students)
    here, there = context.Pipe(duplex=False)
    children = [
        context.Process(  # type: ignore[attr-defined]
            target=_student,
            args=(folder / f"student {number}", class_folder.path, barrier, there),
            daemon=True,
        )
        for number in range(students)
    ]
    for child in children:
        child.start()
    said: list[str] = []
    looks = 0
    with DataFile.open(lambda: _teacher(folder)) as data:
        teacher = TeacherFolder(class_folder, time.monotonic)
        collecting = Collecting(data, lambda _: LESSON, None)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            running = any(child.is_alive() for child in children)
            collecting.collect(teacher.look().new)
            looks += 1
            while here.poll():
                said.append(here.recv_bytes().decode("ascii"))
            if not running:
                break
        collecting.collect([class_folder.path / FolderPart.HAND_INS.folder])
        received = [row.sha256 for row in Submissions(data.db).received(LESSON.id)]
        names = {row.student_name for row in Submissions(data.db).received(LESSON.id)}
    for child in children:
        child.kill()
        child.join()
    faults = [each for each in said if len(each) != 64]
    hashes = {each for each in said if len(each) == 64}
    if len(hashes) != students:
        faults.append(f"{len(hashes)} of {students} said that they had handed in")
    if sorted(received) != sorted(hashes):
        faults.append(f"{len(hashes - set(received))} missing, {len(received)} received")
    if len(names) != students:
        faults.append(f"{len(names)} names")
    left = [p.name for p in (folder / "class" / "hand-ins").iterdir() if p.suffix != ".handin"]
    return faults + [f"left behind: {name}" for name in left], len(received), looks


def _teacher(folder: Path) -> Database:
    return Database.open(folder / "teacher.db", kind=DatabaseKind.TEACHER)


def _student(folder: Path, class_folder: Path, barrier: Barrier, pipe: Connection) -> None:
    """Mark, wait for all the others, hand in; says the hash of what was handed in."""
    folder.mkdir()

    def open_database() -> Database:
        return Database.open(folder / "student.db", kind=DatabaseKind.STUDENT)

    with DataFile.open(open_database) as data:
        studying, carrier = Studying(data), StudentFolder(data)
        student = studying.add_person(folder.name)
        carrier.join(student.id, class_folder)
        work = studying.open_work(student, LESSON)
        for start in range(0, 60, 6):
            work.marking.add([Span(start, start + 5)], "claim")
        barrier.wait(PATIENCE)
        done = studying.hand_in(work)
        state = carrier.send(student.id, done.attempt.id)
        for _ in range(20):
            if state.carried is Carried.IN_FOLDER:
                break
            time.sleep(0.2)
            [state] = carrier.deliver(student.id)
        is_there = state.carried is Carried.IN_FOLDER
        word = hashlib.sha256(done.file).hexdigest() if is_there else f"{folder.name}: {state}"
        pipe.send_bytes(word[:500].encode("ascii", "replace"))
