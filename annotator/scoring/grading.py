"""A submission against an answer key: from the model's values to a comparison and back.

The rule itself is in :mod:`annotator.scoring.place` (how a mark fits a span) and
:mod:`annotator.scoring.pairing` (who is paired with whom); here texts become words and outcomes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from annotator.model.annotation import Annotation, Relation
from annotator.model.article import Article
from annotator.model.errors import InvalidModel
from annotator.model.key import POINT, AcceptedSpan, AnswerKey, KeyItem, Trap
from annotator.model.outcome import Comparison, ItemOutcome, Row, RowKind
from annotator.model.text import Span
from annotator.model.words import WordIndex
from annotator.scoring.counts import confusion, counts_from
from annotator.scoring.coverage import BodyText, coverage_of_ranges
from annotator.scoring.explanation import Telling, passed_over
from annotator.scoring.pairing import WordItem, WordKey, WordMark, pair_up
from annotator.scoring.place import AcceptedPlace, WordRange
from annotator.scoring.relations import RelationKey, compare_relations

DEFAULT_EXTRA_COST = POINT // 2


@dataclass(frozen=True, slots=True)
class PreparedKey:
    """A key made ready for any number of submissions on one article. Made by :func:`prepare`.

    ``items`` and ``traps`` stand in the order of ``words``; ``stop`` is the code point where
    today's reading ends, or None.
    """

    key: AnswerKey
    items: tuple[KeyItem, ...]
    traps: tuple[Trap, ...]
    words: WordKey
    relations: RelationKey
    body: BodyText
    possible: int
    passed_over: tuple[ItemOutcome, ...]
    reading_order: tuple[int, ...]
    stop: int | None = None


def prepare(key: AnswerKey, article: Article, *, stop: int | None = None) -> PreparedKey:
    """The key's side of any comparison on ``article``; InvalidModel for a key of another text.

    ``stop`` (a code point) is where the class stops today: items that begin there or later are
    optional, and marks that begin there or later cost nothing.
    """
    if key.article_sha256 != article.sha256:
        raise InvalidModel(
            "This answer key belongs to another text.",
            kept="Nothing was compared.",
            todo="Choose the lesson that the work was made for.",
        )
    by_id = {item.id: item for item in key.items}
    traps = tuple(sorted(key.traps, key=lambda trap: (trap.span, trap.id)))
    words = WordKey(
        (_word_item(item, article.words, stop) for item in key.items),
        [_range(article.words, trap.span) for trap in traps],
    )
    required = frozenset(item.id for item in words.items if item.required)
    items = tuple(by_id[item.id] for item in words.items)
    missed = tuple(passed_over(*each) for each in zip(items, words.items, strict=True))
    order = sorted(range(len(items)), key=lambda n: (items[n].span, items[n].label, items[n].id))
    return PreparedKey(
        key=key,
        items=items,
        traps=traps,
        words=words,
        relations=RelationKey(key.relations, required),
        body=BodyText(article),
        possible=sum(item.weight for item in words.items if item.required),
        passed_over=missed,
        reading_order=tuple(order),
        stop=stop,
    )


def compare(
    key: AnswerKey | PreparedKey,
    annotations: Sequence[Annotation],
    article: Article,
    *,
    relations: Sequence[Relation] = (),
    extra_cost: int = DEFAULT_EXTRA_COST,
    waived: Collection[str] = frozenset(),
    stop: int | None = None,
) -> Comparison:
    """One student's annotations against the key.

    ``extra_cost`` is micro-points per extra or trap mark; ``waived`` holds ids of marks that the
    teacher lets through at no cost; ``stop`` counts only where ``key`` is not prepared yet. Neither
    the order of annotations nor that of the key changes anything. InvalidModel for a key of another
    text or a cost below zero.
    """
    if extra_cost < 0:
        raise InvalidModel("What an extra mark costs cannot be below zero.")
    ready = key if isinstance(key, PreparedKey) else prepare(key, article, stop=stop)
    if ready.key.article_sha256 != article.sha256:
        raise InvalidModel("This answer key belongs to another text.")
    word_marks = _word_marks(annotations, article.words, waived, ready.stop)
    pairing = pair_up(ready.words, word_marks, extra_cost)
    telling = Telling(
        ready.items,
        ready.traps,
        ready.words,
        ready.passed_over,
        ready.reading_order,
        pairing,
        annotations,
        waived,
    )
    marks, items = telling.marks(), telling.items()
    rows = _rows(telling, items)
    cells = confusion(marks, items)
    ties = compare_relations(ready.relations, relations, telling.item_of)
    points = sum(row.points for row in rows)
    return Comparison(
        article_sha256=article.sha256,
        key_version=ready.key.version,
        extra_cost=extra_cost,
        marks=marks,
        items=items,
        rows=rows,
        points=points,
        possible=ready.possible,
        score=percent(points, ready.possible),
        required=sum(1 for item in items if item.required),
        found=sum(1 for item in items if item.required and item.found),
        named=sum(1 for item in items if item.required and item.label_right),
        labels=counts_from(cells),
        confusion=cells,
        relations=ties,
        relation_points=sum(tie.points for tie in ties),
        relation_possible=sum(tie.possible for tie in ties),
        coverage=coverage_of_ranges(ready.body, [(m.label, m.start, m.end) for m in word_marks]),
    )


def quick_points(
    key: PreparedKey,
    annotations: Iterable[Annotation],
    article: Article,
    *,
    extra_cost: int = DEFAULT_EXTRA_COST,
    waived: Collection[str] = frozenset(),
) -> int:
    """The points of :func:`compare` alone, for previews over a whole class."""
    marks = _word_marks(annotations, article.words, waived, key.stop)
    return max(0, pair_up(key.words, marks, extra_cost).value)


def percent(points: int, possible: int) -> int | None:
    """100 × points / possible, half rounded up; None where nothing is possible."""
    return (200 * points + possible) // (2 * possible) if possible else None


def _rows(telling: Telling, items: tuple[ItemOutcome, ...]) -> tuple[Row, ...]:
    rows = [
        Row(
            RowKind.ITEM if item.required else RowKind.OPTIONAL,
            item.points,
            item.item_id,
            item.mark_id,
        )
        for item in items
        if item.required or item.found
    ]
    rows += telling.unpaired_rows()
    value = sum(row.points for row in rows)
    if value < 0:
        rows.append(Row(RowKind.NOT_BELOW_ZERO, -value))
    return tuple(rows)


def _range(words: WordIndex, span: Span) -> WordRange:
    numbers = words.numbers(span)
    return numbers.start, numbers.stop


def _word_marks(
    annotations: Iterable[Annotation], words: WordIndex, waived: Collection[str], stop: int | None
) -> list[WordMark]:
    marks = []
    for mark in annotations:
        numbers = words.numbers(mark.span)
        free = mark.id in waived or (stop is not None and mark.span.start >= stop)
        tie = (mark.span.start, mark.span.end)
        marks.append(WordMark(mark.id, numbers.start, numbers.stop, mark.label, free, tie))
    return marks


def _word_item(item: KeyItem, words: WordIndex, stop: int | None) -> WordItem:
    places = []
    for number, accepted in enumerate(item.accepted):
        place = _place(accepted, words)
        if place:
            places.append((number, place))
    today = stop is None or item.span.start < stop
    return WordItem(item.id, item.labels, tuple(places), item.required and today, item.weight)


def _place(accepted: AcceptedSpan, words: WordIndex) -> AcceptedPlace | None:
    span = _range(words, accepted.span)
    if span[0] >= span[1]:
        return None
    core = _range(words, accepted.core) if accepted.core else None
    if core and core[0] >= core[1]:
        core = None
    extent = _range(words, accepted.extent) if accepted.extent else None
    return AcceptedPlace.of(span, core, extent)
