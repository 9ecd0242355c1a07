"""What is painted on the article that came back: own marks, what was passed over, nothing else."""

from __future__ import annotations

from annotator.model.outcome import ItemState
from annotator.services.marking.wording import label_of
from annotator.services.review.practice import Results
from annotator.services.review.wordings import Reader, mark_sign, title
from annotator.ui.article.marks import MarkRole, PaintedMark, Sign
from annotator.ui.outcomes.layers import links_of
from annotator.ui.outcomes.outcome_rows import item_id, mark_id
from annotator.ui.outcomes.reasons import Reasons, ReasonSection


def painted_results(results: Results, reasons: Reasons) -> list[PaintedMark]:
    """Own marks filled, with a sign where there is something to look at; missed items hatched.

    What is right carries no sign: a page full of ticks teaches nothing, and the eye finds what is
    left. Where the edges are off, a frame shows the words that the key has.
    """
    by_mark = {each.painted: each for each in reasons.rows if each.part is not ReasonSection.TIES}
    guide = results.lesson.guide
    painted = []
    for mark in results.comparison.marks:
        reason = by_mark.get(mark_id(mark.mark_id))
        sign = mark_sign(mark)
        tip = label_of(guide, mark.label).name
        painted.append(
            PaintedMark(
                mark_id(mark.mark_id),
                mark.span,
                mark.label,
                sign=None if sign is Sign.FOUND else sign,
                tip=f"{tip}: {_small(reason.title)}" if reason else tip,
            )
        )
    for item in results.comparison.items:
        name = label_of(guide, item.label).name
        if item.state is ItemState.MISSED:
            role, sign, dashed = MarkRole.HATCH, Sign.MISSED, False
        elif item.state is ItemState.MERGED:
            role, sign, dashed = MarkRole.OUTLINE, Sign.OTHER, True
        elif _edges_are_off(item_id(item.item_id), reasons) and item.answer == 0:
            role, sign, dashed = MarkRole.OUTLINE, None, False
        else:
            continue
        passed_over = title(ItemState.MISSED, Reader.STUDENT)
        tip = f"{name}: {_small(passed_over) if sign is Sign.MISSED else 'in the key'}"
        painted.append(
            PaintedMark(
                item_id(item.item_id), item.span, item.label, role, sign, dashed=dashed, tip=tip
            )
        )
    return painted


def painted_links(results: Results) -> list[tuple[str, str, str]]:
    """The student's own lines, to be shown while a mark is picked."""
    return links_of(results.submission.relations, "mark")


def _edges_are_off(reason_id: str, reasons: Reasons) -> bool:
    reason = reasons.get(reason_id)
    return reason is not None and reason.part is ReasonSection.EDGES


def _small(title: str) -> str:
    return title[:1].lower() + title[1:]
