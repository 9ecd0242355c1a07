"""How a pairing is told: what became of each mark and each key item, and the rows of the sum.

"The thought, not the mark": what is told of a required item looks at all marks that belong to it,
the one that is paired with it and every unpaired one that fits it. The points stay the pair's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from annotator.model.annotation import ATTRIBUTE_LABELS, Annotation
from annotator.model.key import KeyItem, Trap
from annotator.model.outcome import (
    Detail,
    ItemOutcome,
    ItemState,
    MarkOutcome,
    MarkState,
    Row,
    RowKind,
)
from annotator.scoring.pairing import Pairing
from annotator.scoring.standing import Candidate, Standing, WordItem, WordKey

_UNPAIRED_ROWS = {
    MarkState.OPTIONAL_FOUND: RowKind.OPTIONAL,
    MarkState.PIECE: RowKind.PIECE,
    MarkState.AGAIN: RowKind.AGAIN,
    MarkState.EXTRA: RowKind.EXTRA,
    MarkState.TRAP: RowKind.TRAP,
}


class AskedDetail(NamedTuple):
    """An attribute that is compared: its name, what the key says, the labels it is asked of."""

    name: str
    expected: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeySide:
    """What explaining a comparison needs of the key.

    ``items``, ``traps`` and ``passed_over`` (the outcome of each item when nothing found it) stand
    in the order of ``words``, and so do ``details``: the attributes that the key sets and the
    lesson asks for. ``reading_order`` numbers the items as they are told.
    """

    items: tuple[KeyItem, ...]
    traps: tuple[Trap, ...]
    words: WordKey
    passed_over: tuple[ItemOutcome, ...]
    reading_order: tuple[int, ...]
    details: tuple[tuple[AskedDetail, ...], ...]


def passed_over(item: KeyItem, word_item: WordItem) -> ItemOutcome:
    """The outcome of an item that no mark fits: missed, or optional and not found."""
    return ItemOutcome(
        item_id=item.id,
        name=item.name,
        label=item.label,
        labels=item.labels,
        span=item.span,
        quote=item.quote,
        required=word_item.required,
        weight=item.weight,
        state=ItemState.MISSED if word_item.required else ItemState.OPTIONAL,
        why=item.why,
        question=item.question,
    )


class Explanation:
    """One pairing, explained mark by mark and item by item."""

    def __init__(
        self,
        key: KeySide,
        pairing: Pairing,
        annotations: Iterable[Annotation],
        waived: Collection[str],
    ) -> None:
        self._key = key
        self._pairing = pairing
        self._annotation = {mark.id: mark for mark in annotations}
        self._waived = waived
        self._belonging, self._taken = _belonging(pairing)
        self._named = _named(pairing)
        marks = (self._mark(n) for n in range(len(pairing.marks)))
        #: The outcome of every mark, in reading order.
        self.marks = tuple(sorted(marks, key=_in_reading_order))
        #: The outcome of every key item, in reading order.
        self.items = tuple(self._item(n) for n in key.reading_order)

    def rows(self) -> tuple[Row, ...]:
        """A row for each required item, then for each unpaired mark, and what they fall short."""
        rows = [
            Row(RowKind.ITEM, item.points, item.item_id, item.paired_id)
            for item in self.items
            if item.required
        ]
        rows += [
            Row(
                _UNPAIRED_ROWS[mark.state], mark.points, mark.item_id or mark.piece_of, mark.mark_id
            )
            for mark in self.marks
            if not mark.is_paired
        ]
        value = sum(row.points for row in rows)
        if value < 0:
            rows.append(Row(RowKind.NOT_BELOW_ZERO, -value))
        return tuple(rows)

    # -- marks ---------------------------------------------------------------------------------

    def _mark(self, n: int) -> MarkOutcome:
        mark = self._annotation[self._pairing.marks[n].id]
        candidate = self._pairing.pairs.get(n)
        if candidate is None:
            return self._unpaired(n, mark, self._pairing.standings[n])
        item, fit = self._key.items[candidate.item], candidate.fit
        return MarkOutcome(
            mark_id=mark.id,
            label=mark.label,
            span=mark.span,
            quote=mark.quote,
            state=candidate.verdict,
            points=candidate.points,
            item_id=item.id,
            key_label=item.label,
            edges=fit.edges if fit else None,
            spare_words=fit.spare if fit else 0,
            lacking_words=fit.lacking if fit else 0,
            why=item.why,
            sentence="" if candidate.is_accepted else item.mistake_sentence(mark.label),
            certainty=mark.certainty,
        )

    def _unpaired(self, n: int, mark: Annotation, standing: Standing) -> MarkOutcome:
        state, items = standing.state, self._key.items
        belongs_to = _best_first(standing.fits)
        at: Candidate | None = None
        item: KeyItem | None = None
        trap: Trap | None = None
        if state is MarkState.TRAP and standing.trap is not None:
            trap = self._key.traps[standing.trap]
        if state is MarkState.PIECE:
            item = items[standing.pieces[0]]
        elif state is MarkState.OPTIONAL_FOUND and not standing.optional:
            item = items[standing.mentions[0]]
        elif state in (MarkState.OPTIONAL_FOUND, MarkState.AGAIN):
            at = _best_first(standing.optional)[0] if standing.optional else belongs_to[0]
            item = items[at.item]
        fit = at.fit if at else None
        return MarkOutcome(
            mark_id=mark.id,
            label=mark.label,
            span=mark.span,
            quote=mark.quote,
            state=state,
            points=-self._pairing.costs[n],
            item_id=item.id if item and state is MarkState.OPTIONAL_FOUND else "",
            belongs_to=tuple(items[each.item].id for each in belongs_to),
            piece_of=item.id if item and state is MarkState.PIECE else "",
            trap_id=trap.id if trap else "",
            key_label=item.label if item else "",
            edges=fit.edges if fit else None,
            spare_words=fit.spare if fit else 0,
            lacking_words=fit.lacking if fit else 0,
            why=trap.why if trap else item.why if item else "",
            certainty=mark.certainty,
            waived=mark.id in self._waived,
        )

    # -- items ---------------------------------------------------------------------------------

    def _item(self, n: int) -> ItemOutcome:
        belonging = self._belonging.get(n)
        over = self._key.passed_over[n]
        if not belonging:
            if over.required and (taken := self._taken.get(n)):
                over = replace(over, state=ItemState.MERGED, merged_into=self._id(taken[0][0]))
            return over
        best, candidate = belonging[0]
        item, mark = self._key.items[n], self._annotation[self._id(best)]
        pairs = self._pairing.pairs
        paired = next((k for k, _ in belonging if k in pairs), None)
        others = [k for k, _ in belonging[1:]] + self._named.get(n, [])
        fit = candidate.fit
        return ItemOutcome(
            item_id=item.id,
            name=item.name,
            label=item.label,
            labels=over.labels,
            span=over.span,
            quote=over.quote,
            required=over.required,
            weight=item.weight,
            state=ItemState.FOUND,
            verdict=_verdict(over.required, candidate),
            points=0 if paired is None else pairs[paired].points,
            mark_id=mark.id,
            paired_id="" if paired is None else self._id(paired),
            other_marks=tuple(self._id(k) for k in sorted(others)) if others else (),
            mark_label=mark.label,
            label_right=candidate.is_accepted,
            edges=fit.edges if fit else None,
            spare_words=fit.spare if fit else 0,
            lacking_words=fit.lacking if fit else 0,
            answer=fit.answer if fit else 0,
            is_elsewhere=fit is None,
            # What kind of source it is may be said of these words, and not of those elsewhere.
            details=_details(self._key.details[n], mark) if fit else (),
            why=item.why,
            sentence="" if candidate.is_accepted else item.mistake_sentence(mark.label),
            question=item.question,
        )

    def _id(self, n: int) -> str:
        return self._pairing.marks[n].id


def _verdict(is_required: bool, candidate: Candidate) -> MarkState:
    """What is told of a found item; an optional one has no edges to look at."""
    if is_required or not candidate.is_accepted:
        return candidate.verdict
    return MarkState.OPTIONAL_FOUND


def _in_reading_order(mark: MarkOutcome) -> tuple[int, int, str, str]:
    return (mark.span.start, mark.span.end, mark.label, mark.mark_id)


_Belonging = Mapping[int, list[tuple[int, Candidate]]]


def _belonging(pairing: Pairing) -> tuple[_Belonging, _Belonging]:
    """Item → (mark, how it fits) of all marks that belong to it, the best first.

    And, of the same shape, marks that fit it and are paired with another.
    """
    own: dict[int, list[tuple[int, Candidate]]] = {}
    others: dict[int, list[tuple[int, Candidate]]] = {}
    # A pair first: of marks that are equally good it is the one that is told.
    for n, candidate in pairing.pairs.items():
        own.setdefault(candidate.item, []).append((n, candidate))
    for n, standing in enumerate(pairing.standings):
        pair = pairing.pairs.get(n)
        into = own if pair is None else others
        for candidate in (*standing.fits, *(standing.optional if pair is None else ())):
            if pair is None or candidate.item != pair.item:
                into.setdefault(candidate.item, []).append((n, candidate))
    for marks in (*own.values(), *others.values()):
        if len(marks) > 1:
            _move_best_first(marks)
    return own, others


def _named(pairing: Pairing) -> dict[int, list[int]]:
    """Item → unpaired marks that name its source elsewhere."""
    named: dict[int, list[int]] = {}
    for n, standing in enumerate(pairing.standings):
        if standing.mentions and not standing.optional and n not in pairing.pairs:
            named.setdefault(standing.mentions[0], []).append(n)
    return named


def _move_best_first(marks: list[tuple[int, Candidate]]) -> None:
    best = 0
    for k in range(1, len(marks)):
        if marks[k][1].better_than(marks[best][1]):
            best = k
    marks.insert(0, marks.pop(best))


def _best_first(candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    if len(candidates) < 2:
        return candidates
    marks = [(0, each) for each in candidates]
    _move_best_first(marks)
    return [each for _, each in marks]


def asked_details(item: KeyItem, attributes: Sequence[str]) -> tuple[AskedDetail, ...]:
    """What the key says of an item, of the attributes that the lesson asks for."""
    return tuple(
        AskedDetail(name, _plain(expected), ATTRIBUTE_LABELS[name])
        for name in attributes
        if (expected := getattr(item.attributes, name)) is not None
    )


def _details(asked: Sequence[AskedDetail], mark: Annotation) -> tuple[Detail, ...]:
    """Those that can be said of the label which the student chose."""
    given, label = mark.attributes, mark.label
    return tuple(
        [
            Detail(name, expected, _plain(getattr(given, name)))
            for name, expected, labels in asked
            if label in labels
        ]
    )


def _plain(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
