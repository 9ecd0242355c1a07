"""Writing a key: every verb taken, taken back and taken again; edges that give way; refusals."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import assets
from annotator.model.annotation import (
    Attributes,
    DenialKind,
    EndKind,
    RelationEnd,
    RelationKind,
)
from annotator.model.errors import InvalidModel
from annotator.model.key import POINT, AnswerKey
from annotator.model.lesson import Lesson
from annotator.model.text import Span
from annotator.services.lessons.key_editing import MAX_SENTENCE, MOST_NAMES, KeyEditing
from annotator.services.lessons.key_steps import Edge, KeyStep, in_order, name_of, same_content
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.marking.marking import AlreadyMarked


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    """Lesson 3 with its key."""
    shelf = LessonShelf(assets.lessons_dir(), assets.resources_dir() / "label_guide.toml")
    return shelf.load("03-reservoir-leak")


class Desk:
    """A key that is written, and all that was handed on to be saved."""

    def __init__(self, lesson: Lesson, key: AnswerKey | None) -> None:
        self.written: list[AnswerKey] = []
        self.editing = KeyEditing(lesson, key, write=self.written.append)
        self.text = lesson.article.text

    def span(self, words: str) -> Span:
        start = self.text.index(words)
        return Span(start, start + len(words))


@pytest.fixture
def full(lesson: Lesson) -> Desk:
    """The lesson's own key."""
    return Desk(lesson, lesson.key)


@pytest.fixture
def empty(lesson: Lesson) -> Desk:
    """No key yet."""
    return Desk(lesson, None)


def claim(desk: Desk) -> str:
    """A required claim of the key that has a core, an extent and a sentence for a mistake."""
    return next(
        item.id
        for item in desk.editing.items
        if item.label == "claim" and item.required and item.likely_mistakes
    )


def source(desk: Desk) -> str:
    """A source of the key."""
    return next(item.id for item in desk.editing.items if item.label == "source")


Verb = Callable[[Desk], KeyStep]

VERBS: dict[str, Verb] = {
    "add": lambda d: d.editing.add([d.span("driest"), d.span("winter in")], "opinion"),
    "remove": lambda d: d.editing.remove([claim(d), d.editing.items[0].id]),
    "relabel": lambda d: d.editing.relabel(claim(d), "opinion"),
    "also": lambda d: d.editing.set_also_labels(claim(d), ["opinion", "denial"]),
    "optional": lambda d: d.editing.set_required(claim(d), False),
    "weight": lambda d: d.editing.set_weight(claim(d), 2 * POINT),
    "why": lambda d: d.editing.set_why(claim(d), "Because it can be checked."),
    "question": lambda d: d.editing.set_question(claim(d), "Who could check it?"),
    "mistake": lambda d: d.editing.set_mistake(claim(d), "source", "It is nobody’s name."),
    "no mistake": lambda d: d.editing.set_mistake(
        claim(d), d.editing.item(claim(d)).likely_mistakes[0][0], ""
    ),
    "attributes": lambda d: d.editing.set_attributes(
        claim(d), Attributes(denial_kind=DenialKind.PARTIAL)
    ),
    "accept": lambda d: d.editing.accept(claim(d), d.span("driest winter")),
    "other names": lambda d: d.editing.set_other_names(source(d), [" Crane ", "", "Edith"]),
    "later mention": lambda d: d.editing.add_mention(source(d), d.span("driest winter")),
    "trap": lambda d: d.editing.add_traps([d.span("says that"), d.span("who had")]),
    "no trap": lambda d: d.editing.remove_trap(d.editing.traps[0].id),
    "trap why": lambda d: d.editing.set_trap_why(d.editing.traps[1].id, "A name of a paper."),
    "move trap": lambda d: d.editing.move_trap(d.editing.traps[0].id, d.span("Jonah Pell")),
    "tie": lambda d: d.editing.relate(
        claim(d), RelationKind.SAID_BY, [[RelationEnd(EndKind.NOBODY)]]
    ),
    "replace": lambda d: d.editing.replace_all(
        "empty", AnswerKey(article_sha256=d.editing.article.sha256, items=())
    ),
}


@pytest.mark.parametrize("name", VERBS)
def test_each_verb_is_taken_back_and_taken_again(full: Desk, name: str) -> None:
    before = full.editing.key
    step = VERBS[name](full)
    assert step, "something changed"
    after = full.editing.key
    assert after != before
    full.editing.apply(step.inverse())
    assert full.editing.key == before
    assert [m.id for m in full.editing.marks.marks] == [i.id for i in before.items]
    full.editing.apply(step)
    assert full.editing.key == after
    assert full.written == [after, before, after], "every step is handed on to be saved"


def test_items_stand_as_marks_for_the_panels(full: Desk) -> None:
    item_id = claim(full)
    full.editing.set_why(item_id, "  It can\nbe checked. ")
    assert full.editing.item(item_id).why == "It can be checked."
    assert full.editing.marks.mark(item_id).note == "It can be checked."
    full.editing.relabel(item_id, "opinion")
    assert full.editing.marks.mark(item_id).label == "opinion"


def test_an_item_begins_required_with_the_name_of_its_words(empty: Desk) -> None:
    (item,) = empty.editing.add([empty.span("the inspectors’ notes")], "source").after
    assert (item.required, item.weight, item.name) == (True, POINT, "the inspectors’ notes")
    with pytest.raises(AlreadyMarked) as caught:
        empty.editing.add([item.span], "source")
    assert caught.value.existing_id == item.id
    assert len(empty.written) == 1


def test_a_source_is_named_elsewhere(full: Desk) -> None:
    editing, item_id = full.editing, source(full)
    editing.set_other_names(item_id, [" the  mayor ", "", "Crane", "the mayor"])
    assert editing.item(item_id).other_names == ("the mayor", "Crane")
    place, listed = full.span("driest winter"), editing.item(item_id).mentions
    editing.add_mention(item_id, place)
    (mention,) = set(editing.item(item_id).mentions) - set(listed)
    assert (mention.span, mention.quote) == (place, "driest winter")
    for taken in (place, editing.item(item_id).span):
        with pytest.raises(InvalidModel, match="already"):
            editing.add_mention(item_id, taken)
    with pytest.raises(InvalidModel, match="Only a source"):
        editing.add_mention(claim(full), place)
    with pytest.raises(InvalidModel, match="no more than"):
        editing.set_other_names(item_id, [f"name {n}" for n in range(MOST_NAMES + 1)])
    # What is no source any more has no other names; the step back brings them.
    before = editing.item(item_id)
    step = editing.relabel(item_id, "claim")
    assert (editing.item(item_id).other_names, editing.item(item_id).mentions) == ((), ())
    editing.apply(step.inverse())
    assert editing.item(item_id) == before
    editing.remove_mention(item_id, before.mentions.index(mention))
    assert editing.item(item_id).mentions == listed


def test_removing_an_item_takes_it_out_of_ties(full: Desk) -> None:
    tie = next(t for t in full.editing.marks.relations if t.kind is RelationKind.DENIES)
    step = full.editing.remove([tie.source_id])
    assert tie not in full.editing.key.relations
    full.editing.apply(step.inverse())
    assert tie in full.editing.key.relations


def test_edges_give_way(empty: Desk) -> None:
    (item,) = empty.editing.add([empty.span("leak is in the old north wall")], "claim").after
    editing, number = empty.editing, 0
    editing.set_edge(item.id, number, Edge.CORE, empty.span("in the old north wall. Or"[:21]))
    editing.set_edge(item.id, number, Edge.EXTENT, empty.span("the leak is in the old north wall"))
    now = editing.item(item.id).accepted[0]
    assert now.core == empty.span("in the old north wall")
    assert now.extent == empty.span("the leak is in the old north wall")
    # The span shrinks into its core: the core is cut.
    editing.set_edge(item.id, number, Edge.SHOWN, empty.span("leak is in the old"))
    now = editing.item(item.id).accepted[0]
    assert now.core == empty.span("in the old")
    assert now.quote == "leak is in the old"
    assert editing.item(item.id).name == "leak is in the old"
    # It grows over its extent: the extent is widened.
    wide = empty.span("that the leak is in the old north wall")
    editing.set_edge(item.id, number, Edge.SHOWN, wide)
    assert editing.item(item.id).accepted[0].extent == wide
    # An extent smaller than the span, and a core beside it.
    editing.set_edge(item.id, number, Edge.EXTENT, empty.span("old north"))
    assert editing.item(item.id).accepted[0].extent == wide
    with pytest.raises(InvalidModel):
        editing.set_edge(item.id, number, Edge.CORE, empty.span("Mayor Edith Crane"))
    with pytest.raises(InvalidModel):
        editing.set_edge(item.id, number, Edge.SHOWN, None)


def test_several_accepted_spans(empty: Desk) -> None:
    (item,) = empty.editing.add([empty.span("Hollin Reservoir")], "source").after
    editing = empty.editing
    other = empty.span("engineer Tomas Reyne")
    editing.accept(item.id, other)
    with pytest.raises(InvalidModel, match="already"):
        editing.accept(item.id, other)
    editing.show_first(item.id, 1)
    assert editing.item(item.id).span == other
    assert editing.marks.mark(item.id).span == other
    editing.stop_accepting(item.id, 1)
    assert [each.span for each in editing.item(item.id).accepted] == [other]
    with pytest.raises(InvalidModel):
        editing.stop_accepting(item.id, 0)
    (second,) = editing.add([empty.span("Hollin Reservoir")], "source").after
    editing.accept(item.id, second.span)
    with pytest.raises(AlreadyMarked):
        editing.show_first(item.id, 1)


def test_an_accepted_label_needs_no_why_not(full: Desk) -> None:
    item = full.editing.item(claim(full))
    wrong = item.likely_mistakes[0][0]
    full.editing.set_also_labels(item.id, [wrong, item.label])
    now = full.editing.item(item.id)
    assert now.also_labels == (wrong,)
    assert not now.mistake_sentence(wrong)
    full.editing.relabel(item.id, wrong)
    assert full.editing.item(item.id).also_labels == ()


def test_what_changes_nothing_is_no_step(full: Desk) -> None:
    item = full.editing.item(claim(full))
    assert not full.editing.set_why(item.id, item.why)
    assert not full.editing.set_required(item.id, item.required)
    assert not full.editing.relabel(item.id, item.label)
    assert not full.editing.set_edge(item.id, 0, Edge.SHOWN, item.span)
    assert not full.editing.add_traps([full.editing.traps[0].span])
    assert full.written == []


def test_items_that_are_here_already_are_not_taken_twice(full: Desk) -> None:
    before = full.editing.items
    assert not full.editing.add_items("take", before)
    assert full.editing.items == before


def test_a_key_of_another_text_is_refused(lesson: Lesson, full: Desk) -> None:
    other = AnswerKey(article_sha256="0" * 64, items=())
    with pytest.raises(InvalidModel):
        KeyEditing(lesson, other, write=lambda _key: None)
    with pytest.raises(InvalidModel):
        full.editing.replace_all("no", other)
    assert full.written == []


def test_sentences_have_an_end(full: Desk) -> None:
    full.editing.set_question(claim(full), "why " * MAX_SENTENCE)
    assert len(full.editing.item(claim(full)).question) == MAX_SENTENCE


def test_names_are_cut_at_words() -> None:
    assert name_of("short") == "short"
    long = name_of("word " * 40)
    assert len(long) <= 60
    assert long.endswith("word…")


def test_the_same_key_in_another_order(lesson: Lesson) -> None:
    assert lesson.key is not None
    from dataclasses import replace

    turned = replace(lesson.key, items=tuple(reversed(lesson.key.items)), version=7)
    assert same_content(lesson.key, turned)
    assert in_order(turned).items == in_order(lesson.key).items
    assert not same_content(lesson.key, None)
    assert not same_content(lesson.key, replace(turned, traps=()))


@given(
    moves=st.lists(
        st.tuples(st.sampled_from(list(Edge)), st.integers(0, 300), st.integers(1, 120)),
        max_size=12,
    )
)
def test_edges_always_make_a_key(lesson: Lesson, moves: list[tuple[Edge, int, int]]) -> None:
    """Whatever is dragged where: the core lies inside the span and the extent around it."""
    desk = Desk(lesson, None)
    (item,) = desk.editing.add([Span(40, 60)], "claim").after
    keys = [desk.editing.key]
    steps = []
    for edge, start, length in moves:
        try:
            step = desk.editing.set_edge(item.id, 0, edge, Span(start, start + length))
        except InvalidModel:
            continue
        if step:
            steps.append(step)
            keys.append(desk.editing.key.check(desk.text))
    for step, key in zip(reversed(steps), reversed(keys[:-1]), strict=True):
        desk.editing.apply(step.inverse())
        assert desk.editing.key == key
