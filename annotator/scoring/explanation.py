"""How a pairing is told: the state of each mark and of each key item, and the rows of the sum."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from annotator.model.annotation import Annotation
from annotator.model.key import KeyItem, Trap
from annotator.model.outcome import ItemOutcome, ItemState, MarkOutcome, MarkState, Row, RowKind
from annotator.scoring.pairing import (
    OTHER_LABEL,
    OWN_LABEL,
    Candidate,
    Pairing,
    WordItem,
    WordKey,
    WordMark,
)

_UNPAIRED_ROWS = {
    MarkState.PIECE: RowKind.PIECE,
    MarkState.EXTRA: RowKind.EXTRA,
    MarkState.TRAP: RowKind.TRAP,
}


def passed_over(item: KeyItem, word_item: WordItem) -> ItemOutcome:
    """What is told of an item that nobody marked: missed, or optional and not found."""
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


class Telling:
    """One pairing, ready to be told.

    ``items``, ``traps`` and ``passed_over`` (what to tell of each item when it was not found) stand
    in the order of ``words``; ``reading_order`` numbers the items as they are told.
    """

    def __init__(
        self,
        items: Sequence[KeyItem],
        traps: Sequence[Trap],
        words: WordKey,
        passed_over: Sequence[ItemOutcome],
        reading_order: Sequence[int],
        pairing: Pairing,
        annotations: Iterable[Annotation],
        waived: Collection[str],
    ) -> None:
        self._items = items
        self._traps = traps
        self._words = words
        self._passed_over = passed_over
        self._reading_order = reading_order
        self._pairing = pairing
        self._annotation = {mark.id: mark for mark in annotations}
        self._waived = waived
        self._mark_of = {c.item: (n, c) for n, c in pairing.pairs.items()}
        self._merged = self._merging()
        self._marks = tuple(self._mark(n) for n in range(len(pairing.marks)))

    @property
    def item_of(self) -> dict[str, str]:
        """Mark id → id of the item it is paired with."""
        return {
            self._pairing.marks[n].id: self._items[c.item].id
            for n, c in self._pairing.pairs.items()
        }

    def marks(self) -> tuple[MarkOutcome, ...]:
        """The outcome of every mark, in reading order."""
        return tuple(sorted(self._marks, key=lambda mark: (mark.span, mark.label, mark.mark_id)))

    def items(self) -> tuple[ItemOutcome, ...]:
        """The outcome of every key item, in reading order."""
        return tuple(self._item(n) for n in self._reading_order)

    def unpaired_rows(self) -> list[Row]:
        """A row for each mark that is paired with nothing, in reading order."""
        return [
            Row(_UNPAIRED_ROWS[mark.state], mark.points, mark.piece_of, mark.mark_id)
            for mark in self.marks()
            if not mark.item_id
        ]

    def _mark(self, n: int) -> MarkOutcome:
        mark = self._pairing.marks[n]
        given = self._annotation[mark.id]
        candidate = self._pairing.pairs.get(n)
        if candidate is None:
            return self._unpaired(n, given)
        item = self._items[candidate.item]
        wrong = candidate.rank == OTHER_LABEL
        return MarkOutcome(
            mark_id=mark.id,
            label=mark.label,
            span=given.span,
            quote=given.quote,
            state=_state(self._words.items[candidate.item], candidate),
            points=candidate.points,
            item_id=item.id,
            key_label=item.label,
            edges=candidate.fit.edges,
            spare_words=candidate.fit.spare,
            lacking_words=candidate.fit.lacking,
            why=item.why,
            sentence=item.mistake_sentence(mark.label) if wrong else "",
            certainty=given.certainty,
        )

    def _unpaired(self, n: int, given: Annotation) -> MarkOutcome:
        standing = self._pairing.standings[n]
        trap = self._traps[standing.trap] if standing.trap is not None else None
        whole = self._items[standing.piece_of] if standing.piece_of is not None else None
        state = MarkState.TRAP if trap else MarkState.PIECE if whole else MarkState.EXTRA
        return MarkOutcome(
            mark_id=given.id,
            label=given.label,
            span=given.span,
            quote=given.quote,
            state=state,
            points=-self._pairing.costs[n],
            piece_of=whole.id if whole else "",
            trap_id=trap.id if trap else "",
            key_label=whole.label if whole else "",
            why=trap.why if trap else whole.why if whole else "",
            certainty=given.certainty,
            waived=given.id in self._waived,
        )

    def _item(self, n: int) -> ItemOutcome:
        pair = self._mark_of.get(n)
        if pair is None:
            return self._not_found(n)
        item, (number, candidate) = self._items[n], pair
        mark = self._pairing.marks[number]
        right = candidate.rank != OTHER_LABEL
        return ItemOutcome(
            item_id=item.id,
            name=item.name,
            label=item.label,
            labels=item.labels,
            span=item.span,
            quote=item.quote,
            required=self._words.items[n].required,
            weight=item.weight,
            state=ItemState.FOUND,
            points=candidate.points,
            mark_id=mark.id,
            mark_label=mark.label,
            label_right=right,
            edges=candidate.fit.edges,
            spare_words=candidate.fit.spare,
            lacking_words=candidate.fit.lacking,
            answer=candidate.fit.answer,
            why=item.why,
            sentence="" if right else item.mistake_sentence(mark.label),
            question=item.question,
        )

    def _not_found(self, n: int) -> ItemOutcome:
        over = self._merged.get(n)
        if over is None:
            return self._passed_over[n]
        return replace(self._passed_over[n], state=ItemState.MERGED, merged_into=over.id)

    def _merging(self) -> dict[int, WordMark]:
        """Unpaired item → the first mark that covers it and another one beside it.

        The label must be accepted by both. A paired mark's other item is the one it is paired with;
        so an inner clause that was passed over inside an outer one that was marked stays missed.
        """
        merging: dict[int, WordMark] = {}
        for k, mark in enumerate(self._pairing.marks):
            standing = self._pairing.standings[k]
            if len(standing.covers) < 2 or standing.trap is not None:
                continue
            pair = self._pairing.pairs.get(k)
            others = [n for n in standing.covers if pair is None or n == pair.item]
            for n in standing.covers:
                if any(_beside(self._words.items[n], self._words.items[m]) for m in others):
                    merging.setdefault(n, mark)
        return merging


def _state(item: WordItem, candidate: Candidate) -> MarkState:
    if candidate.rank == OTHER_LABEL:
        return MarkState.OTHER_LABEL
    if not item.required:
        return MarkState.OPTIONAL_FOUND
    if not candidate.fit.is_full:
        return MarkState.EDGES_OFF
    own = candidate.rank == OWN_LABEL and candidate.fit.answer == 0
    return MarkState.MATCHED if own else MarkState.ANOTHER_ANSWER


def _beside(item: WordItem, other: WordItem) -> bool:
    """The two share less than half of the shorter one's words, wherever they are accepted."""
    return all(
        2 * a.inside(b.start, b.end) < min(a.end - a.start, b.end - b.start)
        for _, a in item.places
        for _, b in other.places
    )
