"""What each mark of a student stands for when it is the end of a tie."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model.key import POINT
from annotator.scoring.pairing import Pairing
from annotator.scoring.standing import Candidate, WordKey

#: A piece, or another name, stands behind everything that fits.
_BEHIND = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Stand:
    """An item that a mark stands for, and how well: the larger ``rank`` fits better.

    ``is_named``: it only names the item's source, at another place.
    """

    item_id: str
    rank: tuple[int, int, int, int]
    is_named: bool = False


def stands_of(key: WordKey, pairing: Pairing) -> dict[str, tuple[Stand, ...]]:
    """Mark id → what the mark stands for.

    Every item that it fits or names elsewhere (so what it is paired with, too), and one that it is
    a piece of where that item is found. An item counts as found here where any mark fits it, be
    that one paired with another item: so no further mark can take away what a mark stands for.
    """
    found = {each.item for s in pairing.standings for each in (*s.candidates, *s.optional)}
    stands = {}
    for mark, standing in zip(pairing.marks, pairing.standings, strict=True):
        fits = (*standing.fits, *standing.optional)
        mine = {each.item: Stand(key.items[each.item].id, _rank(each)) for each in fits}
        for n in standing.mentions:
            mine.setdefault(n, Stand(key.items[n].id, _BEHIND, True))
        for n in standing.pieces:
            if n in found:
                mine.setdefault(n, Stand(key.items[n].id, _BEHIND))
        stands[mark.id] = tuple(mine.values())
    return stands


def _rank(candidate: Candidate) -> tuple[int, int, int, int]:
    iou = POINT * candidate.shared // candidate.union
    return (candidate.is_accepted, candidate.is_full, iou, candidate.is_shown)
