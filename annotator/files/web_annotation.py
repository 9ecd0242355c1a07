"""Marks and relations as W3C Web Annotations (https://www.w3.org/TR/annotation-model/).

A mark is an annotation whose target has a text-quote and a text-position selector (code points)
and whose bodies classify (the label), tag (attributes) and comment (the note). What the standard
has no word for stands under the prefix ``an``, declared in ``@context``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from annotator.files import limits
from annotator.files.fields import Fields, format_time
from annotator.model.annotation import (
    ATTRIBUTE_VALUES,
    Annotation,
    Attributes,
    Certainty,
    EndKind,
    Relation,
    RelationEnd,
    RelationKind,
)
from annotator.model.article import Article
from annotator.model.text import Span

ANNO_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
NAMESPACE = "urn:x-annotator:1:"
UUID_PREFIX = "urn:uuid:"
HASH_PREFIX = "urn:sha256:"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Selectors:
    """A text-quote and a text-position selector together; positions in code points."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


def context() -> list[Any]:
    """The ``@context`` of everything written here."""
    return [ANNO_CONTEXT, {"an": NAMESPACE}]


def annotation_to_web(mark: Annotation, article: Article) -> Json:
    """A mark as a Web Annotation; InvalidModel where it doesn't quote ``article``."""
    mark.check(article.text)
    web: Json = {
        "@context": context(),
        "id": UUID_PREFIX + mark.id,
        "type": "Annotation",
        "an:kind": "mark",
        "motivation": "classifying",
        "created": format_time(mark.created),
        "modified": format_time(mark.modified),
    }
    if mark.certainty is not None:
        web["an:certainty"] = str(mark.certainty)
    bodies = [textual_body("classifying", mark.label), *attribute_bodies(mark.attributes)]
    if mark.note:
        bodies.append(textual_body("commenting", mark.note))
    web["body"] = bodies
    web["target"] = target_to_web(mark.span, article)
    return web


def annotation_from_web(fields: Fields, text: str | None, sha256: str) -> Annotation:
    """The reverse of :func:`annotation_to_web`.

    With ``text`` None the quote is only held against its positions; :meth:`Annotation.check` has
    to follow. BadInput for everything that is not a sound mark on the article ``sha256``.
    """
    mark_id = read_head(fields)
    label = note = ""
    tags: Json = {}
    for body in fields.tables("body", 40, optional=False):
        purpose = body.text("purpose", limit=40)
        value = read_body_value(body)
        if purpose == "classifying" and not label:
            label = value
        elif purpose == "tagging":
            read_attribute(body, value, tags)
        elif purpose == "commenting" and not note:
            note = value
        else:
            raise body.fault(f"a mark can’t have this body (“{purpose[:40]}”).")
        body.done()
    if not label.strip() or len(label) > limits.NAME_CHARS:
        raise fields.fault("a mark needs a label.", "body")
    created: datetime.datetime = fields.time("created")
    selectors = read_target(fields.table("target"), sha256)
    span = strict_span(fields, selectors, text)
    mark = fields.checked(
        lambda: Annotation(
            id=mark_id,
            label=label,
            span=span,
            quote=selectors.exact,
            note=note,
            certainty=fields.choice("an:certainty", Certainty)
            if fields.has("an:certainty")
            else None,
            attributes=Attributes.from_dict(tags),
            created=created,
            modified=fields.time("modified", created),
        )
    )
    fields.done()
    return mark


def relation_to_web(relation: Relation) -> Json:
    """A relation as a linking annotation: its target is the mark that it starts from.

    The bodies name the marks at the other end for programs that know only the standard; the order,
    the joint sources and the ends without a mark are in ``an:chain``.
    """
    linked = [UUID_PREFIX + end.id for place in relation.chain for end in place if end.id]
    bodies: list[Any] = list(linked)
    if relation.note:
        bodies.append(textual_body("commenting", relation.note))
    web: Json = {
        "@context": context(),
        "id": UUID_PREFIX + relation.id,
        "type": "Annotation",
        "an:kind": "relation",
        "an:relation": str(relation.kind),
        "motivation": "linking",
    }
    if bodies:
        # The standard's assertions don't take a list of one id.
        web["body"] = linked[0] if bodies == linked[:1] else bodies
    web["target"] = UUID_PREFIX + relation.source_id
    web["an:chain"] = [[_end_to_web(end) for end in place] for place in relation.chain]
    return web


def relation_from_web(fields: Fields) -> Relation:
    """The reverse of :func:`relation_to_web`; BadInput for what is no sound relation."""
    relation_id = read_head(fields)
    kind = fields.choice("an:relation", RelationKind)
    source_id = fields.id("target", prefix=UUID_PREFIX)
    chain = _read_chain(fields)
    note = ""
    bodies = fields.any("body", [])
    if isinstance(bodies, str):
        bodies = [bodies]
    elif fields.entries("body", limits.CHAIN_PLACES * limits.PLACE_ENDS + 1) == 0:
        bodies = []
    for number, body in enumerate(bodies):
        if isinstance(body, dict):
            note = _read_note(fields.inner(body, "body", number))
        elif not isinstance(body, str):
            raise fields.fault("a body of a relation is an id or a note.", "body", number)
    relation = fields.checked(
        lambda: Relation(id=relation_id, kind=kind, source_id=source_id, chain=chain, note=note)
    )
    fields.done()
    return relation


def collection(
    collection_id: str, items: Iterable[Json], *, label: str = "", extra: Json | None = None
) -> Json:
    """An annotation collection with all its items in one page. ``extra`` goes before the page."""
    entries = list(items)
    web: Json = {
        "@context": context(),
        "id": UUID_PREFIX + collection_id,
        "type": "AnnotationCollection",
    }
    if label:
        web["label"] = label
    web |= extra or {}
    web["total"] = len(entries)
    web["first"] = {
        "@context": context(),
        "id": f"{UUID_PREFIX}{collection_id}#page-1",
        "type": "AnnotationPage",
        "partOf": {"id": UUID_PREFIX + collection_id, "total": len(entries)},
        "startIndex": 0,
        "items": entries,
    }
    return web


def read_collection(fields: Fields, limit: int) -> tuple[str, list[Fields]]:
    """A collection's id and the items of its one page; BadInput for any other shape."""
    fields.ignore("@context", "label")
    collection_id = fields.id("id", prefix=UUID_PREFIX)
    _expect(fields, "type", "AnnotationCollection")
    total = fields.integer("total", 0, limit)
    page = fields.table("first")
    page.ignore("@context", "id", "partOf", "startIndex")
    _expect(page, "type", "AnnotationPage")
    items = page.tables("items", limit, optional=False)
    if len(items) != total:
        raise fields.fault(f"“total” says {total}, but there are {len(items)} entries.", "total")
    page.done()
    return collection_id, items


def target_to_web(span: Span, article: Article) -> Json:
    """The target of an annotation on ``span``: the article's hash and both selectors."""
    return {
        "type": "SpecificResource",
        "source": HASH_PREFIX + article.sha256,
        "selector": selectors_to_web(span, article.text),
    }


def selectors_to_web(span: Span, text: str) -> list[Json]:
    """Quote (with the text around it) and position of ``span``."""
    quote: Json = {"type": "TextQuoteSelector", "exact": span.of(text)}
    if prefix := text[max(0, span.start - limits.CONTEXT_CHARS) : span.start]:
        quote["prefix"] = prefix
    if suffix := text[span.end : span.end + limits.CONTEXT_CHARS]:
        quote["suffix"] = suffix
    return [quote, {"type": "TextPositionSelector", "start": span.start, "end": span.end}]


def read_target(fields: Fields, sha256: str) -> Selectors:
    """Both selectors of a target on the article ``sha256``; an empty hash accepts any article."""
    fields.ignore("type")
    source = fields.text("source", exact=True)
    if sha256 and source != HASH_PREFIX + sha256:
        raise fields.fault("this mark was made on another text.", "source")
    return read_selectors(fields, "selector")


def read_selectors(fields: Fields, name: str) -> Selectors:
    """A list of one text-quote and one text-position selector."""
    quote = position = None
    for selector in fields.tables(name, 2, optional=False):
        kind = selector.text("type", limit=40)
        if kind == "TextQuoteSelector" and quote is None:
            size = limits.TEXT_BYTES
            quote = (
                selector.text("exact", limit=size, exact=True),
                selector.text("prefix", "", limit=size, exact=True),
                selector.text("suffix", "", limit=size, exact=True),
            )
        elif kind == "TextPositionSelector" and position is None:
            position = (
                selector.integer("start", 0, limits.POSITION),
                selector.integer("end", 1, limits.POSITION),
            )
        else:
            raise selector.fault(f"this selector (“{kind}”) is not expected here.", "type")
        selector.done()
    if quote is None or position is None:
        raise fields.fault("a quote and a position are needed.", name)
    return Selectors(quote[0], quote[1], quote[2], position[0], position[1])


def strict_span(fields: Fields, selectors: Selectors, text: str | None) -> Span:
    """The span of the position selector; BadInput where the quote isn't what stands there."""
    span = fields.checked(lambda: Span(selectors.start, selectors.end))
    if len(selectors.exact) != len(span):
        raise fields.fault(
            f"“{selectors.exact[:60]}” has {len(selectors.exact)} characters, "
            f"its positions hold {len(span)}."
        )
    if text is not None:
        there = fields.checked(lambda: span.of(text))
        if there != selectors.exact:
            raise fields.fault(
                f"the quote is “{selectors.exact[:60]}”, but the article has “{there[:60]}” there."
            )
    return span


def textual_body(purpose: str, value: str, **extra: str) -> Json:
    """A body of text; ``extra`` names get the prefix."""
    own = {f"an:{name}": word for name, word in extra.items()}
    return {"type": "TextualBody", "purpose": purpose, **own, "value": value}


def read_body_value(body: Fields) -> str:
    """The text of a textual body."""
    _expect(body, "type", "TextualBody")
    return body.text("value", limit=limits.NOTE_CHARS)


def attribute_bodies(attributes: Attributes) -> list[Json]:
    """One tagging body for each attribute that is said."""
    return [
        textual_body("tagging", str(value).lower(), attribute=name)
        for name, value in attributes.to_dict().items()
    ]


def read_attribute(body: Fields, value: str, into: Json) -> None:
    """A tagging body, put ``into`` a dict for :meth:`Attributes.from_dict`."""
    name = body.text("an:attribute", limit=40)
    if name in into:
        raise body.fault(f"the attribute “{name}” stands there twice.")
    given: str | bool = value
    if ATTRIBUTE_VALUES.get(name) is bool:
        if value not in ("true", "false"):
            raise body.fault(f"the attribute “{name}” is true or false.", "value")
        given = value == "true"
    body.checked(lambda: Attributes.from_dict({name: given}), "value")
    into[name] = given


def read_head(fields: Fields) -> str:
    """What every annotation begins with; returns its id (a UUID)."""
    fields.ignore("@context", "an:kind", "motivation")
    _expect(fields, "type", "Annotation")
    return fields.id("id", prefix=UUID_PREFIX)


def _read_note(body: Fields) -> str:
    _expect(body, "purpose", "commenting")
    note = read_body_value(body)
    body.done()
    return note


def _end_to_web(end: RelationEnd) -> Json:
    match end.kind:
        case EndKind.MARK:
            return {"an:end": "mark", "id": UUID_PREFIX + end.id}
        case EndKind.IMPLIED:
            return {"an:end": "implied", "an:text": end.text}
        case _:
            return {"an:end": str(end.kind)}


def _read_chain(fields: Fields) -> tuple[tuple[RelationEnd, ...], ...]:
    places = fields.any("an:chain")
    if not isinstance(places, list) or not 1 <= len(places) <= limits.CHAIN_PLACES:
        raise fields.fault(f"a chain has 1 to {limits.CHAIN_PLACES} places.", "an:chain")
    chain = []
    for number, place in enumerate(places):
        if not isinstance(place, list) or not 1 <= len(place) <= limits.PLACE_ENDS:
            raise fields.fault("a place of a chain is a list of ends.", "an:chain", number)
        ends = [fields.inner(end, "an:chain", number, n) for n, end in enumerate(place)]
        chain.append(tuple(_read_end(end) for end in ends))
    return tuple(chain)


def _read_end(fields: Fields) -> RelationEnd:
    kind = fields.choice("an:end", EndKind)
    end_id = fields.id("id", prefix=UUID_PREFIX) if kind is EndKind.MARK else ""
    text = fields.text("an:text", limit=limits.NOTE_CHARS) if kind is EndKind.IMPLIED else ""
    fields.done()
    return fields.checked(lambda: RelationEnd(kind, end_id, text))


def _expect(fields: Fields, name: str, value: str) -> None:
    if fields.text(name, limit=80) != value:
        raise fields.fault(f"“{name}” should be “{value}”.", name)
