"""A class list as text: typed, pasted from a table, or a CSV file; and what it changes in a class.

Nothing is guessed in silence: what was left out, and why, stands in the report, and the names are
shown before anything is kept.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from pathlib import Path

from annotator.files.reading import read_bytes
from annotator.model.errors import BadInput, InvalidModel
from annotator.model.names import MAX_NAME, checked_name
from annotator.model.text import normalise_block
from annotator.model.work import Student

#: More than any class has; a pasted page of something else is not read to its end.
MOST_LINES = 2_000
MOST_CHARACTERS = 400_000

#: "1. ", "12) ", "- ", "• " before a name.
_NUMBERING = re.compile(r"^\s*(?:\d{1,3}[.)]\s+|[-*•–]\s+)")
_FIRST = {"first name", "firstname", "given name", "given names", "forename", "vorname", "prénom"}
_LAST = {"last name", "lastname", "surname", "family name", "nachname", "nom"}
_WHOLE = {"name", "full name", "student", "student name", "pupil", "names", "students"}


class Left(StrEnum):
    """Why a line gave no student."""

    EMPTY = "empty"
    DOUBLE = "double"
    TOO_LONG = "too-long"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that gave no student: its number from 1, the start of what it says, and why."""

    line: int
    text: str
    why: Left


@dataclass(frozen=True, slots=True)
class ClassList:
    """Names in the order of the text, and the lines that were left out.

    ``columns`` is how many columns of names were joined (1 or 2).
    """

    names: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()
    columns: int = 1


def read_class_list(text: str, *, swap: bool = False) -> ClassList:
    """Names from lines of text or a table with tabs, semicolons or commas.

    A first line that names columns ("First name", "Name"…) is understood as that. Two columns
    without such a line are first and last name, or with commas last and first; ``swap`` turns it
    round. BadInput for something far too long to be a list.
    """
    if len(text) > MOST_CHARACTERS or text.count("\n") > MOST_LINES:
        raise BadInput(
            "This is too long for a class list.",
            kept="Nothing was changed.",
            todo=f"Paste the names of one class: {MOST_LINES} lines at the most.",
        )
    lines = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").split("\n")
    separator = _separator(lines)
    rows = [_cells(line, separator) for line in lines]
    header = _header(next((row for row in rows if any(row)), []))
    pick: list[int]
    if header:
        pick = header
        first = next(n for n, row in enumerate(rows) if any(row))
        rows[first] = []
        lines[first] = ""
    else:
        wide = max((len(row) for row in rows), default=1)
        # "Okoro, Amara" is last name first; a table from left to right is read as it stands.
        pick = [0] if wide < 2 else [1, 0] if separator == "," else [0, 1]
    if swap and len(pick) == 2:
        pick = pick[::-1]
    return _names(lines, [_joined(row, pick) for row in rows], len(pick))


def _names(lines: Sequence[str], names: Sequence[str], columns: int) -> ClassList:
    kept: list[str] = []
    left: list[LeftOut] = []
    seen: set[str] = set()
    for number, (line, raw) in enumerate(zip(lines, names, strict=True), start=1):
        if not line.strip():
            continue
        start = normalise_block(line)[:60]
        name = normalise_block(raw)
        try:
            name = checked_name(name)
        except InvalidModel:
            why = Left.TOO_LONG if len(name) > MAX_NAME else Left.EMPTY
            left.append(LeftOut(number, start, why))
            continue
        if same_name(name) in seen:
            left.append(LeftOut(number, start, Left.DOUBLE))
            continue
        seen.add(same_name(name))
        kept.append(name)
    return ClassList(tuple(kept), tuple(left), columns)


def read_list_file(path: Path) -> str:
    """The text of a list's file; BadInput where it can't be read.

    UTF-8, or UTF-16 with its mark, as programs of today write them; else Windows-1252, as tables
    were long saved. Not guessed from the letters: a list of names is too short for that.
    """
    data = read_bytes(path, MOST_CHARACTERS * 4)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def same_name(name: str) -> str:
    """Two names with the same result are taken for one: case, spaces and accent forms aside."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _separator(lines: Iterable[str]) -> str:
    full = [line for line in lines if line.strip()]
    for sign in ("\t", ";", ","):
        if full and 2 * sum(sign in line for line in full) > len(full):
            return sign
    return ""


def _cells(line: str, separator: str) -> list[str]:
    line = _NUMBERING.sub("", line)
    if not separator:
        return [line.strip().strip('"')]
    try:
        row = next(csv.reader(io.StringIO(line), delimiter=separator, skipinitialspace=True), [])
    except csv.Error:
        row = line.split(separator)
    return [cell.strip() for cell in row]


def _header(row: Sequence[str]) -> list[int]:
    """Which columns hold the name, first name first; empty where the row is no header."""
    words = [cell.casefold().strip() for cell in row]
    first = next((n for n, word in enumerate(words) if word in _FIRST), None)
    last = next((n for n, word in enumerate(words) if word in _LAST), None)
    whole = next((n for n, word in enumerate(words) if word in _WHOLE), None)
    if first is not None and last is not None:
        return [first, last]
    if whole is not None:
        return [whole]
    return []


def _joined(row: Sequence[str], pick: Sequence[int]) -> str:
    return " ".join(row[n] for n in pick if n < len(row) and row[n])


@dataclass(frozen=True, slots=True)
class ListPlan:
    """What a new list does to a class. Students who are kept or renamed keep all their work.

    Those who are ``gone`` are taken out of the class; they and their work are kept.
    """

    new: tuple[str, ...] = ()
    kept: tuple[Student, ...] = ()
    renamed: tuple[tuple[Student, str], ...] = ()
    gone: tuple[Student, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.renamed or self.gone)


def plan(students: Sequence[Student], names: Sequence[str]) -> ListPlan:
    """How ``names`` follow from the ``students`` of now.

    A name that was changed a little in its place in the list is taken for the same student.
    """
    by_name: dict[str, list[Student]] = {}
    for student in students:
        by_name.setdefault(same_name(student.name), []).append(student)
    kept: list[Student] = []
    renamed: list[tuple[Student, str]] = []
    unknown: list[str] = []
    for name in names:
        same = by_name.get(same_name(name))
        if not same:
            unknown.append(name)
            continue
        # Students who share a name are one line of the list; all of them stay.
        kept += same
        renamed += [(same[0], name)] if len(same) == 1 and same[0].name != name else []
    known = {student.id for student in kept}
    gone = [student for student in students if student.id not in known]
    for student in list(gone):
        best = max(unknown, key=lambda name: _likeness(student.name, name), default="")
        if best and _likeness(student.name, best) >= 0.7:
            renamed.append((student, best))
            unknown.remove(best)
            gone.remove(student)
    moved = {student.id for student, _ in renamed}
    return ListPlan(
        tuple(unknown),
        tuple(student for student in kept if student.id not in moved),
        tuple(renamed),
        tuple(gone),
    )


def _likeness(one: str, two: str) -> float:
    return SequenceMatcher(None, same_name(one), same_name(two), autojunk=False).ratio()
