"""The parts of an article as rows: those taken in, those left out, and long runs of them folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.model.found_article import FoundPart, LeftOut
from annotator.ui.importing.texts import part_text, run_text

#: So many left-out lines in a row, and they are folded.
RUN: Final = 4

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part by its number, or ``count`` parts from there that are folded or stand below."""

    first: int
    part: FoundPart
    count: int = 0
    text: str = ""
    is_open: bool = False

    @property
    def is_run(self) -> bool:
        """Whether this stands for several lines that are left out."""
        return self.count > 0

    @property
    def is_out(self) -> bool:
        """Whether it is no part of the article."""
        return self.part.left_out is not None

    @property
    def numbers(self) -> range:
        """The parts that it stands for."""
        return range(self.first, self.first + max(1, self.count))

    def shows_same(self, other: PartRow) -> bool:
        """Whether both look alike; the number of a part isn't seen."""
        return self.part is other.part and (self.count, self.text, self.is_open) == (
            other.count,
            other.text,
            other.is_open,
        )

    def spoken(self) -> str:
        """What a screen reader says of it."""
        if not self.is_run:
            return part_text(self.part)
        return f"Left out: {self.text}. Enter {'hides' if self.is_open else 'shows'} them."


class PartsModel(QAbstractListModel):
    """Rows for what is found now. A change touches only the rows that differ."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[PartRow] = []
        self._parts: tuple[FoundPart, ...] = ()
        self._shows_out = True
        # Parts by their identity, kept alive so that it stays theirs: equal lines are many.
        self._opened: dict[int, FoundPart] = {}

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.rows[index.row()].spoken()
        return None

    # -- what is shown ----------------------------------------------------------------------------

    def show_parts(self, parts: tuple[FoundPart, ...]) -> range:
        """Show these; the rows that differ from before."""
        self._parts = parts
        return self._replace()

    def show_left_out(self, shown: bool) -> None:
        """Show what was left out in its place, or only the article."""
        self._shows_out = shown
        self._replace()

    def toggle_run(self, row: int) -> None:
        """Fold the lines of a run, or show them below it."""
        run = self.rows[row]
        ids = {id(self._parts[n]): self._parts[n] for n in run.numbers}
        if run.is_open:
            self._opened = {key: part for key, part in self._opened.items() if key not in ids}
        else:
            self._opened |= ids
        self._replace()

    def row_of(self, number: int) -> int:
        """The row of a part, or of the run that it is folded into; -1 where it isn't shown."""
        found = -1
        for row, each in enumerate(self.rows):
            if number in each.numbers:
                found = row
                if not each.is_run:
                    break
        return found

    def _replace(self) -> range:
        old, new = self.rows, list(self._made())
        least = min(len(old), len(new))
        same = 0
        while same < least and old[same].shows_same(new[same]):
            same += 1
        tail = 0
        while tail < least - same and old[-1 - tail].shows_same(new[-1 - tail]):
            tail += 1
        gone, come = len(old) - same - tail, len(new) - same - tail
        both = min(gone, come)
        if gone > both:
            self.beginRemoveRows(QModelIndex(), same + both, same + gone - 1)
            self.rows = [*new[: same + both], *new[len(new) - tail :]]
            self.endRemoveRows()
        elif come > both:
            self.beginInsertRows(QModelIndex(), same + both, same + come - 1)
            self.rows = new
            self.endInsertRows()
        self.rows = new
        if both:
            self.dataChanged.emit(self.index(same), self.index(same + both - 1))
        # Where rows only went, the one that took their place.
        return range(same, same + max(come, 1)) if gone or come else range(0)

    def _made(self) -> Iterator[PartRow]:
        number = 0
        while number < len(self._parts):
            part = self._parts[number]
            if part.left_out is None:
                yield PartRow(number, part)
                number += 1
                continue
            end = number + 1
            while end < len(self._parts) and _goes_on(part, self._parts[end]):
                end += 1
            if self._shows_out:
                yield from self._left_out(number, self._parts[number:end])
            number = end

    def _left_out(self, first: int, parts: Sequence[FoundPart]) -> Iterator[PartRow]:
        is_open = True
        if len(parts) >= RUN and parts[0].left_out is not LeftOut.BY_HAND:
            is_open = any(id(part) in self._opened for part in parts)
            yield PartRow(first, parts[0], len(parts), run_text(parts), is_open)
        if is_open:
            for number, part in enumerate(parts, first):
                yield PartRow(number, part)


def _goes_on(before: FoundPart, part: FoundPart) -> bool:
    """Whether a part belongs to the same run: what a person leaves out is never folded away."""
    if part.left_out is None:
        return False
    return (before.left_out is LeftOut.BY_HAND) == (part.left_out is LeftOut.BY_HAND)
