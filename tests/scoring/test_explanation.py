"""How a comparison is told: states, facts, rows, counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.model.annotation import Annotation, Certainty
from annotator.model.article import Article, BlockKind
from annotator.model.errors import InvalidModel
from annotator.model.key import POINT, AcceptedSpan, AnswerKey, KeyItem
from annotator.model.outcome import Edges, ItemState, MarkState, RowKind
from annotator.model.text import Span
from annotator.scoring.grading import compare, prepare
from tests.scoring.build import (
    ARTICLE,
    HALF,
    Accepted,
    Case,
    Item,
    item,
    key,
    marked,
    span,
)


def told_of(items, marks, traps=(), cost=HALF):
    return Case(tuple(items), tuple(marks), tuple(traps), cost).compare()


@pytest.mark.parametrize(
    ("mark", "edges", "spare", "lacking"),
    [
        ((10, 20), Edges.TIDY, 0, 0),
        ((9, 21), Edges.TIDY, 0, 0),
        ((11, 19), Edges.TIDY, 0, 0),
        ((8, 20), Edges.TRIM, 2, 0),
        ((10, 24), Edges.TRIM, 4, 0),
        ((10, 16), Edges.EXTEND, 0, 4),
        ((13, 23), Edges.BOTH, 3, 3),
    ],
)
def test_edges(mark, edges, spare, lacking):
    told = told_of([item(10, 20)], [(*mark, "claim")])
    for outcome in (told.items[0], told.marks[0]):
        assert outcome.edges is edges
        assert (outcome.spare_words, outcome.lacking_words) == (spare, lacking)


def test_edges_can_be_told_where_they_cost_nothing():
    told = told_of([item(10, 20)], [(8, 20, "claim")])
    assert told.marks[0].state is MarkState.MATCHED
    assert told.marks[0].edges is Edges.TRIM
    assert told.points == POINT
    just = told_of([item(10, 20)], [(10, 18, "claim")])  # an IoU of 0.8, not a word more
    assert (just.marks[0].state, just.marks[0].edges) == (MarkState.MATCHED, Edges.EXTEND)
    off = told_of([item(10, 20)], [(10, 16, "claim")])
    assert off.marks[0].state is MarkState.EDGES_OFF


def test_between_core_and_extent_an_edge_is_exact():
    drawn = Item((Accepted((10, 16), core=(12, 14), extent=(6, 20)),))
    for mark in ((6, 20), (12, 14), (6, 14), (12, 20), (10, 16)):
        told = told_of([drawn], [(*mark, "claim")])
        assert (told.points, told.items[0].edges) == (POINT, Edges.TIDY), mark
    assert told_of([drawn], [(5, 16, "claim")]).items[0].edges is Edges.TRIM
    assert told_of([drawn], [(13, 16, "claim")]).items[0].edges is Edges.EXTEND


@pytest.mark.parametrize(
    ("accepted", "tidy", "untidy"),
    [
        # What is not drawn ends at the span's own edge: no word of tolerance is left there.
        (Accepted((10, 16), core=(12, 14)), [(12, 14), (10, 16)], [(9, 16), (10, 17)]),
        (Accepted((10, 16), extent=(8, 18)), [(8, 18), (10, 16)], [(11, 16), (10, 15)]),
    ],
)
def test_core_or_extent_alone(accepted, tidy, untidy):
    for mark in tidy:
        assert told_of([Item((accepted,))], [(*mark, "claim")]).items[0].edges is Edges.TIDY
    for mark in untidy:
        assert told_of([Item((accepted,))], [(*mark, "claim")]).items[0].edges is not Edges.TIDY


def test_two_words_have_no_tolerance_and_three_have():
    assert told_of([item(10, 12)], [(10, 13, "claim")]).items[0].edges is Edges.TRIM
    assert told_of([item(10, 13)], [(10, 14, "claim")]).items[0].edges is Edges.TIDY


def test_another_accepted_span_or_label():
    wanted = Item((Accepted((10, 20)), Accepted((14, 30))), ("claim", "opinion"))
    told = told_of([wanted], [(14, 30, "claim")])
    assert told.marks[0].state is MarkState.ANOTHER_ANSWER
    assert told.items[0].answer == 1
    assert told.points == POINT
    told = told_of([wanted], [(10, 20, "opinion")])
    assert told.marks[0].state is MarkState.ANOTHER_ANSWER
    assert told.items[0].label_right
    assert told.points == POINT
    # It is right under the label that was chosen, and missed under no other.
    assert [(c.label, c.tp, c.fp, c.fn) for c in told.labels] == [("opinion", 1, 0, 0)]


def test_right_place_different_label_says_why_not():
    told = told_of([item(10, 20)], [(10, 20, "opinion")])
    mark, found = told.marks[0], told.items[0]
    assert mark.state is MarkState.OTHER_LABEL
    assert (mark.label, mark.key_label, mark.sentence, mark.why) == (
        "opinion",
        "claim",
        "item 0 is no opinion",
        "why item 0",
    )
    assert (found.found, found.label_right, found.mark_label) == (True, False, "opinion")
    assert (found.edges, found.sentence) == (Edges.TIDY, "item 0 is no opinion")
    assert (told.found, told.named, told.required) == (1, 0, 1)
    assert told.to_look_at == (found,)


def test_a_trap_says_its_own_why_and_costs_like_an_extra():
    told = told_of([item(10, 20)], [(40, 44, "claim")], traps=[(42, 50)])
    assert told.marks[0].state is MarkState.TRAP
    assert told.marks[0].why == "why trap 0"
    assert told.marks[0].points == -HALF
    under_half = told_of([item(10, 20)], [(40, 45, "claim")], traps=[(43, 50)])
    assert under_half.marks[0].state is MarkState.EXTRA


def test_a_trap_inside_a_key_item_is_a_trap_and_not_a_piece():
    told = told_of([item(10, 20)], [(12, 13, "claim")], traps=[(12, 13)])
    assert told.marks[0].state is MarkState.TRAP
    assert told.marks[0].points == -HALF


def test_a_piece_lies_inside_for_eighty_percent_of_its_words():
    told = told_of([item(10, 30)], [(26, 31, "claim")])
    assert (told.marks[0].state, told.marks[0].piece_of) == (MarkState.PIECE, "item 0")
    assert told.marks[0].points == 0
    told = told_of([item(10, 30)], [(27, 31, "claim")])  # three of four
    assert told.marks[0].state is MarkState.EXTRA
    told = told_of([item(10, 30)], [(26, 30, "opinion")])  # not accepted there
    assert told.marks[0].state is MarkState.EXTRA


def test_a_quarter_of_the_words_is_near_enough():
    told = told_of([item(10, 30)], [(22, 27, "claim")])  # 5 of 20
    assert (told.points, told.marks[0].state) == (312_500, MarkState.EDGES_OFF)


def test_a_long_item_is_found_behind_short_ones_that_end_before_the_mark():
    told = told_of([item(0, 30), item(4, 6), item(7, 9)], [(10, 30, "claim")])
    assert told.marks[0].item_id == "item 0"


def test_a_mark_on_a_trap_that_answers_an_item_is_no_trap_mark():
    told = told_of([item(10, 20)], [(10, 20, "claim")], traps=[(8, 22)])
    assert told.marks[0].state is MarkState.MATCHED


def test_a_mark_without_a_word_is_an_extra():
    told = told_of([item(10, 20)], [(12, 12, "claim")])
    assert told.marks[0].state is MarkState.EXTRA
    assert [row.kind for row in told.rows] == [
        RowKind.ITEM,
        RowKind.EXTRA,
        RowKind.NOT_BELOW_ZERO,
    ]
    assert told.points == 0


def test_merged():
    told = told_of([item(10, 20), item(20, 30)], [(10, 30, "claim")])
    assert [each.state for each in told.items] == [ItemState.FOUND, ItemState.MERGED]
    assert told.items[1].merged_into == "mark 0"
    assert (told.found, told.named, told.items[1].points) == (1, 1, 0)
    # A mark over three is too long to fit any of them.
    far = told_of([item(10, 13), item(20, 23), item(30, 33)], [(8, 40, "claim")])
    assert [each.state for each in far.items] == [ItemState.MISSED] * 3
    assert far.marks[0].state is MarkState.EXTRA


@pytest.mark.parametrize(
    ("items", "mark"),
    [
        ([item(10, 30), item(12, 16)], (10, 30, "claim")),  # an inner clause passed over
        ([item(10, 20), item(20, 30)], (10, 24, "claim")),  # too little of the second is in it
        ([item(10, 20), item(20, 30, "opinion")], (10, 28, "claim")),  # another label needs half
    ],
)
def test_not_merged(items, mark):
    told = told_of(items, [mark])
    assert sorted(each.state for each in told.items) == [ItemState.FOUND, ItemState.MISSED]


def test_a_mark_of_its_own_is_what_a_merged_item_lacks():
    items = [item(10, 30), item(10, 18), item(20, 28)]
    told = told_of(items, [(10, 30, "claim")])
    assert sorted(each.state for each in told.items) == [
        ItemState.FOUND,
        ItemState.MERGED,
        ItemState.MERGED,
    ]
    told = told_of(items, [(10, 30, "claim"), (20, 28, "claim")])
    assert [each.found for each in told.items] == [False, True, True]


def test_a_trap_mark_merges_nothing():
    told = told_of([item(10, 13), item(20, 23)], [(8, 60, "claim")], traps=[(24, 60)])
    assert told.marks[0].state is MarkState.TRAP
    assert [each.state for each in told.items] == [ItemState.MISSED] * 2


def test_optional():
    optional = item(30, 40, "opinion", required=False)
    told = told_of([item(10, 20), optional], [(30, 40, "opinion"), (10, 20, "claim")])
    assert [m.state for m in told.marks] == [MarkState.MATCHED, MarkState.OPTIONAL_FOUND]
    assert (told.required, told.found, told.possible, told.score) == (1, 1, POINT, 100)
    assert [row.kind for row in told.rows] == [RowKind.ITEM, RowKind.OPTIONAL]
    assert [(c.label, c.tp, c.fp, c.fn) for c in told.labels] == [("claim", 1, 0, 0)]
    passed = told_of([item(10, 20), optional], [])
    assert passed.items[1].state is ItemState.OPTIONAL
    alone = told_of([optional], [])
    assert (alone.score, alone.possible, alone.points) == (None, 0, 0)


def test_on_something_optional_any_label_is_free():
    told = told_of(
        [item(10, 30), item(12, 16, "opinion", required=False)],
        [(10, 30, "claim"), (12, 16, "claim")],
    )
    assert [m.state for m in told.marks] == [MarkState.MATCHED, MarkState.OPTIONAL_FOUND]
    assert told.marks[1].item_id == "item 1"
    assert (told.items[1].found, told.items[1].label_right) == (True, False)


def test_ties_go_to_the_right_label_then_overlap_then_required():
    # Half a point either way: 10 of 25 words under the right label, or all under a wrong one.
    told = told_of([item(10, 20, "opinion"), item(10, 35)], [(10, 20, "claim")])
    assert told.points == HALF
    assert told.marks[0].state is MarkState.EDGES_OFF
    assert told.marks[0].key_label == "claim"
    # Both full: the one with more words in common.
    told = told_of([item(10, 22), item(10, 24)], [(10, 24, "claim")])
    assert [each.state for each in told.items] == [ItemState.MERGED, ItemState.FOUND]
    # Worth nothing either way: what had to be found is told as found.
    nothing = Item((Accepted((10, 20)),), weight=0)
    optional = Item((Accepted((10, 20), extent=(8, 22)),), required=False)
    told = told_of([optional, nothing], [(10, 20, "claim")])
    assert next(each for each in told.items if each.required).found


def test_what_stays_unpaired_is_weighed_with_the_pairs():
    """The better pair would leave a mark over that costs more than the pair gains."""
    half, across = (10, 15, "claim"), (12, 22, "opinion")
    alone = [told_of([item(10, 20)], [mark]).points for mark in (half, across)]
    assert alone == [625_000, 416_667]
    told = told_of([item(10, 20)], [half, across])
    assert [m.state for m in told.marks] == [MarkState.PIECE, MarkState.OTHER_LABEL]
    assert told.points == 416_667
    # What is told looks at both: the label is right, at the mark that has it right.
    assert (told.items[0].mark_id, told.items[0].paired_id) == ("mark 0", "mark 1")
    assert told.items[0].verdict is MarkState.EDGES_OFF
    assert told.items[0].label_right


def test_counts_and_confusion():
    told = told_of(
        [item(0, 4), item(6, 10), item(12, 16, "denial"), item(20, 24, "opinion")],
        [(0, 4, "claim"), (6, 10, "opinion"), (20, 24, "opinion"), (40, 44, "denial")],
    )
    assert {(c.key_label, c.mark_label): c.count for c in told.confusion} == {
        ("claim", "claim"): 1,
        ("claim", "opinion"): 1,
        ("denial", "missed"): 1,
        ("opinion", "opinion"): 1,
        ("extra", "denial"): 1,
    }
    assert {c.label: (c.tp, c.fp, c.fn) for c in told.labels} == {
        "claim": (1, 0, 1),
        "denial": (0, 1, 1),
        "opinion": (1, 1, 0),
    }
    opinion = told.labels[2]
    assert (opinion.precision, opinion.recall, opinion.f1) == (0.5, 1.0, pytest.approx(2 / 3))


def test_a_waived_extra_costs_nothing_and_is_told_apart():
    marks = marked([(40, 44, "claim"), (50, 54, "claim"), (10, 20, "claim")])
    told = compare(key([item(10, 20)]), marks, ARTICLE, waived={"mark 0"})
    assert told.points == HALF
    assert [(m.waived, m.points) for m in told.marks] == [(False, POINT), (True, 0), (False, -HALF)]
    assert [(c.label, c.tp, c.fp, c.fn) for c in told.labels] == [("claim", 1, 1, 0)]


def test_the_teacher_chooses_what_an_extra_costs():
    marks = marked([(10, 20, "claim"), (40, 44, "claim")])
    for cost in (POINT // 2, POINT // 4, 0):
        assert compare(key([item(10, 20)]), marks, ARTICLE, extra_cost=cost).points == POINT - cost
    with pytest.raises(InvalidModel):
        compare(key([item(10, 20)]), marks, ARTICLE, extra_cost=-1)


def test_beyond_where_the_class_stops_nothing_counts():
    items = [item(10, 20), item(40, 50)]
    marks = marked([(10, 20, "claim"), (42, 50, "claim"), (55, 60, "claim")])
    told = compare(key(items), marks, ARTICLE, stop=span((30, 31)).start)
    assert (told.points, told.possible, told.score) == (POINT, POINT, 100)
    assert [m.state for m in told.marks] == [
        MarkState.MATCHED,
        MarkState.OPTIONAL_FOUND,
        MarkState.EXTRA,
    ]


def test_weights_and_half_up():
    third = Item((Accepted((10, 20)),), weight=333_333)
    assert told_of([third], [(10, 20, "opinion")]).points == 166_667
    assert told_of([third], [(10, 20, "opinion")]).score == 50


def test_how_sure_the_student_was_is_kept():
    mark = replace(marked([(10, 20, "opinion")])[0], certainty=Certainty.SURE)
    assert compare(key([item(10, 20)]), [mark], ARTICLE).marks[0].certainty is Certainty.SURE


def test_edge_quotes_and_punctuation_never_decide():
    article = Article.from_blocks([(BlockKind.PARAGRAPH, "“The bridge closed in May,” she said.")])
    text = article.text

    def place(words):
        return Span(text.index(words), text.index(words) + len(words))

    wanted = place("The bridge closed in May")
    one = KeyItem(
        id="i", name="i", label="claim", accepted=(AcceptedSpan(wanted, wanted.of(text)),)
    )
    told = compare(
        AnswerKey(article_sha256=article.sha256, items=(one,)),
        [Annotation.on(text, place("“The bridge closed in Ma"), "claim")],
        article,
    )
    assert (told.points, told.marks[0].edges) == (POINT, Edges.TIDY)


def test_a_key_of_another_text_is_refused():
    other = Article.from_blocks([(BlockKind.PARAGRAPH, "Something else.")])
    for given in (key([item(10, 20)]), prepare(key([item(10, 20)]), ARTICLE)):
        with pytest.raises(InvalidModel, match="another text"):
            compare(given, [], other)


def test_looking_things_up():
    told = told_of([item(10, 20)], [(10, 20, "claim")])
    assert told.item("item 0").mark_id == told.mark("mark 0").mark_id == "mark 0"
    assert told.mark("mark 0").is_paired
    for look in (told.item, told.mark):
        with pytest.raises(KeyError):
            look("nobody")
