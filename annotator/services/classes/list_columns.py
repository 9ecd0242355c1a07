"""Which column of a class list is what: by the words over them, or by what is in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.files.code_page import CODE_PAGES as CODE_PAGES
from annotator.files.list_headings import ColumnMeaning as ColumnMeaning
from annotator.files.list_headings import are_headings, known_words, meanings
from annotator.files.list_table import DELIMITERS as DELIMITERS
from annotator.files.list_table import Table, TableOptions, TableRow
from annotator.model.names import folded, typed_key

_NAMES = (ColumnMeaning.FIRST, ColumnMeaning.LAST, ColumnMeaning.NAME)
_DIGITS = frozenset("0123456789")
#: Rows at the start in which headings are looked for.
_HEAD = 15
#: Rows under a word that have to be alike for it to be a heading that is not known.
_FEW = 2
_MAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOptions(TableOptions):
    """What a person said about a list; what is empty or None is found out.

    ``has_headings`` is about the first row with cells, ``columns`` what each column means,
    ``is_turned`` swaps first and last name. ``taken_in`` are rows that are students after all,
    ``kept_out`` rows that are none.
    """

    has_headings: bool | None = None
    columns: tuple[ColumnMeaning, ...] | None = None
    is_turned: bool = False
    taken_in: frozenset[int] = frozenset()
    kept_out: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumns:
    """What the columns mean. ``heading`` is the number of the row of headings, 0 without one.

    ``has_commas``: names in one piece are "Last, First". ``in_doubt``: nothing in the list says
    which of two columns of names is which.
    """

    meanings: tuple[ColumnMeaning, ...]
    heading: int = 0
    headings: tuple[str, ...] = ()
    has_commas: bool = False
    in_doubt: bool = False

    def has(self, meaning: ColumnMeaning) -> bool:
        """Whether a column holds this."""
        return meaning in self.meanings

    def cell(self, row: TableRow, meaning: ColumnMeaning) -> str:
        """What a row says of this; empty where it says nothing."""
        place = self.meanings.index(meaning) if meaning in self.meanings else len(row.cells)
        return row.cells[place] if place < len(row.cells) else ""

    @property
    def of_names(self) -> tuple[int, ...]:
        """The places of the columns with names or parts of them."""
        return tuple(place for place, each in enumerate(self.meanings) if each in _NAMES)

    @property
    def is_anonymous(self) -> bool:
        """Whether no column has names."""
        return not self.of_names

    @property
    def only_names(self) -> bool:
        """Whether there is nothing but names, so that a row that is equal says the same again."""
        return set(self.meanings) <= set(_NAMES)


def find_columns(table: Table, options: ListOptions) -> ListColumns:
    """The columns as a person said they are, or else as they look."""
    heading = _find_heading(table, options)
    headed = next((row.cells for row in table.rows if row.number == heading), ())
    body = [row for row in table.rows if row.number > heading and not row.is_empty]
    width = max((len(row.cells) for row in table.rows), default=0)
    in_doubt = False
    if options.columns is not None:
        found = (*options.columns, *[ColumnMeaning.OTHER] * width)[:width]
    else:
        found = (*meanings(headed), *[ColumnMeaning.OTHER] * (width - len(headed)))
        # Anonymous work has numbers and no names.
        if not set(_NAMES) & set(found) and not (heading and ColumnMeaning.ID in found):
            found, in_doubt = _by_content(table, body, found)
    if options.is_turned:
        found = tuple(map(_turned, found))
    return ListColumns(
        meanings=found,
        heading=heading,
        headings=headed,
        has_commas=_has_commas(body, found),
        in_doubt=in_doubt,
    )


def _find_heading(table: Table, options: ListOptions) -> int:
    """The number of the row with the most known headings among the first; 0 for none."""
    rows = [row for row in table.rows if not row.is_empty][:_HEAD]
    if not rows or options.has_headings is False:
        return 0
    best = max(rows, key=lambda row: known_words(row.cells))
    if options.has_headings or are_headings(best.cells):
        return best.number if known_words(best.cells) else rows[0].number
    # Unknown words over columns that can be told by what is in them.
    below = rows[1:]
    for place, cell in enumerate(rows[0].cells):
        under = [row.cells[place] for row in below if place < len(row.cells)]
        if len(under) < _FEW or not cell.strip():
            continue
        if all(map(_is_mail, under)) and not _is_mail(cell):
            return rows[0].number
        if all(_DIGITS & set(each) for each in under) and not _DIGITS & set(cell):
            return rows[0].number
    return 0


def _by_content(
    table: Table, rows: Sequence[TableRow], known: Sequence[ColumnMeaning]
) -> tuple[tuple[ColumnMeaning, ...], bool]:
    """What columns without known headings hold, by what they look like; and whether the order of
    first and last name is in doubt."""
    found, names = list(known), []
    for place in range(len(found)):
        cells = _cells(rows, place)
        if found[place] is not ColumnMeaning.OTHER or not cells:
            continue
        if 2 * sum(map(_is_mail, cells)) > len(cells):
            found[place] = (
                ColumnMeaning.OTHER if ColumnMeaning.MAIL in found else ColumnMeaning.MAIL
            )
        elif all(_DIGITS & set(cell) and " " not in cell for cell in cells):
            is_class = len(set(cells)) < len(cells) and not all(c.isdecimal() for c in cells)
            wanted = ColumnMeaning.SECTION if is_class else ColumnMeaning.ID
            found[place] = ColumnMeaning.OTHER if wanted in found else wanted
        elif any(any(char.isalpha() for char in cell) for cell in cells):
            names.append(place)
    if not names:
        return tuple(found), False
    is_one = len(names) == 1 or not table.delimiter
    if is_one or (_in_parts(rows, names[0]) and not _in_parts(rows, names[1])):
        found[names[0]] = ColumnMeaning.NAME
        return tuple(found), False
    one, two = names[:2]
    is_last_first = _is_last_first_by_mail(rows, one, two, found)
    if is_last_first is None:
        # "Okoro,Ada" has the family name first; behind a number or an id lists do, too.
        turned = table.delimiter == "," or ColumnMeaning.ID in found[:one]
    else:
        turned = is_last_first
    found[one], found[two] = _NAMES[:2] if not turned else _NAMES[1::-1]
    return tuple(found), is_last_first is None


def _cells(rows: Sequence[TableRow], place: int) -> list[str]:
    found = (row.cells[place].strip() for row in rows if place < len(row.cells))
    return [cell for cell in found if cell]


def _in_parts(rows: Sequence[TableRow], place: int) -> bool:
    """Whether most cells of a column are of two words or more, as whole names are."""
    cells = _cells(rows, place)
    return 3 * sum(len(cell.split()) > 1 for cell in cells) > 2 * len(cells)


def _is_last_first_by_mail(
    rows: Sequence[TableRow], one: int, two: int, found: Sequence[ColumnMeaning]
) -> bool | None:
    """Whether the family name comes first, by addresses like first.last@; None where none says."""
    if ColumnMeaning.MAIL not in found:
        return None
    mail = found.index(ColumnMeaning.MAIL)
    votes = Counter[bool]()
    for row in rows:
        if len(row.cells) <= max(one, two, mail):
            continue
        begins = re.split(r"[._-]", folded(row.cells[mail].partition("@")[0]))[0]
        names = [typed_key(row.cells[place]) for place in (one, two)]
        if names[0] != names[1] and begins in names:
            votes[begins == names[1]] += 1
    return None if votes[True] == votes[False] else votes[True] > votes[False]


def _has_commas(body: Sequence[TableRow], found: Sequence[ColumnMeaning]) -> bool:
    """Whether names in one piece are "Last, First"."""
    if ColumnMeaning.NAME not in found:
        return False
    cells = _cells(body, found.index(ColumnMeaning.NAME))
    commas = sum("," in cell and not _is_mail(cell) for cell in cells)
    return bool(commas) and 2 * commas >= len(cells)


def _is_mail(cell: str) -> bool:
    return bool(_MAIL.fullmatch(cell.strip()))


def _turned(meaning: ColumnMeaning) -> ColumnMeaning:
    return {ColumnMeaning.FIRST: ColumnMeaning.LAST, ColumnMeaning.LAST: ColumnMeaning.FIRST}.get(
        meaning, meaning
    )
