"""A tie while it is being made: places in order, joint sources in one place. No Qt in here."""

from __future__ import annotations

from annotator.model.annotation import EndKind, RelationEnd, RelationKind

MAX_PLACES = 20
"""Longer chains of hearsay are refused, here and when a hand-in is read."""


class ChainDraft:
    """The places of a tie. A row is one end: rows count from 0 through all places.

    *Said by* has places in order; *same as* one place with several ends; *denies* one end, or in a
    key (``alternatives``) several, any of which is right.
    """

    def __init__(
        self,
        kind: RelationKind,
        chain: tuple[tuple[RelationEnd, ...], ...] = (),
        *,
        alternatives: bool = False,
    ) -> None:
        self.kind = kind
        self.alternatives = alternatives
        self.places: list[list[RelationEnd]] = [list(place) for place in chain]

    @property
    def chain(self) -> tuple[tuple[RelationEnd, ...], ...]:
        """What a relation holds."""
        return tuple(tuple(place) for place in self.places)

    @property
    def rows(self) -> list[tuple[int, int]]:
        """(place, number in the place) of every end, in order."""
        return [
            (place, number) for place, ends in enumerate(self.places) for number in range(len(ends))
        ]

    def __contains__(self, end: object) -> bool:
        return any(end in place for place in self.places)

    def end(self, row: int) -> RelationEnd:
        """The end in this row."""
        place, number = self.rows[row]
        return self.places[place][number]

    def row_of(self, end: RelationEnd) -> int:
        """Where an end stands; ValueError where it doesn't."""
        return [self.end(row) for row in range(len(self.rows))].index(end)

    def add(self, end: RelationEnd, *, together_with: int | None = None) -> bool:
        """Put an end last, or next to the one in row ``together_with``. False where it can't be."""
        if end in self:
            return False
        if self.kind is RelationKind.DENIES and not self.alternatives:
            self.places = [[end]]
        elif self.kind is not RelationKind.SAID_BY:
            self.places = [[*(self.places[0] if self.places else []), end]]
        elif together_with is not None:
            self.places[self.rows[together_with][0]].append(end)
        elif len(self.places) < MAX_PLACES:
            self.places.append([end])
        else:
            return False
        return True

    def remove(self, row: int) -> None:
        """Take an end out; an empty place closes up."""
        place, number = self.rows[row]
        del self.places[place][number]
        self.places = [ends for ends in self.places if ends]

    def can_move(self, row: int, by: int) -> bool:
        """Whether the place of this row has one before it (-1) or behind it (1)."""
        if not 0 <= row < len(self.rows):
            return False
        return 0 <= self.rows[row][0] + by < len(self.places)

    def move(self, row: int, by: int) -> int:
        """Let the place of this row change with its neighbour; the end's new row."""
        if not self.can_move(row, by):
            return row
        end, place = self.end(row), self.rows[row][0]
        self.places[place], self.places[place + by] = self.places[place + by], self.places[place]
        return self.row_of(end)

    def is_joint(self, row: int) -> bool:
        """Whether others share this end's place."""
        return 0 <= row < len(self.rows) and len(self.places[self.rows[row][0]]) > 1

    def can_join(self, row: int) -> bool:
        """Whether this end stands alone and has a place before it that it could share."""
        return self.can_move(row, -1) and not self.is_joint(row)

    def join(self, row: int) -> int:
        """Let a lone end share the place before it; its new row."""
        if not self.can_join(row):
            return row
        place = self.rows[row][0]
        end = self.places.pop(place)[0]
        self.places[place - 1].append(end)
        return self.row_of(end)

    def part(self, row: int) -> int:
        """Give a joint end a place of its own, behind the one it shared; its new row."""
        if not self.is_joint(row) or len(self.places) >= MAX_PLACES:
            return row
        place, number = self.rows[row]
        end = self.places[place].pop(number)
        self.places.insert(place + 1, [end])
        return self.row_of(end)

    def drop_marks_but(self, known: set[str]) -> bool:
        """Take out every mark that is not among ``known`` ids; True where that took any."""
        kept = [
            [end for end in place if end.kind is not EndKind.MARK or end.id in known]
            for place in self.places
        ]
        changed = kept != self.places
        self.places = [place for place in kept if place]
        return changed
