"""Ties between marks, put side by side with the key's; they have a total of their own.

The rule: one-to-one, half a point each when both ends are paired with the right items; a chain of
*said by* earns its longest right prefix. Several ends of a key's *denies* are alternatives. An
optional mention that the key calls the same source counts as that source wherever it stands in a
chain. What can only be tied through an optional item is optional itself: no points, no denominator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.model.annotation import EndKind, Relation, RelationEnd, RelationKind
from annotator.model.key import POINT
from annotator.model.outcome import RelationOutcome, RelationState
from annotator.scoring.assignment import heaviest

#: What a tie is worth.
RELATION_POINTS = POINT // 2

#: An end for comparing: the kind of what has no span, else the representative of the item.
_End = tuple[EndKind, str]


class RelationKey:
    """The key's ties, made ready once. ``required_ids`` are the items that have to be found."""

    __slots__ = ("_asked", "_class_of", "_reachable", "_required", "relations")

    def __init__(self, relations: Iterable[Relation], required_ids: frozenset[str]) -> None:
        self.relations = tuple(sorted(relations, key=_order))
        self._required = required_ids
        self._class_of = _same_sources(self.relations)
        #: Sources that a student who marks only required items can name, by any of their mentions.
        self._reachable = {self._class(item_id) for item_id in required_ids}

        self._asked = {each: self._asks_for(each) for each in self.relations}

    def _class(self, item_id: str) -> str:
        return self._class_of.get(item_id, item_id)

    def is_required(self, relation: Relation) -> bool:
        """Whether it can be tied by someone who marks only what is required."""
        return self._asked[relation]

    def _asks_for(self, relation: Relation) -> bool:
        if relation.source_id not in self._required:
            return False
        if relation.kind is RelationKind.SAID_BY:
            ends = (end for place in relation.chain for end in place)
            return all(not end.id or self._class(end.id) in self._reachable for end in ends)
        return any(not end.id or end.id in self._required for end in relation.chain[0])

    def right_places(self, relation: Relation, tie: _Tie) -> int:
        """How many places of the key's ``relation`` the student's ``tie`` has right."""
        if relation.kind is not tie.kind:
            return 0
        if relation.kind is RelationKind.SAME_AS:
            return self._same_source(relation, tie)
        if relation.source_id != tie.source:
            return 0
        if relation.kind is RelationKind.DENIES:
            accepted = {(end.kind, end.id) for end in relation.chain[0]}
            return int(any(end in accepted for end in tie.places[0]))
        right = 0
        for place, given in zip(relation.chain, tie.places, strict=False):
            if {self._source(end.kind, end.id) for end in place} != {
                self._source(*end) for end in given
            }:
                break
            right += 1
        return right

    def _source(self, kind: EndKind, item_id: str) -> _End:
        return (kind, self._class(item_id)) if item_id else (kind, "")

    def _same_source(self, relation: Relation, tie: _Tie) -> int:
        """Either direction, and any two mentions that the key's own ties make one source."""
        ends = [tie.source, *(item for _, item in tie.places[0])]
        if not all(ends):
            return 0
        return int({self._class(end) for end in ends} == {self._class(relation.source_id)})

    def closeness(self, relation: Relation, tie: _Tie) -> int:
        """0 to 2: prefers, between ties worth the same, the one that names the key's own items."""
        if relation.kind is not tie.kind:
            return 0
        if relation.kind is not RelationKind.SAME_AS:
            return int(relation.source_id == tie.source)
        given = {tie.source, *(item for _, item in tie.places[0])}
        return len(given & relation.mark_ids) if self._same_source(relation, tie) else 0


@dataclass(frozen=True, slots=True)
class _Tie:
    """A student's relation with each mark replaced by the item it is paired with ("" for none)."""

    kind: RelationKind
    source: str
    places: tuple[frozenset[_End], ...]
    id: str

    @property
    def order(self) -> tuple[object, ...]:
        places = tuple(tuple(sorted(place)) for place in self.places)
        return (self.kind, self.source, places, self.id)


def compare_relations(
    key: RelationKey, relations: Sequence[Relation], item_of: Mapping[str, str]
) -> tuple[RelationOutcome, ...]:
    """Every tie of the key, then every tie of the student's that the key doesn't have.

    ``item_of`` gives the item that each mark is paired with. The order of ``relations`` and of the
    key changes nothing.
    """
    if not key.relations and not relations:
        return ()
    ties = sorted((_tie(relation, item_of) for relation in relations), key=lambda tie: tie.order)
    partner = {row: ties[column] for row, column in _pairs(key, ties)}
    outcomes = [_told(key, relation, partner.get(n)) for n, relation in enumerate(key.relations)]
    taken = {tie.id for tie in partner.values()}
    outcomes += [
        RelationOutcome(
            kind=tie.kind, state=RelationState.EXTRA, relation_id=tie.id, item_id=tie.source
        )
        for tie in ties
        if tie.id not in taken
    ]
    return tuple(outcomes)


def _pairs(key: RelationKey, ties: list[_Tie]) -> list[tuple[int, int]]:
    size = len(ties) + len(key.relations) + 1
    gains: list[list[int | None]] = []
    for relation in key.relations:
        required = key.is_required(relation)
        row: list[int | None] = []
        for tie in ties:
            right = key.right_places(relation, tie)
            close = key.closeness(relation, tie)
            points = _points(relation, right) if required else 0
            # Points first; then as much as can be told to be right, then to be near.
            gain = (points * size * 1000 + 1000 * right // len(relation.chain)) * 3 * size + close
            row.append(gain or None)
        gains.append(row)
    return heaviest(gains) if ties and gains else []


def _points(relation: Relation, right: int) -> int:
    places = len(relation.chain)
    return (2 * RELATION_POINTS * right + places) // (2 * places)


def _told(key: RelationKey, relation: Relation, tie: _Tie | None) -> RelationOutcome:
    required = key.is_required(relation)
    right = key.right_places(relation, tie) if tie else 0
    places = len(relation.chain)
    if not tie:
        state = RelationState.MISSED if required else RelationState.OPTIONAL
    elif not right:
        state = RelationState.WRONG_END
    elif not required:
        state = RelationState.OPTIONAL_FOUND
    else:
        state = RelationState.FOUND if right == places else RelationState.PARTLY
    return RelationOutcome(
        kind=relation.kind,
        state=state,
        key_relation_id=relation.id,
        relation_id=tie.id if tie else "",
        item_id=relation.source_id,
        required=required,
        points=_points(relation, right) if required else 0,
        possible=RELATION_POINTS if required else 0,
        right_places=right,
        places=places,
        why=relation.note,
    )


def _tie(relation: Relation, item_of: Mapping[str, str]) -> _Tie:
    def end_of(end: RelationEnd) -> _End:
        # A mark that answers no item stays itself, so that it can't be taken for another's.
        return (end.kind, item_of.get(end.id) or f"mark {end.id}") if end.id else (end.kind, "")

    return _Tie(
        relation.kind,
        item_of.get(relation.source_id, ""),
        tuple(frozenset(end_of(end) for end in place) for place in relation.chain),
        relation.id,
    )


def _same_sources(relations: Sequence[Relation]) -> dict[str, str]:
    """Item id → one id for all mentions of that source, as far as the key ties them together."""
    parent: dict[str, str] = {}

    def root(item_id: str) -> str:
        while parent.get(item_id, item_id) != item_id:
            item_id = parent[item_id]
        return item_id

    for relation in relations:
        if relation.kind is RelationKind.SAME_AS:
            for end in relation.chain[0]:
                if end.id:
                    low, high = sorted((root(relation.source_id), root(end.id)))
                    parent[high] = low
    return {item_id: root(item_id) for r in relations for item_id in r.mark_ids}


def _order(relation: Relation) -> tuple[object, ...]:
    chain = [sorted((end.kind, end.id, end.text) for end in place) for place in relation.chain]
    return (relation.kind, relation.source_id, chain, relation.id)
