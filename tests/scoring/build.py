"""Small articles, keys, marks and ties to compare; random ones are drawn in ``chance.py``.

The article is numbered words with a dash between them, so a mark can lie on no word at all. All
ranges here are in words, half-open; a range (n, n) is the dash before word n.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from hypothesis import settings

from annotator.model.annotation import Annotation, Relation, RelationEnd, RelationKind
from annotator.model.article import Article, BlockKind
from annotator.model.key import POINT, AcceptedSpan, AnswerKey, KeyItem, Trap
from annotator.model.lesson import LessonUses
from annotator.model.outcome import Comparison, RelationOutcome
from annotator.model.text import Span
from annotator.scoring.grading import PreparedKey, compare, prepare
from annotator.scoring.relations import RelationKey, compare_relations
from annotator.scoring.stands import Stand

Range = tuple[int, int]

#: More on request: ANNOTATOR_EXAMPLES=20000 pytest tests/scoring
EXAMPLES = int(os.environ.get("ANNOTATOR_EXAMPLES", "100"))
thorough = settings(max_examples=EXAMPLES, deadline=None)

WORDS = 64
HALF = POINT // 2
LABELS = ("claim", "denial", "opinion")
THEN = datetime.datetime(2024, 3, 14, 9, 0, tzinfo=datetime.UTC)

ARTICLE = Article.from_blocks(
    [(BlockKind.PARAGRAPH, " – ".join(f"w{number:02}" for number in range(WORDS)))]
)


def span(words: Range) -> Span:
    """Code points of a range of words; of the dash before word n for (n, n)."""
    start, end = words
    return Span(6 * start - 2, 6 * start - 1) if start == end else Span(6 * start, 6 * end - 3)


@dataclass(frozen=True)
class Accepted:
    words: Range
    core: Range | None = None
    extent: Range | None = None

    def built(self) -> AcceptedSpan:
        place = span(self.words)
        return AcceptedSpan(
            place,
            place.of(ARTICLE.text),
            span(self.core) if self.core else None,
            span(self.extent) if self.extent else None,
        )


@dataclass(frozen=True)
class Item:
    accepted: tuple[Accepted, ...]
    labels: tuple[str, ...] = ("claim",)
    required: bool = True
    weight: int = POINT
    #: Listed places of later mentions; items of one ``source`` are tied by "same as".
    mentions: tuple[Range, ...] = ()
    source: str = ""

    def built(self, id: str) -> KeyItem:
        return KeyItem(
            id=id,
            name=id,
            label=self.labels[0],
            also_labels=self.labels[1:],
            accepted=tuple(accepted.built() for accepted in self.accepted),
            required=self.required,
            weight=self.weight,
            why=f"why {id}",
            likely_mistakes=(("opinion", f"{id} is no opinion"),),
            mentions=tuple(Accepted(words).built() for words in self.mentions),
        )


Mark = tuple[int, int, str]


def item(start: int, end: int, *labels: str, required: bool = True) -> Item:
    return Item((Accepted((start, end)),), labels or ("claim",), required)


def key(items: Sequence[Item], traps: Sequence[Range] = (), ids: Sequence[str] = ()) -> AnswerKey:
    names = ids or [f"item {n}" for n in range(len(items))]
    return AnswerKey(
        article_sha256=ARTICLE.sha256,
        items=tuple(each.built(name) for each, name in zip(items, names, strict=True)),
        traps=tuple(
            Trap(
                id=f"trap {n}",
                span=span(words),
                quote=span(words).of(ARTICLE.text),
                why=f"why trap {n}",
            )
            for n, words in enumerate(traps)
        ),
        relations=tuple(_same_as(items, names)),
    )


def _same_as(items: Sequence[Item], names: Sequence[str]) -> Iterator[Relation]:
    first: dict[str, str] = {}
    for each, name in zip(items, names, strict=True):
        if each.source and each.source in first:
            yield Relation(
                id=f"same {name}",
                kind=RelationKind.SAME_AS,
                source_id=name,
                chain=((RelationEnd.mark(first[each.source]),),),
            )
        elif each.source:
            first[each.source] = name


def marked(marks: Sequence[Mark], ids: Sequence[str] = ()) -> tuple[Annotation, ...]:
    names = ids or [f"mark {n}" for n in range(len(marks))]
    return tuple(
        Annotation.on(ARTICLE.text, span(mark[:2]), mark[2], at=THEN, id=name)
        for mark, name in zip(marks, names, strict=True)
    )


@dataclass(frozen=True)
class Case:
    """A key and a student's marks, in words."""

    items: tuple[Item, ...]
    marks: tuple[Mark, ...]
    traps: tuple[Range, ...] = ()
    cost: int = HALF
    edges_count: bool = True

    @property
    def uses(self) -> LessonUses:
        return LessonUses(edges_count=self.edges_count)

    @cached_property
    def prepared(self) -> PreparedKey:
        """The key, made ready once for all comparisons of the case."""
        return prepare(key(self.items, self.traps), ARTICLE, uses=self.uses)

    def compare(self, marks: Sequence[Mark] | None = None) -> Comparison:
        given = self.marks if marks is None else marks
        return compare(self.prepared, marked(given), ARTICLE, extra_cost=self.cost)


# --- ties: items and marks are called by one letter, a mark by the small one ------------------

EVERYTHING = frozenset("ABCDEFGHS")
Place = str | tuple[str | RelationEnd, ...]


def tie(kind: RelationKind, source: str, *places: Place, id: str = "") -> Relation:
    """``places`` are strings of one-letter ids ("AB" are joint sources), or tuples of ends."""
    chain = tuple(
        tuple(RelationEnd.mark(each) if isinstance(each, str) else each for each in place)
        for place in places
    )
    return Relation(id=id or f"{kind} {source} {places}", kind=kind, source_id=source, chain=chain)


def said_by(source: str, *places: Place, id: str = "") -> Relation:
    return tie(RelationKind.SAID_BY, source, *places, id=id)


def denies(source: str, targets: Place, id: str = "") -> Relation:
    return tie(RelationKind.DENIES, source, targets, id=id)


def same_as(source: str, other: Place, id: str = "") -> Relation:
    return tie(RelationKind.SAME_AS, source, other, id=id)


def compare_ties(
    wanted: Sequence[Relation],
    given: Sequence[Relation],
    item_of: Mapping[str, str] | None = None,
    required: Iterable[str] = EVERYTHING,
) -> tuple[RelationOutcome, ...]:
    """Each mark stands for the item with its capital, unless ``item_of`` says otherwise."""
    pairs = {each.lower(): each for each in EVERYTHING} if item_of is None else item_of
    stands = {mark: (Stand(item, (1, 1, POINT, 1)),) for mark, item in pairs.items()}
    labels = {each.lower(): "claim" for each in sorted(EVERYTHING)}
    return compare_relations(RelationKey(wanted, frozenset(required)), given, stands, labels)


def tie_points(outcomes: Iterable[RelationOutcome]) -> int:
    return sum(each.points for each in outcomes)
