"""How far something is: a thin bar on cards, and a panel for work that takes a while."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.painting import rounded_box


class StepState(Enum):
    """How far one step of several is."""

    DONE = auto()
    NOW = auto()
    OPEN = auto()


#: Between two pieces of a bar, in logical pixels.
_GAP = 4

PATIENCE_MS = 500
"""Work that is done sooner than this shows no panel: a flash of one would only disturb."""


class ProgressBar(QWidget):
    """A thin bar; ``share`` is 0 to 1. ``ink`` names a role of the theme."""

    spoken_role = "ProgressBar"

    def __init__(
        self,
        appearance: Appearance,
        share: float = 0.0,
        *,
        ink: str = "accent",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._ink = ink
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_share(share)
        appearance.changed.connect(self.update)

    @property
    def share(self) -> float:
        """How far, 0 to 1."""
        return self._share

    def set_share(self, share: float) -> None:
        """How far, 0 to 1; what lies outside is cut."""
        self._share = min(1.0, max(0.0, share))
        self.setAccessibleName(f"{round(100 * self._share)} percent done")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        # Where lines are strong (high contrast), an empty bar needs a frame to be seen at all.
        frame = theme.line if theme.name.startswith("contrast") else None
        rounded_box(painter, self.rect(), 3, theme.hover, frame)
        if self._share > 0:
            done = max(6, round(self.width() * self._share))
            rounded_box(painter, QRect(0, 0, done, self.height()), 3, getattr(theme, self._ink))
        painter.end()


def step_text(steps: Sequence[StepState]) -> str:
    """ "1 of 3 steps done", "all steps done"; empty where there are none."""
    done = sum(step is StepState.DONE for step in steps)
    if not steps:
        return ""
    return "all steps done" if done == len(steps) else f"{done} of {len(steps)} steps done"


class StepBar(QWidget):
    """A bar in pieces: done ones are full, one under way is striped, open ones are a frame.

    ``ticked``: high enough for a tick in what is done.
    """

    def __init__(
        self,
        appearance: Appearance,
        steps: Sequence[StepState],
        *,
        ticked: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._steps, self._ticked = appearance, tuple(steps), ticked
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(step_text(self._steps))
        appearance.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(80, 18 if self._ticked else 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, count = self._appearance.theme, len(self._steps)
        painter = QPainter(self)
        radius = min(4, self.height() // 2)
        wide = (self.width() - _GAP * (count - 1)) / count
        for number, step in enumerate(self._steps):
            left = round(number * (wide + _GAP))
            box = QRect(left, 0, round(number * (wide + _GAP) + wide) - left, self.height())
            is_done = step is StepState.DONE
            rounded_box(painter, box, radius, theme.accent if is_done else None, theme.strong_line)
            if step is StepState.NOW:
                self._stripe(painter, box, radius, theme.accent)
            elif is_done and self._ticked:
                painter.setPen(QPen(theme.on_accent, 2))
                middle = QPointF(box.center())
                ways = ((-4, 0), (-1, 3), (5, -4))
                painter.drawPolyline([middle + QPointF(x, y) for x, y in ways])
        painter.end()

    def _stripe(self, painter: QPainter, box: QRect, radius: int, colour: QColor) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(box), radius, radius)
        painter.save()
        painter.setClipPath(shape)
        painter.setPen(QPen(colour, 3))
        for x in range(box.left() - box.height(), box.right() + box.height(), 7):
            painter.drawLine(x, box.bottom() + 1, x + box.height(), box.top() - 1)
        painter.restore()


class ProgressPanel(Card):
    """Says what is being done, how far it is, and lets it be stopped.

    ``start`` shows nothing for the first half second. ``stop_requested`` is a wish:
    ``finish`` is called when the work has really ended.
    """

    stop_requested = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent=parent)
        self._text = TextLabel(appearance, role=Role.STRONG)
        self._detail = TextLabel(appearance, role=Role.SMALL)
        self._bar = ProgressBar(appearance)
        self._stop = Button(appearance, "Stop", tip="Stop this; nothing that exists is changed")
        self._stop.clicked.connect(self._ask_to_stop)
        column = QVBoxLayout()
        column.setSpacing(6)
        for widget in (self._text, self._bar, self._detail):
            column.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 12, 12)
        row.setSpacing(16)
        row.addLayout(column, 1)
        row.addWidget(self._stop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE_MS)
        self._timer.timeout.connect(self._appear)
        self.hide()

    def start(self, text: str, *, can_stop: bool = True, has_share: bool = True) -> None:
        """Begin; the panel appears if the work is still going on after half a second."""
        self._text.setText(text)
        self._detail.setText("")
        self._bar.set_share(0)
        # Without a share to show, a bar that stays empty would say that nothing happens.
        for widget in (self._bar, self._detail):
            widget.setVisible(has_share)
        self._stop.setVisible(can_stop)
        self._stop.setEnabled(True)
        self._timer.start()

    def offer_stop(self) -> None:
        """Let it be stopped from now on."""
        self._stop.show()

    def set_done(self, done: int, of: int, detail: str = "") -> None:
        """``done`` of ``of`` pieces; ``detail`` names the piece that is being worked on."""
        self._bar.set_share(done / of if of else 0.0)
        self._detail.setText(detail or f"{done} of {of}")

    def finish(self) -> None:
        """The work has ended, one way or the other."""
        self._timer.stop()
        self.hide()

    def _appear(self) -> None:
        self.show()
        self.raise_()
        announce(self, self._text.text())

    def _ask_to_stop(self) -> None:
        self._stop.setEnabled(False)
        self._detail.setText("Stopping…")
        self.stop_requested.emit()
