"""Lines of a text at a width, found fast: thousands of parts are measured before one is painted.

Qt's own layout takes half a millisecond for a paragraph. Here each word is measured once, and lines
are filled word by word; what has no spaces to break at (Chinese, Thai, one very long word) goes
through Qt's layout. What was broken here is painted line by line, so that both always agree.
"""

from __future__ import annotations

import re

from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

_SPACE = re.compile(r"\s+")


class LineBreaker:
    """Breaks texts in one font; ``line_height`` is in logical pixels."""

    def __init__(self, font: QFont, leading: float) -> None:
        self.font = font
        self._metrics = QFontMetricsF(font)
        self.line_height = round(self._metrics.height() * leading)
        self.ascent = round(
            (self.line_height - self._metrics.height()) / 2 + self._metrics.ascent()
        )
        self._space = self._metrics.horizontalAdvance(" ")
        self._widths: dict[str, float] = {}
        self._lines: dict[tuple[str, int], tuple[str, ...]] = {}

    def lines(self, text: str, width: int) -> tuple[str, ...]:
        """``text`` in lines of at most ``width`` logical pixels; remembered."""
        key = (text, width)
        if key not in self._lines:
            self._lines[key] = tuple(self._broken(text, width))
        return self._lines[key]

    def width(self, line: str) -> float:
        """How wide a line is, in logical pixels; remembered like the width of a word."""
        if line not in self._widths:
            self._widths[line] = self._metrics.horizontalAdvance(line)
        return self._widths[line]

    def forget(self) -> None:
        """The width is another one now: nothing that was broken is of use."""
        self._lines.clear()

    def _broken(self, text: str, width: int) -> list[str]:
        lines: list[str] = []
        line: list[str] = []
        used = 0.0
        for word in _SPACE.split(text.strip()):
            long = self._widths.get(word)
            if long is None:
                long = self._widths[word] = self._metrics.horizontalAdvance(word)
            if long > width:
                return self._laid_out(text, width)
            if line and used + self._space + long > width:
                lines.append(" ".join(line))
                line, used = [], 0.0
            used += long + (self._space if line else 0.0)
            line.append(word)
        return [*lines, " ".join(line)]

    def _laid_out(self, text: str, width: int) -> list[str]:
        layout = QTextLayout(text, self.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        units = text.encode("utf-16-le")
        lines: list[str] = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(40, width))
            start, end = line.textStart() * 2, (line.textStart() + line.textLength()) * 2
            lines.append(units[start:end].decode("utf-16-le", "ignore").strip())
        layout.endLayout()
        return lines or [""]
