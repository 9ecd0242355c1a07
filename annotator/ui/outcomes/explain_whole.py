"""A whole paper, or the key, in words: what is said while none of its rows is chosen."""

from __future__ import annotations

from collections import Counter

from annotator.model.lesson import Lesson
from annotator.model.outcome import Comparison
from annotator.model.work import Submission
from annotator.ui.article.marks import Sign
from annotator.ui.article.vocabulary import found_words, plural
from annotator.ui.outcomes.explanation import Fact, Told, short_name
from annotator.ui.outcomes.outcome_rows import label_of, mark_sign
from annotator.ui.outcomes.points import points_words, sum_of


def tell_paper(
    lesson: Lesson, comparison: Comparison, submission: Submission, *, side_by_side: bool = False
) -> Told:
    """What is said of a paper while none of its rows is chosen.

    ``side_by_side``: marks and key stand in two columns.
    """
    counts = Counter(mark_sign(mark) for mark in comparison.marks)
    missed = comparison.required - comparison.found
    other = comparison.found - comparison.named
    facts = [Fact(found_words(comparison.named, comparison.required), Sign.FOUND)]
    if other:
        facts.append(Fact(plural(other, "other label"), Sign.OTHER))
    if missed:
        facts.append(Fact(f"{missed} passed over", Sign.MISSED))
    if counts[Sign.EXTRA]:
        facts.append(Fact(f"{counts[Sign.EXTRA]} extra", Sign.EXTRA))
    if any(each.painted for each in comparison.coverage):
        facts.append(Fact("one label on most of the text", Sign.OTHER))
    remarks = [
        f"{label_of(lesson.guide, each.label).name} covers {round(100 * each.share)}% of the words:"
        " that is most of the text. Talk it over; it takes no points away by itself."
        for each in comparison.coverage
        if each.painted
    ]
    if comparison.relation_possible:
        of = points_words(comparison.relation_possible)
        remarks.append(f"Ties, counted apart: {points_words(comparison.relation_points)} of {of}.")
    return Told(
        title=short_name(submission),
        facts=tuple(facts),
        points=f"{sum_of(comparison).words()}",
        remarks=(*remarks, _SIDES_LEGEND if side_by_side else _LEGEND),
    )


def tell_whole_key(lesson: Lesson) -> Told:
    """What is said of the key while none of its rows is chosen."""
    key = lesson.key
    assert key is not None
    required = sum(item.required for item in key.items)
    optional, traps = len(key.items) - required, len(key.traps)
    counts = [f"{required} to find"]
    if optional:
        counts.append(f"{optional} that need not be found")
    if traps:
        counts.append(plural(traps, "trap"))
    return Told(
        title="Answer key",
        points=", ".join(counts) + ".",
        remarks=(_KEY_LEGEND,),
    )


_LEGEND = (
    "In the article: colour is what was marked, a frame is the key, a broken frame is the key "
    "with another label. Stripes were passed over."
)
_SIDES_LEGEND = (
    "Left is what was marked, right what the key says, each with what came of it. "
    "The strip between them shows where to look."
)
_KEY_LEGEND = (
    "In the article: colour is what to find. A hollow stripe at the side need not be found. "
    "A broken frame is a trap."
)
