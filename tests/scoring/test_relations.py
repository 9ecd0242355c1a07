"""Ties: half a point each, what a mark stands for, chains, one source under several names."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given

from annotator.model.annotation import EndKind, RelationEnd
from annotator.model.key import POINT
from annotator.model.outcome import RelationState, TieMistake
from annotator.scoring.grading import compare
from annotator.scoring.relations import RelationKey, compare_relations
from annotator.scoring.stands import Stand
from tests.scoring.build import (
    ARTICLE,
    EVERYTHING,
    HALF,
    Accepted,
    Item,
    compare_ties,
    denies,
    item,
    key,
    marked,
    said_by,
    same_as,
    thorough,
    tie_points,
)
from tests.scoring.chance import randoms
from tests.scoring.tie_promises import PROMISES

CASES = json.loads(
    (Path(__file__).parents[1] / "cases" / "grading_rule_v2.json").read_text("utf-8")
)
NARRATOR = RelationEnd(EndKind.NARRATOR)
NOBODY = RelationEnd(EndKind.NOBODY)


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
    outcomes = compare_ties(
        [wanted], [said_by("s", *(each.lower() for each in places(case["student"])))]
    )
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
    outcome = compare_ties([said_by("S", "A", "B", "C", "D")], [said_by("s", *given)])[0]
    assert (outcome.right_places, outcome.places) == (right, longer)
    assert outcome.points == (2 * HALF * right + longer) // (2 * longer)
    assert outcome.mistake is mistake


def test_what_a_chain_had_and_what_was_expected():
    outcome = compare_ties([said_by("S", "A", "BC", "D")], [said_by("s", "a", "e", "d")])[0]
    assert outcome.had == outcome.own_right == (True, False, True)
    assert (outcome.mistake, outcome.given, outcome.expected) == (
        TieMistake.OTHER,
        ("e",),
        ("B", "C"),
    )
    short = compare_ties([said_by("S", "A", (NARRATOR,))], [said_by("s", "a")])[0]
    assert (short.had, short.own_right) == ((True, False), (True,))
    assert (short.mistake, short.given, short.expected) == (TieMistake.MISSING, (), ("@narrator",))


def test_of_alternative_chains_the_best_counts():
    wanted = [said_by("S", "A", "B", id="1"), said_by("S", "A", "C", "B", id="2")]
    for names in (("a", "b"), ("a", "c", "b")):
        outcomes = compare_ties(wanted, [said_by("s", *names)])
        assert [(each.points, each.possible) for each in outcomes] == [(HALF, HALF)]
    assert [each.state for each in compare_ties(wanted, [])] == [RelationState.MISSED]
    assert compare_ties(wanted, [said_by("s", "a", "c", "b")])[0].key_relation_id == "2"


def test_of_several_chains_drawn_for_one_item_the_worst_counts():
    drawn = [said_by("s", "a", "b", id="whole"), said_by("t", "a", id="half")]
    pairs = {"s": "S", "t": "S", "a": "A", "b": "B"}
    outcomes = compare_ties([said_by("S", "A", "B")], drawn, pairs)
    assert [(e.points, e.relation_id, e.other_relation_ids) for e in outcomes] == [
        (HALF // 2, "half", ("whole",))
    ]


def test_joint_sources_share_a_place():
    wanted = [said_by("S", "AB", "C")]
    assert tie_points(compare_ties(wanted, [said_by("s", "ba", "c")])) == HALF
    assert tie_points(compare_ties(wanted, [said_by("s", "a", "c")])) == HALF // 2
    assert tie_points(compare_ties(wanted, [said_by("s", "abd", "c")])) == HALF // 2
    assert tie_points(compare_ties(wanted, [said_by("s", "a", "b", "c")])) == 166_667


def test_thirds_are_rounded_half_up():
    assert (
        tie_points(compare_ties([said_by("S", "A", "B", "C")], [said_by("s", "a", "b")])) == 333_333
    )
    assert tie_points(compare_ties([said_by("S", "A", "B", "C")], [said_by("s", "a")])) == 166_667


def test_any_accepted_end_of_a_denial():
    for target in "abc":
        assert tie_points(compare_ties([denies("S", "ABC")], [denies("s", target)])) == HALF
    outcomes = compare_ties([denies("S", "ABC")], [denies("s", "d")])
    assert [(each.state, each.points) for each in outcomes] == [(RelationState.WRONG_END, 0)]


def test_ends_without_a_span_compare_by_kind():
    assert (
        tie_points(compare_ties([said_by("S", (NARRATOR,))], [said_by("s", (NARRATOR,))])) == HALF
    )
    assert tie_points(compare_ties([said_by("S", (NARRATOR,))], [said_by("s", (NOBODY,))])) == 0
    implied = RelationEnd(EndKind.IMPLIED, text="that the leak was large")
    other = RelationEnd(EndKind.IMPLIED, text="there is a big leak")
    assert tie_points(compare_ties([denies("S", (implied,))], [denies("s", (other,))])) == HALF
    assert tie_points(compare_ties([denies("S", (implied,))], [denies("s", "a")])) == 0


def test_both_ends_have_to_be_paired():
    wanted = [denies("S", "A")]
    assert tie_points(compare_ties(wanted, [denies("s", "a")], {"s": "S"})) == 0
    assert tie_points(compare_ties(wanted, [denies("s", "a")], {"a": "A"})) == 0
    assert tie_points(compare_ties(wanted, [denies("s", "a")], {"a": "A", "s": "B"})) == 0
    # Two marks that answer nothing are not the same nothing.
    assert tie_points(compare_ties([same_as("A", "B")], [same_as("a", "b")], {})) == 0
    assert tie_points(compare_ties([said_by("S", "A")], [said_by("s", "a")], {"s": "S"})) == 0


def test_one_source_under_two_names_in_either_direction():
    for each in (same_as("a", "b"), same_as("b", "a")):
        assert tie_points(compare_ties([same_as("A", "B")], [each])) == HALF
    # The key ties A–B and B–C; A–C says the same of the same source.
    wanted = [same_as("A", "B"), same_as("B", "C")]
    assert tie_points(compare_ties(wanted, [same_as("a", "c"), same_as("b", "c")])) == 2 * HALF
    assert tie_points(compare_ties(wanted, [same_as("a", "d")])) == 0


def test_an_optional_mention_of_a_source_counts_as_that_source():
    wanted = [said_by("S", "A"), same_as("B", "A")]
    outcomes = compare_ties(wanted, [said_by("s", "b")], required="SA")
    assert tie_points(outcomes) == HALF
    assert sum(each.possible for each in outcomes) == HALF  # the tie B–A hangs on an optional item
    assert {each.state for each in outcomes} == {RelationState.FOUND, RelationState.OPTIONAL}


def test_what_hangs_on_an_optional_item_is_optional():
    for wanted, tied in (
        (said_by("S", "A"), said_by("s", "a")),
        (denies("S", "A"), denies("s", "a")),
        (same_as("S", "A"), same_as("s", "a")),
    ):
        for required in ("S", "A"):
            outcomes = compare_ties([wanted], [tied], required=required)
            assert [(o.points, o.possible, o.state) for o in outcomes] == [
                (0, 0, RelationState.OPTIONAL_FOUND)
            ]
    # One required claim among those it may deny is enough to ask for it.
    assert compare_ties([denies("S", "AB")], [], required="SB")[0].possible == HALF


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
    assert tie_points(outcomes) == 2 * HALF


def test_a_denial_tied_to_everything_earns_a_fraction():
    outcome = compare_ties([denies("S", "A")], [denies("s", "abcd")])[0]
    assert (outcome.right_places, outcome.places, outcome.points) == (1, 4, HALF // 4)
    assert (outcome.mistake, outcome.given) == (TieMistake.TOO_MANY, ("b", "c", "d"))
    assert outcome.own_right == (True, False, False, False)
    pairs = {"s": "S", "t": "S", "a": "A", "b": "B"}
    two = compare_ties([denies("S", "A")], [denies("s", "a"), denies("t", "b")], pairs)
    assert [(each.points, len(each.other_relation_ids)) for each in two] == [(HALF // 2, 1)]
    assert tie_points(compare_ties([denies("S", "AB")], [denies("s", "ab")])) == HALF


def test_two_ties_of_one_denial_do_not_count_against_each_other():
    wanted = [denies("S", "A", id="1"), denies("S", "B", id="2")]
    assert tie_points(compare_ties(wanted, [denies("s", "a"), denies("s", "b")])) == 2 * HALF
    assert tie_points(compare_ties(wanted, [denies("s", "a"), denies("s", "c")])) == HALF // 2


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
    assert compare_ties([], []) == ()
    assert [each.state for each in compare_ties([], [denies("s", "a")])] == [RelationState.EXTRA]
    assert [each.state for each in compare_ties([denies("S", "A")], [])] == [RelationState.MISSED]


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
@thorough
@given(random=randoms())
def test_a_promise_about_ties(promise, random):
    promise(random)


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
