"""key.json: an answer key as an annotation collection, readable and diffable.

Items and traps are annotations with selectors; ``an:core`` and ``an:extent`` are selectors of
their own inside a target, since the standard's refinements would change what the target is.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from annotator.files import limits
from annotator.files.fields import Fields
from annotator.files.json_text import readable_json
from annotator.files.label_guide import check_format
from annotator.files.reading import read_utf8
from annotator.files.source import parse_json
from annotator.files.web_annotation import (
    HASH_PREFIX,
    UUID_PREFIX,
    Json,
    Selectors,
    attribute_bodies,
    collection,
    context,
    read_attribute,
    read_body_value,
    read_collection,
    read_head,
    read_selectors,
    read_target,
    relation_from_web,
    relation_to_web,
    selectors_to_web,
    strict_span,
    target_to_web,
    textual_body,
)
from annotator.model.annotation import Attributes, Relation
from annotator.model.article import Article
from annotator.model.errors import BadInput
from annotator.model.key import POINT, AcceptedSpan, AnswerKey, KeyItem, Trap
from annotator.model.text import Span

FORMAT = 1
#: Key ids are made from the article's hash, so that writing the same key twice changes no byte.
_KEYS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:x-annotator:answer-key")

#: Finds the span of selectors; the third argument says which spans are possible.
Anchor = Callable[[Fields, Selectors, Callable[[Span], bool]], Span]


def read_key(where: Path | bytes, article: Article) -> AnswerKey:
    """The key in a file or in its bytes; every quote is held against ``article``.

    BadInput names file, line and reason.
    """
    fields = open_key(where)
    _same_article(fields, article)

    def exactly(place: Fields, selectors: Selectors, _: Callable[[Span], bool]) -> Span:
        return strict_span(place, selectors, article.text)

    return read_entries(fields, article, exactly, article.sha256)


def write_key(key: AnswerKey, article: Article) -> bytes:
    """``key`` as UTF-8 JSON, one value a line; InvalidModel where it doesn't fit ``article``.

    Items, traps and relations keep the key's order; fields have always the same order.
    """
    key.check(article.text)
    entries = [_item_to_web(item, article) for item in key.items]
    entries += [_trap_to_web(trap, article) for trap in key.traps]
    entries += [relation_to_web(relation) for relation in key.relations]
    extra: Json = {
        "an:format": FORMAT,
        "an:kind": "answer-key",
        "an:version": key.version,
        "an:article": HASH_PREFIX + article.sha256,
    }
    web = collection(str(uuid.uuid5(_KEYS, article.sha256)), entries, extra=extra)
    return readable_json(web).encode("utf-8")


@dataclass(slots=True)
class _Entries:
    items: list[KeyItem] = field(default_factory=list)
    traps: list[Trap] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)


def read_entries(fields: Fields, article: Article, anchor: Anchor, sha256: str) -> AnswerKey:
    """The key for ``article``, its spans found by ``anchor``, from targets on ``sha256``.

    An empty ``sha256`` takes targets on any text.
    """
    version = fields.integer("an:version", 1, 1_000_000_000)
    fields.ignore("an:kind", "an:article")
    _, tables = read_collection(fields, limits.KEY_ENTRIES)
    fields.done()
    found = _Entries()
    for table in tables:
        match table.text("an:kind", limit=40):
            case "item":
                found.items.append(_item(table, anchor, sha256, article.text))
            case "trap":
                found.traps.append(_trap(table, anchor, sha256, article.text))
            case "relation":
                found.relations.append(relation_from_web(table))
            case other:
                raise table.fault(f"a key has no entries of kind “{other}”.", "an:kind")
    return fields.checked(
        lambda: AnswerKey(
            article_sha256=article.sha256,
            items=tuple(found.items),
            traps=tuple(found.traps),
            relations=tuple(found.relations),
            version=version,
        ).check(article.text)
    )


def open_key(where: Path | bytes) -> Fields:
    """A key file, parsed, its format and kind checked, nothing else yet."""
    if isinstance(where, Path):
        text, name = read_utf8(where), where.name
    else:
        name = "key.json"
        try:
            text = where.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise BadInput(f"{name}: this is not UTF-8 text.") from error
    fields = Fields(parse_json(text, name))
    check_format(fields, FORMAT, "answer key", "an:format")
    if fields.any("an:kind", None) != "answer-key":
        raise fields.fault("this is not an answer key.")
    return fields


def _same_article(fields: Fields, article: Article) -> None:
    if fields.text("an:article", exact=True) != HASH_PREFIX + article.sha256:
        raise fields.fault(
            "this key belongs to another version of the text. If the text was edited on purpose, "
            "repair the key with “check-lesson FOLDER --repair”.",
            "an:article",
        )


def _item_to_web(item: KeyItem, article: Article) -> Json:
    bodies = [textual_body("classifying", item.label)]
    bodies += [textual_body("classifying", label, role="also") for label in item.also_labels]
    bodies += attribute_bodies(item.attributes)
    if item.why:
        bodies.append(textual_body("commenting", item.why, role="why"))
    bodies += [
        textual_body("commenting", sentence, role="why-not", label=label)
        for label, sentence in item.likely_mistakes
    ]
    if item.question:
        bodies.append(textual_body("questioning", item.question))
    bodies += [textual_body("identifying", name) for name in item.other_names]
    targets = [_accepted_to_web(accepted, article) for accepted in item.accepted]
    mentions = [_accepted_to_web(mention, article) for mention in item.mentions]
    return {
        "@context": context(),
        "id": UUID_PREFIX + item.id,
        "type": "Annotation",
        "an:kind": "item",
        "an:name": item.name,
        "an:required": item.required,
        "an:weightMicroPoints": item.weight,
        "motivation": "classifying",
        "body": bodies,
        "target": targets,
        **({"an:mentions": mentions} if mentions else {}),
    }


def _accepted_to_web(accepted: AcceptedSpan, article: Article) -> Json:
    target = target_to_web(accepted.span, article)
    if accepted.core:
        target["an:core"] = selectors_to_web(accepted.core, article.text)
    if accepted.extent:
        target["an:extent"] = selectors_to_web(accepted.extent, article.text)
    return target


def _trap_to_web(trap: Trap, article: Article) -> Json:
    web: Json = {
        "@context": context(),
        "id": UUID_PREFIX + trap.id,
        "type": "Annotation",
        "an:kind": "trap",
        "motivation": "commenting",
    }
    if trap.why:
        web["body"] = [textual_body("commenting", trap.why, role="why")]
    web["target"] = target_to_web(trap.span, article)
    return web


@dataclass(slots=True)
class _Bodies:
    label: str = ""
    also: list[str] = field(default_factory=list)
    tags: Json = field(default_factory=dict)
    why: str = ""
    mistakes: list[tuple[str, str]] = field(default_factory=list)
    question: str = ""
    names: list[str] = field(default_factory=list)


def _read_bodies(fields: Fields) -> _Bodies:
    found = _Bodies()
    for body in fields.tables("body"):
        purpose = body.text("purpose", limit=40)
        role = body.text("an:role", "", limit=40)
        value = read_body_value(body)
        match purpose, role:
            case "classifying", "" if not found.label:
                found.label = value
            case "classifying", "also":
                found.also.append(value)
            case "tagging", "":
                read_attribute(body, value, found.tags)
            case "commenting", "why" if not found.why:
                found.why = value
            case "commenting", "why-not":
                found.mistakes.append((body.text("an:label", limit=40), value))
            case "questioning", "" if not found.question:
                found.question = value
            case "identifying", "" if value.strip():
                found.names.append(value)
            case _:
                raise body.fault(f"a key has no use for this body (“{purpose}”, “{role}”).")
        body.done()
    return found


def _item(fields: Fields, anchor: Anchor, sha256: str, text: str) -> KeyItem:
    item_id = read_head(fields)
    bodies = _read_bodies(fields)
    if not bodies.label.strip():
        raise fields.fault("an item needs a label.", "body")
    targets = fields.tables("target", limits.ACCEPTED_SPANS, optional=False)
    accepted = tuple(_accepted(target, anchor, sha256, text) for target in targets)
    # Keys of before have neither of these: other names of a source, and places that mention it.
    listed = fields.tables("an:mentions", limits.ACCEPTED_SPANS)
    mentions = tuple(_accepted(place, anchor, sha256, text) for place in listed)
    item = fields.checked(
        lambda: KeyItem(
            id=item_id,
            name=fields.text("an:name", ""),
            label=bodies.label,
            accepted=accepted,
            also_labels=tuple(bodies.also),
            required=fields.flag("an:required"),
            weight=fields.integer("an:weightMicroPoints", 0, limits.WEIGHT, POINT),
            why=bodies.why,
            likely_mistakes=tuple(bodies.mistakes),
            question=bodies.question,
            attributes=Attributes.from_dict(bodies.tags),
            other_names=tuple(bodies.names),
            mentions=mentions,
        )
    )
    fields.done()
    return item


def _accepted(fields: Fields, anchor: Anchor, sha256: str, text: str) -> AcceptedSpan:
    span = anchor(fields, read_target(fields, sha256), lambda _: True)
    core = extent = None
    if fields.has("an:core"):
        core = anchor(fields, read_selectors(fields, "an:core"), span.contains)
    if fields.has("an:extent"):
        wider = read_selectors(fields, "an:extent")
        extent = anchor(fields, wider, lambda around: around.contains(span))
    fields.done()
    return fields.checked(lambda: AcceptedSpan(span, span.of(text), core, extent))


def _trap(fields: Fields, anchor: Anchor, sha256: str, text: str) -> Trap:
    trap_id = read_head(fields)
    bodies = _read_bodies(fields)
    span = anchor(fields, read_target(fields.table("target"), sha256), lambda _: True)
    fields.done()
    return Trap(id=trap_id, span=span, quote=span.of(text), why=bodies.why)
