"""What a class made of ties and details, counted by hand."""

from __future__ import annotations

import random
from dataclasses import replace

from annotator.model.annotation import Attributes, OpinionKind, RelationKind
from annotator.model.class_report import DetailReport, Paper, TieAnswer
from annotator.model.lesson import LessonUses
from annotator.scoring.class_report import class_report
from annotator.scoring.grading import compare
from tests.scoring.build import ARTICLE, denies, item, key, marked, said_by

#: A and D are claims, B denies A, S told it, T told S.
PLACES = {"A": (0, 4), "B": (6, 10), "D": (12, 16), "S": (20, 22), "T": (24, 26)}
NAMES = {"A": "claim", "B": "denial", "D": "claim", "S": "source", "T": "source"}
ITEMS = [item(*place, NAMES[name]) for name, place in PLACES.items()]
KEY = replace(
    key(ITEMS, ids=list(PLACES)),
    relations=(denies("B", "A", id="k1"), said_by("A", "S", "T", id="k2")),
)
MARKS = marked([(*place, NAMES[name]) for name, place in PLACES.items()], list("abdst"))
QUOTES = {item.id: item.quote for item in KEY.items}


def paper(student, *relations):
    return Paper(
        student_id=student, comparison=compare(KEY, MARKS, ARTICLE, relations=tuple(relations))
    )


def test_what_denials_were_tied_to_and_where_chains_broke_off():
    papers = [
        paper("1", denies("b", "a"), said_by("a", "s", "t")),
        paper("2", denies("b", "d"), said_by("a", "s")),
        paper("3", denies("b", "d"), said_by("a", "s")),
        paper("4", denies("b", "s")),
        paper("5"),
    ]
    random.Random(1).shuffle(papers)
    chain, denial = class_report(papers, ARTICLE).ties
    assert (chain.kind, chain.item_id, chain.quote) == (RelationKind.SAID_BY, "A", QUOTES["A"])
    assert (chain.papers, chain.right, chain.left_open) == (5, 1, 2)
    assert chain.answers == (TieAnswer(QUOTES["T"], 2, is_left_out=True),)
    assert (denial.kind, denial.item_id) == (RelationKind.DENIES, "B")
    assert (denial.papers, denial.right, denial.left_open) == (5, 1, 1)
    assert denial.answers == (TieAnswer(QUOTES["D"], 2), TieAnswer(QUOTES["S"], 1))


def test_which_kinds_were_confused():
    wanted = replace(
        key([item(0, 4, "opinion"), item(6, 10, "opinion")]),
    )
    kinds = (OpinionKind.JUDGEMENT, OpinionKind.FORECAST)
    items = tuple(
        replace(each, attributes=Attributes(opinion_kind=kind))
        for each, kind in zip(wanted.items, kinds, strict=True)
    )
    wanted = replace(wanted, items=items)
    uses = LessonUses(attributes=("opinion_kind",))

    def told(student, *given):
        marks = [
            replace(mark, attributes=Attributes(opinion_kind=kind))
            for mark, kind in zip(
                marked([(0, 4, "opinion"), (6, 10, "opinion")]), given, strict=True
            )
        ]
        return Paper(student_id=student, comparison=compare(wanted, marks, ARTICLE, uses=uses))

    papers = [
        told("1", *kinds),
        told("2", OpinionKind.FEELING, OpinionKind.FORECAST),
        told("3", OpinionKind.FEELING, None),
    ]
    assert class_report(papers, ARTICLE).details == (
        DetailReport(
            name="opinion_kind",
            right=3,
            asked=6,
            confused=(("judgement", "feeling", 2), ("forecast", "", 1)),
        ),
    )


def test_no_papers():
    nothing = class_report([], ARTICLE)
    assert (nothing.ties, nothing.details) == ((), ())
