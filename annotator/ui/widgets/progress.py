"""How far something is: a thin bar on cards, and a panel for work that takes a while."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.painting import rounded_box

PATIENCE_MS = 500
"""Work that is done sooner than this shows no panel: a flash of one would only disturb."""


class ProgressBar(QWidget):
    """A thin bar; ``share`` is 0 to 1. ``ink`` names a role of the theme."""

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


class ProgressPanel(Card):
    """Says what is being done, how far it is, and lets it be stopped.

    ``start`` shows nothing for the first half second. ``stop_requested`` is a wish:
    ``finish`` is called when the work has really ended.
    """

    stop_requested = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent=parent)
        self._words = TextLabel(appearance, role=Role.STRONG)
        self._detail = TextLabel(appearance, role=Role.SMALL)
        self._bar = ProgressBar(appearance)
        self._stop = Button(appearance, "Stop", tip="Stop this; nothing that exists is changed")
        self._stop.clicked.connect(self._ask_to_stop)
        column = QVBoxLayout()
        column.setSpacing(6)
        for widget in (self._words, self._bar, self._detail):
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

    def start(self, words: str, *, can_stop: bool = True) -> None:
        """Begin; the panel appears if the work is still going on after half a second."""
        self._words.setText(words)
        self._detail.setText("")
        self._bar.set_share(0)
        self._stop.setVisible(can_stop)
        self._stop.setEnabled(True)
        self._timer.start()

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
        announce(self, self._words.text())

    def _ask_to_stop(self) -> None:
        self._stop.setEnabled(False)
        self._detail.setText("Stopping…")
        self.stop_requested.emit()
