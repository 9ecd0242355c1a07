"""The lesson's task in one line that opens downwards over the panel, on every step."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from annotator.model.lesson import Lesson
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import WholePress
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.columns import ScrollColumn, paragraph
from annotator.ui.widgets.fonts import small_font, ui_font
from annotator.ui.widgets.painting import came_by_keyboard, focus_ring, rounded_box

_HIGH = 34


class TaskLine(WholePress, QPushButton):
    """ "Task", the first sentence of what to do, and an arrow."""

    def __init__(
        self, appearance: Appearance, lesson: Lesson, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._text = first_sentence(lesson.instructions)
        self.setCheckable(True)
        self.setFixedHeight(_HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"Task: {self._text}")
        self.setAccessibleDescription("opens the whole task")
        appearance.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(200, _HIGH)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, _HIGH)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = came_by_keyboard(event)
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        ground = theme.hover if self.underMouse() else theme.card
        rounded_box(painter, self.rect(), 8, ground, theme.line)
        painter.setFont(ui_font(14, strong=True))
        painter.setPen(theme.accent_ink)
        left = 10 + QFontMetrics(painter.font()).horizontalAdvance("Task")
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect().adjusted(10, 0, 0, 0), flags, "Task")
        painter.setFont(small_font())
        painter.setPen(theme.soft_ink)
        room = QRect(left + 9, 0, self.width() - left - 9 - 32, self.height())
        metrics = QFontMetrics(painter.font())
        shown = metrics.elidedText(self._text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, flags, shown)
        icon = "up" if self.isChecked() else "down"
        arrow = self._appearance.pixmap(icon, theme.ink, 14, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - 24, (self.height() - 14) // 2, arrow)
        if self._ring and self.hasFocus():
            focus_ring(painter, self.rect(), 8, theme.accent)
        painter.end()


class TaskCard(Card):
    """The whole task, over what stands below the line. Arrow keys scroll, Esc closes."""

    closed = Signal()

    def __init__(self, appearance: Appearance, lesson: Lesson, parent: QWidget) -> None:
        super().__init__(appearance, parent=parent)
        self.column_view = ScrollColumn(spacing=9)
        self.column_view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.column_view.setAccessibleName("The task")
        for text in (lesson.instructions, lesson.new):
            for part in filter(None, (line.strip() for line in text.split("\n"))):
                self.column_view.column.addWidget(paragraph(appearance, part))
        self.column_view.column.addStretch(1)
        self.column_view.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 6, 10)
        column.addWidget(self.column_view)
        self.hide()

    def open_below(self, line: QWidget, room: QRect) -> None:
        """Lie below the line, as high as the text, at most as ``room`` of the parent is."""
        top = line.geometry().bottom() + 5
        high = self.column_view.content_height(line.width() - 40) + 30
        self.setGeometry(
            line.geometry().left(), top, line.width(), min(high, room.bottom() - top - 8)
        )
        self.show()
        self.raise_()
        self.column_view.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        ends = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        is_press = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_press and event.key() in ends:  # type: ignore[attr-defined]
            self.closed.emit()
            return True
        return False


def first_sentence(text: str) -> str:
    """The beginning of a text up to the first full stop."""
    flat = " ".join(text.split())
    return re.split(r"(?<=[.!?])\s", flat, maxsplit=1)[0]
