"""The verb "bring in what is in this old file": from another Annotator's data, record by record.

The file may be an old backup or come from a shared computer. It is only looked at, defended (see
store.foreign), and what is sound in it is written here by the same verbs that students' own work
takes. Nothing that is here already is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from annotator.model.errors import StoreError
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.old_desk import desk_steps
from annotator.services.exchange.old_work import BroughtIn, Step, opened, student_steps
from annotator.store.schema import DatabaseKind


def kind_of_database(path: Path) -> DatabaseKind:
    """Whether it is a student's or a teacher's; a StoreError where it can't be used."""
    with opened(path) as other:
        return other.kind


def bring_in(
    path: Path,
    data: DataFile,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> BroughtIn:
    """Copy what is sound in the database at ``path`` into ``data``.

    Doing it again changes nothing. ``progress`` hears how many of how many records are done;
    ``cancelled`` is asked before each. A StoreError where the file as a whole can't be used (too
    large, damaged, newer, of another kind); then nothing was taken from it.
    """
    with opened(path) as other:
        if other.kind is not data.kind:
            raise StoreError(
                f"“{path.name}” holds {_WHOSE[other.kind]}.",
                kept="Nothing was taken from it.",
                todo=f"Choose a file that holds {_WHOSE[data.kind]}.",
            )
        report = BroughtIn(data.kind)
        if data.kind is DatabaseKind.STUDENT:
            steps = student_steps(other, data)
        else:
            steps = desk_steps(other, data, report)
        take(steps, report, progress, cancelled)
        return report


def take(
    steps: Sequence[Step],
    report: BroughtIn,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> None:
    """Go through the records one by one; where it is stopped, what came in until then stays."""
    for number, (name, do) in enumerate(steps):
        if cancelled and cancelled():
            report.stopped = True
            return
        if progress:
            progress(number, len(steps))
        report.add(report.try_to(name, do))
    if progress:
        progress(len(steps), len(steps))


def brought_in_lines(report: BroughtIn) -> list[str]:
    """What a person reads of it: what is new, what was here before, what else to know."""
    new = [
        f"{number} {_ONE.get(what, what) if number == 1 else what}"
        for what, number in report.new.items()
    ]
    lines = [f"New: {', '.join(new)}." if new else "Nothing in it is new."]
    if report.known:
        records = "record was" if report.known == 1 else "records were"
        lines.append(f"{report.known} {records} here already.")
    if report.left_out:
        records = "record was" if len(report.left_out) == 1 else "records were"
        lines.append(f"{len(report.left_out)} {records} left out.")
    if report.stopped:
        lines.append("It was stopped. What came in until then is kept; do it again for the rest.")
    return lines + report.notes


_ONE = {
    "students": "student",
    "pieces of work": "piece of work",
    "classes": "class",
    "lessons": "lesson",
    "assignments": "assignment",
    "answer keys": "answer key",
    "texts": "text",
    "hand-ins": "hand-in",
    "decisions": "decision",
}
_WHOSE = {DatabaseKind.STUDENT: "students' work", DatabaseKind.TEACHER: "a teacher's desk"}
