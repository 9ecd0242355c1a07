"""A key from what a class has marked: the spans that most of them chose, or a copy of one paper.

Nothing here decides what is right: it offers, and the teacher takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.model.annotation import Relation, RelationEnd, new_id
from annotator.model.article import Article, BlockKind
from annotator.model.key import AnswerKey, KeyItem
from annotator.model.text import Span
from annotator.model.work import Submission
from annotator.services.lessons.key_steps import item_on

#: Marks of one label that share this much of their words (IoU) are told as one offer.
_NEARLY_THE_SAME = 0.8

#: Kinds of parts that are wrong under every label, what they are called, and why nothing is right
#: there. Students read it.
_TRAPS = {
    BlockKind.BYLINE: ("byline", "This names who wrote the article. It says nothing yet."),
    BlockKind.DATELINE: ("date", "This is when the article came out. It is no part of the story."),
    BlockKind.PUBLISHER: ("publisher", "This names the paper. It says nothing yet."),
    BlockKind.CREDIT: ("photo credit", "This says who took the picture. It tells no story."),
}


@dataclass(frozen=True, slots=True)
class TrapOffer:
    """Words that should be a trap: what they are ("byline"), and why nothing is right there."""

    span: Span
    name: str
    why: str


def proposed_traps(article: Article, key: AnswerKey) -> tuple[TrapOffer, ...]:
    """Byline, date, publisher and credits that no trap and no item of the key touches."""
    used = [trap.span for trap in key.traps]
    used += [span.span for item in key.items for span in item.accepted]
    return tuple(
        TrapOffer(block.span, *_TRAPS[block.kind])
        for block in article.blocks
        if block.kind in _TRAPS
        and not any(block.span.start < s.end and s.start < block.span.end for s in used)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Words that students marked alike. ``span`` is the commonest of the nearly equal ones.

    ``count`` of ``papers`` papers have it, ``exactly`` of them to the word. ``others`` are other
    labels on the same words with their counts, the commonest first.
    """

    span: Span
    quote: str
    label: str
    count: int
    exactly: int
    papers: int
    others: tuple[tuple[str, int], ...] = ()


def most_marked(
    article: Article, papers: Sequence[Submission], key: AnswerKey | None = None
) -> tuple[Offer, ...]:
    """What the class marked and the key doesn't have, the commonest first.

    Spans are compared in whole words; of one paper each mark counts once for an offer.
    """
    who: dict[tuple[Span, str], set[int]] = {}
    for number, paper in enumerate(papers):
        for mark in paper.annotations:
            span = article.words.snap(mark.span)
            if span is not None:
                who.setdefault((span, mark.label), set()).add(number)
    offers: list[tuple[Span, str, set[int], int]] = []
    for (span, label), students in sorted(who.items(), key=lambda pair: _rank(*pair)):
        for offer in offers:
            if offer[1] == label and _alike(article, offer[0], span) >= _NEARLY_THE_SAME:
                offer[2].update(students)
                break
        else:
            offers.append((span, label, set(students), len(students)))
    had = _accepted(article, key)
    found = [
        Offer(
            span=span,
            quote=span.of(article.text),
            label=label,
            count=len(students),
            exactly=exactly,
            papers=len(papers),
            others=_others(span, label, offers),
        )
        for span, label, students, exactly in offers
        if not any(
            label in labels and _alike(article, span, known) >= _NEARLY_THE_SAME
            for known, labels in had
        )
    ]
    return tuple(sorted(found, key=lambda each: (-each.count, -each.exactly, each.span)))


def item_from(article: Article, offer: Offer, *, required: bool = True) -> KeyItem:
    """The offer as a key item on its commonest words."""
    return item_on(article.text, offer.span, offer.label, required=required)


def copy_of(submission: Submission, article: Article) -> AnswerKey:
    """A key with everything that a paper marks and ties; notes become the whys.

    InvalidModel where the paper doesn't fit the text.
    """
    submission.check(article.text)
    ids = {mark.id: new_id() for mark in submission.annotations}
    items = tuple(
        item_on(
            article.text,
            mark.span,
            mark.label,
            id=ids[mark.id],
            why=" ".join(mark.note.split()),
            attributes=mark.attributes,
        )
        for mark in submission.annotations
    )
    return AnswerKey(
        article_sha256=article.sha256,
        items=items,
        relations=tuple(_renamed(tie, ids) for tie in submission.relations),
    )


def _renamed(tie: Relation, ids: Mapping[str, str]) -> Relation:
    chain = tuple(
        tuple(RelationEnd.mark(ids[end.id]) if end.id else end for end in place)
        for place in tie.chain
    )
    return replace(tie, id=new_id(), source_id=ids[tie.source_id], chain=chain)


def _rank(place: tuple[Span, str], students: set[int]) -> tuple[int, Span, str]:
    return (-len(students), *place)


def _alike(article: Article, one: Span, other: Span) -> float:
    """Shared words by all words of the two; 0 where they don't touch."""
    if not one.overlaps(other):
        return 0.0
    mine, theirs = set(article.words.numbers(one)), set(article.words.numbers(other))
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


def _accepted(article: Article, key: AnswerKey | None) -> list[tuple[Span, tuple[str, ...]]]:
    return [
        (article.words.snap(each.span) or each.span, item.labels)
        for item in (key.items if key else ())
        for each in item.accepted
    ]


def _others(
    span: Span, label: str, offers: Iterable[tuple[Span, str, set[int], int]]
) -> tuple[tuple[str, int], ...]:
    found = [
        (other, len(students))
        for where, other, students, _ in offers
        if where == span and other != label
    ]
    return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0])))
