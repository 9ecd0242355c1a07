"""A tour of a page: a ring around one real control after the other, and a card that explains it.

The page stays alive under it: what the ring surrounds can be pressed while the tour is there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.painting import rounded_box

_RING = 6
_WIDE = 340
_GAP = 12
_DIM = 60
"""How dark the rest of the page gets, of 255."""


@dataclass(frozen=True, slots=True)
class TourStep:
    """``find`` gives the control at the moment it is wanted; a step without one is left out."""

    find: Callable[[], QWidget | None]
    title: str
    text: str


class Tour(QObject):
    """Goes through ``steps`` on ``page``. Escape ends it; leaving the page should, too."""

    ended = Signal()

    def __init__(self, appearance: Appearance, page: QWidget, steps: Sequence[TourStep]) -> None:
        super().__init__(page)
        self._page = page
        self._steps = list(steps)
        self._at = -1
        self._is_over = False
        self._veil = _Veil(appearance, page)
        self.card = _TourCard(appearance, page)
        self.card.next.clicked.connect(self.go_on)
        self.card.before.clicked.connect(self.go_back)
        self.card.skip.clicked.connect(self.end)
        self.card.escaped.connect(self.end)
        page.installEventFilter(self)

    @property
    def target(self) -> QWidget | None:
        """What is pointed at now."""
        if self._is_over or not 0 <= self._at < len(self._steps):
            return None
        target = self._steps[self._at].find()
        return target if target is not None and target.isVisible() else None

    def begin(self) -> None:
        """Point at the first control that is there."""
        self._go(1)

    def go_on(self) -> None:
        """Point at the next one; after the last one the tour is over."""
        self._go(1)

    def go_back(self) -> None:
        """Point at the one before."""
        self._go(-1)

    def end(self) -> None:
        """Put everything away; the keyboard goes back to the page."""
        if self._is_over:
            return
        self._is_over = True
        self._page.removeEventFilter(self)
        for widget in (self._veil, self.card):
            widget.hide()
            widget.deleteLater()
        self._page.setFocus(Qt.FocusReason.PopupFocusReason)
        self.ended.emit()
        self.deleteLater()

    def _go(self, by: int) -> None:
        at = self._at + by
        while 0 <= at < len(self._steps):
            found = self._steps[at].find()
            if found is not None and found.isVisible():
                self._at = at
                self._show()
                return
            at += by
        if at >= len(self._steps):
            self.end()

    def _there(self) -> list[int]:
        found = [(number, step.find()) for number, step in enumerate(self._steps)]
        return [number for number, widget in found if widget is not None and widget.isVisible()]

    def _show(self) -> None:
        step, there = self._steps[self._at], self._there()
        number = there.index(self._at)
        self.card.show_step(step, number + 1, len(there))
        self._scroll_to_target()
        self._veil.show()
        self._veil.raise_()
        self.card.show()
        self.card.raise_()
        self._place()
        self.card.next.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self.card, f"{step.title}. {step.text}")

    def _scroll_to_target(self) -> None:
        """What is further down comes into sight, with some room around it."""
        target = above = self.target
        while target is not None and above is not None and above is not self._page:
            above = above.parentWidget()
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(target, _GAP, _GAP)

    def _place(self) -> None:
        target = self.target
        if target is None:
            self.end()
            return
        rect = QRect(target.mapTo(self._page, QPoint()), target.size()) & self._page.rect()
        self._veil.setGeometry(self._page.rect())
        self._veil.point_at(rect.adjusted(-_RING, -_RING, _RING, _RING))
        self.card.setGeometry(place_beside(rect, self.card.fitting_size(), self._page.rect()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and not self._is_over:
            self._place()
        elif event.type() == QEvent.Type.Hide and not self._is_over:
            self.end()
        return False


def place_beside(target: QRect, size: QSize, room: QRect) -> QRect:
    """Where a card of ``size`` stands: below, above, left or right of ``target``, in ``room``.

    Where it fits on no side, it stands inside the lower right corner of the target.
    """
    space = room.adjusted(_GAP, _GAP, -_GAP, -_GAP)
    x = min(max(target.center().x() - size.width() // 2, space.left()), _last(space, size).x())
    y = min(max(target.top(), space.top()), _last(space, size).y())
    ways = (
        QPoint(x, target.bottom() + _RING + _GAP),
        QPoint(x, target.top() - _RING - _GAP - size.height()),
        QPoint(target.left() - _RING - _GAP - size.width(), y),
        QPoint(target.right() + _RING + _GAP, y),
    )
    for place in ways:
        card = QRect(place, size)
        if space.contains(card):
            return card
    inside = target & space
    corner = inside.bottomRight() - QPoint(size.width() + _GAP, size.height() + _GAP)
    return QRect(
        QPoint(max(corner.x(), space.left()), max(corner.y(), space.top())),
        size,
    )


def _last(space: QRect, size: QSize) -> QPoint:
    return QPoint(space.right() + 1 - size.width(), space.bottom() + 1 - size.height())


class _Veil(QWidget):
    """Dims all but the control; presses go through it to the page."""

    def __init__(self, appearance: Appearance, page: QWidget) -> None:
        super().__init__(page)
        self._appearance = appearance
        self._hole = QRect()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def point_at(self, hole: QRect) -> None:
        self._hole = hole
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        whole, hole = QPainterPath(), QPainterPath()
        whole.addRect(self.rect())
        hole.addRoundedRect(self._hole, 10, 10)
        dim = QColor(0, 0, 0, _DIM * 2 if theme.dark else _DIM)
        painter.fillPath(whole.subtracted(hole), dim)
        ring = self._hole & self.rect().adjusted(1, 1, -1, -1)
        rounded_box(painter, ring, 10, None, theme.accent, 3.0)
        painter.end()


class _TourCard(Card):
    """Title, a few words, and Back, Next, Skip. Enter goes on, Escape skips."""

    escaped = Signal()

    def __init__(self, appearance: Appearance, page: QWidget) -> None:
        super().__init__(appearance, edge="accent", parent=page)
        self._place = TextLabel(appearance, "", Role.SMALL)
        self._title = TextLabel(appearance, "", Role.STRONG, wrap=True)
        self._text = TextLabel(appearance, "", wrap=True)
        self.before = Button(appearance, "Back")
        self.next = Button(appearance, "Next", kind=ButtonKind.PRIMARY)
        self.skip = Button(appearance, "Skip the tour", kind=ButtonKind.QUIET)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 14, 12)
        column.setSpacing(4)
        for words in (self._place, self._title, self._text):
            column.addWidget(words)
        column.addSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.skip)
        row.addStretch(1)
        row.addWidget(self.before)
        row.addWidget(self.next)
        column.addLayout(row)
        self.hide()

    def show_step(self, step: TourStep, number: int, count: int) -> None:
        """Say what is pointed at."""
        self._place.setText(f"{number} of {count}")
        self._title.setText(step.title)
        self._text.setText(step.text)
        self.setAccessibleName(f"Tour, {number} of {count}: {step.title}. {step.text}")
        self.before.setVisible(number > 1)
        self.skip.setVisible(number < count)
        self.next.set_label("Done" if number == count else "Next")

    def fitting_size(self) -> QSize:
        """As wide as a few words need, as high as they get."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        return QSize(_WIDE, layout.heightForWidth(_WIDE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        super().keyPressEvent(event)
