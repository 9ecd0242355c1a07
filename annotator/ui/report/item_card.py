"""What is said of an item of the heat map, and what its colours mean."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from annotator.ui.report.heat import HeatArticle
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind, icon_button
from annotator.ui.widgets.cards import Card
from annotator.ui.widgets.fonts import small_font
from annotator.ui.widgets.labels import Role, TextLabel

_STEPS = (0.1, 0.4, 0.7)


class ItemCard(QWidget):
    """A card at the foot of the article."""

    closed = Signal()
    answers_requested = Signal()
    """How every student answered this item is to be seen."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = Card(appearance)
        self._title = TextLabel(appearance, "", Role.STRONG, wrap=True)
        self._lines = TextLabel(appearance, "", Role.SMALL, ink="ink", wrap=True)
        close = icon_button(appearance, "close", "Close", kind=ButtonKind.QUIET)
        close.clicked.connect(self.closed)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self._title)
        words.addWidget(self._lines)
        self.answers = Button(appearance, "How everybody answered ›", kind=ButtonKind.QUIET)
        self.answers.clicked.connect(self.answers_requested)
        words.addWidget(self.answers, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(card)
        row.setContentsMargins(16, 8, 6, 10)
        row.addLayout(words, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 4, 20, 14)
        column.addWidget(card)

    def show_item(self, title: str, lines: Sequence[str]) -> None:
        """Say this, and read it out."""
        self._title.setText(title)
        self._lines.setText("\n".join(lines))
        announce(self, " ".join((title, *lines)))

    def text(self) -> str:
        """All that it says."""
        return f"{self._title.text()}\n{self._lines.text()}"


class Legend(QWidget):
    """ "Students who didn’t get it:", with the shades of three shares."""

    def __init__(
        self, appearance: Appearance, article: HeatArticle, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance, self._article = appearance, article
        self._words = ""
        self.setFont(small_font())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.update)

    def show_what(self, text: str) -> None:
        """Say what is shown."""
        self._words = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._words) + 10 + 3 * 42, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(theme.soft_ink)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(self.rect(), middle, self._words)
        left = QFontMetrics(self.font()).horizontalAdvance(self._words) + 10
        for number, share in enumerate(_STEPS):
            rect = QRect(left + number * 42, 6, 42, self.height() - 12)
            painter.fillRect(rect, self._article.shade(share))
            painter.setPen(theme.ink)
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), f"{round(100 * share)}%")
        painter.end()
