"""One item of the key across all papers: what every student made of it, after all decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from annotator.model.article import Article
from annotator.model.errors import AnnotatorError
from annotator.model.outcome import Comparison, Edges, ItemOutcome, ItemState, MarkOutcome
from annotator.model.review import Answer
from annotator.model.text import Span
from annotator.services.review.decisions import Reviewed, answer_of


class How(StrEnum):
    """What a student made of an item.

    ``NEAR``: it counts as passed over, but a mark that answers nothing lies on its words.
    """

    RIGHT = "right"
    LABEL = "another-label"
    EDGES = "edges"
    MISSED = "missed"
    MERGED = "merged"
    NEAR = "near"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAnswer:
    """One student's answer to one item. ``mark_id`` is empty where there is no mark to judge.

    ``label``, ``quote`` and ``span`` are the student's. ``points`` are micro-points after all
    decisions. ``answer`` is what differs from the key, if anything does; ``is_open`` when it waits.
    """

    sha256: str
    how: How
    points: int = 0
    mark_id: str = ""
    label: str = ""
    quote: str = ""
    span: Span | None = None
    answer: Answer | None = None
    is_open: bool = False


def item_answers(
    papers: Iterable[str], item_id: str, reviewed: Callable[[str], Reviewed], article: Article
) -> tuple[ItemAnswer, ...]:
    """What every paper made of an item, in the order of ``papers``.

    Papers that can't be compared, or whose key has no such item, are left out.
    """
    found = []
    for sha256 in papers:
        try:
            paper = reviewed(sha256)
        except AnnotatorError:
            continue
        item = next((each for each in paper.comparison.items if each.item_id == item_id), None)
        if item is not None:
            found.append(_answer(sha256, paper, item, article))
    return tuple(found)


def _answer(sha256: str, paper: Reviewed, item: ItemOutcome, article: Article) -> ItemAnswer:
    now = paper.comparison
    how = _how(item)
    mark = _mark(now, item.mark_id or item.merged_into)
    if how is How.MISSED:
        mark = next((m for m in now.marks if not m.item_id and m.span.overlaps(item.span)), None)
        how = How.MISSED if mark is None else How.NEAR
    if mark is None:
        return ItemAnswer(sha256=sha256, how=how, points=item.points)
    # What a student answered is told from the key alone: an accepted answer still is one.
    base = _mark(paper.base, mark.mark_id)
    return ItemAnswer(
        sha256=sha256,
        how=how,
        points=item.points,
        mark_id=mark.mark_id,
        label=mark.label,
        quote=mark.quote,
        span=mark.span,
        answer=answer_of(base, article) if base is not None else None,
        is_open=any(each.mark_id == mark.mark_id for each in paper.open),
    )


def _how(item: ItemOutcome) -> How:
    if item.state is ItemState.MERGED:
        return How.MERGED
    if not item.found:
        return How.MISSED
    if not item.label_right:
        return How.LABEL
    return How.RIGHT if item.edges in (None, Edges.TIDY) else How.EDGES


def _mark(comparison: Comparison, mark_id: str) -> MarkOutcome | None:
    return next((each for each in comparison.marks if each.mark_id == mark_id), None)


class ItemTally:
    """Of each item, how many papers have it right and how many differences wait at it.

    Papers are counted once and again where they changed: see :meth:`count`.
    """

    def __init__(self, reviewed: Callable[[str], Reviewed]) -> None:
        self._reviewed = reviewed
        self._of: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self.right: Counter[str] = Counter()
        self.open: Counter[str] = Counter()

    @property
    def papers(self) -> int:
        """How many papers were counted: those that can be compared."""
        return len(self._of)

    def count(self, sha256s: Iterable[str]) -> None:
        """Count these papers as they are now, in place of what they were."""
        for sha256 in sha256s:
            right, waiting = self._of.pop(sha256, ((), ()))
            self.right.subtract(right)
            self.open.subtract(waiting)
            try:
                paper = self._reviewed(sha256)
            except AnnotatorError:
                continue
            right = tuple(each.item_id for each in paper.comparison.items if each.label_right)
            waiting = tuple(each.item_id for each in paper.open if each.item_id)
            self._of[sha256] = (right, waiting)
            self.right.update(right)
            self.open.update(waiting)
