"""Answer keys as authors draft them: quotes instead of positions, names instead of ids."""

from __future__ import annotations

import uuid
from dataclasses import replace

from annotator.files import limits
from annotator.files.fields import Fields
from annotator.files.source import parse_json
from annotator.model.annotation import (
    Attributes,
    EndKind,
    Relation,
    RelationEnd,
    RelationKind,
)
from annotator.model.article import Article
from annotator.model.key import POINT, AcceptedSpan, AnswerKey, KeyItem, Trap
from annotator.model.text import Span

_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "urn:x-annotator:lesson")


def key_from_draft(
    text: str, article: Article, slug: str, name: str = "key-draft.json"
) -> AnswerKey:
    """The key that a draft (JSON text) describes; items and traps in the order of the text.

    Ids are made from the slug and the item's name, so they stay when the draft is converted again.
    BadInput names the file, the line and the reason.
    """
    fields = Fields(parse_json(text, name))
    items = [
        _item(table, article.text, slug)
        for table in fields.tables("items", limits.KEY_ENTRIES, optional=False)
    ]
    names = [item.name for item in items]
    twins = {twin for twin in names if names.count(twin) > 1}
    if twins:
        raise fields.fault(f"the name “{min(twins)}” stands there twice.", "items")
    traps = [
        _trap(table, article.text, slug) for table in fields.tables("traps", limits.KEY_ENTRIES)
    ]
    relations: list[Relation] = []
    for table in fields.tables("relations", limits.KEY_ENTRIES):
        relations += draft_relations(table, slug, frozenset(names))
    fields.done()
    order = {item.id: number for number, item in enumerate(sorted(items, key=_place))}
    return fields.checked(
        lambda: AnswerKey(
            article_sha256=article.sha256,
            items=tuple(sorted(items, key=_place)),
            traps=tuple(sorted(traps, key=lambda trap: (trap.span, trap.id))),
            relations=tuple(sorted(relations, key=lambda r: (order.get(r.source_id, -1), r.kind))),
        )
    )


def named_id(slug: str, kind: str, name: str) -> str:
    """The id of a thing that is known by its name within a lesson."""
    return str(uuid.uuid5(_NAMES, f"{slug}\n{kind}\n{name}"))


def _place(item: KeyItem) -> tuple[Span, str, str]:
    return (item.span, item.label, item.name)


def _item(fields: Fields, text: str, slug: str) -> KeyItem:
    name = fields.text("name", limit=80)
    given = fields.any("attributes", {})
    if not isinstance(given, dict):
        raise fields.fault("“attributes” holds named fields.", "attributes")
    attributes = dict(given)
    for shared in ("quotation", "hedged"):
        if fields.has(shared):
            attributes[shared] = fields.any(shared)
    likely = fields.table("likely") if fields.has("likely") else None
    mistakes = _mistakes(likely) if likely else ()
    weight = fields.integer("weight", 0, 1000, 1)
    item = fields.checked(
        lambda: KeyItem(
            id=named_id(slug, "item", name),
            name=name,
            label=fields.text("label", limit=40),
            accepted=tuple(
                _accepted(table, text)
                for table in fields.tables("spans", limits.ACCEPTED_SPANS, optional=False)
            ),
            also_labels=fields.texts("also_labels", 9, 40),
            required=fields.flag("required"),
            weight=weight * POINT,
            why=fields.text("why", limit=limits.NOTE_CHARS),
            likely_mistakes=mistakes,
            question=fields.text("question", "", limit=limits.NOTE_CHARS),
            attributes=Attributes.from_dict(attributes),
            other_names=fields.texts("names", chars=limits.NAME_CHARS),
            mentions=tuple(
                _accepted(table, text) for table in fields.tables("mentions", limits.ACCEPTED_SPANS)
            ),
        )
    )
    fields.done()
    return item


def _mistakes(fields: Fields) -> tuple[tuple[str, str], ...]:
    return tuple((label, fields.text(label, limit=limits.NOTE_CHARS)) for label in fields.names())


def _accepted(fields: Fields, text: str) -> AcceptedSpan:
    span = _find(fields, text)
    core = extent = None
    if fields.has("core"):
        words = fields.text("core", limit=limits.NOTE_CHARS)
        at = text.find(words, span.start, span.end) if words else -1
        if at < 0:
            raise fields.fault(f"the core “{words[:60]}” is not in the quote.", "core")
        core = Span(at, at + len(words))
    if fields.has("extent"):
        words = fields.text("extent", limit=limits.NOTE_CHARS)
        around = [s for s in quote_places(text, words) if s.contains(span)]
        if not around:
            raise fields.fault(f"the extent “{words[:60]}” does not hold the quote.", "extent")
        extent = around[0]
    fields.done()
    return fields.checked(lambda: AcceptedSpan(span, span.of(text), core, extent))


def _trap(fields: Fields, text: str, slug: str) -> Trap:
    span = _find(fields, text)
    why = fields.text("why", limit=limits.NOTE_CHARS)
    fields.ignore("name")
    fields.done()
    place = f"{span.of(text)}\n{fields.any('occurrence', 1)}"
    return Trap(id=named_id(slug, "trap", place), span=span, quote=span.of(text), why=why)


def _find(fields: Fields, text: str) -> Span:
    quote = fields.text("quote", limit=limits.NOTE_CHARS)
    wanted = fields.integer("occurrence", 1, limits.POSITION, 1)
    places = quote_places(text, quote)
    if not places:
        raise fields.fault(f"“{quote[:80]}” is not in the article.", "quote")
    if wanted > len(places):
        raise fields.fault(
            f"“{quote[:60]}” is in the article {len(places)} times, not {wanted}.", "occurrence"
        )
    return places[wanted - 1]


def quote_places(text: str, quote: str) -> list[Span]:
    """Everywhere that ``quote`` stands, overlapping places too."""
    places: list[Span] = []
    at = text.find(quote) if quote else -1
    while at >= 0:
        places.append(Span(at, at + len(quote)))
        at = text.find(quote, at + 1)
    return places


def draft_relations(fields: Fields, slug: str, names: frozenset[str]) -> list[Relation]:
    """One relation of a draft; *same as* under three names is two ties.

    ``names`` are those that the draft gives its items (or marks), ``slug`` what their ids are made
    with (:func:`named_id`).
    """
    kind = fields.choice("kind", RelationKind)
    source = fields.text("from", limit=80)
    if source not in names:
        raise fields.fault(f"there is no item “{source}”.", "from")
    note = fields.text("why", "", limit=limits.NOTE_CHARS)
    if kind is RelationKind.SAID_BY:
        places = _chain_names(fields)
    else:
        places = [list(fields.texts("to", limits.PLACE_ENDS, 300))]
    fields.done()
    chain = tuple(tuple(_end(fields, end, slug, names) for end in place) for place in places)
    first = fields.checked(
        lambda: Relation(
            id=named_id(slug, str(kind), f"{source}\n{places}"),
            kind=kind,
            source_id=named_id(slug, "item", source),
            chain=chain,
            note=note,
        )
    )
    if kind is not RelationKind.SAME_AS or len(places[0]) == 1:
        return [first]
    # Each tie is between two mentions.
    return [
        replace(first, id=named_id(slug, str(kind), f"{source}\n[['{name}']]"), chain=((end,),))
        for name, end in zip(places[0], chain[0], strict=True)
    ]


def _chain_names(fields: Fields) -> list[list[str]]:
    raw = fields.any("chain")
    is_chain = isinstance(raw, list) and all(
        isinstance(place, list) and all(isinstance(name, str) for name in place) for place in raw
    )
    if not is_chain:
        raise fields.fault("“chain” is a list of places, each a list of names.", "chain")
    return [list(place) for place in raw]


def _end(fields: Fields, name: str, slug: str, names: frozenset[str]) -> RelationEnd:
    if name in ("@narrator", "@nobody"):
        return RelationEnd(EndKind(name.removeprefix("@")))
    if name.startswith("@implied:"):
        words = name.removeprefix("@implied:").strip()
        return fields.checked(lambda: RelationEnd(EndKind.IMPLIED, text=words))
    if name not in names:
        raise fields.fault(f"there is no item “{name[:80]}”.")
    return RelationEnd.mark(named_id(slug, "item", name))
