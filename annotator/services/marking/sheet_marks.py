"""What a teacher types to put a pencil mark in: "12 c", "12-13 o", "12 c! fares doubled".

A number names a sentence as it is numbered on the sheet, a letter one of the guide's labels. Words
after it narrow the mark down: the beginning of its first and its last word are enough.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.model.annotation import Certainty
from annotator.model.article import Article
from annotator.model.errors import BadInput
from annotator.model.labels import LabelGuide
from annotator.model.text import Span

_LINE = re.compile(
    r"\s*(?P<first>\d{1,5})(?:\s*[-\u2013]\s*(?P<last>\d{1,5}))?"
    r"(?:\s*(?P<letter>[^\W\d_])(?P<sure>[!?])?(?:\s+(?P<words>.*))?)?\s*"
)
_SURE = {"!": Certainty.SURE, "?": Certainty.GUESS}


@dataclass(frozen=True, slots=True)
class SheetMark:
    """What a typed line says. ``label`` is empty while only a number stands there."""

    span: Span
    label: str = ""
    certainty: Certainty | None = None


def read_mark(
    line: str, sentences: Sequence[Span], article: Article, guide: LabelGuide
) -> SheetMark:
    """Understand a line; ``sentences`` are numbered from 1 as on the sheet.

    BadInput with a sentence that says what is not understood.
    """
    found = _LINE.fullmatch(line)
    if found is None:
        example = guide.labels[0].letter.lower()
        raise BadInput(
            "This is not understood.", todo=f"Type a number and a letter, like “12 {example}”."
        )
    first = int(found["first"])
    last = int(found["last"] or first)
    if not 1 <= first <= last <= len(sentences):
        raise BadInput(f"The sheet has the numbers 1 to {len(sentences)}.")
    whole = Span(sentences[first - 1].start, sentences[last - 1].end)
    if found["letter"] is None:
        return SheetMark(whole)
    label = _label(found["letter"], guide)
    span = _narrowed(found["words"] or "", whole, article)
    return SheetMark(span, label, _SURE.get(found["sure"] or ""))


def _label(letter: str, guide: LabelGuide) -> str:
    for label in guide.labels:
        if label.letter.casefold() == letter.casefold():
            return label.id
    known = ", ".join(label.letter for label in guide.labels)
    raise BadInput(f"“{letter}” is no label of this lesson.", todo=f"The letters are {known}.")


def _narrowed(typed: str, whole: Span, article: Article) -> Span:
    """The words of ``whole`` that were typed: a run of them, or from the first to the last."""
    words = article.words
    inside = [words.word(number) for number in words.numbers(whole)]
    wanted = [part.casefold() for part in typed.split() if any(c.isalnum() for c in part)]
    wanted = [part.strip("\"'“”‘’.,;:!?()…") for part in wanted]
    if not wanted or not inside:
        return words.snap(whole) or whole
    spelled = [word.of(article.text).casefold().strip("$£€") for word in inside]
    begins = [part.strip("$£€") for part in wanted]
    for start in range(len(spelled) - len(begins) + 1):
        if all(spelled[start + n].startswith(part) for n, part in enumerate(begins)):
            return Span(inside[start].start, inside[start + len(begins) - 1].end)
    for start, word in enumerate(spelled):
        if len(begins) > 1 and word.startswith(begins[0]):
            for end in range(start + 1, len(spelled)):
                if spelled[end].startswith(begins[-1]):
                    return Span(inside[start].start, inside[end].end)
    raise BadInput(
        f"“{' '.join(typed.split())}” is not in this sentence.",
        todo="Type how its first and its last word begin.",
    )
