"""A table of text as its cells lie in the file, so that some can change and every other byte stays.

What is not written keeps its quotes, blanks and line ends as the platform made them: some platforms
compare them when the file comes back.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from annotator.files import limits
from annotator.model.errors import BadInput

_DELIMITERS: Final = (",", ";", "\t")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_QUOTED: Final = r'"(?:[^"]|"")*"'


@dataclass(frozen=True, slots=True)
class RawTable:
    """Rows of cells as they are written, quotes included, with the line end of each row.

    Rows count from 1, as people and platforms count them; columns from 0.
    """

    rows: tuple[tuple[str, ...], ...]
    ends: tuple[str, ...]
    delimiter: str
    encoding: str
    mark: bytes

    def value(self, row: int, column: int) -> str:
        """What a cell says; "" where there is none."""
        cells = self.rows[row - 1]
        raw = cells[column] if column < len(cells) else ""
        if len(raw) > 1 and raw[0] == raw[-1] == '"':
            return raw[1:-1].replace('""', '"')
        return raw

    def values(self, row: int) -> list[str]:
        """What the cells of a row say."""
        return [self.value(row, column) for column in range(len(self.rows[row - 1]))]

    def written(self, cells: Mapping[tuple[int, int], str]) -> bytes:
        """The file with some cells replaced by what should stand in them."""
        lines = []
        for number, (row, end) in enumerate(zip(self.rows, self.ends, strict=True), 1):
            changed = (cells.get((number, column), raw) for column, raw in enumerate(row))
            lines.append(self.delimiter.join(changed) + end)
        return self.mark + "".join(lines).encode(self.encoding)


def read_raw_table(data: bytes, name: str) -> RawTable:
    """A table's cells; BadInput for what is no text, is cut off, or has rows of uneven length."""
    if len(data) > limits.LIST_BYTES:
        raise _fault(name, "is too large for a gradebook")
    mark, encoding = next(
        ((each, code) for each, code in _MARKS if data.startswith(each)), (b"", "utf-8")
    )
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise _fault(name, "is not the text that the platform wrote") from error
    head = text.split("\n", 1)[0] or " "
    delimiter = max(_DELIMITERS, key=lambda each: len(_cells(head, each)[0][0]))
    rows = _cells(text, delimiter)
    if not rows or len(rows[0][0]) < 2:
        raise _fault(name, "has no columns")
    lengths = {len(cells) for cells, _ in rows}
    if len(lengths) > 1:
        raise _fault(name, "has rows of different lengths: it was cut off, or edited by hand")
    return RawTable(
        tuple(cells for cells, _ in rows), tuple(end for _, end in rows), delimiter, encoding, mark
    )


def _cells(text: str, delimiter: str) -> list[tuple[tuple[str, ...], str]]:
    mark = re.escape(delimiter)
    piece = re.compile(rf"({_QUOTED}[^{mark}\r\n]*|[^{mark}\r\n]*)({mark}|\r\n|\n|\r|\Z)")
    rows: list[tuple[tuple[str, ...], str]] = []
    row: list[str] = []
    at = 0
    while at < len(text) or row:
        found = piece.match(text, at)
        if found is None:  # a quote that is never shut: the rest is one cell
            row.append(text[at:])
            rows.append((tuple(row), ""))
            break
        row.append(found[1])
        at = found.end()
        if found[2] != delimiter:
            rows.append((tuple(row), found[2]))
            row = []
    return rows


def quoted(text: str, delimiter: str, *, blanks: bool) -> str:
    """A cell with quotes where it needs them; ``blanks``: also round blanks, as PHP writes them."""
    special = f'{delimiter}"\r\n' + (" \t" if blanks else "")
    if any(char in text for char in special):
        return '"' + text.replace('"', '""') + '"'
    return text


def _fault(name: str, why: str) -> BadInput:
    return BadInput(
        f"“{name}” {why}.",
        kept="The file is as it was, and nothing was written.",
        todo="Export it from the platform once more, and choose it as it comes.",
    )
