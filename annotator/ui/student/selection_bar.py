"""The small bar beside a selection: what are these words? Works by touch, too."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from annotator.model.labels import LabelGuide
from annotator.ui.look import Look
from annotator.ui.widgets.badge import badge_picture
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.painting import rounded_box

_GAP = 10
_EDGE = 8


class SelectionBar(QFrame):
    """Floats over the page below (or above) the selection; never takes the keyboard away."""

    label_requested = Signal(str)

    def __init__(self, look: Look, guide: LabelGuide, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setAccessibleName("What are these words?")
        row = QHBoxLayout(self)
        row.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        row.setSpacing(6)
        self.buttons: dict[str, Button] = {}
        for label in guide.labels:
            button = Button(look, label.name, picture=badge_picture(look, label), tip=label.short)
            # A click must not take the keyboard away from the article; Enter there gives it here.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _on, name=label.id: self.label_requested.emit(name))
            self.buttons[label.id] = button
            row.addWidget(button)
        self.hide()

    def show_at(self, selection: QRect) -> None:
        """Stand below ``selection`` (in the parent's coordinates), above it where there is no room.

        Stays inside the parent; where that is narrow the words of the buttons go.
        """
        parent = self.parentWidget()
        assert parent is not None
        room = parent.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        for button in self.buttons.values():
            button.set_words_shown(True)
        self.adjustSize()
        if self.width() > room.width():
            for button in self.buttons.values():
                button.set_words_shown(False)
            self.adjustSize()
        y = selection.bottom() + _GAP
        if y + self.height() > room.bottom():
            y = selection.top() - _GAP - self.height()
        y = min(max(y, room.top()), room.bottom() - self.height())
        x = selection.center().x() - self.width() // 2
        x = min(max(x, room.left()), room.right() - self.width())
        self.move(QPoint(x, y))
        self.show()
        self.raise_()

    def take_keyboard(self) -> None:
        """Put the keyboard on the first label; Tab goes on, Enter labels."""
        next(iter(self.buttons.values())).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        rounded_box(painter, self.rect(), 12, theme.card, theme.strong_line)
        painter.end()
