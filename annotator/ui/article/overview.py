"""A strip next to the scroll bar with a tick for every mark of the article."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from annotator.ui.article.marks import MarkRole, PaintedMark
from annotator.ui.widgets.theme import Theme

WIDTH = 16
_TICK = 4


_Place = tuple[int, int, str]


def _place(entry: tuple[_Place, QColor]) -> _Place:
    return entry[0]


class OverviewStrip(QWidget):
    """Ticks where the marks are, by their share of the text. A click asks to go there.

    Marks are gathered in a thousand places, so painting costs what is to be repainted, however
    many marks there are. ``extent_of`` tells how much of the strip's height stands for the text:
    less than 1 for a text that ends within the window.
    """

    spoken_role = "Graphic"

    #: Share of the text, 0 to 1.
    place_requested = Signal(float)

    def __init__(
        self,
        colour_of: Callable[[PaintedMark], QColor],
        extent_of: Callable[[], float],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._colour_of = colour_of
        self._theme: Theme | None = None
        self._length = 1
        self._extent_of = extent_of
        #: Place in thousandths of the text → ids of the marks there, their places and colours.
        self._slots: dict[int, dict[str, tuple[_Place, QColor]]] = {}
        self._slot_of: dict[str, int] = {}
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setToolTip("Where the marks are. Click to go there.")
        self.setAccessibleName("Where the marks are")

    def set_theme(self, theme: Theme) -> None:
        """Use other colours; the marks have to be set again."""
        self._theme = theme
        self.update()

    def set_marks(self, marks: Iterable[PaintedMark], length: int) -> None:
        """Show these marks of a text with ``length`` code points."""
        self._length = max(1, length)
        self._slots.clear()
        self._slot_of.clear()
        for mark in marks:
            self._put(mark)
        self.update()

    def put(self, mark: PaintedMark) -> None:
        """Show one more mark, or a changed one."""
        self.take(mark.id)
        self._put(mark)
        if mark.id in self._slot_of:
            self._refresh(self._slot_of[mark.id])

    def take(self, mark_id: str) -> None:
        """Show a mark no longer."""
        slot = self._slot_of.pop(mark_id, None)
        if slot is None:
            return
        del self._slots[slot][mark_id]
        if not self._slots[slot]:
            del self._slots[slot]
        self._refresh(slot)

    def ticks(self) -> int:
        """How many marks have a tick."""
        return len(self._slot_of)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ticks; where several fall together they stand side by side, three at most."""
        if self._theme is None:
            return
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.panel)
        painter.fillRect(0, 0, 1, self.height(), self._theme.line)
        rows: dict[int, list[QColor]] = {}
        for slot in range(
            self._slot(event.rect().top() - _TICK), self._slot(event.rect().bottom()) + 2
        ):
            marks = self._slots.get(slot)
            if marks:
                row = rows.setdefault(self._y(slot), [])
                # In reading order, whatever was marked first.
                row += [c for _, c in sorted(marks.values(), key=_place) if c not in row]
        inside = self.width() - 5
        for y, colours in rows.items():
            shown = colours[:3]
            for number, colour in enumerate(shown):
                left = 3 + inside * number // len(shown)
                right = 3 + inside * (number + 1) // len(shown)
                painter.fillRect(QRect(left, y, right - left, _TICK), colour)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        self._ask(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along with the pointer."""
        self._ask(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing more to do, here or in what lies below."""
        event.accept()

    def _ask(self, event: QMouseEvent) -> None:
        share = event.position().y() / max(1.0, self.height() * self._extent_of())
        event.accept()
        self.place_requested.emit(min(1.0, max(0.0, share)))

    def _put(self, mark: PaintedMark) -> None:
        # In a review the key's frames lie on the marks; only what has a sign is worth a look.
        if mark.role is MarkRole.OUTLINE and mark.sign is None:
            return
        slot = mark.span.start * 1000 // self._length
        self._slot_of[mark.id] = slot
        place = (mark.span.start, -mark.span.end, mark.id)
        self._slots.setdefault(slot, {})[mark.id] = (place, self._colour_of(mark))

    def _y(self, slot: int) -> int:
        return 2 + slot * self._room // 1000

    def _slot(self, y: int) -> int:
        return max(0, (y - 3) * 1000 // self._room)

    @property
    def _room(self) -> int:
        return max(1, round(self.height() * self._extent_of()) - _TICK - 4)

    def _refresh(self, slot: int) -> None:
        self.update(0, self._y(slot) - 1, self.width(), _TICK + 2)
