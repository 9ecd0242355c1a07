"""Find a key's spans again after its article was edited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from annotator.files.fields import Fields
from annotator.files.key_file import open_key, read_entries
from annotator.files.web_annotation import Selectors
from annotator.model.article import Article
from annotator.model.errors import BadInput
from annotator.model.key import AnswerKey
from annotator.model.text import Span


@dataclass(frozen=True, slots=True)
class Repair:
    """What became of a key: ``key`` is None where a quote is lost.

    ``moved`` counts the selectors whose positions changed; ``unsure`` names quotes that stand in
    several places which fit equally well; ``lost`` names those that stand nowhere.
    """

    key: AnswerKey | None
    moved: int
    unsure: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def repair_key(where: Path | bytes, article: Article) -> Repair:
    """The key with its positions found again from each quote and the text around it.

    Nothing is written and nothing is dropped: with one quote lost there is no key, and the names
    say which quotes the author has to mend. BadInput where the file is no key at all.
    """
    text = article.text
    moved: list[str] = []
    unsure: list[str] = []
    lost: list[str] = []

    def find(place: Fields, selectors: Selectors, fits: Callable[[Span], bool]) -> Span:
        old = place.checked(lambda: Span(selectors.start, selectors.end))
        spans = [span for span in _places(text, selectors.exact) if fits(span)]
        if not spans:
            lost.append(selectors.exact)
            raise place.fault(f"“{selectors.exact[:80]}” is no longer there.")
        ranked = sorted(spans, key=lambda span: _rank(text, span, selectors))
        best = ranked[0]
        if (
            len(ranked) > 1
            and _rank(text, ranked[1], selectors)[0] == _rank(text, best, selectors)[0]
        ):
            unsure.append(selectors.exact)
        if best != old:
            moved.append(selectors.exact)
        return best

    fields = open_key(where)
    try:
        key = read_entries(fields, article, find, "")
    except BadInput:
        if not lost:
            raise
        return Repair(None, 0, (), _all_lost(where, text))
    return Repair(key, len(moved), tuple(dict.fromkeys(unsure)))


def _all_lost(where: Path | bytes, text: str) -> tuple[str, ...]:
    """Every quote of the key that stands nowhere in ``text``, or no longer where it must."""
    names: dict[str, None] = {}
    for target in _quotes(open_key(where).any("first")):
        if target not in text:
            names[target] = None
    return tuple(names) or ("a core or an extent no longer fits its quote",)


def _quotes(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["exact"]] if isinstance(value.get("exact"), str) else []
        return own + [quote for part in value.values() for quote in _quotes(part)]
    if isinstance(value, list):
        return [quote for part in value for quote in _quotes(part)]
    return []


def _places(text: str, quote: str) -> list[Span]:
    places: list[Span] = []
    at = text.find(quote) if quote else -1
    while at >= 0:
        places.append(Span(at, at + len(quote)))
        at = text.find(quote, at + 1)
    return places


def _rank(text: str, span: Span, selectors: Selectors) -> tuple[int, int]:
    """Lower is better: most of the old surroundings, then nearest to the old place."""
    before = _shared(text[: span.start][::-1], selectors.prefix[::-1])
    after = _shared(text[span.end :], selectors.suffix)
    return -(before + after), abs(span.start - selectors.start)


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
