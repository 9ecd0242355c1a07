"""The thought, not the mark: one verdict an item, later mentions, details, edges off."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.model.annotation import (
    Annotation,
    Attributes,
    Checkable,
    OpinionKind,
    Relation,
    RelationEnd,
    RelationKind,
    SourceType,
)
from annotator.model.article import Article, BlockKind
from annotator.model.key import POINT, AcceptedSpan, AnswerKey, KeyItem, Trap
from annotator.model.lesson import LessonUses
from annotator.model.outcome import Comparison, Detail, Edges, ItemState, MarkState, RowKind
from annotator.model.text import Span
from annotator.scoring.grading import compare
from tests.scoring.build import ARTICLE, HALF, Accepted, Case, Item, item, key, marked


def told_of(items, marks, traps=(), cost=HALF, *, edges_count=True) -> Comparison:
    return Case(tuple(items), tuple(marks), tuple(traps), cost, edges_count).compare()


# -- one verdict an item ----------------------------------------------------------------------


def test_an_exact_mark_beside_a_broader_one_is_no_piece_of_itself():
    told = told_of([item(10, 20)], [(10, 20, "claim"), (6, 20, "claim")])
    assert [m.state for m in told.marks] == [MarkState.AGAIN, MarkState.MATCHED]
    again = told.marks[0]
    assert (again.belongs_to, again.item_id, again.points) == (("item 0",), "", 0)
    assert (again.is_paired, again.is_lone) == (False, False)
    only = told.items[0]
    assert (only.mark_id, only.paired_id, only.other_marks) == ("mark 0", "mark 0", ("mark 1",))
    assert only.verdict is MarkState.MATCHED
    assert [(row.kind, row.mark_id) for row in told.rows] == [
        (RowKind.ITEM, "mark 0"),
        (RowKind.AGAIN, "mark 1"),
    ]


def test_told_at_the_best_mark_and_paid_for_the_pair():
    told = told_of([item(10, 20)], [(10, 20, "opinion"), (8, 22, "claim")])
    only = told.items[0]
    assert (only.found, only.label_right, only.edges, only.points) == (True, True, Edges.TRIM, HALF)
    assert (only.mark_id, only.paired_id, only.other_marks) == ("mark 1", "mark 0", ("mark 0",))
    assert (only.mark_label, only.sentence) == ("claim", "")
    assert (told.found, told.named, told.points) == (1, 1, HALF)
    # Counts are those of the verdict.
    assert [(c.label, c.tp, c.fp, c.fn) for c in told.labels] == [("claim", 1, 0, 0)]


def test_an_extra_that_fits_an_item_is_told_there_and_costs():
    told = told_of([item(10, 20)], [(10, 20, "claim"), (12, 20, "opinion")])
    extra = told.mark("mark 1")
    assert (extra.state, extra.points, extra.belongs_to) == (MarkState.EXTRA, -HALF, ("item 0",))
    assert extra.is_lone
    assert told.items[0].other_marks == ("mark 1",)
    assert {(c.label, c.tp, c.fp, c.fn) for c in told.labels} == {
        ("claim", 1, 0, 0),
        ("opinion", 0, 1, 0),
    }


def test_two_wrong_labels_on_one_item_are_counted_once_each():
    told = told_of([item(10, 20)], [(10, 20, "opinion"), (10, 20, "denial")])
    assert (told.items[0].label_right, told.found, told.named) == (False, 1, 0)
    assert {(c.label, c.tp, c.fp, c.fn) for c in told.labels} == {
        ("claim", 0, 0, 1),
        ("opinion", 0, 1, 0),
        ("denial", 0, 1, 0),
    }


def test_many_marks_on_one_optional_item():
    marks = [(30, 40, "claim"), (31, 39, "opinion"), (30, 36, "claim")]
    told = told_of([item(10, 20), item(30, 40, required=False)], marks)
    optional = told.items[1]
    assert (optional.found, optional.mark_id, optional.label_right) == (True, "mark 0", True)
    assert (optional.other_marks, optional.paired_id) == (("mark 2", "mark 1"), "")
    assert {m.item_id for m in told.marks} == {"item 1"}
    assert [row.kind for row in told.rows] == [RowKind.ITEM, *[RowKind.OPTIONAL] * 3]


def test_an_optional_item_under_another_label_is_not_called_right():
    items = [item(10, 20), item(30, 40, required=False)]
    other = told_of(items, [(31, 39, "opinion")]).items[1]
    assert (other.found, other.label_right, other.verdict) == (True, False, MarkState.OTHER_LABEL)
    # Its edges are nobody's concern.
    loose = told_of(items, [(30, 46, "claim")]).items[1]
    assert loose.verdict is MarkState.OPTIONAL_FOUND


# -- edges that don't count yet ------------------------------------------------------------------


def test_where_edges_do_not_count_half_of_it_is_all_of_it():
    half = [(10, 15, "claim")]
    assert told_of([item(10, 20)], half).points == 625_000
    told = told_of([item(10, 20)], half, edges_count=False)
    assert (told.points, told.edges_count) == (POINT, False)
    assert told.marks[0].state is MarkState.MATCHED
    assert (told.items[0].edges, told.items[0].lacking_words) == (Edges.TIDY, 0)
    # It still has to fit, and to hold half.
    assert told_of([item(10, 20)], [(10, 52, "claim")], edges_count=False).found == 0
    less = told_of([item(10, 20)], [(10, 14, "claim")], edges_count=False)
    assert (less.points, less.items[0].edges) == (HALF, Edges.EXTEND)
    # Under another label half of it is half of the points.
    other = told_of([item(10, 20)], [(10, 15, "opinion")], edges_count=False)
    assert (other.points, other.marks[0].state) == (HALF, MarkState.OTHER_LABEL)


# -- sly hand-ins --------------------------------------------------------------------------------


def test_one_word_of_every_core_earns_nothing():
    items = [Item((Accepted((n, n + 10), core=(n, n + 2)),)) for n in (0, 12, 24, 36, 48)]
    told = told_of(items, [(n, n + 1, "claim") for n in (0, 12, 24, 36, 48)])
    assert (told.found, told.points) == (0, 0)
    assert {mark.state for mark in told.marks} == {MarkState.PIECE}


def test_one_mark_over_everything_finds_nothing():
    told = told_of([item(n, n + 6) for n in (0, 10, 20, 30, 40)], [(0, 60, "claim")])
    assert (told.found, told.points) == (0, 0)
    assert told.marks[0].state is MarkState.EXTRA


def test_every_sentence_cut_in_six_is_flagged():
    pieces = [(n + 2 * k, n + 2 * k + 2, "claim") for n in (0, 14, 28) for k in range(6)]
    told = told_of([item(n, n + 12) for n in (0, 14, 28)], pieces)
    assert (told.found, told.points) == (0, 0)
    assert told.cut_small
    assert not told_of([item(0, 12)], pieces[:2]).cut_small


# -- details -------------------------------------------------------------------------------------


def test_attributes_are_facts_that_give_no_points():
    answer = key([item(10, 20, "opinion"), item(30, 40, "claim", "denial")])
    wanted = (
        Attributes(opinion_kind=OpinionKind.JUDGEMENT, hedged=True),
        Attributes(checkable=Checkable.NOW, figure=False),
    )
    items = (replace(i, attributes=a) for i, a in zip(answer.items, wanted, strict=True))
    answer = replace(answer, items=tuple(items))
    first, second = marked([(10, 20, "opinion"), (30, 40, "claim")])
    first = replace(first, attributes=Attributes(opinion_kind=OpinionKind.FEELING, hedged=True))
    uses = LessonUses(attributes=("opinion_kind", "checkable", "figure", "hedged"))
    told = compare(answer, [first, second], ARTICLE, uses=uses)
    assert told.items[0].details == (
        Detail("opinion_kind", "judgement", "feeling"),
        Detail("hedged", "true", "true"),
    )
    assert told.items[1].details == (Detail("checkable", "now"), Detail("figure", "false"))
    assert (told.details_right, told.details, told.points) == (1, 4, 2 * POINT)
    # Only what the lesson asks for, of what is found, and of the label that was chosen.
    assert compare(answer, [first, second], ARTICLE).details == 0
    assert compare(answer, [first], ARTICLE, uses=uses).details == 2
    denial = marked([(30, 40, "denial")])
    assert compare(answer, denial, ARTICLE, uses=uses).items[1].details == ()


# -- later mentions ------------------------------------------------------------------------------

TOWN = Article.from_blocks(
    [
        (BlockKind.PARAGRAPH, "Ada Reed, the mayor of Harlow, spoke. The mayor’s aides left."),
        (BlockKind.PARAGRAPH, "Reed called it safe. Reed’s rival, the mayor of Selby, laughed."),
        (BlockKind.CREDIT, "Photo: Ada Reed"),
    ]
)


def place(words: str, occurrence: int = 1) -> Span:
    at = -1
    for _ in range(occurrence):
        at = TOWN.text.index(words, at + 1)
    return Span(at, at + len(words))


def accepted(words: str, occurrence: int = 1) -> AcceptedSpan:
    return AcceptedSpan(place(words, occurrence), words)


def source(name: str, words: str, *names: str, required: bool = True) -> KeyItem:
    return KeyItem(
        id=name,
        name=name,
        label="source",
        accepted=(accepted(words),),
        other_names=names,
        required=required,
    )


def town_key(*items: KeyItem, relations: tuple[Relation, ...] = ()) -> AnswerKey:
    credit = place("Photo: Ada Reed")
    return AnswerKey(
        article_sha256=TOWN.sha256,
        items=items,
        traps=(Trap(id="t", span=credit, quote=credit.of(TOWN.text)),),
        relations=relations,
    ).check(TOWN.text)


def on(*places: Span, label: str = "source") -> list[Annotation]:
    return [Annotation.on(TOWN.text, each, label, id=f"m{n}") for n, each in enumerate(places)]


MAYOR = source("reed", "Ada Reed, the mayor of Harlow", "Reed")


def test_a_source_is_found_by_the_first_of_its_later_mentions():
    told = compare(town_key(MAYOR), on(place("Reed", 3), place("Reed", 2)), TOWN)
    reed = told.items[0]
    assert (reed.found, reed.label_right, reed.is_elsewhere, reed.points) == (
        True,
        True,
        True,
        POINT,
    )
    assert reed.mark_id == "m1"
    assert told.mark("m1").state is MarkState.ANOTHER_ANSWER
    assert (told.mark("m0").state, told.mark("m0").item_id) == (MarkState.OPTIONAL_FOUND, "reed")
    assert reed.other_marks == ("m0",)


def test_where_a_mark_fits_the_item_later_mentions_are_optional():
    full = place("Ada Reed, the mayor of Harlow")
    told = compare(town_key(MAYOR), on(full, place("Reed", 2)), TOWN)
    assert (told.items[0].mark_id, told.items[0].is_elsewhere) == ("m0", False)
    assert (told.points, told.mark("m1").state) == (POINT, MarkState.OPTIONAL_FOUND)


def test_who_marks_a_source_itself_is_not_told_to_have_found_it_elsewhere():
    part = Span(place("Ada Reed, the mayor of Harlow").start, place("Harlow").end + 7)
    loose = town_key(replace(MAYOR, accepted=(accepted("Ada Reed"),), other_names=("Reed",)))
    told = compare(loose, on(part, place("Reed", 2)), TOWN)
    reed = told.items[0]
    assert (reed.mark_id, reed.is_elsewhere, reed.verdict) == ("m0", False, MarkState.EDGES_OFF)
    # The points are those of the pair, which earns more.
    assert (reed.paired_id, reed.other_marks, told.points) == ("m1", ("m1",), POINT)


@pytest.mark.parametrize(
    ("at", "label", "state"),
    [
        (place("Reed", 2), "claim", MarkState.EXTRA),  # not as a source
        (place("Ada Reed", 2), "source", MarkState.TRAP),  # in the credit
        (place("Reed"), "source", MarkState.PIECE),  # in the item itself
        (place("laughed"), "source", MarkState.EXTRA),
    ],
)
def test_what_is_no_later_mention(at, label, state):
    told = compare(town_key(MAYOR), on(at, label=label), TOWN)
    assert (told.marks[0].state, told.found) == (state, 0)


def test_a_name_with_an_ending_and_at_the_beginning_of_a_sentence():
    item = replace(MAYOR, other_names=("the mayor",))
    told = compare(town_key(item), on(place("The mayor’s")), TOWN)
    assert told.items[0].is_elsewhere


def test_a_name_that_two_sources_share_counts_at_listed_places_only():
    rival = source("rival", "Reed’s rival", "the mayor")
    both = replace(MAYOR, other_names=("the mayor",))
    marks = on(place("the mayor", 2))
    assert compare(town_key(both, rival), marks, TOWN).found == 0
    listed = replace(rival, mentions=(accepted("the mayor", 2),))
    told = compare(town_key(both, listed), marks, TOWN)
    assert [(i.item_id, i.found) for i in told.items] == [("reed", False), ("rival", True)]


def test_an_optional_item_of_the_same_source_is_a_later_mention():
    later = replace(
        source("later", "Reed called it safe", required=False), accepted=(accepted("Reed", 2),)
    )
    same = Relation(
        id="r",
        kind=RelationKind.SAME_AS,
        source_id="later",
        chain=((RelationEnd.mark("reed"),),),
    )
    alone = replace(MAYOR, other_names=())
    marks = on(place("Reed", 2))
    assert compare(town_key(alone, later), marks, TOWN).points == 0
    told = compare(town_key(alone, later, relations=(same,)), marks, TOWN)
    assert (told.points, told.item("reed").is_elsewhere) == (POINT, True)
    assert told.item("later").state is ItemState.OPTIONAL


def test_what_kind_of_source_it_is_is_not_asked_of_a_later_mention():
    kind = replace(MAYOR, attributes=Attributes(source_type=SourceType.NAMED))
    uses = LessonUses(attributes=("source_type",))
    told = compare(town_key(kind), on(place("Reed", 2)), TOWN, uses=uses)
    assert (told.found, told.details) == (1, 0)
