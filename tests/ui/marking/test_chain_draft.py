"""A tie while it is being made: whatever is done to it, the model takes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import EndKind, Relation, RelationEnd, RelationKind
from annotator.ui.marking.chain_draft import MAX_PLACES, ChainDraft

A, B, C, D = (RelationEnd.mark(name) for name in "abcd")
NARRATOR = RelationEnd(EndKind.NARRATOR)


def said(*places: tuple[RelationEnd, ...]) -> ChainDraft:
    return ChainDraft(RelationKind.SAID_BY, places)


def test_places_in_order_and_joint_sources() -> None:
    draft = said()
    assert draft.add(A)
    assert draft.add(B)
    assert draft.add(C, together_with=1)
    assert draft.chain == ((A,), (B, C))
    assert not draft.add(B)
    assert draft.rows == [(0, 0), (1, 0), (1, 1)]


def test_a_place_moves_with_its_joint_sources() -> None:
    draft = said((A,), (B, C), (D,))
    assert draft.move(2, -1) == 1
    assert draft.chain == ((B, C), (A,), (D,))
    assert draft.move(0, -1) == 0
    assert draft.move(3, 1) == 3
    assert draft.chain == ((B, C), (A,), (D,))


def test_join_and_part() -> None:
    draft = said((A,), (B,), (C,))
    assert draft.join(1) == 1
    assert draft.places == [[A, B], [C]]
    assert not draft.can_join(0)
    assert draft.part(0) == 1
    assert draft.places == [[B], [A], [C]]


def test_an_empty_place_closes_up() -> None:
    draft = said((A,), (B,), (C,))
    draft.remove(1)
    assert draft.chain == ((A,), (C,))


def test_one_denial_denies_one_thing_and_same_as_has_one_place() -> None:
    denies = ChainDraft(RelationKind.DENIES)
    denies.add(A)
    denies.add(B)
    assert denies.chain == ((B,),)
    same = ChainDraft(RelationKind.SAME_AS)
    same.add(A)
    same.add(B)
    assert same.chain == ((A, B),)


def test_chains_end_somewhere() -> None:
    draft = said(*((RelationEnd.mark(str(number)),) for number in range(MAX_PLACES)))
    assert not draft.add(A)
    assert draft.add(A, together_with=0)


def test_marks_that_are_gone_leave() -> None:
    draft = said((A,), (B, C), (NARRATOR,))
    assert draft.drop_marks_but({"c"})
    assert draft.chain == ((C,), (NARRATOR,))
    assert not draft.drop_marks_but({"c"})


@pytest.mark.parametrize("kind", list(RelationKind))
@given(
    st.lists(
        st.tuples(st.sampled_from("add join part up down remove beside".split()), st.integers(0, 8))
    )
)
def test_any_steps_leave_a_chain_that_the_model_allows(
    kind: RelationKind, steps: list[tuple[str, int]]
) -> None:
    draft = ChainDraft(kind)
    for step, number in steps:
        before = sorted(draft.end(row).id for row in range(len(draft.rows)))
        last = len(draft.rows) - 1
        end = RelationEnd.mark(str(number))
        if step == "add":
            draft.add(end)
        elif last < 0:
            continue
        elif step == "beside":
            draft.add(end, together_with=min(number, last))
        elif step == "remove":
            draft.remove(min(number, last))
        elif kind is RelationKind.SAID_BY:
            row = min(number, last)
            moved = draft.end(row)
            acts = {"join": draft.join, "part": draft.part}
            by = {"up": -1, "down": 1}
            new = acts[step](row) if step in acts else draft.move(row, by[step])
            assert draft.end(new) == moved
            assert sorted(draft.end(r).id for r in range(len(draft.rows))) == before
        if draft.chain:
            Relation(id="r", kind=kind, source_id="source", chain=draft.chain)
