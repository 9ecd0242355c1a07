"""What of a block looks different when marks of it come, go or change: those rows, not the whole.

Marks that share a line make room for one another, so a change reaches as far as lines are shared
from mark to mark.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect

from annotator.model.text import Span
from annotator.ui.article.geometry import BlockGeometry
from annotator.ui.article.layers import BlockPicture
from annotator.ui.article.marks import PaintedMark


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
