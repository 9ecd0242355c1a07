"""The versions of an assignment's answer key; they exist in a teacher's file alone."""

# ruff: noqa: S608 -- all that is put into SQL text here is our own names of tables and columns.
from __future__ import annotations

from typing import Any

from annotator.model.annotation import Attributes, Relation, RelationKind
from annotator.model.errors import InvalidModel
from annotator.model.key import AcceptedSpan, AnswerKey, KeyItem, Trap
from annotator.model.moments import utc_now
from annotator.model.text import Span
from annotator.store.codec import (
    chain_from_list,
    chain_to_list,
    checksum,
    clean,
    from_json,
    stamp,
    to_json,
)
from annotator.store.database import Database
from annotator.store.errors import UNREADABLE, NoSuchRecord, RecordDamaged


class Keys:
    """Reads and writes key versions. A version that was written never changes.

    ``sample`` is the id of a made-up class whose own versions are meant: these are kept apart, and
    nothing that reads the lesson's key finds them.
    """

    def __init__(self, database: Database, sample: str = "") -> None:
        self._db = database
        self._table = "sample_keys" if sample else "keys"
        self._line = {"class_id": sample} if sample else {}
        self._where = "class_id = ? AND lesson_id = ?" if sample else "lesson_id = ?"

    def add(self, lesson_id: str, key: AnswerKey, *, after: int = 0) -> AnswerKey:
        """Keep ``key`` as the next version of this lesson's key; returns it with its number.

        The number is one more than the last, or than ``after`` where that is higher.
        """
        with self._db.transaction():
            version = max((after, *self.versions(lesson_id))) + 1
            content = key_to_json(key)
            self._db.insert(
                self._table,
                {
                    **self._line,
                    "lesson_id": lesson_id,
                    "version": version,
                    "article_sha256": key.article_sha256,
                    "content": content,
                    "created": stamp(utc_now()),
                    "checksum": checksum(lesson_id, version, key.article_sha256, content),
                },
            )
            return key_from_json(content, key.article_sha256, version)

    def versions(self, lesson_id: str) -> tuple[int, ...]:
        """Numbers of all versions, the first at the front."""
        rows = self._db.rows(
            f"SELECT version FROM {self._table} WHERE {self._where} ORDER BY version",
            [*self._line.values(), lesson_id],
        )
        return tuple(row[0] for row in rows)

    def lessons(self) -> frozenset[str]:
        """Ids of all lessons that have a key here."""
        rows = self._db.rows(f"SELECT DISTINCT lesson_id FROM {self._table}")
        return frozenset(row[0] for row in rows)

    def load(self, lesson_id: str, version: int | None = None) -> AnswerKey:
        """One version, or the latest; NoSuchRecord, or RecordDamaged where it was changed."""
        row = self._db.row(
            f"SELECT version, article_sha256, content, checksum FROM {self._table} "
            f"WHERE {self._where} AND (? IS NULL OR version = ?) ORDER BY version DESC LIMIT 1",
            [*self._line.values(), lesson_id, version, version],
        )
        if row is None:
            raise NoSuchRecord("This lesson has no answer key here.")
        number, article_sha256, content, sum_ = row
        name = f"{lesson_id} version {number}"
        if checksum(lesson_id, number, article_sha256, content) != sum_:
            raise RecordDamaged(self._table, name, "its checksum is not right.", path=self._db.path)
        try:
            return key_from_json(content, article_sha256, number)
        except UNREADABLE as error:
            raise RecordDamaged.because(error, self._table, name, path=self._db.path) from error


def key_to_json(key: AnswerKey) -> str:
    """A key without its hash and version, which have columns of their own."""
    return to_json(
        {
            "items": [_item_to_dict(item) for item in key.items],
            "traps": [
                {"id": t.id, "span": _pair(t.span), "quote": t.quote, "why": clean(t.why)}
                for t in key.traps
            ],
            "relations": [
                {
                    "id": r.id,
                    "kind": str(r.kind),
                    "source_id": r.source_id,
                    "chain": chain_to_list(r.chain),
                    "note": clean(r.note),
                }
                for r in key.relations
            ],
        }
    )


def key_from_json(content: str, article_sha256: str, version: int) -> AnswerKey:
    """The reverse; InvalidModel for what can't be a key."""
    raw = from_json(content)
    try:
        return AnswerKey(
            article_sha256=article_sha256,
            version=version,
            items=tuple(_item_from_dict(item) for item in raw["items"]),
            traps=tuple(
                Trap(id=t["id"], span=Span(*t["span"]), quote=t["quote"], why=t["why"])
                for t in raw["traps"]
            ),
            relations=tuple(
                Relation(
                    id=r["id"],
                    kind=RelationKind(r["kind"]),
                    source_id=r["source_id"],
                    chain=chain_from_list(r["chain"]),
                    note=r["note"],
                )
                for r in raw["relations"]
            ),
        )
    except (KeyError, TypeError) as error:
        raise InvalidModel("A part of the key is missing.") from error


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _item_to_dict(item: KeyItem) -> dict[str, Any]:
    return {
        "id": item.id,
        "name": clean(item.name),
        "label": item.label,
        "accepted": [_accepted_to_dict(accepted) for accepted in item.accepted],
        "also_labels": item.also_labels,
        "required": item.required,
        "weight": item.weight,
        "why": clean(item.why),
        "likely_mistakes": [[label, clean(words)] for label, words in item.likely_mistakes],
        "question": clean(item.question),
        "attributes": item.attributes.to_dict(),
        "other_names": [clean(name) for name in item.other_names],
        "mentions": [_accepted_to_dict(mention) for mention in item.mentions],
    }


def _accepted_to_dict(accepted: AcceptedSpan) -> dict[str, Any]:
    return {
        "span": _pair(accepted.span),
        "quote": accepted.quote,
        "core": _pair(accepted.core),
        "extent": _pair(accepted.extent),
    }


def _accepted_from_dict(raw: dict[str, Any]) -> AcceptedSpan:
    return AcceptedSpan(
        Span(*raw["span"]),
        raw["quote"],
        Span(*raw["core"]) if raw["core"] else None,
        Span(*raw["extent"]) if raw["extent"] else None,
    )


def _item_from_dict(raw: dict[str, Any]) -> KeyItem:
    return KeyItem(
        id=raw["id"],
        name=raw["name"],
        label=raw["label"],
        accepted=tuple(_accepted_from_dict(accepted) for accepted in raw["accepted"]),
        also_labels=tuple(raw["also_labels"]),
        required=raw["required"],
        weight=raw["weight"],
        why=raw["why"],
        likely_mistakes=tuple((label, words) for label, words in raw["likely_mistakes"]),
        question=raw["question"],
        attributes=Attributes.from_dict(raw["attributes"]),
        # Keys of before knew neither.
        other_names=tuple(raw.get("other_names", ())),
        mentions=tuple(_accepted_from_dict(mention) for mention in raw.get("mentions", ())),
    )
