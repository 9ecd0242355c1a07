"""The one place where code points and Qt's UTF-16 units are converted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right


class Utf16Map:
    """Converts positions of one text; the identity where nothing lies beyond U+FFFF."""

    __slots__ = ("_astral", "_units")

    def __init__(self, text: str) -> None:
        self._astral = (
            [] if text.isascii() else [i for i, char in enumerate(text) if ord(char) > 0xFFFF]
        )
        # Unit position of each such character: every one before it took one unit more.
        self._units = [position + n for n, position in enumerate(self._astral)]

    def to_utf16(self, code_point: int) -> int:
        """The UTF-16 unit at which the code point with this number begins."""
        return code_point + bisect_left(self._astral, code_point)

    def to_code_point(self, unit: int) -> int:
        """The code point that this UTF-16 unit begins or, inside a surrogate pair, belongs to."""
        before = bisect_right(self._units, unit)
        if before and self._units[before - 1] == unit:
            before -= 1
        elif before and self._units[before - 1] + 1 == unit:
            return self._astral[before - 1]
        return unit - before
