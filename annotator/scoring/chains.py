"""A chain of sources against the key's: how much of it is right, and where it breaks.

The share is (longest common subsequence of places) / (places of the longer chain): a missing source
costs the same wherever it is missing, one too many costs too, and the right people in the wrong
order earn part. A place is right when its set of sources is; joint sources have no order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotator.model.annotation import Relation, RelationEnd
from annotator.model.outcome import TieMistake

#: What an end of the key's stands for: one id for all items of a source, or "@narrator" and such.
SourceId = str
#: What each end of a student's place may stand for.
PlaceEnds = Sequence[frozenset[SourceId]]

#: What is likely to have gone wrong, the ends given, and those expected in their place.
Mistake = tuple[TieMistake, tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class KeyChain:
    """A chain of the key's, and the sources of each of its places."""

    relation: Relation
    places: tuple[tuple[SourceId, ...], ...]

    @classmethod
    def of(cls, relation: Relation, source: Callable[[str], str]) -> KeyChain:
        """``source`` gives one id for all items of the same source."""
        return cls(
            relation,
            tuple(
                tuple(source(end.id) if end.id else end_name(end) for end in place)
                for place in relation.chain
            ),
        )


class Chain(NamedTuple):
    """A student's chain against one of the key's, ``relation``.

    ``had`` says of each of the key's places whether the student has it in its order, ``own_right``
    the same of each of the student's. ``right`` of ``longer`` places is what it is worth.
    """

    relation: Relation
    had: tuple[bool, ...]
    own_right: tuple[bool, ...]
    right: int
    longer: int

    def better_than(self, other: Chain) -> bool:
        """Whether it is worth more."""
        return self.right * other.longer > other.right * self.longer


def best_chain(alternatives: Sequence[KeyChain], given: Sequence[PlaceEnds]) -> Chain:
    """The student's chain against that of the key's alternatives that it comes nearest to."""
    best = _chain(alternatives[0], given)
    for each in alternatives[1:]:
        chain = _chain(each, given)
        if chain.better_than(best):
            best = chain
    return best


def _chain(wanted: KeyChain, own: Sequence[PlaceEnds]) -> Chain:
    keys = wanted.places
    shorter, longer = sorted((len(keys), len(own)))
    # Where both begin alike, that is part of the longest order; most chains end with it.
    alike = 0
    while alike < shorter and _is_same(keys[alike], own[alike]):
        alike += 1
    had, own_right = [n < alike for n in range(len(keys))], [n < alike for n in range(len(own))]
    right = alike
    if alike < shorter:
        right += _longest_order(keys, own, alike, had, own_right)
    return Chain(wanted.relation, tuple(had), tuple(own_right), right, longer)


def _longest_order(
    keys: Sequence[Sequence[SourceId]],
    own: Sequence[PlaceEnds],
    first: int,
    had: list[bool],
    own_right: list[bool],
) -> int:
    """The longest common subsequence of both from place ``first`` on: how long it is.

    Its places are noted in ``had`` and ``own_right``.
    """
    same = [[_is_same(place, mine) for mine in own] for place in keys]
    # What is left of it from place i and place j on.
    best = [[0] * (len(own) + 1) for _ in range(len(keys) + 1)]
    for i in reversed(range(first, len(keys))):
        for j in reversed(range(first, len(own))):
            step = best[i + 1][j + 1] + 1 if same[i][j] else 0
            best[i][j] = max(step, best[i + 1][j], best[i][j + 1])
    i = j = first
    while i < len(keys) and j < len(own):
        if same[i][j] and best[i][j] == best[i + 1][j + 1] + 1:
            had[i] = own_right[j] = True
            i, j = i + 1, j + 1
        elif best[i + 1][j] == best[i][j]:
            i += 1
        else:
            j += 1
    return best[first][first]


def _is_same(wanted: Sequence[SourceId], given: PlaceEnds) -> bool:
    if len(wanted) == len(given) == 1:
        return wanted[0] in given[0]
    return all(not each.isdisjoint(wanted) for each in given) and all(
        any(source in each for each in given) for source in wanted
    )


def chain_mistake(
    chain: Chain, wanted: KeyChain, given: Relation, own: Sequence[PlaceEnds]
) -> Mistake:
    """What is likely to have gone wrong with a chain."""
    lacking = [n for n, had in enumerate(chain.had) if not had]
    spare = [n for n, right in enumerate(chain.own_right) if not right]
    expected = _names(wanted.relation, lacking)
    named = _names(given, spare)
    if not spare:
        return TieMistake.MISSING, (), expected
    if not lacking:
        return TieMistake.TOO_MANY, named, ()
    left = list(lacking)
    for n in spare:
        found = next((k for k in left if _is_same(wanted.places[k], own[n])), None)
        if found is None:
            return TieMistake.OTHER, named, expected
        left.remove(found)
    return (TieMistake.OTHER if left else TieMistake.ORDER), named, expected


def end_name(end: RelationEnd) -> str:
    """An end as an outcome names it: an id, or "@narrator", "@nobody", "@implied"."""
    return end.id or f"@{end.kind}"


def _names(relation: Relation, places: Sequence[int]) -> tuple[str, ...]:
    return tuple(end_name(end) for n in places for end in relation.chain[n])
