"""Ties between marks, put side by side with the key's; they have a total of their own.

The rule, version 2: one-to-one, half a point each where both ends stand for the right items. A mark
stands for every item that it is paired with or fits, and for one that it is a piece of where that
item is found. *Denies*: right ends out of all that the marks of that denial drew; several ends in
the key are alternatives. *Said by*: the worst of the chains drawn for an item, each against the
best of the key's (:mod:`annotator.scoring.chains`). What can only be tied through an optional item
is optional itself: no points, no denominator.

A mark that stands for several items with ties of one kind ties for the one that it fits best;
otherwise a layer and its core, both marked and tied as in the key, would count against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotator.model.annotation import Relation, RelationEnd, RelationKind
from annotator.model.key import POINT
from annotator.model.labels import DENIAL, SOURCE
from annotator.model.outcome import RelationOutcome, RelationState, TieMistake
from annotator.scoring.assignment import components, heaviest
from annotator.scoring.chains import Chain, KeyChain, Mistake, best_chain, chain_mistake, end_name
from annotator.scoring.sources import same_sources
from annotator.scoring.stands import Stand

#: What a tie is worth.
RELATION_POINTS = POINT // 2


@dataclass(frozen=True, slots=True)
class KeyTie:
    """One thing that the key ties: a relation, or all alternative chains of one item.

    ``required``: a student who marks only what is required can draw it. ``undrawn`` is its outcome
    where nothing was drawn for it.
    """

    kind: RelationKind
    item_id: str
    chains: tuple[KeyChain, ...]
    required: bool
    undrawn: RelationOutcome

    @property
    def relation(self) -> Relation:
        """The relation, or the first of the alternatives."""
        return self.chains[0].relation

    @property
    def ends(self) -> tuple[str, ...]:
        """What stands in the first place: of a denial the alternatives, each right."""
        return self.chains[0].places[0]


class RelationKey:
    """The key's ties, made ready once. ``required_ids`` are the items that have to be found.

    ``positions`` gives each item's place in the article; ties stand in that order.
    """

    __slots__ = ("_class_of", "_reachable", "_required", "tied", "ties")

    def __init__(
        self,
        relations: Iterable[Relation],
        required_ids: frozenset[str],
        positions: Mapping[str, int] | None = None,
    ) -> None:
        known = sorted(relations, key=_order)
        self._required = required_ids
        self._class_of = same_sources(known)
        #: Sources that a student who marks only required items can name, by any of their mentions.
        self._reachable = {self.source(item_id) for item_id in required_ids}
        where = positions or {}
        ties = [self._tie((each,)) for each in known if each.kind is not RelationKind.SAID_BY]
        chains: dict[str, list[Relation]] = {}
        for each in known:
            if each.kind is RelationKind.SAID_BY:
                chains.setdefault(each.source_id, []).append(each)
        ties += [self._tie(tuple(group)) for group in chains.values()]
        ties.sort(key=lambda tie: (where.get(tie.item_id, 0), tie.kind, _order(tie.relation)))
        self.ties = tuple(ties)
        #: Which items have ties of which kind.
        self.tied = frozenset((tie.kind, tie.item_id) for tie in ties)

    def source(self, item_id: str) -> str:
        """One id for all items of the same source."""
        return self._class_of.get(item_id, item_id)

    def _tie(self, relations: tuple[Relation, ...]) -> KeyTie:
        first = relations[0]
        required = any(self._asks_for(each) for each in relations)
        undrawn = RelationOutcome(
            kind=first.kind,
            state=RelationState.MISSED if required else RelationState.OPTIONAL,
            key_relation_id=first.id,
            item_id=first.source_id,
            required=required,
            possible=RELATION_POINTS if required else 0,
            places=len(first.chain),
            why=first.note,
        )
        chains = tuple(KeyChain.of(each, self.source) for each in relations)
        return KeyTie(first.kind, first.source_id, chains, required, undrawn)

    def _asks_for(self, relation: Relation) -> bool:
        """Whether it can be tied by a student who marks only what is required."""
        if relation.source_id not in self._required:
            return False
        if relation.kind is RelationKind.SAID_BY:
            ends = (end for place in relation.chain for end in place)
            return all(not end.id or self.source(end.id) in self._reachable for end in ends)
        return any(not end.id or end.id in self._required for end in relation.chain[0])


class _Drawn(NamedTuple):
    """What a student drew for one tie of the key, and what it is worth: right of places.

    ``counts`` is the tie that it is told at: of several chains the worst, which is ``chain``. Of a
    denial ``ends`` are all that were drawn, each with whether it is right.
    """

    ties: tuple[Relation, ...] = ()
    right: int = 0
    places: int = 0
    counts: Relation | None = None
    chain: Chain | None = None
    ends: tuple[tuple[RelationEnd, bool], ...] = ()


_NOTHING = _Drawn()


class _Ties:
    """A student's relations held against the key's."""

    def __init__(
        self,
        key: RelationKey,
        relations: Sequence[Relation],
        stands: Mapping[str, tuple[Stand, ...]],
        labels: Mapping[str, str],
    ) -> None:
        self.key = key
        self._stands = stands
        self._labels = labels
        position = {mark_id: n for n, mark_id in enumerate(labels)}
        self.given = sorted(
            relations, key=lambda tie: (position.get(tie.source_id, -1), tie.kind, tie.id)
        )
        self._drawn_for: dict[tuple[RelationKind, str], list[Relation]] = {}
        for relation in self.given:
            for item_id in self._items_of(relation):
                self._drawn_for.setdefault((relation.kind, item_id), []).append(relation)
        self._stand_ins: dict[str, frozenset[str]] = {}
        #: Ties between two mentions of a source, by that source.
        self._same: dict[str, list[Relation]] = {}
        for relation in self.given:
            if relation.kind is RelationKind.SAME_AS:
                for source in self._sources_tied(relation):
                    self._same.setdefault(source, []).append(relation)
        self.drawn = [self._drawn(tie) for tie in key.ties]

    def _items_of(self, relation: Relation) -> list[str]:
        """The items for which it was drawn: of those that the key ties, the one it fits best."""
        mine = [
            stand
            for stand in self._stands.get(relation.source_id, ())
            if (relation.kind, stand.item_id) in self.key.tied
        ]
        if len(mine) < 2:
            return [stand.item_id for stand in mine]
        best = max(stand.rank for stand in mine)
        return [stand.item_id for stand in mine if stand.rank == best]

    def _drawn(self, tie: KeyTie) -> _Drawn:
        if tie.kind is RelationKind.SAME_AS:
            same = self._same.get(self.key.source(tie.item_id), ())
            return _Drawn(tuple(same), 1, 1, same[0]) if same else _NOTHING
        mine = self._drawn_for.get((tie.kind, tie.item_id), [])
        if not mine:
            return _NOTHING
        if tie.kind is RelationKind.DENIES:
            return self._denials(tie, mine)
        chain, worst = best_chain(tie.chains, self._place_ends(mine[0])), mine[0]
        for each in mine[1:]:
            other = best_chain(tie.chains, self._place_ends(each))
            if chain.better_than(other):
                chain, worst = other, each
        return _Drawn(tuple(mine), chain.right, chain.longer, worst, chain)

    def _denials(self, tie: KeyTie, mine: Sequence[Relation]) -> _Drawn:
        """Right ends of all that were drawn; one that is right for a tie beside it is not wrong."""
        beside = [
            other
            for other in self.key.ties
            if other.kind is RelationKind.DENIES and other is not tie
        ]
        ends: dict[RelationEnd, bool] = {}
        for relation in mine:
            for end in _ends(relation):
                right = self._denies(tie, end)
                if right or not any(
                    self._denies(other, end)
                    and relation in self._drawn_for.get((tie.kind, other.item_id), ())
                    for other in beside
                ):
                    ends[end] = right
        counts = next((each for each in mine if self.hits(tie, each)), mine[0])
        return _Drawn(tuple(mine), sum(ends.values()), len(ends), counts, None, tuple(ends.items()))

    def _denies(self, tie: KeyTie, end: RelationEnd) -> bool:
        return not self._stands_for(end).isdisjoint(tie.ends)

    def hits(self, tie: KeyTie, relation: Relation) -> bool:
        """Whether a tie that was drawn for the key's has anything of it right."""
        if tie.kind is RelationKind.DENIES:
            return any(self._denies(tie, end) for end in _ends(relation))
        return True

    def _place_ends(self, relation: Relation) -> list[list[frozenset[str]]]:
        return [[self._stands_for(end) for end in place] for place in relation.chain]

    def _stands_for(self, end: RelationEnd) -> frozenset[str]:
        """All that an end may stand for, of a source under several names one id."""
        name = end_name(end)
        known = self._stand_ins.get(name)
        if known is None:
            stands = self._stands.get(end.id, ()) if end.id else ()
            sources = frozenset(self.key.source(stand.item_id) for stand in stands)
            known = self._stand_ins[name] = sources if end.id else frozenset((name,))
        return known

    def _sources_tied(self, relation: Relation) -> Iterator[str]:
        """Sources of which it ties two mentions, whichever, in either direction."""
        for source in self._stands_for(RelationEnd.mark(relation.source_id)):
            start = self._mentions(relation.source_id, source)
            ends = [self._mentions(end.id, source) for end in _ends(relation)]
            if all(end and len(start | end) > 1 for end in ends):
                yield source

    def _mentions(self, mark_id: str, source: str) -> frozenset[str]:
        """Which mentions of a source a mark is: items, or itself where it only names it."""
        mine = [s for s in self._stands.get(mark_id, ()) if self.key.source(s.item_id) == source]
        items = frozenset(stand.item_id for stand in mine if not stand.is_named)
        return items or frozenset({mark_id} if mine else ())

    def closeness(self, tie: KeyTie, relation: Relation) -> int:
        """1 to 2: prefers, between ties worth the same, the one that names the key's own items."""
        if tie.kind is not RelationKind.SAME_AS:
            return 1
        marks = [relation.source_id, *(end.id for end in _ends(relation))]
        stand_for = {stand.item_id for mark in marks for stand in self._stands.get(mark, ())}
        return 1 + (tie.relation.mark_ids <= stand_for)

    def item_of(self, relation: Relation) -> str:
        """The item that a tie's own mark stands for best; empty where it stands for none."""
        mine = self._stands.get(relation.source_id, ())
        return max(mine, key=lambda stand: stand.rank).item_id if mine else ""

    def mistake(self, tie: KeyTie, drawn: _Drawn) -> Mistake:
        """What is likely to have gone wrong."""
        if drawn.chain is not None and drawn.counts is not None:
            wanted = next(c for c in tie.chains if c.relation is drawn.chain.relation)
            return chain_mistake(drawn.chain, wanted, drawn.counts, self._place_ends(drawn.counts))
        given = tuple(end_name(end) for end, right in drawn.ends if not right)
        if drawn.right:
            return TieMistake.TOO_MANY, given, ()
        expected = tuple(end_name(end) for end in tie.relation.chain[0])
        labels = {self._labels.get(end.id, "") for end, _ in drawn.ends}
        kinds = {SOURCE: TieMistake.TO_SOURCE, DENIAL: TieMistake.TO_DENIAL}
        kind = kinds.get(labels.pop(), TieMistake.OTHER) if len(labels) == 1 else TieMistake.OTHER
        return kind, given, expected


def compare_relations(
    key: RelationKey,
    relations: Sequence[Relation],
    stands: Mapping[str, tuple[Stand, ...]],
    labels: Mapping[str, str],
) -> tuple[RelationOutcome, ...]:
    """Every tie of the key, then every tie of the student's that was drawn for none of them.

    ``stands`` says what each mark stands for, ``labels`` what each is called, in reading order. The
    order of ``relations`` and of the key changes nothing.
    """
    if not key.ties and not relations:
        return ()
    ties = _Ties(key, relations, stands, labels)
    partner = _pairs(ties)
    taken = {each.id for each in partner.values()}
    outcomes = []
    for n, tie in enumerate(key.ties):
        outcome = _outcome(ties, tie, ties.drawn[n], partner.get(n), taken)
        taken.update((outcome.relation_id, *outcome.other_relation_ids))
        outcomes.append(outcome)
    outcomes += [
        RelationOutcome(
            kind=each.kind,
            state=RelationState.EXTRA,
            relation_id=each.id,
            item_id=ties.item_of(each),
        )
        for each in ties.given
        if each.id not in taken
    ]
    return tuple(outcomes)


def _pairs(ties: _Ties) -> dict[int, Relation]:
    """Number of the key's tie → the student's that it is put side by side with."""
    column = {each.id: k for k, each in enumerate(ties.given)}
    wanted = [[column[each.id] for each in drawn.ties] for drawn in ties.drawn]
    size = len(ties.given) + len(ties.key.ties)
    pairs = {}
    for group in components(wanted):
        if len(group) == 1 and len(wanted[group[0]]) == 1:
            pairs[group[0]] = ties.given[wanted[group[0]][0]]
            continue
        columns = sorted({k for n in group for k in wanted[n]})
        gains: list[list[int | None]] = []
        for n in group:
            mine = set(wanted[n])
            gains.append([_gain(ties, n, k, size) if k in mine else None for k in columns])
        pairs.update({group[row]: ties.given[columns[k]] for row, k in heaviest(gains)})
    return pairs


def _gain(ties: _Ties, n: int, k: int, size: int) -> int:
    """Points first; then as much as can be told to be right, then to be near."""
    tie, drawn, relation = ties.key.ties[n], ties.drawn[n], ties.given[k]
    points = right = 0
    if ties.hits(tie, relation):
        points = _points(drawn) if tie.required else 0
        right = 1000 * drawn.right // drawn.places if drawn.places else 0
    return (points * size * 1001 + right) * 3 * size + ties.closeness(tie, relation)


def _points(drawn: _Drawn) -> int:
    if not drawn.places:
        return 0
    return (2 * RELATION_POINTS * drawn.right + drawn.places) // (2 * drawn.places)


def _outcome(
    ties: _Ties, tie: KeyTie, drawn: _Drawn, partner: Relation | None, taken: set[str]
) -> RelationOutcome:
    if partner is None:
        return tie.undrawn
    relation = drawn.chain.relation if drawn.chain else tie.relation
    # Several of one kind at one item, and alternatives: all are told here, not as something more.
    counts, others = partner, frozenset[str]()
    if len(drawn.ties) > 1 and tie.kind is not RelationKind.SAME_AS:
        mine = {each.id for each in drawn.ties if each.id not in taken} | {partner.id}
        if drawn.counts and drawn.counts.id in mine:
            counts = drawn.counts
        others = frozenset(mine - {counts.id})
    right = drawn.right if ties.hits(tie, partner) else 0
    is_right = right and right == drawn.places
    mistake, given, expected = (None, (), ()) if is_right else ties.mistake(tie, drawn)
    chain = drawn.chain
    return RelationOutcome(
        kind=tie.kind,
        state=_state(tie, right, drawn.places),
        key_relation_id=relation.id,
        relation_id=counts.id,
        other_relation_ids=tuple(sorted(others)),
        item_id=tie.item_id,
        required=tie.required,
        points=_points(drawn) if right and tie.required else 0,
        possible=tie.undrawn.possible,
        right_places=right,
        places=drawn.places,
        had=chain.had if chain else (),
        drawn=tuple(end_name(end) for end, _ in drawn.ends),
        own_right=chain.own_right if chain else tuple(right for _, right in drawn.ends),
        mistake=mistake,
        given=given,
        expected=expected,
        why=relation.note,
    )


def _state(tie: KeyTie, right: int, places: int) -> RelationState:
    if not right:
        return RelationState.WRONG_END
    if not tie.required:
        return RelationState.OPTIONAL_FOUND
    return RelationState.FOUND if right == places else RelationState.PARTLY


def _ends(relation: Relation) -> Iterable[RelationEnd]:
    return (end for place in relation.chain for end in place)


def _order(relation: Relation) -> tuple[object, ...]:
    chain = [sorted((end.kind, end.id, end.text) for end in place) for place in relation.chain]
    return (relation.kind, relation.source_id, chain, relation.id)
