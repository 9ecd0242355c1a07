"""Whether a key judges like things alike: construction by construction, sentence by sentence.

Compares an item with others of its key and, where other lessons are given, with theirs. Only
constructions that words give away are known here (a refusal, a “should”, a layer around a claim).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator.model.article import BODY_KINDS
from annotator.model.key import AnswerKey, KeyItem
from annotator.model.labels import SOURCE
from annotator.model.lesson import Lesson
from annotator.model.text import Span
from annotator.services.lessons.key_attack import Kind, Weakness

#: A sentence that stands so often in a key says nothing about the place where it stands.
OFTEN = 3

#: What a construction is called → the words that give it away.
_CONSTRUCTIONS = {
    "a refusal or a silence": re.compile(
        r"\b(?:declined to|refused to|would not (?:discuss|comment|say|answer)"
        r"|(?:did|does|has) not (?:mention|answer|repl(?:y|ied)|respond(?:ed)?))\b",
        re.IGNORECASE,
    ),
    "an announced denial": re.compile(r"\b(?:reject|den(?:y|ie)|disput)(?:s|es|ed|d)\b"),
    "a proposal": re.compile(r"\b(?:should|ought to)\b"),
    "a request for comment": re.compile(r"\basked (?:[\w’-]+ ){0,4}for (?:a )?comment\b"),
}


@dataclass(frozen=True, slots=True)
class _Use:
    """Where a construction stands, and how the key judges it there: a label, a trap, nothing."""

    lesson: Lesson
    quote: str
    verdict: str
    item_id: str


def inconsistencies(
    lesson: Lesson, key: AnswerKey, others: Iterable[Lesson] = ()
) -> Iterator[Weakness]:
    """Everything in ``key`` that differs from itself or from the keys of ``others``."""
    yield from _judged_differently(lesson, key, [each for each in others if each.id != lesson.id])
    yield from _layers(key)
    yield from _repeated(key)
    yield from _lone_names(key)


def _judged_differently(
    lesson: Lesson, key: AnswerKey, others: Sequence[Lesson]
) -> Iterator[Weakness]:
    for name, pattern in _CONSTRUCTIONS.items():
        here = list(_uses(lesson, key, pattern))
        there = [
            use for each in others if each.key is not None for use in _uses(each, each.key, pattern)
        ]
        verdicts = Counter(use.verdict for use in [*here, *there])
        if len(verdicts) < 2:
            continue
        usual = max(verdicts, key=lambda verdict: (verdicts[verdict], verdict))
        for use in here:
            if use.verdict != usual:
                example = next(u for u in [*here, *there] if u.verdict == usual)
                where = "" if example.lesson is lesson else f" in “{example.lesson.title}”"
                yield Weakness(
                    Kind.DIFFERS,
                    f"“{use.quote}” is {use.verdict}; “{example.quote}”{where}, {name} too, "
                    f"is {usual}.",
                    use.item_id,
                    verdicts[usual],
                )


def _uses(lesson: Lesson, key: AnswerKey, pattern: re.Pattern[str]) -> Iterator[_Use]:
    text = lesson.article.text
    for block in lesson.article.blocks:
        if block.kind not in BODY_KINDS:
            continue
        for found in pattern.finditer(text, block.span.start, block.span.end):
            at = Span(*found.span())
            quote = text[at.start : min(block.span.end, at.end + 25)].split(",")[0]
            for trap in key.traps:
                if trap.span.overlaps(at):
                    yield _Use(lesson, quote, "a trap", trap.id)
                    break
            else:
                item = _smallest_around(key, at)
                # What nothing covers is told of elsewhere.
                if item:
                    yield _Use(lesson, quote, f"marked as {item.label}", item.id)


def _smallest_around(key: AnswerKey, at: Span) -> KeyItem | None:
    around = [
        (len(place.span), number)
        for number, item in enumerate(key.items)
        if item.label != SOURCE
        for place in item.accepted
        if place.span.contains(at)
    ]
    return key.items[min(around)[1]] if around else None


def _layers(key: AnswerKey) -> Iterator[Weakness]:
    """An item that lies whole in another one of its label, and accepts other labels than that."""
    for outer in key.items:
        for inner in key.items:
            if (
                outer is not inner
                and outer.label == inner.label
                and outer.span != inner.span
                and outer.span.contains(inner.span)
                and set(outer.labels) != set(inner.labels)
            ):
                yield Weakness(
                    Kind.DIFFERS,
                    f"“{outer.name}” accepts {', '.join(outer.labels)}, and “{inner.name}” inside "
                    f"it accepts {', '.join(inner.labels)}.",
                    outer.id,
                    1,
                )


def _repeated(key: AnswerKey) -> Iterator[Weakness]:
    places: dict[str, list[str]] = defaultdict(list)
    for item in key.items:
        for words in (item.why, *(why for _, why in item.likely_mistakes)):
            places[words].append(item.id)
    for trap in key.traps:
        places[trap.why].append(trap.id)
    for tie in key.relations:
        places[tie.note].append(tie.source_id)
    for words, where in places.items():
        if words and len(where) >= OFTEN:
            yield Weakness(
                Kind.REPEATED,
                f"the same words stand {len(where)} times: “{words[:90]}”.",
                where[0],
                len(where),
            )


def _lone_names(key: AnswerKey) -> Iterator[Weakness]:
    """Optional sources that repeat a word of a required one's name."""
    repeats: dict[str, list[KeyItem]] = defaultdict(list)
    for item in key.items:
        if item.label != SOURCE or item.required or not item.quote[:1].isupper():
            continue
        word = item.quote.removesuffix("’s")
        for source in key.items:
            named = any(re.search(rf"\b{re.escape(word)}\b", p.quote) for p in source.accepted)
            if source.required and source.label == SOURCE and named and " " not in word:
                repeats[source.id].append(item)
                break
    for source_id, items in repeats.items():
        yield Weakness(
            Kind.NAMES,
            f"“{items[0].quote}” is an optional item ({len(items)} in all) and the name of "
            f"“{key.item(source_id).name}”: as another name of that source it counts everywhere.",
            source_id,
            len(items),
        )
