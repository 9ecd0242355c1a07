"""A comparison, or a key by itself, as the rows that the page lists and walks through."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from annotator.model.annotation import Annotation, Relation, RelationKind
from annotator.model.key import AnswerKey, KeyItem, Trap
from annotator.model.labels import LabelGuide, Sign
from annotator.model.lesson import Lesson
from annotator.model.outcome import (
    Comparison,
    Edges,
    ItemOutcome,
    ItemState,
    MarkOutcome,
    MarkState,
    RelationOutcome,
    RelationState,
    RowKind,
)
from annotator.model.text import Span
from annotator.model.work import Submission
from annotator.services.marking.wording import label_name, shortened, tie_text
from annotator.services.review.explanation import (
    Explainer,
    Explanation,
    explain_key_item,
    explain_trap,
)
from annotator.services.review.points import points_text, shown_points, shown_rows
from annotator.services.review.ties import tie_note
from annotator.services.review.wordings import (
    Reader,
    State,
    item_sign,
    mark_sign,
    verdict_of,
    wording,
)

_OPTIONAL = wording(MarkState.OPTIONAL_FOUND).note.to(Reader.TEACHER)


class EntryKind(Enum):
    """What a row is about. ``SUM`` rows only add up; ``HEADING`` begins a part of the list.

    ``ANSWER`` rows are about a student: the words are a name, the note what was marked.
    """

    ITEM = "item"
    MARK = "mark"
    TRAP = "trap"
    TIE = "tie"
    ANSWER = "answer"
    SUM = "sum"
    HEADING = "heading"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRow:
    """One row. ``points`` are what is shown, in micro-points; None where none are due.

    ``item`` and ``mark`` are the outcomes that meet here, either of them alone where the other side
    has nothing. ``is_difference`` rows are those that next and previous stop at.
    """

    id: str
    kind: EntryKind
    words: str
    note: str = ""
    label: str = ""
    sign: Sign | None = None
    points: int | None = None
    is_difference: bool = False
    span: Span | None = None
    item: ItemOutcome | None = None
    mark: MarkOutcome | None = None
    key_item: KeyItem | None = None
    trap: Trap | None = None
    tie: RelationOutcome | None = None

    @property
    def is_counted(self) -> bool:
        """Whether it stands under its sign's number: ties and what is optional are not in the sum
        of what is to find."""
        return self.tie is None and (self.item is None or self.item.required)

    @property
    def can_be_chosen(self) -> bool:
        """Whether there is something to show of it."""
        return self.kind not in (EntryKind.HEADING, EntryKind.SUM)


def item_id(item: str) -> str:
    """The id under which an item is painted and listed; a student's ids can't collide with it."""
    return f"item {item}"


def mark_id(mark: str) -> str:
    """The id under which a student's mark is painted, and listed where it answers no item."""
    return f"mark {mark}"


def trap_id(trap: str) -> str:
    """The id under which a trap is painted and listed."""
    return f"trap {trap}"


def explain(
    row: OutcomeRow, lesson: Lesson, comparison: Comparison | None, submission: Submission | None
) -> Explanation:
    """What is said of a row; without a comparison, of a row of the key by itself."""
    if comparison is None or submission is None:
        if row.trap is not None:
            return explain_trap(row.trap)
        assert row.key_item is not None
        return explain_key_item(row.key_item, lesson)
    explainer = Explainer(lesson, comparison, submission)
    if row.tie is not None:
        return explainer.tie(row.tie, row.points)
    if row.item is not None:
        return explainer.item(row.item, row.sign, row.points or 0)
    assert row.mark is not None
    return explainer.mark(row.mark)


def entries_of(
    comparison: Comparison,
    key: AnswerKey,
    guide: LabelGuide,
    marks: Iterable[Annotation] = (),
    ties: Iterable[Relation] = (),
) -> tuple[OutcomeRow, ...]:
    """All rows of a comparison: items and lone marks in reading order with their sum, then ties.

    What need not be found and wasn't comes last.
    """
    by_mark = {mark.mark_id: mark for mark in comparison.marks}
    item_points: dict[str, int] = {}
    mark_points: dict[str, int] = {}
    floor = 0
    for row, points in shown_rows(comparison):
        if row.kind is RowKind.ITEM:
            item_points[row.item_id] = points
        elif row.kind is RowKind.OPTIONAL:
            item_points.setdefault(row.item_id, points)
        elif row.kind is RowKind.NOT_BELOW_ZERO:
            floor = points
        else:
            mark_points[row.mark_id] = points
    rows = [
        _item_entry(item, by_mark.get(item.mark_id), key, guide, item_points)
        for item in comparison.items
    ]
    rows += [
        _mark_entry(mark, key, guide, mark_points) for mark in comparison.marks if mark.is_lone
    ]
    rows.sort(key=lambda row: (row.span or Span(0, 1), row.id))
    spare = [row for row in rows if row.item and row.item.state is ItemState.OPTIONAL]
    rows = [row for row in rows if row not in spare]
    if floor:
        rows.append(
            OutcomeRow(id="floor", kind=EntryKind.SUM, words="not below zero", points=floor)
        )
    total = sum(points for _, points in shown_rows(comparison))
    of = f"of {points_text(comparison.possible)}"
    rows.append(OutcomeRow(id="total", kind=EntryKind.SUM, words="together", note=of, points=total))
    rows += _tie_entries(comparison, key, marks, ties)
    if spare:
        heading = "Not marked, and need not be"
        rows += [OutcomeRow(id="spare", kind=EntryKind.HEADING, words=heading), *spare]
    return tuple(rows)


def key_entries(key: AnswerKey) -> tuple[OutcomeRow, ...]:
    """The rows of a key by itself: items and traps in reading order."""
    rows = [
        OutcomeRow(
            id=item_id(item.id),
            kind=EntryKind.ITEM,
            words=item.quote,
            note="" if item.required else _OPTIONAL,
            label=item.label,
            points=item.weight if item.required else None,
            span=item.span,
            key_item=item,
        )
        for item in key.items
    ]
    rows += [
        OutcomeRow(
            id=trap_id(trap.id),
            kind=EntryKind.TRAP,
            words=trap.quote,
            note=wording(MarkState.TRAP).note.to(Reader.TEACHER),
            span=trap.span,
            trap=trap,
        )
        for trap in key.traps
    ]
    rows.sort(key=lambda row: (row.span or Span(0, 1), row.id))
    return tuple(rows)


def _item_entry(
    item: ItemOutcome,
    mark: MarkOutcome | None,
    key: AnswerKey,
    guide: LabelGuide,
    points: dict[str, int],
) -> OutcomeRow:
    sign = item_sign(item, mark)
    return OutcomeRow(
        id=item_id(item.item_id),
        kind=EntryKind.ITEM,
        words=item.quote,
        note=_item_note(item, mark, guide),
        label=item.label,
        sign=sign,
        points=points.get(item.item_id),
        is_difference=sign in (Sign.OTHER, Sign.MISSED),
        span=item.span,
        item=item,
        mark=mark,
        key_item=key.item(item.item_id),
    )


def _item_note(item: ItemOutcome, mark: MarkOutcome | None, guide: LabelGuide) -> str:
    state: State = item.state
    verdict = verdict_of(item, mark) if mark is not None else None
    if verdict in (MarkState.OTHER_LABEL, MarkState.EDGES_OFF):
        state = verdict
    elif verdict is not None and item.edges not in (None, Edges.TIDY):
        state = MarkState.EDGES_OFF
    elif item.found and not item.required:
        state = MarkState.OPTIONAL_FOUND
    label = label_name(guide, mark.label) if mark is not None else ""
    return wording(state).note.to(Reader.TEACHER).format(label=label)


def _mark_entry(
    mark: MarkOutcome, key: AnswerKey, guide: LabelGuide, points: dict[str, int]
) -> OutcomeRow:
    return OutcomeRow(
        id=mark_id(mark.mark_id),
        kind=EntryKind.MARK,
        words=mark.quote,
        note=wording(mark.state).note.to(Reader.TEACHER),
        label=mark.label,
        sign=mark_sign(mark),
        points=points.get(mark.mark_id),
        is_difference=mark.state in (MarkState.EXTRA, MarkState.TRAP),
        span=mark.span,
        mark=mark,
        key_item=key.item(mark.piece_of) if mark.piece_of else None,
        trap=next((trap for trap in key.traps if trap.id == mark.trap_id), None),
    )


# -- ties ------------------------------------------------------------------------------------


def _tie_entries(
    comparison: Comparison,
    key: AnswerKey,
    marks: Iterable[Annotation],
    ties: Iterable[Relation],
) -> list[OutcomeRow]:
    judged = [each for each in comparison.relations if each.state is not RelationState.OPTIONAL]
    if not judged:
        return []
    # A student's file chooses its own ids, so the two sides are never looked up together.
    given = {mark.id: (mark.quote, mark.span) for mark in marks}
    in_key = {item.id: (item.quote, item.span) for item in key.items}
    mine = {relation.id: relation for relation in ties}
    theirs = {relation.id: relation for relation in key.relations}
    found = {item.item_id for item in comparison.items if item.found}
    shown = shown_points([each.points for each in judged])
    rows = [OutcomeRow(id="ties", kind=EntryKind.HEADING, words="Ties, counted apart")]
    for number, (each, points) in enumerate(zip(judged, shown, strict=True)):
        relation = theirs.get(each.key_relation_id)
        places, either = in_key, each.kind is RelationKind.DENIES
        if relation is None:
            relation, places, either = mine[each.relation_id], given, False
        quotes = {end: words for end, (words, _span) in places.items()}
        is_missed = each.state is RelationState.MISSED and each.item_id in found
        rows.append(
            OutcomeRow(
                id=f"tie {number}",
                kind=EntryKind.TIE,
                words=f"“{shortened(quotes[relation.source_id], 40)}” "
                f"{tie_text(relation, quotes, either=either)}",
                note=tie_note(each),
                sign=wording(each.state).sign,
                points=points if each.required and each.state is not RelationState.EXTRA else None,
                is_difference=is_missed
                or each.state in (RelationState.PARTLY, RelationState.WRONG_END),
                span=places[relation.source_id][1],
                tie=each,
            )
        )
    of = f"of {points_text(comparison.relation_possible)}"
    rows.append(
        OutcomeRow(id="ties-total", kind=EntryKind.SUM, words="ties", note=of, points=sum(shown))
    )
    return rows
