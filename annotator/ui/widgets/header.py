"""The bar on top of every page: back, title, steps, and what the page puts at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind, icon_button
from annotator.ui.widgets.fonts import article_font, ui_font
from annotator.ui.widgets.labels import ElidedLabel, Role
from annotator.ui.widgets.painting import PAGE_MARGIN, TOUCH, came_by_keyboard, focus_ring

_HEIGHT = 54


class PageHeader(QWidget):
    """Back · title · steps … right side. ``add_right`` takes widgets from left to right."""

    back_requested = Signal()
    step_requested = Signal(int)

    def __init__(
        self,
        appearance: Appearance,
        title: str,
        *,
        back_name: str = "Back to the start page",
        has_back: bool = True,
        steps: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setFixedHeight(_HEIGHT)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8 if has_back else PAGE_MARGIN, 0, PAGE_MARGIN, 0)
        self._row.setSpacing(10)
        if has_back:
            back = icon_button(appearance, "back", back_name, kind=ButtonKind.QUIET, key="Alt+Home")
            back.clicked.connect(self.back_requested)
            self._row.addWidget(back)
        self._title = ElidedLabel(appearance, title, Role.STRONG)
        self._title.setFont(ui_font(17, strong=True) if has_back else article_font(20, bold=True))
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._row.addWidget(self._title, 3)
        self.steps = Steps(appearance, steps)
        self.steps.step_requested.connect(self.step_requested)
        self._row.addWidget(self.steps)
        # Only now: shown before it has a parent, it would flash up as a window of its own.
        self.steps.setVisible(bool(steps))
        self._stretch_at = self._row.count()
        self._row.addStretch(1)
        appearance.changed.connect(self.update)

    def set_title(self, title: str) -> None:
        """Show another title, for instance another lesson's."""
        self._title.setText(title)

    def show_title(self, shown: bool) -> None:
        """Leave the title away where it would be cut to nothing."""
        self._title.setVisible(shown)

    def add_left(self, widget: QWidget) -> None:
        """Put a widget after the title and the steps, and after those put there before."""
        self._row.insertWidget(self._stretch_at, widget)
        self._stretch_at += 1

    def add_right(self, widget: QWidget) -> None:
        """Put a widget at the right end."""
        self._row.addWidget(widget)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.card)
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), theme.line)
        painter.end()


class Steps(QWidget):
    """The steps of a lesson in a row, to be pressed; the one that is being done is strong."""

    step_requested = Signal(int)

    def __init__(
        self, appearance: Appearance, steps: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._steps: list[_Step] = []
        self.set_steps(steps)

    def set_steps(self, steps: Sequence[str], current: int = 0) -> None:
        """Show other steps; ``current`` counts from 0."""
        for old in self._steps:
            self._row.removeWidget(old)
            old.deleteLater()
        self._steps = []
        for number, name in enumerate(steps):
            step = _Step(self._appearance, name, number, len(steps))
            step.clicked.connect(lambda _on, n=number: self.step_requested.emit(n))
            self._row.addWidget(step)
            self._steps.append(step)
        self.set_current(current)

    def set_current(self, current: int) -> None:
        """The step that is being done, counted from 0."""
        for number, step in enumerate(self._steps):
            step.set_current(number == current)


class _Step(QPushButton):
    def __init__(self, appearance: Appearance, name: str, number: int, of: int) -> None:
        super().__init__()
        self._appearance, self._name, self._number, self._of = appearance, name, number, of
        self._current = self._ring = False
        self.setFont(ui_font())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_current(False)
        appearance.changed.connect(self.update)

    def set_current(self, current: bool) -> None:
        self._current = current
        state = ", you are here" if current else ""
        self.setAccessibleName(f"Step {self._number + 1} of {self._of}: {self._name}{state}")
        self.update()

    def _text_width(self) -> int:
        return QFontMetrics(ui_font(strong=True)).horizontalAdvance(self._name)

    def sizeHint(self) -> QSize:
        arrow = 22 if self._number < self._of - 1 else 0
        return QSize(self._text_width() + 16 + arrow, TOUCH)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = came_by_keyboard(event)
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        box = QRect(0, 5, self._text_width() + 16, self.height() - 10)
        painter.setFont(ui_font(strong=self._current))
        hot = self._current or self.underMouse()
        painter.setPen(theme.accent_ink if hot else theme.soft_ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._name)
        if self._number < self._of - 1:
            painter.setFont(ui_font())
            painter.setPen(theme.soft_ink)
            arrow = QRect(box.right(), 0, 22, self.height())
            painter.drawText(arrow, Qt.AlignmentFlag.AlignCenter, "›")
        if self._ring and self.hasFocus():
            focus_ring(painter, box.adjusted(0, 0, 0, 0), 8, theme.accent)
        painter.end()


def add_help(
    appearance: Appearance, header: PageHeader, asked: Callable[[QWidget], None], *, key: str = "F1"
) -> Button:
    """Put a help button into a header; ``asked`` gets it, for a menu to open below.

    ``key`` is empty where the page has F1 for something else.
    """
    button = icon_button(appearance, "help", "Help", key=key, kind=ButtonKind.QUIET)
    button.clicked.connect(lambda: asked(button))
    header.add_right(button)
    return button
