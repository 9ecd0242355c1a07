"""Marks by block. What a stroke costs depends on the marks of its block, not on how many exist."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator

from annotator.model.article import Article
from annotator.ui.article.marks import PaintedMark


class MarkIndex:
    """All painted marks, found by id, by block or by position (code points of the article)."""

    __slots__ = ("_article", "_by_block", "_marks")

    def __init__(self, article: Article, marks: Iterable[PaintedMark] = ()) -> None:
        self._article = article
        self._marks: dict[str, PaintedMark] = {}
        #: Block number → (start, minus end, id), sorted: in reading order, the longer one first.
        self._by_block: dict[int, list[tuple[int, int, str]]] = {}
        for mark in marks:
            self.add(mark)

    def __len__(self) -> int:
        return len(self._marks)

    def __contains__(self, mark_id: object) -> bool:
        return mark_id in self._marks

    def __iter__(self) -> Iterator[PaintedMark]:
        return iter(self._marks.values())

    def get(self, mark_id: str) -> PaintedMark | None:
        """The mark with this id, if there is one."""
        return self._marks.get(mark_id)

    def add(self, mark: PaintedMark) -> range:
        """Take a mark in, or a changed one anew; the numbers of the blocks it lies in.

        ValueError where it reaches beyond the text.
        """
        if mark.span.end > len(self._article.text):
            raise ValueError(f"The mark {mark.id} reaches beyond the article's text.")
        if mark.id in self._marks:
            self.remove(mark.id)
        self._marks[mark.id] = mark
        blocks = self.blocks_of(mark)
        key = (mark.span.start, -mark.span.end, mark.id)
        for number in blocks:
            insort(self._by_block.setdefault(number, []), key)
        return blocks

    def remove(self, mark_id: str) -> range:
        """Forget a mark; the numbers of the blocks it lay in (none for an unknown id)."""
        mark = self._marks.pop(mark_id, None)
        if mark is None:
            return range(0)
        blocks = self.blocks_of(mark)
        key = (mark.span.start, -mark.span.end, mark.id)
        for number in blocks:
            row = self._by_block[number]
            del row[bisect_left(row, key)]
        return blocks

    def blocks_of(self, mark: PaintedMark) -> range:
        """The numbers of the blocks that a mark lies in."""
        return self._article.blocks_of(mark.span)

    def in_block(self, number: int) -> list[PaintedMark]:
        """The marks of a block in reading order, of two that start together the longer first."""
        return [self._marks[mark_id] for _, _, mark_id in self._by_block.get(number, ())]

    def at(self, position: int) -> list[PaintedMark]:
        """The marks over the code point at ``position``, the smallest first."""
        block = self._article.block_number_at(position)
        over = [m for m in self.in_block(block) if m.span.start <= position < m.span.end]
        return smallest_first(over)


def smallest_first(marks: Iterable[PaintedMark]) -> list[PaintedMark]:
    """Shorter marks before longer ones, then in reading order."""
    return sorted(marks, key=lambda m: (len(m.span), m.span.start, m.id))
