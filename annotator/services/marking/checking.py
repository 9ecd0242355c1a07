"""The verb "look over": what a student's work holds and what the lesson still expects of it.

Looks at the marks, the lesson's own wishes and the article's length; never at an answer key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.model.annotation import ATTRIBUTE_LABELS, Annotation, Relation, RelationKind
from annotator.model.lesson import Lesson, is_cut_small
from annotator.model.outcome import Coverage
from annotator.scoring.coverage import coverage
from annotator.services.marking.marking import Marking

#: Which labels each kind of tie can start from.
Starts = Mapping[RelationKind, Sequence[str]]

#: A source need not stand under several names, so nothing is owed there.
_OWED = (RelationKind.SAID_BY, RelationKind.DENIES)


@dataclass(frozen=True, slots=True)
class MissingTie:
    """A mark that could start a tie of this kind and has none."""

    mark_id: str
    kind: RelationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class LookOver:
    """What is there before hand-in. ``counts`` follow the label guide, marks reading order.

    ``unsure`` are the ids of marks without a certainty, empty where the lesson doesn't ask for it.
    ``unanswered`` are the ids of marks that leave a question of the lesson open, ``questions`` the
    attributes that those questions are about.
    ``cut_small``: there are many more marks than things to find.
    """

    counts: tuple[tuple[str, int], ...]
    missing: tuple[MissingTie, ...]
    expected_ties: int
    painted: tuple[Coverage, ...]
    unsure: tuple[str, ...]
    unanswered: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    cut_small: bool = False

    @property
    def total(self) -> int:
        """All marks."""
        return sum(count for _, count in self.counts)

    @property
    def made_ties(self) -> int:
        """How many of the expected ties are there."""
        return self.expected_ties - len(self.missing)

    def missing_of(self, kind: RelationKind) -> tuple[MissingTie, ...]:
        """What is missing of one kind."""
        return tuple(tie for tie in self.missing if tie.kind is kind)


@dataclass(frozen=True, slots=True)
class TiedMark:
    """A mark that the lesson expects ties of: of which kinds, and which are still open."""

    mark_id: str
    kinds: tuple[RelationKind, ...]
    open: tuple[RelationKind, ...]
    made: tuple[Relation, ...] = ()


def tied_marks(lesson: Lesson, marking: Marking, starts: Starts) -> list[TiedMark]:
    """Every mark that is to be tied, in reading order, with what is made and what is open."""
    expected = [kind for kind in _OWED if kind in lesson.uses.relations]
    found = []
    for mark in marking.marks:
        kinds = tuple(kind for kind in expected if mark.label in starts[kind])
        if kinds:
            ties = {kind: marking.relation_from(mark.id, kind) for kind in kinds}
            made = tuple(tie for tie in ties.values() if tie is not None)
            found.append(
                TiedMark(mark.id, kinds, tuple(k for k, tie in ties.items() if tie is None), made)
            )
    return found


def missing_ties(lesson: Lesson, marking: Marking, starts: Starts) -> tuple[list[MissingTie], int]:
    """Ties that the lesson expects and that are not there, in reading order; and all it expects."""
    rows = tied_marks(lesson, marking, starts)
    missing = [MissingTie(row.mark_id, kind) for row in rows for kind in row.open]
    return missing, sum(len(row.kinds) for row in rows)


@dataclass(frozen=True, slots=True)
class NextGap:
    """The first thing that a student's own marks leave open, and how many marks leave it open.

    ``kind`` is the tie that is missing, ``question`` the attribute; with neither it is how sure.
    """

    mark_id: str
    count: int
    kind: RelationKind | None = None
    question: str = ""


def next_gap(
    lesson: Lesson, marking: Marking, starts: Starts, *, ties_only: bool = False
) -> NextGap | None:
    """What to do next: a tie, then how sure, then a question; None where nothing is open."""
    missing, _ = missing_ties(lesson, marking, starts)
    for kind in _OWED:
        of_kind = [tie.mark_id for tie in missing if tie.kind is kind]
        if of_kind:
            return NextGap(of_kind[0], len(of_kind), kind=kind)
    if ties_only:
        return None
    if lesson.uses.certainty:
        unsure = [mark.id for mark in marking.marks if mark.certainty is None]
        if unsure:
            return NextGap(unsure[0], len(unsure))
    for name in lesson.uses.attributes:
        asked = (m for m in marking.marks if m.label in ATTRIBUTE_LABELS[name])
        left = [m.id for m in asked if getattr(m.attributes, name) is None]
        if left:
            return NextGap(left[0], len(left), question=name)
    return None


def look_over(lesson: Lesson, marking: Marking, starts: Starts) -> LookOver:
    """Everything that a student should see before handing in."""
    marks = marking.marks
    by_label = Counter(mark.label for mark in marks)
    missing, expected = missing_ties(lesson, marking, starts)
    open_at = {mark.id: _open_questions(lesson, mark) for mark in marks}
    asked = {name for names in open_at.values() for name in names}
    return LookOver(
        counts=tuple((label.id, by_label[label.id]) for label in lesson.guide.labels),
        missing=tuple(missing),
        expected_ties=expected,
        painted=tuple(each for each in coverage(lesson.article, marks) if each.painted),
        unsure=tuple(mark.id for mark in marks if mark.certainty is None)
        if lesson.uses.certainty
        else (),
        unanswered=tuple(mark_id for mark_id, names in open_at.items() if names),
        questions=tuple(name for name in lesson.uses.attributes if name in asked),
        cut_small=is_cut_small(len(marks), lesson.task.to_find),
    )


def _open_questions(lesson: Lesson, mark: Annotation) -> list[str]:
    """The attributes that the lesson asks of a mark with this label, and that it does not say."""
    return [
        name
        for name in lesson.uses.attributes
        if mark.label in ATTRIBUTE_LABELS[name] and getattr(mark.attributes, name) is None
    ]
