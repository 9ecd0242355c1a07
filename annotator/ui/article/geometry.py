"""Where the characters of a block are on the page, in whole pixels of the document.

Measured from QTextLayout once a block is wanted and kept until the layout changes. Left-to-right
lines are measured between two cursor positions. In a line with right-to-left letters one range of
text may lie in several places, so there the glyph runs are asked (cursor positions alone would give
the wrong word).
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QTextBlock, QTextDocument, QTextLayout, QTextLine

from annotator.model.article import Article
from annotator.model.text import Span
from annotator.model.utf16 import Utf16Map

#: The blocks of Unicode that hold letters written right to left. Searching a pattern is a hundred
#: times as quick as asking for the direction of each character.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


class LineBox(NamedTuple):
    """A line of a block: ``top`` to ``top + height`` is its share of the page, with the leading."""

    top: int
    height: int
    baseline: int
    descent: int
    start: int
    end: int

    @property
    def under(self) -> int:
        """Where lines under the words begin: just below the descenders' thick part."""
        return self.baseline + max(3, round(self.descent * 0.75))


class Piece(NamedTuple):
    """A stretch of one line that a range of text covers; ``line`` is the line's number."""

    line: int
    left: int
    right: int


class BlockGeometry:
    """The lines of one laid-out block. Positions are code points counted from the block's start."""

    __slots__ = (
        "_block",
        "_edges",
        "_map",
        "_measured",
        "_text",
        "bidi",
        "box",
        "lines",
        "right_to_left",
    )

    def __init__(self, block: QTextBlock, text: str) -> None:
        self._block = block
        self._text = text
        # A block is drawn again whenever one of its marks changes; the others stand where they did.
        self._measured: dict[tuple[int, int], list[Piece]] = {}
        self._edges: dict[tuple[int, bool], tuple[int, int]] = {}
        self._map = Utf16Map(text)
        self.bidi = not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None
        self.right_to_left = block.textDirection().name == "RightToLeft"
        layout = block.layout()
        origin = layout.position()
        percent = block.blockFormat().lineHeight() / 100 or 1.0
        self.lines = tuple(
            _line_box(layout.lineAt(n), origin.y(), percent) for n in range(layout.lineCount())
        )
        box = layout.boundingRect().translated(origin)
        bottom = self.lines[-1].top + self.lines[-1].height if self.lines else round(box.bottom())
        self.box = QRect(math.floor(box.left()), round(box.top()), math.ceil(box.width()), 0)
        self.box.setBottom(bottom - 1)

    def pieces(self, start: int, end: int) -> list[Piece]:
        """The stretches covered by ``[start, end)``, line by line, within a line left to right."""
        known = self._measured.get((start, end))
        if known is None:
            known = self._measured[start, end] = self._measure(start, end)
        return known

    def _measure(self, start: int, end: int) -> list[Piece]:
        first, last = self._map.to_utf16(start), self._map.to_utf16(end)
        layout = self._block.layout()
        origin = layout.position().x()
        found: list[Piece] = []
        for number, box in enumerate(self.lines):
            if box.end <= first:
                continue
            if box.start >= last:
                break
            line = layout.lineAt(number)
            a, b = max(first, box.start), min(last, box.end)
            if self.bidi:
                found += _run_pieces(layout, line, number, a, b, origin)
            else:
                left = _x(line, a)
                # A space at the line's end hangs over the edge and does not count.
                right = min(_x(line, b), line.naturalTextRect().right())
                if right > left:
                    found.append(
                        Piece(number, math.floor(left + origin), math.ceil(right + origin))
                    )
        return found

    def edge(self, position: int, *, end: bool) -> tuple[int, int]:
        """(line, x) of the start of the code point at ``position``, or of its end."""
        known = self._edges.get((position, end))
        if known is None:
            known = self._edges[position, end] = self._measure_edge(position, end)
        return known

    def _measure_edge(self, position: int, end: bool) -> tuple[int, int]:
        pieces = self._measure(position, position + 1)
        if not pieces:
            # A space that hangs over the edge has no piece: take the caret's place.
            unit = self._map.to_utf16(position)
            number = next((n for n, box in enumerate(self.lines) if unit < box.end), 0)
            layout = self._block.layout()
            x = _x(layout.lineAt(number), unit) + layout.position().x()
            return number, round(x)
        backwards = self.bidi and _direction(self._text, position)
        piece = pieces[-1]
        return piece.line, piece.right if end != backwards else piece.left

    def unit_at(self, place: QPoint) -> int:
        """The UTF-16 unit, from the block's start, whose edge is nearest to a place of the page."""
        if not self.lines:
            return 0
        tops = [line.top for line in self.lines]
        number = max(0, bisect_right(tops, place.y()) - 1)
        layout = self._block.layout()
        line, x = layout.lineAt(number), place.x() - layout.position().x()
        if self.bidi and (found := self._edge_of_letter(number, place.x())) is not None:
            return found
        unit: int = line.xToCursor(x)
        return unit if self._text.isascii() else self._mended(line, unit, x)

    def _edge_of_letter(self, number: int, x: int) -> int | None:
        """The UTF-16 unit of the nearer edge of the letter at ``x``; None where there is none.

        Where right-to-left letters begin or end in a left-to-right line, two positions of the text
        stand at one place of the page, and Qt names the one that belongs to the other run: a drag
        from the right half of the first letter began at the far end of its run.
        """
        line, text = self.lines[number], self._text
        end = self._map.to_code_point(line.end)
        for position in range(self._map.to_code_point(line.start), end):
            if unicodedata.category(text[position])[0] == "M":
                continue
            for piece in self.pieces(position, position + 1):
                if piece.line != number or not piece.left <= x < piece.right:
                    continue
                on_right = 2 * x >= piece.left + piece.right
                if on_right == _direction(text, position):
                    return self._map.to_utf16(position)
                after = position + 1
                while after < end and unicodedata.category(text[after])[0] == "M":
                    after += 1
                return self._map.to_utf16(after)
        return None

    def _mended(self, line: QTextLine, unit: int, x: float) -> int:
        """``unit``, or the one really nearest to ``x`` where Qt has missed it.

        Over the second half of a letter that carries an accent of its own, Qt gives the end of
        the line.
        """
        if abs(_x(line, unit) - x) <= line.height():
            return unit
        end = line.textStart() + line.textLength()
        first, last = line.cursorToX(line.textStart())[0], line.cursorToX(end)[0]  # type: ignore[index]
        if not min(first, last) <= x <= max(first, last):
            return unit
        # Of places that stand at one x, the last: an accent stays with its letter.
        return min(range(line.textStart(), end + 1), key=lambda one: (abs(_x(line, one) - x), -one))

    def rect(self, piece: Piece) -> QRect:
        """The whole height of a piece's line, as wide as the piece."""
        line = self.lines[piece.line]
        return QRect(piece.left, line.top, piece.right - piece.left, line.height)

    def to_code_point(self, unit: int) -> int:
        """UTF-16 units from the block's start → code points from the block's start."""
        return self._map.to_code_point(unit)


class GeometryCache:
    """Geometry of the blocks that were asked for since the layout last changed."""

    __slots__ = ("_article", "_document", "_known", "_maps")

    def __init__(self, document: QTextDocument, article: Article) -> None:
        self._document = document
        self._article = article
        self._known: dict[int, BlockGeometry] = {}
        self._maps: dict[int, Utf16Map] = {}

    def drop(self) -> None:
        """The layout changed: measure again."""
        self._known.clear()

    def block(self, number: int) -> BlockGeometry:
        """The geometry of a block; lays the document out down to it if need be."""
        known = self._known.get(number)
        if known is None:
            block = self._document.findBlockByNumber(number)
            self._document.documentLayout().blockBoundingRect(block)
            known = BlockGeometry(block, self._article.blocks[number].span.of(self._article.text))
            self._known[number] = known
        return known

    def unit(self, position: int) -> int:
        """Code point of the article → position of a text cursor. Needs no layout."""
        number = self._article.block_number_at(position)
        start = self._article.blocks[number].span.start
        return self._first_unit(number) + self._map(number).to_utf16(position - start)

    def code_point(self, unit: int) -> int:
        """Position of a text cursor → code point of the article. Needs no layout."""
        block = self._document.findBlock(unit)
        number = block.blockNumber()
        start = self._article.blocks[number].span.start
        return start + self._map(number).to_code_point(unit - block.position())

    def block_at(self, y: int) -> int:
        """Number of the last block that begins at or above a height of the page, or 0.

        Qt's own hit test is no use here: until all of a long text is laid out it gives the text's
        end. Only about as much is laid out as lies above ``y``.
        """
        last = len(self._article.blocks) - 1
        low, high = 0, 1
        while high <= last and self._top(high) <= y:
            low, high = high, high * 2
        high = min(high, last + 1)
        while high - low > 1:
            middle = (low + high) // 2
            if self._top(middle) <= y:
                low = middle
            else:
                high = middle
        return low

    def blocks_between(self, top: int, bottom: int) -> Iterator[int]:
        """Numbers of the blocks that have something between two heights of the page."""
        if not self._article.blocks:
            return
        for number in range(self.block_at(top), len(self._article.blocks)):
            if self.block(number).box.top() > bottom:
                return
            yield number

    def unit_at(self, place: QPoint) -> int:
        """The position of a text cursor that is nearest to a place of the page."""
        number = self.block_at(place.y())
        return self._first_unit(number) + self.block(number).unit_at(place)

    def _top(self, number: int) -> float:
        known = self._known.get(number)
        if known is not None:
            return known.box.top()
        block = self._document.findBlockByNumber(number)
        return round(self._document.documentLayout().blockBoundingRect(block).top())

    def pieces(self, span: Span) -> list[tuple[BlockGeometry, Piece]]:
        """All stretches of a span, with the block that each is in."""
        found: list[tuple[BlockGeometry, Piece]] = []
        for number in self._article.blocks_of(span):
            geometry = self.block(number)
            within = self._article.blocks[number].span
            start, end = max(span.start, within.start), min(span.end, within.end)
            if start < end:
                found += [
                    (geometry, piece)
                    for piece in geometry.pieces(start - within.start, end - within.start)
                ]
        return found

    def _first_unit(self, number: int) -> int:
        return self._document.findBlockByNumber(number).position()

    def _map(self, number: int) -> Utf16Map:
        if number not in self._maps:
            text = self._article.blocks[number].span.of(self._article.text)
            self._maps[number] = Utf16Map(text)
        return self._maps[number]


def _line_box(line: QTextLine, y: float, percent: float) -> LineBox:
    top = round(y + line.y())
    natural = math.ceil(line.ascent() + line.descent() + line.leading())
    height = round(y + line.y() + natural * percent) - top
    return LineBox(
        top=top,
        height=height,
        baseline=round(y + line.y() + line.ascent()),
        descent=round(line.descent()),
        start=line.textStart(),
        end=line.textStart() + line.textLength(),
    )


def _run_pieces(
    layout: QTextLayout, line: QTextLine, number: int, first: int, last: int, origin: float
) -> list[Piece]:
    stretches = []
    for run in line.glyphRuns(first, last - first):
        rect = run.boundingRect()
        if rect.width() > 0:
            stretches.append((rect.left() + origin, rect.right() + origin))
    stretches.sort()
    merged: list[list[float]] = []
    for left, right in stretches:
        if merged and left <= merged[-1][1] + 1:
            merged[-1][1] = max(merged[-1][1], right)
        else:
            merged.append([left, right])
    return [Piece(number, math.floor(left), math.ceil(right)) for left, right in merged]


def _direction(text: str, position: int) -> bool:
    """True where the character at ``position`` is written right to left."""
    for char in text[position:] + text[:position][::-1]:
        kind = unicodedata.bidirectional(char)
        if kind in ("L", "EN", "AN"):
            return False
        if kind in ("R", "AL"):
            return True
    return False


def _x(line: QTextLine, unit: int) -> float:
    """Where the caret stands in a left-to-right line (PySide gives the position as well)."""
    place: Any = line.cursorToX(unit)
    return float(place[0])
