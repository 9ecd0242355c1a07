"""Steps of an answer key as values, and the small rules for its items' spans. Pure."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from enum import Enum

from annotator.model.annotation import Annotation, Relation, new_id
from annotator.model.changes import MarksChange
from annotator.model.errors import InvalidModel
from annotator.model.key import AcceptedSpan, AnswerKey, KeyItem, Trap
from annotator.model.text import Span

#: Longest name that an item gets from its own words, in code points.
_NAME = 60
#: Key items have no history of their own; the list of marks wants a time all the same.
_NO_TIME = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


class Edge(Enum):
    """Which edges of an accepted span: those shown, of what must, of what may be included."""

    SHOWN = "shown"
    CORE = "core"
    EXTENT = "extent"


@dataclass(frozen=True, slots=True)
class KeyStep:
    """A step from some items, traps and relations to others, as in a ``MarksChange``."""

    verb: str
    before: tuple[KeyItem, ...] = ()
    after: tuple[KeyItem, ...] = ()
    traps_before: tuple[Trap, ...] = ()
    traps_after: tuple[Trap, ...] = ()
    relations_before: tuple[Relation, ...] = ()
    relations_after: tuple[Relation, ...] = ()

    def inverse(self) -> KeyStep:
        """The step back: ids and everything else as they were."""
        return KeyStep(
            self.verb,
            self.after,
            self.before,
            self.traps_after,
            self.traps_before,
            self.relations_after,
            self.relations_before,
        )

    def followed_by(self, later: KeyStep) -> KeyStep | None:
        """Both steps as one; None where ``later`` does not begin with what this one made."""
        if self.inverse()._before() != later._before():
            return None
        return replace(
            later,
            before=self.before,
            traps_before=self.traps_before,
            relations_before=self.relations_before,
        )

    def _before(self) -> tuple[object, ...]:
        return self.before, self.traps_before, self.relations_before

    def marks(self) -> MarksChange:
        """What the step does to the items as annotations; equal ones stand on both sides."""
        return MarksChange(
            self.verb,
            tuple(as_mark(item) for item in self.before),
            tuple(as_mark(item) for item in self.after),
            self.relations_before,
            self.relations_after,
        )

    def __bool__(self) -> bool:
        return (self.before, self.traps_before, self.relations_before) != (
            self.after,
            self.traps_after,
            self.relations_after,
        )


def as_mark(item: KeyItem) -> Annotation:
    """The item as a mark on the span that is shown."""
    return Annotation(
        id=item.id,
        label=item.label,
        span=item.span,
        quote=item.quote,
        note=item.why,
        attributes=item.attributes,
        created=_NO_TIME,
        modified=_NO_TIME,
    )


def name_of(quote: str) -> str:
    """What an item is called until it is given another name: its own words, cut."""
    if len(quote) <= _NAME:
        return quote
    return quote[: _NAME - 1].rsplit(" ", 1)[0] + "…"


def item_on(text: str, span: Span, label: str, *, id: str = "", **more: object) -> KeyItem:
    """A required item on a span of the article's text; ``more`` are further fields."""
    quote = span.of(text)
    made = KeyItem(
        id=id or new_id(),
        name=name_of(quote),
        label=label,
        accepted=(AcceptedSpan(span, quote),),
    )
    return replace(made, **more) if more else made  # type: ignore[arg-type]


def in_order(key: AnswerKey) -> AnswerKey:
    """The same key with items and traps in reading order, for comparing two."""
    return replace(
        key,
        items=tuple(sorted(key.items, key=_place)),
        traps=tuple(sorted(key.traps, key=lambda trap: (trap.span, trap.id))),
        relations=tuple(sorted(key.relations, key=lambda tie: tie.id)),
    )


def same_content(one: AnswerKey | None, other: AnswerKey | None) -> bool:
    """Whether two keys say the same, whatever their order and version numbers."""
    if one is None or other is None:
        return one is other
    return in_order(replace(one, version=1)) == in_order(replace(other, version=1))


def with_edge(old: AcceptedSpan, edge: Edge, span: Span | None, text: str) -> AcceptedSpan:
    """An accepted span with other edges; see :meth:`KeyEditing.set_edge` for what gives way."""
    if edge is Edge.SHOWN:
        if span is None:
            raise InvalidModel("An item needs words.")
        core = _cut(old.core, span) if old.core else None
        extent = _union(old.extent, span) if old.extent else None
        return AcceptedSpan(span, span.of(text), core, extent)
    if span is None:
        return replace(old, **{edge.value: None})  # type: ignore[arg-type]
    if edge is Edge.CORE:
        core = _cut(span, old.span)
        if core is None:
            raise InvalidModel("What must be included lies inside the words of the item.")
        return replace(old, core=core)
    return replace(old, extent=_union(span, old.span))


def _cut(span: Span, to: Span) -> Span | None:
    start, end = max(span.start, to.start), min(span.end, to.end)
    return Span(start, end) if start < end else None


def _union(one: Span, other: Span) -> Span:
    return Span(min(one.start, other.start), max(one.end, other.end))


def _place(item: KeyItem) -> tuple[int, int, str, str]:
    return (item.span.start, -item.span.end, item.label, item.id)
