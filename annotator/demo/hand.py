"""A hand on the mouse and the keyboard, and a camera: the demo works through window events.

Events go to the native window, so that Qt itself finds the widget under the pointer, the field
with the keyboard and the shortcut, as it does for a person. What is covered can't be hit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QCursor, QKeySequence, QPainter, QPixmap, QWheelEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QFileDialog,
    QLineEdit,
    QWidget,
)

from annotator.model.text import Span
from annotator.ui.article.view import ArticleView

_W = TypeVar("_W", bound=QWidget)
_LEFT = Qt.MouseButton.LeftButton
_PLAIN = Qt.KeyboardModifier.NoModifier
_NOTCH = 120
"""One notch of a wheel, in the eighths of a degree that Qt counts."""
_PATIENCE = 10.0
"""Seconds that anything may take before the hand gives up."""
_DIALOG_LOOKS = 50
"""Milliseconds between two looks for a file dialog."""


class Stuck(Exception):
    """What was waited for did not come; the text says what it was."""


class Hand:
    """Moves, presses, types and waits. ``window`` is the one that is worked in."""

    def __init__(self, window: QWidget) -> None:
        self.window = window

    # -- waiting and looking -------------------------------------------------------------------

    def until(self, what: str, ready: Callable[[], object], *, seconds: float = _PATIENCE) -> None:
        """Let the program work until ``ready`` is true; Stuck after ``seconds``."""
        clock = QElapsedTimer()
        clock.start()
        while not ready():
            if clock.elapsed() > seconds * 1000:
                raise Stuck(f"Waited {seconds:g} seconds in vain: {what}.")
            QTest.qWait(5)

    def settle(self) -> None:
        """Let everything happen that is due."""
        QTest.qWait(20)

    def front(self) -> QWidget:
        """The window that takes keys and presses now: a menu, a sheet, or the main one."""
        return QApplication.activePopupWidget() or self._sheet() or self.window

    def _sheet(self) -> QWidget | None:
        return QApplication.activeModalWidget()

    def all(self, kind: type[_W], name: str = "", *, inside: QWidget | None = None) -> list[_W]:
        """What can be seen of a kind, with this accessible name where one is given."""
        place = inside or self.front()
        found = [each for each in place.findChildren(kind) if each.isVisible()]
        if isinstance(place, kind):
            found.insert(0, place)
        return [each for each in found if not name or each.accessibleName() == name]

    def one(self, kind: type[_W], name: str = "", *, inside: QWidget | None = None) -> _W:
        """The first of those; waits for it."""
        what = f"a {kind.__name__} “{name}”" if name else f"a {kind.__name__}"
        self.until(what, lambda: self.all(kind, name, inside=inside))
        return self.all(kind, name, inside=inside)[0]

    # -- the mouse ------------------------------------------------------------------------------

    def press(self, name: str, *, inside: QWidget | None = None) -> None:
        """Click the button that a screen reader would call by this name."""
        self.click(self.one(QAbstractButton, name, inside=inside))

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click a widget, in its middle unless told where; scrolls to it first."""
        self.until(f"“{_name(widget)}” can be used", widget.isEnabled)
        self._bring_into_sight(widget)
        self._hit(widget, widget.rect().center() if at is None else at)

    def click_row(self, view: QAbstractItemView, row: int, *, twice: bool = False) -> None:
        """Click a row of a list, or double-click it."""
        index = view.model().index(row, 0)
        self._wheel_until(view, lambda: _row_is_in_sight(view, row))
        point = view.visualRect(index).center()
        self._hit(view.viewport(), point)
        if twice:
            handle, place = self._place(view.viewport(), point)
            QTest.mouseDClick(handle, _LEFT, _PLAIN, place)
        self.settle()

    def point(self, view: ArticleView, span: Span, share: float = 0.5) -> None:
        """Move the pointer over words, and rest there."""
        rect = view.rects_of(span)[0]
        point = QPoint(rect.left() + round(rect.width() * share), rect.center().y())
        handle, place = self._place(view.viewport(), point)
        self._move(handle, place)
        self.settle()

    def pick(self, view: ArticleView, span: Span) -> None:
        """Click in the middle of words."""
        self.show_words(view, span)
        rect = view.rects_of(span)[0]
        self._hit(view.viewport(), rect.center())

    def swipe(self, view: ArticleView, span: Span, *, sloppy: bool = False) -> None:
        """Drag over words from first to last; ``sloppy`` begins and ends inside a word."""
        self.show_words(view, span)
        rects = view.rects_of(span)
        inset = 6 if sloppy else 1
        first = QPoint(rects[0].left() + inset, rects[0].center().y())
        last = QPoint(rects[-1].right() - inset, rects[-1].center().y())
        self.drag(view.viewport(), first, last)

    def drag(
        self,
        widget: QWidget,
        start: QPoint,
        end: QPoint,
        held: Qt.KeyboardModifier = _PLAIN,
    ) -> None:
        """Press, move in steps, let go."""
        handle, place = self._place(widget, start)
        self._move(handle, place)
        QTest.mousePress(handle, _LEFT, held, place)
        for step in range(1, 6):
            _, on_the_way = self._place(widget, start + (end - start) * (step / 5))
            self._move(handle, on_the_way)
            QCoreApplication.processEvents()
        _, place = self._place(widget, end)
        QTest.mouseRelease(handle, _LEFT, held, place)
        self.settle()

    def show_words(self, view: ArticleView, span: Span) -> None:
        """Turn the wheel until words stand well inside the page."""

        def in_sight() -> int:
            rects = view.rects_of(span)
            height = view.viewport().height()
            if rects and rects[0].top() < 10:
                return 1
            return -1 if not rects or rects[-1].bottom() > height - 70 else 0

        self._turn(view, in_sight)

    def _bring_into_sight(self, widget: QWidget) -> None:
        for area in _scroll_areas_around(widget):
            self._turn(area, partial(_way_to, area, widget))

    def _wheel_until(self, view: QAbstractItemView, way: Callable[[], int]) -> None:
        self._turn(view, way)

    def _turn(self, area: QAbstractScrollArea, way: Callable[[], int]) -> None:
        """Turn the wheel over an area while ``way`` says up (1) or down (-1)."""
        port = area.viewport()
        bar = area.verticalScrollBar()
        while direction := way():
            before = bar.value()
            self._wheel(port, port.rect().center(), direction)
            QCoreApplication.processEvents()
            if bar.value() == before:
                return

    def _wheel(self, widget: QWidget, point: QPoint, direction: int) -> None:
        """One notch over a point. Not by QTest, whose place is wrong where the screen is scaled."""
        self._place(widget, point)
        place = QPointF(point)
        event = QWheelEvent(
            place,
            widget.mapToGlobal(place),
            QPoint(),
            QPoint(0, direction * _NOTCH),
            Qt.MouseButton.NoButton,
            _PLAIN,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)

    def _hit(self, widget: QWidget, point: QPoint) -> None:
        handle, place = self._place(widget, point)
        self._move(handle, place)
        QCoreApplication.processEvents()
        QTest.mouseClick(handle, _LEFT, _PLAIN, place)
        QTest.qWait(10)

    @staticmethod
    def _move(window: QWindow, place: QPoint) -> None:
        if QApplication.platformName() == "offscreen":
            # There the pointer is only a number, which no event changes: it would stay at the
            # corner, and what lies there would be lit up.
            QCursor.setPos(window.mapToGlobal(place))
        QTest.mouseMove(window, place)

    def _place(self, widget: QWidget, point: QPoint) -> tuple[QWindow, QPoint]:
        """The native window and the place in it; Stuck where something else lies there."""
        window = widget.window()
        place = widget.mapTo(window, point)
        under = window.childAt(place)
        owner = window if under is None else under
        if owner is not widget and not widget.isAncestorOf(owner):
            raise Stuck(f"“{_name(owner)}” lies over “{_name(widget)}” at {place.toTuple()}.")
        handle = window.windowHandle()
        if handle is None:
            raise Stuck(f"The window of “{_name(widget)}” is not on the screen.")
        return handle, place

    # -- the keyboard ----------------------------------------------------------------------------

    def key(self, keys: str, *, into: QWidget | None = None) -> None:
        """Press a key or a chord, written as in “Ctrl+Shift+Z”; ``into`` names a window."""
        chord = QKeySequence(keys)[0]  # type: ignore[index] # the stubs lack it
        QTest.keyClick(self._handle(into), chord.key(), chord.keyboardModifiers())
        self.settle()

    def type(self, text: str, *, into: QWidget | None = None) -> None:
        """Type letters, figures and plain punctuation where the keyboard is."""
        for letter in text:
            held = Qt.KeyboardModifier.ShiftModifier if letter.isupper() else _PLAIN
            key = Qt.Key(ord(letter.upper()))
            QTest.sendKeyEvent(QTest.KeyAction.Click, self._handle(into), key, letter, held)
        self.settle()

    def take_keyboard(self, window: QWidget) -> None:
        """Bring a window to the keyboard where no other one has it.

        Without a window manager a new window does not get it, nor one whose dialog closes.
        """
        if QApplication.focusWindow() is None:
            window.activateWindow()
            self.until("the window has the keyboard", QApplication.focusWindow)

    def _handle(self, window: QWidget | None) -> QWindow:
        front = window or self.front()
        self.take_keyboard(front)
        handle = front.windowHandle()
        if handle is None:
            raise Stuck("No window takes keys now.")
        return handle

    # -- dialogs -----------------------------------------------------------------------------------

    def in_file_dialog(self, opens: Callable[[], None], path: str) -> None:
        """Do what opens a file dialog, type a path into it and press Enter.

        The dialog waits inside ``opens``; a timer that goes on meanwhile does the typing.
        """
        problems: list[Exception] = []
        timer = QTimer(self.window)
        timer.setInterval(_DIALOG_LOOKS)
        clock = QElapsedTimer()
        clock.start()

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QFileDialog) or not dialog.isVisible():
                if clock.elapsed() > _PATIENCE * 1000:
                    timer.stop()
                    problems.append(Stuck("No file dialog opened."))
                return
            timer.stop()
            try:
                self._fill(dialog, path)
            except Exception as problem:  # noqa: BLE001 - raised again below
                problems.append(problem)
                dialog.reject()

        timer.timeout.connect(look)
        timer.start()
        opens()
        self.until("the file dialog is done", lambda: not timer.isActive())
        timer.deleteLater()
        for problem in problems:
            raise problem

    def _fill(self, dialog: QFileDialog, path: str) -> None:
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        if field is None:
            raise Stuck("The file dialog has no field for a name.")
        self.click(field)
        # Into the dialog by name: the list of names that pops up below the field comes and goes.
        self.key("Ctrl+A", into=dialog)
        self.type(path, into=dialog)
        self.until("the path stands in the dialog", lambda: field.text() == path)
        self.key("Return", into=dialog)
        if dialog.isVisible():
            # The first Enter may have taken what that list offered.
            self.key("Return", into=dialog)
        self.until("the file dialog closes", lambda: not dialog.isVisible())


def _name(widget: QWidget) -> str:
    return widget.accessibleName() or type(widget).__name__


def _scroll_areas_around(widget: QWidget) -> Iterator[QAbstractScrollArea]:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea):
            yield parent
        parent = parent.parentWidget()


def _way_to(area: QAbstractScrollArea, widget: QWidget) -> int:
    """1 where the widget lies above what the area shows, -1 below, 0 inside."""
    port = area.viewport()
    middle = widget.mapTo(port, widget.rect().center()).y()
    margin = min(24, widget.height() // 2)
    if middle - margin < 0:
        return 1
    return -1 if middle + margin > port.height() else 0


def _row_is_in_sight(view: QAbstractItemView, row: int) -> int:
    rect = view.visualRect(view.model().index(row, 0))
    if rect.center().y() < 0:
        return 1
    return -1 if rect.center().y() > view.viewport().height() else 0


class Camera:
    """Takes pictures into a folder: ``01-start.png``, ``02-lessons.png``…"""

    def __init__(self, window: QWidget, folder: Path) -> None:
        self._window = window
        self._folder = folder
        self.taken: list[Path] = []

    def take(self, name: str) -> Path:
        """Take the next picture; OSError where it can't be written."""
        path = self._folder / f"{len(self.taken) + 1:02d}-{name}.png"
        if not self._picture().save(str(path)):
            raise OSError(f"The picture “{path}” could not be written.")
        self.taken.append(path)
        return path

    def _picture(self) -> QPixmap:
        picture = self._window.grab()
        painter = QPainter(picture)
        origin = self._window.mapToGlobal(QPoint(0, 0))
        for over in self._windows_over():
            at = over.mapToGlobal(QPoint(0, 0)) - origin
            painter.drawPixmap(at, over.grab())
            painter.setPen(over.palette().shadow().color())
            painter.drawRect(over.rect().translated(at).adjusted(-1, -1, 0, 0))
        painter.end()
        return picture

    def _windows_over(self) -> list[QWidget]:
        tops = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
        return [w for w in tops if w is not self._window and w.height() > 1]
