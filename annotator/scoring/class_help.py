"""Who in the class may need help, and why; for the teacher to look at, never a grade."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median

from annotator.model.article import Article
from annotator.model.class_report import Help, HelpReason, NeedsHelp, Paper
from annotator.model.outcome import Comparison

#: Found little: fewer than two in five of the required items.
LITTLE = (2, 5)
#: One label for everything: from this many marks on, where the key wants at least two labels.
MARKS_FROM = 4
#: Words a minute; taken as faster than a student reads while thinking.
FAST_READER = 400
#: Very little time: less than reading once takes, or less than a third of the class's median.
MEDIAN_SHARE = 3
#: A median says something from this many papers on.
MEDIAN_FROM = 5


def needs_help(papers: Sequence[Paper], article: Article) -> tuple[NeedsHelp, ...]:
    """Students with their reasons: most reasons first, then least found, then id."""
    least = least_seconds(papers, article)
    found = [(paper, reasons) for paper in papers if (reasons := tuple(_reasons(paper, least)))]
    found.sort(
        key=lambda pair: (-len(pair[1]), _found_share(pair[0].comparison), pair[0].student_id)
    )
    return tuple(NeedsHelp(paper.student_id, reasons) for paper, reasons in found)


def least_seconds(papers: Iterable[Paper], article: Article) -> int:
    """Below this many seconds a paper was done in very little time."""
    known = [paper.seconds_spent for paper in papers if paper.seconds_spent > 0]
    least = article.body_word_count * 60 // FAST_READER
    if len(known) >= MEDIAN_FROM:
        least = max(least, int(median(known)) // MEDIAN_SHARE)
    return least


def _reasons(paper: Paper, least: int) -> Iterable[Help]:
    comparison = paper.comparison
    if comparison.found * LITTLE[1] < comparison.required * LITTLE[0]:
        yield Help(reason=HelpReason.FOUND_LITTLE, count=comparison.found, of=comparison.required)
    painted = [each for each in comparison.coverage if each.painted]
    for each in painted:
        yield Help(reason=HelpReason.PAINTED, count=each.words, of=each.of, label=each.label)
    if comparison.cut_small:
        yield Help(reason=HelpReason.CUT_SMALL, count=len(comparison.marks), of=comparison.required)
    one_label = _one_label(comparison)
    if one_label and not painted:
        yield Help(
            reason=HelpReason.ONE_LABEL,
            count=len(comparison.marks),
            of=len(comparison.marks),
            label=one_label,
        )
    wanted = sum(1 for tie in comparison.relations if tie.key_relation_id and tie.required)
    if wanted and not any(tie.relation_id for tie in comparison.relations):
        yield Help(reason=HelpReason.TIES_BLANK, count=0, of=wanted)
    if 0 < paper.seconds_spent < least:
        yield Help(reason=HelpReason.SHORT_TIME, count=paper.seconds_spent, of=least)


def _one_label(comparison: Comparison) -> str:
    given = Counter(mark.label for mark in comparison.marks)
    wanted = {item.label for item in comparison.items if item.required}
    if len(given) == 1 and len(comparison.marks) >= MARKS_FROM and len(wanted) > 1:
        return next(iter(given))
    return ""


def _found_share(comparison: Comparison) -> float:
    return comparison.found / comparison.required if comparison.required else 1.0
