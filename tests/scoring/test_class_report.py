"""Many papers together, on small classes whose answers can be counted by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from annotator.model.annotation import Certainty, Relation, RelationEnd, RelationKind
from annotator.model.class_report import ClassReport, HelpReason, ItemRest, Paper
from annotator.model.outcome import EXTRA, MISSED
from annotator.scoring.class_help import FAST_READER, least_seconds
from annotator.scoring.class_report import class_report
from annotator.scoring.grading import compare
from tests.scoring.build import (
    ARTICLE,
    LABELS,
    WORDS,
    item,
    key,
    marked,
    span,
    thorough,
)
from tests.scoring.chance import randoms, several, some_marks

ITEMS = [
    item(0, 4),
    item(6, 10, "denial"),
    item(12, 16, "opinion"),
    item(20, 24),
    item(30, 34, "source", required=False),
]
KEY = key(ITEMS, traps=[(50, 54)])
RIGHT = [(0, 4, "claim"), (6, 10, "denial"), (12, 16, "opinion"), (20, 24, "claim")]


def paper(student, marks, sure=(), seconds=0, answer=KEY, relations=()):
    given = [
        replace(mark, certainty=Certainty.SURE) if n in sure else mark
        for n, mark in enumerate(marked(marks))
    ]
    told = compare(answer, given, ARTICLE, relations=relations)
    return Paper(student_id=student, comparison=told, seconds_spent=seconds)


def with_label(place, label):
    return [(s, e, label if n == place else given) for n, (s, e, given) in enumerate(RIGHT)]


def a_class(size, *others) -> ClassReport:
    """``size`` papers in all: the given ones, and the rest all right."""
    rest = [paper(f"right {n:02}", RIGHT) for n in range(size - len(others))]
    return class_report([*others, *rest], ARTICLE)


def test_hit_rate_and_the_commonest_other_answer():
    report = a_class(
        10,
        paper("a", with_label(1, "claim")),
        paper("b", with_label(1, "claim")),
        paper("c", with_label(1, "opinion")),
        paper("d", RIGHT[:1] + RIGHT[2:]),
    )
    denial = report.item("item 1")
    assert (denial.papers, denial.hit_rate) == (10, 0.6)
    assert denial.missed_by == ("d",)
    assert [(o.label, o.student_ids) for o in denial.called] == [
        ("claim", ("a", "b")),
        ("opinion", ("c",)),
    ]
    assert denial.commonest_other is denial.called[0]
    assert report.most_missed == ("item 1",)
    assert [i.item_id for i in report.items] == [f"item {n}" for n in range(5)]


def test_the_same_words_too_few_are_another_answer():
    report = a_class(5, *(paper(n, [(0, 2, "claim"), *RIGHT[1:]]) for n in "ab"))
    first = report.item("item 0")
    # Two of four words: the pair counts, its edges are off.
    assert [(o.span, o.count, o.label) for o in first.moved] == [(span((0, 2)), 2, "claim")]
    assert first.hit_rate == 1


def test_heat_counts_a_student_once_for_each_word():
    report = class_report(
        [
            paper("a", [(0, 4, "claim"), (2, 6, "claim"), (3, 4, "denial")]),
            paper("b", [(3, 8, "claim")]),
        ],
        ARTICLE,
    )
    heat = {each.label: each.counts for each in report.heat}
    assert heat["claim"][:9] == (1, 1, 1, 2, 2, 2, 1, 1, 0)
    assert heat["denial"][:6] == (0, 0, 0, 1, 0, 0)
    assert all(len(counts) == WORDS for counts in heat.values())
    agreement = {each.label: each for each in report.agreement}
    assert agreement["claim"].specific == pytest.approx(6 / 11)
    assert agreement["denial"].specific == 0


def test_confusion_over_the_class():
    report = a_class(
        3,
        paper("a", [*with_label(1, "claim"), (40, 44, "denial")]),
        paper("b", RIGHT[1:]),
    )
    cells = {(c.key_label, c.mark_label): c.count for c in report.confusion}
    assert cells == {
        ("claim", "claim"): 5,
        ("claim", MISSED): 1,
        ("denial", "denial"): 2,
        ("denial", "claim"): 1,
        ("opinion", "opinion"): 3,
        (EXTRA, "denial"): 1,
    }


def test_check_the_key_from_thirty_percent():
    wrong = with_label(2, "claim")
    three = a_class(10, *(paper(n, wrong) for n in "abc"))
    assert [(a.item_id, a.label, a.count) for a in three.check_the_key] == [("item 2", "claim", 3)]
    assert three.check_the_key[0].key_label == "opinion"
    assert a_class(10, *(paper(n, wrong) for n in "ab")).check_the_key == ()
    assert a_class(11, *(paper(n, wrong) for n in "abc")).check_the_key == ()
    # Different other answers don't add up, and one paper is no pattern.
    mixed = [paper("a", wrong), paper("b", wrong), paper("c", with_label(2, "denial"))]
    assert a_class(10, *mixed).check_the_key == ()
    assert class_report([paper("a", wrong)], ARTICLE).check_the_key == ()


def test_what_many_mark_beside_the_key_questions_it_unless_it_is_a_trap():
    extra = [*RIGHT, (40, 44, "claim"), (50, 54, "source")]
    report = a_class(4, paper("a", extra), paper("b", extra))
    assert [(a.quote, a.count) for a in report.check_the_key] == [
        (span((40, 44)).of(ARTICLE.text), 2)
    ]
    assert [(a.trap_id, a.count) for a in report.others] == [("", 2), ("trap 0", 2)]


def test_sure_but_wrong_and_never_where_the_key_is_in_doubt():
    wrong, extra, trap = with_label(1, "claim"), (40, 44, "denial"), (50, 54, "source")
    marks = [*wrong, extra, trap]
    papers = [paper("a", marks, sure=(1, 4, 5)), paper("b", marks, sure=(1,)), paper("c", marks)]
    report = a_class(12, *papers)
    assert [(a.item_id, a.trap_id, a.label, a.count) for a in report.sure_but_wrong] == [
        ("item 1", "", "claim", 2),
        ("", "", "denial", 1),
        ("", "trap 0", "source", 1),
    ]
    doubtful = a_class(10, *papers)
    assert {a.item_id for a in doubtful.check_the_key} == {"item 1", ""}
    assert [(a.item_id, a.trap_id) for a in doubtful.sure_but_wrong] == [("", "trap 0")]


def test_a_sure_mark_that_is_right_is_no_error():
    report = a_class(4, paper("a", [*RIGHT[:3], (20, 30, "claim")], sure=(0, 1, 2, 3)))
    assert report.sure_but_wrong == ()


def reasons(report, student):
    found = [each for each in report.needs_help if each.student_id == student]
    return [(h.reason, h.count, h.of, h.label) for each in found for h in each.reasons]


def test_who_needs_help_and_why():
    everything = [(0, 40, "claim")]
    one_label = [(s, e, "claim") for s, e, _ in RIGHT]
    report = a_class(
        8,
        paper("little", RIGHT[:1]),
        paper("painter", everything),
        paper("one label", one_label),
        paper("quick", RIGHT, seconds=1),
    )
    assert reasons(report, "little") == [(HelpReason.FOUND_LITTLE, 1, 4, "")]
    assert reasons(report, "painter") == [
        (HelpReason.FOUND_LITTLE, 0, 4, ""),
        (HelpReason.PAINTED, 40, WORDS, "claim"),
    ]
    assert reasons(report, "one label") == [(HelpReason.ONE_LABEL, 4, 4, "claim")]
    assert reasons(report, "quick") == [
        (HelpReason.SHORT_TIME, 1, WORDS * 60 // FAST_READER, ""),
    ]
    assert [each.student_id for each in report.needs_help] == [
        "painter",
        "little",
        "one label",
        "quick",
    ]


def test_who_painted_with_one_label_is_told_so_once():
    painted = [(n, n + 12, "claim") for n in (0, 12, 24, 36)]
    report = a_class(3, paper("painter", painted))
    assert [reason for reason, *_ in reasons(report, "painter")] == [
        HelpReason.PAINTED,
    ]


def test_everything_cut_small():
    small = [(n, n + 1, "claim") for n in range(0, 45, 5)]
    report = a_class(3, paper("cutter", small))
    assert (HelpReason.CUT_SMALL, 9, 4, "") in reasons(report, "cutter")


def test_a_blank_where_ties_were_asked_for():
    tie = Relation(
        id="t",
        kind=RelationKind.DENIES,
        source_id="item 1",
        chain=((RelationEnd.mark("item 0"),),),
    )
    asked = replace(KEY, relations=(tie,))
    own = replace(tie, id="own", source_id="mark 1", chain=((RelationEnd.mark("mark 0"),),))
    report = class_report(
        [paper("blank", RIGHT, answer=asked), paper("tied", RIGHT, answer=asked, relations=[own])],
        ARTICLE,
    )
    assert reasons(report, "blank") == [(HelpReason.TIES_BLANK, 0, 1, "")]
    assert reasons(report, "tied") == []


def test_very_little_time_is_measured_by_the_class_too():
    papers = [paper(str(n), RIGHT, seconds=seconds) for n, seconds in enumerate([900] * 5 + [0])]
    assert least_seconds(papers, ARTICLE) == 300
    assert least_seconds(papers[:4], ARTICLE) == WORDS * 60 // FAST_READER


def test_three_questions_for_tomorrow():
    asked = replace(
        KEY,
        items=tuple(replace(i, question=f"What about {i.id}?") for i in KEY.items[:2])
        + KEY.items[2:],
    )
    papers = [paper(f"s{n}", RIGHT[: n % 4], answer=asked) for n in range(8)]
    report = class_report(papers, ARTICLE)
    assert [d.item_id for d in report.discussions] == ["item 3", "item 2", "item 1"]
    quote = report.item("item 1").quote
    assert report.discussions[2].question == f"“{quote}”: What about item 1?"
    assert all(d.question.endswith("?") for d in report.discussions)
    assert a_class(3).discussions == ()


def test_a_plain_question_names_both_labels():
    report = a_class(10, *(paper(n, with_label(1, "claim")) for n in "ab"))
    quote = report.item("item 1").quote
    assert report.discussions[0].question.startswith(f"“{quote}”: denial or claim?")


def test_an_item_in_doubt_is_discussed_last():
    wrong = with_label(2, "claim")
    papers = [paper(n, wrong) for n in "abc"] + [paper("d", RIGHT[1:])]
    report = a_class(10, *papers)
    assert report.most_missed == ("item 2", "item 0")
    assert [d.item_id for d in report.discussions] == ["item 0", "item 2"]


def test_item_rest_in_words():
    good = [paper(f"good {n}", [RIGHT[0], RIGHT[1], RIGHT[2]]) for n in range(6)]
    weak = [paper(f"weak {n}", [RIGHT[3]]) for n in range(6)]
    report = class_report([*good, *weak], ARTICLE)
    assert report.item("item 3").rest is ItemRest.REVERSED
    assert report.item("item 0").rest is ItemRest.AS_EXPECTED
    assert all(each.correlation is None for each in report.items)
    assert report.item("item 4").rest is ItemRest.TOO_FEW  # optional: nobody had to find it


def test_another_label_is_shown_with_the_words_that_were_marked():
    """Not with the key's, under a label that it doesn't give them."""
    marks = [[(0, 4, "denial")], [(1, 4, "denial")], [(1, 4, "denial")], [(0, 3, "opinion")]]
    report = class_report([paper(f"s{n}", each) for n, each in enumerate(marks)], ARTICLE)
    called = report.item("item 0").called
    assert [(each.label, each.count, each.quote) for each in called] == [
        ("denial", 3, span((1, 4)).of(ARTICLE.text)),
        ("opinion", 1, span((0, 3)).of(ARTICLE.text)),
    ]


def test_an_empty_class():
    assert class_report([], ARTICLE) == ClassReport(papers=0)


@thorough
@given(randoms())
def test_the_order_of_papers_never_matters_and_counts_add_up(random):
    classes = several(random, 0, 6, lambda each: some_marks(each, [(0, 4), (12, 16)], 6))
    papers = [paper(f"s{n}", marks) for n, marks in enumerate(classes)]
    report = class_report(papers, ARTICLE)
    assert class_report(random.sample(papers, len(papers)), ARTICLE) == report
    for each in report.items:
        assert not set(each.hit_by) & set(each.missed_by)
        called = {student for other in each.called for student in other.student_ids}
        assert set(each.hit_by) | set(each.missed_by) | called == {p.student_id for p in papers}
    for heat in report.heat:
        for word, count in enumerate(heat.counts):
            assert count == sum(
                any(s <= word < e and label == heat.label for s, e, label in marks)
                for marks in classes
            )
    assert {heat.label for heat in report.heat} <= set(LABELS)
