"""Marks that were made on another version of an article, put where their words stand in this one.

By a word diff with the standard library's difflib. A mark is placed only where its first and last
words were found again and most of what lies between them was; all others are orphans. Nothing is
moved silently: the page that shows the work says which marks were moved and lists the orphans.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from annotator.model.annotation import Annotation
from annotator.model.article import Article
from annotator.model.text import Span
from annotator.model.words import WordIndex
from annotator.model.work import Submission


@dataclass(frozen=True, slots=True)
class Moved:
    """A mark before and after; ``same_words`` tells whether it stands on the very same words."""

    before: Annotation
    after: Annotation

    @property
    def same_words(self) -> bool:
        """Whether only its place changed."""
        return self.before.quote == self.after.quote


@dataclass(frozen=True, slots=True)
class ReAnchored:
    """A submission on this version of the text, and what became of its marks.

    ``submission`` holds the marks that could be placed, and the relations whose marks all were.
    ``doubles`` are marks that came to stand on the same words under the same label as another.
    """

    submission: Submission
    moved: tuple[Moved, ...]
    orphans: tuple[Annotation, ...]
    doubles: tuple[Annotation, ...] = ()


def re_anchor(submission: Submission, article: Article, old_text: str | None) -> ReAnchored:
    """``submission`` on ``article``.

    Where the text that it was made on is not known (None), a mark is placed only where its quote
    stands exactly once.
    """
    words = _matched(old_text, article) if old_text is not None else {}
    old = WordIndex(old_text) if old_text is not None else None
    moved: list[Moved] = []
    orphans: list[Annotation] = []
    doubles: list[Annotation] = []
    taken: set[tuple[int, int, str]] = set()
    for mark in submission.annotations:
        span = None
        if old is None or old_text is None:
            span = _only_place(mark.quote, article.text)
        elif mark.span.end <= len(old_text) and mark.span.of(old_text) == mark.quote:
            span = _placed(mark, old, article, words)
        if span is None:
            orphans.append(mark)
            continue
        after = mark.moved(article.text, span)
        if after.identity in taken:
            doubles.append(mark)
            continue
        taken.add(after.identity)
        moved.append(Moved(mark, after))
    kept = {each.after.id for each in moved}
    return ReAnchored(
        replace(
            submission,
            article_sha256=article.sha256,
            annotations=tuple(each.after for each in moved),
            relations=tuple(tie for tie in submission.relations if tie.mark_ids <= kept),
        ),
        tuple(moved),
        tuple(orphans),
        tuple(doubles),
    )


def _matched(old_text: str, article: Article) -> dict[int, int]:
    """Number of a word in the old text → its number in the new one, where the diff found it."""
    old, new = WordIndex(old_text), article.words
    before = [old.word(n).of(old_text) for n in range(len(old))]
    after = [new.word(n).of(article.text) for n in range(len(new))]
    # Without autojunk: it would leave out "the" and "of" in any longer article.
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return {
        block.a + k: block.b + k
        for block in matcher.get_matching_blocks()
        for k in range(block.size)
    }


def _placed(
    mark: Annotation, old: WordIndex, article: Article, words: Mapping[int, int]
) -> Span | None:
    """Where the mark stands now; None where too many of its words are gone.

    With quote marks and half words at its edges where they are the same; else whole words.
    """
    numbers, new = old.numbers(mark.span), article.words
    if not numbers:
        return None
    first, last = words.get(numbers[0]), words.get(numbers[-1])
    if first is None or last is None or last < first:
        return None
    still = sum(1 for n in numbers if n in words)
    here = last - first + 1
    # Three in five of the words, both of what it was and of what it would be.
    if 5 * still < 3 * max(len(numbers), here):
        return None
    start = new.word(first).start + mark.span.start - old.word(numbers[0]).start
    end = new.word(last).end + mark.span.end - old.word(numbers[-1]).end
    if 0 <= start < end <= len(article.text) and article.text[start:end] == mark.quote:
        return Span(start, end)
    return Span(new.word(first).start, new.word(last).end)


def _only_place(quote: str, text: str) -> Span | None:
    at = text.find(quote)
    if at < 0 or text.find(quote, at + 1) >= 0:
        return None
    return Span(at, at + len(quote))
