"""Which whole papers to look at before a class gets its work back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from annotator.services.review.inbox import Flag, InboxLine

#: So many papers from the lowest to the highest points.
SPREAD = 4

#: Flags about the marks themselves; being late or on no list says nothing of them.
_ABOUT_MARKS = frozenset({Flag.PAINTED, Flag.SHORT_TIME, Flag.CHAIN_BLANK, Flag.OTHER_TEXT})


def sample(papers: Sequence[tuple[str, InboxLine]], seed: str) -> tuple[str, ...]:
    """Hashes of papers: one from each quarter of the range of points, then those with a flag.

    The same ``seed`` and papers give the same sample, in whatever order they come. Papers that
    can't be read are left out.
    """

    def draw(sha256: str) -> str:
        return hashlib.sha256(f"{seed}/{sha256}".encode()).hexdigest()

    sound = sorted(
        ((line.points, draw(sha256), sha256) for sha256, line in papers if not line.fault),
    )
    groups = [
        sound[len(sound) * n // SPREAD : len(sound) * (n + 1) // SPREAD] for n in range(SPREAD)
    ]
    spread = [min(group, key=lambda each: each[1])[2] for group in groups if group]
    flagged = {sha256 for sha256, line in papers if _ABOUT_MARKS & set(line.flags)}
    rest = [sha256 for _, _, sha256 in sound if sha256 in flagged and sha256 not in spread]
    return (*spread, *rest)
