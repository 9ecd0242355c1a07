"""The cells of an XLSX workbook as people see them: text, numbers in their format, what is hidden.

Only what a list needs is read (ECMA-376 part 1, chapters 12 and 18), with Python's own XML parser:
every part is measured while it is unpacked, and a document type, which no spreadsheet has, ends the
reading. openpyxl would do it too, at five times the time and with no limit on what it unpacks.
"""

from __future__ import annotations

import datetime
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from annotator.files import limits
from annotator.model.errors import BadInput

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    IndexError,
)
_PADDED = re.compile(r"0{2,30}")
_DATE = re.compile(r"[dy]", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
#: Formats that need no entry of their own and show a day (18.8.30).
_DAYS = frozenset((14, 15, 16, 17, 22))
_FIRST_DAY = datetime.date(1899, 12, 30)
_MOST_COLUMNS = 200
#: Rows of titles above a list.
_HEAD_ROOM = 200

_OnStart = Callable[[str, dict[str, str]], None]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row by its number in the sheet, from 1. ``is_struck``: all that is in it is struck out."""

    number: int
    cells: tuple[str, ...]
    is_hidden: bool = False
    is_struck: bool = False


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """One sheet that is shown; rows without cells are left out."""

    name: str
    rows: tuple[SheetRow, ...]


def is_workbook(data: bytes) -> bool:
    """Whether it is a workbook in this form, by its parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            return "xl/workbook.xml" in opened.namelist()
    except _BROKEN:
        return False


def read_workbook(
    data: bytes, name: str, wanted: str = "", *, most_rows: int
) -> tuple[WorkbookSheet, tuple[str, ...]]:
    """One sheet (the one called ``wanted``, or else the first), and the names of all.

    BadInput where it is damaged, locked or far too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            book = _Book(opened, limits.SHEET_BYTES)
            book.parse("xl/workbook.xml", book.on_workbook)
            book.parse("xl/_rels/workbook.xml.rels", book.on_relation)
            for part in ("xl/sharedStrings.xml", "xl/styles.xml"):
                if part in opened.namelist():
                    book.parse(part, book.on_style if "styles" in part else _nothing)
            names = tuple(each for each, _ in book.sheets)
            chosen = names.index(wanted) if wanted in names else 0
            rows = book.rows(chosen, most_rows)
    except _BROKEN as error:
        raise BadInput(
            f"“{name}” can’t be read: it is not a whole spreadsheet.",
            kept="Nothing was changed.",
            todo="Open it, save it again as .xlsx or as CSV, and choose that.",
        ) from error
    return WorkbookSheet(names[chosen], rows), names


def _nothing(_tag: str, _attributes: dict[str, str]) -> None:
    """Nothing of a start tag is needed."""


@dataclass(slots=True)
class _Reading:
    """Where the parser is in a sheet, and what it has of the row and the cell there."""

    rows: list[SheetRow] = field(default_factory=list)
    number: int = 0
    cells: list[str] = field(default_factory=list)
    hidden: bool = False
    struck: bool = True
    column: int = -1
    kind: str = ""
    style: int = 0
    text: list[str] = field(default_factory=list)


class _Book:
    """Reads the parts of one workbook, one after the other."""

    def __init__(self, opened: zipfile.ZipFile, budget: int) -> None:
        self._opened, self._budget = opened, budget
        self.sheets: list[tuple[str, str]] = []
        self._targets: dict[str, str] = {}
        self._shared: list[str] = []
        self._formats: dict[int, str] = {}
        self._struck_fonts: list[bool] = []
        self._styles: list[tuple[int, int]] = []
        self._in_styles = False

    # -- parts ---------------------------------------------------------------------------------

    def on_workbook(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet" and attributes.get("state", "visible") == "visible":
            id = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
            self.sheets.append((attributes["name"][:100], id))

    def on_relation(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            self._targets[attributes["Id"]] = attributes["Target"]

    def on_style(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            self._formats[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif tag == "font":
            self._struck_fonts.append(False)
        elif tag == "strike" and self._struck_fonts and not self._in_styles:
            self._struck_fonts[-1] = attributes.get("val", "1") not in ("0", "false")
        elif tag == "cellXfs":
            self._styles = []
            self._in_styles = True
        elif tag == "xf" and self._in_styles:
            font, number = attributes.get("fontId", "0"), attributes.get("numFmtId", "0")
            self._styles.append((int(font), int(number)))
        elif tag in ("cellStyles", "dxfs"):
            self._in_styles = False

    def parse(self, part: str, start: _OnStart) -> None:
        """Parse a part that needs no cells; of shared strings the text is kept."""
        shared: list[str] | None = None
        spoken = 0

        def on_start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal shared, spoken
            tag = tag.rpartition(":")[2]
            if tag == "si":
                shared = []
            spoken += tag == "rPh"
            start(tag, attributes)

        def on_end(tag: str) -> None:
            nonlocal shared, spoken
            tag = tag.rpartition(":")[2]
            spoken -= tag == "rPh"
            if tag == "si" and shared is not None:
                self._shared.append("".join(shared))
                shared = None

        def on_text(text: str) -> None:
            # How a Japanese word is spoken stands beside it and is no part of the cell.
            if shared is not None and not spoken:
                shared.append(text)

        self._run(part, on_start, on_end, on_text)

    def rows(self, sheet: int, most: int) -> tuple[SheetRow, ...]:
        """The rows of a sheet; BadInput for more than ``most``."""
        now, is_text = _Reading(), False

        def on_start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal is_text
            tag = tag.rpartition(":")[2]
            if tag == "row":
                now.number = int(attributes.get("r", now.number + 1))
                now.cells, now.struck, now.column = [], True, -1
                now.hidden = attributes.get("hidden") in ("1", "true")
                if not 0 < now.number <= most + _HEAD_ROOM:
                    raise _too_long(most)
            elif tag == "c":
                now.column = _column(attributes.get("r", ""), now.column)
                now.kind, now.style = attributes.get("t", "n"), int(attributes.get("s", "0"))
                now.text = []
            is_text = tag in ("v", "t")

        def on_end(tag: str) -> None:
            nonlocal is_text
            tag = tag.rpartition(":")[2]
            is_text = False
            if tag == "c" and now.column < _MOST_COLUMNS:
                cell = self._shown("".join(now.text), now.kind, now.style)
                now.cells += [""] * (now.column + 1 - len(now.cells))
                now.cells[now.column] = cell
                now.struck = now.struck and (not cell or self._is_struck(now.style))
            elif tag == "row" and any(now.cells):
                cells = tuple(now.cells)
                now.rows.append(SheetRow(now.number, cells, now.hidden, now.struck))

        def on_text(text: str) -> None:
            if is_text:
                now.text.append(text)

        target = self._targets[self.sheets[sheet][1]].lstrip("/")
        part = target if target.startswith("xl/") else posixpath.normpath(f"xl/{target}")
        self._run(part, on_start, on_end, on_text)
        return tuple(now.rows)

    def _run(
        self,
        part: str,
        start: _OnStart,
        end: Callable[[str], None],
        text: Callable[[str], None],
    ) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse
        with self._opened.open(part) as stream:
            while piece := stream.read(1 << 16):
                self._budget -= len(piece)
                if self._budget < 0:
                    raise ValueError("too much in it")
                parser.Parse(piece)
        parser.Parse(b"", True)

    # -- cells -----------------------------------------------------------------------------------

    def _is_struck(self, style: int) -> bool:
        font = self._styles[style][0] if style < len(self._styles) else 0
        return font < len(self._struck_fonts) and self._struck_fonts[font]

    def _shown(self, text: str, kind: str, style: int) -> str:
        if kind == "s":
            return self._shared[int(text)] if text else ""
        if kind != "n" or not text:
            return text
        number = float(text)
        known = self._styles[style][1] if style < len(self._styles) else 0
        shape = _QUOTED.sub("", self._formats.get(known, ""))
        if _PADDED.fullmatch(shape) and number == int(number) >= 0:
            return str(int(number)).zfill(len(shape))
        if (known in _DAYS or _DATE.search(shape)) and 0 < number < 200_000:
            return str(_FIRST_DAY + datetime.timedelta(days=int(number)))
        return str(int(number)) if number == int(number) and abs(number) < 1e15 else text


def _refuse(*_declared: object) -> None:
    raise ValueError("a document type")


def _too_long(most: int) -> BadInput:
    return BadInput(
        "This is too long for a class list.",
        kept="Nothing was changed.",
        todo=f"Keep the names of one class in the sheet: {most} rows at the most.",
    )


def _column(reference: str, before: int) -> int:
    """The column of "AB12", from 0; the next one where a cell does not say."""
    letters = reference.rstrip("0123456789")
    if not letters or len(letters) > 3 or not letters.isascii() or not letters.isalpha():
        return before + 1
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - 64
    return place - 1
