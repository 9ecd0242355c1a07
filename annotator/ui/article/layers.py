"""What is to be drawn for the marks of one block: rectangles and lines, not yet colours.

Worked out once when a mark of the block changes, then only painted.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect

from annotator.model.text import Span
from annotator.ui.article.geometry import BlockGeometry
from annotator.ui.article.marks import MarkRole, PaintedMark, Sign
from annotator.ui.article.patterns import lane_thickness

#: How wide a sign is, as a share of the size of type; in pixels no less than this.
_SIGN_SHARE, _LEAST_SIGN = 0.74, 13
#: From the top of a line's letters to what is drawn under them, in sizes of its type.
_LETTERS = 1.22
STRIPE_WIDTH = 12
STRIPE_GAP = 2
#: From the column's edge to the first stripe.
STRIPE_OFFSET = 8


class Tint(NamedTuple):
    """A coloured (or hatched) patch behind words."""

    rect: QRect
    label: str
    hatched: bool


class Underline(NamedTuple):
    """One stretch of the patterned line under a mark; the ends say where the mark itself ends.

    ``line_top`` is the top of the line of words that it belongs to.
    """

    rect: QRect
    line_top: int
    label: str
    missed: bool
    left_end: bool
    right_end: bool


class Outline(NamedTuple):
    """A frame around a stretch of words; open at the sides where the mark runs on."""

    rect: QRect
    label: str
    dashed: bool
    open_left: bool
    open_right: bool


class Stripe(NamedTuple):
    """The bar in the margin next to the lines of a mark, with its label's letter.

    ``more`` is the number of marks for which the margin has no room.
    """

    rect: QRect
    label: str
    mark_id: str
    pending: bool
    more: int = 0


class PlacedSign(NamedTuple):
    """A sign, and the point of the page that its middle lies on."""

    sign: Sign
    centre: QPoint


class BlockPicture(NamedTuple):
    """Everything that the marks of one block put on the page, in the order of painting."""

    tints: tuple[Tint, ...]
    underlines: tuple[Underline, ...]
    outlines: tuple[Outline, ...]
    stripes: tuple[Stripe, ...]
    signs: tuple[PlacedSign, ...]


class PageMeasures(NamedTuple):
    """Measures of the page that the marks have to fit in: type size, margin for stripes."""

    size: float
    column: QRect
    max_stripes: int


class _Placed:
    """A mark within one block: its part of it, counted from the block's start, and its lane."""

    __slots__ = ("end", "lane", "lanes", "mark", "start")

    def __init__(self, mark: PaintedMark, block: Span) -> None:
        self.mark = mark
        self.start = max(mark.span.start, block.start) - block.start
        self.end = min(mark.span.end, block.end) - block.start
        self.lane = 0
        #: How many lanes the crowd that this mark is in needs.
        self.lanes = 1


def build_picture(
    geometry: BlockGeometry, block: Span, marks: Sequence[PaintedMark], room: PageMeasures
) -> BlockPicture:
    """The picture of a block with the marks that lie in it (``block`` in code points)."""
    placed = [p for p in (_Placed(mark, block) for mark in marks) if p.start < p.end]
    filled = [p for p in placed if p.mark.role is not MarkRole.OUTLINE]
    framed = [p for p in placed if p.mark.role is MarkRole.OUTLINE]
    _set_lanes(filled)
    return BlockPicture(
        tints=tuple(_tints(geometry, filled)),
        underlines=tuple(_underlines(geometry, filled, room.size)),
        outlines=tuple(_outlines(geometry, framed)),
        stripes=tuple(_stripes(geometry, filled, room)),
        signs=tuple(_signs(geometry, block, placed, room.size)),
    )


def _set_lanes(placed: Sequence[_Placed]) -> None:
    lanes = assign_lanes([(p.start, p.end) for p in placed])
    for p, lane in zip(placed, lanes, strict=True):
        p.lane = lane
    for p in placed:
        p.lanes = 1 + max(q.lane for q in placed if q.start < p.end and p.start < q.end)


def _tints(geometry: BlockGeometry, placed: Sequence[_Placed]) -> list[Tint]:
    """One patch per mark and stretch; where marks overlap, each has its band of the height."""
    edges = sorted({p.start for p in placed} | {p.end for p in placed})
    tints: list[Tint] = []
    for start, end in itertools.pairwise(edges):
        over = sorted(
            (p for p in placed if p.start <= start and end <= p.end), key=lambda p: p.lane
        )
        if not over:
            continue
        for piece in geometry.pieces(start, end):
            line = geometry.lines[piece.line]
            top, bottom = line.top, line.under
            for number, p in enumerate(over):
                a = top + (bottom - top) * number // len(over)
                b = top + (bottom - top) * (number + 1) // len(over)
                rect = QRect(piece.left, a, piece.right - piece.left, b - a)
                tints.append(Tint(rect, p.mark.label, p.mark.role is MarkRole.HATCH))
    return tints


def lane_rect(
    geometry: BlockGeometry, line_number: int, lane: int, lanes: int, size: float
) -> tuple[int, int]:
    """(top, thickness) of a lane under a line. Crowded lanes get thinner, down to two pixels."""
    thick = lane_thickness(size)
    line = geometry.lines[line_number]
    # The next line's capitals begin well below its top, so the lanes may reach into it.
    space = line.top + line.height + round(size * 0.12) - line.under
    pitch = thick + 2
    if lanes * pitch > space:
        pitch = max(3, space // lanes)
        thick = max(2, min(thick, pitch - 1))
    return line.under + lane * pitch, thick


def _underlines(geometry: BlockGeometry, placed: Sequence[_Placed], size: float) -> list[Underline]:
    lines: list[Underline] = []
    for p in placed:
        pieces = geometry.pieces(p.start, p.end)
        if not pieces:
            continue
        first, last = _ends(geometry, p)
        for piece in pieces:
            top, thick = lane_rect(geometry, piece.line, p.lane, p.lanes, size)
            rect = QRect(piece.left, top, piece.right - piece.left, thick)
            ends = [end for end in (first, last) if end[0] == piece.line]
            lines.append(
                Underline(
                    rect,
                    geometry.lines[piece.line].top,
                    p.mark.label,
                    p.mark.role is MarkRole.HATCH,
                    left_end=any(abs(x - piece.left) <= 1 for _, x in ends),
                    right_end=any(abs(x - piece.right) <= 1 for _, x in ends),
                )
            )
    return lines


def _ends(geometry: BlockGeometry, p: _Placed) -> tuple[tuple[int, int], tuple[int, int]]:
    return geometry.edge(p.start, end=False), geometry.edge(p.end - 1, end=True)


def _outlines(geometry: BlockGeometry, placed: Sequence[_Placed]) -> list[Outline]:
    frames: list[Outline] = []
    depths = assign_lanes([(p.start, p.end) for p in placed])
    for p, depth in zip(placed, depths, strict=True):
        first, last = _ends(geometry, p)
        for piece in geometry.pieces(p.start, p.end):
            line = geometry.lines[piece.line]
            # Frames within frames keep two pixels apart; the first is the outermost.
            inset = min(6, depth * 2)
            rect = QRect(piece.left, line.top, piece.right - piece.left, line.under - line.top)
            ends = [x for number, x in (first, last) if number == piece.line]
            open_left = not any(abs(x - piece.left) <= 1 for x in ends)
            open_right = not any(abs(x - piece.right) <= 1 for x in ends)
            rect.adjust(
                0 if open_left else inset - 1, inset - 1, 0 if open_right else -inset, 1 - inset
            )
            frames.append(Outline(rect, p.mark.label, p.mark.dashed, open_left, open_right))
    return frames


def _stripes(
    geometry: BlockGeometry, placed: Sequence[_Placed], room: PageMeasures
) -> list[Stripe]:
    spans: list[tuple[_Placed, int, int]] = []
    for p in placed:
        touched = [piece.line for piece in geometry.pieces(p.start, p.end)]
        if touched:
            spans.append((p, min(touched), max(touched) + 1))
    lanes = assign_lanes([(first, last) for _, first, last in spans])
    hidden = [span for span, lane in zip(spans, lanes, strict=True) if lane >= room.max_stripes]
    stripes: list[Stripe] = []
    for (p, first, last), lane in zip(spans, lanes, strict=True):
        if lane >= room.max_stripes:
            continue
        top = geometry.lines[first].top
        bottom = geometry.lines[last - 1].under + 1
        step = STRIPE_OFFSET + lane * (STRIPE_WIDTH + STRIPE_GAP)
        # Stripes stand at the side where a line begins.
        left = (
            room.column.right() + 1 + step
            if geometry.right_to_left
            else room.column.left() - step - STRIPE_WIDTH
        )
        more = 0
        if lane == room.max_stripes - 1:
            more = sum(a < last and first < b for _, a, b in hidden)
        rect = QRect(left, top, STRIPE_WIDTH, bottom - top)
        stripes.append(Stripe(rect, p.mark.label, p.mark.id, p.mark.pending, more))
    return stripes


def sign_width(size: float) -> int:
    """Width of a sign in pixels, for type of this many pixels; never too small to tell apart."""
    return max(_LEAST_SIGN, round(size * _SIGN_SHARE))


def _signs(
    geometry: BlockGeometry, block: Span, placed: Sequence[_Placed], size: float
) -> list[PlacedSign]:
    ends: list[tuple[int, int, Sign]] = []
    for p in placed:
        # A mark that runs on into the next block has its sign there.
        if p.mark.sign is not None and p.mark.span.end <= block.end:
            ends.append((*geometry.edge(p.end - 1, end=True), p.mark.sign))
    # Marks that end together, or a character apart, have their signs side by side.
    forward = -1 if geometry.right_to_left else 1
    ends.sort(key=lambda end: (end[0], end[1] * forward))
    width = sign_width(size) + 1
    signs: list[PlacedSign] = []
    last = (-1, 0)
    for line_number, x, sign in ends:
        if last[0] == line_number and (x - last[1]) * forward < width:
            x = last[1] + width * forward
        last = (line_number, x)
        line = geometry.lines[line_number]
        # In small type, a byline for one, a sign is wider than a letter: it stands further out.
        letters = (line.under - line.top) / _LETTERS
        over = max(0, width - 1 - round(letters * _SIGN_SHARE))
        signs.append(PlacedSign(sign, QPoint(x + over * forward, line.top + 1 - over * 3 // 4)))
    return signs


def assign_lanes(ranges: Sequence[tuple[int, int]]) -> list[int]:
    """A lane, from 0, for each half-open range; no two that overlap share one.

    Earlier ranges take the lower lanes, of two that start together the longer one does; a lane is
    used again as soon as it is free. The answer for a set of ranges doesn't depend on their order
    in ``ranges``, except between identical ones.
    """
    lanes = [0] * len(ranges)
    free_from: list[int] = []
    for number in sorted(range(len(ranges)), key=lambda n: (ranges[n][0], -ranges[n][1])):
        start, end = ranges[number]
        free = [lane for lane, until in enumerate(free_from) if until <= start]
        lane = free[0] if free else len(free_from)
        if not free:
            free_from.append(0)
        free_from[lane] = end
        lanes[number] = lane
    return lanes
