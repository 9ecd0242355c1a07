"""Articles, keys and submissions for the tests: made by hand, or by Hypothesis."""

from __future__ import annotations

import copy
import datetime
import random
import uuid
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from annotator.files.fields import clean_text
from annotator.model.annotation import (
    Annotation,
    Attributes,
    Attribution,
    Certainty,
    Checkable,
    DenialKind,
    EndKind,
    OpinionKind,
    Quotation,
    Relation,
    RelationEnd,
    RelationKind,
    SourceType,
)
from annotator.model.article import Article, ArticleMetadata, BlockKind
from annotator.model.key import AcceptedSpan, AnswerKey, KeyItem, Trap
from annotator.model.names import shown_name
from annotator.model.text import Span
from annotator.model.work import Attempt, AttemptState, Student, Submission

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "resources" / "label_guide.toml"
LESSONS = ROOT / "lessons"
LABELS = ("claim", "denial", "source", "opinion")
WHEN = datetime.datetime(2026, 3, 14, 9, 30, 0, 250_000, tzinfo=datetime.UTC)


def an_id(number: int) -> str:
    return str(uuid.UUID(int=number))


def an_article() -> Article:
    return Article.from_blocks(
        [
            (BlockKind.HEADLINE, "Mayor “Knew” of Leak 🚰"),
            (BlockKind.BYLINE, "By Jonah Pell"),
            (BlockKind.PARAGRAPH, "The lake lost a fifth of its water, a clerk said on Monday."),
            (BlockKind.PARAGRAPH, "“Not one drop is gone,” said Mayor Imre Voss. قال العمدة"),
        ],
        ArticleMetadata(
            title="Mayor “Knew” of Leak 🚰",
            byline="By Jonah Pell",
            language="en",
            licence="CC BY 4.0",
        ),
    )


def span_of(article: Article, words: str) -> Span:
    start = article.text.index(words)
    return Span(start, start + len(words))


def a_submission(article: Article) -> Submission:
    def mark(number: int, label: str, words: str, **more: Any) -> Annotation:
        span = span_of(article, words)
        return Annotation(
            id=an_id(number),
            label=label,
            span=span,
            quote=words,
            created=WHEN,
            modified=WHEN,
            **more,
        )

    marks = (
        mark(1, "claim", "lake lost a fifth of its water", certainty=Certainty.SURE),
        mark(2, "denial", "Not one drop is gone", note="She says no.\nFlatly 🙂"),
        mark(3, "source", "clerk", attributes=Attributes(source_type=SourceType.ROLE_ONLY)),
        mark(4, "source", "Mayor Imre Voss"),
    )
    place = RelationEnd.mark
    ties = (
        Relation(
            id=an_id(11), kind=RelationKind.DENIES, source_id=an_id(2), chain=((place(an_id(1)),),)
        ),
        Relation(
            id=an_id(12),
            kind=RelationKind.SAID_BY,
            source_id=an_id(1),
            chain=((RelationEnd(EndKind.NARRATOR),), (place(an_id(3)), place(an_id(4)))),
            note="first the paper",
        ),
    )
    return Submission(
        student=Student(id=an_id(90), name="Zoë O’Hara =1+1"),
        lesson_id="03-reservoir-leak",
        article_sha256=article.sha256,
        attempt=Attempt(
            id=an_id(91),
            number=2,
            supersedes=an_id(92),
            state=AttemptState.HANDED_IN,
            started=WHEN,
            handed_in=WHEN + datetime.timedelta(minutes=20),
            seconds_spent=1_200,
        ),
        annotations=marks,
        relations=ties,
        assignment_id=an_id(93),
    )


def a_key(article: Article) -> AnswerKey:
    lost = span_of(article, "lake lost a fifth of its water")
    item = KeyItem(
        id=an_id(1),
        name="lost",
        label="claim",
        accepted=(
            AcceptedSpan(
                lost,
                lost.of(article.text),
                core=span_of(article, "lost a fifth"),
                extent=span_of(article, "The lake lost a fifth of its water, a clerk said"),
            ),
            AcceptedSpan(span_of(article, "a fifth of its water"), "a fifth of its water"),
        ),
        also_labels=("denial",),
        why="Somebody can measure it.",
        likely_mistakes=(("opinion", "Nobody judges here."),),
        question="How would you measure it?",
        attributes=Attributes(checkable=Checkable.NOW, figure=True, hedged=False),
    )
    gone = span_of(article, "Not one drop is gone")
    denial = KeyItem(
        id=an_id(2),
        name="gone",
        label="denial",
        accepted=(AcceptedSpan(gone, gone.of(article.text)),),
        required=False,
        why="It says no.",
        other_names=("Voss", "the mayor"),
        mentions=(AcceptedSpan(span_of(article, "he lake"), "he lake"),),
    )
    byline = span_of(article, "By Jonah Pell")
    return AnswerKey(
        article_sha256=article.sha256,
        items=(item, denial),
        traps=(Trap(id=an_id(3), span=byline, quote="By Jonah Pell", why="Who wrote it."),),
        relations=(
            Relation(
                id=an_id(4),
                kind=RelationKind.DENIES,
                source_id=an_id(2),
                chain=((RelationEnd.mark(an_id(1)), RelationEnd(EndKind.IMPLIED, text="a leak")),),
                note="Because both can’t be true.",
            ),
        ),
        version=7,
    )


def _said(text: str) -> str:
    return clean_text(text)


texts = st.text(max_size=40).map(_said)
ids = st.uuids().map(str)
times = st.datetimes(
    min_value=datetime.datetime(1, 1, 2),
    max_value=datetime.datetime(9999, 12, 30),
    timezones=st.just(datetime.UTC),
)
attributes = st.builds(
    Attributes,
    attribution=st.none() | st.sampled_from(Attribution),
    checkable=st.none() | st.sampled_from(Checkable),
    figure=st.none() | st.booleans(),
    denial_kind=st.none() | st.sampled_from(DenialKind),
    source_type=st.none() | st.sampled_from(SourceType),
    opinion_kind=st.none() | st.sampled_from(OpinionKind),
    quotation=st.none() | st.sampled_from(Quotation),
    hedged=st.none() | st.booleans(),
)
_words = st.text(max_size=60) | st.text(
    "ab ,.’“”—🚌👩‍👧العربية日本é\u200d", min_size=1, max_size=60
)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    blocks = draw(st.lists(st.tuples(st.sampled_from(BlockKind), _words), max_size=6))
    return Article.from_blocks([*blocks, (BlockKind.PARAGRAPH, "One bus came.")])


@st.composite
def spans(draw: st.DrawFn, article: Article) -> Span:
    start = draw(st.integers(0, len(article.text) - 1))
    return Span(start, draw(st.integers(start + 1, len(article.text))))


@st.composite
def chains(draw: st.DrawFn, others: list[str], one: bool) -> tuple[tuple[RelationEnd, ...], ...]:
    loose = [
        RelationEnd(EndKind.NARRATOR),
        RelationEnd(EndKind.NOBODY),
        RelationEnd(EndKind.IMPLIED, text="words 🙂"),
    ]
    ends = [*loose, *(RelationEnd.mark(other) for other in others)]
    chosen = draw(st.lists(st.sampled_from(ends), min_size=1, max_size=4, unique=True))
    if one:
        return (tuple(chosen),)
    cut = draw(st.integers(0, len(chosen) - 1))
    places = (tuple(chosen[:cut]), tuple(chosen[cut:]))
    return tuple(place for place in places if place)


@st.composite
def relations(draw: st.DrawFn, known: list[str]) -> tuple[Relation, ...]:
    if not known:
        return ()
    made = []
    for relation_id in draw(st.lists(ids, max_size=4, unique=True)):
        kind = draw(st.sampled_from(RelationKind))
        source = draw(st.sampled_from(known))
        others = [other for other in known if other != source]
        chain = draw(chains(others, kind is not RelationKind.SAID_BY))
        made.append(
            Relation(id=relation_id, kind=kind, source_id=source, chain=chain, note=draw(texts))
        )
    return tuple(made)


@st.composite
def submissions(draw: st.DrawFn) -> tuple[Article, Submission]:
    article = draw(articles())
    marks = {}
    for mark_id in draw(st.lists(ids, max_size=6, unique=True)):
        span = draw(spans(article))
        mark = Annotation(
            id=mark_id,
            label=draw(st.sampled_from(LABELS)),
            span=span,
            quote=span.of(article.text),
            note=draw(texts),
            certainty=draw(st.none() | st.sampled_from(Certainty)),
            attributes=draw(attributes),
            created=draw(times),
            modified=draw(times),
        )
        marks[mark.identity] = mark
    return article, Submission(
        student=Student(id=draw(ids), name=shown_name(draw(texts))),
        lesson_id=draw(st.sampled_from(["01-a", "zoo", "0f0f"])),
        article_sha256=article.sha256,
        attempt=Attempt(
            id=draw(ids),
            number=draw(st.integers(1, 1000)),
            supersedes=draw(st.just("") | ids),
            state=AttemptState.HANDED_IN,
            started=draw(times),
            handed_in=draw(st.none() | times),
            seconds_spent=draw(st.integers(0, 100_000)),
        ),
        annotations=tuple(marks.values()),
        relations=draw(relations([mark.id for mark in marks.values()])),
        assignment_id=draw(st.just("") | ids),
    )


@st.composite
def keys(draw: st.DrawFn) -> tuple[Article, AnswerKey]:
    article = draw(articles())
    items = []
    for item_id in draw(st.lists(ids, max_size=4, unique=True)):
        accepted = []
        for _ in range(draw(st.integers(1, 3))):
            span = draw(spans(article))
            start = draw(st.integers(span.start, span.end - 1))
            core = Span(start, draw(st.integers(start + 1, span.end)))
            extent = Span(
                draw(st.integers(0, span.start)), draw(st.integers(span.end, len(article.text)))
            )
            accepted.append(
                AcceptedSpan(
                    span,
                    span.of(article.text),
                    draw(st.sampled_from([None, core])),
                    draw(st.sampled_from([None, extent])),
                )
            )
        items.append(
            KeyItem(
                id=item_id,
                name=draw(texts),
                label=draw(st.sampled_from(LABELS)),
                accepted=tuple(accepted),
                also_labels=tuple(draw(st.lists(st.sampled_from(LABELS), max_size=2))),
                required=draw(st.booleans()),
                weight=draw(st.integers(0, 5_000_000)),
                why=draw(texts),
                likely_mistakes=tuple(
                    draw(st.lists(st.tuples(st.sampled_from(LABELS), texts), max_size=3))
                ),
                question=draw(texts),
                attributes=draw(attributes),
                other_names=tuple(draw(st.lists(texts.filter(str.strip), max_size=2))),
                mentions=tuple(
                    AcceptedSpan(place.span, place.quote)
                    for place in accepted[: draw(st.integers(0, 1))]
                ),
            )
        )
    traps = []
    for trap_id in draw(st.lists(ids, max_size=3, unique=True)):
        span = draw(spans(article))
        traps.append(Trap(id=trap_id, span=span, quote=span.of(article.text), why=draw(texts)))
    return article, AnswerKey(
        article_sha256=article.sha256,
        items=tuple(items),
        traps=tuple(traps),
        relations=draw(relations([item.id for item in items])),
        version=draw(st.integers(1, 1000)),
    )


_HOSTILE: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1.5,
    10**18,
    -(10**400),
    2**63,
    1e308,
    "",
    "x",
    "\x00\u202e\ud800",
    "=cmd|' /C calc'!A0",
    "<b onmouseover=alert(1)>x</b>",
    "a" * 400_000,
    "urn:uuid:00000000-0000-0000-0000-000000000001",
    "9999-99-99T99:99:99Z",
    [],
    {},
    [[]],
    [None],
    [1, "a", {}],
    {"type": "x"},
    {"": {"": []}},
    [[[[[[[[[[{}]]]]]]]]]],
    list(range(300)),
)


def mutated(value: Any, chance: random.Random) -> Any:
    """A copy of a JSON value with one to three places changed for the worse."""
    changed = copy.deepcopy(value)
    for _ in range(chance.randint(1, 3)):
        _mutate(changed, chance)
    return changed


def _mutate(value: Any, chance: random.Random) -> None:
    places: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        here = waiting.pop()
        steps = here.items() if isinstance(here, dict) else enumerate(here)
        for step, inner in list(steps):
            places.append((here, step))
            if isinstance(inner, dict | list):
                waiting.append(inner)
    if not places:
        return
    here, step = chance.choice(places)
    match chance.randint(0, 5):
        case 0:
            del here[step]
        case 1:
            other, name = chance.choice(places)
            here[step] = copy.deepcopy(other[name]) if name in _steps(other) else None
        case 2 if isinstance(here[step], list):
            here[step] = here[step] * chance.choice([2, 50])
        case 3 if isinstance(here, dict):
            here["an:unknown"] = copy.deepcopy(chance.choice(_HOSTILE))
        case 4 if isinstance(here[step], int):
            here[step] += chance.choice([-1, 1, 7, 10**6])
        case _:
            here[step] = copy.deepcopy(chance.choice(_HOSTILE))


def _steps(value: Any) -> Any:
    return value if isinstance(value, dict) else range(len(value))
