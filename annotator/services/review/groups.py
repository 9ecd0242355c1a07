"""Every difference between papers and key, identical answers together: one decision each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from annotator.model.article import Article
from annotator.model.errors import AnnotatorError
from annotator.model.outcome import Comparison
from annotator.model.review import Answer
from annotator.model.text import Span
from annotator.services.review.decisions import Reviewed, answer_of, needs_decision
from annotator.services.review.in_pieces import InPieces


@dataclass(frozen=True, slots=True)
class GroupMember:
    """One paper's mark that gives a certain answer; ``decided`` when a decision covers it."""

    sha256: str
    mark_id: str
    decided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionGroup:
    """One decision to make: an answer, and everybody who gave it.

    ``quote`` are the words that were marked, most often where not all marked the same; ``others``
    are the rest, the commonest first, each with how many marked them. ``key_label`` and
    ``item_quote`` are what the key has there (empty away from every item).
    """

    answer: Answer
    quote: str
    span: Span
    places: tuple[GroupMember, ...]
    others: tuple[tuple[str, int], ...] = ()
    key_label: str = ""
    item_name: str = ""
    item_quote: str = ""

    @property
    def open(self) -> tuple[GroupMember, ...]:
        """The papers that still wait for this decision."""
        return tuple(place for place in self.places if not place.decided)


def same_place(one: DecisionGroup, other: DecisionGroup) -> bool:
    """Whether two answers are about one thing: the same key item, the same trap, or, away from
    both, words that overlap."""
    a, b = one.answer, other.answer
    if a.item_id or b.item_id:
        return a.item_id == b.item_id
    if a.trap_id or b.trap_id:
        return a.trap_id == b.trap_id
    return one.span.overlaps(other.span)


class Grouping:
    """Finds every difference between papers and key, a piece at a time; see :meth:`step`.

    ``reviewed`` gives a paper after its decisions; papers that can't be compared are left out.
    ``is_at_hand`` is asked before, and may put a paper off (see :class:`InPieces`).
    """

    def __init__(
        self,
        papers: Iterable[str],
        article: Article,
        reviewed: Callable[[str], Reviewed],
        is_at_hand: Callable[[str], bool] = lambda _sha256: True,
    ) -> None:
        self._article = article
        self._reviewed = reviewed
        self._order = {sha256: number for number, sha256 in enumerate(papers)}
        self._pieces = InPieces(self._order, self._look_at, is_at_hand)
        self._places: dict[Answer, list[GroupMember]] = {}
        self._first: dict[Answer, Comparison] = {}
        self._spans: dict[Answer, Counter[Span]] = {}

    @property
    def of(self) -> int:
        """How many papers there are."""
        return self._pieces.of

    @property
    def done(self) -> int:
        """How many papers were looked through."""
        return self._pieces.done

    def step(self, milliseconds: float = 12.0) -> bool:
        """Look through papers for about this long; True when all were looked through."""
        return self._pieces.step(milliseconds)

    def groups(self) -> tuple[DecisionGroup, ...]:
        """What was found so far: most papers that wait first, then reading order."""
        found = [self._group(answer, places) for answer, places in self._places.items()]
        found.sort(key=lambda g: (-len(g.open), -len(g.places), g.span, g.answer.label))
        return tuple(found)

    def run(self) -> tuple[DecisionGroup, ...]:
        """All at once, where no window is waiting."""
        while not self.step(1000.0):
            pass
        return self.groups()

    def _look_at(self, sha256: str) -> None:
        article = self._article
        try:
            reviewed = self._reviewed(sha256)
        except AnnotatorError:
            return
        still = {mark.mark_id for mark in reviewed.open}
        for mark in reviewed.base.marks:
            if not needs_decision(mark, reviewed.base, article):
                continue
            answer = answer_of(mark, article)
            assert answer is not None
            place = GroupMember(sha256, mark.mark_id, mark.mark_id not in still)
            self._places.setdefault(answer, []).append(place)
            self._first.setdefault(answer, reviewed.base)
            span = article.words.snap(mark.span) or mark.span
            self._spans.setdefault(answer, Counter())[span] += 1

    def _group(self, answer: Answer, places: list[GroupMember]) -> DecisionGroup:
        text = self._article.text
        # A paper that was put off stands where it would have stood.
        places.sort(key=lambda place: self._order[place.sha256])
        item = self._first[answer].item(answer.item_id) if answer.item_id else None
        (span, _), *others = sorted(self._spans[answer].items(), key=lambda each: (-each[1], each))
        return DecisionGroup(
            answer=answer,
            quote=span.of(text),
            span=span,
            places=tuple(places),
            others=tuple((each.of(text), count) for each, count in others),
            key_label=item.label if item else "",
            item_name=item.name if item else "",
            item_quote=item.quote if item else "",
        )
