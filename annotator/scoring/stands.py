"""What each mark of a student stands for when it is the end of a tie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from annotator.model.key import POINT
from annotator.scoring.pairing import Pairing
from annotator.scoring.standing import Candidate, WordKey

#: A piece, or another name, stands behind everything that fits.
_BEHIND = (0, 0, 0, 0)


class Stand(NamedTuple):
    """An item that a mark stands for, and how well: the larger ``rank`` fits better.

    ``is_named``: it only names the item's source, at another place.
    """

    item_id: str
    rank: tuple[int, int, int, int]
    is_named: bool = False


class Stands(Mapping[str, tuple[Stand, ...]]):
    """Mark id → what the mark stands for, worked out for the marks that are asked for.

    Every item that it fits or names elsewhere (so what it is paired with, too), and one that it is
    a piece of where that item is found. An item counts as found here where any mark fits it, be
    that one paired with another item: so no further mark can take away what a mark stands for.
    """

    def __init__(self, key: WordKey, pairing: Pairing) -> None:
        self._key = key
        self._pairing = pairing
        self._number = {mark.id: n for n, mark in enumerate(pairing.marks)}
        self._known: dict[str, tuple[Stand, ...]] = {}

    def __getitem__(self, mark_id: str) -> tuple[Stand, ...]:
        known = self._known.get(mark_id)
        if known is None:
            known = self._known[mark_id] = self._stand_for(mark_id)
        return known

    def _stand_for(self, mark_id: str) -> tuple[Stand, ...]:
        standing, items = self._pairing.standings[self._number[mark_id]], self._key.items
        fits = (*standing.fits, *standing.optional)
        mine = {each.item: Stand(items[each.item].id, _rank(each)) for each in fits}
        for n in standing.mentions:
            mine.setdefault(n, Stand(items[n].id, _BEHIND, True))
        for n in standing.pieces:
            if n not in mine and self._is_found(n):
                mine[n] = Stand(items[n].id, _BEHIND)
        return tuple(mine.values())

    def __iter__(self) -> Iterator[str]:
        return iter(self._number)

    def __len__(self) -> int:
        return len(self._number)

    def _is_found(self, n: int) -> bool:
        return any(
            each.item == n
            for standing in self._pairing.standings
            for each in (*standing.candidates, *standing.optional)
        )


def _rank(candidate: Candidate) -> tuple[int, int, int, int]:
    iou = POINT * candidate.shared // candidate.union
    return (candidate.is_accepted, candidate.is_full, iou, candidate.is_shown)
