"""The cards of the class report: a title and rows, some of which open something."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from annotator.ui.outcomes.report_texts import RowText
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.confusion import ConfusionChart, ConfusionTable
from annotator.ui.widgets.fonts import ui_font
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.painting import came_by_keyboard, focus_ring, plain_tip

_HIGH = 34
#: In letters: what is longer is a reason, not a figure, and may stand below the words.
_FIGURE = 8


class RowButton(QPushButton):
    """Words at the left, a figure or reason at the right; a line above.

    Where a reason has no room next to the words it stands below them.
    """

    def __init__(self, appearance: Appearance, row: RowText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance, self.row = appearance, row
        self._ring = self._is_stacked = False
        opens = bool(row.paper or row.item)
        self.setEnabled(opens)
        if opens:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{row.words}, {row.right}" if row.right else row.words)
        whole = f"{row.words}: {row.right}" if row.right else row.words
        self.setToolTip(plain_tip(whole))
        self.setAccessibleDescription(whole)
        appearance.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        line = QFontMetrics(ui_font()).height()
        return QSize(120, max(_HIGH, line * (2 if self._is_stacked else 1) + 12))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        metrics = QFontMetrics(ui_font())
        both = metrics.horizontalAdvance(self.row.words + self.row.right) + 14
        stacked = len(self.row.right) > _FIGURE and both > self.width()
        if stacked != self._is_stacked:
            self._is_stacked = stacked
            self.updateGeometry()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = came_by_keyboard(event)
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, theme.line)
        if self.underMouse() and self.isEnabled():
            painter.fillRect(0, 1, self.width(), self.height() - 1, theme.hover)
        right_font, middle = ui_font(strong=self.row.strong), Qt.AlignmentFlag.AlignVCenter
        metrics, words = QFontMetrics(right_font), self.row.right
        wide = min(metrics.horizontalAdvance(words) + 2, round(self.width() * 0.6)) if words else 0
        area = self.rect()
        right = QRect(area.right() - wide, area.top(), wide, area.height())
        left = area.adjusted(0, 0, -wide - 10, 0)
        if self._is_stacked:
            line = QFontMetrics(ui_font()).height()
            left = QRect(0, (area.height() - 2 * line) // 2, area.width(), line)
            right = left.translated(0, line)
        side = Qt.AlignmentFlag.AlignLeft if self._is_stacked else Qt.AlignmentFlag.AlignRight
        painter.setFont(right_font)
        painter.setPen(theme.ink if self.row.strong else theme.soft_ink)
        painter.drawText(right, int(middle | side), _cut(words, metrics, right))
        painter.setFont(ui_font())
        painter.setPen(theme.ink)
        painter.drawText(left, int(middle), _cut(self.row.words, QFontMetrics(ui_font()), left))
        if self._ring and self.hasFocus():
            focus_ring(painter, self.rect(), 4, theme.accent)
        painter.end()


def _cut(text: str, metrics: QFontMetrics, room: QRect) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())


class RowsCard(Card):
    """A title and rows; says so where there are none."""

    paper_requested = Signal(str)
    item_requested = Signal(str)

    def __init__(
        self, appearance: Appearance, title: str, nothing: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, parent=parent)
        self._nothing = nothing
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 10)
        self._column.setSpacing(0)
        self._column.addWidget(TextLabel(appearance, title, Role.STRONG, wrap=True))
        self._column.addSpacing(6)
        self.rows: list[RowButton] = []
        self._empty = TextLabel(appearance, nothing, Role.SMALL, wrap=True)
        self._column.addWidget(self._empty)
        self._column.addStretch(1)
        self.setAccessibleName(title)

    def show_rows(self, rows: Sequence[RowText], nothing: str = "") -> None:
        """Show these rows and no others; where there are none, ``nothing`` or what the card says
        of that."""
        for old in self.rows:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.rows = []
        self._empty.setText(nothing or self._nothing)
        self._empty.setVisible(not rows)
        for number, row in enumerate(rows):
            button = RowButton(self._appearance, row)
            button.clicked.connect(lambda _on=False, r=row: self._open(r))
            self._column.insertWidget(2 + number, button)
            self.rows.append(button)

    def _open(self, row: RowText) -> None:
        if row.paper:
            self.paper_requested.emit(row.paper)
        elif row.item:
            self.item_requested.emit(row.item)


class QuestionsCard(Card):
    """The questions for tomorrow, each as long as it is."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent=parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(TextLabel(appearance, "To discuss tomorrow", Role.STRONG))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        column.addLayout(self._rows)
        self.texts: list[TextLabel] = []

    def show_questions(
        self, questions: Sequence[str], nothing: str, role: Role = Role.BODY
    ) -> None:
        """Show these questions, numbered; ``nothing`` is said where there are none."""
        for old in self.texts:
            self._rows.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.texts = []
        shown = [f"{n}. {question}" for n, question in enumerate(questions, 1)]
        for words in shown or [nothing]:
            text = TextLabel(self._appearance, words, role, wrap=True)
            self._rows.addWidget(text)
            self.texts.append(text)


class ChartCard(Card):
    """The chart of what was taken for what, under its title."""

    def __init__(
        self, appearance: Appearance, chart: ConfusionChart, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, parent=parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        title = QHBoxLayout()
        title.addWidget(TextLabel(appearance, "What was taken for what", Role.STRONG))
        self._unit = TextLabel(appearance, "", Role.SMALL)
        title.addWidget(self._unit, 1)
        column.addLayout(title)
        column.addWidget(chart)
        self._chart = chart

    def show_table(self, table: ConfusionTable) -> None:
        """Show other counts, and say what the figures are."""
        self._chart.show_table(table)
        self._unit.setText(f"· {table.unit}")


class Ground(QWidget):
    """The panel's colour behind the cards."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        appearance.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._appearance.theme.panel)
        painter.end()
