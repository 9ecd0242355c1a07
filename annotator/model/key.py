"""Answer keys: what a teacher accepts, and why."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model.annotation import Attributes, Relation
from annotator.model.errors import InvalidModel
from annotator.model.text import Span

#: One point, in the micro-points in which all scores are counted.
POINT = 1_000_000


@dataclass(frozen=True, slots=True)
class AcceptedSpan:
    """A span that is accepted; an edge anywhere between ``core`` and ``extent`` is exact.

    ``core`` (must include) lies inside ``span``, ``extent`` (may include) around it; all are in
    code points.
    """

    span: Span
    quote: str
    core: Span | None = None
    extent: Span | None = None

    def __post_init__(self) -> None:
        if len(self.quote) != len(self.span):
            raise InvalidModel("The quote of a key item is not as long as its place.")
        if self.core and not self.span.contains(self.core):
            raise InvalidModel(f"The core of “{self.quote[:60]}” reaches outside it.")
        if self.extent and not self.extent.contains(self.span):
            raise InvalidModel(f"The extent of “{self.quote[:60]}” does not hold all of it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyItem:
    """One thing to find. ``accepted[0]`` is the span that is shown; ``weight`` is in micro-points.

    ``likely_mistakes`` pairs a wrong label with the sentence that tells why not. Of a source,
    ``other_names`` are what else it is called: a mark on one, anywhere outside traps, is a later
    mention. What several people may be called ("he", "the mayor") is one at the places in
    ``mentions`` alone.
    """

    id: str
    name: str
    label: str
    accepted: tuple[AcceptedSpan, ...]
    also_labels: tuple[str, ...] = ()
    required: bool = True
    weight: int = POINT
    why: str = ""
    likely_mistakes: tuple[tuple[str, str], ...] = ()
    question: str = ""
    attributes: Attributes = Attributes()
    other_names: tuple[str, ...] = ()
    mentions: tuple[AcceptedSpan, ...] = ()

    def __post_init__(self) -> None:
        if not self.accepted:
            raise InvalidModel(f"The key item “{self.name}” accepts no words.")
        if self.weight < 0:
            raise InvalidModel(f"The key item “{self.name}” has a negative weight.")

    @property
    def span(self) -> Span:
        """The span that is shown."""
        return self.accepted[0].span

    @property
    def quote(self) -> str:
        """The words under the span that is shown."""
        return self.accepted[0].quote

    @property
    def labels(self) -> tuple[str, ...]:
        """All accepted labels, the item's own first."""
        return (self.label, *(label for label in self.also_labels if label != self.label))

    def mistake_sentence(self, label: str) -> str:
        """Why ``label`` is wrong here, or an empty string."""
        return next((words for wrong, words in self.likely_mistakes if wrong == label), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """A span that is wrong under every label: byline, date, credit, a lone reporting verb."""

    id: str
    span: Span
    quote: str
    why: str = ""

    def __post_init__(self) -> None:
        if len(self.quote) != len(self.span):
            raise InvalidModel("The quote of a trap is not as long as its place.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerKey:
    """Items, traps and relations (whose ends are item ids) for the article with this hash.

    Several ends of a *denies* are alternatives, each right. Several *said by* of one item are
    alternative chains: the one that fits a student's best counts.
    """

    article_sha256: str
    items: tuple[KeyItem, ...]
    traps: tuple[Trap, ...] = ()
    relations: tuple[Relation, ...] = ()
    version: int = 1

    def __post_init__(self) -> None:
        ids = [item.id for item in self.items]
        known = set(ids)
        if len(known) < len(ids):
            raise InvalidModel("Two key items share an id.")
        for relation in self.relations:
            if not relation.mark_ids <= known:
                raise InvalidModel("A relation of the key names an item that is not there.")

    def item(self, item_id: str) -> KeyItem:
        """The item with this id; KeyError where there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def check(self, text: str) -> AnswerKey:
        """Itself, if every quote is what ``text`` holds; InvalidModel names one that isn't."""
        spans = [(a.span, a.quote) for i in self.items for a in (*i.accepted, *i.mentions)]
        spans += [(trap.span, trap.quote) for trap in self.traps]
        for span, quote in spans:
            if span.of(text) != quote:
                raise InvalidModel(
                    f"The key says “{quote[:60]}”, "
                    f"but the article has “{span.of(text)[:60]}” there."
                )
        for item in self.items:
            for accepted in item.accepted:
                if accepted.extent:
                    accepted.extent.of(text)
        return self
