"""A class list's file as rows of cells: text in any code page, a workbook, a OneRoster archive.

Bytes in, a table out; what the columns mean and who is a student is decided above this.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.files import limits
from annotator.files.code_page import Decoded, decode_list
from annotator.files.list_headings import known_words
from annotator.files.oneroster import HEADINGS, NotEnrolled, is_roster, read_roster
from annotator.files.spreadsheet import is_workbook, read_workbook
from annotator.model.errors import BadInput

#: What cells can be parted by; lines of names are parted by nothing.
DELIMITERS = ("\t", ";", ",", "|")
_SEP = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
#: A cell with more lines than this was never meant: a quote was opened and not shut.
_MOST_LINES_IN_A_CELL = 20
_LOOKED_AT = 60
#: What text never holds.
_BINARY = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row by its number in the file, from 1, with what the file itself says against it."""

    number: int
    cells: tuple[str, ...]
    is_hidden: bool = False
    why: NotEnrolled | None = None
    detail: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be seen in it."""
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows with how they were read.

    ``delimiter`` is empty for lines and for files that have cells of their own. ``sheet`` is the
    sheet or class that was read, of all ``sheets``; empty where all classes of a roster were.
    """

    rows: tuple[TableRow, ...]
    letters: Decoded | None = None
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    is_roster: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions:
    """What a person said about a file; what is empty or None is found out."""

    code_page: str = ""
    delimiter: str | None = None
    sheet: str = ""
    today: datetime.date | None = None


def read_table(data: bytes, name: str, options: TableOptions) -> Table:
    """The rows of a file; BadInput for what is no list, is damaged or far too long."""
    if data[:4] == b"PK\x03\x04":
        return _from_archive(data, name, options)
    if data[:4] == _OLD_OFFICE or data[:5] == b"%PDF-":
        raise _other_kind(name)
    letters = decode_list(data, options.code_page)
    text = letters.text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > limits.LIST_CHARS or text.count("\n") > limits.LIST_ROWS:
        raise _too_long()
    if _BINARY.search(text):
        raise _other_kind(name)
    delimiter = options.delimiter
    first, _, rest = text.partition("\n")
    if named := _SEP.fullmatch(first.strip()):
        # Excel's own hint, not a row.
        text, delimiter = rest, delimiter if delimiter is not None else named[1]
    if delimiter is None:
        delimiter = _delimiter(text)
    return Table(rows=_rows(text, delimiter), letters=letters, delimiter=delimiter)


def _from_archive(data: bytes, name: str, options: TableOptions) -> Table:
    if is_workbook(data):
        sheet, sheets = read_workbook(data, name, options.sheet, most_rows=limits.LIST_ROWS)
        rows: list[TableRow] = []
        for row in sheet.rows:
            # Rows without cells are not in the file, but people count them.
            rows += [TableRow(number, ()) for number in range(len(rows) + 1, row.number)]
            rows.append(TableRow(row.number, row.cells, row.is_hidden or row.is_struck))
        return Table(rows=tuple(rows), sheet=sheet.name, sheets=sheets)
    if not is_roster(data):
        raise _other_kind(name)
    classes = read_roster(data, name, options.today or datetime.date.today())
    titles = tuple(each.title for each in classes)
    chosen = options.sheet if options.sheet in titles else ""
    listed = [TableRow(1, HEADINGS)]
    for each in classes:
        if chosen in ("", each.title):
            listed += [
                TableRow(one.number, one.cells, why=one.why, detail=one.detail)
                for one in each.enrolments
            ]
    if len(listed) > limits.LIST_ROWS:
        raise _too_long()
    return Table(rows=tuple(listed), sheet=chosen, sheets=titles, delimiter=",", is_roster=True)


def _delimiter(text: str) -> str:
    """The sign that gives the most headings that are known, or else the most even rows."""
    lines = [line for line in text.split("\n") if line.strip()][:_LOOKED_AT]
    best: tuple[int, float] = (1, 0.5)
    chosen = ""
    for sign in DELIMITERS:
        if not any(sign in line for line in lines):
            continue
        rows = [row for row in _cells("\n".join(lines), sign) if any(cell.strip() for cell in row)]
        if not rows:
            continue
        widths = Counter(len(row) for row in rows)
        width, count = widths.most_common(1)[0]
        known = max((known_words(row) for row in rows if len(row) > 1), default=0)
        even = count / len(rows) if width > 1 else 0.0
        if sign == "," and known < 2 and _are_names_turned_round(rows):
            # "Okoro, Ada" on each line: one cell with a comma in it.
            continue
        if (max(known, 1), even) > best:
            best, chosen = (max(known, 1), even), sign
    return chosen


def _are_names_turned_round(rows: Sequence[Sequence[str]]) -> bool:
    """Whether each row is a family name, a comma and the rest, without a figure or a mail."""
    return all(
        len(row) <= 2 and not any(char in "@0123456789" for cell in row[1:] for char in cell)
        for row in rows
    )


def _rows(text: str, delimiter: str) -> tuple[TableRow, ...]:
    if text.endswith("\n"):
        text = text[:-1]
    if not text:
        return ()
    cells = _cells(text, delimiter) if delimiter else [[line] for line in text.split("\n")]
    return tuple(TableRow(number, tuple(row)) for number, row in enumerate(cells, start=1))


def _cells(text: str, delimiter: str) -> list[list[str]]:
    """The records; where a quote was never shut, each line is one and quotes are plain signs."""
    try:
        source = io.StringIO(text, newline="")
        rows = list(csv.reader(source, delimiter=delimiter))
        if all(cell.count("\n") <= _MOST_LINES_IN_A_CELL for row in rows for cell in row):
            return rows
    except csv.Error:
        pass
    return [line.split(delimiter) for line in text.split("\n")]


def _too_long() -> BadInput:
    return BadInput(
        "This is too long for a class list.",
        kept="Nothing was changed.",
        todo=f"Take the names of one class: {limits.LIST_ROWS} lines at the most.",
    )


def _other_kind(name: str) -> BadInput:
    return BadInput(
        f"“{name}” is not a list that can be read here.",
        kept="Nothing was changed.",
        todo="Save it as .xlsx or as CSV, and choose that.",
    )
