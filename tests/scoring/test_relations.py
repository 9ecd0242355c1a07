"""Ties: half a point each, what a mark stands for, chains, one source under several names."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import EndKind, Relation, RelationEnd, RelationKind
from annotator.model.key import POINT
from annotator.model.outcome import RelationState, TieMistake
from annotator.scoring.grading import compare
from annotator.scoring.relations import RelationKey, compare_relations
from annotator.scoring.stands import Stand
from tests.scoring.build import ARTICLE, HALF, Accepted, Item, cases, item, key, marked, thorough

CASES = json.loads(
    (Path(__file__).parents[1] / "cases" / "grading_rule_v2.json").read_text("utf-8")
)
NARRATOR = RelationEnd(EndKind.NARRATOR)
NOBODY = RelationEnd(EndKind.NOBODY)
EVERYTHING = frozenset("ABCDEFGHS")


def end(each):
    return RelationEnd.mark(each) if isinstance(each, str) else each


def tie(kind, source, *places, id=""):
    """``places`` are strings of one-letter ids ("AB" are joint sources), or tuples of ends."""
    chain = tuple(tuple(end(each) for each in place) for place in places)
    return Relation(id=id or f"{kind} {source} {places}", kind=kind, source_id=source, chain=chain)


def said_by(source, *places, id=""):
    return tie(RelationKind.SAID_BY, source, *places, id=id)


def denies(source, targets, id=""):
    return tie(RelationKind.DENIES, source, targets, id=id)


def same_as(source, other, id=""):
    return tie(RelationKind.SAME_AS, source, other, id=id)


def told(wanted, given, item_of=None, required=EVERYTHING):
    """Small letters are marks; each stands for the item with its capital, unless told otherwise."""
    pairs = {each.lower(): each for each in EVERYTHING} if item_of is None else item_of
    stands = {mark: (Stand(item, (1, 1, POINT, 1)),) for mark, item in pairs.items()}
    labels = {each.lower(): "claim" for each in sorted(EVERYTHING)}
    return compare_relations(RelationKey(wanted, frozenset(required)), given, stands, labels)


def points(outcomes):
    return sum(each.points for each in outcomes)


def one_letter(names):
    """Any names as the letters A to E, the same name as the same letter."""
    flat = [each for name in names for each in ([name] if isinstance(name, str) else name)]
    return {name: "ABCDE"[n] for n, name in enumerate(dict.fromkeys(flat))}


@pytest.mark.parametrize("case", CASES["chains"]["cases"], ids=str)
def test_a_hand_worked_chain(case):
    letter = one_letter([*case["key"], *case["student"]])

    def places(names):
        return ["".join(letter[e] for e in ([n] if isinstance(n, str) else n)) for n in names]

    wanted = said_by("S", *places(case["key"]))
    outcomes = told([wanted], [said_by("s", *(each.lower() for each in places(case["student"])))])
    share = Fraction(case["share"])
    assert outcomes[0].points == round(HALF * share)
    assert Fraction(outcomes[0].right_places, outcomes[0].places) == share
    state = {Fraction(1): RelationState.FOUND, Fraction(0): RelationState.WRONG_END}
    assert outcomes[0].state is state.get(share, RelationState.PARTLY)


@pytest.mark.parametrize(
    ("given", "right", "longer", "mistake"),
    [
        (("a", "b", "c", "d"), 4, 4, None),
        (("a", "b", "c"), 3, 4, TieMistake.MISSING),
        (("b", "c", "d"), 3, 4, TieMistake.MISSING),
        (("a", "c", "d"), 3, 4, TieMistake.MISSING),
        (("a", "b", "d", "c"), 3, 4, TieMistake.ORDER),
        (("b", "a", "c", "d"), 3, 4, TieMistake.ORDER),
        (("a", "b", "c", "d", "e"), 4, 5, TieMistake.TOO_MANY),
        (("a", "b", "c", "e"), 3, 4, TieMistake.OTHER),
        (("e",), 0, 4, TieMistake.OTHER),
    ],
)
def test_a_chain_breaks_the_same_wherever_it_breaks(given, right, longer, mistake):
    outcome = told([said_by("S", "A", "B", "C", "D")], [said_by("s", *given)])[0]
    assert (outcome.right_places, outcome.places) == (right, longer)
    assert outcome.points == (2 * HALF * right + longer) // (2 * longer)
    assert outcome.mistake is mistake


def test_what_a_chain_had_and_what_was_expected():
    outcome = told([said_by("S", "A", "BC", "D")], [said_by("s", "a", "e", "d")])[0]
    assert outcome.had == outcome.own_right == (True, False, True)
    assert (outcome.mistake, outcome.given, outcome.expected) == (
        TieMistake.OTHER,
        ("e",),
        ("B", "C"),
    )
    short = told([said_by("S", "A", (NARRATOR,))], [said_by("s", "a")])[0]
    assert (short.had, short.own_right) == ((True, False), (True,))
    assert (short.mistake, short.given, short.expected) == (TieMistake.MISSING, (), ("@narrator",))


def test_of_alternative_chains_the_best_counts():
    wanted = [said_by("S", "A", "B", id="1"), said_by("S", "A", "C", "B", id="2")]
    for names in (("a", "b"), ("a", "c", "b")):
        outcomes = told(wanted, [said_by("s", *names)])
        assert [(each.points, each.possible) for each in outcomes] == [(HALF, HALF)]
    assert [each.state for each in told(wanted, [])] == [RelationState.MISSED]
    assert told(wanted, [said_by("s", "a", "c", "b")])[0].key_relation_id == "2"


def test_of_several_chains_drawn_for_one_item_the_worst_counts():
    drawn = [said_by("s", "a", "b", id="whole"), said_by("t", "a", id="half")]
    pairs = {"s": "S", "t": "S", "a": "A", "b": "B"}
    outcomes = told([said_by("S", "A", "B")], drawn, pairs)
    assert [(e.points, e.relation_id, e.other_relation_ids) for e in outcomes] == [
        (HALF // 2, "half", ("whole",))
    ]


def test_joint_sources_share_a_place():
    wanted = [said_by("S", "AB", "C")]
    assert points(told(wanted, [said_by("s", "ba", "c")])) == HALF
    assert points(told(wanted, [said_by("s", "a", "c")])) == HALF // 2
    assert points(told(wanted, [said_by("s", "abd", "c")])) == HALF // 2
    assert points(told(wanted, [said_by("s", "a", "b", "c")])) == 166_667


def test_thirds_are_rounded_half_up():
    assert points(told([said_by("S", "A", "B", "C")], [said_by("s", "a", "b")])) == 333_333
    assert points(told([said_by("S", "A", "B", "C")], [said_by("s", "a")])) == 166_667


def test_any_accepted_end_of_a_denial():
    for target in "abc":
        assert points(told([denies("S", "ABC")], [denies("s", target)])) == HALF
    outcomes = told([denies("S", "ABC")], [denies("s", "d")])
    assert [(each.state, each.points) for each in outcomes] == [(RelationState.WRONG_END, 0)]


def test_ends_without_a_span_compare_by_kind():
    assert points(told([said_by("S", (NARRATOR,))], [said_by("s", (NARRATOR,))])) == HALF
    assert points(told([said_by("S", (NARRATOR,))], [said_by("s", (NOBODY,))])) == 0
    implied = RelationEnd(EndKind.IMPLIED, text="that the leak was large")
    other = RelationEnd(EndKind.IMPLIED, text="there is a big leak")
    assert points(told([denies("S", (implied,))], [denies("s", (other,))])) == HALF
    assert points(told([denies("S", (implied,))], [denies("s", "a")])) == 0


def test_both_ends_have_to_be_paired():
    wanted = [denies("S", "A")]
    assert points(told(wanted, [denies("s", "a")], {"s": "S"})) == 0
    assert points(told(wanted, [denies("s", "a")], {"a": "A"})) == 0
    assert points(told(wanted, [denies("s", "a")], {"a": "A", "s": "B"})) == 0
    # Two marks that answer nothing are not the same nothing.
    assert points(told([same_as("A", "B")], [same_as("a", "b")], {})) == 0
    assert points(told([said_by("S", "A")], [said_by("s", "a")], {"s": "S"})) == 0


def test_one_source_under_two_names_in_either_direction():
    for each in (same_as("a", "b"), same_as("b", "a")):
        assert points(told([same_as("A", "B")], [each])) == HALF
    # The key ties A–B and B–C; A–C says the same of the same source.
    wanted = [same_as("A", "B"), same_as("B", "C")]
    assert points(told(wanted, [same_as("a", "c"), same_as("b", "c")])) == 2 * HALF
    assert points(told(wanted, [same_as("a", "d")])) == 0


def test_an_optional_mention_of_a_source_counts_as_that_source():
    wanted = [said_by("S", "A"), same_as("B", "A")]
    outcomes = told(wanted, [said_by("s", "b")], required="SA")
    assert points(outcomes) == HALF
    assert sum(each.possible for each in outcomes) == HALF  # the tie B–A hangs on an optional item
    assert {each.state for each in outcomes} == {RelationState.FOUND, RelationState.OPTIONAL}


def test_what_hangs_on_an_optional_item_is_optional():
    for wanted, tied in (
        (said_by("S", "A"), said_by("s", "a")),
        (denies("S", "A"), denies("s", "a")),
        (same_as("S", "A"), same_as("s", "a")),
    ):
        for required in ("S", "A"):
            outcomes = told([wanted], [tied], required=required)
            assert [(o.points, o.possible, o.state) for o in outcomes] == [
                (0, 0, RelationState.OPTIONAL_FOUND)
            ]
    # One required claim among those it may deny is enough to ask for it.
    assert told([denies("S", "AB")], [], required="SB")[0].possible == HALF


def test_one_to_one():
    wanted = [denies("A", "D", id="1"), denies("B", "D", id="2")]
    stands = {
        "s": (Stand("A", (1, 0, 5, 1)), Stand("B", (1, 0, 5, 1))),
        "d": (Stand("D", (1, 1, 9, 1)),),
    }
    labels = {"s": "denial", "d": "claim"}
    one = [denies("s", "d", id="x")]
    outcomes = compare_relations(RelationKey(wanted, EVERYTHING), one, stands, labels)
    assert [each.state for each in outcomes] == [RelationState.FOUND, RelationState.MISSED]


def test_a_mark_ties_for_the_item_that_it_fits_best():
    """A layer and its core, both marked and tied as in the key, are both right."""
    wanted = [said_by("A", "C", id="core"), said_by("B", "D", id="layer")]
    stands = {
        "a": (Stand("A", (1, 1, POINT, 1)), Stand("B", (1, 0, POINT // 2, 1))),
        "b": (Stand("A", (1, 0, POINT // 2, 1)), Stand("B", (1, 1, POINT, 1))),
        "c": (Stand("C", (1, 1, POINT, 1)),),
        "d": (Stand("D", (1, 1, POINT, 1)),),
    }
    given = [said_by("a", "c", id="x"), said_by("b", "d", id="y")]
    outcomes = compare_relations(
        RelationKey(wanted, EVERYTHING), given, stands, dict.fromkeys("abcd", "claim")
    )
    assert {(each.key_relation_id, each.relation_id) for each in outcomes} == {
        ("core", "x"),
        ("layer", "y"),
    }
    assert points(outcomes) == 2 * HALF


def test_a_denial_tied_to_everything_earns_a_fraction():
    outcome = told([denies("S", "A")], [denies("s", "abcd")])[0]
    assert (outcome.right_places, outcome.places, outcome.points) == (1, 4, HALF // 4)
    assert (outcome.mistake, outcome.given) == (TieMistake.TOO_MANY, ("b", "c", "d"))
    assert outcome.own_right == (True, False, False, False)
    pairs = {"s": "S", "t": "S", "a": "A", "b": "B"}
    two = told([denies("S", "A")], [denies("s", "a"), denies("t", "b")], pairs)
    assert [(each.points, len(each.other_relation_ids)) for each in two] == [(HALF // 2, 1)]
    assert points(told([denies("S", "AB")], [denies("s", "ab")])) == HALF


def test_two_ties_of_one_denial_do_not_count_against_each_other():
    wanted = [denies("S", "A", id="1"), denies("S", "B", id="2")]
    assert points(told(wanted, [denies("s", "a"), denies("s", "b")])) == 2 * HALF
    assert points(told(wanted, [denies("s", "a"), denies("s", "c")])) == HALF // 2


@pytest.mark.parametrize(
    ("label", "mistake"),
    [
        ("source", TieMistake.TO_SOURCE),
        ("denial", TieMistake.TO_DENIAL),
        ("claim", TieMistake.OTHER),
    ],
)
def test_what_a_denial_was_tied_to_instead(label, mistake):
    stands = {"s": (Stand("S", (1, 1, POINT, 1)),), "b": (Stand("B", (1, 1, POINT, 1)),)}
    outcome = compare_relations(
        RelationKey([denies("S", "A")], EVERYTHING),
        [denies("s", "b")],
        stands,
        {"s": "denial", "b": label},
    )[0]
    assert (outcome.mistake, outcome.given, outcome.expected) == (mistake, ("b",), ("A",))


def test_no_ties_at_all():
    assert told([], []) == ()
    assert [each.state for each in told([], [denies("s", "a")])] == [RelationState.EXTRA]
    assert [each.state for each in told([denies("S", "A")], [])] == [RelationState.MISSED]


@st.composite
def ties(draw, letters):
    kind = draw(st.sampled_from(list(RelationKind)))
    source = draw(st.sampled_from(letters))
    others = [each for each in letters if each != source]
    most = 3 if kind is RelationKind.SAID_BY else 1
    chosen = draw(st.lists(st.sampled_from(others), min_size=1, max_size=most, unique=True))
    return tie(kind, source, *chosen, id=f"{draw(st.uuids())}")


@thorough
@given(
    st.lists(ties("ABCDE"), max_size=5),
    st.lists(ties("abcde"), max_size=5),
    st.integers(0, 99),
)
def test_order_never_matters_and_nobody_earns_twice(wanted, given, seed):
    outcomes = told(wanted, given)
    shuffle = random.Random(seed).sample
    assert told(shuffle(wanted, len(wanted)), shuffle(given, len(given))) == outcomes
    used = [id for e in outcomes for id in (e.relation_id, *e.other_relation_ids) if id]
    assert sorted(used) == sorted(each.id for each in given)
    assert [each.item_id for each in outcomes if each.key_relation_id] == [
        each.item_id for each in RelationKey(wanted, EVERYTHING).ties
    ]
    assert all(0 <= each.points <= each.possible for each in outcomes)


@thorough
@given(st.lists(ties("ABCDE"), min_size=1, max_size=5), st.lists(ties("abcde"), max_size=5))
def test_a_missing_tie_made_right_never_lowers(wanted, given):
    outcomes = told(wanted, given)
    before = points(outcomes)
    by_id = {each.id: each for each in wanted}
    for each in outcomes:
        if each.key_relation_id and not each.relation_id:
            missing = by_id[each.key_relation_id]
            places = [tuple(e.id.lower() for e in place) for place in missing.chain]
            right = tie(missing.kind, missing.source_id.lower(), *places, id="right")
            assert points(told(wanted, [*given, right])) >= before


@thorough
@given(
    st.lists(ties("ABCDE"), min_size=1, max_size=5),
    st.lists(ties("abcde"), min_size=1, max_size=5),
    st.data(),
)
def test_mending_a_tie_never_lowers(wanted, given, data):
    """A right name added in its place; a wrong end or name taken away."""
    outcomes = told(wanted, given)
    before = points(outcomes)
    own = {each.id: each for each in given}
    keys = {each.id: each for each in wanted}
    for each in outcomes:
        if not (each.key_relation_id and each.relation_id) or each.kind is RelationKind.SAME_AS:
            continue
        mine = own[each.relation_id]
        others = [other for other in given if other.id != mine.id]
        for chain in mended(keys[each.key_relation_id], mine, each, data):
            again = [replace(mine, chain=chain)] if chain else []
            assert points(told(wanted, [*others, *again])) >= before


def mended(wanted, mine, outcome, data):
    if mine.kind is RelationKind.DENIES:
        ends = mine.chain[0]
        told_right = dict(zip(outcome.drawn, outcome.own_right, strict=True))
        wrong = [end for end in ends if told_right.get(end.id) is False]
        right = tuple(e for e in ends if e not in wrong)
        yield from ([(right,)] if right else [()]) if wrong and outcome.mistake else []
        more = [RelationEnd.mark(w.id.lower()) for w in wanted.chain[0]]
        yield ((*ends, *(e for e in more if e not in ends)),)
        return
    for n, is_right in enumerate(outcome.own_right):
        if not is_right:
            yield (*mine.chain[:n], *mine.chain[n + 1 :])
    named = {end for place in mine.chain for end in place}
    for n, had in enumerate(outcome.had):
        place = tuple(RelationEnd.mark(end.id.lower()) for end in wanted.chain[n])
        if not had and not set(place) & named:
            # In its place: behind as many of the student's right places as the key has before it.
            behind = sum(outcome.had[:n])
            rights = [k for k, is_right in enumerate(outcome.own_right) if is_right]
            low = rights[behind - 1] + 1 if behind else 0
            high = rights[behind] if behind < len(rights) else len(mine.chain)
            at = data.draw(st.integers(low, high))
            yield (*mine.chain[:at], place, *mine.chain[at:])


# -- ties in a whole comparison --------------------------------------------------------------------


def compared(items, ties_of_key, marks, drawn, ids=None):
    """Items are called A, B, …, marks a, b, … ; the ties' points of what was possible."""
    names = list("ABCDEFG"[: len(items)])
    answer = replace(key(items, ids=names), relations=tuple(ties_of_key))
    given = marked(marks, ids or list("abcdefg"[: len(marks)]))
    return compare(answer, given, ARTICLE, relations=drawn)


CLAIM, DENIAL = item(10, 20), item(30, 36, "denial")


def test_tie_to_a_piece():
    marks = [(10, 15, "claim"), (15, 20, "claim"), (30, 36, "denial")]
    result = compared([CLAIM, DENIAL], [denies("B", "A")], marks, [denies("c", "b")])
    assert (result.relation_points, result.relation_possible) == (HALF, HALF)


def test_tie_from_and_to_the_whole_layer():
    layered = Item((Accepted((10, 20)), Accepted((6, 20))))
    marks = [(10, 20, "claim"), (6, 20, "claim"), (30, 36, "denial")]
    for end_of in "ab":
        result = compared([layered, DENIAL], [denies("B", "A")], marks, [denies("c", end_of)])
        assert result.relation_points == HALF


def test_tie_to_a_merged_mark():
    marks = [(10, 20, "claim"), (30, 36, "denial")]
    items = [item(10, 15), item(15, 20), DENIAL]
    result = compared(items, [denies("C", "B")], marks, [denies("b", "a")])
    assert result.relation_points == HALF


def test_a_tie_to_a_piece_of_what_was_not_found_is_no_tie_to_it():
    marks = [(12, 14, "claim"), (30, 36, "denial")]
    result = compared([CLAIM, DENIAL], [denies("B", "A")], marks, [denies("b", "a")])
    assert result.relation_points == 0
    assert result.relations[0].state is RelationState.WRONG_END


def test_ties_stand_in_reading_order():
    items = [item(40, 46), DENIAL, CLAIM, item(0, 4, "source")]
    relations = [said_by("A", "D"), denies("B", "C"), said_by("C", "D")]
    result = compared(items, relations, [], [])
    assert [each.item_id for each in result.relations] == ["C", "B", "A"]


@thorough
@given(cases(most_items=4, most_marks=5), st.data())
def test_marking_more_keeps_a_tie(case, data):
    """The exact mark of an end, added and tied to, never lowers what a tie earned."""
    numbers = list(range(len(case.items)))
    ends = [(a, b) for a in numbers for b in numbers if a != b]
    if not ends or len(case.marks) < 2:
        return
    kinds = st.sampled_from((RelationKind.DENIES, RelationKind.SAID_BY))
    wanted = [
        tie(data.draw(kinds), f"item {a}", (RelationEnd.mark(f"item {b}"),), id=f"key {n}")
        for n, (a, b) in enumerate(data.draw(st.lists(st.sampled_from(ends), max_size=3)))
    ]
    own = [(a, b) for a in range(len(case.marks)) for b in range(len(case.marks)) if a != b]
    drawn = [
        tie(data.draw(kinds), f"mark {a}", (RelationEnd.mark(f"mark {b}"),), id=f"own {n}")
        for n, (a, b) in enumerate(data.draw(st.lists(st.sampled_from(own), max_size=3)))
    ]
    answer = key(case.items, case.traps)
    answer = replace(answer, relations=(*answer.relations, *wanted))
    given = marked(case.marks)
    before = compare(answer, given, ARTICLE, relations=drawn, uses=case.uses)
    for number, relation in enumerate(drawn):
        for goal in wanted:
            end_item = case.items[int(goal.chain[0][0].id.split()[1])]
            exact = (*end_item.accepted[0].words, end_item.labels[0])
            if exact in case.marks or relation.kind is not goal.kind:
                continue
            outcome = next((o for o in before.relations if o.key_relation_id == goal.id), None)
            if outcome is None or outcome.relation_id != relation.id:
                continue
            chain = ((RelationEnd.mark("new"), *(relation.chain[0] if outcome.points else ())),)
            if relation.kind is RelationKind.SAID_BY and outcome.points:
                continue
            more = [*given, *marked([exact], ["new"])]
            ties_now = [*drawn[:number], replace(relation, chain=chain), *drawn[number + 1 :]]
            after = compare(answer, more, ARTICLE, relations=ties_now, uses=case.uses)
            assert after.relation_points >= before.relation_points


def test_in_a_comparison_ties_have_their_own_total():
    items = [item(0, 4), item(6, 8, "source"), item(10, 14, "denial")]
    answer = key(items, ids=["A", "B", "S"])
    ready = type(answer)(
        article_sha256=answer.article_sha256,
        items=answer.items,
        relations=(denies("S", "A"), said_by("A", "B")),
    )
    marks = marked([(0, 4, "claim"), (10, 14, "claim"), (6, 8, "source")], ["a", "s", "b"])
    result = compare(ready, marks, ARTICLE, relations=[denies("s", "a"), said_by("a", "s")])
    # A label that is not right does not stop the tie from being right: that is another fact.
    assert (result.relation_points, result.relation_possible) == (HALF, 2 * HALF)
    assert (result.points, result.possible) == (2 * POINT + HALF, 3 * POINT)
    assert {each.state for each in result.relations} == {
        RelationState.FOUND,
        RelationState.WRONG_END,
    }
