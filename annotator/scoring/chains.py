"""A chain of tellers against the key's: how much of it is right, and where it breaks.

The share is (longest common subsequence of places) / (places of the longer chain): a missing teller
costs the same wherever it is missing, one too many costs too, and the right people in the wrong
order earn part. A place is right when its set of sources is; joint sources have no order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import repeat

from annotator.model.annotation import Relation, RelationEnd
from annotator.model.outcome import TieMistake

Place = tuple[RelationEnd, ...]
#: Whether a student's end (second) stands for the key's (first).
Matches = Callable[[RelationEnd, RelationEnd], bool]

#: What is likely to have gone wrong, the ends given, and those expected in their place.
Mistake = tuple[TieMistake, tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Chain:
    """A student's chain against one of the key's, ``relation``.

    ``had`` says of each of the key's places whether the student has it in its order, ``own_right``
    the same of each of the student's.
    """

    relation: Relation
    had: tuple[bool, ...]
    own_right: tuple[bool, ...]

    @property
    def right(self) -> int:
        """Places in common, in the same order."""
        return sum(self.had)

    @property
    def longer(self) -> int:
        """Places of the longer chain; ``right`` of these is what it is worth."""
        return max(len(self.had), len(self.own_right))

    def better_than(self, other: Chain) -> bool:
        """Whether it is worth more."""
        return self.right * other.longer > other.right * self.longer


def best_chain(alternatives: Sequence[Relation], given: Relation, matches: Matches) -> Chain:
    """The student's chain against that of the key's alternatives that it comes nearest to."""
    best = _chain(alternatives[0], given, matches)
    for each in alternatives[1:]:
        chain = _chain(each, given, matches)
        if chain.better_than(best):
            best = chain
    return best


def _chain(wanted: Relation, given: Relation, matches: Matches) -> Chain:
    keys, own = wanted.chain, given.chain
    if len(keys) == len(own) and all(map(_same_place, keys, own, repeat(matches))):
        return Chain(wanted, (True,) * len(keys), (True,) * len(own))
    same = [[_same_place(place, mine, matches) for mine in own] for place in keys]
    # Longest common subsequence of what is left from place i and mark j on.
    best = [[0] * (len(own) + 1) for _ in range(len(keys) + 1)]
    for i in reversed(range(len(keys))):
        for j in reversed(range(len(own))):
            step = best[i + 1][j + 1] + 1 if same[i][j] else 0
            best[i][j] = max(step, best[i + 1][j], best[i][j + 1])
    had, own_right = [False] * len(keys), [False] * len(own)
    i = j = 0
    while i < len(keys) and j < len(own):
        if same[i][j] and best[i][j] == best[i + 1][j + 1] + 1:
            had[i] = own_right[j] = True
            i, j = i + 1, j + 1
        elif best[i + 1][j] == best[i][j]:
            i += 1
        else:
            j += 1
    return Chain(wanted, tuple(had), tuple(own_right))


def _same_place(wanted: Place, given: Place, matches: Matches) -> bool:
    return all(any(matches(end, each) for end in wanted) for each in given) and all(
        any(matches(end, each) for each in given) for end in wanted
    )


def chain_mistake(chain: Chain, given: Relation, matches: Matches) -> Mistake:
    """What is likely to have gone wrong with a chain."""
    lacking = [p for p, had in zip(chain.relation.chain, chain.had, strict=True) if not had]
    spare = [p for p, right in zip(given.chain, chain.own_right, strict=True) if not right]
    named, expected = _names(spare), _names(lacking)
    if not spare:
        return TieMistake.MISSING, (), expected
    if not lacking:
        return TieMistake.TOO_MANY, named, ()
    left = list(lacking)
    for place in spare:
        found = next((p for p in left if _same_place(p, place, matches)), None)
        if found is None:
            return TieMistake.OTHER, named, expected
        left.remove(found)
    return (TieMistake.OTHER if left else TieMistake.ORDER), named, expected


def end_name(end: RelationEnd) -> str:
    """An end as an outcome names it: an id, or "@narrator", "@nobody", "@implied"."""
    return end.id or f"@{end.kind}"


def _names(places: Sequence[Place]) -> tuple[str, ...]:
    return tuple(end_name(end) for place in places for end in place)
