"""Ties: half a point each, the longest right prefix of a chain, one source under several names."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import EndKind, Relation, RelationEnd, RelationKind
from annotator.model.key import POINT
from annotator.model.outcome import RelationState
from annotator.scoring.grading import compare
from annotator.scoring.relations import RelationKey, compare_relations
from tests.scoring.build import ARTICLE, HALF, item, key, marked, thorough

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
    """Small letters are marks; each answers the item with its capital, unless told otherwise."""
    pairs = {each.lower(): each for each in EVERYTHING} if item_of is None else item_of
    return compare_relations(RelationKey(wanted, frozenset(required)), given, pairs)


def points(outcomes):
    return sum(each.points for each in outcomes)


@pytest.mark.parametrize(
    ("given", "right"),
    [
        (("a", "b", "c", "d"), 4),
        (("a", "b", "c"), 3),
        (("a", "b", "d", "c"), 2),
        (("b", "a", "c", "d"), 0),
        (("b", "c", "d"), 0),
        (("a", "b", "c", "d", "e"), 4),
    ],
)
def test_a_chain_earns_its_longest_right_prefix(given, right):
    outcomes = told([said_by("S", "A", "B", "C", "D")], [said_by("s", *given)])
    assert points(outcomes) == HALF * right // 4
    assert (outcomes[0].right_places, outcomes[0].places) == (right, 4)
    expected = {4: RelationState.FOUND, 0: RelationState.WRONG_END}
    assert outcomes[0].state is expected.get(right, RelationState.PARTLY)


def test_joint_sources_share_a_place():
    wanted = [said_by("S", "AB", "C")]
    assert points(told(wanted, [said_by("s", "ba", "c")])) == HALF
    assert points(told(wanted, [said_by("s", "a", "c")])) == 0
    assert points(told(wanted, [said_by("s", "abd", "c")])) == 0
    assert points(told(wanted, [said_by("s", "a", "b", "c")])) == 0


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
    wanted = [said_by("S", "A", "B", id="1"), said_by("S", "C", id="2")]
    given = [said_by("s", "a", id="x"), said_by("s", "a", "b", id="y"), said_by("s", "c", id="z")]
    outcomes = told(wanted, given)
    assert [(each.key_relation_id, each.relation_id) for each in outcomes] == [
        ("1", "y"),
        ("2", "z"),
        ("", "x"),
    ]
    assert outcomes[2].state is RelationState.EXTRA
    assert points(outcomes) == 2 * HALF


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
    used = [each.relation_id for each in outcomes if each.relation_id]
    assert sorted(used) == sorted(each.id for each in given)
    assert [each.key_relation_id for each in outcomes if each.key_relation_id] == [
        each.id for each in RelationKey(wanted, EVERYTHING).relations
    ]
    assert all(0 <= each.points <= each.possible for each in outcomes)


@thorough
@given(st.lists(ties("ABCDE"), min_size=1, max_size=5), st.lists(ties("abcde"), max_size=5))
def test_a_missing_tie_made_right_never_lowers(wanted, given):
    before = points(told(wanted, given))
    for each in wanted:
        places = [tuple(e.id.lower() for e in place) for place in each.chain]
        right = tie(each.kind, each.source_id.lower(), *places, id="right")
        assert points(told(wanted, [*given, right])) >= before


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
