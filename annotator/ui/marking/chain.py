"""What a tie holds, changed end by end: places in order, joint sources in one place. No Qt."""

from __future__ import annotations

from annotator.model.annotation import EndKind, Relation, RelationEnd, RelationKind

Chain = tuple[tuple[RelationEnd, ...], ...]

MAX_PLACES = 20
"""Longer chains of hearsay are refused, here and when a hand-in is read."""

#: The labels of the marks that a kind of tie can lead to.
TARGETS: dict[RelationKind, tuple[str, ...]] = {
    RelationKind.SAID_BY: ("source",),
    RelationKind.DENIES: ("claim", "denial"),
    RelationKind.SAME_AS: ("source",),
}


def chain_of(relation: Relation | None) -> Chain:
    """The places of a relation; none where there is none."""
    return relation.chain if relation is not None else ()


def holds(chain: Chain, end: RelationEnd) -> bool:
    """Whether an end stands in one of the places."""
    return any(end in place for place in chain)


def with_end(
    kind: RelationKind,
    chain: Chain,
    end: RelationEnd,
    *,
    together: bool = False,
    alternatives: bool = False,
) -> Chain:
    """The chain with one more end; as it was where the end can't be added.

    *Said by* gets a further place, or with ``together`` one more in the last place. *Same as* has
    one place with several ends. *Denies* has one end, or in a key (``alternatives``) several, any
    of which is right.
    """
    if holds(chain, end):
        return chain
    if kind is RelationKind.DENIES and not alternatives:
        return ((end,),)
    if chain and (together or kind is not RelationKind.SAID_BY):
        return (*chain[:-1], (*chain[-1], end))
    return (*chain, (end,)) if len(chain) < MAX_PLACES else chain


def without_end(chain: Chain, end: RelationEnd) -> Chain:
    """The chain without an end; an empty place closes up."""
    places = (tuple(each for each in place if each != end) for place in chain)
    return tuple(place for place in places if place)


def last_end(chain: Chain) -> RelationEnd | None:
    """The end that was added last."""
    return chain[-1][-1] if chain else None


def number_of(chain: Chain, end: RelationEnd) -> int:
    """The number of an end's place, from 1; 0 where it has none."""
    return next((number for number, place in enumerate(chain, 1) if end in place), 0)


def is_open_ended(kind: RelationKind, chain: Chain) -> bool:
    """Whether a further teller can be asked for: no one comes after a source without a name."""
    spanless = (EndKind.NARRATOR, EndKind.NOBODY)
    return kind is RelationKind.SAID_BY and not any(
        end.kind in spanless for place in chain for end in place
    )
