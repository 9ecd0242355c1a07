"""Labels and the guide that explains them; the signs that stand at marks, too."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from annotator.model.errors import InvalidModel

CLAIM = "claim"
DENIAL = "denial"
SOURCE = "source"
OPINION = "opinion"


class Pattern(StrEnum):
    """How a label's underline is drawn; carries the label where colour can't."""

    SOLID = "solid"
    DASH = "dash"
    DOT = "dot"
    WAVE = "wave"
    DOUBLE = "double"
    DASH_DOT = "dash-dot"


class Sign(Enum):
    """What became of a mark or an item; the value is the sign that is drawn."""

    FOUND = "✓"
    OTHER = "≠"
    MISSED = "–"
    EXTRA = "+"


@dataclass(frozen=True, slots=True)
class LabelExample:
    """A worked example: a sentence, the quote in it that is marked, and why."""

    sentence: str
    quote: str
    why: str


@dataclass(frozen=True, slots=True)
class Label:
    """One label of a guide. ``id`` is what annotations carry; the rest is for people.

    ``colour`` names a role of the theme (the label's own id for the four that are built in).
    """

    id: str
    name: str
    plural: str
    letter: str
    pattern: Pattern
    colour: str
    short: str = ""
    definition: str = ""
    inside: str = ""
    contrast: str = ""
    usual_mistakes: tuple[str, ...] = ()
    examples: tuple[LabelExample, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelGuide:
    """The labels of a lesson in the order of their keys (key 1 is the first), and edge rules."""

    labels: tuple[Label, ...]
    edge_rules: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        ids = [label.id for label in self.labels]
        letters = [label.letter for label in self.labels]
        if not 1 <= len(ids) <= 9 or len(set(ids)) < len(ids) or len(set(letters)) < len(ids):
            raise InvalidModel(
                "A label guide needs one to nine labels, each with its own id and letter."
            )

    def __contains__(self, label_id: object) -> bool:
        return any(label.id == label_id for label in self.labels)

    def label(self, label_id: str) -> Label:
        """The label with this id; InvalidModel where the guide has none."""
        for label in self.labels:
            if label.id == label_id:
                return label
        raise InvalidModel(f"This label guide has no label “{label_id}”.")

    def key_of(self, label_id: str) -> int:
        """The number key (1–9) that gives this label."""
        return self.labels.index(self.label(label_id)) + 1
