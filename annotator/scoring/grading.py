"""A submission against an answer key: from the model's values to a comparison and back.

The rule itself, version 2, is in :mod:`annotator.scoring.place` (how a mark fits a span),
:mod:`annotator.scoring.standing` (what it is by itself), :mod:`annotator.scoring.pairing` (who is
paired with whom), :mod:`annotator.scoring.explanation` (what is told) and
:mod:`annotator.scoring.relations` (ties); here texts become words and outcomes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from annotator.model.annotation import Annotation, Relation
from annotator.model.article import Article
from annotator.model.errors import InvalidModel
from annotator.model.key import POINT, AcceptedSpan, AnswerKey, KeyItem
from annotator.model.lesson import LessonUses
from annotator.model.outcome import RULE, Comparison
from annotator.model.text import Span
from annotator.model.words import WordIndex
from annotator.scoring.counts import confusion, counts_from
from annotator.scoring.coverage import BodyText, coverage_of_ranges
from annotator.scoring.explanation import Explanation, KeySide, asked_details, passed_over
from annotator.scoring.pairing import WordMark, pair_up
from annotator.scoring.place import AcceptedPlace, WordRange
from annotator.scoring.relations import RelationKey, compare_relations
from annotator.scoring.sources import Mentions
from annotator.scoring.standing import WordItem, WordKey
from annotator.scoring.stands import Stands

DEFAULT_EXTRA_COST = POINT // 2


@dataclass(frozen=True, slots=True)
class PreparedKey:
    """A key made ready for any number of submissions on one article. Made by :func:`prepare`.

    ``stop`` is the code point where today's reading ends, or None.
    """

    key: AnswerKey
    side: KeySide
    relations: RelationKey
    body: BodyText
    possible: int
    required: int
    edges_count: bool = True
    stop: int | None = None

    @property
    def words(self) -> WordKey:
        """The key in words."""
        return self.side.words


def prepare(
    key: AnswerKey, article: Article, *, stop: int | None = None, uses: LessonUses | None = None
) -> PreparedKey:
    """The key's side of any comparison on ``article``; InvalidModel for a key of another text.

    ``stop`` (a code point) is where the class stops today: items that begin there or later are
    optional, and marks that begin there or later cost nothing. ``uses`` says which attributes the
    lesson asks for (none without it) and whether edges count yet.
    """
    if key.article_sha256 != article.sha256:
        raise InvalidModel(
            "This answer key belongs to another text.",
            kept="Nothing was compared.",
            todo="Choose the lesson that the work was made for.",
        )
    uses = uses or LessonUses()
    by_id = {item.id: item for item in key.items}
    traps = tuple(sorted(key.traps, key=lambda trap: (trap.span, trap.id)))
    mentions = Mentions(key, article)
    words = WordKey(
        (_word_item(item, article.words, stop, mentions) for item in key.items),
        [_range(article.words, trap.span) for trap in traps],
        edges_count=uses.edges_count,
    )
    items = tuple(by_id[item.id] for item in words.items)
    order = sorted(range(len(items)), key=lambda n: (items[n].span, items[n].label, items[n].id))
    side = KeySide(
        items=items,
        traps=traps,
        words=words,
        passed_over=tuple(passed_over(*each) for each in zip(items, words.items, strict=True)),
        reading_order=tuple(order),
        details=tuple(asked_details(item, uses.attributes) for item in items),
    )
    required = frozenset(item.id for item in words.items if item.required)
    return PreparedKey(
        key=key,
        side=side,
        relations=RelationKey(
            key.relations, required, {items[n].id: place for place, n in enumerate(order)}
        ),
        body=BodyText(article),
        possible=sum(item.weight for item in words.items if item.required),
        required=len(required),
        edges_count=uses.edges_count,
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
    uses: LessonUses | None = None,
) -> Comparison:
    """One student's annotations against the key.

    ``extra_cost`` is micro-points per extra or trap mark; ``waived`` holds ids of marks that the
    teacher lets through at no cost; ``stop`` and ``uses`` (see :func:`prepare`) count only where
    ``key`` is not prepared yet. Neither the order of annotations nor that of the key changes
    anything. InvalidModel for a key of another text or a cost below zero.
    """
    if extra_cost < 0:
        raise InvalidModel("What an extra mark costs cannot be below zero.")
    ready = key if isinstance(key, PreparedKey) else prepare(key, article, stop=stop, uses=uses)
    if ready.key.article_sha256 != article.sha256:
        raise InvalidModel("This answer key belongs to another text.")
    word_marks = _word_marks(annotations, article.words, waived, ready.stop)
    pairing = pair_up(ready.words, word_marks, extra_cost)
    explanation = Explanation(ready.side, pairing, annotations, waived)
    marks, items, rows = explanation.marks, explanation.items, explanation.rows()
    cells = confusion(marks, items)
    ties = compare_relations(
        ready.relations,
        relations,
        Stands(ready.words, pairing),
        {mark.mark_id: mark.label for mark in marks},
    )
    points = sum(row.points for row in rows)
    details = [detail for item in items for detail in item.details]
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
        required=ready.required,
        found=sum([item.required and item.found for item in items]),
        named=sum([item.required and bool(item.label_right) for item in items]),
        labels=counts_from(cells),
        confusion=cells,
        relations=ties,
        relation_points=sum(tie.points for tie in ties),
        relation_possible=sum(tie.possible for tie in ties),
        details_right=sum(detail.is_right for detail in details),
        details=len(details),
        coverage=coverage_of_ranges(ready.body, [(m.label, m.start, m.end) for m in word_marks]),
        edges_count=ready.edges_count,
        rule=RULE,
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


def _word_item(item: KeyItem, words: WordIndex, stop: int | None, mentions: Mentions) -> WordItem:
    places = []
    for number, accepted in enumerate(item.accepted):
        place = _place(accepted, words)
        if place:
            places.append((number, place))
    today = stop is None or item.span.start < stop
    return WordItem(
        item.id,
        item.labels,
        tuple(places),
        item.required and today,
        item.weight,
        mentions.of(item),
        mentions.source(item),
    )


def _place(accepted: AcceptedSpan, words: WordIndex) -> AcceptedPlace | None:
    span = _range(words, accepted.span)
    if span[0] >= span[1]:
        return None
    core = _range(words, accepted.core) if accepted.core else None
    if core and core[0] >= core[1]:
        core = None
    extent = _range(words, accepted.extent) if accepted.extent else None
    return AcceptedPlace.of(span, core, extent)
