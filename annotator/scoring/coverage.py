"""How much of an article each label covers: the guard against painting everything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import accumulate

from annotator.model.annotation import Annotation
from annotator.model.article import BODY_KINDS, Article
from annotator.model.outcome import Coverage
from annotator.scoring.place import WordRange


class BodyText:
    """Which words of an article are its body (headline, standfirst, paragraphs, captions)."""

    __slots__ = ("_before", "words")

    def __init__(self, article: Article) -> None:
        is_body = [0] * len(article.words)
        for block in article.blocks:
            if block.kind in BODY_KINDS:
                for number in article.words.numbers(block.span):
                    is_body[number] = 1
        self.words = article.words
        self._before = list(accumulate(is_body, initial=0))

    def __len__(self) -> int:
        return self._before[-1]

    def count(self, start: int, end: int) -> int:
        """Body words from word ``start`` to ``end``."""
        return self._before[end] - self._before[start]


def covered(ranges: Iterable[WordRange]) -> list[WordRange]:
    """The same words as ``ranges``, each once: sorted and without overlap."""
    merged: list[WordRange] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return merged


def coverage_of_ranges(
    body: BodyText, ranges: Iterable[tuple[str, int, int]]
) -> tuple[Coverage, ...]:
    """Coverage by label, sorted by label id; ``ranges`` are (label, first word, word after)."""
    by_label: dict[str, list[WordRange]] = defaultdict(list)
    for label, start, end in ranges:
        by_label[label].append((start, end))
    return tuple(
        Coverage(label, sum(body.count(*each) for each in covered(by_label[label])), len(body))
        for label in sorted(by_label)
    )


def coverage(article: Article, annotations: Iterable[Annotation]) -> tuple[Coverage, ...]:
    """Share of the article's body words under each label; overlapping marks count a word once."""
    body = BodyText(article)
    ranges = []
    for mark in annotations:
        numbers = article.words.numbers(mark.span)
        ranges.append((mark.label, numbers.start, numbers.stop))
    return coverage_of_ranges(body, ranges)
