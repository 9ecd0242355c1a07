"""Each promise of the grading rule about ties, as a function that holds for any chances."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from random import Random

from annotator.model.annotation import Relation, RelationEnd, RelationKind
from annotator.model.outcome import RelationOutcome
from annotator.scoring.grading import compare
from annotator.scoring.relations import RelationKey
from tests.scoring.build import (
    ARTICLE,
    EVERYTHING,
    HALF,
    Case,
    compare_ties,
    key,
    marked,
    tie,
    tie_points,
)
from tests.scoring.chance import a_case, a_tie, some_ties
from tests.scoring.promises import Promise

KEYS, OWN = "ABCDE", "abcde"
Places = tuple[tuple[RelationEnd, ...], ...]


def order_never_matters_and_no_tie_earns_twice(random: Random) -> None:
    wanted, given = some_ties(random, KEYS), some_ties(random, OWN)
    outcomes = compare_ties(wanted, given)
    again = compare_ties(random.sample(wanted, len(wanted)), random.sample(given, len(given)))
    assert again == outcomes, (wanted, given)
    used = [id for e in outcomes for id in (e.relation_id, *e.other_relation_ids) if id]
    assert sorted(used) == sorted(each.id for each in given), (wanted, given)
    assert [each.item_id for each in outcomes if each.key_relation_id] == [
        each.item_id for each in RelationKey(wanted, EVERYTHING).ties
    ], (wanted, given)
    assert all(0 <= each.points <= each.possible for each in outcomes), (wanted, given)


def a_chain_is_worth_its_longest_right_order(random: Random) -> None:
    """By brute force: every choice of places that both have, out of the longer chain's."""
    wanted = replace(a_tie(random, KEYS, RelationKind.SAID_BY), source_id="S")
    given = replace(a_tie(random, OWN, RelationKind.SAID_BY), source_id="s")
    asked, own = _places(wanted), _places(given)
    longest = max(
        size
        for size in range(min(len(asked), len(own)) + 1)
        if any(
            mine == theirs
            for mine in combinations(own, size)
            for theirs in combinations(asked, size)
        )
    )
    share = HALF * Fraction(longest, max(len(asked), len(own)))
    assert tie_points(compare_ties([wanted], [given])) == int(share + Fraction(1, 2)), (
        wanted,
        given,
    )


def a_denial_is_worth_its_right_ends_of_all_that_were_drawn(random: Random) -> None:
    """Whether one tie draws them or several do."""
    wanted = replace(a_tie(random, KEYS, RelationKind.DENIES), source_id="S")
    given = [
        replace(a_tie(random, OWN, RelationKind.DENIES), source_id="s")
        for _ in range(random.randint(1, 3))
    ]
    right = _places(wanted)[0]
    drawn = {_name(end) for each in given for place in each.chain for end in place}
    share = HALF * Fraction(len(drawn & right), len(drawn))
    assert tie_points(compare_ties([wanted], given)) == int(share + Fraction(1, 2)), (
        wanted,
        given,
    )


def a_missing_tie_made_right_never_lowers(random: Random) -> None:
    wanted, given = some_ties(random, KEYS, 1), some_ties(random, OWN)
    outcomes = compare_ties(wanted, given)
    by_id = {each.id: each for each in wanted}
    for each in outcomes:
        if each.key_relation_id and not each.relation_id:
            missing = by_id[each.key_relation_id]
            right = replace(
                missing,
                id="right",
                source_id=missing.source_id.lower(),
                chain=tuple(_own(place) for place in missing.chain),
            )
            after = tie_points(compare_ties(wanted, [*given, right]))
            assert after >= tie_points(outcomes), (wanted, given, right)


def mending_a_tie_never_lowers(random: Random) -> None:
    """A right name added in its place; a wrong end or name taken away."""
    wanted, given = some_ties(random, KEYS, 1), some_ties(random, OWN, 1)
    outcomes = compare_ties(wanted, given)
    own = {each.id: each for each in given}
    keys = {each.id: each for each in wanted}
    for each in outcomes:
        if not (each.key_relation_id and each.relation_id) or each.kind is RelationKind.SAME_AS:
            continue
        mine = own[each.relation_id]
        others = [other for other in given if other.id != mine.id]
        for chain in _mended(keys[each.key_relation_id], mine, each, random):
            again = [replace(mine, chain=chain)] if chain else []
            after = tie_points(compare_ties(wanted, [*others, *again]))
            assert after >= tie_points(outcomes), (wanted, given, each, chain)


def marking_more_keeps_a_tie(random: Random) -> None:
    """The exact mark of an end, added and tied to, never lowers what a tie earned."""
    case = a_case(random, most_items=4, most_marks=5)
    if len(case.items) < 2 or len(case.marks) < 2:
        return
    wanted = _ties_in(random, "item", len(case.items))
    drawn = _ties_in(random, "mark", len(case.marks))
    answer = key(case.items, case.traps)
    answer = replace(answer, relations=(*answer.relations, *wanted))
    given = marked(case.marks)
    before = compare(answer, given, ARTICLE, relations=drawn, uses=case.uses)
    for number, goal, outcome in _pairs(drawn, wanted, before.relations):
        exact = _exact(case, goal)
        if exact in case.marks or (goal.kind is RelationKind.SAID_BY and outcome.points):
            continue
        mine = drawn[number]
        ends = (RelationEnd.mark("new"), *(mine.chain[0] if outcome.points else ()))
        ties_now = [*drawn[:number], replace(mine, chain=(ends,)), *drawn[number + 1 :]]
        more = [*given, *marked([exact], ["new"])]
        after = compare(answer, more, ARTICLE, relations=ties_now, uses=case.uses)
        assert after.relation_points >= before.relation_points, (case, wanted, drawn, goal)


PROMISES: tuple[Promise, ...] = (
    order_never_matters_and_no_tie_earns_twice,
    a_chain_is_worth_its_longest_right_order,
    a_denial_is_worth_its_right_ends_of_all_that_were_drawn,
    a_missing_tie_made_right_never_lowers,
    mending_a_tie_never_lowers,
    marking_more_keeps_a_tie,
)


def _name(end: RelationEnd) -> str:
    return end.id.upper() or f"@{end.kind}"


def _places(relation: Relation) -> list[frozenset[str]]:
    return [frozenset(map(_name, place)) for place in relation.chain]


def _own(place: Sequence[RelationEnd]) -> tuple[RelationEnd, ...]:
    """The key's place as a student would draw it."""
    return tuple(RelationEnd.mark(end.id.lower()) if end.id else end for end in place)


def _mended(
    wanted: Relation, mine: Relation, outcome: RelationOutcome, random: Random
) -> Iterator[Places]:
    """Chains that are nearer to the key's; an empty one for a tie that is taken away."""
    if mine.kind is RelationKind.DENIES:
        ends = mine.chain[0]
        is_right = dict(zip(outcome.drawn, outcome.own_right, strict=True))
        right = tuple(end for end in ends if is_right.get(end.id or f"@{end.kind}") is not False)
        if len(right) < len(ends):
            yield (right,) if right else ()
        more = [end for end in _own(wanted.chain[0]) if end not in ends]
        yield ((*ends, *more),)
        return
    for n, right_place in enumerate(outcome.own_right):
        if not right_place:
            yield (*mine.chain[:n], *mine.chain[n + 1 :])
    named = {end for place in mine.chain for end in place}
    for n, had in enumerate(outcome.had):
        place = _own(wanted.chain[n])
        if not had and not set(place) & named and mine.source_id not in {e.id for e in place}:
            # In its place: behind as many of the student's right places as the key has before it.
            behind = sum(outcome.had[:n])
            rights = [k for k, is_right in enumerate(outcome.own_right) if is_right]
            low = rights[behind - 1] + 1 if behind else 0
            high = rights[behind] if behind < len(rights) else len(mine.chain)
            at = random.randint(low, high)
            yield (*mine.chain[:at], place, *mine.chain[at:])


def _ties_in(random: Random, name: str, count: int) -> list[Relation]:
    """Up to three ties with one end each between "item 0", "item 1" and so on."""
    ties = []
    for n in range(random.randint(0, 3)):
        kind = random.choice((RelationKind.DENIES, RelationKind.SAID_BY))
        start, end = random.sample(range(count), 2)
        ties.append(
            tie(kind, f"{name} {start}", (RelationEnd.mark(f"{name} {end}"),), id=f"{name} {n}")
        )
    return ties


def _pairs(
    drawn: Sequence[Relation], wanted: Sequence[Relation], outcomes: Sequence[RelationOutcome]
) -> Iterator[tuple[int, Relation, RelationOutcome]]:
    """The student's ties by number, with those of the key that they were put side by side with."""
    goals = {each.id: each for each in wanted}
    numbers = {each.id: n for n, each in enumerate(drawn)}
    for outcome in outcomes:
        if outcome.key_relation_id in goals and outcome.relation_id:
            yield numbers[outcome.relation_id], goals[outcome.key_relation_id], outcome


def _exact(case: Case, goal: Relation) -> tuple[int, int, str]:
    """The mark that a tie's end asks for."""
    item = case.items[int(goal.chain[0][0].id.split()[1])]
    return (*item.accepted[0].words, item.labels[0])
