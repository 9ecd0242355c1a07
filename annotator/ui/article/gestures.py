"""What a mouse or a finger does on the page: select, pick, drag an edge, tie two marks."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QElapsedTimer, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QMouseEvent, QPainter

from annotator.ui.article.handles import MOUSE_REACH, TOUCH_REACH, Grip
from annotator.ui.article.mark_requests import MarkRequests
from annotator.ui.article.overlays import paint_tie
from annotator.ui.article.page_layout import Layer, Seen
from annotator.ui.article.selection import dragged_edge

#: A press that moves less than this many pixels is a click.
_CLICK_REACH = 4
_SCROLL_MS = 30


class _State(Enum):
    IDLE = auto()
    PRESSED = auto()
    SELECTING = auto()
    RESIZING = auto()
    TYING = auto()


class Gestures(Layer):
    """The state of one gesture, from press to release."""

    def __init__(self, requests: MarkRequests) -> None:
        self._requests = requests
        self._page, self._words = requests.page, requests.words
        self._state = _State.IDLE
        self._pressed = QPoint()
        self._last = QPoint()
        self._modifiers = Qt.KeyboardModifier.NoModifier
        self._anchor = 0
        self._grip = Grip.END
        self._was_selected = False
        self._by_finger = False
        self._clicks = 0
        self._since_double = QElapsedTimer()
        self._scroll = QTimer(requests)
        self._scroll.setInterval(_SCROLL_MS)
        self._scroll.timeout.connect(self._scroll_on)
        # With a tool in hand a double click waits for a third before the word is marked.
        self._word_wait = QTimer(requests)
        self._word_wait.setSingleShot(True)
        self._word_wait.timeout.connect(requests.swipe_done)

    @property
    def by_finger(self) -> bool:
        """Whether the last press was a finger's."""
        return self._by_finger

    @property
    def busy(self) -> bool:
        """True while a button is down."""
        return self._state is not _State.IDLE

    def press(self, event: QMouseEvent) -> None:
        """A button went down: on a handle, on a mark, or on text."""
        requests, point = self._requests, event.position().toPoint()
        self._pressed = self._last = point
        self._modifiers = event.modifiers()
        self._by_finger = _reach(event) == TOUCH_REACH
        third = (
            self._clicks == 2
            and self._since_double.isValid()
            and self._since_double.elapsed()
            < QGuiApplication.styleHints().mouseDoubleClickInterval()
        )
        self._clicks = 0
        if third:
            self._word_wait.stop()
            self._clicks = 3
            self._words.select_sentence_at(self._page.position_at(point))
            self._state = _State.PRESSED
            return
        grip = requests.grip_at(point, _reach(event))
        alt = bool(self._modifiers & Qt.KeyboardModifier.AltModifier)
        if grip is None and alt and requests.picked.can_tie_from(point):
            grip = Grip.TIE
        if grip is not None:
            self._grip = grip
            self._state = _State.TYING if grip is Grip.TIE else _State.RESIZING
            return
        self._state = _State.PRESSED
        if self._modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._anchor = self._words.anchor()
            self._state = _State.SELECTING
            self._select_to(point)
            return
        under = {mark.id for mark in requests.marks.under_point(point)}
        self._was_selected = requests.picked.id in under
        self._anchor = self._page.position_at(point)
        # A press inside a selection would otherwise start to drag its text.
        self._words.place_caret(self._anchor)

    def double_click(self, event: QMouseEvent) -> None:
        """The second press: open the mark that was selected already, or take the word."""
        requests, point = self._requests, event.position().toPoint()
        self._pressed = self._last = point
        self._state = _State.PRESSED
        self._clicks = 2
        self._since_double.start()
        chosen = requests.picked.id
        if self._was_selected and chosen is not None:
            self._clicks = 0
            self._state = _State.IDLE
            requests.mark_activated.emit(chosen)
            return
        self._words.select_word_at(point)

    def move(self, event: QMouseEvent) -> None:
        """The pointer moved, with a button down."""
        point = event.position().toPoint()
        self._last = point
        self._modifiers = event.modifiers()
        if self._state is _State.PRESSED:
            far = (point - self._pressed).manhattanLength() >= _CLICK_REACH
            if far and self._clicks == 0:
                self._state = _State.SELECTING
        if self._state is _State.SELECTING:
            self._select_to(point)
        elif self._state is _State.RESIZING:
            self._resize_to(point)
        elif self._state is _State.TYING:
            self._page.repaint()
        outside = not 0 <= point.y() < self._page.port.height()
        if outside and self._state in (_State.SELECTING, _State.RESIZING):
            if not self._scroll.isActive():
                self._scroll.start()
        else:
            self._scroll.stop()

    def release(self, event: QMouseEvent) -> None:
        """The button went up: say what was asked for."""
        requests, point = self._requests, event.position().toPoint()
        state, self._state = self._state, _State.IDLE
        self._scroll.stop()
        if state is _State.RESIZING:
            requests.finish_resize()
        elif state is _State.TYING:
            self._page.repaint()
            requests.finish_tie(point)
        elif state is _State.SELECTING:
            requests.swipe_done()
        elif state is _State.PRESSED and self._clicks == 2:
            if requests.tool is not None:
                wait = QGuiApplication.styleHints().mouseDoubleClickInterval()
                self._word_wait.start(wait)
        elif state is _State.PRESSED and self._clicks == 3:
            self._clicks = 0
            requests.swipe_done()
        elif state is _State.PRESSED:
            requests.click(point)

    def cancel(self) -> bool:
        """Give up what is going on; False if nothing is."""
        state, self._state = self._state, _State.IDLE
        self._scroll.stop()
        self._word_wait.stop()
        if state is _State.RESIZING:
            self._requests.picked.let_go()
        elif state is _State.SELECTING:
            self._words.clear()
        elif state is _State.TYING:
            self._page.repaint()
        return state is not _State.IDLE

    def step_back(self) -> bool:
        """Esc: give up a drag, else the selection, else the picked mark; False if none."""
        return self.cancel() or self._requests.step_back()

    def top(self, painter: QPainter, seen: Seen) -> None:
        """The tie that is being drawn."""
        if self._state is _State.TYING:
            scroll = self._page.scroll
            paint_tie(painter, self._pressed + scroll, self._last + scroll, self._page.theme)

    def _exact(self) -> bool:
        return bool(
            self._modifiers
            & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        )

    def _select_to(self, point: QPoint) -> None:
        caret = self._page.position_at(point)
        self._words.select_drawn(self._anchor, caret, exact=self._exact())

    def _resize_to(self, point: QPoint) -> None:
        picked = self._requests.picked
        mark = picked.hold()
        if mark is None:
            return
        span = dragged_edge(
            self._page.article,
            mark.span,
            self._page.position_at(point),
            at_start=self._grip is Grip.START,
            exact=self._exact(),
        )
        picked.preview(span)

    def _scroll_on(self) -> None:
        y, height = self._last.y(), self._page.port.height()
        step = y if y < 0 else max(0, y - height + 1)
        if step:
            self._page.scroll_by(max(-60, min(60, step // 2 or step)))
            place = QPointF(self._last.x(), min(max(y, 0), height - 1)).toPoint()
            if self._state is _State.SELECTING:
                self._select_to(place)
            elif self._state is _State.RESIZING:
                self._resize_to(place)


def _reach(event: QMouseEvent) -> int:
    from PySide6.QtGui import QPointingDevice  # no start asks what presses

    finger = event.pointerType() == QPointingDevice.PointerType.Finger
    return TOUCH_REACH if finger else MOUSE_REACH
