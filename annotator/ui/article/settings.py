"""How a person likes to read."""

from __future__ import annotations

from dataclasses import dataclass

#: The size that every other measure of the page is a multiple of, in logical pixels.
BASE_SIZE = 19.0
MIN_SIZE, MAX_SIZE = 12.0, 48.0


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """Reading settings of one person; values outside sensible limits are pulled in when used.

    ``size`` is in logical pixels, ``line_height`` a multiple of it, ``column_width`` in logical
    pixels at the base size (the column grows with the type), ``letter_spacing`` and
    ``word_spacing`` in em (WCAG 1.4.12 asks for 0.12 and 0.16). An empty family is the serif.
    """

    size: float = BASE_SIZE
    line_height: float = 1.7
    column_width: int = 640
    letter_spacing: float = 0.0
    word_spacing: float = 0.0
    font_family: str = ""
    ruler: bool = False
    dim_unmarked: bool = False
    hide_marks: bool = False

    @property
    def pixels(self) -> float:
        """The size of body type, within limits."""
        return min(MAX_SIZE, max(MIN_SIZE, self.size))

    @property
    def scale(self) -> float:
        """How much larger than the base size everything is."""
        return self.pixels / BASE_SIZE

    @property
    def leading(self) -> float:
        """Line height as a multiple of the size, with room for the lines under marked words."""
        return min(3.0, max(1.4, self.line_height))

    @property
    def column(self) -> int:
        """Width of the column of text in logical pixels."""
        return round(min(1200, max(280, self.column_width)) * self.scale)
