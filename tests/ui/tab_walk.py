"""The Tab key pressed round a page, both ways: where it goes is held against what is seen."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QScrollArea,
    QWidget,
)

from annotator.ui.widgets.tab_ring import tab_stops

_FILLERS = (QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Pane)


def faults(root: QWidget) -> list[str]:
    """What is wrong with the ring of a page or a sheet, in words; its window is in front."""
    QApplication.processEvents()
    window = root.window()
    # A list that gets the keyboard shows its first row, with more to press: once round before.
    _walk(window, Qt.Key.Key_Tab, len(tab_stops(window)) + 1)
    wanted = [widget for widget in root.findChildren(QWidget) if _takes_tab(widget)]
    start = tab_stops(window)[0]
    start.setFocus(Qt.FocusReason.TabFocusReason)
    found = []
    forwards = _walk(window, Qt.Key.Key_Tab, len(tab_stops(window)))
    backwards = _walk(window, Qt.Key.Key_Backtab, len(forwards))
    if len(set(forwards)) != len(forwards) or (forwards and forwards[-1] is not start):
        found.append(f"the Tab key does not go round: {[_text(each) for each in forwards]}")
    if [*reversed(backwards[:-1])] != forwards[:-1]:
        found.append("the way back is another one")
    found += [f"never reached: {_text(each)}" for each in wanted if each not in forwards]
    found += [f"has no name: {_text(each)}" for each in forwards if not _name(each)]
    found += [f"is a filler: {_text(each)}" for each in forwards if _role(each) in _FILLERS]
    found += [
        f"out of order: {_text(one)}, then {_text(two)}"
        for one, two in pairwise([start, *forwards[:-1]])
        if one.parentWidget() is two.parentWidget() and _is_before(two, one)
    ]
    return found


def invisible_focus(root: QWidget) -> list[str]:
    """The stops that look the same with the keyboard as without, in words."""
    window = root.window()
    found = []
    for stop in tab_stops(window):
        QApplication.processEvents()
        before = _picture(window, stop)
        elsewhere = next(each for each in tab_stops(window) if each is not stop)
        if stop.hasFocus():
            elsewhere.setFocus(Qt.FocusReason.TabFocusReason)
            QApplication.processEvents()
            before = _picture(window, stop)
        order = tab_stops(window)
        order[order.index(stop) - 1].setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        before = _picture(window, stop)
        QTest.keyClick(window, Qt.Key.Key_Tab)
        QApplication.processEvents()
        if stop.hasFocus() and _picture(window, stop) == before:
            found.append(_text(stop))
    return found


def _picture(window: QWidget, widget: QWidget) -> bytes:
    top = widget.mapTo(window, QPoint(0, 0))
    image = window.grab(QRect(top, widget.size())).toImage()
    return b"" if image.isNull() else bytes(image.constBits())


def _walk(window: QWidget, key: Qt.Key, most: int) -> list[QWidget]:
    """Where the keyboard is after each press."""
    found: list[QWidget] = []
    shift = Qt.KeyboardModifier.ShiftModifier if key is Qt.Key.Key_Backtab else _PLAIN
    for _ in range(most):
        QTest.keyClick(QApplication.focusWidget() or window, key, shift)
        now = QApplication.focusWidget()
        if now is not None:
            found.append(now)
    return found


_PLAIN = Qt.KeyboardModifier.NoModifier


def _takes_tab(widget: QWidget) -> bool:
    inner = widget.parentWidget()
    while inner is not None and not inner.isWindow():
        if isinstance(inner, QAbstractSpinBox | QComboBox):
            return False
        inner = inner.parentWidget()
    overflows = isinstance(widget, QScrollArea) and widget.verticalScrollBar().maximum() > 0
    takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) or overflows
    return (
        takes
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and not widget.isWindow()
    )


def _is_before(one: QWidget, two: QWidget) -> bool:
    """Whether something stands wholly above another, or beside it on its row to the left."""
    a, b = one.geometry(), two.geometry()
    if a.bottom() < b.top():
        return True
    shared = min(a.bottom(), b.bottom()) - max(a.top(), b.top())
    return shared > min(a.height(), b.height()) / 2 and a.right() < b.left()


def _name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def _role(widget: QWidget) -> QAccessible.Role:
    if isinstance(widget, QAbstractScrollArea):
        # A pane that scrolls is named, and says so.
        return QAccessible.Role.Grouping
    return QAccessible.queryAccessibleInterface(widget).role()


def _text(widget: QWidget) -> str:
    parent = widget.parentWidget()
    return f"{type(widget).__name__} “{_name(widget)}” in {type(parent).__name__}"
