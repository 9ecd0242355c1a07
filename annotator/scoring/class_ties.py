"""What a class made of ties and of details: where chains break off, which kinds are confused."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain

from annotator.model.annotation import RelationKind
from annotator.model.class_report import DetailReport, Paper, TieAnswer, TieReport
from annotator.model.outcome import Comparison, ItemOutcome, RelationOutcome, RelationState


def tie_reports(papers: Iterable[Paper]) -> tuple[TieReport, ...]:
    """Every tie that the key asks for, in reading order; a denial before who says it.

    A tie that only some papers know counts those alone.
    """
    outcomes: dict[tuple[RelationKind, str], list[tuple[RelationOutcome, Comparison]]]
    outcomes = defaultdict(list)
    items: dict[str, ItemOutcome] = {}
    for paper in papers:
        items.update((item.item_id, item) for item in paper.comparison.items)
        for tie in paper.comparison.relations:
            if tie.key_relation_id and tie.required:
                # One of several chains that the key accepts is told: they are one tie.
                outcomes[tie.kind, tie.item_id].append((tie, paper.comparison))
    found = [_tie_report(items[key[1]], each) for key, each in outcomes.items()]
    return tuple(sorted(found, key=lambda tie: (tie.span, tie.kind, tie.item_id)))


def _tie_report(
    item: ItemOutcome, outcomes: Sequence[tuple[RelationOutcome, Comparison]]
) -> TieReport:
    states = Counter(tie.state for tie, _ in outcomes)
    answers: Counter[tuple[bool, str]] = Counter()
    for tie, comparison in outcomes:
        quotes = {each.item_id: each.quote for each in comparison.items}
        marks = {mark.mark_id: quotes.get(mark.item_id, mark.quote) for mark in comparison.marks}
        # What one student ties twice is one student's answer all the same.
        wrong = {(False, marks.get(end, end)) for end in tie.given}
        if tie.kind is RelationKind.SAID_BY:
            wrong |= {(True, quotes.get(end, end)) for end in tie.expected}
        answers.update(wrong)
    ranked = sorted(answers.items(), key=lambda each: (-each[1], each[0]))
    return TieReport(
        kind=outcomes[0][0].kind,
        item_id=item.item_id,
        span=item.span,
        quote=item.quote,
        papers=len(outcomes),
        right=states[RelationState.FOUND],
        left_open=states[RelationState.MISSED],
        answers=tuple(TieAnswer(words, count, out) for (out, words), count in ranked),
    )


def detail_reports(papers: Iterable[Paper]) -> tuple[DetailReport, ...]:
    """Every detail that was asked for, by its name: how often right, and what was said instead."""
    answers: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for item in chain.from_iterable(paper.comparison.items for paper in papers):
        for detail in item.details:
            answers[detail.name][detail.expected, detail.given] += 1
    return tuple(
        DetailReport(
            name=name,
            right=sum(n for (expected, given), n in counts.items() if expected == given),
            asked=counts.total(),
            confused=tuple(
                (expected, given, n)
                for (expected, given), n in sorted(
                    counts.items(), key=lambda each: (-each[1], each[0])
                )
                if expected != given
            ),
        )
        for name, counts in sorted(answers.items())
    )
