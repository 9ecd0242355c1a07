"""What a machine can see that is wrong with an answer key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from annotator.files.reading_level import sentences
from annotator.model.annotation import Relation, RelationKind
from annotator.model.article import BODY_KINDS, Article, BlockKind
from annotator.model.key import AcceptedSpan, AnswerKey, KeyItem
from annotator.model.labels import CLAIM, DENIAL, OPINION, SOURCE
from annotator.model.lesson import Lesson
from annotator.model.text import Span

#: Whether it is an error (else a warning), the id of the item or trap, and what is wrong.
Fault = tuple[bool, str, str]
#: Share of the required items that should say why a likely wrong label is wrong.
MISTAKES_SHARE = 0.5
_CONTENT = (CLAIM, DENIAL, OPINION)


def key_faults(lesson: Lesson, key: AnswerKey) -> Iterator[Fault]:
    """All faults of the lesson's key, item by item, then between items."""
    for item in key.items:
        yield from _item(item, lesson, key)
        for accepted in item.accepted:
            yield from _span(item, accepted, lesson.article)
            if not lesson.uses.edges_count and item.label in _CONTENT:
                yield from _whole_sentence(item, accepted, lesson.article)
    yield from _traps(lesson.article, key)
    yield from _overlaps(key)
    yield from _mistakes(lesson, key)
    yield from _relations(lesson, key)


def _item(item: KeyItem, lesson: Lesson, key: AnswerKey) -> Iterator[Fault]:
    if not item.why.strip():
        yield True, item.id, f"“{item.name}” has no why."
    if not item.name:
        yield True, item.id, f"the item “{item.quote[:40]}” has no name."
    if item.required and not item.weight:
        yield True, item.id, f"“{item.name}” is required and weighs nothing."
    if SOURCE not in item.labels and (item.other_names or item.mentions):
        yield True, item.id, f"“{item.name}” is no source, but has other names."
    for name in item.other_names:
        if not _stands_elsewhere(name, item, lesson.article.text):
            yield False, item.id, f"“{name}”, another name of “{item.name}”, stands nowhere else."
    for mention in item.mentions:
        own = any(place.span.overlaps(mention.span) for place in item.accepted)
        if own or any(trap.span.overlaps(mention.span) for trap in key.traps):
            where = "the item itself" if own else "a trap"
            yield (
                False,
                item.id,
                f"“{mention.quote}”, a later mention of “{item.name}”, lies in {where}: it never "
                "counts.",
            )
    for name in item.attributes.to_dict():
        if name not in lesson.uses.attributes:
            yield False, item.id, f"“{item.name}” says “{name}”, which this lesson doesn’t use."
    for label, _ in item.likely_mistakes:
        if label not in lesson.guide:
            yield True, item.id, f"“{item.name}” explains “{label}”, which is no label here."
        elif label in item.labels:
            yield True, item.id, f"“{item.name}” says why not “{label}”, but accepts it."


def _stands_elsewhere(name: str, item: KeyItem, text: str) -> bool:
    """Whether a name stands in the text on whole words, outside the item itself."""
    return any(
        not any(place.span.overlaps(Span(*found.span())) for place in item.accepted)
        for found in re.finditer(rf"\b{re.escape(name)}\b", text, re.IGNORECASE)
    )


def _span(item: KeyItem, accepted: AcceptedSpan, article: Article) -> Iterator[Fault]:
    where = f"“{accepted.quote[:50]}” ({item.name})"
    if article.words.snap(accepted.span) != accepted.span:
        yield True, item.id, f"{where} does not begin and end with a word."
    if accepted.core and article.words.snap(accepted.core) != accepted.core:
        yield True, item.id, f"the core of {where} does not begin and end with a word."
    if accepted.extent and _cuts_word(accepted.extent, article):
        yield True, item.id, f"the extent of {where} cuts a word."
    if accepted.quote.lower().startswith("that "):
        yield False, item.id, f"{where} begins with “that”."
    blocks = article.blocks_of(accepted.span)
    if len(blocks) > 1:
        yield True, item.id, f"{where} runs over more than one block."
    elif article.blocks[blocks[0]].kind not in BODY_KINDS | {BlockKind.OTHER}:
        yield True, item.id, f"{where} lies in a {article.blocks[blocks[0]].kind}: never right."


def _cuts_word(span: Span, article: Article) -> bool:
    first, last = article.words.at(span.start), article.words.at(span.end - 1)
    return bool((first and first.start < span.start) or (last and last.end > span.end))


def _whole_sentence(item: KeyItem, accepted: AcceptedSpan, article: Article) -> Iterator[Fault]:
    """Where edges don't count yet, every may-include reaches the whole sentence."""
    words = article.words
    block = article.blocks[article.block_number_at(accepted.span.start)].span
    reach = words.numbers(accepted.extent or accepted.span)
    for sentence in sentences(block.of(article.text)):
        here = Span(block.start + sentence.start, block.start + sentence.end)
        if not here.overlaps(accepted.span):
            continue
        wanted = words.numbers(here)
        if wanted and not (reach[0] <= wanted[0] and wanted[-1] <= reach[-1]):
            yield (
                False,
                item.id,
                f"the extent of “{item.name}” does not reach the whole sentence "
                f"“{here.of(article.text)[:50]}”.",
            )


def _traps(article: Article, key: AnswerKey) -> Iterator[Fault]:
    for trap in key.traps:
        if not trap.why.strip():
            yield True, trap.id, f"the trap “{trap.quote[:40]}” has no why."
        inside = set(article.words.numbers(trap.span))
        if not inside:
            yield True, trap.id, f"the trap “{trap.quote[:40]}” holds no word."
        for item in key.items:
            shared = inside & set(article.words.numbers(item.span))
            own = set(article.words.numbers(item.span))
            if own and len(shared) * 2 >= len(own):
                yield True, trap.id, f"the trap “{trap.quote[:40]}” lies on “{item.name}”."


def _overlaps(key: AnswerKey) -> Iterator[Fault]:
    for one, other in combinations(key.items, 2):
        if one.label != other.label or not one.span.overlaps(other.span):
            continue
        if one.span == other.span:
            yield True, other.id, f"“{one.name}” and “{other.name}” are the same mark."
        elif not (one.span.contains(other.span) or other.span.contains(one.span)):
            yield True, other.id, f"“{one.name}” and “{other.name}” overlap under one label."
        elif one.required and other.required:
            yield False, other.id, f"“{one.name}” and “{other.name}”, both required, are nested."


def _mistakes(lesson: Lesson, key: AnswerKey) -> Iterator[Fault]:
    required = [item for item in key.items if item.required]
    explained = sum(bool(item.likely_mistakes) for item in required)
    if explained < MISTAKES_SHARE * len(required):
        yield (
            True,
            "",
            f"only {explained} of {len(required)} required items explain a likely mistake.",
        )
    for item in key.items:
        if (
            item.required
            and not item.likely_mistakes
            and len(item.labels) < len(lesson.guide.labels)
        ):
            yield False, item.id, f"“{item.name}” is required and explains no likely mistake."


def _relations(lesson: Lesson, key: AnswerKey) -> Iterator[Fault]:
    present = {relation.kind for relation in key.relations}
    for kind in lesson.uses.relations:
        if kind not in present:
            yield True, "", f"the lesson trains “{kind}”, and its key has none."
    # A key may tie the mentions of one source together without asking students to: it then
    # accepts any of them in a chain.
    for kind in sorted(present - set(lesson.uses.relations) - {RelationKind.SAME_AS}):
        yield True, "", f"the key has “{kind}”, which the lesson doesn’t use."
    for relation in key.relations:
        yield from _ends(relation, key)
    tied = {(relation.kind, relation.source_id) for relation in key.relations}
    if RelationKind.DENIES in lesson.uses.relations:
        for item in key.items:
            if (
                item.required
                and item.label == DENIAL
                and (RelationKind.DENIES, item.id) not in tied
            ):
                yield True, item.id, f"the denial “{item.name}” denies nothing."
    if RelationKind.SAID_BY in lesson.uses.relations:
        for item in key.items:
            is_content = item.required and item.label in _CONTENT
            if is_content and (RelationKind.SAID_BY, item.id) not in tied:
                yield False, item.id, f"nothing tells who “{item.name}” is said by."


def _ends(relation: Relation, key: AnswerKey) -> Iterator[Fault]:
    start = key.item(relation.source_id)
    ends = [key.item(end.id) for place in relation.chain for end in place if end.id]
    source_ends = relation.kind in (RelationKind.SAID_BY, RelationKind.SAME_AS)
    if source_ends:
        for end in ends:
            if SOURCE not in end.labels:
                yield True, relation.id, f"“{end.name}” is no source, but stands in a chain."
    if relation.kind is RelationKind.SAME_AS and SOURCE not in start.labels:
        yield True, relation.id, f"“{start.name}” is no source, but is the same as one."
    if relation.kind is RelationKind.SAID_BY and not set(start.labels) & set(_CONTENT):
        yield True, relation.id, f"“{start.name}” is nothing that is said."
    if relation.kind is RelationKind.DENIES:
        if DENIAL not in start.labels:
            yield True, relation.id, f"“{start.name}” is no denial, but denies something."
        for end in ends:
            if SOURCE in end.labels:
                yield True, relation.id, f"“{start.name}” denies “{end.name}”, which is a source."
