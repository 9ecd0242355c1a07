"""What only comparing every paper of a class can say: decisions left, and what is hard."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from annotator.model.annotation import RelationKind
from annotator.model.errors import AnnotatorError
from annotator.model.labels import LabelGuide
from annotator.model.outcome import RelationState
from annotator.model.received import InboxRow
from annotator.model.work import Assignment
from annotator.services.review.decisions import Reviewed
from annotator.services.review.groups import Grouping
from annotator.services.review.reviewing import Review
from annotator.services.review.states import PaperCounts, PaperState, paper_state


@dataclass(frozen=True, slots=True)
class AssignmentFigures:
    """What comparing all papers of an assignment says: how they stand, how many decisions are left,
    and how many papers these touch."""

    assignment_id: str
    standing: PaperCounts
    decisions: int
    touched: int


@dataclass(frozen=True, slots=True)
class Hard:
    """How much of one label (or of one kind of ties: ``label`` is the kind's name then) a class has
    right, from 0 to 1.

    ``now`` is of the latest lesson that asked for it, ``before`` of the one before that; None where
    it was asked for the first time, in ``first_title``.
    """

    label: str
    now: float
    before: float | None
    first_title: str = ""


@dataclass(slots=True)
class _Hits:
    """Right and wanted, by label, in one assignment."""

    title: str
    right: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)

    def add(self, reviewed: Reviewed) -> None:
        for item in reviewed.comparison.items:
            if item.required:
                self.wanted[item.label] += 1
                self.right[item.label] += bool(item.label_right)
        for tie in reviewed.comparison.relations:
            if tie.key_relation_id and tie.required:
                self.wanted[tie.kind] += 1
                self.right[tie.kind] += tie.state is RelationState.FOUND


class Figures:
    """Goes through the papers of assignments, a piece at a time; ask after each :meth:`step`."""

    def __init__(
        self, assignments: Sequence[Assignment], review: Callable[[Assignment], Review]
    ) -> None:
        self._waiting = list(assignments)
        self._open = review
        self._now: tuple[Assignment, Review, Grouping] | None = None
        self._done: dict[str, AssignmentFigures] = {}
        self._hits: list[_Hits] = []

    def step(self, milliseconds: float = 12.0) -> bool:
        """Work for about this long; True when everything was looked through."""
        until = time.perf_counter() + milliseconds / 1000
        while self._now or self._waiting:
            left = 1000 * (until - time.perf_counter())
            if left <= 0:
                return False
            if self._now is None:
                self._begin(self._waiting.pop(0))
            elif self._now[2].step(left):
                self._finish(*self._now)
                self._now = None
        return True

    def run(self) -> None:
        """All at once, where no window is waiting."""
        while not self.step(1000.0):
            pass

    def of(self, assignment_id: str) -> AssignmentFigures | None:
        """What is known of an assignment; None while its papers were not looked through."""
        return self._done.get(assignment_id)

    def hard(self, guide: LabelGuide) -> tuple[Hard, ...]:
        """What the class finds hard, the hardest first, from what was looked through."""
        found = []
        for label in (*(each.id for each in guide.labels), *RelationKind):
            asked = [hits for hits in self._hits if hits.wanted[label]]
            if not asked:
                continue
            shares = [hits.right[label] / hits.wanted[label] for hits in asked]
            before = shares[-2] if len(shares) > 1 else None
            found.append(Hard(label, shares[-1], before, asked[0].title))
        return tuple(sorted(found, key=lambda each: each.now))

    def _begin(self, assignment: Assignment) -> None:
        try:
            review = self._open(assignment)
        except AnnotatorError:
            # The line of this assignment says why its lesson can't be read.
            return
        self._now = (assignment, review, review.papers.grouping())

    def _finish(self, assignment: Assignment, review: Review, grouping: Grouping) -> None:
        hits = _Hits(assignment.title)
        states: list[tuple[InboxRow, PaperState | None]] = []
        changed = 0
        for row in review.papers.rows:
            try:
                paper = review.papers.reviewed(row.sha256)
                changed += review.holdings.is_changed(row.sha256)
            except AnnotatorError:
                states.append((row, None))
                continue
            hits.add(paper)
            states.append((row, paper_state(row, paper)))
        waiting = [group for group in grouping.groups() if group.open]
        touched = {place.sha256 for group in waiting for place in group.open}
        if hits.wanted:
            self._hits.append(hits)
        self._done[assignment.id] = AssignmentFigures(
            assignment.id, PaperCounts.of(states, changed=changed), len(waiting), len(touched)
        )
