"""Marks by block. What a stroke costs depends on the marks of its block, not on how many exist."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator

from PySide6.QtCore import QRect

from annotator.model.article import Article
from annotator.model.text import Span
from annotator.ui.article.geometry import BlockGeometry
from annotator.ui.article.layers import BlockPicture
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
        """Take a mark in, or a changed one as it is now; the numbers of the blocks it lies in.

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


def touched_boxes(
    geometry: BlockGeometry,
    block: Span,
    picture: BlockPicture | None,
    marks: Iterable[PaintedMark],
) -> list[QRect]:
    """The boxes, in pixels of the page, in which these marks change a block (code points).

    ``picture`` is how the block looked before. Where it is not known, or does not hold all marks
    with their stripes, that is the whole block.
    """
    whole = [QRect(geometry.box)]
    if picture is None or picture.outlines or any(stripe.more for stripe in picture.stripes):
        return whole
    boxes: list[QRect] = []
    for mark in marks:
        if mark.sign is not None:
            return whole
        if not mark.span.overlaps(block):
            continue
        start, end = max(mark.span.start, block.start), min(mark.span.end, block.end)
        rows = [geometry.rect(p) for p in geometry.pieces(start - block.start, end - block.start)]
        if rows:
            box = QRect(geometry.box)
            top, bottom = _crowd(picture, rows[0].top(), rows[-1].bottom())
            box.setTop(top)
            box.setBottom(bottom)
            boxes.append(box)
    return boxes


def _crowd(picture: BlockPicture, top: int, bottom: int) -> tuple[int, int]:
    """From where to where marks stand that share lines with what lies between two heights."""
    crowds: list[tuple[int, int]] = []
    for first, last in sorted((s.rect.top(), s.rect.bottom()) for s in picture.stripes):
        if crowds and first <= crowds[-1][1]:
            crowds[-1] = (crowds[-1][0], max(crowds[-1][1], last))
        else:
            crowds.append((first, last))
    met = [crowd for crowd in crowds if crowd[0] <= bottom and top <= crowd[1]]
    return min([top, *(first for first, _ in met)]), max([bottom, *(last for _, last in met)])
