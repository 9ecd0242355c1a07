"""A class list as it is typed, pasted or exported: who is on it, who is left out and why.

Nothing is guessed in silence: what was taken for what can be seen and changed, each row that gives
no student says why, and what looks doubtful is asked. Nothing is kept here.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from annotator.files import limits
from annotator.files.list_headings import ColumnMeaning, known_words
from annotator.files.list_table import Table, TableRow, read_table
from annotator.files.reading import read_bytes
from annotator.model.names import JOINERS, MAX_NAME, shown_name, typed_key
from annotator.services.classes.list_columns import ListColumns, ListOptions, find_columns

#: "1. ", "12) ", "03 - ", "Nr. 6 ", "- ", "• " before a name.
_NUMBERING = re.compile(
    r"^\s*(?:(?:(?:nr|no|n)\b[.°]?\s*)?\d{1,3}(?:[.)]\s*(?=\S)|\s+[-–]\s+|\t+|\s+(?=\D))|[-*•–]\s+)",
    re.IGNORECASE,
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff]")
#: What rows are called that Google, Canvas and others put over their students.
_SPECIAL = frozenset(
    map(typed_key, ("points possible", "points", "date", "max points", "punkte", "datum", "fecha"))
)
_COUNTS = frozenset(("anzahl", "summe", "gesamt", "total", "count", "totaal", "suma"))


class Left(StrEnum):
    """Why a row gave no student."""

    HEADING = "heading"
    TITLE = "title"
    EMPTY = "empty"
    NO_NAME = "no-name"
    TOO_LONG = "too-long"
    DOUBLE = "double"
    SAME_ID = "same-id"
    POINTS = "points"
    HIDDEN_WORK = "hidden-work"
    TEST_STUDENT = "test-student"
    COUNT = "count"
    HIDDEN = "hidden"
    ROLE = "role"
    INACTIVE = "inactive"
    OVER = "over"
    UNKNOWN = "unknown"
    CHOSEN = "chosen"


class Doubt(StrEnum):
    """What is asked about a student who is on the list."""

    SAME_NAME = "same-name"
    ALMOST_SAME = "almost-same"
    SAME_ID = "same-id"
    NO_NAME = "no-name"
    NO_COMMA = "no-comma"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that gave no student: its number from 1, what it says, and why.

    ``other`` is the row that it repeats (0: none), ``detail`` the file's own word for the reason.
    """

    row: int
    text: str
    why: Left
    other: int = 0
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedStudent:
    """One student on the list. ``first`` and ``last`` are None where the file has the name in one
    piece; ``other`` is the row that the doubt is about."""

    row: int
    name: str
    first: str | None = None
    last: str | None = None
    id: str = ""
    mail: str = ""
    section: str = ""
    doubt: Doubt | None = None
    other: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassList:
    """A list as it was read. ``heading`` is the number of the row of headings, 0 without one.

    ``in_doubt`` says that nothing in the list tells which column of names is which.
    """

    table: Table
    columns: tuple[ColumnMeaning, ...] = ()
    heading: int = 0
    students: tuple[ListedStudent, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    in_doubt: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names in the order of the list."""
        return tuple(each.name for each in self.students)

    @property
    def headings(self) -> tuple[str, ...]:
        """The words over the columns; empty without a row of headings."""
        found = (row.cells for row in self.table.rows if row.number == self.heading)
        return next(found, ())

    def heading_of(self, place: int) -> str:
        """The word over a column; empty where there is none."""
        return self.headings[place].strip() if place < len(self.headings) else ""

    @property
    def other_sheets(self) -> tuple[str, ...]:
        """Sheets of a workbook that were not read."""
        sheet = self.table.sheet
        return tuple(each for each in self.table.sheets if sheet not in ("", each))

    @property
    def can_turn(self) -> bool:
        """Whether first and last name stand apart, so that they can be turned round."""
        return any(each.first and each.last for each in self.students)


def read_list(data: bytes, name: str, options: ListOptions | None = None) -> ClassList:
    """A list out of the bytes of any file that is known; BadInput where it is none."""
    options = options or ListOptions()
    table = read_table(data, name, options)
    if not table.delimiter and table.letters is not None:
        table = _without_numbers(table)
    return _Reader(table, options, find_columns(table, options)).read()


def read_class_list(text: str, options: ListOptions | None = None) -> ClassList:
    """A list that was typed or pasted."""
    # Behind the mark it is text for certain, whatever it begins with.
    plain = _CONTROLS.sub("", text).removeprefix("\ufeff")
    return read_list(codecs.BOM_UTF8 + plain.encode("utf-8", "replace"), "the list", options)


def read_list_file(path: Path, options: ListOptions | None = None) -> ClassList:
    """A list's file; BadInput where it can't be read."""
    return ListSource.open(path).read(options or ListOptions())


@dataclass(frozen=True, slots=True)
class ListSource:
    """A file's bytes, to be read as often as something else is said about them."""

    name: str
    data: bytes = field(repr=False)

    @classmethod
    def open(cls, path: Path) -> ListSource:
        """A file; BadInput where it can't be read."""
        return cls(path.name, read_bytes(path, limits.LIST_BYTES))

    def read(self, options: ListOptions) -> ClassList:
        """The list in it; BadInput where it is none."""
        return read_list(self.data, self.name, options)


def _without_numbers(table: Table) -> Table:
    """Lines without the numbers of a numbered list; lines above it are kept as they are."""
    lines = [row for row in table.rows if not row.is_empty]
    numbered = sum(bool(_NUMBERING.match(row.cells[0])) for row in lines)
    # One "3 Musketeers" among names is no numbered list.
    if 2 * numbered <= len(lines):
        return table
    rows = tuple(
        TableRow(row.number, tuple(_NUMBERING.sub("", cell) for cell in row.cells))
        for row in table.rows
    )
    begins = next(row.number for row in lines if _NUMBERING.match(row.cells[0]))
    above = {row.number for row in lines if row.number < begins}
    kept = (TableRow(r.number, r.cells, detail="title" if r.number in above else "") for r in rows)
    return Table(rows=tuple(kept), letters=table.letters, delimiter="")


@dataclass(slots=True)
class _Reader:
    """Goes through the rows of one table."""

    table: Table
    options: ListOptions
    columns: ListColumns
    left: list[LeftOut] = field(default_factory=list)
    found: list[ListedStudent] = field(default_factory=list)
    by_id: dict[str, ListedStudent] = field(default_factory=dict)
    by_name: dict[str, ListedStudent] = field(default_factory=dict)
    by_look: dict[str, ListedStudent] = field(default_factory=dict)

    def read(self) -> ClassList:
        for row in self.table.rows:
            if row.number != self.columns.heading:
                self._take(row)
        return ClassList(
            table=self.table,
            columns=self.columns.meanings,
            heading=self.columns.heading,
            students=tuple(self.found),
            left_out=tuple(self.left),
            in_doubt=self.columns.in_doubt,
        )

    # -- rows ------------------------------------------------------------------------------------

    def _take(self, row: TableRow) -> None:
        student = self._student(row)
        is_wanted = row.number in self.options.taken_in
        reason = None if is_wanted else self._reason(row, student)
        if reason is None and len(student.name) > MAX_NAME:
            reason = (Left.TOO_LONG, "")
        if reason is None and not student.name.strip(JOINERS):
            reason = (Left.EMPTY if row.is_empty else Left.NO_NAME, "")
        if row.number in self.options.kept_out and not row.is_empty:
            reason = (Left.CHOSEN, "")
        if reason is not None:
            why, detail = reason
            self.left.append(LeftOut(row.number, self._text(row, why), why, detail=detail))
            return
        double = None if is_wanted else self._double(student)
        if double is not None:
            why, other = double
            self.left.append(LeftOut(row.number, self._text(row, why), why, other))
            return
        self.found.append(self._doubted(student))

    def _student(self, row: TableRow) -> ListedStudent:
        def cell(meaning: ColumnMeaning) -> str:
            return shown_name(self.columns.cell(row, meaning))

        id, mail = cell(ColumnMeaning.ID)[:MAX_NAME], cell(ColumnMeaning.MAIL)[:MAX_NAME]
        first: str | None = None
        last: str | None = None
        doubt = None
        if self.columns.has(ColumnMeaning.NAME):
            name = cell(ColumnMeaning.NAME).strip('"')
            if self.columns.has_commas and name:
                before, comma, after = (part.strip() for part in name.partition(","))
                if self.options.is_turned and comma:
                    before, after = after, before
                if comma or " " not in before:
                    first, last = after, before
                else:
                    doubt = Doubt.NO_COMMA
        else:
            first, last = cell(ColumnMeaning.FIRST), cell(ColumnMeaning.LAST)
            name = ""
            if self.columns.is_anonymous:
                first = last = None
        if first or last:
            name = " ".join(part for part in (first, last) if part)
        if not name.strip(JOINERS) and (mail or (id and self.columns.is_anonymous)):
            name, doubt = mail or id, Doubt.NO_NAME
        return ListedStudent(
            row=row.number,
            name=name,
            first=first,
            last=last,
            id=id,
            mail=mail,
            section=cell(ColumnMeaning.SECTION)[:MAX_NAME],
            doubt=doubt,
        )

    def _reason(self, row: TableRow, student: ListedStudent) -> tuple[Left, str] | None:
        """Why a row is no student, by itself."""
        if row.why is not None:
            return Left(row.why.value), row.detail
        if row.is_empty:
            return Left.EMPTY, ""
        if row.number < self.columns.heading or row.detail == "title":
            return Left.TITLE, ""
        if row.is_hidden:
            return Left.HIDDEN, ""
        if self.columns.heading and self._repeats_headings(row):
            return Left.HEADING, ""
        if self.columns.heading and not student.id and not student.mail:
            named = [row.cells[at] for at in self.columns.of_names if at < len(row.cells)]
            # Canvas writes this row in the language of the site, behind four blanks.
            if any(cell.startswith("    ") for cell in named) and self.columns.has(
                ColumnMeaning.ID
            ):
                return Left.POINTS, ""
            if typed_key(student.name) in _SPECIAL:
                return Left.POINTS, ""
            if not student.name and any("Manual Posting" in c or c == "Muted" for c in row.cells):
                return Left.HIDDEN_WORK, ""
        if not student.mail and any(
            cell.rstrip().endswith(":") or cell.strip().casefold() in _COUNTS for cell in row.cells
        ):
            return Left.COUNT, ""
        if (student.first, student.last) == ("Test", "Student") and self._is_test_student(row):
            return Left.TEST_STUDENT, ""
        return None

    def _repeats_headings(self, row: TableRow) -> bool:
        """Whether a row has headings again, as at the start of each printed page."""
        headed = self.columns.headings
        named = [
            (row.cells[place], headed[place])
            for place in self.columns.of_names
            if place < min(len(row.cells), len(headed))
        ]
        again = [one.strip() for one, _ in named]
        # Short ones are names of people, too.
        if len(again) > 1 and known_words(again) == len(again) and max(map(len, again)) > 3:
            return True
        return bool(named) and all(
            one.strip().casefold() == two.strip().casefold() for one, two in named
        )

    def _is_test_student(self, row: TableRow) -> bool:
        """Canvas's own student, whom the school's system does not know."""
        keys = [typed_key(cell) for cell in self.columns.headings]
        if "sisuserid" in keys:
            place = keys.index("sisuserid")
            return place >= len(row.cells) or not row.cells[place].strip()
        return any(each.why in (Left.POINTS, Left.HIDDEN_WORK) for each in self.left)

    def _double(self, student: ListedStudent) -> tuple[Left, int] | None:
        """Why a row says what an earlier one said."""
        same = self.by_name.get(_exact(student.name))
        if student.id:
            known = self.by_id.get(student.id)
            is_same = known is not None and _exact(known.name) == _exact(student.name)
            # An archive of several classes lists a student of two of them twice.
            if known and is_same and (known.section == student.section or not self.table.is_roster):
                return Left.SAME_ID, known.row
        if same is not None and self.columns.only_names:
            return Left.DOUBLE, same.row
        return None

    def _doubted(self, student: ListedStudent) -> ListedStudent:
        """The student with what has to be asked, noted for those who follow."""
        doubt, other = student.doubt, 0
        exact, look = _exact(student.name), _look(student.name)
        by_id = self.by_id.get(student.id) if student.id else None
        same, alike = self.by_name.get(exact), self.by_look.get(look)
        if doubt is None and by_id is not None and _exact(by_id.name) != exact:
            doubt, other = Doubt.SAME_ID, by_id.row
        elif doubt is None and by_id is None and same is not None:
            # With ids of their own they are two; that they share a name is said all the same.
            doubt, other = Doubt.SAME_NAME, same.row
        elif doubt is None and same is None and alike is not None:
            doubt, other = Doubt.ALMOST_SAME, alike.row
        if student.id:
            self.by_id.setdefault(student.id, student)
        self.by_name.setdefault(exact, student)
        if look:
            self.by_look.setdefault(look, student)
        return replace(student, doubt=doubt, other=other)

    def _text(self, row: TableRow, why: Left) -> str:
        """What a row says, for a person to know it by."""
        places = (place for place in self.columns.of_names if place < len(row.cells))
        named = [row.cells[place].strip() for place in places]
        filled = [cell for cell in named if cell]
        if not filled or why in (Left.COUNT, Left.TITLE):
            filled = [cell.strip() for cell in row.cells if cell.strip()][:1]
        return shown_name(" | ".join(filled))[:60]


def _exact(name: str) -> str:
    """A name as it is shown, without case; equal so far, a row is the same row again."""
    return name.casefold()


def _look(name: str) -> str:
    """What a name looks like on the page: no accents and signs, marks in one order."""
    return "".join(
        part if len(part) < 2 else part[0] + "".join(sorted(part[1:]))
        for part in re.findall(r"[^\W_][\W_]*", typed_key(name))
    )
