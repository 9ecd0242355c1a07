"""How a pairing is told: what became of each mark and each key item, and the rows of the sum.

"The thought, not the mark": what is told of a required item looks at all marks that belong to it,
the one that is paired with it and every unpaired one that fits it. The points stay the pair's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

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

T = TypeVar("T", MarkOutcome, ItemOutcome)

_UNPAIRED_ROWS = {
    MarkState.OPTIONAL_FOUND: RowKind.OPTIONAL,
    MarkState.PIECE: RowKind.PIECE,
    MarkState.AGAIN: RowKind.AGAIN,
    MarkState.EXTRA: RowKind.EXTRA,
    MarkState.TRAP: RowKind.TRAP,
}


@dataclass(frozen=True, slots=True)
class KeySide:
    """What explaining a comparison needs of the key.

    ``items``, ``traps`` and ``passed_over`` (the outcome of each item when nothing found it) stand
    in the order of ``words``; ``reading_order`` numbers the items as they are told. ``attributes``
    are the names of those that the lesson asks for.
    """

    items: tuple[KeyItem, ...]
    traps: tuple[Trap, ...]
    words: WordKey
    passed_over: tuple[ItemOutcome, ...]
    reading_order: tuple[int, ...]
    attributes: tuple[str, ...] = ()


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
        self.marks = tuple(sorted(marks, key=lambda mark: (mark.span, mark.label, mark.mark_id)))
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
        given = self._annotation[self._pairing.marks[n].id]
        candidate = self._pairing.pairs.get(n)
        if candidate is None:
            return self._unpaired(n, given, self._pairing.standings[n])
        item = self._key.items[candidate.item]
        return replace(
            _with_edges(_outcome(given, _verdict(candidate), item), candidate),
            points=candidate.points,
            item_id=item.id,
            sentence="" if candidate.is_accepted else item.mistake_sentence(given.label),
        )

    def _unpaired(self, n: int, given: Annotation, standing: Standing) -> MarkOutcome:
        fits = _best_first(standing.fits)
        optional = _best_first(standing.optional)
        item: KeyItem | None = None
        if standing.state is MarkState.OPTIONAL_FOUND:
            item = self._key.items[optional[0].item if optional else standing.mentions[0]]
        elif standing.state is MarkState.PIECE:
            item = self._key.items[standing.pieces[0]]
        elif standing.state is MarkState.AGAIN:
            item = self._key.items[fits[0].item]
        outcome = replace(
            _outcome(given, standing.state, item),
            points=-self._pairing.costs[n],
            belongs_to=tuple(self._key.items[each.item].id for each in fits),
            waived=given.id in self._waived,
        )
        if standing.state is MarkState.TRAP and standing.trap is not None:
            trap = self._key.traps[standing.trap]
            return replace(outcome, trap_id=trap.id, why=trap.why)
        if item is None:
            return outcome
        if standing.state is MarkState.PIECE:
            return replace(outcome, piece_of=item.id)
        if standing.state is MarkState.AGAIN:
            return _with_edges(outcome, fits[0])
        outcome = replace(outcome, item_id=item.id)
        return _with_edges(outcome, optional[0]) if optional else outcome

    # -- items ---------------------------------------------------------------------------------

    def _item(self, n: int) -> ItemOutcome:
        belonging = self._belonging.get(n)
        over = self._key.passed_over[n]
        if not belonging:
            if over.required and (taken := self._taken.get(n)):
                over = replace(over, state=ItemState.MERGED, merged_into=self._id(taken[0][0]))
            return over
        best, candidate = belonging[0]
        item, given = self._key.items[n], self._annotation[self._id(best)]
        paired = next((k for k, _ in belonging if k in self._pairing.pairs), None)
        others = [k for k, _ in belonging[1:]] + self._named.get(n, [])
        elsewhere = candidate.fit is None
        return replace(
            _with_edges(over, candidate),
            state=ItemState.FOUND,
            verdict=_verdict(candidate) if over.required else MarkState.OPTIONAL_FOUND,
            points=0 if paired is None else self._pairing.pairs[paired].points,
            mark_id=given.id,
            paired_id="" if paired is None else self._id(paired),
            other_marks=tuple(self._id(k) for k in sorted(others)),
            mark_label=given.label,
            label_right=candidate.is_accepted,
            answer=0 if candidate.fit is None else candidate.fit.answer,
            is_elsewhere=elsewhere,
            # What kind of source it is may be said of these words, and not of those elsewhere.
            details=() if elsewhere else _details(item, given, self._key.attributes),
            sentence="" if candidate.is_accepted else item.mistake_sentence(given.label),
        )

    def _id(self, n: int) -> str:
        return self._pairing.marks[n].id


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


def _best_first(candidates: Sequence[Candidate]) -> list[Candidate]:
    marks = [(0, each) for each in candidates]
    if len(marks) > 1:
        _move_best_first(marks)
    return [each for _, each in marks]


def _outcome(given: Annotation, state: MarkState, item: KeyItem | None) -> MarkOutcome:
    return MarkOutcome(
        mark_id=given.id,
        label=given.label,
        span=given.span,
        quote=given.quote,
        state=state,
        key_label=item.label if item else "",
        why=item.why if item else "",
        certainty=given.certainty,
    )


def _with_edges(outcome: T, candidate: Candidate) -> T:
    fit = candidate.fit
    if fit is None:
        return outcome
    return replace(outcome, edges=fit.edges, spare_words=fit.spare, lacking_words=fit.lacking)


def _verdict(candidate: Candidate) -> MarkState:
    if not candidate.is_accepted:
        return MarkState.OTHER_LABEL
    if not candidate.is_full:
        return MarkState.EDGES_OFF
    own = candidate.is_own and candidate.is_shown
    return MarkState.MATCHED if own else MarkState.ANOTHER_ANSWER


def _details(item: KeyItem, given: Annotation, asked: Sequence[str]) -> tuple[Detail, ...]:
    """What the lesson asks, the key says, and can be said of the label that the student chose."""
    details = []
    for name in asked:
        expected = getattr(item.attributes, name)
        if expected is None or given.label not in ATTRIBUTE_LABELS[name]:
            continue
        details.append(Detail(name, _plain(expected), _plain(getattr(given.attributes, name))))
    return tuple(details)


def _plain(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
