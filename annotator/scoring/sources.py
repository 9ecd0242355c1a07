"""One source under several names: which items are the same source, and where else it is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from annotator.model.annotation import Relation, RelationKind
from annotator.model.article import Article
from annotator.model.key import AnswerKey, KeyItem
from annotator.model.text import Span
from annotator.model.words import WordIndex, find_words
from annotator.scoring.place import WordRange

_POSSESSIVE = ("’s", "'s", "’", "'")


def same_sources(relations: Iterable[Relation]) -> dict[str, str]:
    """Item id → one id for all items of that source, as far as the key ties them together."""
    parent: dict[str, str] = {}

    def root(item_id: str) -> str:
        while parent.get(item_id, item_id) != item_id:
            item_id = parent[item_id]
        return item_id

    for relation in relations:
        if relation.kind is RelationKind.SAME_AS:
            for end in relation.chain[0]:
                if end.id:
                    low, high = sorted((root(relation.source_id), root(end.id)))
                    parent[high] = parent[low] = low
    return {item_id: root(item_id) for item_id in parent}


class Mentions:
    """Where an article names the sources of a key other than where its items are."""

    def __init__(self, key: AnswerKey, article: Article) -> None:
        self._index = article.words
        self._source = same_sources(key.relations)
        self._traps = [_range(self._index, trap.span) for trap in key.traps]
        self._words = [
            _word(self._index.word(number).of(article.text)) for number in range(len(self._index))
        ]
        self._shared = self._shared_names(key.items)

    def of(self, item: KeyItem) -> tuple[WordRange, ...]:
        """Later mentions of an item's source in words, sorted, none in a trap or in the item."""
        own = [_range(self._index, accepted.span) for accepted in item.accepted]
        places = {_range(self._index, each.span) for each in item.mentions}
        for name in item.other_names:
            if _name(name) not in self._shared:
                places.update(self._places(_name(name)))
        taken = (*own, *self._traps)
        return tuple(
            sorted(p for p in places if p[0] < p[1] and not any(_meet(p, t) for t in taken))
        )

    def source(self, item: KeyItem) -> str:
        """What all items share that name this source; empty where the key knows one item alone."""
        return self._source.get(item.id, "")

    def _shared_names(self, items: Iterable[KeyItem]) -> set[tuple[str, ...]]:
        """Names that the key gives to more than one source: they count at listed places alone."""
        named = {
            (self.source(item) or item.id, _name(name))
            for item in items
            for name in item.other_names
        }
        given = Counter(name for _, name in named)
        return {name for name, count in given.items() if count > 1}

    def _places(self, name: tuple[str, ...]) -> Iterable[WordRange]:
        if not name:
            return
        size = len(name)
        for start in range(len(self._words) - size + 1):
            if all(_same(self._words[start + n], word) for n, word in enumerate(name)):
                yield start, start + size


def _word(text: str) -> str:
    """A word without the ending of "Musk’s"."""
    for ending in _POSSESSIVE:
        if text.endswith(ending) and len(text) > len(ending):
            return text[: -len(ending)]
    return text


def _name(name: str) -> tuple[str, ...]:
    return tuple(_word(word.of(name)) for word in find_words(name))


def _same(word: str, wanted: str) -> bool:
    """The same word, or the same at the beginning of a sentence: "The mayor" is "the mayor"."""
    return word == wanted or word == wanted[:1].upper() + wanted[1:]


def _range(words: WordIndex, span: Span) -> WordRange:
    numbers = words.numbers(span)
    return numbers.start, numbers.stop


def _meet(one: WordRange, other: WordRange) -> bool:
    return one[0] < other[1] and other[0] < one[1]
