"""A platform's own gradebook, filled in place: Canvas, Moodle, Schoology, Classroom, Teams, CSV.

The teacher exports it, points are written into one of its columns, and it goes back. So students
are matched by what the platform says of them and nothing else in the file changes. What each
platform writes and refuses was read in its source (instructure/canvas-lms gradebook_exporter.rb and
gradebook_importer.rb; moodle/moodle mod/assign/gradingtable.php, mod/assign/feedback/offline,
grade/export and grade/import/csv) or in files that it made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from annotator.files.gradebook_cells import RawTable, quoted, read_raw_table
from annotator.model.errors import BadInput


class Platform(StrEnum):
    """Who wrote a gradebook."""

    CANVAS = "Canvas"
    MOODLE_WORKSHEET = "Moodle, grading worksheet"
    MOODLE = "Moodle, gradebook"
    SCHOOLOGY = "Schoology"
    CLASSROOM = "Google Classroom"
    TEAMS = "Microsoft Teams"
    PLAIN = "a table"


class NotWritten(StrEnum):
    """Why a cell was left as it was."""

    EXCUSED = "excused there: points would end that"
    NOT_ASSIGNED = "not assigned there, or without names: the platform drops points"
    LOCKED = "locked there: the grade can’t be changed"
    TEST_STUDENT = "the platform’s test student"
    TOO_MUCH = "more points than the platform allows"


@dataclass(frozen=True, slots=True)
class GradeColumn:
    """A column that takes points: its place (from 0), its title, the most points (None: unknown).

    ``remarks`` is the place of the column for remarks that belongs to it, None where there is none.
    """

    place: int
    title: str
    most: Decimal | None = None
    remarks: int | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """What a student gets: points on the column's scale (None: none), and a remark ("": none)."""

    points: Decimal | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Gradebook:
    """A gradebook as it was read; ``first`` is the number of the first row that can be a student's.

    ``locked`` is the place of the column that says whether a grade can still be changed.
    """

    platform: Platform
    table: RawTable
    columns: tuple[GradeColumn, ...]
    first: int = 2
    locked: int | None = None

    def student_rows(self) -> range:
        """Numbers of the rows that can be students'; who they are, the class list's reader says."""
        return range(self.first, len(self.table.rows) + 1)


@dataclass(frozen=True, slots=True)
class FilledGradebook:
    """The file to upload, the rows that were written, and those that were left, with the reason."""

    data: bytes
    written: tuple[int, ...]
    left: tuple[tuple[int, NotWritten], ...]


_TOTALS: Final = re.compile(
    r"(?:Unposted )?(?:Current|Final) (?:Points|Score|Grade)|Override (?:Score|Grade|Status)"
)
_CANVAS_TITLE: Final = re.compile(r"(?P<title>.*)\s\(\d+\)", re.DOTALL)
_SCHOOLOGY_TITLE: Final = re.compile(
    r"(?P<title>.*) \(Max Pts: (?P<most>[\d.,]+), Grading Category: .*\)", re.DOTALL
)
_MOODLE_TITLE: Final = re.compile(
    r"[^:]+:[ \u00a0]*(?P<title>.+) \((?P<what>[^()]+)\)|(?P<french>.+\u00a0.+) \((?P<as>[^()]+)\)",
    re.DOTALL,
)
#: The last column of Moodle's gradebook export, in its languages.
_MOODLE_LAST: Final = frozenset(
    {
        "Last downloaded from this course",
        "Zuletzt aus diesem Kurs geladen",
        "Dernier téléchargement depuis ce cours",
        "Última descarga de este curso",
        "Laatst gedownload van deze curus",
    }
)
#: Headings of Moodle's grading worksheet: grade, maximum, whether it is open, remarks; its "no".
_WORKSHEETS: Final = (
    ("Grade", "Maximum grade", "Grade can be changed", "Feedback comments", "No"),
    ("Grade", "Maximum Grade", "Grade can be changed", "Feedback comments", "No"),
    (
        "Bewertung",
        "Bestwertung",
        "Bewertung kann geändert werden",
        "Feedback als Kommentar",
        "Nein",
    ),
    ("Note", "Note maximale", "La note peut être modifiée", "Feedback par commentaires", "Non"),
    (
        "Calificación",
        "Calificación máxima",
        "La calificación puede ser cambiada",
        "Comentarios de retroalimentación",
        "No",
    ),
    ("Cijfer", "Maximaal cijfer", "Beoordeling kan gewijzigd worden", "Feedback tekstvak", "Nee"),
    ("Cijfer", "Maximaal cijfer", "Cijfer kan gewijzigd worden", "Feedback tekstvak", "Nee"),
)
_NO: Final = frozenset(words[4] for words in _WORKSHEETS)
_REMARK_WORDS: Final = re.compile(r"feedback|rückmeldung|comment|retroaliment", re.IGNORECASE)
_POINTS_ROW: Final = "    "
_NUMBER: Final = re.compile(r"-?\d+(?:[.,]\d+)?")
_WHO: Final = re.compile(
    r"(?i:first name|last name|surname|full name|student|name|vorname|nachname|prénom|nom|nombre|"
    r"apellido.*|e-?mail.*|id|id number|.*user id|login.*|username|section|class|klasse|group.*)"
)


def read_gradebook(data: bytes, name: str) -> Gradebook:
    """A gradebook by its own headings; BadInput where no column in it takes points."""
    table = read_raw_table(data, name)
    heads = table.values(1)
    for read in (_canvas, _worksheet, _moodle, _schoology, _classroom, _teams, _plain):
        found = read(table, heads)
        if found is not None and found.columns:
            return found
    raise BadInput(
        f"No column of “{name}” takes points.",
        kept="The file is as it was, and nothing was written.",
        todo="Make the assignment on the platform first, then export its gradebook.",
    )


def _canvas(table: RawTable, heads: list[str]) -> Gradebook | None:
    is_canvas = heads[:2] == ["Student", "ID"] or heads[:3] == ["LastName", "FirstName", "ID"]
    if not is_canvas or "Section" not in heads:
        return None
    most_row = next(
        (
            number
            for number in range(2, min(4, len(table.rows)) + 1)
            if table.value(number, 0).startswith(_POINTS_ROW)
        ),
        None,
    )
    columns = []
    for place in range(heads.index("Section") + 1, len(heads)):
        found = _CANVAS_TITLE.fullmatch(heads[place])
        if found and not _TOTALS.search(heads[place]):
            most = _number(table.value(most_row, place)) if most_row else None
            columns.append(GradeColumn(place, found["title"], most))
    return Gradebook(Platform.CANVAS, table, tuple(columns), (most_row or 1) + 1)


def _worksheet(table: RawTable, heads: list[str]) -> Gradebook | None:
    for grade, most, is_open, remarks, _ in _WORKSHEETS:
        if grade in heads and is_open in heads:
            limit = heads.index(most) if most in heads else None
            value = _number(table.value(2, limit)) if limit and len(table.rows) > 1 else None
            column = GradeColumn(
                heads.index(grade), grade, value, heads.index(remarks) if remarks in heads else None
            )
            return Gradebook(
                Platform.MOODLE_WORKSHEET, table, (column,), locked=heads.index(is_open)
            )
    return None


def _moodle(table: RawTable, heads: list[str]) -> Gradebook | None:
    if not heads or heads[-1] not in _MOODLE_LAST:
        return None
    found = [(place, _MOODLE_TITLE.fullmatch(text)) for place, text in enumerate(heads)]
    columns: dict[str, GradeColumn] = {}
    for place, match in found:
        if match is None:
            continue
        title, what = match["title"] or match["french"], match["what"] or match["as"]
        if title in columns and _REMARK_WORDS.search(what):
            columns[title] = GradeColumn(columns[title].place, title, None, place)
        elif title not in columns:
            columns[title] = GradeColumn(place, title)
    return Gradebook(Platform.MOODLE, table, tuple(columns.values()))


def _schoology(table: RawTable, heads: list[str]) -> Gradebook | None:
    if "Unique User ID" not in heads:
        return None
    matches = ((place, _SCHOOLOGY_TITLE.fullmatch(text)) for place, text in enumerate(heads))
    columns = tuple(
        GradeColumn(place, found["title"], _number(found["most"]))
        for place, found in matches
        if found
    )
    return Gradebook(Platform.SCHOOLOGY, table, columns)


def _classroom(table: RawTable, heads: list[str]) -> Gradebook | None:
    if heads[:3] != ["Last Name", "First Name", "Email Address"] or len(table.rows) < 3:
        return None
    if (table.value(2, 0), table.value(3, 0)) != ("Date", "Points"):
        return None
    columns = tuple(
        GradeColumn(place, heads[place], _number(table.value(3, place)))
        for place in range(3, len(heads))
    )
    return Gradebook(Platform.CLASSROOM, table, columns, first=4)


def _teams(table: RawTable, heads: list[str]) -> Gradebook | None:
    if heads[:3] != ["First Name", "Last Name", "Email Address"]:
        return None
    columns = tuple(
        GradeColumn(place, heads[place], _number(table.value(2, place + 1)), place + 2)
        for place in range(3, len(heads) - 2)
        if heads[place + 1 : place + 3] == ["Points", "Feedback"] and len(table.rows) > 1
    )
    return Gradebook(Platform.TEAMS, table, columns)


def _plain(table: RawTable, heads: list[str]) -> Gradebook | None:
    columns = tuple(
        GradeColumn(place, text.strip())
        for place, text in enumerate(heads)
        if text.strip() and not _WHO.fullmatch(text.strip()) and _takes_points(table, place)
    )
    return Gradebook(Platform.PLAIN, table, columns)


def _takes_points(table: RawTable, place: int) -> bool:
    cells = (table.value(row, place).strip() for row in range(2, len(table.rows) + 1))
    return all(not cell or cell == "-" or _number(cell) is not None for cell in cells)


def _number(text: str) -> Decimal | None:
    stripped = text.strip().replace(" ", "").replace("\u00a0", "")
    if not _NUMBER.fullmatch(stripped):
        return None
    try:
        return Decimal(stripped.replace(",", "."))
    except InvalidOperation:
        return None


def filled(book: Gradebook, column: GradeColumn, grades: Mapping[int, Grade]) -> FilledGradebook:
    """The gradebook with grades in one column, by the numbers of their rows.

    Points are written with the decimals and the decimal sign of the file. A cell that the platform
    would drop or refuse, or whose points would undo something there, is left as it is.
    """
    decimals, sign = _style(book)
    cells: dict[tuple[int, int], str] = {}
    written: list[int] = []
    left: list[tuple[int, NotWritten]] = []
    blanks = book.platform in (Platform.MOODLE, Platform.MOODLE_WORKSHEET)
    for row, grade in sorted(grades.items()):
        why = _why_not(book, column, row, grade)
        if why is not None:
            left.append((row, why))
            continue
        if grade.points is not None:
            text = _points(grade.points, decimals).replace(".", sign)
            cells[row, column.place] = quoted(text, book.table.delimiter, blanks=blanks)
        if grade.remark and column.remarks is not None:
            remark = (
                f"'{grade.remark}" if grade.remark.startswith(("=", "+", "@")) else grade.remark
            )
            cells[row, column.remarks] = quoted(remark, book.table.delimiter, blanks=blanks)
        if grade.points is not None or (grade.remark and column.remarks is not None):
            written.append(row)
    return FilledGradebook(book.table.written(cells), tuple(written), tuple(left))


def _why_not(book: Gradebook, column: GradeColumn, row: int, grade: Grade) -> NotWritten | None:
    before = book.table.value(row, column.place).strip()
    if book.platform is Platform.CANVAS:
        if before.upper() == "EX":
            return NotWritten.EXCUSED
        if before.upper() == "N/A":
            return NotWritten.NOT_ASSIGNED
        if _is_test_student(book, row):
            return NotWritten.TEST_STUDENT
    if book.locked is not None and book.table.value(row, book.locked) in _NO:
        return NotWritten.LOCKED
    is_much = grade.points is not None and column.most is not None and grade.points > column.most
    return NotWritten.TOO_MUCH if is_much else None


def _is_test_student(book: Gradebook, row: int) -> bool:
    """Canvas ends its list with this one; a real student of that name stands elsewhere in it."""
    names = book.table.values(row)[:2]
    return row == len(book.table.rows) and (
        names[0] == "Student, Test" or names == ["Student", "Test"]
    )


def _style(book: Gradebook) -> tuple[int | None, str]:
    """How many decimals the platform writes (None: no more than needed), and its decimal sign."""
    cells = [
        book.table.value(row, column)
        for row in range(1, len(book.table.rows) + 1)
        for column in _number_columns(book)
    ]
    numbers = [each for cell in cells if _NUMBER.fullmatch(each := cell.strip())]
    signs = [
        each[-1 - len(rest)] for each in numbers if (rest := re.split("[.,]", each)[-1]) != each
    ]
    sign = "," if "," in signs else "."
    if book.platform not in (Platform.CANVAS, Platform.MOODLE, Platform.MOODLE_WORKSHEET):
        return None, sign
    lengths = [len(parts[1]) for each in numbers if len(parts := re.split("[.,]", each)) == 2]
    return (max(lengths) if lengths else 2), sign


def _number_columns(book: Gradebook) -> list[int]:
    places = {column.place for column in book.columns}
    heads = book.table.values(1)
    places |= {n for n, text in enumerate(heads) if any(text == words[1] for words in _WORKSHEETS)}
    return sorted(places)


def _points(points: Decimal, decimals: int | None) -> str:
    exact = points.normalize()
    needed = max(0, -int(exact.as_tuple().exponent))
    return f"{points:.{max(needed, decimals or 0)}f}"
