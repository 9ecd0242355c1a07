"""How hard a text is to read: Flesch–Kincaid grade, for English."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.model.text import Span
from annotator.model.words import find_words

_VOWELS = re.compile(r"[aeiouy]+")
#: Endings whose vowel is not spoken ("times", "asked", "note"), and vowels that are spoken apart
#: ("radio", "usual", "video", "mayor", "being").
_SILENT = re.compile(r"(?:[^szxcghlaeiouy]es|[aeiouy]les|[^dtaeiouy]ed|[^laeiouy]e|[aeiouy]le)$")
_SPLIT = re.compile(r"(?<![tscgnlx])i[ao]|[^gq]ua|eo|[aeiou]y[aeiou]|[aeiouy]ing")
_LONGEST_BLOCK = 20_000


def sentences(block: str) -> list[Span]:
    """The sentences of one block, as spans in it, without the space around them.

    A block of more than 20,000 characters counts as one sentence: the splitter is slow on those.
    """
    if not block.strip():
        return []
    if len(block) > _LONGEST_BLOCK:
        return [Span(0, len(block))]
    # Imported here: only lessons that are being checked need it.
    import pysbd

    found: list[Span] = []
    at = 0
    for piece in pysbd.Segmenter(language="en", clean=False).segment(block):
        words = piece.strip()
        start = block.find(words, at)
        if words and start >= 0:
            at = start + len(words)
            found.append(Span(start, at))
    return found


def flesch_kincaid_grade(blocks: Sequence[str]) -> float:
    """The school grade at which these blocks (paragraphs) read easily; 0 where there are no words.

    Kincaid et al. 1975: 0.39 × words a sentence + 11.8 × syllables a word − 15.59. Syllables are
    estimated from the spelling, so differences of half a grade mean nothing.
    """
    words = [span.of(block) for block in blocks for span in find_words(block)]
    count = sum(len(sentences(block)) for block in blocks)
    if not words or not count:
        return 0.0
    spoken = sum(syllables(word) for word in words)
    return 0.39 * len(words) / count + 11.8 * spoken / len(words) - 15.59


def syllables(word: str) -> int:
    """About how many syllables an English word has; 1 for numbers and everything else."""
    plain = re.sub(r"['’]\w*$", "", word.lower())
    parts = [part for part in re.split(r"[^a-z]+", plain) if part]
    if not parts:
        return 1
    return sum(_of_part(part) for part in parts)


def _of_part(part: str) -> int:
    if len(part) <= 3:
        return 1
    count = len(_VOWELS.findall(part)) + len(_SPLIT.findall(part))
    if _SILENT.search(part):
        count -= 1
    return max(1, count)
