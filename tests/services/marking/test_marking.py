"""Annotating: verbs, undo, and what must be the same after any number of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from annotator.model.annotation import (
    Annotation,
    Certainty,
    EndKind,
    Relation,
    RelationEnd,
    RelationKind,
)
from annotator.model.article import Article, BlockKind
from annotator.model.changes import MarksChange
from annotator.model.errors import InvalidModel
from annotator.model.text import Span
from annotator.services.marking.marking import AlreadyMarked, Marking

ARTICLE = Article.from_blocks(
    [
        (BlockKind.HEADLINE, "Mayor denies 😀 leak"),
        (BlockKind.PARAGRAPH, "A clerk said the dam had lost 6.4% since May."),
        (BlockKind.PARAGRAPH, "“Nonsense,” said Mayor Ines Calder."),
    ]
)


class Disk:
    """Keeps what was written the way a store does: rows by id, nothing but changes coming in."""

    def __init__(self) -> None:
        self.marks: dict[str, Annotation] = {}
        self.relations: dict[str, Relation] = {}
        self.steps = 0

    def write(self, change: MarksChange) -> None:
        self.steps += 1
        for relation_id in change.removed_relation_ids:
            del self.relations[relation_id]
        for mark_id in change.removed_ids:
            del self.marks[mark_id]
        self.marks.update({mark.id: mark for mark in change.after})
        self.relations.update({relation.id: relation for relation in change.relations_after})


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def marking(disk: Disk) -> Marking:
    return Marking(ARTICLE, write=disk.write)


def span(quote: str) -> Span:
    start = ARTICLE.text.index(quote)
    return Span(start, start + len(quote))


def end(mark_id: str) -> RelationEnd:
    return RelationEnd.mark(mark_id)


def test_adding_keeps_reading_order_and_writes_once(marking: Marking, disk: Disk) -> None:
    marking.add([span("Nonsense")], "denial")
    marking.add([span("A clerk"), span("Mayor Ines Calder")], "source")
    assert [mark.quote for mark in marking.marks] == ["A clerk", "Nonsense", "Mayor Ines Calder"]
    assert disk.steps == 2
    assert set(disk.marks.values()) == set(marking.marks)


def test_an_identical_mark_cannot_be_made_twice(marking: Marking, disk: Disk) -> None:
    first = marking.add([span("A clerk")], "source").after[0]
    with pytest.raises(AlreadyMarked) as caught:
        marking.add([span("A clerk")], "source")
    assert caught.value.existing_id == first.id
    marking.add([span("A clerk")], "claim")
    other = marking.find(span("A clerk"), "claim")
    assert other is not None
    with pytest.raises(AlreadyMarked):
        marking.relabel(other.id, "source")
    with pytest.raises(AlreadyMarked):
        marking.resize(marking.add([span("clerk")], "source").after[0].id, span("A clerk"))
    assert disk.steps == 3


def test_a_step_that_changes_nothing_is_not_written(marking: Marking, disk: Disk) -> None:
    mark = marking.add([span("A clerk")], "source").after[0]
    assert not marking.relabel(mark.id, "source")
    assert not marking.set_note(mark.id, "  ")
    assert disk.steps == 1


def test_undo_brings_back_the_same_id(marking: Marking, disk: Disk) -> None:
    change = marking.add([span("A clerk")], "source")
    mark = change.after[0]
    marking.apply(change.inverse())
    assert len(marking) == 0
    assert not disk.marks
    marking.apply(change)
    assert marking.mark(mark.id) == mark == disk.marks[mark.id]


def test_resize_touches_that_mark_only(marking: Marking) -> None:
    one, two = marking.add([span("A clerk"), span("the dam")], "source").after
    marking.resize(one.id, span("clerk"))
    assert marking.mark(one.id).quote == "clerk"
    assert marking.mark(one.id).id == one.id
    assert marking.mark(two.id) == two


def test_removing_a_mark_takes_it_out_of_chains_and_undo_puts_it_back(
    marking: Marking, disk: Disk
) -> None:
    claim, clerk, mayor = (
        marking.add([span(quote)], label).after[0]
        for quote, label in (
            ("the dam had lost 6.4%", "claim"),
            ("A clerk", "source"),
            ("Mayor Ines Calder", "source"),
        )
    )
    marking.relate(claim.id, RelationKind.SAID_BY, [[end(clerk.id)], [end(mayor.id)]])
    before = marking.relations
    change = marking.remove([clerk.id])
    assert marking.relations[0].chain == ((end(mayor.id),),)
    second = marking.remove([mayor.id])
    assert not marking.relations
    marking.apply(second.inverse())
    marking.apply(change.inverse())
    assert marking.relations == before == tuple(disk.relations.values())


def test_a_chain_can_name_nobody_and_be_taken_away(marking: Marking, disk: Disk) -> None:
    claim = marking.add([span("the dam had lost 6.4%")], "claim").after[0]
    marking.relate(claim.id, RelationKind.SAID_BY, [[RelationEnd(EndKind.NOBODY)]], note="why?")
    relation = marking.relation_from(claim.id, RelationKind.SAID_BY)
    assert relation is not None
    assert relation.note == "why?"
    marking.relate(claim.id, RelationKind.SAID_BY, [])
    assert marking.relation_from(claim.id, RelationKind.SAID_BY) is None
    assert not disk.relations


def test_relations_to_nothing_are_refused_and_change_nothing(marking: Marking, disk: Disk) -> None:
    claim = marking.add([span("the dam had lost 6.4%")], "claim").after[0]
    with pytest.raises(KeyError):
        marking.relate(claim.id, RelationKind.DENIES, [[end("gone")]])
    with pytest.raises(InvalidModel):
        marking.relate(claim.id, RelationKind.DENIES, [[end(claim.id)]])
    assert disk.steps == 1


def test_a_span_outside_the_text_changes_nothing(marking: Marking, disk: Disk) -> None:
    with pytest.raises(InvalidModel):
        marking.add([Span(0, 10_000)], "claim")
    assert disk.steps == 0


LABELS = ("claim", "denial", "source", "opinion")
POSITIONS = st.integers(0, len(ARTICLE.text) - 1)


class Steps(RuleBasedStateMachine):
    """Any sequence of verbs, undone and redone, leaves memory and disk as a fresh load has them."""

    def __init__(self) -> None:
        super().__init__()
        self.disk = Disk()
        self.marking = Marking(ARTICLE, write=self.disk.write)
        self.done: list[MarksChange] = []
        self.undone: list[MarksChange] = []

    def do(self, verb: Callable[[], MarksChange]) -> None:
        try:
            change = verb()
        except (AlreadyMarked, InvalidModel):
            return
        if change:
            self.done.append(change)
            self.undone.clear()

    def pick(self, number: int) -> str:
        return self.marking.marks[number % len(self.marking)].id

    @rule(a=POSITIONS, b=POSITIONS, label=st.sampled_from(LABELS))
    def add(self, a: int, b: int, label: str) -> None:
        self.do(lambda: self.marking.add([Span(min(a, b), max(a, b) + 1)], label))

    @precondition(lambda self: len(self.marking) > 0)
    @rule(n=st.integers(0, 99))
    def remove(self, n: int) -> None:
        self.do(lambda: self.marking.remove([self.pick(n)]))

    @precondition(lambda self: len(self.marking) > 0)
    @rule(n=st.integers(0, 99), label=st.sampled_from(LABELS))
    def relabel(self, n: int, label: str) -> None:
        self.do(lambda: self.marking.relabel(self.pick(n), label))

    @precondition(lambda self: len(self.marking) > 0)
    @rule(n=st.integers(0, 99), a=POSITIONS, b=POSITIONS)
    def resize(self, n: int, a: int, b: int) -> None:
        self.do(lambda: self.marking.resize(self.pick(n), Span(min(a, b), max(a, b) + 1)))

    @precondition(lambda self: len(self.marking) > 0)
    @rule(n=st.integers(0, 99), note=st.text(max_size=5), sure=st.sampled_from(Certainty))
    def say(self, n: int, note: str, sure: Certainty) -> None:
        self.do(lambda: self.marking.set_note(self.pick(n), note))
        self.do(lambda: self.marking.set_certainty(self.pick(n), sure))

    @precondition(lambda self: len(self.marking) > 1)
    @rule(
        n=st.integers(0, 99),
        ends=st.lists(st.integers(0, 99), max_size=4),
        kind=st.sampled_from(RelationKind),
    )
    def relate(self, n: int, ends: list[int], kind: RelationKind) -> None:
        chain = [[end(self.pick(other))] for other in ends]
        self.do(lambda: self.marking.relate(self.pick(n), kind, chain))

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        self.marking.apply(self.done[-1].inverse())
        self.undone.append(self.done.pop())

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        self.marking.apply(self.undone[-1])
        self.done.append(self.undone.pop())

    @invariant()
    def disk_and_memory_agree(self) -> None:
        fresh = Marking(
            ARTICLE,
            self.disk.marks.values(),
            self.disk.relations.values(),
            write=lambda change: None,
        )
        assert fresh.marks == self.marking.marks
        assert fresh.relations == self.marking.relations
        for number, mark in enumerate(fresh.marks):
            assert mark.quote == mark.span.of(ARTICLE.text)
            assert self.marking.position_of(mark.id) == number
            assert self.marking.find(mark.span, mark.label) == mark
            assert self.marking.relations_of(mark.id) == fresh.relations_of(mark.id)


TestSteps = Steps.TestCase
TestSteps.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


@given(st.lists(st.tuples(POSITIONS, POSITIONS), max_size=20))
def test_undoing_everything_leaves_nothing(pairs: list[tuple[int, int]]) -> None:
    disk = Disk()
    marking = Marking(ARTICLE, write=disk.write)
    changes = []
    for a, b in pairs:
        try:
            changes.append(marking.add([Span(min(a, b), max(a, b) + 1)], "claim"))
        except AlreadyMarked:
            continue
    for change in reversed(changes):
        marking.apply(change.inverse())
    assert len(marking) == 0
    assert disk.marks == {}
