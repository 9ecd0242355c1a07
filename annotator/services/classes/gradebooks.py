"""The verb "fill the gradebook": a class's points into a platform's own export.

The platform says who its rows are, by number, mail and name; the class list says who is who here.
Where the two don't agree in one of these, the teacher chooses; there is no guess.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from annotator.files.gradebook import (
    FilledGradebook,
    Grade,
    Gradebook,
    GradeColumn,
    filled,
    read_gradebook,
)
from annotator.files.limits import LIST_BYTES
from annotator.files.reading import read_bytes
from annotator.model.key import POINT
from annotator.model.names import name_key
from annotator.model.work import Student
from annotator.services.classes.class_lists import ListedStudent, read_list
from annotator.services.data.data_file import DataFile
from annotator.services.review.reviewing import Review
from annotator.store.classes import Classes
from annotator.store.student_details import Details, KnownNames


@dataclass(frozen=True, slots=True)
class RowMatch:
    """A row of the gradebook that is a student's: its number, the name there, and who it is here.

    ``student_id`` is empty where no one in the class has that number, mail or name, or two have.
    """

    row: int
    name: str
    student_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GradebookOptions:
    """How points are written.

    ``scaled``: as a share of the column's most points, where the platform says these (17 of 21 in a
    column of 10 is 8.1). ``decimals``: to how many places they are rounded, half up. ``zero``: who
    handed in nothing gets 0 points, unless excused or absent; else the cell stays. ``remarks``: a
    line on what was found.
    """

    scaled: bool = True
    decimals: int = 2
    zero: bool = False
    remarks: bool = False


@dataclass(frozen=True, slots=True)
class GradebookResult:
    """The filled file, the matches without a student, and students who have no row in it."""

    file: FilledGradebook
    unknown: tuple[RowMatch, ...]
    missing: tuple[Student, ...]


def read_gradebook_file(path: Path) -> bytes:
    """A gradebook's bytes; BadInput where it can't be read or is too large."""
    return read_bytes(path, LIST_BYTES)


class GradebookFilling:
    """A gradebook beside the papers of a review: who is who, and what is written.

    BadInput for a file that is no gradebook. Nothing is kept: the platform's file and the database
    stay as they are.
    """

    def __init__(self, data: DataFile, review: Review, file: bytes, name: str) -> None:
        self.book: Gradebook = read_gradebook(file, name)
        self._data, self._review = data, review
        wanted = {each.class_id for each in review.papers.assignments}
        classes = Classes(data.db).classes()
        self.students: tuple[Student, ...] = tuple(
            who for each in classes if each.id in wanted for who in each.students
        )
        rows = self.book.student_rows()
        listed = [each for each in read_list(file, name).students if each.row in rows]
        self.matches: tuple[RowMatch, ...] = self._matched(listed, sorted(wanted))

    @property
    def columns(self) -> tuple[GradeColumn, ...]:
        """The columns that take points."""
        return self.book.columns

    def likely_column(self) -> GradeColumn | None:
        """The column that has the lesson's title, or the only one; None where that's not clear."""
        title = name_key(self._review.lesson.title)
        same = [each for each in self.columns if name_key(each.title) == title]
        found = same or list(self.columns)
        return found[0] if len(found) == 1 else None

    def choose(self, row: int, student_id: str) -> None:
        """Say who a row is; "" for none of the class. A student has one row, the last named."""
        self.matches = tuple(
            replace(each, student_id=student_id)
            if each.row == row
            else replace(each, student_id="")
            if student_id and each.student_id == student_id
            else each
            for each in self.matches
        )

    def fill(self, column: GradeColumn, options: GradebookOptions | None = None) -> GradebookResult:
        """The gradebook with the points that count now, after all decisions."""
        options = options or GradebookOptions()
        papers = {row.student_id: row.sha256 for row in self._review.papers.rows if row.student_id}
        grades: dict[int, Grade] = {}
        for match in self.matches:
            if match.student_id in papers:
                grade = self._grade(papers[match.student_id], column, options)
                if grade is not None:
                    grades[match.row] = grade
            elif match.student_id and options.zero and not self._is_away(match.student_id):
                remark = "Nothing was handed in." if options.remarks else ""
                grades[match.row] = Grade(Decimal(0), remark)
        has_row = {match.student_id for match in self.matches}
        return GradebookResult(
            filled(self.book, column, grades),
            tuple(each for each in self.matches if not each.student_id),
            tuple(each for each in self.students if each.id not in has_row),
        )

    def _is_away(self, student_id: str) -> bool:
        """Whether nothing is expected of a student, who then gets no zero."""
        given = self._review.papers.assignments
        terms = (self._review.papers.terms(student_id, each.id) for each in given)
        return any(each is not None and each.away is not None for each in terms)

    def _grade(self, sha256: str, column: GradeColumn, options: GradebookOptions) -> Grade | None:
        line = self._review.papers.line(sha256)
        if line.fault or not line.possible:
            return None
        points = Decimal(line.points) / POINT
        if options.scaled and column.most is not None:
            points = points * column.most * POINT / line.possible
        step = Decimal(1).scaleb(-options.decimals)
        text = f"{line.named} of {line.required} found" if options.remarks else ""
        return Grade(points.quantize(step, ROUND_HALF_UP), text)

    def _matched(self, listed: Sequence[ListedStudent], classes: list[str]) -> tuple[RowMatch, ...]:
        db = self._data.db
        details = Details(db).all()
        by_number = _unique(
            (details[who.id].school_id, who.id) for who in self.students if who.id in details
        )
        by_mail = _unique(
            (details[who.id].mail.casefold(), who.id) for who in self.students if who.id in details
        )
        names = [(name_key(who.name), who.id) for who in self.students]
        known = [each for one in classes for each in KnownNames(db).all(one)]
        by_name = _unique([*names, *((each.key, each.student_id) for each in known)])
        taken: set[str] = set()
        made = []
        for each in listed:
            found = (
                by_number.get(each.id)
                or by_mail.get(each.mail.casefold())
                or by_name.get(name_key(each.name))
                or ""
            )
            made.append(RowMatch(each.row, each.name or each.mail, "" if found in taken else found))
            taken.add(found)
        return tuple(made)


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Students by what tells them apart; what two share is left out."""
    found: dict[str, set[str]] = defaultdict(set)
    for what, student_id in pairs:
        if what:
            found[what].add(student_id)
    return {what: next(iter(ids)) for what, ids in found.items() if len(ids) == 1}
