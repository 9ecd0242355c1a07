"""What the pointer shows while no button is down: its shape, ties, the ruler, tips."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt

from annotator.ui.article.handles import MOUSE_REACH, Grip
from annotator.ui.article.mark_requests import MarkRequests
from annotator.ui.article.marks import PaintedMark
from annotator.ui.article.overlays import ReadingRuler, plain_tip, tool_cursor


class Pointer:
    """Follows the pointer over a page; points are the viewport's."""

    def __init__(self, requests: MarkRequests) -> None:
        self._requests = requests
        self._page, self._marks, self._picked = requests.page, requests.marks, requests.picked
        #: The line that is left clear where a ruler is wished for.
        self.ruler = ReadingRuler(requests.page)
        #: Gives the tip of a mark, by its id, in place of the one that it brings along.
        self.tip_of: Callable[[str], str] | None = None
        #: The label that the pointer shows now; making a pointer is not for every move.
        self._label: str | None = None

    def hover(self, point: QPoint | None) -> None:
        """The pointer is here now, or has left."""
        under = self._marks.under_point(point) if point is not None else []
        self._picked.hover(under[0].id if under else None)
        self.ruler.pointer = point.y() if point is not None else None
        if self._page.settings.ruler:
            self._page.repaint()
        self._update(point)

    def reset(self) -> None:
        """Another tool, or other colours: make the pointer's shape again."""
        self._label = None
        self._update()

    def tip_at(self, point: QPoint) -> str:
        """The tip of the smallest mark at a point, as what Qt can show; empty without one."""
        under = self._marks.under_point(point)
        return plain_tip(self._tip(under[0])) if under else ""

    def _update(self, point: QPoint | None = None) -> None:
        port = self._page.port
        grip = self._requests.grip_at(point, MOUSE_REACH) if point is not None else None
        can_mark = self._picked.editable and self._marks.guide is not None
        label = self._requests.tool if grip is None and can_mark else None
        if label is not None:
            if label != self._label:
                port.setCursor(tool_cursor(self._marks.painter(), label))
        elif grip is Grip.TIE:
            port.setCursor(Qt.CursorShape.CrossCursor)
        elif grip is not None:
            port.setCursor(Qt.CursorShape.SizeHorCursor)
        else:
            port.setCursor(Qt.CursorShape.IBeamCursor)
        self._label = label

    def _tip(self, mark: PaintedMark) -> str:
        if self.tip_of is not None:
            return self.tip_of(mark.id)
        guide = self._marks.guide
        if mark.tip or guide is None or mark.label not in guide:
            return mark.tip
        label = guide.label(mark.label)
        return f"{label.name}: {label.short}" if label.short else label.name
