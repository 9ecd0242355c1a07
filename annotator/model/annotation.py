"""Annotations and the relations between them."""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, Self

from annotator.model.errors import InvalidModel
from annotator.model.moments import utc_now
from annotator.model.text import Span


def new_id() -> str:
    """A fresh random id (UUID version 4), made on this machine."""
    # The same as ``uuid.uuid4()``; the module itself looks for a library of the system first.
    drawn = bytearray(os.urandom(16))
    drawn[6] = drawn[6] & 0x0F | 0x40
    drawn[8] = drawn[8] & 0x3F | 0x80
    digits = drawn.hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


class Certainty(StrEnum):
    """How sure the student is."""

    SURE = "sure"
    THINK_SO = "think-so"
    GUESS = "guess"


class Attribution(StrEnum):
    """Whether the article says who a claim comes from."""

    STATED = "stated"
    MISSING = "missing"
    CLAIM_QUOTES = "claim-quotes"


class Checkable(StrEnum):
    """Whether evidence could settle a claim."""

    NOW = "now"
    IN_PRINCIPLE = "in-principle"
    TOO_VAGUE = "too-vague"


class DenialKind(StrEnum):
    """How a denial denies."""

    ANNOUNCES = "announces"
    SUBSTANCE = "substance"
    PARTIAL = "partial"


class SourceType(StrEnum):
    """What kind of source it is."""

    NAMED = "named"
    ROLE_ONLY = "role-only"
    OUTLET = "outlet"
    DOCUMENT = "document"
    POLL = "poll"
    UNNAMED = "unnamed"


class OpinionKind(StrEnum):
    """What kind of opinion it is."""

    JUDGEMENT = "judgement"
    FEELING = "feeling"
    PROPOSAL = "proposal"
    FORECAST = "forecast"


class Quotation(StrEnum):
    """Whether the words are quoted."""

    DIRECT = "direct"
    PARTIAL = "partial"
    INDIRECT = "indirect"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Attributes:
    """What else is said of an annotation; None is "not said"."""

    attribution: Attribution | None = None
    checkable: Checkable | None = None
    figure: bool | None = None
    denial_kind: DenialKind | None = None
    source_type: SourceType | None = None
    opinion_kind: OpinionKind | None = None
    quotation: Quotation | None = None
    hedged: bool | None = None

    def to_dict(self) -> dict[str, str | bool]:
        """Only what is said, as plain JSON values."""
        values = ((f.name, getattr(self, f.name)) for f in fields(self))
        return {
            name: value if isinstance(value, bool) else str(value)
            for name, value in values
            if value is not None
        }

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> Self:
        """The reverse of :meth:`to_dict`; InvalidModel for a name or value that doesn't exist."""
        values: dict[str, Any] = {}
        for name, value in raw.items():
            kind = ATTRIBUTE_VALUES.get(name)
            if kind is None:
                raise InvalidModel(f"There is no attribute “{name}”.")
            if kind is bool:
                if not isinstance(value, bool):
                    raise InvalidModel(f"The attribute “{name}” is true or false, not {value!r}.")
                values[name] = value
            else:
                try:
                    values[name] = kind(value)
                except ValueError:
                    raise InvalidModel(
                        f"The attribute “{name}” cannot be {value!r}; it is one of "
                        + ", ".join(str(v) for v in kind)  # type: ignore[attr-defined]
                        + "."
                    ) from None
        return cls(**values)


#: Attribute name → the type of its values, in the order in which they are asked for.
ATTRIBUTE_VALUES: dict[str, type] = {
    "attribution": Attribution,
    "checkable": Checkable,
    "figure": bool,
    "denial_kind": DenialKind,
    "source_type": SourceType,
    "opinion_kind": OpinionKind,
    "quotation": Quotation,
    "hedged": bool,
}

#: Which labels an attribute is asked of; quotation and hedging are asked of all but sources.
ATTRIBUTE_LABELS: dict[str, tuple[str, ...]] = {
    "attribution": ("claim",),
    "checkable": ("claim",),
    "figure": ("claim",),
    "denial_kind": ("denial",),
    "source_type": ("source",),
    "opinion_kind": ("opinion",),
    "quotation": ("claim", "denial", "opinion"),
    "hedged": ("claim", "denial", "opinion"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """One label on one span by one person.

    ``quote`` is the article's text under ``span``. Make one with :meth:`on`; change one with
    :meth:`moved` or :func:`dataclasses.replace`; :meth:`check` is what stores and files call.
    """

    id: str
    label: str
    span: Span
    quote: str
    note: str = ""
    certainty: Certainty | None = None
    attributes: Attributes = Attributes()
    created: datetime.datetime
    modified: datetime.datetime

    def __post_init__(self) -> None:
        if len(self.quote) != len(self.span):
            raise InvalidModel(
                f"The quote of a mark has {len(self.quote)} characters, its place {len(self.span)}."
            )

    @classmethod
    def on(
        cls, text: str, span: Span, label: str, *, at: datetime.datetime | None = None, id: str = ""
    ) -> Self:
        """A new annotation on ``text``, with its quote; InvalidModel outside the text."""
        at = at or utc_now()
        return cls(
            id=id or new_id(), label=label, span=span, quote=span.of(text), created=at, modified=at
        )

    def moved(self, text: str, span: Span) -> Self:
        """The same annotation on another span of ``text``."""
        return replace(self, span=span, quote=span.of(text))

    def check(self, text: str) -> Self:
        """Itself, if its quote is what ``text`` holds there; InvalidModel otherwise."""
        if self.span.of(text) != self.quote:
            raise InvalidModel(
                f"A mark says “{self.quote[:60]}”, but the article has "
                f"“{self.span.of(text)[:60]}” there."
            )
        return self

    @property
    def identity(self) -> tuple[int, int, str]:
        """Start, end and label: two marks of one student never share all three."""
        return (self.span.start, self.span.end, self.label)


class RelationKind(StrEnum):
    """The directed ties between annotations (or key items)."""

    DENIES = "denies"
    SAID_BY = "said_by"
    SAME_AS = "same_as"


class EndKind(StrEnum):
    """What one end of a relation points at."""

    MARK = "mark"
    NARRATOR = "narrator"
    NOBODY = "nobody"
    IMPLIED = "implied"


@dataclass(frozen=True, slots=True)
class RelationEnd:
    """An end: a mark (or key item) by id, or something without a span.

    ``text`` says what an implied claim is; it is empty for the other kinds.
    """

    kind: EndKind
    id: str = ""
    text: str = ""

    def __post_init__(self) -> None:
        if (self.kind is EndKind.MARK) != bool(self.id):
            raise InvalidModel("An end of a relation has an id when, and only when, it is a mark.")
        if (self.kind is EndKind.IMPLIED) != bool(self.text):
            raise InvalidModel("An implied claim needs words, and nothing else has them.")

    @classmethod
    def mark(cls, id: str) -> Self:
        """An end at the annotation (or key item) with this id."""
        return cls(EndKind.MARK, id=id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A tie from the annotation ``source_id`` to a chain of places.

    *Said by*: places are ordered, outermost first; ends that share a place are joint sources.
    *Denies* and *same as*: exactly one place. In an answer key several ends in the one place of
    a *denies* are alternatives: any of them is accepted. ``note`` is a student's note or a
    key's why.
    """

    id: str
    kind: RelationKind
    source_id: str
    chain: tuple[tuple[RelationEnd, ...], ...]
    note: str = ""

    def __post_init__(self) -> None:
        if not self.chain or not all(self.chain):
            raise InvalidModel("A relation needs something at its other end.")
        if self.kind is not RelationKind.SAID_BY and len(self.chain) != 1:
            raise InvalidModel(f"Only “said by” can be a chain; this is “{self.kind}”.")
        ends = [end for place in self.chain for end in place]
        if len(set(ends)) < len(ends):
            raise InvalidModel("The same source stands twice in one chain.")
        if any(end.id == self.source_id for end in ends):
            raise InvalidModel("A mark cannot be tied to itself.")

    @property
    def mark_ids(self) -> frozenset[str]:
        """Ids of all annotations (or key items) that this relation touches."""
        ends = {end.id for place in self.chain for end in place if end.id}
        return frozenset(ends | {self.source_id})
