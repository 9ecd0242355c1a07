"""Where the Tab key goes: everything that takes the keyboard, in the order in which it is seen.

Qt's own order is that in which widgets were made, which pages that are laid out, rebuilt and turned
into drawers don't keep. The order is found when the key is pressed, from where things are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QScrollArea,
    QWidget,
)

from annotator.ui.widgets.painting import RING, rounded_box

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget as _Window
else:
    # Two Qt classes among the bases are not allowed; the window itself brings the one.
    _Window = object

#: Widgets that are one stop, whatever they are made of.
_WHOLE = (QAbstractSpinBox, QComboBox)


def tab_stops(root: QWidget) -> list[QWidget]:
    """All stops of the Tab key below ``root``, in reading order."""
    return [widget for widget in _in_order(root) if _is_stop(widget)]


def move_focus(root: QWidget, *, forward: bool) -> bool:
    """Give the keyboard to the next stop, or the one before, round at the ends; False if none."""
    stops = tab_stops(root)
    if not stops:
        return False
    now = QApplication.focusWidget()
    if now in stops:
        number = (stops.index(now) + (1 if forward else -1)) % len(stops)
    else:
        number = _beside(root, stops, now, forward)
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    target = stops[number]
    target.setFocus(reason)
    _bring_into_view(target)
    return True


def _in_order(widget: QWidget) -> Iterator[QWidget]:
    yield widget
    if isinstance(widget, _WHOLE):
        return
    children = [
        child
        for child in widget.children()
        if isinstance(child, QWidget) and not child.isWindow() and child.isVisible()
    ]
    for child in _by_rows(children, widget.layoutDirection()):
        yield from _in_order(child)


def _by_rows(widgets: list[QWidget], direction: Qt.LayoutDirection) -> Iterator[QWidget]:
    """Siblings as they are read: row by row, each row in the direction of the script."""
    rows: list[tuple[QRect, list[QWidget]]] = []
    for widget in sorted(widgets, key=lambda each: each.geometry().top()):
        place = widget.geometry()
        if rows and _share_a_row(rows[-1][0], place):
            rows[-1][1].append(widget)
        else:
            rows.append((place, [widget]))
    from_right = direction is Qt.LayoutDirection.RightToLeft
    for _, row in rows:
        if from_right:
            yield from sorted(row, key=lambda each: -each.geometry().right())
        else:
            yield from sorted(row, key=lambda each: each.geometry().left())


def _share_a_row(one: QRect, two: QRect) -> bool:
    shared = min(one.bottom(), two.bottom()) - max(one.top(), two.top())
    return shared > min(one.height(), two.height()) / 2


def _is_stop(widget: QWidget) -> bool:
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes_tab and widget.isEnabled() and widget.focusProxy() is None


def _beside(root: QWidget, stops: list[QWidget], now: QWidget | None, forward: bool) -> int:
    """The stop after (or before) a place that is none itself, such as a list's editor."""
    order = list(_in_order(root))
    if now not in order:
        return 0 if forward else len(stops) - 1
    place = order.index(now)
    after = [number for number, stop in enumerate(stops) if order.index(stop) > place]
    first_after = after[0] if after else len(stops)
    return (first_after if forward else first_after - 1) % len(stops)


def _bring_into_view(widget: QWidget) -> None:
    parent = widget.parentWidget()
    while parent is not None and not widget.isWindow():
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()


class KeyboardRing(QWidget):
    """Lies around a list, a text or a pane that the Tab key came to; such things have no ring."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._around: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)

    def move_focus(self, *, forward: bool) -> bool:
        """As the function of that name, with the ring around what has none of its own."""
        moved = move_focus(self.window(), forward=forward)
        widget = QApplication.focusWidget()
        if isinstance(widget, QAbstractScrollArea):
            self._around = widget
            self.setGeometry(QRect(widget.mapTo(self.window(), QPoint(0, 0)), widget.size()))
            self.show()
            self.raise_()
        return moved

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not self._around:
            self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rounded_box(painter, self.rect(), 6, None, self.palette().highlight().color(), RING)
        painter.end()


class VisualTabOrder(_Window):
    """What a window is as well, so that the Tab key goes in the order in which things are seen.

    A page that is shown by itself, without a window around it, is its own window.
    """

    _keyboard_ring: KeyboardRing | None = None

    def focusNextPrevChild(self, forward: bool) -> bool:
        if not self.isWindow():
            return bool(super().focusNextPrevChild(forward))
        if self._keyboard_ring is None:
            self._keyboard_ring = KeyboardRing(self)
        return self._keyboard_ring.move_focus(forward=forward)
