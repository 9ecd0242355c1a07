"""What a tie holds, end by end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import EndKind, RelationEnd, RelationKind
from annotator.ui.marking.chain import (
    MAX_PLACES,
    Chain,
    holds,
    is_open_ended,
    last_end,
    number_of,
    with_end,
    without_end,
)

A, B, C = (RelationEnd.mark(name) for name in "abc")
NOBODY = RelationEnd(EndKind.NOBODY)


def grown(kind: RelationKind, *ends: RelationEnd, together: bool = False) -> Chain:
    chain: Chain = ()
    for end in ends:
        chain = with_end(kind, chain, end, together=together)
    return chain


def test_tellers_have_places_in_order_and_joint_ones_share_one() -> None:
    chain = grown(RelationKind.SAID_BY, A, B)
    assert chain == ((A,), (B,))
    assert with_end(RelationKind.SAID_BY, chain, C, together=True) == ((A,), (B, C))
    assert [number_of(chain, end) for end in (A, B, C)] == [1, 2, 0]
    assert last_end(chain) == B
    assert last_end(()) is None


def test_the_same_source_has_one_place_and_a_denial_one_end() -> None:
    assert grown(RelationKind.SAME_AS, A, B) == ((A, B),)
    assert grown(RelationKind.DENIES, A, B) == ((B,),)
    several = with_end(RelationKind.DENIES, ((A,),), B, alternatives=True)
    assert several == ((A, B),)


def test_nothing_stands_in_a_tie_twice() -> None:
    assert with_end(RelationKind.SAID_BY, ((A,),), A) == ((A,),)


def test_what_is_taken_out_closes_up() -> None:
    assert without_end(((A,), (B, C)), A) == ((B, C),)
    assert without_end(((A,), (B, C)), B) == ((A,), (C,))
    assert without_end(((A,),), C) == ((A,),)


def test_a_chain_ends_with_one_who_has_no_name() -> None:
    assert is_open_ended(RelationKind.SAID_BY, ((A,),))
    assert not is_open_ended(RelationKind.SAID_BY, ((A,), (NOBODY,)))
    assert not is_open_ended(RelationKind.DENIES, ((A,),))


@given(st.lists(st.sampled_from([RelationEnd.mark(str(n)) for n in range(30)])))
def test_no_chain_gets_too_long(ends: list[RelationEnd]) -> None:
    chain = grown(RelationKind.SAID_BY, *ends)
    assert len(chain) <= MAX_PLACES
    assert all(holds(chain, end) for place in chain for end in place)
    for end in ends:
        chain = without_end(chain, end)
    assert chain == ()


@pytest.mark.parametrize("kind", list(RelationKind))
def test_the_first_end_is_the_first_place(kind: RelationKind) -> None:
    assert with_end(kind, (), A, together=True) == ((A,),)
