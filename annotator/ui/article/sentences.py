"""Where the sentences of a block are."""

from __future__ import annotations

import itertools
import re
import warnings
from typing import Any

from annotator.model.text import Span

#: Beyond this many characters the library would keep a reader waiting; a simple rule takes over.
MAX_LENGTH = 6_000
_SIMPLE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s)|[。！？]")


class SentenceFinder:
    """Finds sentences one block at a time and remembers those of the last few blocks."""

    __slots__ = ("_known", "_language", "_segmenter")

    def __init__(self, language: str = "en") -> None:
        self._language = language.split("-")[0].lower() or "en"
        self._segmenter: Any = None
        self._known: dict[str, list[Span]] = {}

    def sentence_at(self, text: str, position: int) -> Span | None:
        """The sentence of a block that holds ``position`` (code points of the block)."""
        found = [span for span in self.sentences(text) if span.start <= position]
        return found[-1] if found else next(iter(self.sentences(text)), None)

    def sentences(self, text: str) -> list[Span]:
        """All sentences of a block, without the space between them."""
        if text not in self._known:
            if len(self._known) >= 16:
                self._known.clear()
            parts = self._split(text) if len(text) <= MAX_LENGTH else _split_simply(text)
            self._known[text] = _locate(text, parts)
        return self._known[text]

    def _split(self, text: str) -> list[str]:
        if self._segmenter is None:
            with warnings.catch_warnings():
                # The library's patterns are written in a way that Python warns of when compiling.
                warnings.simplefilter("ignore")
                import pysbd
                from pysbd.languages import LANGUAGE_CODES

                language = self._language if self._language in LANGUAGE_CODES else "en"
                self._segmenter = pysbd.Segmenter(language=language, clean=False)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return [str(part) for part in self._segmenter.segment(text)]


def _split_simply(text: str) -> list[str]:
    cuts = [0, *(match.end() for match in _SIMPLE_END.finditer(text)), len(text)]
    return [text[a:b] for a, b in itertools.pairwise(cuts)]


def _locate(text: str, parts: list[str]) -> list[Span]:
    """The parts as spans. What the library changed, and so can't be found, joins its neighbour."""
    starts: list[int] = []
    position = 0
    for part in parts:
        words = part.strip()
        place = text.find(words, position) if words else -1
        if place >= 0:
            starts.append(place)
            position = place + len(words)
    spans: list[Span] = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        stop = start + len(text[start:end].rstrip())
        if stop > start:
            spans.append(Span(start, stop))
    return spans
