"""Small articles, keys and marks to compare; and what Hypothesis draws them from.

The article is numbered words with a dash between them, so a mark can lie on no word at all. All
ranges here are in words, half-open; a range (n, n) is the dash before word n.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hypothesis import settings
from hypothesis import strategies as st

from annotator.model.annotation import Annotation, Relation, RelationEnd, RelationKind
from annotator.model.article import Article, BlockKind
from annotator.model.key import POINT, AcceptedSpan, AnswerKey, KeyItem, Trap
from annotator.model.lesson import LessonUses
from annotator.model.outcome import Comparison
from annotator.model.text import Span
from annotator.scoring.grading import compare

Range = tuple[int, int]

#: More on request: ANNOTATOR_EXAMPLES=20000 pytest tests/scoring
EXAMPLES = int(os.environ.get("ANNOTATOR_EXAMPLES", "250"))
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

    def compare(self, marks: Sequence[Mark] | None = None) -> Comparison:
        given = self.marks if marks is None else marks
        return compare(
            key(self.items, self.traps),
            marked(given),
            ARTICLE,
            extra_cost=self.cost,
            uses=self.uses,
        )


# --- what is drawn: few edges, so that they coincide, nest and touch -----------------------------

_EDGES = (0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 18, 20, 21, 30)
_edge = st.sampled_from(_EDGES)


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    start, end = sorted((draw(_edge), draw(_edge)))
    return (start, end) if start < end else (start, start + 1)


@st.composite
def accepted_spans(draw: st.DrawFn) -> Accepted:
    start, end = draw(ranges())
    core = extent = None
    if draw(st.booleans()):
        if draw(st.booleans()):
            first = draw(st.integers(start, end - 1))
            core = (first, draw(st.integers(first + 1, end)))
        if draw(st.booleans()):
            extent = (draw(st.integers(max(0, start - 4), start)), draw(st.integers(end, end + 4)))
    return Accepted((start, end), core, extent)


@st.composite
def items(draw: st.DrawFn) -> Item:
    labels = draw(st.lists(st.sampled_from(LABELS), min_size=1, max_size=2, unique=True))
    return Item(
        tuple(draw(st.lists(accepted_spans(), min_size=1, max_size=3))),
        tuple(labels),
        draw(st.sampled_from((True, True, True, False))),
        draw(st.sampled_from((POINT, POINT, 2 * POINT, 333_333, 0))),
        tuple(draw(st.lists(ranges(), max_size=2))) if draw(st.integers(0, 3)) == 0 else (),
        draw(st.sampled_from(("", "", "", "x", "y"))),
    )


@st.composite
def marks_near(draw: st.DrawFn, known: Sequence[Range]) -> Mark:
    """A mark somewhere, or on or beside something that is in the key; seldom on no word."""
    anywhere = not known or draw(st.booleans())
    start, end = draw(ranges()) if anywhere else draw(st.sampled_from(known))
    if draw(st.booleans()):
        start = max(0, start + draw(st.integers(-3, 3)))
        end = max(start + 1, end + draw(st.integers(-3, 3)))
    if start and draw(st.integers(0, 15)) == 0:
        end = start
    return (start, end, draw(st.sampled_from(LABELS)))


@st.composite
def cases(draw: st.DrawFn, most_items: int = 6, most_marks: int = 8) -> Case:
    drawn = tuple(draw(st.lists(items(), min_size=1, max_size=most_items)))
    traps = tuple(draw(st.lists(ranges(), max_size=2)))
    known = [accepted.words for each in drawn for accepted in each.accepted]
    known += [words for each in drawn for words in each.mentions]
    marks = draw(st.lists(marks_near(known), max_size=most_marks, unique=True))
    cost = draw(st.sampled_from((HALF, HALF, POINT // 4, 0)))
    return Case(drawn, tuple(marks), traps, cost, draw(st.sampled_from((True, True, False))))
