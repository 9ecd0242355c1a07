"""The sum as a sum, on one line: who, what was found, the terms, the total."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.services.review.points import Sum
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.fonts import ui_font

_GAP = 12


@dataclass(frozen=True, slots=True)
class _Part:
    words: str
    strong: bool
    ink: str


class SumLine(QWidget):
    """Right-aligned; where room is short the name goes first, then what was found."""

    spoken_role = "StaticText"

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._parts: tuple[_Part, ...] = ()
        self._plain, self._strong = ui_font(), ui_font(strong=True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.update)

    def show_sum(self, name: str, found: str, sum_: Sum, *, note: str = "") -> None:
        """Show a paper's sum; ``found`` is "10 of 13 found", ``note`` is about the name."""
        terms = f"{sum_.terms_text()} =" if len(sum_.terms) > 1 else ""
        parts = (
            _Part(name, False, "ink"),
            _Part(note, False, "soft_ink"),
            _Part(found, True, "found"),
            _Part(terms, False, "ink"),
            _Part(sum_.total_text(), True, "ink"),
        )
        self._parts = tuple(part for part in parts if part.words)
        who = f"{name} ({note})" if note else name
        self.setAccessibleName(f"{who}: {found}. {sum_.spoken()}.")
        self.setToolTip(self._look_up(sum_))
        self.updateGeometry()
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._parts = ()
        self.setAccessibleName("")
        self.setToolTip("")
        self.update()

    def text(self) -> str:
        """All of it, whether there is room or not."""
        return "  ".join(part.words for part in self._parts)

    def least_width(self) -> int:
        """What the terms and the total need, in logical pixels."""
        return self._width(self._parts[-2:])

    def sizeHint(self) -> QSize:
        return QSize(self._width(self._parts), QFontMetrics(self._strong).height() + 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def _look_up(self, sum_: Sum) -> str:
        return f"<p>{sum_.spoken()}.</p>" if sum_.terms else ""

    def _font(self, part: _Part) -> QFont:
        return self._strong if part.strong else self._plain

    def _width(self, parts: tuple[_Part, ...]) -> int:
        widths = [QFontMetrics(self._font(p)).horizontalAdvance(p.words) for p in parts]
        return sum(widths) + _GAP * max(0, len(parts) - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        parts = self._parts
        while len(parts) > 1 and self._width(parts) > self.width():
            parts = parts[1:]
        x = max(0, self.width() - self._width(parts))
        for part in parts:
            font = self._font(part)
            width = QFontMetrics(font).horizontalAdvance(part.words)
            painter.setFont(font)
            painter.setPen(getattr(self._appearance.theme, part.ink))
            box = QRect(QPoint(x, 0), QSize(width + 2, self.height()))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, part.words)
            x += width + _GAP
        painter.end()
